"""Taking in what a customer brings."""
