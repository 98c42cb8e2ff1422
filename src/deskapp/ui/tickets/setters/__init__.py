"""Small popups that set one thing of the chosen tickets by a few keys."""
