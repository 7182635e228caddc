"""What leaves the workspace: a static site, a PDF report, a data package.

Persons at risk, private notes, contacts, links and drafts never leave. The same workspace gives the
same bytes: no clock, no random names, members in order.
"""
