"""Ways on from a shop file that does not open because it is damaged."""
