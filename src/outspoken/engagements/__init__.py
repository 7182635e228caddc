"""Engagements: one official and one counterpart over one or more days, and their documents.

Machines propose (`suggest`, `import`), people decide (`decisions`): a confirmed, merged or rejected
engagement is never changed by a later proposal.
"""
