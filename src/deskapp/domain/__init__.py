"""Values and rules of the desk, without any input or output."""
