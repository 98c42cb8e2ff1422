"""Files in and out: readers, presets and plans."""
