"""The mark that tells a shop file from any other SQLite file."""

APPLICATION_ID = 0x4445534B  # "DESK"
