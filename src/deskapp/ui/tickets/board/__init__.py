"""The queue as a board: a column for each meaning of a status, a card for each ticket."""
