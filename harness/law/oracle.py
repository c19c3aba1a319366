"""The oracle: what a case must look like, by the law and by the API's documentation, with the reasons."""

from __future__ import annotations

from dataclasses import replace

from harness.law.conclusion import conclusion
from harness.law.country import Countries
from harness.law.documented import documented_outcome
from harness.law.mentions import forbidden_mentions, required_mentions
from harness.law.notes import arrangement_steps, leading_note
from harness.law.stated import stated_facts
from harness.law.totals import ROUNDED_DOWN, lawful_totals, rounded_down, unlawful_totals
from harness.law.transaction import lawful_transaction_type
from harness.law.treatment import Treatment, treat
from harness.model.case import Case
from harness.model.expectation import Assurance, Expectation, ExpectedMention, Outcome, Step, Totals
from harness.model.facts import DocumentKind

_DIRECTIVE = "Directive 2006/112/EC"
_OWN_ACT = f"the VAT act of the seller's country, with the rule of {_DIRECTIVE}"
"""Source of a step for sellers outside the Union, whom the Directive does not bind."""


def expect(case: Case, countries: Countries) -> Expectation:
    """Derive what the document must state, from the country folders and the case alone.

    A credit note is treated as the supply that it corrects: its ``supply_date`` is that of the original. Raises
    ``OracleError`` where the folders do not decide the case.
    """
    treatment = treat(case, countries)
    documented, why = documented_outcome(
        case, treatment.taxed_in, countries, treatment.taxed_region, sent=treatment.lines
    )
    law = _law(case, treatment, countries)
    end = conclusion(case, treatment.liability.ground, law)
    steps = (*treatment.steps, *_mention_steps(law), *arrangement_steps(case), *_credit_note_steps(case), end)
    if not treatment.parties.seller.inside:
        steps = tuple(replace(step, source=_OWN_ACT.join(step.source.split(_DIRECTIVE))) for step in steps)
    mistakes = _mistakes(case, treatment, law, countries)
    return Expectation(law, documented, stated_facts(case, treatment, countries), (*steps, why), mistakes)


def _mistakes(case: Case, treatment: Treatment, law: Outcome, countries: Countries) -> tuple[Totals, ...]:
    """Results of unlawful methods; a method that the law of the place allows is none, whatever it is elsewhere."""
    digits = countries.digits(case.currency)
    found = unlawful_totals(treatment.lines, case.calculation_mode, case.currency, digits)
    allowed = {totals.method.replace(ROUNDED_DOWN, "truncated") for totals in law.totals}
    return tuple(totals for totals in found if totals.method not in allowed)


def _law(case: Case, treatment: Treatment, countries: Countries) -> Outcome:
    seller = countries.get(case.seller.country)
    ground = treatment.liability.ground
    return Outcome(
        transaction_type=lawful_transaction_type(treatment.parties, treatment.customer),
        reverse_charge=treatment.reverse_charge,
        vat_country=treatment.place.code,
        totals=_totals(case, treatment, countries),
        mentions=required_mentions(ground, seller, case.issue_date),
        forbidden_mentions=forbidden_mentions(ground),
        note=leading_note(case, treatment),
    )


def _totals(case: Case, treatment: Treatment, countries: Countries) -> tuple[Totals, ...]:
    """Results of every method that is lawful everywhere, and of those that the law of the place adds."""
    digits = countries.digits(case.currency)
    totals = lawful_totals(treatment.lines, case.calculation_mode, case.currency, digits)
    place = countries.get(treatment.place.code)
    if place is None or place.invoicing.rounding_down is None or not treatment.liability.charges_vat:
        return totals
    return (*totals, rounded_down(treatment.lines, case.calculation_mode, case.currency, digits))


def _mention_steps(law: Outcome) -> tuple[Step, ...]:
    return tuple(
        Step(f"the invoice states {mention.phrases[0][1][0]!r} or an equivalent{_known(mention)}", mention.source)
        for mention in law.mentions
    )


def _known(mention: ExpectedMention) -> str:
    recalled = mention.assurance is Assurance.RECALLED
    return " (wording recalled: matched on its key phrase or article)" if recalled else ""


def _credit_note_steps(case: Case) -> tuple[Step, ...]:
    if case.kind is not DocumentKind.CREDIT_NOTE:
        return ()
    statement = f"the credit note follows the corrected supply of {case.supply_date} and refers to its invoice"
    return (Step(statement, "Directive 2006/112/EC Art. 90, 219"),)
