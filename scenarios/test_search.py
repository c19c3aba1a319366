"""A search for amounts that the target gets wrong, over lines, quantities, prices, discounts and rates."""

from harness.checks.base import failed, passed
from harness.run.matrix import all_countries, for_sellers, full
from harness.run.search import GROSS_MODE, Search, fault_in

MODES = {"net": "b2b_standard", "gross": GROSS_MODE}


@full
@for_sellers(all_countries, each=("prices", lambda country, context: list(MODES)))  # noqa: ARG005
def test_search_for_wrong_totals(issue, fresh_seller, prices, desk, verify):
    """Is every drawn invoice totalled by a lawful method, and do its parts add up?"""
    buyer = fresh_seller.home.consumer()
    rates = {rate.category: rate.rate for rate in fresh_seller.country.rates_on(desk.context.as_of)}

    def case_of(lines):
        return issue.case(fresh_seller, to=buyer, lines=lines, calculation_mode=MODES[prices])

    search = Search(rates, gross=prices == "gross")
    found = search.run(lambda lines: fault_in(*desk.answered(fresh_seller, case_of(lines))))
    if found is None:
        verify.that(passed("VAT-ROUNDING", f"{search.tried} drawn invoices"), about=f"drawn {prices} prices")
        return
    invoice = issue(fresh_seller, to=buyer, lines=found.lines, calculation_mode=MODES[prices])
    fault = f"case {invoice.case.digest()}, the smallest: {found.fault}"
    verify.document(invoice, [failed("VAT-ROUNDING", "found-by-search", fault)])
    verify(invoice).as_the_law_asks()
