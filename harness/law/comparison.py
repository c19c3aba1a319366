"""Where the API's documented rules differ from the law: in which answers, and how much that weighs.

Such a difference is a compliance gap: a reviewer accepts or refuses it. It is no defect of a target that does what its
documentation says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from harness.model.case import Case
from harness.model.expectation import Expectation, Outcome


class GapSeverity(StrEnum):
    """What a difference does to an invoice, the heaviest first."""

    AMOUNT = "amount"
    """Another tax amount: too much VAT, too little, or of another state."""
    LABEL = "label"
    """The same amounts under another transaction type or statement."""
    UNDOCUMENTED = "undocumented"
    """The documentation is silent: what the target does is nowhere promised."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Gap:
    """How the documentation stands to the law in one case."""

    differs_in: tuple[str, ...]
    """``transaction_type``, ``reverse_charge_label``, ``rate`` and ``tax_amount``, as far as they differ."""
    severity: GapSeverity


def gap_of(case: Case, expectation: Expectation) -> Gap:
    """Compare both yardsticks. The decimals of a currency make no difference here."""
    differs_in = tuple(_differences(case, expectation.law, expectation.documented))
    return Gap(differs_in, _severity(expectation.documented, differs_in))


def _differences(case: Case, law: Outcome, documented: Outcome) -> Iterator[str]:
    if documented.transaction_type is None:
        return
    if documented.transaction_type != law.transaction_type:
        yield "transaction_type"
    if documented.reverse_charge != law.reverse_charge:
        yield "reverse_charge_label"
    lawful, rated = _rates(law), _rates(documented)
    if lawful != rated:
        same_place = law.vat_country == documented.vat_country and any(lawful) and any(rated)
        yield "rate" if same_place and case.issue_date != case.supply_date else "tax_amount"


def _rates(outcome: Outcome) -> list[Decimal]:
    return [row.rate for row in outcome.totals[0].breakdown] if outcome.totals else []


def _severity(documented: Outcome, differences: Sequence[str]) -> GapSeverity:
    if documented.transaction_type is None:
        return GapSeverity.UNDOCUMENTED
    if not differences:
        return GapSeverity.NONE
    return GapSeverity.AMOUNT if {"rate", "tax_amount"} & set(differences) else GapSeverity.LABEL
