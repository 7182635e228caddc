"""The reading pages, one module a page."""
