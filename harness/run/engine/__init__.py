"""Scenarios under pytest: the plugin and its parts, fixtures, limits, interruption."""
