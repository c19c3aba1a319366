"""Issues an invoice under an arrangement that the API has no setting for, with the words that a platform would send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from harness.law import Country
from harness.law.mentions import expected_mention
from harness.model.case import Arrangement, Case, CaseLine, Supply
from harness.model.expectation import ExpectedMention
from harness.model.facts import MentionKind
from harness.model.finding import Judgement, Verdict
from harness.run.context import RunContext
from harness.run.desk import Desk
from harness.run.issuing import Issued
from harness.run.tenants.seller import Seller

MARGIN = "margin"
"""The category of a line that is taxed on the margin; the API has no tax for it, so that none is sent."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """An arrangement that an invoice must name."""

    requirement: str
    kind: MentionKind
    arrangement: Arrangement | None = None
    supply: Supply = Supply.SERVICES
    phrase: int = 0
    """Which of the folder's phrases: those of margin schemes stand in the Directive's order, travel agents first."""


SCHEMES = {
    "cash-accounting": Scheme("VAT-226-7a", MentionKind.CASH_ACCOUNTING, Arrangement.CASH_ACCOUNTING),
    "self-billing": Scheme("VAT-226-10a", MentionKind.SELF_BILLING, Arrangement.SELF_BILLING),
    "travel-agent": Scheme("VAT-226-13", MentionKind.MARGIN_SCHEME),
    "second-hand": Scheme("VAT-226-14", MentionKind.MARGIN_SCHEME, supply=Supply.GOODS, phrase=1),
}


def schemes(country: Country, context: RunContext) -> list[str]:
    """The arrangements that concern sellers there."""
    return [name for name, scheme in SCHEMES.items() if context.catalogue[scheme.requirement].applies_to(country)]


def named_in(country: Country, scheme: Scheme, day: date) -> bool:
    """Whether the folder has words for it that are in force: without, the country's law asks for none yet."""
    return any(wording.kind is scheme.kind and wording.since <= day for wording in country.wording)


def no_words(requirement: str, scheme: Scheme) -> Judgement:
    """What is to be said of an arrangement for which there are no words."""
    message = f"the folder has no words in force for {scheme.kind.value.replace('_', ' ')}"
    return Judgement(requirement, Verdict.NOT_APPLICABLE, "no-words-in-force", message)


def issue_under(desk: Desk, seller: Seller, scheme: Scheme) -> tuple[Issued, ExpectedMention]:
    """The invoice, and the one statement that it must carry. Three requests."""
    mention = _statement(seller.country, scheme, desk)
    case = _case(desk, seller, scheme, clause=mention.phrases[0][1][0])
    body = desk.issuer.request(seller.tenant, case)
    margin = scheme.kind is MentionKind.MARGIN_SCHEME
    if margin:
        body = body.model_copy(update={"items": tuple(item.model_copy(update={"taxes": ()}) for item in body.items)})
    issued = desk.issuer.read_back(seller.tenant, case, desk.client.invoices.create(seller.tenant.entity_id, body))
    lines = tuple(replace(line, category=MARGIN) for line in case.lines) if margin else case.lines
    return replace(issued, case=replace(case, lines=lines)), mention


def _statement(country: Country, scheme: Scheme, desk: Desk) -> ExpectedMention:
    """The folder's statement, cut to the phrase of this scheme in each language that has one."""
    whole = expected_mention(scheme.kind, country, desk.context.as_of)
    cut = tuple((language, _at(phrases, scheme.phrase)) for language, phrases in whole.phrases)
    return replace(whole, phrases=cut)


def _at(phrases: Sequence[str], position: int) -> tuple[str, ...]:
    return (phrases[min(position, len(phrases) - 1)],)


def _case(desk: Desk, seller: Seller, scheme: Scheme, *, clause: str) -> Case:
    buyer, as_of = seller.home.business(), desk.context.as_of
    return Case(
        seller=seller.tenant.party,
        buyer=buyer.party,
        lines=(CaseLine("City tour" if scheme.supply is Supply.SERVICES else "Used camera", Decimal(1), Decimal(240)),),
        issue_date=as_of,
        supply_date=as_of,
        currency=seller.country.identity.currency.code,
        supply=scheme.supply,
        vies=buyer.vies,
        tax_clause=clause,
        language=seller.tenant.language,
        arrangements=(scheme.arrangement,) if scheme.arrangement else (),
    )
