"""The last step of a derivation by law: what the invoice must show in the end, with the articles that ask for it."""

from __future__ import annotations

from harness.law.liability import Ground
from harness.model.case import Case
from harness.model.expectation import NoteKind, Outcome, Step

_DIRECTIVE = "Directive 2006/112/EC Art. "

_AMOUNTS = "226(8), (9), (10)"

_ROUNDING = "EN 16931 BR-CO-17, since no law of the Union prescribes the rounding (CJEU C-484/06)"

_OF_GROUND = {
    Ground.REVERSE_CHARGE: ("reverse charge, with both VAT numbers", "226(3), (4), (11a)"),
    Ground.DOMESTIC_REVERSE_CHARGE: ("reverse charge, with both VAT numbers", "226(3), (4), (11a)"),
    Ground.TRIANGULATION: ("reverse charge, with both VAT numbers", "197(1)(c), 226(3), (4), (11a)"),
    Ground.INTRA_EU_GOODS_EXEMPT: ("why it is exempt, with both VAT numbers", "138(1), 226(3), (4), (11)"),
    Ground.EXPORT_GOODS_EXEMPT: ("why it is exempt", "146(1), 226(11)"),
    Ground.OUT_OF_SCOPE_SERVICES: ("customarily, that the supply is not taxable here", "219a"),
    Ground.SMALL_BUSINESS_EXEMPT: ("why it is exempt", "226(11), 284"),
    Ground.EXEMPT_SUPPLY: ("why it is exempt", "226(11)"),
    Ground.MARGIN_SCHEME: ("which margin scheme applies", "226(13), (14)"),
}


def conclusion(case: Case, ground: Ground, law: Outcome) -> Step:
    """What follows for the invoice: an amount of VAT, or none and the statement in its place."""
    totals = law.totals[0]
    if ground is Ground.NOT_TAXABLE_PERSON:
        return Step("so the document shows no VAT and states nothing about it", f"{_DIRECTIVE}9(1), 203")
    if ground in _OF_GROUND:
        states, articles = _OF_GROUND[ground]
        return Step(f"so the invoice shows no VAT and states {states}", f"{_DIRECTIVE}{articles}")
    provisionally = " provisionally" if law.reverse_charge is None else ""
    exempt = "; an exempt line says why" if law.note is NoteKind.EXEMPT_SUPPLY else ""
    statement = (
        f"so the invoice shows{provisionally} VAT of {totals.tax.amount} {case.currency} "
        f"on {totals.net.amount}, together {totals.gross.amount}{exempt}"
    )
    return Step(statement, f"{_DIRECTIVE}{_AMOUNTS}{', (11)' if exempt else ''}; {_ROUNDING}")
