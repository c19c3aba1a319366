"""Deliberate faults: each is a small override at one seam of the server, switched on by name."""
