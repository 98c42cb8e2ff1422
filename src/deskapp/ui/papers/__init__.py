"""Papers on the screen, before they are printed or saved."""
