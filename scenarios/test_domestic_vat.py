"""Sales inside the seller's own country."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from harness.model.case import Discount, DiscountKind, Supply
from harness.run.matrix import all_countries, for_sellers
from harness.run.scenario import line


def categories(country, context):
    """Every rate category that is in force on the day of the run."""
    return [rate.category for rate in country.rates_on(context.as_of)]


@for_sellers(all_countries, each=("category", categories))
def test_each_rate_in_force(issue, seller, category, verify):
    """Is each VAT rate of the country applied as it is in force?"""
    lines = [line(100, of=f"Supply at the {category} rate", category=category)]
    verify(issue(seller, to=seller.home.business(), lines=lines)).as_the_law_asks()


@for_sellers(all_countries)
def test_several_rates_on_one_invoice(issue, seller, desk, verify):
    """Does an invoice with several rates show base and VAT for each of them, to a business and to a consumer?"""
    in_force = distinct(seller.country, desk.context)
    lines = [line(price, of=f"Item {n}", quantity=n, category=c) for n, (c, price) in enumerate(_priced(in_force), 1)]
    verify(issue(seller, to=seller.home.business(), lines=lines)).as_the_law_asks()
    verify(issue(seller, to=seller.home.consumer(), lines=lines, supply=Supply.GOODS)).as_the_law_asks()


def distinct(country, context):
    """One category for each rate in force: several categories may share a rate."""
    return list({rate.rate: rate.category for rate in reversed(country.rates_on(context.as_of))}.values())[::-1]


def _priced(categories):
    return zip(categories, ("19.99", "7.45", "120.00", "0.99", "33.33", "8.05", "61.20"), strict=False)


@for_sellers(all_countries)
def test_discounts(issue, seller, verify):
    """Do percentage and fixed discounts reduce the base, and is the VAT right after them?"""
    percent, fixed = Discount(Decimal(10)), Discount(Decimal("2.50"), DiscountKind.AMOUNT)
    lines = [
        line("49.90", quantity=3, discounts=discounts, of=f"Licence {n}")
        for n, discounts in enumerate(([percent], [fixed], [percent, fixed]), 1)
    ]
    verify(issue(seller, to=seller.home.business(), lines=[*lines, line(15, of="Setup")])).as_the_law_asks()


@for_sellers(all_countries)
def test_everything_free_of_charge(issue, seller, verify):
    """Does a discount of 100 % leave nothing to pay, and no VAT?"""
    lines = [line(80, discounts=[Discount(Decimal(100))])]
    verify(issue(seller, to=seller.home.consumer(), lines=lines)).as_the_law_asks()


@for_sellers(all_countries)
def test_prices_with_vat_included(issue, seller, verify):
    """Is the VAT taken out of gross prices correctly, and does each discount lower what the one before left?"""
    in_turn = [Discount(Decimal(15)), Discount(Decimal(10)), Discount(Decimal("0.50"), DiscountKind.AMOUNT)]
    plain = line("24.99", quantity=2, of="Ticket", gross=True)
    reduced = line("17.35", quantity=3, of="Early ticket", discounts=in_turn, gross=True)
    invoice = issue(seller, to=seller.home.consumer(), lines=[plain, reduced], calculation_mode="b2c_gross_discount")
    verify(invoice).as_the_law_asks()


def half_a_cent(rate):
    """A net price whose VAT ends in half a cent after an even one: half-up and half-even part ways there."""
    cents = (n for n in range(1, 2000) if n * rate % 100 == 50 and int(n * rate / 100) % 2 == 0)
    return next((Decimal(n) / 100 for n in cents), None)


@for_sellers(all_countries)
def test_half_a_cent_is_rounded_up(issue, seller, desk, verify):
    """Is VAT of exactly half a cent rounded half-up, as EN 16931 counts, at every rate that can give one?"""
    rates = {rate.category: rate.rate for rate in seller.country.rates_on(desk.context.as_of)}
    prices = {category: half_a_cent(rates[category]) for category in distinct(seller.country, desk.context)}
    lines = [line(price, of=f"Half a cent, {c}", category=c) for c, price in prices.items() if price is not None]
    verify(issue(seller, to=seller.home.business(), lines=lines)).as_the_law_asks()


@for_sellers(all_countries)
def test_many_small_lines(issue, seller, verify):
    """Do many small amounts add up to a lawful total, whether VAT is rounded per line or per rate?"""
    lines = [line(price, of=f"Call {n}", quantity=q) for n, (price, q) in enumerate(_SMALL, 1)]
    verify(issue(seller, to=seller.home.business(), lines=lines)).as_the_law_asks()


_SMALL = [("0.333", 1), ("0.333", 2), ("0.33", 7), ("1.005", 1), ("2.675", 3), ("0.07", 11), ("19.995", 1)]


@for_sellers(all_countries)
def test_invoice_of_several_pages(issue, seller, verify):
    """Does an invoice that needs more than one page state all its lines and the right total?"""
    lines = [line(Decimal(n) + Decimal("0.45"), of=f"SKU {n:03}", quantity=n % 7 + 1) for n in range(1, 61)]
    verify(issue(seller, to=seller.home.business(), lines=lines)).as_the_law_asks()


def without_decimals(country, context):  # noqa: ARG001
    """Currencies that have no hundredth, foreign or the country's own."""
    folders = context.countries.values()
    return sorted({c.identity.currency.code for c in folders if c.identity.currency.digits == 0})


@for_sellers(all_countries, each=("currency", without_decimals))
def test_currency_without_decimals(issue, seller, currency, verify):
    """Is an invoice in a currency without decimals stated in its whole units?"""
    lines = [line(41500, of="Glacier tour", quantity=2), line(2000, of="Map", discounts=[Discount(Decimal(50))])]
    verify(issue(seller, to=seller.home.business(), lines=lines, currency=currency)).as_the_law_asks()


@for_sellers(all_countries)
def test_letters_of_every_alphabet(issue, seller, verify):
    """Are names printed as they are written: Latin with marks, Greek, Cyrillic, and signs that are code elsewhere?"""
    buyer = seller.home.business()
    party = replace(buyer.party, name="Łódź & Søn <Ωμέγα> Ђорђе #1", street='Žižkova "5" $a_b*')
    lines = [line(12, of="Þjónusta: Übung, кава, 50 % [x]")]
    verify(issue(seller, to=replace(buyer, party=party), lines=lines)).as_the_law_asks()


@for_sellers(all_countries)
def test_large_amount(issue, seller, verify):
    """Is an amount of millions stated to the cent, in the country's number format?"""
    verify(issue(seller, to=seller.home.business(), lines=[line("1234567.89", quantity=3)])).as_the_law_asks()


@for_sellers(all_countries)
def test_fractional_quantity(issue, seller, verify):
    """Is a fractional quantity stated and multiplied correctly?"""
    lines = [line("85.00", of="Consulting hours", quantity="7.25")]
    verify(issue(seller, to=seller.home.business(), lines=lines)).as_the_law_asks()


@for_sellers(all_countries)
def test_supply_before_the_date_of_issue(issue, seller, desk, verify):
    """Is a date of supply that differs from the date of issue stated?"""
    supplied = desk.context.as_of - timedelta(days=3)
    invoice = issue(seller, to=seller.home.business(), lines=[line(150)], supply_date=supplied)
    verify(invoice).as_the_law_asks()
