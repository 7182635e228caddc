"""Outspoken measures how governments speak about human rights in their diplomacy."""

__version__ = "0.1.0"
