"""Photographs: strips and grids of them, where they come from, and one of them large."""
