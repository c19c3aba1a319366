"""Checks of e-invoices: rules of their format, agreement with other witnesses, the law, behaviour of the target."""
