"""Checks: small pure functions from readings to judgements, one module per subject.

A check compares two readings and says what it saw; how severe that is, the requirement catalogue says.
"""
