"""Small businesses (Directive 2006/112/EC Art. 284): no VAT is charged, and the invoice says why."""

from harness.model.facts import MentionKind
from harness.run.matrix import for_sellers, with_small_businesses
from harness.run.scenario import line


@for_sellers(with_small_businesses)
def test_small_business_charges_no_vat(issue, small_seller, verify):
    """Does a tenant that is exempt as a small business charge no VAT, and does its invoice name the exemption?"""
    clause = small_seller.wording(MentionKind.SMALL_BUSINESS_EXEMPT)
    for buyer in (small_seller.home.business(), small_seller.home.consumer()):
        verify(issue(small_seller, to=buyer, lines=[line(140)], tax_clause=clause)).as_the_law_asks()
