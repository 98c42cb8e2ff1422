"""The catalog of services and parts."""
