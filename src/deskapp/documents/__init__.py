"""Paper: blocks, themes and page sizes, given values and never the file."""
