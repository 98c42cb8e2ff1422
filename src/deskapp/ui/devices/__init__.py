"""The register of devices, loaners, and what is said about a known device at the counter."""
