"""The checks of a single document: break one thing of a flawless invoice, and exactly the right objections appear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from harness.checks.base import Readings
from harness.model.facts import DocumentKind, Fact, InvoiceFacts, Mention, MentionKind, VatRow
from harness.model.money import Money

Break = Callable[[Readings], Readings]

ANOTHER_DAY = date(2026, 3, 9)


def eur(amount: str) -> Fact[Money]:
    return Fact(Money(Decimal(amount), "EUR"))


def page(**changes: object) -> Break:
    """The page states something else (``None``: does not state it)."""
    return lambda r: replace(r, pdf=replace(r.pdf, **changes))


def answer(**changes: object) -> Break:
    return lambda r: replace(r, api=replace(r.api, **changes))


def both(*breaks: Break) -> Break:
    def apply(r: Readings) -> Readings:
        for one in breaks:
            r = one(r)
        return r

    return apply


def says(old: str, new: str) -> Break:
    """The words of the page change; what is recognised from them stays."""

    def reword(r: Readings) -> Readings:
        text = tuple(replace(line, text=line.text.replace(old, new)) for line in r.pdf.text)
        return replace(r, pdf=replace(r.pdf, text=text))

    return reword


def seller(**changes: object) -> Break:
    return lambda r: replace(r, pdf=replace(r.pdf, seller=replace(r.pdf.seller, **changes)))


def buyer(**changes: object) -> Break:
    return lambda r: replace(r, pdf=replace(r.pdf, buyer=replace(r.pdf.buyer, **changes)))


def first_row(**changes: object) -> Break:
    """The first row of the page's VAT breakdown states something else."""
    return lambda r: replace(r, pdf=replace(r.pdf, vat=(replace(r.pdf.vat[0], **changes), *r.pdf.vat[1:])))


def line_rates(*rates: str) -> Break:
    """The rates that the page states on the lines."""

    def apply(r: Readings) -> Readings:
        lines = zip(r.pdf.lines, rates, strict=True)
        return page(lines=tuple(replace(line, vat_rate=Fact(Decimal(rate))) for line, rate in lines))(r)

    return apply


def dated(day: date) -> Break:
    """Both witnesses, and the case, are of that day: only the law can object."""

    def apply(r: Readings) -> Readings:
        later = replace(r, case=replace(r.case, issue_date=day))
        return both(page(issue_date=Fact(day)), answer(issue_date=Fact(day)))(later)

    return apply


def flagged(*flags: bool | None) -> Break:
    """The reverse-charge flags of the answer's VAT rows."""

    def apply(r: Readings) -> Readings:
        facts = [None if flag is None else Fact(flag) for flag in flags]
        marked = (replace(row, reverse_charge=fact) for row, fact in zip(r.api.vat, facts, strict=True))
        return replace(r, api=replace(r.api, vat=tuple(marked)))

    return apply


def rows(*stated: tuple[str, str, str], currency: str = "EUR") -> tuple[VatRow, ...]:
    """A VAT breakdown of rate, base and amount."""
    return tuple(
        VatRow(Fact(Decimal(rate)), Fact(Money(Decimal(base), currency)), Fact(Money(Decimal(amount), currency)))
        for rate, base, amount in stated
    )


def mention(kind: MentionKind, words: str, language: str = "en") -> Break:
    return page(mentions=(Mention(kind, language, Fact(words)),))


def law_mentions_documented(r: Readings) -> Readings:
    """A target that documents every statement that the law asks for."""
    return replace(r, law=replace(r.law, documented=replace(r.law.documented, mentions=r.law.law.mentions)))


PARTICULARS = [
    ("date of issue", "domestic", page(issue_date=Fact(ANOTHER_DAY)), {"VAT-226-1 failed differs"}),
    ("date of issue answered", "domestic", answer(issue_date=Fact(ANOTHER_DAY)), {"VAT-226-1 failed differs"}),
    ("no date of issue", "domestic", page(issue_date=None), {"VAT-226-1 unverifiable not-stated"}),
    ("no date of issue answered", "domestic", answer(issue_date=None), {"VAT-226-1 failed not-stated"}),
    ("number", "domestic", page(number=Fact("2026-00013")), {"VAT-226-2 failed differs"}),
    ("number unlabelled", "domestic", page(number=None), {"VAT-226-2 unverifiable not-stated"}),
    ("no number", "domestic", both(page(number=None), says("2026-00012", "")),
     {"VAT-226-2 failed not-stated", "VAT-220 failed not-stated"}),
    ("number of another", "domestic", both(page(number=None), says("2026-00012", "2026-00013")),
     {"VAT-226-2 failed not-stated", "VAT-220 failed not-stated"}),
    ("no number answered", "domestic", answer(number=None),
     {"VAT-226-2 failed not-stated", "VAT-220 failed not-issued"}),
    ("number of a draft", "domestic", both(answer(number=Fact("draft-1a2b")), page(number=Fact("draft-1a2b"))),
     {"VAT-220 failed not-issued"}),
    ("no relation answered", "credit_note", answer(references=()), {"VAT-219 failed reference-missing"}),
    ("relation to another", "credit_note", answer(references=(Fact("2026-00111"),)),
     {"VAT-219 failed reference-missing"}),
    ("invoice headed as credit note", "domestic", page(kind=Fact(DocumentKind.CREDIT_NOTE)),
     {"VAT-219-TITLE failed differs"}),
    ("credit note headed as invoice", "credit_note", page(kind=Fact(DocumentKind.INVOICE)),
     {"VAT-219-TITLE failed differs"}),
    ("no heading", "credit_note", page(kind=None), {"VAT-219-TITLE unverifiable not-stated"}),
    ("issued too late", "goods", dated(date(2026, 4, 16)), {"VAT-222 failed too-late"}),
    ("issued on the last day", "goods", dated(date(2026, 4, 15)), set()),
    ("service issued too late", "reverse_charge", dated(date(2026, 4, 16)), {"VAT-222 failed too-late"}),
    ("domestic sale issued late", "domestic", dated(date(2026, 4, 16)), set()),
    ("seller's number", "domestic", seller(vat_id=Fact("SI12345678")), {"VAT-226-3 failed differs"}),
    ("seller's number unlabelled", "domestic", seller(vat_id=None), {"VAT-226-3 unverifiable not-stated"}),
    ("no seller's number", "domestic", both(seller(vat_id=None), says("SI58571108", "")),
     {"VAT-226-3 failed not-stated"}),
    ("buyer's number", "reverse_charge", buyer(vat_id=Fact("DE811569869")), {"VAT-226-4 failed differs"}),
    ("buyer's number unlabelled", "goods", buyer(vat_id=None), {"VAT-226-4 unverifiable not-stated"}),
    ("no buyer's number", "goods", both(buyer(vat_id=None), says("DE136695976", "")), {"VAT-226-4 failed not-stated"}),
    ("seller's name", "domestic", both(seller(name=Fact("Izvir Oprema")), says("Vrelec", "Izvir")),
     {"VAT-226-5 failed seller-incomplete"}),
    ("no seller's street", "domestic", both(seller(street=None), says("Dunajska cesta 5", "")),
     {"VAT-226-5 failed seller-incomplete"}),
    ("seller's house number", "domestic", both(seller(street=Fact("Dunajska cesta 55")), says("cesta 5", "cesta 55")),
     {"VAT-226-5 failed seller-incomplete"}),
    ("no buyer's name", "domestic", both(buyer(name=None), says("Kavarna Most", "")),
     {"VAT-226-5 failed buyer-incomplete"}),
    ("no buyer's city", "domestic", both(buyer(city=None), says("Maribor", "")), {"VAT-226-5 failed buyer-incomplete"}),
    ("no buyer's post code", "domestic", both(buyer(post_code=None), says("2000", "")),
     {"VAT-226-5 failed buyer-incomplete"}),
    ("address known by its words alone", "domestic", both(seller(name=None, street=None), buyer(city=None)), set()),
    ("no line", "domestic", both(page(lines=()), says("Espresso machine service", "")),
     {"VAT-226-6 failed line-missing", "VAT-226-6 unverifiable line-not-recognised"}),
    ("no line answered", "domestic", answer(lines=(), text=()),
     {"VAT-226-6 failed line-missing"}),
    ("rates of the lines", "domestic", line_rates("5", "22"), {"VAT-226-9 failed differs"}),
    ("no rate on the lines", "domestic", page(lines=()), {"VAT-226-6 unverifiable line-not-recognised"}),
    ("date of supply", "domestic", page(supply_date=Fact(ANOTHER_DAY)), {"VAT-226-7 failed differs"}),
    ("no date of supply", "domestic", page(supply_date=None), {"VAT-226-7 unverifiable not-stated"}),
    ("no date of supply answered", "domestic", answer(supply_date=None), {"VAT-226-7 failed not-stated"}),
    ("no VAT rows answered", "domestic", answer(vat=()),
     {"VAT-226-9 failed not-stated", "VAT-226-8 failed not-stated", "VAT-226-10 failed not-stated"}),
    ("another invoice credited", "credit_note", says("2026-00011", "2026-00010"), {"VAT-219 failed reference-missing"}),
    ("longer number credited", "credit_note", says("2026-00011", "2026-000110"), {"VAT-219 failed reference-missing"}),
    ("own number that holds the credited one", "credit_note",
     both(page(number=Fact("CN-2026-00011")), says("2026-00011", "CN-2026-00011")),
     {"VAT-219 failed reference-missing", "VAT-226-2 failed differs"}),
    ("no invoice credited", "credit_note", says("2026-00011", ""), {"VAT-219 failed reference-missing"}),
    ("language", "domestic", page(language=Fact("en")), {"DOC-LANGUAGE failed differs"}),
    ("language unknown", "domestic", page(language=None), {"DOC-LANGUAGE unverifiable not-stated"}),
]  # fmt: skip

UP = rows(("22", "300.00", "66.01"), ("5", "37.50", "1.88"))
AMOUNTS = [
    ("rate", "domestic", first_row(rate=Fact(Decimal(20))),
     {"VAT-226-9 failed differs", "VAT-226-8 failed differs", "VAT-226-10 failed differs"}),
    ("only another rate", "reverse_charge", first_row(rate=Fact(Decimal(22))),
     {"VAT-226-9 failed differs", "VAT-226-8 failed differs", "VAT-226-10 failed differs"}),
    ("no rates", "domestic", lambda r: replace(r, pdf=replace(r.pdf, vat=tuple(
        VatRow(base=row.base, amount=row.amount) for row in r.pdf.vat))),
     {"VAT-226-9 unverifiable not-stated", "VAT-226-8 unverifiable not-stated", "VAT-226-10 unverifiable not-stated"}),
    ("one rate for all", "domestic", page(vat=rows(("22", "337.50", "67.88"))),
     {"VAT-226-9 failed differs", "VAT-226-8 failed differs", "VAT-226-10 failed differs",
      "VAT-226-8 unverifiable not-stated", "VAT-226-10 unverifiable not-stated",
      "TOTALS-AGREE failed pdf-differs-from-api"}),
    ("rate with zeros", "domestic", first_row(rate=Fact(Decimal("22.00"))), set()),
    ("base", "domestic", page(vat=rows(("22", "299.99", "66.00"), ("5", "37.51", "1.88"))),
     {"VAT-226-8 failed differs", "TOTALS-AGREE failed pdf-differs-from-api"}),
    ("amount", "domestic", page(vat=rows(("22", "300.00", "66.01"), ("5", "37.50", "1.87"))),
     {"VAT-226-10 failed differs", "TOTALS-AGREE failed pdf-differs-from-api"}),
    ("bases not printed", "domestic", lambda r: replace(r, pdf=replace(r.pdf, vat=tuple(
        replace(row, base=None) for row in r.pdf.vat))), {"VAT-226-8 unverifiable not-stated"}),
    ("no breakdown, one rate", "consumer", page(vat=()),
     {"VAT-226-9 unverifiable not-stated", "VAT-226-8 unverifiable not-stated", "VAT-226-10 unverifiable not-stated"}),
    ("no breakdown without VAT", "reverse_charge", page(vat=(), tax_total=None), set()),
    ("VAT nowhere", "domestic", page(vat=(), tax_total=None),
     {"VAT-226-9 unverifiable not-stated", "VAT-226-8 unverifiable not-stated", "VAT-226-10 unverifiable not-stated",
      "VAT-LIABILITY unverifiable not-stated", "VAT-ROUNDING unverifiable not-stated",
      "TOTALS-ADD-UP unverifiable not-stated", "TOTALS-AGREE unverifiable not-stated"}),
    ("VAT left out", "domestic", page(vat=(), tax_total=eur("0.00"), gross_total=eur("337.50")),
     {"VAT-LIABILITY failed differs", "VAT-226-9 failed differs", "VAT-226-8 unverifiable not-stated",
      "VAT-226-10 unverifiable not-stated", "VAT-ROUNDING failed no-lawful-method",
      "TOTALS-AGREE failed pdf-differs-from-api"}),
    ("VAT charged under reverse charge", "reverse_charge", both(
        page(vat=rows(("0", "337.50", "74.25")), tax_total=eur("74.25"), gross_total=eur("411.75")),
        answer(vat=rows(("0", "337.50", "74.25")), tax_total=eur("74.25"), gross_total=eur("411.75"))),
     {"VAT-LIABILITY failed differs", "VAT-226-10 failed differs", "VAT-ROUNDING failed no-lawful-method",
      "API-CALCULATION failed differs-from-documentation", "VAT-196 failed differs"}),
    ("VAT charged on exempt goods", "goods", both(
        page(vat=rows(("0", "337.50", "74.25")), tax_total=eur("74.25"), gross_total=eur("411.75")),
        answer(vat=rows(("0", "337.50", "74.25")), tax_total=eur("74.25"), gross_total=eur("411.75"))),
     {"VAT-LIABILITY failed differs", "VAT-226-10 failed differs", "VAT-ROUNDING failed no-lawful-method",
      "API-CALCULATION failed differs-from-documentation", "VAT-138 failed differs"}),
    ("total one cent up", "domestic", page(gross_total=eur("405.39")),
     {"TOTALS-ADD-UP failed do-not-add-up", "TOTALS-AGREE failed pdf-differs-from-api",
      "VAT-ROUNDING failed no-lawful-method"}),
    ("all totals one cent up", "domestic", both(
        page(vat=UP, tax_total=eur("67.89"), gross_total=eur("405.39")),
        answer(vat=UP, tax_total=eur("67.89"), gross_total=eur("405.39"))),
     {"VAT-226-10 failed differs", "VAT-ROUNDING failed no-lawful-method",
      "API-CALCULATION failed differs-from-documentation"}),
    ("answer does not add up", "domestic", answer(net_total=eur("337.51")),
     {"TOTALS-ADD-UP failed do-not-add-up", "TOTALS-AGREE failed pdf-differs-from-api",
      "VAT-ROUNDING failed no-lawful-method", "API-CALCULATION failed differs-from-documentation"}),
    ("VAT one cent down", "domestic", page(tax_total=eur("67.87")),
     {"TOTALS-ADD-UP failed do-not-add-up", "TOTALS-AGREE failed pdf-differs-from-api",
      "VAT-ROUNDING failed no-lawful-method"}),
    ("VAT answered one cent down", "domestic", answer(tax_total=eur("67.87")),
     {"TOTALS-ADD-UP failed do-not-add-up", "TOTALS-AGREE failed pdf-differs-from-api",
      "VAT-ROUNDING failed no-lawful-method", "API-CALCULATION failed differs-from-documentation"}),
    ("page in dollars", "domestic", lambda r: replace(r, pdf=_in_dollars(r.pdf)),
     {"TOTALS-AGREE failed pdf-differs-from-api", "VAT-ROUNDING failed no-lawful-method",
      "VAT-226-8 failed differs", "VAT-226-10 failed differs"}),
    ("no total", "domestic", page(gross_total=None),
     {"TOTALS-ADD-UP unverifiable not-stated", "TOTALS-AGREE unverifiable not-stated",
      "VAT-ROUNDING unverifiable not-stated"}),
    ("no total answered", "domestic", answer(gross_total=None),
     {"TOTALS-ADD-UP unverifiable not-stated", "VAT-ROUNDING unverifiable not-stated",
      "API-CALCULATION unverifiable not-stated"}),
    ("zero VAT not printed", "reverse_charge", page(tax_total=None), set()),
    ("type", "reverse_charge", answer(transaction_type=Fact("domestic")), {"API-TRANSACTION-TYPE failed differs"}),
    ("flag", "reverse_charge", flagged(False), {"API-TRANSACTION-TYPE failed differs"}),
    ("flag without cause", "domestic", flagged(True, True), {"API-TRANSACTION-TYPE failed differs"}),
    ("flag on one row", "domestic", flagged(False, True), {"API-TRANSACTION-TYPE failed differs"}),
    ("flag on one row alone", "domestic", flagged(None, False), set()),
    ("no flag", "domestic", flagged(None, None), set()),
    ("no type", "reverse_charge", answer(transaction_type=None), {"API-TRANSACTION-TYPE unverifiable not-stated"}),
]  # fmt: skip

REVERSE, EXEMPT = MentionKind.REVERSE_CHARGE, MentionKind.INTRA_EU_GOODS_EXEMPT
STATEMENTS = [
    ("no reverse charge", "reverse_charge", both(page(mentions=()), says("Obrnjena davčna obveznost", "")),
     {"VAT-226-11a failed statement-missing"}),
    ("reverse charge by its words alone", "reverse_charge", page(mentions=()), set()),
    ("reverse charge in another accepted language", "reverse_charge", both(
        page(mentions=()), says("Obrnjena davčna obveznost", "VAT: reverse-\ncharge.")), set()),
    ("reverse charge in French", "reverse_charge", both(
        mention(REVERSE, "Autoliquidation", "fr"), says("Obrnjena davčna obveznost", "Autoliquidation")),
     {"VAT-226-11a-LANGUAGE failed wrong-language"}),
    ("another statement", "reverse_charge", both(
        mention(EXEMPT, "Art. 138"), says("Obrnjena davčna obveznost", "Art. 138")),
     {"VAT-226-11a failed statement-missing"}),
    ("false reverse charge", "domestic", mention(REVERSE, "Reverse charge"),
     {"VAT-226-11a-ABSENT failed false-statement"}),
    ("false reverse charge, as documented", "goods",
     lambda r: replace(r, pdf=replace(r.pdf, mentions=(*r.pdf.mentions, Mention(REVERSE, "en", Fact("Reverse"))))),
     {"VAT-226-11a-ABSENT gap documented-differs-from-law"}),
    ("no exemption, undocumented", "goods", both(page(mentions=()), lambda r: replace(r, pdf=replace(r.pdf, text=tuple(
        line for line in r.pdf.text if "46. člena" not in line.text)))),
     {"VAT-226-11 gap documented-differs-from-law"}),
    ("no exemption, documented", "goods", both(law_mentions_documented, page(mentions=()), lambda r: replace(
        r, pdf=replace(r.pdf, text=tuple(line for line in r.pdf.text if "46. člena" not in line.text)))),
     {"VAT-226-11 failed statement-missing"}),
]  # fmt: skip


def _in_dollars(facts: InvoiceFacts) -> InvoiceFacts:
    """The same figures in another currency."""

    def dollars(fact: Fact[Money]) -> Fact[Money]:
        return Fact(replace(fact.value, currency="USD"))

    totals = {name: dollars(getattr(facts, name)) for name in ("net_total", "tax_total", "gross_total")}
    lines = tuple(
        replace(line, **{name: dollars(getattr(line, name)) for name in ("unit_price", "net_amount")})
        for line in facts.lines
    )
    return replace(
        facts, lines=lines, vat=rows(("22", "300.00", "66.00"), ("5", "37.50", "1.88"), currency="USD"), **totals
    )


@pytest.mark.parametrize(
    ("case", "change", "expected"),
    [pytest.param(*row[1:], id=row[0].replace(" ", "-")) for row in (*PARTICULARS, *AMOUNTS, *STATEMENTS)],
)
def test_one_fault_gives_its_own_objections_and_no_others(honest, complaints, case, change, expected):
    assert complaints(change(honest(case))) == expected


def test_an_unreadable_page_leaves_readability_unverifiable(honest, complaints):
    unreadable = page(unreadable="image only", text=())(honest("domestic"))

    assert "DOC-READABLE unverifiable unreadable" in complaints(unreadable)


def test_a_breakdown_that_does_not_sum_to_the_totals_is_found(honest, complaints):
    """The catalogue: "the rows of the VAT breakdown sum to the totals" (EN 16931 BR-CO-14)."""
    found = complaints(first_row(amount=eur("60.00"))(honest("domestic")))

    assert "TOTALS-ADD-UP failed do-not-add-up" in found
