"""The parts of a paper: each turns a setting into strips, none knows which paper it stands on."""
