"""E-invoices: every form in which the API exports a document is valid, and says what answer, page and law say.

Most cases are those of other scenarios, so that the shared tenant has issued them already.
"""

from decimal import Decimal

from harness.checks.einvoices.behaviour import flags_are_obeyed, peppol_states_are_told
from harness.model.case import Discount, DiscountKind, Supply
from harness.model.facts import MentionKind
from harness.run.einvoices.trials import flags_tried, peppol_tried
from harness.run.matrix import all_countries, eu_members, for_sellers, inside_for_goods, with_small_businesses
from harness.run.national.invoice import FOREIGN
from harness.run.scenario import line
from harness.run.tenants.onboarding import schemes_of


@for_sellers(all_countries)
def test_einvoice_of_a_sale_at_home(issue, seller, prove_einvoice):
    """Is the e-invoice of a plain sale valid, and is the page of the hybrid one the same invoice?"""
    prove_einvoice(issue(seller, to=seller.home.business(), lines=[line(99)]), page=True)


@for_sellers(all_countries)
def test_einvoice_of_nothing_to_pay(issue, seller, prove_einvoice):
    """Is the e-invoice of a gift to a consumer valid, with nothing to pay and no VAT?"""
    lines = [line(80, discounts=[Discount(Decimal(100))])]
    prove_einvoice(issue(seller, to=seller.home.consumer(), lines=lines))


@for_sellers(all_countries)
def test_einvoice_with_every_rate_and_discounts(issue, seller, desk, prove_einvoice):
    """Are the e-invoices right where several rates and discounts meet?"""
    rates = {rate.rate: rate.category for rate in seller.country.rates_on(desk.context.as_of)}
    percent, fixed = Discount(Decimal(10)), Discount(Decimal("2.50"), DiscountKind.AMOUNT)
    lines = [line("19.99", of=f"Item {n}", quantity=n, category=c) for n, c in enumerate(rates.values(), 1)]
    reduced = [line("49.90", quantity=3, of="Licence", discounts=given) for given in ([percent], [percent, fixed])]
    prove_einvoice(issue(seller, to=seller.home.business(), lines=[*lines, *reduced]))


@for_sellers(all_countries)
def test_einvoice_of_many_small_lines(issue, seller, prove_einvoice):
    """Do the e-invoices of many small amounts add up as their rules ask?"""
    amounts = (("0.333", 1), ("0.333", 2), ("0.33", 7), ("1.005", 1), ("2.675", 3), ("0.07", 11), ("19.995", 1))
    lines = [line(price, of=f"Call {n}", quantity=q) for n, (price, q) in enumerate(amounts, 1)]
    prove_einvoice(issue(seller, to=seller.home.business(), lines=lines))


@for_sellers(all_countries)
def test_einvoice_of_prices_with_vat_included(issue, seller, prove_einvoice):
    """Are the e-invoices valid where the prices had the VAT in them, and discounts lowered them?"""
    in_turn = [Discount(Decimal(15)), Discount(Decimal(10)), Discount(Decimal("0.50"), DiscountKind.AMOUNT)]
    plain = line("24.99", quantity=2, of="Ticket", gross=True)
    reduced = line("17.35", quantity=3, of="Early ticket", discounts=in_turn, gross=True)
    mode = "b2c_gross_discount"
    prove_einvoice(issue(seller, to=seller.home.consumer(), lines=[plain, reduced], calculation_mode=mode))


@for_sellers(all_countries)
def test_einvoice_in_a_foreign_currency(issue, seller, prove_einvoice):
    """Are the e-invoices of an invoice in a foreign currency valid, and in that currency?"""
    own = seller.country.identity.currency.code
    currency = next(code for code in FOREIGN if code != own)
    prove_einvoice(issue(seller, to=seller.home.business(), lines=[line("1250.50")], currency=currency))


@for_sellers(eu_members)
def test_einvoice_of_services_under_reverse_charge(issue, seller, prove_einvoice):
    """Do the e-invoices say that a business in another Member State owes the VAT, also where that is credited?"""
    invoice = issue(seller, to=seller.abroad.business(), lines=[line(100)])
    prove_einvoice(invoice)
    prove_einvoice(issue.credit_note(invoice))


@for_sellers(inside_for_goods)
def test_einvoice_of_goods_to_another_member_state(issue, seller, prove_einvoice):
    """Do the e-invoices say that goods to another Member State are exempt, and where they go?"""
    lines = [line(250, of="Steel shelf", quantity=4)]
    prove_einvoice(issue(seller, to=seller.abroad.business(), lines=lines, supply=Supply.GOODS))


@for_sellers(all_countries)
def test_einvoice_of_sales_to_third_countries(issue, seller, prove_einvoice):
    """Do the e-invoices tell an export of goods from services that are outside the scope of VAT?"""
    goods, services = [line(80, of="Pump", quantity=5)], [line(500)]
    prove_einvoice(issue(seller, to=seller.overseas.business(), lines=goods, supply=Supply.GOODS))
    prove_einvoice(issue(seller, to=seller.overseas.business(), lines=services))


@for_sellers(with_small_businesses)
def test_einvoice_of_a_small_business(issue, small_seller, prove_einvoice):
    """Do the e-invoices of a small business say that it is exempt?"""
    clause = small_seller.wording(MentionKind.SMALL_BUSINESS_EXEMPT)
    prove_einvoice(issue(small_seller, to=small_seller.home.business(), lines=[line(140)], tax_clause=clause))


@for_sellers(all_countries)
def test_einvoice_of_credit_notes(issue, seller, prove_einvoice):
    """Are the e-invoices of credit notes valid, over the whole invoice and over a part of it?"""
    invoice = issue(seller, to=seller.home.business(), lines=[line(120, quantity=2), line("9.95", of="Shipping")])
    prove_einvoice(issue.credit_note(invoice))
    prove_einvoice(issue.credit_note(invoice, lines=[line("9.95", of="Shipping")]))


@for_sellers(all_countries)
def test_einvoice_flags(issue, fresh_seller, desk, verify):
    """Is nothing exported that is not valid, and nothing saved where a valid e-invoice is required?"""
    case = issue.case(fresh_seller, to=fresh_seller.home.business(), lines=[line(64)])
    verify.that(flags_are_obeyed(flags_tried(desk, fresh_seller, case)), about="validation of e-invoices")


def on_peppol(country, context):
    """Countries where Peppol meets a duty, on targets that reach no real network."""
    states = context.catalogue["EINV-PEPPOL-STATES"]
    return "peppol" in schemes_of(country) and states.provable_on(context.target.fidelity)


@for_sellers(on_peppol)
def test_einvoice_over_peppol(issue, fresh_seller, desk, verify):
    """Does a sending over Peppol say where it stands, and does an unknown recipient get nothing?"""
    case = issue.case(fresh_seller, to=fresh_seller.home.business(), lines=[line(64)])
    verify.that(peppol_states_are_told(peppol_tried(desk, fresh_seller, case)), about="sending over Peppol")
