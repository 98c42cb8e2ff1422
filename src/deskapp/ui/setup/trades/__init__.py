"""What a shop has of its trade: item types, fields and words."""
