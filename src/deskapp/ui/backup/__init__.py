"""Backups on the screen: made by the clock, listed, tried, and brought back."""
