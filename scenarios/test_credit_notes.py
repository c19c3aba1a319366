"""Credit notes: the correction refers to its invoice and gives back exactly what was charged."""

from harness.run.matrix import all_countries, eu_members, for_sellers
from harness.run.scenario import line


@for_sellers(all_countries)
def test_full_credit_note(issue, seller, verify):
    """Does a credit note over the whole invoice refer to it and give back base and VAT?"""
    invoice = issue(seller, to=seller.home.business(), lines=[line(120, quantity=2), line("9.95", of="Shipping")])
    verify(issue.credit_note(invoice)).as_the_law_asks()


@for_sellers(all_countries)
def test_partial_credit_note(issue, seller, verify):
    """Does a credit note over one line give back only that line?"""
    invoice = issue(seller, to=seller.home.business(), lines=[line(120, quantity=2), line("9.95", of="Shipping")])
    verify(issue.credit_note(invoice, lines=[line("9.95", of="Shipping")])).as_the_law_asks()


@for_sellers(eu_members)
def test_credit_note_for_a_reverse_charge_invoice(issue, seller, verify):
    """Is the treatment of the invoice, reverse charge and its wording, repeated on the credit note?"""
    invoice = issue(seller, to=seller.abroad.business(), lines=[line(100)])
    verify(issue.credit_note(invoice)).as_the_law_asks()
