"""Reading a VAT number as a customer wrote it: separators, prefix, and the form that its state gives its numbers.

Only the form is judged. Whether a number of the right form exists is for VIES to say.
"""

import re
from dataclasses import dataclass

from harness.sandbox.vat.countries import Country, country_of_vat_prefix

_SEPARATORS = re.compile(r"[\s.\-/_]+")


@dataclass(frozen=True)
class VatNumber:
    """A VAT number of the right form, ready to be sent to VIES."""

    prefix: str
    """The prefix that VIES uses (EL for Greece)."""
    number: str
    """Upper case, without prefix and separators; `+` and `*` are legal characters."""


def normalise(text: str) -> str:
    """Return the number in upper case without spaces, dots, hyphens, slashes and underscores."""
    return _SEPARATORS.sub("", text).upper()


def read_vat_number(text: str, country: Country) -> VatNumber | None:
    """Return the VAT number that `text` means for a customer in `country`, or None when the form fits no state.

    A prefix counts before a bare number, so that "DE123456789" of a French customer is German although a French number
    may begin with two letters. GR is read as EL. A number without prefix belongs to the customer's country.
    """
    compact = normalise(text)
    prefixed = _prefixed(compact)
    if prefixed is not None:
        return prefixed
    if country.vat_prefix and country.accepts_vat_number(compact):
        return VatNumber(country.vat_prefix, compact)
    return None


def _prefixed(compact: str) -> VatNumber | None:
    prefix, number = compact[:2], compact[2:]
    owner = country_of_vat_prefix("EL" if prefix == "GR" else prefix)
    if owner is None or owner.vat_prefix is None or not owner.accepts_vat_number(number):
        return None
    return VatNumber(owner.vat_prefix, number)
