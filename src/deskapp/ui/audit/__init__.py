"""The history of the shop: who did what, when, and to what."""
