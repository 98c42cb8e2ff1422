"""Faults that a shop file must survive, each with a control that must fail."""
