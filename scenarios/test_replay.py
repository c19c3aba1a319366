"""Cases that failed in an earlier run, issued again: `harness replay RUN [CASE]`."""

from harness.run.matrix import all_countries, for_sellers, replay
from harness.run.replay import for_country


@replay
@for_sellers(all_countries, each=("case", lambda country, context: for_country(context.cases, country.code)))
def test_case_issued_again(issue, recast_seller, case, desk, verify):
    """Does the case that failed in an earlier run come out as the law asks now?"""
    verify(issue.replayed(recast_seller, desk.context.cases[case])).as_the_law_asks()
