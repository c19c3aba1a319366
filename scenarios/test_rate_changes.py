"""Changes of VAT rates: the rate is that of the day of supply (Directive 2006/112/EC Art. 63, 93), not of issue."""

from harness.model.finding import Judgement, Verdict
from harness.run.matrix import all_countries, for_sellers
from harness.run.planning import change_named, rate_changes
from harness.run.scenario import line


@for_sellers(all_countries, each=("change", rate_changes))
def test_change_of_a_rate(issue, fresh_seller, change, desk, verify):
    """Is the rate that of the day of supply: before a change, after it, and when the invoice comes later?"""
    changed = change_named(fresh_seller.country, change, desk.context.as_of)
    before, after = changed.last_day, changed.after.since
    seller = fresh_seller.charging(changed.category, {before: changed.before.rate, after: changed.after.rate})
    if seller is None:
        words = f"the target has no tax that was {changed.before.rate} % until {before} and {changed.after.rate} % then"
        judged = Judgement("VAT-226-9", Verdict.NOT_APPLICABLE, "no-such-tax", words)
        verify.that(judged, about=f"change of the {changed.category} rate")
        return
    lines = [line(80, of="Course of lessons", category=changed.category)]
    for supplied, issued in ((before, before), (after, after), (before, after)):
        buyer = seller.home.business()
        invoice = issue(seller, to=buyer, lines=lines, issue_date=issued, supply_date=supplied)
        verify(invoice).as_the_law_asks()
