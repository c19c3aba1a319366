"""Valid documents pass their rule sets; one change breaks the rule that is about it, and it is named."""

from __future__ import annotations

import re

import pytest

from harness.reading.einvoice import parse_einvoice
from harness.validation import Level, Report, TooLarge, validate
from harness.validation.artefacts import schematrons_for
from harness.validation.schematron import readable

EN = "urn:cen.eu:en16931:2017"
PEPPOL = f"{EN}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
XRECHNUNG = f"{EN}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
BASIC, EXTENDED = f"{EN}#compliant#urn:factur-x.eu:1p0:basic", f"{EN}#conformant#urn:factur-x.eu:1p0:extended"
CONTACT = r"<ram:DefinedTradeContact>.*?</ram:DefinedTradeContact>"
LINES = r"<ram:IncludedSupplyChainTradeLineItem>.*</ram:IncludedSupplyChainTradeLineItem>"


def report_of(text: str) -> Report:
    return validate(parse_einvoice(text.encode()))


def fatal(report: Report) -> set[str]:
    return {finding.rule for finding in report.fatal}


def changed(text: str, pattern: str, replacement: str) -> str:
    new, count = re.subn(pattern, replacement, text, flags=re.DOTALL)
    assert count, f"nothing in the document matches {pattern}"
    return new


def test_valid_ubl_passes(ubl):
    for kind in ("Invoice", "CreditNote"):
        for specification in (EN, PEPPOL, XRECHNUNG):
            report = report_of(ubl(kind, specification))
            assert report.findings == ()
            assert report.passed


@pytest.mark.parametrize("specification", [EN, XRECHNUNG, EXTENDED])
def test_valid_cii_passes(cii, specification):
    report = report_of(cii(specification))
    assert (report.findings, report.passed) == ((), True)


def test_valid_basic_profile_passes(cii):
    assert report_of(changed(cii(BASIC), CONTACT, "")).findings == ()


def test_valid_basic_wl_profile_passes(cii):
    text = changed(changed(cii("urn:factur-x.eu:1p0:basicwl"), CONTACT, ""), LINES, "")
    assert fatal(report_of(text)) == set()


def test_line_items_do_not_belong_into_the_minimum_profile(cii):
    assert {"XSD", "STRUCTURE"} <= fatal(report_of(cii("urn:factur-x.eu:1p0:minimum")))


def test_valid_eslog_passes_and_says_what_was_not_judged(eslog):
    report = report_of(eslog())
    assert (report.findings, report.passed, len(report.not_judged)) == ((), True, 1)


def amount(tag: str, value: str) -> tuple[str, str]:
    """A pattern for an element with an amount, and a group to keep its start."""
    return rf"(<cbc:{tag}[^>]*>){re.escape(value)}(?=<)", r"\g<1>"


@pytest.mark.parametrize(("tag", "value", "other", "rule"), [
    ("LineExtensionAmount", "190.00", "191.00", "BR-CO-10"),
    ("TaxExclusiveAmount", "190.00", "180.00", "BR-CO-13"),
    ("TaxAmount", "31.30", "31.31", "BR-CO-14"),
    ("TaxInclusiveAmount", "221.30", "221.00", "BR-CO-15"),
    ("PayableAmount", "221.30", "221.00", "BR-CO-16"),
    ("TaxAmount", "28.50", "20.50", "BR-CO-17"),
    ("TaxableAmount", "150.00", "140.00", "BR-S-08"),
    ("TaxAmount", "31.30", "31.305", "UBL-DT-01"),
    ("LineExtensionAmount", "40.00", "41.00", "PEPPOL-EN16931-R120"),
])  # fmt: skip
def test_wrong_sums_in_ubl(ubl, tag, value, other, rule):
    pattern, start = amount(tag, value)
    report = report_of(changed(ubl(), pattern, start + other))
    assert rule in fatal(report)
    assert not report.passed


AE_CATEGORY = "<cbc:ID>AE</cbc:ID><cbc:Percent>{rate}</cbc:Percent>"


@pytest.mark.parametrize(("pattern", "replacement", "rule"), [
    (r"<cbc:IssueDate>.*?</cbc:IssueDate>", "", "BR-03"),
    (r"<cbc:ID>S</cbc:ID><cbc:Percent>19.00</cbc:Percent>", AE_CATEGORY.format(rate="19.00"), "BR-AE-05"),
    (r"<cbc:ID>S</cbc:ID><cbc:Percent>19.00</cbc:Percent>", AE_CATEGORY.format(rate="0"), "BR-AE-10"),
    (r"<cbc:DocumentCurrencyCode>EUR", "<cbc:DocumentCurrencyCode>XYZ", "BR-CL-04"),
    (r"<cbc:IdentificationCode>DE", "<cbc:IdentificationCode>QQ", "BR-CL-14"),
    (r"<cbc:CompanyID>DE123456788", "<cbc:CompanyID>123456788", "BR-CO-09"),
    (r"<cbc:IssueDate>2026-11-23", "<cbc:IssueDate>23.11.2026", "XSD"),
])  # fmt: skip
def test_broken_rules_of_the_norm_in_ubl(ubl, pattern, replacement, rule):
    assert rule in fatal(report_of(changed(ubl(specification=EN), pattern, replacement)))


@pytest.mark.parametrize(("pattern", "replacement", "rule"), [
    (r"<cbc:EndpointID schemeID=\"9930\">DE136695976</cbc:EndpointID>", "", "PEPPOL-EN16931-R010"),
    (r"<cbc:EndpointID schemeID=\"9930\">DE123456788</cbc:EndpointID>", "", "PEPPOL-EN16931-R020"),
    (r"<cbc:ProfileID>.*?</cbc:ProfileID>", "", "PEPPOL-EN16931-R001"),
    (r"<cbc:BuyerReference>.*?</cbc:BuyerReference>", "", "PEPPOL-EN16931-R003"),
    (r"<cbc:Note>Thank you</cbc:Note>", "<cbc:Note/>", "PEPPOL-EN16931-R008"),
    (r'schemeID="9930"', 'schemeID="EM"', "PEPPOL-EN16931-CL008"),
])  # fmt: skip
def test_broken_rules_of_peppol(ubl, pattern, replacement, rule):
    assert rule in fatal(report_of(changed(ubl(specification=PEPPOL), pattern, replacement)))


@pytest.mark.parametrize(("pattern", "replacement", "rule"), [
    (r"<ram:TaxBasisTotalAmount>190.00", "<ram:TaxBasisTotalAmount>180.00", "BR-CO-13"),
    (r"<ram:GrandTotalAmount>221.30", "<ram:GrandTotalAmount>221.00", "BR-CO-15"),
    (r"<ram:CalculatedAmount>28.50", "<ram:CalculatedAmount>20.50", "BR-CO-17"),
    (r"<ram:BasisAmount>150.00", "<ram:BasisAmount>140.00", "BR-S-08"),
    (r"<ram:LineTotalAmount>190.00", "<ram:LineTotalAmount>191.00", "BR-CO-10"),
    (r"<ram:InvoiceCurrencyCode>EUR", "<ram:InvoiceCurrencyCode>XYZ", "BR-CL-04"),
    (r"<ram:CategoryCode>S</ram:CategoryCode>", "<ram:CategoryCode>AE</ram:CategoryCode>", "BR-AE-05"),
])  # fmt: skip
def test_broken_rules_of_the_norm_in_cii(cii, pattern, replacement, rule):
    report = report_of(changed(cii(), pattern, replacement))
    assert rule in {finding.rule for finding in report.fatal if finding.artefact.name == "EN 16931 CII"}


def test_factur_x_reads_its_code_lists(cii):
    """They are in a file beside the stylesheet: unread, every code would pass."""
    report = report_of(changed(cii(EXTENDED), r'unitCode="C62"', 'unitCode="NOPE"'))
    assert {finding.artefact.name for finding in report.fatal} == {"Factur-X extended"}


@pytest.mark.parametrize(("pattern", "replacement", "rule"), [
    (r"<D_5025>388</D_5025><D_5004>226.80", "<D_5025>388</D_5025><D_5004>226.00", "BR-CO-15"),
    (r"<D_5025>176</D_5025><D_5004>36.80", "<D_5025>176</D_5025><D_5004>36.00", "BR-CO-14"),
    (r"<D_5025>124</D_5025><D_5004>33.00", "<D_5025>124</D_5025><D_5004>30.00", "BR-CO-17"),
    (r"<D_5025>389</D_5025><D_5004>190.00", "<D_5025>389</D_5025><D_5004>180.00", "BR-CO-10"),
    (r"<D_5025>389</D_5025>", "<D_5025>999</D_5025>", "BR-CO-15"),
    (r"<S_BGM>.*?</S_BGM>", "", "XSD"),
    (r"<D_5004>226.80", "<D_5004>226,80", "XSD"),
])  # fmt: skip
def test_broken_eslog(eslog, pattern, replacement, rule):
    assert rule in fatal(report_of(changed(eslog(), pattern, replacement)))


def test_finding_names_place_text_and_version(ubl):
    pattern, start = amount("TaxAmount", "2.80")
    text = changed(ubl(specification=EN), pattern, start + "8.20")
    finding = next(found for found in report_of(text).fatal if found.rule == "BR-CO-17")
    assert finding.location == "/Invoice/cac:TaxTotal/cac:TaxSubtotal[2]"
    assert finding.text.startswith("[BR-CO-17]")
    assert (finding.artefact.name, finding.artefact.version) == ("EN 16931 UBL", "1.3.16")


def test_warnings_are_not_fatal(ubl):
    report = report_of(changed(ubl(), r"xrechnung_3.0", "xrechnung_2.3"))
    assert [(finding.rule, finding.level) for finding in report.findings] == [("BR-DE-21", Level.WARNING)]
    assert report.passed


def test_readable_locations():
    ubl = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
    cbc = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
    given = f"/*:Invoice[namespace-uri()='{ubl}'][1]/*:Note[namespace-uri()='{cbc}'][2]"
    assert readable(given) == "/Invoice/cbc:Note[2]"
    assert readable(f"/Q{{{ubl}}}Invoice[1]/Q{{{cbc}}}Note[11]") == "/Invoice/cbc:Note[11]"


def test_stylesheets_are_compiled_once(ubl):
    from harness.validation import schematron

    report_of(ubl())
    before = schematron._compiled.cache_info().misses
    report_of(ubl())
    assert schematron._compiled.cache_info().misses == before
    assert schematrons_for(parse_einvoice(ubl().encode()))


def test_documents_that_would_take_minutes_are_refused(ubl):
    note = "<cbc:Note>Thank you</cbc:Note>"
    with pytest.raises(TooLarge):
        report_of(ubl().replace(note, note * 60_001))


@pytest.mark.parametrize("value", ["abc", "", "221,30"])
def test_values_that_stop_a_schematron_are_the_schemas_finding(ubl, value):
    pattern, start = amount("PayableAmount", "221.30")
    report = report_of(changed(ubl(), pattern, start + value))
    assert "XSD" in fatal(report)
    assert any(gap.startswith("EN 16931 UBL could not be applied") for gap in report.not_judged)


def test_text_beyond_ascii_reaches_the_rules(ubl):
    assert report_of(ubl().replace("Thank you", "Žlutý 😀 &amp; &lt;x&gt; א")).findings == ()
