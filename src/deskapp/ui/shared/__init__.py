"""Pieces that every screen is built from."""
