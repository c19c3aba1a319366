"""What national law adds to the particulars of Art. 226, and invoices in a foreign currency."""

from harness.checks.agreement import document_stays_what_it_is
from harness.checks.articles import nothing_is_charged_by_the_article, simplified_invoice, title_is_not_avoided
from harness.checks.currency import converted_by_a_current_rate, vat_in_the_national_currency
from harness.checks.mentions import arrangement_is_named, language_of_the_statement, required_statements
from harness.checks.national import national_fields_are_printed
from harness.law.simplified import simplified_limit
from harness.run.matrix import all_countries, for_sellers, full
from harness.run.national.arrangements import SCHEMES, issue_under, named_in, no_words, schemes
from harness.run.national.invoice import fields_by_requirement, issue_with_particulars, without_customer
from harness.run.national.occasions import REVERSE_CHARGE, issue_on, no_domestic_reverse_charge, occasions
from harness.run.scenario import line


def in_the_vat_area(country, context):  # noqa: ARG001
    """Countries inside the common VAT area for goods or services, where the Directive binds."""
    return country.in_eu_vat_territory


@for_sellers(all_countries)
def test_national_particulars_in_a_foreign_currency(seller, desk, verify):
    """Does an invoice in a foreign currency carry what national law adds, and its VAT in the national currency?"""
    invoice, catalogue = issue_with_particulars(desk, seller), desk.context.catalogue
    issued, national = invoice.issued, invoice.national_currency
    verify(issued).as_the_law_asks()
    for requirement, fields in fields_by_requirement(catalogue, seller.country):
        verify.document(issued, national_fields_are_printed(requirement.id, fields, invoice.readings))
    for requirement in ("VAT-230", "NAT-VAT-CURRENCY"):
        if catalogue[requirement].applies_to(seller.country):
            stated, vat = invoice.stated_nationally, invoice.converted_vat
            verify.document(issued, vat_in_the_national_currency(requirement, issued.printed, vat, stated))
    if in_the_vat_area(seller.country, desk.context):
        rate = converted_by_a_current_rate(issued.declared, invoice.conversion, national, issued.case.issue_date)
        verify.document(issued, [rate, *document_stays_what_it_is(invoice.at_issue, issued.declared)])


@for_sellers(in_the_vat_area)
def test_title_of_a_credit_note(issue, seller, verify):
    """Is a credit note headed by no word that national law keeps for another document?"""
    invoice = issue(seller, to=seller.home.business(), lines=[line(120, quantity=2), line("9.95", of="Shipping")])
    note = issue.credit_note(invoice)
    avoid = seller.country.invoicing.credit_note.avoid
    verify.document(note, [title_is_not_avoided(note.printed, avoid)])


@full
@for_sellers(in_the_vat_area)
def test_simplified_invoice(seller, desk, verify):
    """Does a retail invoice without customer stay within the limit, and state what a simplified one must?"""
    issued = without_customer(desk, seller)
    rates = [rate.rate for rate in seller.country.rates_on(issued.case.supply_date)]
    verify.document(issued, simplified_invoice(issued.readings, simplified_limit(seller.country), rates))


@full
@for_sellers(all_countries, each=("scheme", schemes))
def test_named_arrangement(seller, scheme, desk, verify):
    """Does an invoice under cash accounting, self-billing or a margin scheme carry the words that a platform sends?"""
    named, catalogue = SCHEMES[scheme], desk.context.catalogue
    asked = [i for i in (named.requirement, "NAT-SCHEME-WORDS") if catalogue[i].applies_to(seller.country)]
    if not named_in(seller.country, named, desk.context.as_of):
        verify.that([no_words(requirement, named) for requirement in asked], about=f"an invoice under {scheme}")
        return
    issued, mention = issue_under(desk, seller, named)
    for requirement in asked:
        verify.document(issued, arrangement_is_named(requirement, issued.readings, mention))


@full
@for_sellers(all_countries, each=("occasion", occasions))
def test_words_on_other_documents(seller, occasion, desk, verify):
    """Do credit notes, domestic reverse charge and sales to private customers carry the words of national law?"""
    absent = no_domestic_reverse_charge(seller.country)
    if occasion == REVERSE_CHARGE and absent is not None:
        verify.that(absent, about="domestic supplies")
        return
    issued, readings = issue_on(desk, seller, occasion)
    for requirement, fields in fields_by_requirement(desk.context.catalogue, seller.country, occasion):
        verify.document(issued, national_fields_are_printed(requirement.id, fields, readings))
    if occasion == REVERSE_CHARGE:
        for check in (nothing_is_charged_by_the_article, required_statements, language_of_the_statement):
            verify.document(issued, check(issued.readings))
