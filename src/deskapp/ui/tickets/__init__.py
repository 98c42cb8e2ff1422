"""The queue and the ticket beside it."""
