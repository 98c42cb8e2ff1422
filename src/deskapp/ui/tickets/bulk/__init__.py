"""Several tickets at once: what stands in the pane while more than one is chosen."""
