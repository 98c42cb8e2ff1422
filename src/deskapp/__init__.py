"""A service desk for small shops: tickets, customers, catalog and papers in one file on one PC."""

__version__ = "0.1.0"
