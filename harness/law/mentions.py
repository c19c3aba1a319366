"""What an invoice must say in words and what it must not (Directive 2006/112/EC Art. 226(11), (11a))."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from harness.law.country import Country
from harness.law.errors import OracleError
from harness.law.liability import Ground
from harness.law.records import Wording
from harness.model.expectation import Assurance, ExpectedMention
from harness.model.facts import MentionKind

REQUIRED: dict[Ground, MentionKind] = {
    Ground.REVERSE_CHARGE: MentionKind.REVERSE_CHARGE,
    Ground.DOMESTIC_REVERSE_CHARGE: MentionKind.REVERSE_CHARGE,
    Ground.TRIANGULATION: MentionKind.REVERSE_CHARGE,
    Ground.INTRA_EU_GOODS_EXEMPT: MentionKind.INTRA_EU_GOODS_EXEMPT,
    Ground.EXPORT_GOODS_EXEMPT: MentionKind.EXPORT_GOODS_EXEMPT,
    Ground.OUT_OF_SCOPE_SERVICES: MentionKind.OUT_OF_SCOPE_SERVICES,
    Ground.SMALL_BUSINESS_EXEMPT: MentionKind.SMALL_BUSINESS_EXEMPT,
}
"""The statement that goes with each treatment; a taxed supply needs none.

Art. 226(11) and (11a) ask for all but one: for a service supplied outside the Union the statement is custom.
"""

_TRUE_AS_WELL: dict[Ground, frozenset[MentionKind]] = {
    Ground.REVERSE_CHARGE: frozenset({MentionKind.OUT_OF_SCOPE_SERVICES}),
}
"""A reverse-charge service is indeed not taxable in the seller's state, and national wording may say so."""


def required_mentions(ground: Ground, seller: Country | None, day: date) -> tuple[ExpectedMention, ...]:
    """What must be printed, in the wording of the seller's folder in force on ``day``.

    The Directive binds Member States: elsewhere none is required without a wording of the seller's own law. Nor is
    one for small enterprises where the folder has none, since a Member State need not exempt them (Art. 284).
    """
    kind = REQUIRED.get(ground)
    if kind is None or seller is None:
        return ()
    optional = kind is MentionKind.SMALL_BUSINESS_EXEMPT or not seller.identity.vat_area.member_state
    bound = not optional or any(w.kind is kind for w in seller.wording)
    return (expected_mention(kind, seller, day),) if bound else ()


def forbidden_mentions(ground: Ground) -> tuple[MentionKind, ...]:
    """Statements of another treatment, which would be false on this invoice.

    Who issues the invoice, and when its VAT becomes chargeable, says nothing against any treatment.
    """
    true = _TRUE_AS_WELL.get(ground, frozenset()) | {REQUIRED.get(ground)}
    return tuple(kind for kind in MentionKind if kind in REQUIRED.values() and kind not in true)


def expected_mention(kind: MentionKind, seller: Country, day: date) -> ExpectedMention:
    """The accepted phrases of one statement by language, the preferred language first.

    Raises ``OracleError`` where the folder has no wording for it on that day.
    """
    wordings = [w for w in seller.wording if w.kind is kind and w.since <= day]
    if not wordings:
        raise OracleError(f"{seller.code} has no wording for {kind.value} on {day}: add it to its wording.toml")
    phrases = tuple((wording.language, _accepted(wording)) for wording in wordings)
    recalled = any(w.assurance is Assurance.RECALLED for w in wordings[:1])
    assurance = Assurance.RECALLED if recalled else Assurance.VERIFIED
    return ExpectedMention(kind, phrases, _source(wordings), assurance)


def _accepted(wording: Wording) -> tuple[str, ...]:
    """The listed phrases and the key phrase, which alone suffices; nothing twice."""
    accepted = [*wording.phrases]
    if wording.key_phrase.casefold() not in {phrase.casefold() for phrase in accepted}:
        accepted.append(wording.key_phrase)
    return tuple(accepted)


def _source(wordings: Sequence[Wording]) -> str:
    preferred = wordings[0]
    return f"{preferred.article} ({preferred.source})"
