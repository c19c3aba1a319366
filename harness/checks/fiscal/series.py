"""Registered series: ATCUD, the chain of signatures, the record in the symbol, the line of the certified program.

Sources: Portaria 195/2020 (ATCUD, QR code), Despacho 8632/2014 (signature and printed line), the authority's table of
exemption reasons, as :mod:`harness.fiscal` has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from harness.checks.base import Details, covers, failed, page_place, passed, unverifiable
from harness.checks.fiscal.readings import FiscalReadings, answered, not_readable, page
from harness.fiscal import atcud, hash_chain
from harness.fiscal.atcud import CertificateLine, find_lines
from harness.fiscal.atcud_record import AtcudRecord, TaxSpace
from harness.fiscal.atcud_rules import faults as rule_faults
from harness.fiscal.code_list import CodeList
from harness.fiscal.errors import CodeError, Fault
from harness.fiscal.hash_chain import ChainLink, SignedDocument
from harness.model.expectation import Totals
from harness.model.facts import Fact, Witness
from harness.model.finding import Judgement, Pointer
from harness.model.text import find_phrase

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

FINAL_CONSUMER = "999999990"
"""Field B for a buyer who gives no number."""
_BANDS = ("normal", "intermediate", "reduced")


@covers("FISC-ATCUD")
def atcud_of_the_series(r: FiscalReadings) -> Iterator[Judgement]:
    """The ATCUD has the validation code of the registered series and the document's running number, on every page."""
    series, stated = (r.tenant.series or {})[r.case.kind], r.stated("atcud")
    running = r.number.rpartition("/")[2]
    yield _atcud(stated, series.validation_code, r)
    yield from _on_every_page(f"{series.validation_code}-{running}", r)


def _atcud(stated: Fact[str] | None, validation_code: str, r: FiscalReadings) -> Judgement:
    if stated is None:
        return unverifiable("FISC-ATCUD", "not-answered", "the API answers no ATCUD")
    try:
        result = atcud.recompute(stated.value, validation_code, r.number)
    except CodeError as error:
        return failed("FISC-ATCUD", "format", str(error), observed=stated.value, seen=answered(stated))
    details: Details = {"expected": result.expected or "", "observed": stated.value, "seen": answered(stated)}
    if not result.agrees:
        return failed("FISC-ATCUD", "code-differs", result.words, **details)
    return passed(
        "FISC-ATCUD", f"ATCUD {stated.value}: validation code of the series and number of {r.number}", **details
    )


def _on_every_page(value: str, r: FiscalReadings) -> Iterator[Judgement]:
    text = f"ATCUD:{value}"
    if r.pdf.unreadable:
        yield not_readable("FISC-ATCUD", r)
    for number in sorted({line.place.page or 1 for line in r.pdf.text}):
        lines = [line for line in r.pdf.text if (line.place.page or 1) == number]
        found = find_phrase(lines, text)
        if found is None:
            seen = (Pointer(Witness.PDF, lines[0].place if lines else page_place(r.pdf)),)
            message = f"page {number} does not print {text}"
            yield failed("FISC-ATCUD", "not-printed", message, expected=text, seen=seen)
        else:
            yield passed("FISC-ATCUD", f"page {number} prints {text}", expected=text, seen=page(r, found))


@covers("FISC-CHAIN")
def chain_of_signatures(documents: Sequence[FiscalReadings]) -> Iterator[Judgement]:
    """Every document of a series is signed over its own data and the signature before it, from the first one on."""
    key, previous = documents[0].tenant.public_key, ""
    for r in documents:
        signature, entered = r.stated("signature"), _entered(r)
        if signature is None or entered is None:
            message = f"{r.number}: the API answers no signature, or not when the document was recorded"
            yield unverifiable("FISC-CHAIN", "not-stated", message)
            continue
        yield _format_alone(r, signature) if key is None else _verified(r, signature, entered, previous, key)
        previous = signature.value


def _verified(
    r: FiscalReadings, signature: Fact[str], entered: datetime, previous: str, key: RSAPublicKey
) -> Judgement:
    signed = [SignedDocument(r.case.issue_date, entered, r.number, abs(amount)) for amount in r.amounts]
    results = [hash_chain.verify(ChainLink(document, signature.value), previous, key) for document in signed]
    details: Details = {"observed": signature.value, "seen": answered(signature)}
    if any(result.verified for result in results):
        return passed("FISC-CHAIN", f"{r.number}: signed over itself and the document before", **details)
    message = f"{r.number}: the signature is not over this document and the signature before it"
    return failed("FISC-CHAIN", "chain-broken", message, **details)


def _format_alone(r: FiscalReadings, signature: Fact[str]) -> Judgement:
    shape, seen = hash_chain.check_format(signature.value), answered(signature)
    if not shape.holds:
        return failed("FISC-CHAIN", "format", shape.words, observed=signature.value, seen=seen)
    message = f"{r.number}: {shape.words}; the target publishes no key to check it with"
    return unverifiable("FISC-CHAIN", "no-key", message, observed=signature.value, seen=seen)


def _entered(r: FiscalReadings) -> datetime | None:
    stated = r.stated("entered")
    try:
        return datetime.fromisoformat(stated.value) if stated else None
    except ValueError:
        return None


@covers("FISC-CERT-LINE")
def line_of_the_certified_program(r: FiscalReadings) -> Judgement:
    """The page prints four characters of the signature and the number of the program's certificate."""
    lines = find_lines("\n".join(line.text for line in r.pdf.text))
    signature, certificate = r.stated("signature"), r.stated("certificate")
    if r.pdf.unreadable:
        return not_readable("FISC-CERT-LINE", r)
    if not lines:
        message = "the PDF does not print '....-Processado por programa certificado n.º .../AT'"
        return failed("FISC-CERT-LINE", "not-printed", message, seen=page(r))
    if signature is None or certificate is None:
        message = f"the line is printed ({_words(lines[0])}); the API answers no signature to check it with"
        return unverifiable("FISC-CERT-LINE", "not-answered", message, seen=page(r))
    try:
        expected = CertificateLine(hash_chain.printed_characters(signature.value), certificate.value)
    except CodeError as error:
        return failed("FISC-CERT-LINE", "format", str(error), seen=answered(signature))
    return _same_line(lines, expected, r)


def _same_line(lines: Sequence[CertificateLine], expected: CertificateLine, r: FiscalReadings) -> Judgement:
    wanted, observed = _words(expected), "; ".join(map(_words, lines))
    found = find_phrase(r.pdf.text, f"programa certificado n.º {lines[0].certificate}/AT")
    details: Details = {"expected": wanted, "observed": observed, "seen": page(r, found)}
    if set(lines) != {expected}:
        message = f"the PDF prints {observed}, but characters 1, 11, 21 and 31 of the signature give {wanted}"
        return failed("FISC-CERT-LINE", "line-differs", message, **details)
    return passed("FISC-CERT-LINE", f"the PDF prints {observed}", **details)


def _words(line: CertificateLine) -> str:
    return f"{line.characters}- ... n.º {line.certificate}/AT"


@covers("FISC-EXEMPTION")
def exemption_is_given(r: FiscalReadings, sent: tuple[str, str], table: CodeList) -> Iterator[Judgement]:
    """A line without VAT bears a code of the authority's table that holds on that day, and the page prints its reason.

    ``sent`` is the code and the reason that the harness put on the line.
    """
    code, reason = sent
    faults = list(table.faults("exemption code", code, r.case.issue_date))
    if faults:
        yield failed("FISC-EXEMPTION", "code-unknown", "; ".join(map(str, faults)), observed=code)
        return
    if r.pdf.unreadable:
        yield not_readable("FISC-EXEMPTION", r)
        return
    printed = find_phrase(r.pdf.text, reason)
    details: Details = {"expected": reason, "observed": printed.text if printed else "", "seen": page(r, printed)}
    if printed is None:
        yield failed("FISC-EXEMPTION", "reason-not-printed", f"the PDF does not print the reason {reason!r}", **details)
    else:
        yield passed("FISC-EXEMPTION", f"the PDF prints the reason of {code}: {reason!r}", **details)


def record_faults(record: AtcudRecord, r: FiscalReadings) -> Iterator[Fault]:
    """What a record states otherwise than the rules of the record, the case, the law and the answer have it."""
    yield from rule_faults(record)
    yield from _differing(record, _expected_texts(r))
    types = (r.tenant.series or {})[r.case.kind].types
    if record.kind not in types or record.kind != r.number.partition(" ")[0]:
        yield Fault("D", record.kind, f"{' or '.join(types)}, as the number {r.number!r} begins")
    signature = r.stated("signature")
    if signature is not None and record.hash_characters != _characters(signature.value):
        yield Fault(
            "Q", record.hash_characters, f"characters 1, 11, 21, 31 of the signature, {_characters(signature.value)}"
        )
    yield from _total_faults(record, r)


def _characters(signature: str) -> str:
    try:
        return hash_chain.printed_characters(signature)
    except CodeError:
        return ""


def _expected_texts(r: FiscalReadings) -> Iterable[tuple[str, str, str]]:
    """Field, attribute, and what must stand there."""
    buyer, atcud_fact, certificate = r.case.buyer, r.stated("atcud"), r.stated("certificate")
    number = "".join(char for char in buyer.vat_id or "" if char.isalnum()).removeprefix(buyer.country)
    yield "A", "issuer", r.tenant.tax_number
    yield "B", "buyer", number or FINAL_CONSUMER
    yield "C", "country", buyer.country
    yield "E", "status", "N"
    yield "F", "issued", r.case.issue_date.isoformat()
    yield "G", "number", r.number
    if atcud_fact is not None:
        yield "H", "atcud", atcud_fact.value
    if certificate is not None:
        yield "R", "certificate", certificate.value


def _differing(record: AtcudRecord, expected: Iterable[tuple[str, str, str]]) -> Iterator[Fault]:
    for field, name, wanted in expected:
        seen = str(getattr(record, name))
        if seen != wanted:
            yield Fault(field, seen, wanted)


def _total_faults(record: AtcudRecord, r: FiscalReadings) -> Iterator[Fault]:
    """Bases and taxes by rate, total tax and total are those of one lawful way of rounding."""
    lawful = [(_space(totals, r), totals.tax.amount, totals.gross.amount) for totals in r.law.law.totals]
    stated = (record.spaces, record.tax_total, record.gross_total)
    if stated not in [((space,), tax, gross) for space, tax, gross in lawful]:
        space, tax, gross = lawful[0]
        yield Fault("I, N, O", _amounts(*stated), _amounts((space,), tax, gross))


def _space(totals: Totals, r: FiscalReadings) -> TaxSpace:
    """The fiscal space of a tenant on the mainland, with the breakdown in the fields of its rates."""
    rates = dict(zip(r.tenant.rates, _BANDS, strict=False))
    values: dict[str, Decimal] = {}
    for row in totals.breakdown:
        if row.rate == 0:
            values["exempt"] = values.get("exempt", Decimal(0)) + row.base.amount
        else:
            band = rates[row.rate]
            values |= {f"{band}_base": row.base.amount, f"{band}_tax": row.amount.amount}
    return TaxSpace(r.case.seller.country, **values)


def _amounts(spaces: Sequence[TaxSpace], tax: Decimal, gross: Decimal) -> str:
    shown = [
        f"{space.region} {' '.join(str(amount) for amount in space.amounts() if amount is not None)}"
        for space in spaces
    ]
    return f"{', '.join(shown)}; tax {tax}; total {gross}"
