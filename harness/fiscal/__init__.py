"""Fiscal codes and payment codes: building, reading, checking and recomputing them, as pure functions.

Every scheme has its module, with the same few functions where they make sense: ``build`` (values to text), ``parse``
(text to a frozen dataclass, or :class:`~harness.fiscal.errors.CodeError` naming field, value and rule), ``faults``
(rules that values break), ``recompute`` (derive the code again and compare) and ``check_format`` (its shape alone).
The last two give different results on purpose, see :mod:`harness.fiscal.proof`.

Nothing here reads files of the project, renders pages or knows which country asks for which scheme.
"""
