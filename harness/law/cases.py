"""Judges a file of worked cases: per entry what the law asks and what the API documents, in the keys of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from harness.law.case_file import case_of
from harness.law.comparison import gap_of
from harness.law.country import Countries
from harness.law.documented import DOCUMENTED_DIGITS
from harness.law.errors import LawError
from harness.law.line_amounts import RatedLine
from harness.law.supposition import suppose
from harness.law.totals import lawful_totals
from harness.model.case import Case
from harness.model.expectation import Expectation, Totals

Answer = dict[str, Any]

_CALCULATED = {"vat_per_rate_": "", "vat_per_line_": "per_line", "vat_from_gross_per_rate_": "from_gross",
               "vat_from_gross_per_line_": "from_gross_per_line"}  # fmt: skip
"""What is computed on, as a part of a short name; once per rate goes without saying."""


_WHILE_UNKNOWN = (
    "charge the seller's VAT provisionally, mark the number as not verified, ask again and correct",
    "keep the document a draft until VIES answers",
    "charge no VAT only on other proof, or on a recent confirmation with its consultation number; mark it",
)
"""What may be done while VIES does not answer; no statute decides (Regulation (EU) 282/2011 Art. 18)."""


_NEVER_WHILE_UNKNOWN = (
    "call the number invalid",
    "keep the outage as a negative answer",
    "pass the VAT to the customer without a word of warning",
    "answer the whole request with a server error",
)
"""What no policy covers: an outage says nothing about the number."""


def explain_cases(cases: Sequence[object], countries: Countries) -> list[Answer]:
    """One answer per entry, in their order: ``id``, ``expected``, ``api_documented`` and ``derivation``.

    The outcomes that an entry holds are never read. An entry that cannot be read, or that the folders do not decide,
    has ``error`` instead, and the others are judged all the same. One without an id is named by its place, ``#3``.
    """
    return [_explained(entry, number, countries) for number, entry in enumerate(cases, 1)]


def _explained(entry: object, number: int, countries: Countries) -> Answer:
    name = f"#{number}"
    if not isinstance(entry, Mapping):
        return {"id": name, "error": f"case {name} is no object with keys and values, but {str(entry)[:40]!r}"}
    name = entry.get("id") or name
    try:
        supposed = suppose(case_of({**entry, "id": name}), countries)
    except LawError as error:
        return {"id": name, "error": _naming(name, str(error))}
    case, expectation = supposed.case, supposed.expectation
    return {
        "id": name,
        "expected": _expected(case, expectation, countries),
        "api_documented": _documented(case, expectation),
        "derivation": [
            {"step": number, "statement": step.statement, "source": step.source}
            for number, step in enumerate(expectation.derivation, 1)
        ],
    }


def _naming(name: object, message: str) -> str:
    """The message with the case that it is about."""
    prefix = f"case {name!r}"
    return message if message.startswith(prefix) else f"{prefix}: {message}"


def _expected(case: Case, expectation: Expectation, countries: Countries) -> Answer:
    law, canonical = expectation.law, expectation.law.totals[0]
    answer: Answer = {
        "transaction_type": law.transaction_type,
        "reverse_charge": law.reverse_charge,
        "vat_country": law.vat_country,
        "rates": [_plain(row.rate) for row in canonical.breakdown],
        "tax_total": str(canonical.tax.amount),
        "gross_total": str(canonical.gross.amount),
        "required_note_kind": law.note.value,
        "legal_basis": "; ".join(dict.fromkeys(step.source for step in expectation.derivation[:-1])),
        "breakdown": [
            {"rate": _plain(row.rate), "base": str(row.base.amount), "tax": str(row.amount.amount)}
            for row in canonical.breakdown
        ],
        "alternatives": list(_alternatives(case, expectation, countries)),
    }
    payable = countries.cash_rounded(canonical.gross)
    if law.reverse_charge is None:
        answer["acceptable"] = [{"policy": policy} for policy in _WHILE_UNKNOWN]
        answer["must_not"] = list(_NEVER_WHILE_UNKNOWN)
    if payable != canonical.gross:
        answer["payable_after_cash_rounding"] = str(payable.amount)
    return answer


def _alternatives(case: Case, expectation: Expectation, countries: Countries) -> Iterator[Answer]:
    """Other results by the name of their method, each result once under each name; unlawful ones say so."""
    canonical = expectation.law.totals[0]
    for totals in expectation.law.totals[1:]:
        if _differs(totals, canonical):
            yield _alternative(_short(totals.method) or "per_rate", totals)
    yield from _mistaken([totals for totals in expectation.mistakes if _differs(totals, canonical)])
    if countries.digits(case.currency) != DOCUMENTED_DIGITS:
        documented = _with_two_decimals(case, expectation)
        if _differs(documented, canonical):
            yield _alternative("api_documented_2_decimals", documented)


def _mistaken(mistakes: Sequence[Totals]) -> Iterator[Answer]:
    """Unlawful results; where only the rounding of the lines makes the difference, the method has its plain name."""
    named: set[str] = set()
    for totals in mistakes:
        name = _short(totals.method)
        plain = name.replace("_and_lines", "")
        name = name if plain in named else plain
        named.add(name)
        yield _alternative(f"{name} (wrong)", totals)


def _short(method: str) -> str:
    """A method's short name: ``half_even``, ``per_line``, ``unit_price_rounded_first``, ``truncated_per_line``."""
    found = re.fullmatch(r"(.*?)(vat_(?:from_gross_)?per_(?:rate|line)_)(.*)", method)
    if found is None:
        return method
    before, calculated, rounding = found.groups()
    parts = (before.rstrip("_"), rounding.replace("half_up", "").strip("_"), _CALCULATED[calculated])
    return "_".join(part for part in parts if part)


def _with_two_decimals(case: Case, expectation: Expectation) -> Totals:
    """The law's rates with the decimals that the API documents for every currency."""
    rates = (line.vat_rate.value if line.vat_rate else Decimal(0) for line in expectation.facts.lines)
    rated = [RatedLine(line, rate) for line, rate in zip(case.lines, rates, strict=True)]
    return lawful_totals(rated, case.calculation_mode, case.currency, DOCUMENTED_DIGITS)[0]


def _differs(one: Totals, other: Totals) -> bool:
    return (one.tax.amount, one.gross.amount) != (other.tax.amount, other.gross.amount)


def _alternative(method: str, totals: Totals) -> Answer:
    return {"method": method, "tax_total": str(totals.tax.amount), "gross_total": str(totals.gross.amount)}


def _documented(case: Case, expectation: Expectation) -> Answer:
    documented = expectation.documented
    gap = gap_of(case, expectation)
    return {
        "transaction_type": documented.transaction_type,
        "reverse_charge_applies": documented.reverse_charge,
        "basis": expectation.derivation[-1].statement,
        "differs_from_law_in": list(gap.differs_in),
        "severity": gap.severity.value,
    }


def _plain(rate: Decimal) -> str:
    """A rate without trailing zeros and without exponent."""
    return f"{rate.normalize():f}"
