"""The three syntaxes state the same facts, each with the XPath at which it stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from harness.model.facts import DocumentKind, MentionKind, Witness
from harness.model.money import Money
from harness.reading.einvoice import Profile, Syntax, parse_einvoice, read_einvoice
from harness.reading.einvoice.cursor import NAMESPACES, UNPREFIXED

EN, MINIMUM = "urn:cen.eu:en16931:2017", "urn:factur-x.eu:1p0:minimum"


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def facts_of(text: str):
    return read_einvoice(parse_einvoice(text.encode()))


def test_ubl_and_cii_state_the_same(ubl, cii):
    first, second = facts_of(ubl()), facts_of(cii())
    for facts in (first, second):
        assert facts.witness is Witness.XML
        assert facts.kind.value is DocumentKind.INVOICE
        assert (facts.number.value, facts.currency.value) == ("R-2026-0042", "EUR")
        assert (facts.issue_date.value, facts.due_date.value) == (date(2026, 11, 23), date(2026, 12, 23))
        assert (facts.seller.name.value, facts.seller.vat_id.value) == ("Seller GmbH", "DE123456788")
        assert (facts.buyer.name.value, facts.buyer.vat_id.value) == ("Buyer AG", "DE136695976")
        buyer = facts.buyer
        assert [part.value for part in (buyer.street, buyer.post_code, buyer.city, buyer.country)] == [
            "Long Street 1", "12345", "Smalltown", "DE"]  # fmt: skip
        assert [fact.value for fact in (facts.net_total, facts.tax_total, facts.gross_total, facts.amount_due)] == [
            eur("190.00"), eur("31.30"), eur("221.30"), eur("221.30")]  # fmt: skip
        assert [(row.rate.value, row.base.value, row.amount.value, row.reverse_charge.value) for row in facts.vat] == [
            (Decimal(19), eur("150.00"), eur("28.50"), False),
            (Decimal(7), eur("40.00"), eur("2.80"), False)]  # fmt: skip
        advice = facts.lines[0]
        assert (advice.description.value, advice.quantity.value) == ("Advice", 2)
        assert (advice.unit_price.value, advice.discount.value, advice.net_amount.value) == (
            eur("80.00"), eur("10.00"), eur("150.00"))  # fmt: skip
        assert advice.vat_rate.value == 19
        assert facts.lines[1].discount is None
        assert facts.iban.value == "DE89370400440532013000"
        assert [line.text for line in facts.text] == ["Thank you", "30 days net"]
    assert first.supply_date.value == date(2026, 11, 1)
    assert second.supply_date.value == date(2026, 11, 20)
    assert [fact.value for fact in first.references] == ["R-2026-0041"]


def test_credit_note_and_its_due_date(ubl):
    facts = facts_of(ubl("CreditNote"))
    assert (facts.kind.value, facts.number.value) == (DocumentKind.CREDIT_NOTE, "CN-7")
    assert facts.due_date.value == date(2026, 12, 23)
    assert facts.lines[0].quantity.value == 2


def test_eslog(eslog):
    facts = facts_of(eslog("381"))
    assert (facts.kind.value, facts.number.value) == (DocumentKind.CREDIT_NOTE, "PP1-BL1-7")
    assert [d.value.day for d in (facts.issue_date, facts.supply_date, facts.due_date)] == [23, 20, 23]
    assert (facts.seller.vat_id.value, facts.seller.country.value) == ("SI12345679", "SI")
    assert (facts.buyer.name.value, facts.buyer.city.value) == ("Kupec d.d.", "Ljubljana")
    assert [fact.value for fact in (facts.net_total, facts.tax_total, facts.gross_total)] == [
        eur("190.00"), eur("36.80"), eur("226.80")]  # fmt: skip
    assert [(row.rate.value, row.amount.value) for row in facts.vat] == [
        (Decimal(22), eur("33.00")), (Decimal("9.5"), eur("3.80"))]  # fmt: skip
    assert (facts.lines[0].discount.value, facts.lines[0].net_amount.value) == (eur("10.00"), eur("150.00"))
    assert facts.iban.value == "SI56191000000123438"
    assert [line.text for line in facts.text] == ["Hvala"]
    assert [fact.value for fact in facts.references] == ["PP1-BL1-6"]


def test_eslog_without_vat_total_sums_its_rows(eslog):
    text = eslog().replace("<D_5025>176</D_5025>", "<D_5025>2</D_5025>")
    assert facts_of(text).tax_total.value == eur("36.80")


@pytest.mark.parametrize(("specification", "profile"), [
    (EN, Profile.EN16931),
    (f"{EN}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0", Profile.PEPPOL_BIS_3),
    (f"{EN}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0", Profile.XRECHNUNG),
    (f"{EN}#compliant#urn:xoev-de:kosit:standard:xrechnung_2.3", Profile.XRECHNUNG),
    (f"{EN}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0",
     Profile.XRECHNUNG_EXTENSION),
    (MINIMUM, Profile.FACTURX_MINIMUM),
    ("urn:factur-x.eu:1p0:basicwl", Profile.FACTURX_BASIC_WL),
    (f"{EN}#compliant#urn:factur-x.eu:1p0:basic", Profile.FACTURX_BASIC),
    (f"{EN}#compliant#urn:zugferd.de:2p0:basic", Profile.FACTURX_BASIC),
    (f"{EN}#conformant#urn:factur-x.eu:1p0:extended", Profile.FACTURX_EXTENDED),
    ("urn:example:mine", Profile.OTHER),
])  # fmt: skip
def test_profile_by_specification(cii, specification, profile):
    invoice = parse_einvoice(cii(specification).encode())
    assert (invoice.syntax, invoice.profile, invoice.specification) == (Syntax.CII, profile, specification)


def test_every_pointer_leads_back_to_its_text(ubl, cii, eslog):
    prefixes = {prefix: uri for prefix, uri in NAMESPACES.items() if prefix not in UNPREFIXED}
    for text in (ubl(), cii()):
        invoice = parse_einvoice(text.encode())
        facts = read_einvoice(invoice)
        for fact in (facts.number, facts.seller.vat_id, facts.lines[1].net_amount, facts.vat[1].amount):
            path = fact.place.pointer
            assert "[2]" in path or fact in (facts.number, facts.seller.vat_id)
            root = etree.QName(invoice.root).localname
            steps = [f"*[local-name()='{root}']", *path.split("/")[2:]]
            found = invoice.root.xpath("/" + "/".join(steps), namespaces=prefixes)
            assert [element.text for element in found] == [fact.text]


def test_codes_are_mentions(ubl):
    text = ubl().replace("<cbc:ID>S</cbc:ID><cbc:Percent>19.00</cbc:Percent>",
                         "<cbc:ID>AE</cbc:ID><cbc:Percent>0</cbc:Percent>")  # fmt: skip
    facts = facts_of(text)
    assert [(m.kind, m.words.value) for m in facts.mentions] == [(MentionKind.REVERSE_CHARGE, "AE")]
    assert facts.vat[0].reverse_charge.value is True


def test_vat_total_in_the_documents_currency(ubl):
    foreign = '<cac:TaxTotal><cbc:TaxAmount currencyID="USD">33.00</cbc:TaxAmount></cac:TaxTotal><cac:TaxTotal>'
    assert facts_of(ubl().replace("<cac:TaxTotal>", foreign, 1)).tax_total.value == eur("31.30")


def test_price_for_several_units_is_read_per_unit(ubl):
    text = ubl().replace(
        '<cbc:PriceAmount currencyID="EUR">10.00</cbc:PriceAmount>',
        '<cbc:PriceAmount currencyID="EUR">1000</cbc:PriceAmount>'
        '<cbc:BaseQuantity unitCode="C62">100</cbc:BaseQuantity>',
    )
    assert facts_of(text).lines[1].unit_price.value == eur("10")


@pytest.mark.parametrize("bad", ["1e3", "1,00", "NaN", "Infinity", "9" * 60, "٣"])
def test_what_is_no_decimal_is_not_stated(ubl, bad):
    text = ubl().replace('<cbc:PayableAmount currencyID="EUR">221.30', f'<cbc:PayableAmount currencyID="EUR">{bad}')
    assert facts_of(text).amount_due is None


def test_what_is_no_date_is_not_stated(ubl):
    text = ubl().replace("2026-11-23", "2026-02-30")
    assert facts_of(text).issue_date is None


def test_rounding_amount(ubl):
    due = '<cbc:PayableAmount currencyID="EUR">221.30'
    rounded = '<cbc:PayableRoundingAmount currencyID="EUR">-0.30</cbc:PayableRoundingAmount>' + due
    assert facts_of(ubl().replace(due, rounded)).rounding.value == eur("-0.30")
    assert facts_of(ubl()).rounding is None


def test_comments_do_not_cut_a_text(ubl):
    text = ubl().replace("Thank you", "Thank<!-- aside --> <?x y?>you")
    assert facts_of(text).text[0].text == "Thank you"
