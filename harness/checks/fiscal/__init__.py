"""Checks of fiscal codes: protective codes, identifiers, numbers, series, symbols."""
