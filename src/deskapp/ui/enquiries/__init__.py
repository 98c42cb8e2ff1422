"""The book of enquiries, and what becomes of them."""
