"""The questions of a new shop."""
