"""Sales to buyers outside the EU."""

from harness.model.case import Supply
from harness.model.facts import MentionKind
from harness.run.matrix import all_countries, for_sellers
from harness.run.scenario import line


@for_sellers(all_countries)
def test_services_to_a_business_outside_the_eu(issue, seller, verify):
    """Is a service to a business outside the EU free of the seller's VAT, and does the invoice say why?"""
    verify(issue(seller, to=seller.overseas.business(), lines=[line(500)])).as_the_law_asks()


@for_sellers(all_countries)
def test_export_of_goods(issue, seller, verify):
    """Is an export exempt, and does the invoice name the exemption?"""
    lines = [line(80, of="Pump", quantity=5)]
    verify(issue(seller, to=seller.overseas.business(), lines=lines, supply=Supply.GOODS)).as_the_law_asks()


@for_sellers(all_countries)
def test_export_with_the_platforms_own_clause(issue, seller, verify):
    """Does the invoice carry the export clause that a platform sends?"""
    lines, clause = [line(80, of="Pump", quantity=5)], seller.wording(MentionKind.EXPORT_GOODS_EXEMPT)
    invoice = issue(seller, to=seller.overseas.business(), lines=lines, supply=Supply.GOODS, tax_clause=clause)
    verify(invoice).as_the_law_asks()


@for_sellers(all_countries)
def test_consumer_outside_the_eu(issue, seller, verify):
    """Is a consumer outside the EU charged what the place of supply asks: goods, services and digital services?"""
    for supply in (Supply.GOODS, Supply.SERVICES, Supply.DIGITAL):
        verify(issue(seller, to=seller.overseas.consumer(), lines=[line(30)], supply=supply)).as_the_law_asks()
