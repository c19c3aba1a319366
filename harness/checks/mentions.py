"""Statements in words: Art. 226 (11) and (11a), their language, and their absence where they would be false."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.checks.base import (
    Details,
    Readings,
    covers,
    document_check,
    failed,
    gap,
    page_place,
    passed,
    pointer,
    spoken,
    unverifiable,
)
from harness.model.expectation import Assurance, ExpectedMention, SuppliedBy
from harness.model.facts import Fact, InvoiceFacts, Mention, MentionKind, Witness
from harness.model.finding import Judgement, Pointer
from harness.model.text import find_phrase


@document_check("VAT-226-11", "VAT-226-11a", "VAT-OUT-OF-SCOPE")
def required_statements(r: Readings) -> Iterator[Judgement]:
    """Each statement that the law asks for stands on the page, in whatever language."""
    for mention in r.law.law.mentions:
        yield _is_printed(r, mention)


def _is_printed(r: Readings, mention: ExpectedMention) -> Judgement:
    requirement = _requirement(mention.kind)
    expected = _wording(mention)
    if r.pdf.unreadable:
        return unverifiable(requirement, "unreadable", _unread(r.pdf), expected=expected, supplied_by=r.clause_from)
    words = _accepted_words(r.pdf, mention) or _recognised_words(r.pdf.mentions, mention.kind)
    details: Details = {"expected": expected, "supplied_by": r.clause_from}
    if words is not None:
        message = f"the PDF states {words.text or words.value!r} ({_spoken(mention.kind)}){_known(mention)}"
        details |= {"observed": words.value, "seen": pointer(Witness.PDF, words)}
        return passed(requirement, message, **details)
    details["seen"] = (Pointer(Witness.PDF, page_place(r.pdf)),)
    message = f"the PDF does not state {_spoken(mention.kind)}; the law asks {expected}{_known(mention)}"
    if not _documented(r, mention.kind):
        return gap(requirement, "documented-differs-from-law", message, **details)
    return failed(requirement, "statement-missing", message, **details)


@document_check("VAT-226-11a-LANGUAGE")
def language_of_the_statement(r: Readings) -> Iterator[Judgement]:
    """The reverse-charge statement stands in a language that the law of the seller's state accepts."""
    for mention in r.law.law.mentions:
        if mention.kind is not MentionKind.REVERSE_CHARGE:
            continue
        words = _accepted_words(r.pdf, mention)
        other = _recognised_words(r.pdf.mentions, mention.kind)
        if words is not None:
            message = f"the reverse charge is stated as {words.value!r}, which the law of the seller's state accepts"
            yield passed("VAT-226-11a-LANGUAGE", message, expected=_wording(mention), observed=words.value,
                         seen=pointer(Witness.PDF, words), supplied_by=r.clause_from)  # fmt: skip
        elif other is not None:
            message = f"the reverse charge is stated as {other.value!r}; accepted is {_wording(mention)}"
            yield failed("VAT-226-11a-LANGUAGE", "wrong-language", message, expected=_wording(mention),
                         observed=other.value, seen=pointer(Witness.PDF, other), supplied_by=r.clause_from)  # fmt: skip


@document_check("VAT-226-11a-ABSENT")
def false_statements(r: Readings) -> Iterator[Judgement]:
    """Where the seller owes the VAT or the supply is exempt, the page must not say that the customer owes it."""
    if MentionKind.REVERSE_CHARGE not in r.law.law.forbidden_mentions:
        return
    if r.pdf.unreadable:
        yield unverifiable("VAT-226-11a-ABSENT", "unreadable", _unread(r.pdf))
        return
    words = _recognised_words(r.pdf.mentions, MentionKind.REVERSE_CHARGE)
    if words is None:
        yield passed("VAT-226-11a-ABSENT", "the PDF does not claim a reverse charge, and none applies")
        return
    message = f"the PDF states {words.text or words.value!r}, but the customer does not owe the VAT here"
    details: Details = {
        "expected": "no reverse-charge statement",
        "observed": words.value,
        "seen": pointer(Witness.PDF, words),
    }
    if _documented(r, MentionKind.REVERSE_CHARGE):
        yield gap("VAT-226-11a-ABSENT", "documented-differs-from-law", message, **details)
    else:
        yield failed("VAT-226-11a-ABSENT", "false-statement", message, **details)


@covers("VAT-226-7a", "VAT-226-10a", "VAT-226-13", "VAT-226-14", "NAT-SCHEME-WORDS")
def arrangement_is_named(requirement: str, r: Readings, mention: ExpectedMention) -> Iterator[Judgement]:
    """Art. 226 (7a), (10a), (13), (14): the page names the arrangement in accepted words; under a margin without VAT.

    The published API has no setting for any of them: the words are sent, and the check proves that they are carried.
    """
    details: Details = {"expected": _wording(mention), "supplied_by": SuppliedBy.HARNESS}
    words = _accepted_words(r.pdf, mention)
    if r.pdf.unreadable:
        yield unverifiable(requirement, "unreadable", _unread(r.pdf), **details)
    elif words is None:
        details["seen"] = (Pointer(Witness.PDF, page_place(r.pdf)),)
        message = f"the PDF does not state {_spoken(mention.kind)}; the law asks {_wording(mention)}"
        yield failed(requirement, "statement-missing", message, **details)
    else:
        details |= {"observed": words.value, "seen": pointer(Witness.PDF, words)}
        yield passed(requirement, f"the PDF states {words.text!r} ({_spoken(mention.kind)})", **details)
    if mention.kind is MentionKind.MARGIN_SCHEME:
        yield from _no_vat_is_shown(requirement, r)


def _no_vat_is_shown(requirement: str, r: Readings) -> Iterator[Judgement]:
    """Art. 308, 325: VAT on a margin is not shown."""
    for facts in r.witnesses:
        shown = [row.amount for row in facts.vat if row.amount is not None and row.amount.value.amount != 0]
        if facts.tax_total is not None and facts.tax_total.value.amount != 0:
            shown.append(facts.tax_total)
        if shown:
            message = f"{spoken(facts.witness)} VAT of {shown[0].value}; VAT on a margin must not be shown"
            seen = pointer(facts.witness, shown[0])
            yield failed(requirement, "vat-shown", message, expected="no VAT", observed=str(shown[0].value), seen=seen)
        else:
            yield passed(requirement, f"{spoken(facts.witness)} no VAT, as a margin scheme asks", expected="no VAT")


def _unread(page: InvoiceFacts) -> str:
    return f"the page could not be read: {page.unreadable}"


def _requirement(kind: MentionKind) -> str:
    special = {MentionKind.REVERSE_CHARGE: "VAT-226-11a", MentionKind.OUT_OF_SCOPE_SERVICES: "VAT-OUT-OF-SCOPE"}
    return special.get(kind, "VAT-226-11")


def _documented(r: Readings, kind: MentionKind) -> bool:
    return any(m.kind is kind for m in r.law.documented.mentions)


def _accepted_words(facts: InvoiceFacts, mention: ExpectedMention) -> Fact[str] | None:
    for _, phrases in mention.phrases:
        for phrase in phrases:
            found = find_phrase(facts.text, phrase)
            if found is not None:
                return found
    return None


def _recognised_words(mentions: Sequence[Mention], kind: MentionKind) -> Fact[str] | None:
    return next((m.words for m in mentions if m.kind is kind), None)


def _known(mention: ExpectedMention) -> str:
    """A wording from general knowledge is never held to the letter; whoever reads the finding must know."""
    recalled = mention.assurance is Assurance.RECALLED
    return "; the wording is recalled, so its key phrase or article suffices" if recalled else ""


def _wording(mention: ExpectedMention) -> str:
    quoted = [f"{phrases[0]!r} ({language})" for language, phrases in mention.phrases if phrases]
    return " or ".join(quoted)


def _spoken(kind: MentionKind) -> str:
    return {
        MentionKind.REVERSE_CHARGE: "that the customer owes the VAT (reverse charge)",
        MentionKind.INTRA_EU_GOODS_EXEMPT: "that the intra-Community supply of goods is exempt",
        MentionKind.EXPORT_GOODS_EXEMPT: "that the export is exempt",
        MentionKind.OUT_OF_SCOPE_SERVICES: "that the service is outside the scope of the seller's VAT",
        MentionKind.SMALL_BUSINESS_EXEMPT: "that the small-business scheme exempts the supply",
        MentionKind.MARGIN_SCHEME: "that a margin scheme applies",
        MentionKind.SELF_BILLING: "that the customer issues the invoice (self-billing)",
        MentionKind.CASH_ACCOUNTING: "that the VAT becomes due on payment (cash accounting)",
    }[kind]
