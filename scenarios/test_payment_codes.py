"""Payment codes: what a banking app reads from the page is what is due, and stands only where something is."""

from decimal import Decimal

from harness.checks.payment_codes import (
    no_payment_code,
    payment_code_asks_for_what_is_due,
    payment_code_is_fit_to_be_read,
)
from harness.law.records import PaymentScheme
from harness.model.case import Discount
from harness.run.matrix import for_sellers, full
from harness.run.payment_codes import (
    in_foreign_currency,
    issue_paid,
    not_in_force,
    payee,
    payment_schemes,
    readings,
    switched_off,
    with_payment_codes,
)
from harness.run.scenario import line

DEPOSIT = Decimal("100.00")


@for_sellers(with_payment_codes, each=("scheme", payment_schemes))
def test_payment_code_asks_for_what_is_due(issue, seller, scheme, desk, verify):
    """Does the payment code ask for what is due, to the tenant's account, under the invoice's number?"""
    if later := not_in_force(seller.country, scheme, desk.context.as_of):
        verify.that(later, about=f"{scheme} codes")
        return
    own = payee(desk, seller.country, scheme)
    lines = [line("149.95", of="Onboarding workshop", quantity=2), line("12.50", of="Handbook", quantity=3)]
    unpaid = issue(own, to=own.home.business(), lines=lines)
    partly = issue_paid(desk, own, issue.case(own, to=own.home.consumer(), lines=lines), DEPOSIT)
    for invoice, paid in ((unpaid, Decimal(0)), (partly, DEPOSIT)):
        verify.document(invoice, payment_code_asks_for_what_is_due(readings(desk, invoice, scheme, paid)))
        verify.document(invoice, payment_code_is_fit_to_be_read(PaymentScheme(scheme), invoice.printed))


@for_sellers(with_payment_codes, each=("scheme", payment_schemes))
def test_payment_code_only_where_something_is_due(issue, seller, scheme, desk, verify):
    """Is there no payment code on credit notes, paid invoices, invoices in dollars, and where it is switched off?"""
    if later := not_in_force(seller.country, scheme, desk.context.as_of):
        verify.that(later, about=f"{scheme} codes")
        return
    own = payee(desk, seller.country, scheme)
    lines = [line("149.95", of="Onboarding workshop", quantity=2), line("12.50", of="Handbook", quantity=3)]
    invoice = issue(own, to=own.home.business(), lines=lines)
    note = issue.credit_note(invoice)
    verify.document(note, no_payment_code("it is a credit note", note.printed))
    paid = issue_paid(desk, own, issue.case(own, to=own.home.business(), lines=[line(80)]))
    verify.document(paid, no_payment_code("it is paid in full", paid.printed))
    foreign = in_foreign_currency(issue.case(own, to=own.home.business(), lines=[line(90)]))
    dollars = desk.issuer.issue(own.tenant, foreign)
    verify.document(dollars, no_payment_code(f"it is in {dollars.case.currency}", dollars.printed))
    with switched_off(desk, own, scheme):
        plain = issue(own, to=own.home.business(), lines=[line(70)])
    verify.document(plain, no_payment_code(f"{scheme} codes are switched off", plain.printed))


@full
@for_sellers(with_payment_codes, each=("scheme", payment_schemes))
def test_payment_code_on_an_invoice_of_zero(issue, seller, scheme, desk, verify):
    """Is there no payment code on an invoice that a discount brings to zero?"""
    if later := not_in_force(seller.country, scheme, desk.context.as_of):
        verify.that(later, about=f"{scheme} codes")
        return
    own = payee(desk, seller.country, scheme)
    free = line(60, of="Trial month", discounts=[Discount(Decimal(100))])
    invoice = issue(own, to=own.home.business(), lines=[free])
    verify.document(invoice, no_payment_code("nothing is due", invoice.printed))
