"""The shop itself: its settings, and beginning a new one."""
