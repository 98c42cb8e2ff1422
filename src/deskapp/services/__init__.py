"""What the desk does; one method is one transaction."""
