"""Sales to another Member State: who owes the VAT, what VIES has to do with it, and what the invoice must say."""

from harness.checks.platform import TransactionAnswer, vies_outcome_is_three_valued
from harness.model.case import Supply
from harness.model.facts import MentionKind
from harness.run.matrix import eu_members, for_sellers, inside_for_goods
from harness.run.planning import rotated
from harness.run.scenario import line
from harness.run.tenants.parties import prefix_of


def confirmed(country, context):
    """VIES answers that confirm a number of the neighbouring state."""
    return context.states(context.neighbour(country.code), confirms=True)


def refused(country, context):
    """VIES answers that say no."""
    return context.states(context.neighbour(country.code), confirms=False)


def unknown(country, context):
    """VIES answers that say nothing about the number; nobody can provoke them on the vendor's sandbox."""
    return context.states(context.neighbour(country.code), confirms=None)


def any_answer(country, context):
    """Every answer that VIES can be made to give."""
    return [*confirmed(country, context), *refused(country, context), *unknown(country, context)]


def some_confirmed(country, context):
    """A plain yes, and at standard depth one of the yeses with a condition."""
    plain, *others = confirmed(country, context)
    return [plain, *rotated(others, country, context)]


def some_unknown(country, context):
    """At standard depth one of the answers that say nothing."""
    return rotated(unknown(country, context), country, context)


def not_confirmed(country, context):
    """A no, and at standard depth one of the answers that say nothing."""
    return [*refused(country, context), *some_unknown(country, context)]


def prefixed_otherwise(country, context):
    """Member States with another prefix in VIES than their code (Directive 2006/112/EC Art. 215: Greece)."""
    states = {c.code: prefix_of(context.countries, c.code) for c in context.countries.values() if c.in_eu_vat_territory}
    return sorted(code for code, prefix in states.items() if prefix not in (None, code) and code != country.code)


@for_sellers(eu_members, each=("vies", some_confirmed))
def test_business_in_another_member_state_owes_the_vat(issue, seller, vies, verify):
    """Does a business whose number VIES confirms owe the VAT itself, and does the invoice say so?"""
    invoice = issue(seller, to=seller.abroad.business(vies=vies), lines=[line(100)])
    verify(invoice).as_the_law_asks()
    verify.that(_vies(invoice), about=invoice.subject, of=[invoice])


@for_sellers(eu_members, each=("vies", refused))
def test_invalid_number_is_no_proof_of_a_business(issue, seller, vies, verify):
    """Is VAT charged where VIES says that the number is not valid?"""
    invoice = issue(seller, to=seller.abroad.business(vies=vies), lines=[line(100)])
    verify(invoice).as_the_law_asks()
    verify.that(_vies(invoice), about=invoice.subject, of=[invoice])


@for_sellers(eu_members, each=("vies", some_unknown))
def test_unreachable_vies_says_nothing_about_the_number(issue, seller, vies, verify):
    """Is an outage of VIES taken neither for a yes nor for a no?"""
    invoice = issue(seller, to=seller.abroad.business(vies=vies), lines=[line(100)])
    verify(invoice).as_the_law_asks()
    verify.that(_vies(invoice), about=invoice.subject, of=[invoice])


@for_sellers(eu_members, each=("vies", any_answer))
def test_transaction_check_before_the_sale(desk, seller, vies, verify):
    """Does the check before the sale tell a valid number, an invalid one and an unreachable VIES apart?"""
    buyer = seller.abroad.business(vies=vies)
    answer = desk.check_transaction(seller, buyer)
    seen = TransactionAnswer(answer.vies_valid, answer.reverse_charge_applies, answer.warning)
    verify.that(vies_outcome_is_three_valued(buyer.vies, seen), about=f"transaction-type check, VIES {vies}")


@for_sellers(inside_for_goods)
def test_goods_to_a_business_in_another_member_state(issue, seller, verify):
    """Are goods to a business in another Member State exempt, and does the invoice name the exemption?"""
    lines = [line(250, of="Steel shelf", quantity=4)]
    verify(issue(seller, to=seller.abroad.business(), lines=lines, supply=Supply.GOODS)).as_the_law_asks()


@for_sellers(inside_for_goods, each=("vies", not_confirmed))
def test_goods_to_a_number_that_vies_does_not_confirm(issue, seller, vies, verify):
    """Are goods taxed as the law asks where VIES denies the number, and where it does not answer?"""
    lines = [line(250, of="Steel shelf", quantity=4)]
    verify(issue(seller, to=seller.abroad.business(vies=vies), lines=lines, supply=Supply.GOODS)).as_the_law_asks()


@for_sellers(eu_members, each=("buyer", prefixed_otherwise))
def test_prefix_that_is_not_the_country_code(issue, seller, buyer, desk, verify):
    """Is a VAT number accepted whose prefix differs from the code of its country, for goods and for services?"""
    place = desk.place(buyer)
    for supply in (Supply.GOODS, Supply.SERVICES):
        invoice = issue(seller, to=place.business(), lines=[line(60, of="Trade journal")], supply=supply)
        verify(invoice).as_the_law_asks()
        verify.that(_vies(invoice), about=invoice.subject, of=[invoice])


@for_sellers(inside_for_goods)
def test_goods_with_the_platforms_own_clause(issue, seller, verify):
    """Does the invoice carry the exemption clause that a platform sends for goods?"""
    clause = seller.wording(MentionKind.INTRA_EU_GOODS_EXEMPT)
    lines = [line(250, of="Steel shelf", quantity=4)]
    invoice = issue(seller, to=seller.abroad.business(), lines=lines, supply=Supply.GOODS, tax_clause=clause)
    verify(invoice).as_the_law_asks()


@for_sellers(inside_for_goods)
def test_consumer_in_another_member_state(issue, seller, verify):
    """Is a consumer in another Member State charged the seller's VAT, below the One-Stop-Shop threshold?"""
    for supply in (Supply.GOODS, Supply.SERVICES, Supply.DIGITAL):
        invoice = issue(seller, to=seller.abroad.consumer(), lines=[line(40)], supply=supply)
        verify(invoice).as_the_law_asks()


@for_sellers(inside_for_goods)
def test_consumer_under_the_one_stop_shop(issue, seller, verify):
    """Is a consumer in another Member State charged that state's VAT, above the One-Stop-Shop threshold?"""
    for supply in (Supply.GOODS, Supply.DIGITAL):
        invoice = issue(seller, to=seller.abroad.consumer(), lines=[line(40)], supply=supply, oss=True)
        verify(invoice).as_the_law_asks()


def _vies(invoice):
    """What the issued document says about the buyer's number."""
    answer = invoice.answer.value
    vies = answer.vies or {}
    reverse_charge = any(row.reverse_charge for row in answer.taxes)
    seen = TransactionAnswer(vies.get("valid"), reverse_charge, vies.get("warning"))
    return vies_outcome_is_three_valued(invoice.case.vies, seen)
