"""What people may ask of a shop that knows them, and how long it knows them."""
