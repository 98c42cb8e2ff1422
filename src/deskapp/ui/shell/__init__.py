"""What stands around every screen: sidebar, search, foot, first page, and how a shop is opened."""
