"""Rules on the values of a QR record with ATCUD: lengths, check digits, and sums that must add up.

Sources as in :mod:`harness.fiscal.atcud_record`; all published examples keep every rule here.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from harness.fiscal.atcud import PATTERN
from harness.fiscal.atcud_record import NO_VAT, AtcudRecord, TaxSpace
from harness.fiscal.errors import Fault
from harness.fiscal.shapes import at_most, matches, mod11

_LETTERS = "IJK"


def faults(record: AtcudRecord) -> tuple[Fault, ...]:
    """Every rule that the record breaks; fields are named by their letters."""
    return (*_party_faults(record), *_document_faults(record), *_space_faults(record), *_sum_faults(record))


def tax_number_holds(number: str) -> bool:
    """Whether the check digit of a nine-digit tax number agrees: weights 9 to 2 modulo 11, 10 and 11 stand as 0."""
    return len(number) == 9 and mod11(number, one_is_zero=True, zero_is_zero=True)


def _party_faults(record: AtcudRecord) -> Iterator[Fault]:
    yield from matches("A", record.issuer, "[0-9]{9}", "a tax number of 9 digits")
    if len(record.issuer) == 9 and not tax_number_holds(record.issuer):
        yield Fault("A", record.issuer, "the check digit must agree (modulo 11)")
    yield from at_most("B", record.buyer, 30, required=True)
    yield from matches("C", record.country, "[A-Z]{2}|Desconhecido", "a country code, or Desconhecido")


def _document_faults(record: AtcudRecord) -> Iterator[Fault]:
    yield from matches("D", record.kind, "[A-Z]{2}", "a type of document, two letters")
    yield from matches("E", record.status, "[NSARF]", "N, S, A, R or F")
    yield from matches("G", record.number, r"[^ ]+ [^/ ]+/[0-9]+", "type, blank, series, slash, running number")
    yield from at_most("G", record.number, 60)
    yield from matches("H", record.atcud, PATTERN, "validation code, hyphen, running number, or 0")
    yield from at_most("H", record.atcud, 70)
    if record.atcud != "0" and record.atcud.rpartition("-")[2].lstrip("0") != _running(record.number):
        yield Fault("H", record.atcud, f"ends with the running number of field G, {record.number!r}")
    yield from matches("Q", record.hash_characters, "[A-Za-z0-9+/=]{4}", "4 characters of the hash")
    yield from matches("R", record.certificate, "[0-9]{1,4}", "the number of the certificate, up to 4 digits")
    yield from at_most("S", record.extra or "", 65)


def _running(number: str) -> str:
    return number.rpartition("/")[2].lstrip("0")


def _space_faults(record: AtcudRecord) -> Iterator[Fault]:
    if not 1 <= len(record.spaces) <= 3:
        yield Fault("I1", str(len(record.spaces)), "one to three regions")
    for letter, space in zip(_LETTERS, record.spaces, strict=False):
        yield from _one_space(letter, space)
    regions = [space.region for space in record.spaces]
    if regions[:1] == [NO_VAT] and len(regions) > 1:
        yield Fault("I1", NO_VAT, "the first region itself where VAT is stated, as in the published example for Azores")
    if len(set(regions)) < len(regions):
        yield Fault("I1, J1, K1", " ".join(regions), "every region once")


def _one_space(letter: str, space: TaxSpace) -> Iterator[Fault]:
    pattern = "0|[A-Z]{2}(-[A-Z]{2})?" if letter == "I" else "[A-Z]{2}(-[A-Z]{2})?"
    yield from matches(f"{letter}1", space.region, pattern, "a country or region; 0 only in I1, where no VAT is stated")
    values = space.amounts()
    if space.region == NO_VAT and any(value is not None for value in values):
        yield Fault("I1", NO_VAT, "no amounts follow where no VAT is stated")
    for at, rate in ((1, "reduced"), (3, "intermediate"), (5, "normal")):
        if (values[at] is None) != (values[at + 1] is None):
            fields = f"{letter}{at + 2}, {letter}{at + 3}"
            yield Fault(fields, f"{values[at]}, {values[at + 1]}", f"base and tax of the {rate} rate stand together")


def _sum_faults(record: AtcudRecord) -> Iterator[Fault]:
    tax = sum((space.taxes() for space in record.spaces), record.stamp_duty or Decimal(0))
    if tax != record.tax_total:
        yield Fault("N", str(record.tax_total), f"the sum of all taxes and stamp duty, {tax:.2f}")
    gross = sum((space.bases() for space in record.spaces), (record.not_subject or Decimal(0)) + record.tax_total)
    stated = any(space.region != NO_VAT for space in record.spaces)
    if stated and gross != record.gross_total:
        yield Fault("O", str(record.gross_total), f"the sum of all bases, L and N, {gross:.2f}")
