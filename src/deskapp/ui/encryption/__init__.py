"""The encrypted shop file: its passphrase asked for, chosen, changed and given up."""
