"""The sandbox's own tax engine: totals, countries, dated rates, transaction types and default clauses.

It shares neither code nor data with the harness's law side, so that one mistake cannot agree with itself.
"""
