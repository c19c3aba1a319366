"""What national law adds to the particulars of Art. 226, and invoices in a foreign currency."""

from harness.checks.agreement import document_stays_what_it_is
from harness.checks.articles import simplified_invoice, title_is_not_avoided
from harness.checks.currency import converted_by_a_current_rate, vat_in_the_national_currency
from harness.checks.national import national_fields_are_printed
from harness.run.matrix import all_countries, for_sellers, full
from harness.run.national import fields_by_requirement, issue_with_particulars, without_customer
from harness.run.scenario import line


@for_sellers(all_countries)
def test_national_particulars_in_a_foreign_currency(seller, desk, verify):
    """Does an invoice in a foreign currency carry what national law adds, and its VAT in the national currency?"""
    invoice = issue_with_particulars(desk, seller)
    issued, about = invoice.issued, invoice.issued.subject
    verify(issued).as_the_law_asks()
    for requirement, fields in fields_by_requirement(desk.context.catalogue, seller):
        verify.document(issued, national_fields_are_printed(requirement.id, fields, invoice.readings))
    rate = converted_by_a_current_rate(
        issued.declared, invoice.conversion, invoice.national_currency, issued.case.issue_date
    )
    verify.document(issued, [rate])
    for requirement in ("VAT-230", "NAT-VAT-CURRENCY"):
        if desk.context.catalogue[requirement].applies_to(seller.country):
            stated = invoice.stated_nationally
            judged = vat_in_the_national_currency(requirement, issued.printed, invoice.converted_vat, stated)
            verify.document(issued, judged)
    verify.that(document_stays_what_it_is(invoice.at_issue, issued.declared), about=about, of=[issued])


@for_sellers(all_countries)
def test_title_of_a_credit_note(issue, seller, verify):
    """Is a credit note headed by no word that national law keeps for another document?"""
    invoice = issue(seller, to=seller.home.business(), lines=[line(120, quantity=2), line("9.95", of="Shipping")])
    note = issue.credit_note(invoice)
    avoid = seller.country.invoicing.credit_note.avoid
    verify.document(note, [title_is_not_avoided(note.printed, avoid)])


@full
@for_sellers(all_countries)
def test_simplified_invoice(seller, desk, verify):
    """Does a retail invoice without customer stay within the limit, and state what a simplified one must?"""
    issued = without_customer(desk, seller)
    rates = [rate.rate for rate in seller.country.rates_on(issued.case.supply_date)]
    limit = seller.country.invoicing.simplified_invoice
    verify.document(issued, simplified_invoice(issued.readings, limit, rates))
