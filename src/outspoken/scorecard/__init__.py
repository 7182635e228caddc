"""What was asked, what was said, what followed (method, sections 4 and 5).

A letter's asks are held against the record of an engagement. Machines propose by rule; people
decide; nothing is called "not found" without a coverage statement and a whole reading.
"""
