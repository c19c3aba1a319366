"""The rules of XRechnung 3.0 (BR-DE-*) as own checks, and those of Peppol that it takes over, for CII.

Ids, meaning and level follow the schematron 2.x that KoSIT publishes for XRechnung 3.0.2, which no package brings; the
texts are this project's. A rule about a group says nothing where the group is missing: another rule asks for the group.
For UBL the rules of Peppol are judged by Peppol's own schematron.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum import iban

from harness.reading.einvoice import EInvoice, Profile, Syntax
from harness.reading.einvoice.cursor import Cursor
from harness.validation.findings import ArtefactVersion, Level, RuleFinding
from harness.validation.terms import at_root, within

XRECHNUNG = ArtefactVersion("XRechnung (own checks)", "3.0.2")

_SKONTO = re.compile(r"#SKONTO#TAGE=[0-9]+#PROZENT=[0-9]+\.[0-9]{2}(#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#")
_MAIL_LOCAL = r"[a-zA-Z0-9!#$%&\"*+/=?^_`{|}~-]+"
_MAIL_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
_MAIL = re.compile(rf"{_MAIL_LOCAL}(\.{_MAIL_LOCAL})*@({_MAIL_LABEL}\.)+{_MAIL_LABEL}")
_TYPES = frozenset(map(str, (326, 380, 381, 384, 389, 875, 876, 877)))
_CORRECTED = "384"
_TAXED = re.compile("S|Z|E|AE|K|G|L|M")
_LONGEST_MAIL = 320
_SPECIFICATION = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
_EXTENSION = f"{_SPECIFICATION}#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0"


@dataclass(frozen=True, slots=True)
class _Required:
    """A term that every occurrence of a group must state."""

    rule: str
    group: str
    term: str
    text: str


_OF_THE_DOCUMENT = (
    _Required("BR-DE-1", "root", "BG-16", "The invoice shall give payment instructions (BG-16)."),
    _Required("BR-DE-15", "root", "BT-10", "The buyer reference (BT-10) shall be given."),
)
_OF_PEPPOL = (
    _Required("PEPPOL-EN16931-R001", "root", "BT-23", "The business process (BT-23) shall be given."),
    _Required("PEPPOL-EN16931-R010", "root", "BT-49", "The buyer's electronic address (BT-49) shall be given."),
    _Required("PEPPOL-EN16931-R020", "root", "BT-34", "The seller's electronic address (BT-34) shall be given."),
)
_OF_GROUPS = (
    _Required("BR-DE-2", "seller", "BG-6 within", "The seller's contact (BG-6) shall be given."),
    _Required("BR-DE-3", "BG-5", "city", "The seller's city (BT-37) shall be given."),
    _Required("BR-DE-4", "BG-5", "post code", "The seller's post code (BT-38) shall be given."),
    _Required("BR-DE-5", "BG-6", "BT-41", "The seller's contact point (BT-41) shall be given."),
    _Required("BR-DE-6", "BG-6", "BT-42", "The contact's telephone number (BT-42) shall be given."),
    _Required("BR-DE-7", "BG-6", "BT-43", "The contact's e-mail address (BT-43) shall be given."),
    _Required("BR-DE-8", "BG-8", "city", "The buyer's city (BT-52) shall be given."),
    _Required("BR-DE-9", "BG-8", "post code", "The buyer's post code (BT-53) shall be given."),
    _Required("BR-DE-10", "BG-15", "city", "The city of the deliver-to address (BT-77) shall be given."),
    _Required("BR-DE-11", "BG-15", "post code", "The post code of the deliver-to address (BT-78) shall be given."),
    _Required("BR-DE-14", "BG-23", "BT-119", "The rate of each VAT category (BT-119) shall be given."),
)


@dataclass(frozen=True, slots=True)
class _Means:
    """What payment means with certain codes (BT-81) must have, and must not."""

    rule: str
    codes: frozenset[str]
    needs: str
    excludes: tuple[str, str]


_MEANS = (
    _Means("BR-DE-23", frozenset({"30", "58"}), "BG-17", ("BG-18", "BG-19 of means")),
    _Means("BR-DE-24", frozenset({"48", "54", "55"}), "BG-18", ("BG-17", "BG-19 of means")),
    _Means("BR-DE-25", frozenset({"59"}), "BG-19 of means", ("BG-17", "BG-18")),
)
_ACCOUNTS = (
    ("BR-DE-19", "58", "BT-84", "The account of a SEPA credit transfer (BT-84) should be a correct IBAN."),
    ("BR-DE-20", "59", "BT-91", "The debited account of a SEPA direct debit (BT-91) should be a correct IBAN."),
)


def judge_xrechnung(invoice: EInvoice) -> list[RuleFinding]:
    """Every rule that ``invoice`` breaks."""
    return [finding for rule in _RULES for finding in rule(invoice)]


def _found(rule: str, at: Cursor, text: str, level: Level = Level.FATAL) -> RuleFinding:
    return RuleFinding(rule, level, at.pointers.to(at.element), text, XRECHNUNG)


def _filled(cursors: list[Cursor]) -> bool:
    """Whether one of the elements has content: a text, or elements of its own."""
    return any(len(cursor.element) or cursor.own() for cursor in cursors)


def _required_terms(invoice: EInvoice) -> Iterator[RuleFinding]:
    root = Cursor(invoice.root)
    of_root = _OF_THE_DOCUMENT + (_OF_PEPPOL if invoice.syntax is Syntax.CII else ())
    for asked in of_root:
        if not _filled(at_root(invoice, asked.term)):
            yield _found(asked.rule, root, asked.text)
    for asked in _OF_GROUPS:
        for group in at_root(invoice, asked.group):
            if not _filled(within(invoice, group, asked.term)):
                yield _found(asked.rule, group, asked.text)


def _empty_elements(invoice: EInvoice) -> Iterator[RuleFinding]:
    """Peppol's rule; for UBL its own schematron judges it."""
    if invoice.syntax is not Syntax.CII:
        return
    for cursor in Cursor(invoice.root).all(".//*[not(*) and not(normalize-space())]"):
        yield _found("PEPPOL-EN16931-R008", cursor, "A document shall not contain empty elements.")


def _tax_number(invoice: EInvoice) -> Iterator[RuleFinding]:
    categories = {fact.value for cursor in at_root(invoice, "VAT category") if (fact := cursor.own())}
    known = _filled(at_root(invoice, "BT-31 or BT-32")) or at_root(invoice, "BG-11")
    if any(_TAXED.fullmatch(category) for category in categories) and not known:
        text = "With VAT categories other than O, the seller's VAT (BT-31) or tax number (BT-32) or its representative "
        yield _found("BR-DE-16", Cursor(invoice.root), f"{text}(BG-11) shall be given.")


def _document_type(invoice: EInvoice) -> Iterator[RuleFinding]:
    for cursor in at_root(invoice, "BT-3"):
        fact = cursor.own()
        if fact is None or fact.value not in _TYPES:
            listed = ", ".join(sorted(_TYPES))
            yield _found("BR-DE-17", cursor, f"The document type (BT-3) should be one of {listed}.", Level.WARNING)
        if fact is not None and fact.value == _CORRECTED and not at_root(invoice, "BG-3"):
            yield _found("BR-DE-26", cursor, "A corrected invoice should name the earlier one (BG-3).", Level.WARNING)


def _cash_discount(invoice: EInvoice) -> Iterator[RuleFinding]:
    """Lines of the payment terms that begin with ``#`` are machine-readable, and a line break ends the last."""
    text = "Cash discounts in the payment terms (BT-20) shall read #SKONTO#TAGE=n#PROZENT=n.nn#, each on its own line."
    for cursor in at_root(invoice, "BT-20"):
        lines = (cursor.element.text or "").split("\n")
        coded = [at for at, line in enumerate(lines) if line.strip().startswith("#")]
        well = all(_SKONTO.fullmatch(lines[at].strip()) for at in coded) and (not coded or coded[-1] < len(lines) - 1)
        if not well:
            yield _found("BR-DE-18", cursor, text)


def _payment_means(invoice: EInvoice) -> Iterator[RuleFinding]:
    for means in at_root(invoice, "BG-16"):
        codes = {fact.value for cursor in within(invoice, means, "BT-81") if (fact := cursor.own())}
        for asked in _MEANS:
            if codes & asked.codes:
                yield from _judge_means(invoice, means, asked)
        for rule, code, account, text in _ACCOUNTS:
            if code in codes and not _is_iban(within(invoice, means, account)):
                yield _found(rule, means, text, Level.WARNING)


def _judge_means(invoice: EInvoice, means: Cursor, asked: _Means) -> Iterator[RuleFinding]:
    codes = ", ".join(sorted(asked.codes))
    if not within(invoice, means, asked.needs):
        name = asked.needs.removesuffix(" of means")
        yield _found(f"{asked.rule}-a", means, f"Payment means with the code {codes} shall have the group {name}.")
    if any(within(invoice, means, group) for group in asked.excludes):
        names = " and ".join(group.removesuffix(" of means") for group in asked.excludes)
        yield _found(f"{asked.rule}-b", means, f"Payment means with the code {codes} shall not have {names}.")


def _is_iban(accounts: list[Cursor]) -> bool:
    facts = [fact for cursor in accounts if (fact := cursor.own())]
    return bool(facts) and all(iban.is_valid(fact.value, check_country=False) for fact in facts)


def _direct_debit(invoice: EInvoice) -> Iterator[RuleFinding]:
    """With a mandate (BG-19), the creditor's id and the debited account."""
    if not at_root(invoice, "BG-19"):
        return
    root = Cursor(invoice.root)
    if not _filled(at_root(invoice, "BT-90")):
        yield _found("BR-DE-30", root, "A direct debit needs the bank assigned creditor identifier (BT-90).")
    if not any(_filled(within(invoice, means, "BT-91")) for means in at_root(invoice, "BG-16")):
        yield _found("BR-DE-31", root, "A direct debit needs the debited account (BT-91).")


def _specification(invoice: EInvoice) -> Iterator[RuleFinding]:
    expected = _EXTENSION if invoice.profile is Profile.XRECHNUNG_EXTENSION else _SPECIFICATION
    if invoice.specification != expected:
        text = f"The specification identifier (BT-24) should be {expected}."
        yield _found("BR-DE-21", Cursor(invoice.root), text, Level.WARNING)


def _attached_files(invoice: EInvoice) -> Iterator[RuleFinding]:
    seen: set[str] = set()
    for cursor in at_root(invoice, "attached file"):
        name = cursor.element.get("filename")
        if name is not None and name in seen:
            yield _found("BR-DE-22", cursor, "Names of attached files shall be unique.")
        seen.add(name or "")


def _contact(invoice: EInvoice) -> Iterator[RuleFinding]:
    for contact in at_root(invoice, "BG-6"):
        for phone in within(invoice, contact, "BT-42"):
            if sum(char in "0123456789" for char in phone.element.text or "") < 3:
                yield _found("BR-DE-27", phone, "A telephone number (BT-42) should have three digits.", Level.WARNING)
        for mail in within(invoice, contact, "BT-43"):
            address = (mail.element.text or "").strip()
            if len(address) > _LONGEST_MAIL or not _MAIL.fullmatch(address):
                text = "The contact's e-mail address (BT-43) should have the form of one."
                yield _found("BR-DE-28", mail, text, Level.WARNING)


def _supply(invoice: EInvoice) -> Iterator[RuleFinding]:
    if not any(at_root(invoice, term) for term in ("BT-72", "BG-14", "BG-26")):
        text = "The date of supply (BT-72) or a period (BG-14, BG-26) should be given."
        yield _found("BR-DE-TMP-32", Cursor(invoice.root), text, Level.INFORMATION)


_RULES: tuple[Callable[[EInvoice], Iterator[RuleFinding]], ...] = (
    _required_terms,
    _empty_elements,
    _tax_number,
    _document_type,
    _cash_discount,
    _specification,
    _attached_files,
    _payment_means,
    _direct_debit,
    _contact,
    _supply,
)
