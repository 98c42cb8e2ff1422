"""Bringing in records of another system: choose a file, see what it would do, do it, take it back."""
