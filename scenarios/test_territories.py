"""Special territories (Directive 2006/112/EC Art. 6, 7): what a look at the country code alone does not tell."""

from harness.run.matrix import all_countries, for_sellers
from harness.run.planning import foreign_territories, post_code_in, sales_to, territories, territory_named
from harness.run.scenario import line


@for_sellers(all_countries, each=("territory", territories))
def test_buyer_in_a_special_territory(issue, seller, territory, verify):
    """Is a sale to a special territory of the seller's own country taxed as the law asks there?"""
    there = territory_named(seller.country, territory)
    for supply in sales_to(there):
        buyer = seller.home.at(post_code_in(there), business=True)
        verify(issue(seller, to=buyer, lines=[line(45, of="Field guide")], supply=supply)).as_the_law_asks()


@for_sellers(all_countries, each=("territory", foreign_territories))
def test_buyer_in_a_special_territory_abroad(issue, seller, territory, desk, verify):
    """Is a sale to a special territory of another country taxed as the law asks there?"""
    code, name = territory.split("-", 1)
    there = territory_named(desk.context.countries[code], name)
    for supply in sales_to(there):
        buyer = desk.place(code).at(post_code_in(there), business=True)
        verify(issue(seller, to=buyer, lines=[line(45, of="Field guide")], supply=supply)).as_the_law_asks()
