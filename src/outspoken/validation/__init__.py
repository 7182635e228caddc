"""Validation: a coder's answers held against people's (method, section 6)."""
