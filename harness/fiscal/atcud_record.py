"""The record in the QR code of a document with ATCUD: fields ``A`` to ``S`` as ``X:value``, joined by ``*``.

Source: technical specification of the tax authority for the QR code (Portaria 195/2020), by way of its seven published
examples. :mod:`harness.fiscal.atcud_rules` judges the values; here is what they are and how they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from harness.fiscal.errors import CodeError, Fault, require
from harness.fiscal.shapes import matches

SCHEME = "QR record with ATCUD"
NO_VAT = "0"
"""Region of the only tax space of a document that states no VAT."""
_SPACES = "IJK"
_TEXTS = {"A": "issuer", "B": "buyer", "C": "country", "D": "kind", "E": "status", "G": "number", "H": "atcud"}
_AMOUNTS = {"L": "not_subject", "M": "stamp_duty", "N": "tax_total", "O": "gross_total", "P": "withheld"}
_LAST = {"Q": "hash_characters", "R": "certificate", "S": "extra"}
_REQUIRED = (*"ABCDEFGH", "I1", *"NOQR")
_ORDER = (*"ABCDEFGH", *(f"{space}{n}" for space in _SPACES for n in range(1, 9)), *"LMNOPQRS")
_MONEY = r"[0-9]+\.[0-9]{2}"


@dataclass(frozen=True, slots=True)
class TaxSpace:
    """Bases and taxes of one region (fields I, J or K); all in euro, ``None`` where the field is absent."""

    region: str
    """Country or country and region (field 1); :data:`NO_VAT` where no VAT is stated."""
    exempt: Decimal | None = None
    """Base that is exempt (2)."""
    reduced_base: Decimal | None = None
    """Base at the reduced rate (3)."""
    reduced_tax: Decimal | None = None
    """Tax at the reduced rate (4)."""
    intermediate_base: Decimal | None = None
    """Base at the intermediate rate (5)."""
    intermediate_tax: Decimal | None = None
    """Tax at the intermediate rate (6)."""
    normal_base: Decimal | None = None
    """Base at the normal rate (7)."""
    normal_tax: Decimal | None = None
    """Tax at the normal rate (8)."""

    def amounts(self) -> tuple[Decimal | None, ...]:
        """The values of the fields 2 to 8."""
        return tuple(getattr(self, field.name) for field in fields(self)[1:])

    def bases(self) -> Decimal:
        """Sum of all bases, the exempt one with them."""
        values = (self.exempt, self.reduced_base, self.intermediate_base, self.normal_base)
        return sum((value for value in values if value is not None), Decimal(0))

    def taxes(self) -> Decimal:
        """Sum of all taxes."""
        values = (self.reduced_tax, self.intermediate_tax, self.normal_tax)
        return sum((value for value in values if value is not None), Decimal(0))


@dataclass(frozen=True, slots=True)
class AtcudRecord:
    """What the record states; the letter of each field in brackets."""

    issuer: str
    """Tax number of the issuer (A)."""
    buyer: str
    """Tax number of the buyer (B); 999999990 for a final consumer."""
    country: str
    """Country of the buyer (C)."""
    kind: str
    """Type of document (D), such as ``FT``."""
    status: str
    """Status of the document (E): ``N`` for a normal one."""
    issued: date
    """Date of the document (F)."""
    number: str
    """Number with type and series (G)."""
    atcud: str
    """ATCUD without ``ATCUD:`` before it (H)."""
    spaces: tuple[TaxSpace, ...]
    """One to three regions (I, J, K)."""
    tax_total: Decimal
    """Total tax with stamp duty (N)."""
    gross_total: Decimal
    """Total of the document (O)."""
    hash_characters: str
    """Four characters of the hash (Q)."""
    certificate: str
    """Number of the program's certificate (R)."""
    not_subject: Decimal | None = None
    """Amount that is not subject to VAT (L)."""
    stamp_duty: Decimal | None = None
    """Stamp duty (M)."""
    withheld: Decimal | None = None
    """Tax withheld (P)."""
    extra: str | None = None
    """Free text, such as payment data (S)."""


def build(record: AtcudRecord) -> str:
    """The record as text; raises :class:`CodeError` for what cannot be written, not for wrong sums."""
    given = [(code, value) for code, value in _values(record) if value is not None]
    text = "*".join(f"{code}:{value}" for code, value in given)
    require(SCHEME, (Fault(code, value, "no '*', which separates fields") for code, value in given if "*" in value))
    if parse(text) != record:
        raise CodeError(SCHEME, [Fault("record", text, "values that can be read again; three regions at most")])
    return text


def parse(text: str) -> AtcudRecord:
    """What the record states; raises :class:`CodeError` naming field, value and rule."""
    values = _split(text)
    require(SCHEME, _value_faults(values))
    return AtcudRecord(
        issuer=values["A"],
        buyer=values["B"],
        country=values["C"],
        kind=values["D"],
        status=values["E"],
        issued=_date(values["F"]),
        number=values["G"],
        atcud=values["H"],
        spaces=tuple(_space(values, space) for space in _SPACES if f"{space}1" in values),
        tax_total=Decimal(values["N"]),
        gross_total=Decimal(values["O"]),
        hash_characters=values["Q"],
        certificate=values["R"],
        not_subject=_amount(values, "L"),
        stamp_duty=_amount(values, "M"),
        withheld=_amount(values, "P"),
        extra=values.get("S"),
    )


def _split(text: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for part in text.split("*"):
        code, colon, value = part.partition(":")
        if not colon or code not in _ORDER:
            raise CodeError(SCHEME, [Fault("field", part, "a field code A to S, a colon and a value")])
        if code in values:
            raise CodeError(SCHEME, [Fault(code, value, "every field once")])
        values[code] = value
    if list(values) != sorted(values, key=_ORDER.index):
        raise CodeError(SCHEME, [Fault("fields", " ".join(values), "in the order A to S")])
    return values


def _value_faults(values: dict[str, str]) -> Iterator[Fault]:
    yield from (Fault(code, "", "must be given") for code in _REQUIRED if code not in values)
    yield from matches("F", values.get("F", "00000000"), "[0-9]{8}", "a date as yyyymmdd")
    for code, value in values.items():
        if code in _AMOUNTS or re.fullmatch("[IJK][2-8]", code):
            yield from matches(code, value, _MONEY, "an amount with a dot and two decimals, without sign and blanks")
        elif value != value.strip() or not value:
            yield Fault(code, value, "a value without blanks around it")
        if code[0] in _SPACES and f"{code[0]}1" not in values:
            yield Fault(code, value, f"only after {code[0]}1, which names the region")


def _values(record: AtcudRecord) -> Iterator[tuple[str, str | None]]:
    yield from ((code, getattr(record, _TEXTS[code])) for code in "ABCDE")
    yield "F", record.issued.strftime("%Y%m%d")
    yield from ((code, getattr(record, _TEXTS[code])) for code in "GH")
    for letter, space in zip(_SPACES, record.spaces, strict=False):
        yield f"{letter}1", space.region
        yield from ((f"{letter}{n}", _money(amount)) for n, amount in enumerate(space.amounts(), start=2))
    yield from ((code, _money(getattr(record, name))) for code, name in _AMOUNTS.items())
    yield from ((code, getattr(record, name)) for code, name in _LAST.items())


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _amount(values: dict[str, str], code: str) -> Decimal | None:
    return Decimal(values[code]) if code in values else None


def _space(values: dict[str, str], letter: str) -> TaxSpace:
    return TaxSpace(values[f"{letter}1"], *(_amount(values, f"{letter}{n}") for n in range(2, 9)))


def _date(digits: str) -> date:
    try:
        return datetime.strptime(digits, "%Y%m%d").date()
    except ValueError as error:
        raise CodeError(SCHEME, [Fault("F", digits, "a date as yyyymmdd")]) from error
