"""Where nobody says what VIES answers: what is assumed, and what another answer would change.

The check digits decide the assumption alone, never the law: a number whose digits are right is taken as confirmed, one
whose digits are wrong as denied. A number that cannot be asked, or a case that does not hang on it, needs none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from harness.law.country import Countries
from harness.law.errors import ViesUnknown
from harness.law.oracle import expect
from harness.law.vat_id import checksum_holds, issuing_territory, normalise
from harness.model.case import Case, Supply, ViesState
from harness.model.expectation import Expectation, Step

ANSWERS = (ViesState.VALID, ViesState.INVALID, ViesState.UNREACHABLE)
"""The three kinds of answers: yes, no, and none."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """A case with an answer of VIES, given or assumed."""

    case: Case
    expectation: Expectation
    """An assumption is the first step of its derivation."""
    assumption: str
    """What was assumed; empty where the case said it, or where it does not matter."""
    otherwise: tuple[tuple[Case, Expectation], ...]
    """What would hold for the other answers of VIES; empty where the answer does not matter."""


def suppose(case: Case, countries: Countries) -> Supposed:
    """Derive a case, with an assumption about VIES where it needs one. Raises ``OracleError`` as ``expect`` does."""
    unasked = _unasked(case, countries)
    if unasked is not None:
        return Supposed(case, unasked if case.vies is None else expect(case, countries), "", ())
    state, assumption = _state(case, countries)
    chosen, expectation = _with(case, state, countries)
    if assumption:
        expectation = replace(expectation, derivation=(_step(case, assumption), *expectation.derivation))
    others = tuple(_with(case, other, countries) for other in ANSWERS if other.confirms is not state.confirms)
    return Supposed(chosen, expectation, assumption, others)


def _unasked(case: Case, countries: Countries) -> Expectation | None:
    """The case without any answer of VIES; ``None`` where it hangs on one."""
    try:
        return expect(replace(case, vies=None), countries)
    except ViesUnknown:
        return None


def _with(case: Case, state: ViesState, countries: Countries) -> tuple[Case, Expectation]:
    answered = replace(case, vies=state)
    return answered, expect(answered, countries)


def _state(case: Case, countries: Countries) -> tuple[ViesState, str]:
    """The answer to go by, and how the assumption reads where it is one."""
    if case.vies is not None:
        return case.vies, ""
    number = normalise(case.buyer.vat_id or "")
    issuer = issuing_territory(number, countries)
    holds = None if issuer is None else checksum_holds(number, issuer)
    if holds is False:
        return ViesState.INVALID, f"VIES denies {number}, whose check digits are wrong"
    known = "format and check digits are right" if holds else "format is right (its check digits are not known)"
    return ViesState.VALID, f"VIES confirms {number}, whose {known}"


def _step(case: Case, assumption: str) -> Step:
    goods = case.supply is Supply.GOODS
    article = "Directive 2006/112/EC Art. 138(1)(b)" if goods else "Implementing Regulation (EU) 282/2011 Art. 18(1)(a)"
    return Step(f"assumed, since nobody says what VIES answers: {assumption}", article)
