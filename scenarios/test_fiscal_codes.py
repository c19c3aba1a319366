"""Fiscal codes: protective codes, identifiers of the authority, registered series, and the symbols on the page."""

from decimal import Decimal

from harness.checks.fiscal.codes import authority_identifier, codes_are_never_repeated, number_parts, protective_code
from harness.checks.fiscal.numbers import (
    dated_when_issued,
    means_of_payment_is_reported,
    number_names_its_place,
    numbers_count_by_strategy,
    operator_is_printed,
    series_count_on,
)
from harness.checks.fiscal.readings import not_in_force
from harness.checks.fiscal.series import (
    atcud_of_the_series,
    chain_of_signatures,
    exemption_is_given,
    line_of_the_certified_program,
)
from harness.checks.fiscal.states import (
    cash_is_never_left_out,
    change_is_refused,
    draft_bears_no_codes,
    keeps_its_number,
    left_out_at_wish,
    not_concerned,
    submitted_late,
    void_keeps_the_codes,
    waits_for_the_authority,
)
from harness.checks.fiscal.symbols import symbol_is_printed_as_asked, symbol_states_the_document
from harness.checks.platform import answers_follow_the_contract
from harness.run.fiscal.desk import FiscalDesk, all_of
from harness.run.fiscal.duties import (
    cash_registers,
    not_yet,
    registered_series,
    requirements_of,
    strategies,
    that_can_be_down,
)
from harness.run.fiscal.profile import code_list
from harness.run.fiscal.sale import Sale
from harness.run.fiscal.setup import set_up
from harness.run.matrix import all_countries, for_sellers, full
from harness.run.scenario import line, status_of

TEMPLATES = ("modern", "classic", "condensed", "minimal", "fashion")
LINES = [line("12.40", of="Notebook", quantity=2), line("3.15", of="Pencil")]


def code_checks(readings):
    """Everything that one confirmed document of a cash register states."""
    yield from protective_code(readings)
    yield from authority_identifier(readings)
    yield from symbol_states_the_document(readings)
    yield symbol_is_printed_as_asked(readings)
    yield number_names_its_place(readings)
    yield from dated_when_issued(readings)
    yield operator_is_printed(readings)
    if readings.tenant.means is not None:
        yield means_of_payment_is_reported(readings, code_list("means_of_payment"))


@for_sellers(all_countries, each=("scheme", cash_registers))
def test_fiscal_codes_of_a_cash_register(fresh_seller, scheme, desk, verify):
    """Do documents paid in cash, by card, by transfer and in several ways bear their codes, and no two the same?"""
    till = FiscalDesk(desk, set_up(desk, fresh_seller, scheme))
    sales = [
        Sale(till.case(*LINES)),
        Sale(till.case(line(60, of="Printer")), ("card",)),
        Sale(till.case(line(80, of="Scanner")), ("cash", "card")),
        Sale(till.case(line("45.50", of="Toner")), ("bank_transfer",)),
    ]
    documents = [till.issue(sale) for sale in sales]
    documents.append(till.credit(documents[0]))
    for document in documents:
        verify(document.issued).as_the_law_asks()
        verify.document(document.issued, till.due(code_checks(document.readings)))
    issued = [document.issued for document in documents]
    about = "five documents of one cash register"
    verify.that(codes_are_never_repeated(all_of(documents)), about=about, of=issued)
    verify.that(answers_follow_the_contract(fresh_seller.tenant.drift), about="answers with fiscal codes")
    verify.that(final_checks(till, invoice=documents[1], note=documents[-1]), about="what became of them", of=issued)


def final_checks(till, *, invoice, note):
    """That issued documents stay as they are."""
    yield change_is_refused("changing a fiscalized invoice", till.change(invoice))
    yield change_is_refused("voiding a fiscalized credit note", till.void_note(note))
    yield from void_keeps_the_codes(invoice.readings, till.void(invoice))


@for_sellers(all_countries, each=("strategy", strategies))
def test_fiscal_numbers_of_two_devices(fresh_seller, strategy, desk, verify):
    """Do two devices count together or each on its own, as the tenant chose, without a gap?"""
    scheme, per = strategy.split("-")
    till = FiscalDesk(desk, set_up(desk, fresh_seller, scheme, strategy=per))
    issued = [till.number(Sale(till.case(line(5, of="Coffee")), device=device)) for device in (0, 1, 0, 1)]
    numbers, parts = zip(*issued, strict=True)
    judged = numbers_count_by_strategy(numbers, parts, per_device=per == "device")
    verify.that(judged, about=f"four documents of two devices, one sequence per {per}")


@full
@for_sellers(all_countries, each=("scheme", cash_registers))
def test_fiscal_codes_in_each_template(fresh_seller, scheme, desk, verify):
    """Does every page template print codes, symbol, time and operator?"""
    till = FiscalDesk(desk, set_up(desk, fresh_seller, scheme))
    document = till.issue(Sale(till.case(*LINES)))
    for template in TEMPLATES:
        shown = till.rendered(document, template)
        verify.document(shown.issued, till.due(code_checks(shown.readings)))


@full
@for_sellers(all_countries, each=("scheme", cash_registers))
def test_fiscal_numbers_under_concurrency(fresh_seller, scheme, desk, verify):
    """Are the numbers of one device still consecutive when twelve documents are issued at the same time?"""
    till = FiscalDesk(desk, set_up(desk, fresh_seller, scheme))
    numbers = till.numbers_at_once(Sale(till.case(line(5, of="Coffee"))), 12)
    judged = numbers_count_by_strategy(numbers, [number_parts(scheme, n) for n in numbers], per_device=False)
    verify.that(judged, about="twelve documents at the same time")


@for_sellers(all_countries, each=("scheme", that_can_be_down))
def test_fiscal_authority_that_does_not_answer(fresh_seller, scheme, desk, verify):
    """Is a document issued with its own code while the authority does not answer, and confirmed later?"""
    till = FiscalDesk(desk, set_up(desk, fresh_seller, scheme))
    sale = Sale(till.case(*LINES))
    till.authority("down")
    waiting = till.issue(sale)
    verify.document(waiting.issued, waits_for_the_authority(waiting.readings))
    verify.document(waiting.issued, till.due(protective_code(waiting.readings)))
    verify.document(waiting.issued, till.due(symbol_states_the_document(waiting.readings)))
    till.authority("up")
    late = till.submit_late(waiting, sale)
    judged = [
        *submitted_late(waiting.readings, late.readings),
        keeps_its_number(waiting.issued.number, late.issued.number),
    ]
    verify.document(late.issued, judged)
    verify.document(late.issued, till.due(code_checks(late.readings)))


@for_sellers(all_countries, each=("scheme", cash_registers))
def test_fiscal_documents_that_may_be_left_out(fresh_seller, scheme, desk, verify):
    """Are drafts and sales abroad left alone, and only those left out at wish that are not paid in cash?"""
    till = FiscalDesk(desk, set_up(desk, fresh_seller, scheme))
    abroad = till.issue(Sale(till.case(*LINES, to=fresh_seller.abroad.business()), ("bank_transfer",)))
    verify(abroad.issued).as_the_law_asks()
    verify.document(abroad.issued, [not_concerned(abroad.readings, "paid by transfer by a business abroad")])
    sale = Sale(till.case(*LINES))
    identity, draft = till.draft(sale)
    verify.that(draft_bears_no_codes(draft), about="a draft of an invoice paid in cash")
    final = till.finalize(identity, sale)
    verify.document(final.issued, till.due(code_checks(final.readings)))
    if not till.tenant.profile.skips:
        return
    business = till.case(*LINES, to=fresh_seller.home.business())
    for payments, why in (((), "not paid yet"), (("bank_transfer",), "paid by transfer")):
        skipped = till.answered(Sale(business, payments, skip=True))
        verify.that(left_out_at_wish(skipped, why), about=f"invoice {skipped.number}, {why}")
    for payment in ("cash", "card"):
        status = status_of(lambda kind=payment: till.create(Sale(business, (kind,), skip=True)))
        verify.that(cash_is_never_left_out(status, f"paid by {payment}"), about=f"a document paid by {payment}")


@for_sellers(all_countries, each=("scheme", registered_series))
def test_fiscal_series_and_signatures(fresh_seller, scheme, desk, verify):
    """Do documents of a registered series bear ATCUD, signature, QR code and the line of the certified program?"""
    till = FiscalDesk(desk, set_up(desk, fresh_seller, scheme))
    rates = {rate.rate: rate.category for rate in fresh_seller.country.rates_on(desk.context.as_of) if rate.rate > 0}
    mixed = [line(10 * n + Decimal("0.35"), of=f"Item {n}", category=c) for n, c in enumerate(rates.values(), 1)]
    many = [line(Decimal(n), of=f"Part {n:02}") for n in range(1, 46)]
    sales = [
        Sale(till.case(*LINES)),
        Sale(till.case(*mixed, to=fresh_seller.home.business()), ()),
        Sale(till.case(*many, to=fresh_seller.home.business()), ("bank_transfer",)),
        Sale(till.case(line(90, of="Language course")), untaxed="exempt"),
        Sale(till.case(line(120), to=fresh_seller.abroad.business()), ("bank_transfer",), untaxed="reverse_charge"),
    ]
    invoices = [till.issue(sale) for sale in sales]
    note = till.credit(invoices[0])
    for document in (*invoices, note):
        verify.document(document.issued, till.due(series_checks(document.readings)))
    for document in (*invoices[:3], invoices[4], note):
        verify(document.issued).as_the_law_asks()
    issued = [document.issued for document in invoices]
    verify.that(chain_of_signatures(all_of(invoices)), about="five invoices of a series", of=issued)
    verify.that(chain_of_signatures([note.readings]), about="the first credit note of its series", of=[note.issued])
    verify.that(series_count_on(all_of(invoices)), about="five invoices of a series", of=issued)
    verify.that(answers_follow_the_contract(fresh_seller.tenant.drift), about="answers with fiscal codes")
    for untaxed, why in zip(invoices[3:], ("exempt", "reverse_charge"), strict=True):
        sent = till.tenant.profile.exemptions[why].on(desk.context.as_of)
        judged = exemption_is_given(untaxed.readings, sent, code_list("exemption_codes"))
        verify.document(untaxed.issued, judged)


def series_checks(readings):
    """Everything that one document of a registered series states."""
    yield from atcud_of_the_series(readings)
    yield from symbol_states_the_document(readings)
    yield symbol_is_printed_as_asked(readings)
    yield line_of_the_certified_program(readings)
    yield number_names_its_place(readings)


@for_sellers(all_countries, each=("scheme", not_yet))
def test_fiscal_duty_of_a_later_date(seller, scheme, desk, verify):
    """Does the folder name a duty of fiscalization that is not in force on this date, so that nothing is asked?"""
    requirements, since = requirements_of(seller.country, desk.context, scheme)
    verify.that(not_in_force(requirements, scheme, since), about=f"fiscalization by {scheme}")
