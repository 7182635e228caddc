"""The letters room: letters, asks, signing, coverage, verdicts, what followed, the brief."""
