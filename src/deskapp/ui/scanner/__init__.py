"""A barcode scanner that types like a keyboard: what it scans is noticed whatever has the focus."""
