"""Numbers: a gapless sequence per tenant, in the tenant's own format, whatever happens in between."""

from harness.api.models.settings import NumberFormats, SequenceStarts
from harness.checks.numbering import (
    credit_notes_have_their_own_series,
    drafts_do_not_exist,
    drafts_take_no_number,
    numbers_are_unique,
    numbers_follow_the_dates,
    numbers_follow_the_format,
    numbers_leave_no_gap,
    preview_is_what_comes,
    tenants_count_on_their_own,
)
from harness.run.matrix import all_countries, for_sellers, full, smoke, with_drafts, without_drafts
from harness.run.scenario import line, series

LINES = [line(10)]
CUSTOM = NumberFormats(invoice="R{yy}/{nnnn}", credit_note="G{yy}/{nnn}")


@smoke
@for_sellers(all_countries)
def test_sequence_without_a_gap(issue, fresh_seller, verify):
    """Do the invoices of a tenant carry consecutive, unique numbers in its format?"""
    buyer = fresh_seller.home.business()
    invoices = [issue(fresh_seller, to=buyer, lines=LINES, again=True) for _ in range(5)]
    issued = series(invoices, "{yyyy}-{nnnnn}")
    verify.that(numbers_follow_the_format(issued), about="five invoices of a new tenant", of=invoices)
    verify.that(numbers_leave_no_gap(issued), about="five invoices of a new tenant", of=invoices)
    verify.that(numbers_are_unique(issued), about="five invoices of a new tenant", of=invoices)
    verify.that(numbers_follow_the_dates(issued), about="five invoices of a new tenant", of=invoices)


@for_sellers(all_countries)
def test_format_and_start_of_the_tenants_own(issue, fresh_seller, desk, verify):
    """Does a tenant that brings its own format and next number go on counting from there?"""
    desk.set_numbering(fresh_seller, CUSTOM, SequenceStarts(invoice=4711))
    invoices = [issue(fresh_seller, to=fresh_seller.home.business(), lines=LINES, again=True) for _ in range(2)]
    issued = series(invoices, "R{yy}/{nnnn}", start=4711)
    verify.that(numbers_follow_the_format(issued), about="a tenant with its own format", of=invoices)
    verify.that(numbers_leave_no_gap(issued), about="a tenant that starts at 4711", of=invoices)
    verify(invoices[0]).as_the_law_asks()


@for_sellers(all_countries)
def test_preview_of_the_next_number(issue, fresh_seller, desk, verify):
    """Does the preview name the number that comes, and use up none?"""
    previewed = [desk.next_number(fresh_seller) for _ in range(2)]
    invoice = issue(fresh_seller, to=fresh_seller.home.business(), lines=LINES)
    verify.that(preview_is_what_comes(previewed, invoice.number), about="next-number preview", of=[invoice])


@for_sellers(with_drafts)
def test_drafts_and_their_numbers(issue, fresh_seller, verify):
    """Does a draft take no number, and get the next one when it is finalized?"""
    buyer = fresh_seller.home.business()
    case = issue.case(fresh_seller, to=buyer, lines=[line(77)])
    draft = issue.draft(fresh_seller, case)
    before = issue(fresh_seller, to=buyer, lines=LINES)
    final = issue.finalize(fresh_seller, case, draft)
    after = issue(fresh_seller, to=buyer, lines=[line(11)])
    issued = [before, final, after]
    judged = drafts_take_no_number(draft.value.number, final.number, series(issued, "{yyyy}-{nnnnn}"))
    verify.that(judged, about="a draft between two invoices", of=issued)
    verify(final).as_the_law_asks()


@for_sellers(without_drafts)
def test_no_drafts_here(seller, verify):
    """Are there no drafts that could take a number, since the API offers none in this country?"""
    verify.that(drafts_do_not_exist(), about=f"drafts in {seller.country.name}")


@for_sellers(all_countries)
def test_credit_notes_count_on_their_own(issue, fresh_seller, verify):
    """Do credit notes follow their own format and use up no invoice number?"""
    first = issue(fresh_seller, to=fresh_seller.home.business(), lines=LINES)
    note = issue.credit_note(first)
    second = issue(fresh_seller, to=fresh_seller.home.business(), lines=LINES, again=True)
    invoices = series([first, second], "{yyyy}-{nnnnn}")
    judged = credit_notes_have_their_own_series(note.number, "CN-{yyyy}-{nnnnn}", note.case.issue_date, invoices)
    verify.that(judged, about="a credit note between two invoices", of=[first, note, second])


@for_sellers(all_countries)
def test_void_invoice_keeps_its_number(issue, fresh_seller, verify):
    """Does a void invoice keep its number, so that nobody else gets it?"""
    buyer = fresh_seller.home.business()
    first = issue(fresh_seller, to=buyer, lines=LINES)
    issue.void(first)
    second = issue(fresh_seller, to=buyer, lines=LINES, again=True)
    issued = series([first, second], "{yyyy}-{nnnnn}")
    verify.that(numbers_leave_no_gap(issued), about="a void invoice and the next", of=[first, second])
    verify.that(numbers_are_unique(issued), about="a void invoice and the next", of=[first, second])


@for_sellers(all_countries)
def test_two_tenants_count_side_by_side(issue, fresh_seller, desk, verify):
    """Do two tenants that issue in turn each count on their own?"""
    other = desk.seller(fresh_seller.country.code, "side-by-side", brand=1)
    mine, theirs = [], []
    for _ in range(2):
        mine.append(issue(fresh_seller, to=fresh_seller.home.business(), lines=LINES, again=True))
        theirs.append(issue(other, to=other.home.business(), lines=LINES, again=True))
    judged = tenants_count_on_their_own(series(mine, "{yyyy}-{nnnnn}"), series(theirs, "{yyyy}-{nnnnn}"))
    verify.that(judged, about="two tenants that issue in turn", of=[*mine, *theirs])


@full
@for_sellers(all_countries)
def test_sequence_under_concurrency(issue, fresh_seller, desk, verify):
    """Are the numbers still consecutive and unique when twenty invoices are issued at the same time?"""
    case = issue.case(fresh_seller, to=fresh_seller.home.business(), lines=LINES)
    numbers = desk.issue_at_once(fresh_seller, case, 20)
    verify.that(numbers_leave_no_gap(numbers), about="twenty invoices at the same time")
    verify.that(numbers_are_unique(numbers), about="twenty invoices at the same time")
