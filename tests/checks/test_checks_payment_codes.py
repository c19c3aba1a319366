"""Payment codes against law, answer and page: each departure fails by its own code, nothing unread is passed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from harness.checks.payment_codes import (
    no_payment_code,
    payment_code_asks_for_what_is_due,
    payment_code_is_fit_to_be_read,
)
from harness.checks.payment_terms import PaymentReadings
from harness.fiscal import epc, hub3, upn
from harness.fiscal.epc import EpcTransfer
from harness.fiscal.hub3 import Hub3Payment
from harness.fiscal.lines import Postal
from harness.fiscal.upn import UpnPayment
from harness.law.records import PaymentScheme
from harness.model.case import Case, CaseLine, CaseParty
from harness.model.expectation import Totals
from harness.model.facts import Fact, InvoiceFacts, PartyFacts, TextLine, Witness
from harness.model.finding import Judgement, Verdict
from harness.model.money import Money
from harness.model.place import Place
from harness.model.symbol import SymbolSeen

IBAN = "SI56191000000123438"
CROATIAN = "HR1210010051863000160"
NAME = "Lumen Studio and Sons of the Northern Harbour Company Limited"
SELLER = CaseParty(NAME, "SI", "Trg 1", "1000", "Ljubljana", vat_id="SI50223054")
BUYER = CaseParty("Nova Trading", "SI", "Cesta 2", "2000", "Maribor", vat_id="SI12345679")
CASE = Case(
    SELLER, BUYER, (CaseLine("Lamp", Decimal(1), Decimal(100)),), issue_date=date(2026, 11, 23),
    supply_date=date(2026, 11, 23), currency="EUR",
)  # fmt: skip
PAID = Decimal(22)


@dataclass(frozen=True)
class Yardstick:
    totals: tuple[Totals, ...]


@dataclass(frozen=True)
class Law:
    law: Yardstick
    documented: Yardstick


def totals(*gross: str) -> Yardstick:
    euro = [Money(Decimal(amount), "EUR") for amount in gross]
    return Yardstick(tuple(Totals("m", (), amount, amount, amount) for amount in euro))


LAW: Any = Law(totals("122.00", "122.01"), totals("122.00"))


def stating(witness: Witness, **changed: Any) -> InvoiceFacts:
    """What a witness says of the unpaid invoice."""
    facts = InvoiceFacts(
        witness,
        number=Fact("2026-00001"),
        currency=Fact("EUR"),
        due_date=Fact(date(2026, 12, 23)),
        seller=PartyFacts(name=Fact(NAME)),
        buyer=PartyFacts(name=Fact("Nova Trading")),
        gross_total=Fact(Money(Decimal(122), "EUR")),
        amount_due=Fact(Money(Decimal(122), "EUR")),
        iban=Fact(IBAN),
        text=(TextLine(NAME, Place(page=1)),),
        symbols=(),
    )
    return replace(facts, **changed)


def symbol(data: bytes, **changed: Any) -> SymbolSeen:
    seen = SymbolSeen(
        "QRCode", data.decode("utf-8", "replace"), data, Place(page=1, box=(10, 10, 80, 80)), "M",
        version=6, columns=41, rows=41, quiet_zone=4.0,
    )  # fmt: skip
    return replace(seen, **changed)


EPC = EpcTransfer(NAME, IBAN, Decimal(122), text="2026-00001")
UPN = UpnPayment(
    IBAN, Postal(NAME[:33].strip(), "Trg 1", "1000 Ljubljana"), Decimal(122), "SCVE", "2026-00001", "SI002026-00001",
    Postal("Nova Trading"), date(2026, 12, 23),
)  # fmt: skip
HUB3 = Hub3Payment(
    CROATIAN,
    Postal(NAME[:25].strip()),
    Decimal(122),
    "HR00",
    "2026-00001",
    "SCVE",
    "2026-00001",
    Postal("Nova Trading"),
)


def epc_symbol(transfer: EpcTransfer = EPC, **changed: Any) -> SymbolSeen:
    return symbol(epc.encode(transfer), **changed)


def readings(*symbols: SymbolSeen, **changed: Any) -> PaymentReadings:
    plain = PaymentReadings(
        PaymentScheme.EPC, CASE, LAW, stating(Witness.API), stating(Witness.PDF, symbols=tuple(symbols)), IBAN
    )
    return replace(plain, **changed)


def failures(judged: Iterable[Judgement]) -> set[str]:
    return {one.code for one in judged if one.verdict is Verdict.FAILED}


def only_passed(judged: Iterable[Judgement]) -> bool:
    listed = list(judged)
    return bool(listed) and {one.verdict for one in listed} == {Verdict.PASSED}


def upn_readings(payment: UpnPayment = UPN) -> PaymentReadings:
    return readings(symbol(upn.encode(payment)), scheme=PaymentScheme.UPN, purpose="SCVE")


def hub3_readings(payment: Hub3Payment = HUB3) -> PaymentReadings:
    seen = symbol(hub3.build(payment).encode(), format="PDF417", version=None)
    r = readings(seen, scheme=PaymentScheme.HUB3, purpose="SCVE", iban=CROATIAN)
    return replace(r, api=replace(r.api, iban=None), pdf=replace(r.pdf, iban=Fact(CROATIAN)))


@pytest.mark.parametrize("right", [readings(epc_symbol()), upn_readings(), hub3_readings()], ids=str)
def test_a_right_code_of_each_scheme_holds(right: PaymentReadings) -> None:
    assert only_passed(payment_code_asks_for_what_is_due(right))


WRONG = [
    (replace(EPC, amount=Decimal("122.02")), {
        "amount-differs-from-law", "amount-differs-from-api", "amount-differs-from-pdf"}),
    (replace(EPC, amount=None), {"amount-differs-from-law", "amount-differs-from-api", "amount-differs-from-pdf"}),
    (replace(EPC, iban=CROATIAN), {
        "account-differs-from-api", "account-differs-from-pdf", "account-differs-from-settings"}),
    (replace(EPC, name="Nova Trading"), {"payee-differs-from-api", "payee-differs-from-pdf"}),
    (replace(EPC, name=NAME.removesuffix(" Limited")), {"payee-differs-from-api", "payee-differs-from-pdf"}),
    (replace(EPC, text="2026-00002"), {"reference-differs-from-api", "reference-differs-from-pdf"}),
    (replace(EPC, text=""), {"reference-differs-from-api", "reference-differs-from-pdf"}),
]  # fmt: skip


@pytest.mark.parametrize(("transfer", "codes"), WRONG, ids=[str(i) for i in range(len(WRONG))])
def test_each_departure_is_named(transfer: EpcTransfer, codes: set[str]) -> None:
    assert failures(payment_code_asks_for_what_is_due(readings(epc_symbol(transfer)))) == codes


@pytest.mark.parametrize(
    ("payment", "codes"),
    [
        (replace(UPN, due=date(2026, 12, 24)), {"due-date-differs-from-api", "due-date-differs-from-pdf"}),
        (replace(UPN, reference="SI99", purpose="Invoice 2026-00001 of 23.11.2026"), set()),
        (
            replace(UPN, reference="SI99", purpose="Invoice 2026-000010"),
            {"reference-differs-from-api", "reference-differs-from-pdf"},
        ),
        (replace(UPN, payer=Postal("Somebody")), {"payer-differs-from-api"}),
        (replace(UPN, purpose_code="OTHR"), {"purpose-differs-from-settings"}),
        (replace(UPN, reference="SI002026-00009"), {"reference-differs-from-api", "reference-differs-from-pdf"}),
        (replace(UPN, reference="SI99"), set()),
        (
            replace(UPN, reference="SI99", purpose="Thanks"),
            {"reference-differs-from-api", "reference-differs-from-pdf"},
        ),
        (replace(UPN, payee=Postal(NAME[:20])), {"payee-differs-from-api", "payee-differs-from-pdf"}),
    ],
)
def test_what_a_upn_states_besides(payment: UpnPayment, codes: set[str]) -> None:
    assert failures(payment_code_asks_for_what_is_due(upn_readings(payment))) == codes


def test_what_is_paid_already_is_not_asked_for_again() -> None:
    due = Fact(Money(Decimal(100), "EUR"))
    api, pdf = stating(Witness.API, amount_due=due), stating(Witness.PDF, amount_due=due)
    right = readings(api=api, pdf=replace(pdf, symbols=(epc_symbol(replace(EPC, amount=Decimal(100))),)), paid=PAID)
    assert only_passed(payment_code_asks_for_what_is_due(right))
    whole = replace(right, pdf=replace(pdf, symbols=(epc_symbol(),)))
    assert "amount-differs-from-law" in failures(payment_code_asks_for_what_is_due(whole))


def test_a_documented_amount_that_is_not_the_laws_is_a_gap() -> None:
    law: Any = Law(totals("122.05"), totals("122.00"))
    judged = list(payment_code_asks_for_what_is_due(readings(epc_symbol(), law=law)))
    assert [one.code for one in judged if one.verdict is Verdict.GAP] == ["documented-differs-from-law"]
    silent: Any = Law(totals(), totals())
    open_ = list(payment_code_asks_for_what_is_due(readings(epc_symbol(), law=silent)))
    assert [one.code for one in open_ if one.verdict is Verdict.UNVERIFIABLE] == ["law-silent"]


def test_a_witness_that_does_not_say_proves_nothing() -> None:
    bare = stating(Witness.PDF, number=None, amount_due=None, gross_total=None, iban=None, symbols=(epc_symbol(),))
    judged = list(payment_code_asks_for_what_is_due(readings(pdf=bare)))
    assert [one.code for one in judged if one.verdict is not Verdict.PASSED] == ["not-stated"] * 3
    assert all(one.verdict is Verdict.UNVERIFIABLE for one in judged if one.code == "not-stated")


def test_another_currency_is_not_the_codes() -> None:
    dollars = stating(Witness.API, currency=Fact("USD"))
    assert "currency-differs-from-api" in failures(
        payment_code_asks_for_what_is_due(readings(epc_symbol(), api=dollars))
    )


@pytest.mark.parametrize(
    ("symbols", "codes"),
    [
        ((), {"code-missing"}),
        ((symbol(b"https://example.org"),), {"code-missing"}),
        ((epc_symbol(), epc_symbol()), {"several-codes"}),
        ((symbol(epc.encode(EPC).replace(b"EUR122.00", b"EUR122,00")),), {"code-broken"}),
        ((symbol(epc.encode(EPC).replace(IBAN.encode(), b"SI56191000000123439")),), {"code-broken"}),
    ],
)
def test_no_readable_code_fails(symbols: tuple[SymbolSeen, ...], codes: set[str]) -> None:
    assert failures(payment_code_asks_for_what_is_due(readings(*symbols))) == codes


def test_an_unpadded_amount_and_a_wrong_count_break_the_national_standards() -> None:
    data = hub3.build(HUB3).replace("000000000012200", "12200").encode()
    broken = hub3_readings()
    r = replace(broken, pdf=replace(broken.pdf, symbols=(symbol(data, format="PDF417"),)))
    assert failures(payment_code_asks_for_what_is_due(r)) == {"code-broken"}
    lines = upn.build(UPN).split("\n")
    lines[19] = f"{int(lines[19]) - 19:03d}"
    count = readings(symbol("\n".join(lines).encode()), scheme=PaymentScheme.UPN)
    assert failures(payment_code_asks_for_what_is_due(count)) == {"code-broken"}


def test_a_page_that_nobody_searched_is_not_judged() -> None:
    page = stating(Witness.PDF, symbols=None)
    judged = [
        *payment_code_asks_for_what_is_due(readings(pdf=page)),
        *payment_code_is_fit_to_be_read(PaymentScheme.EPC, page),
        *no_payment_code("it is paid", page),
    ]
    assert {one.verdict for one in judged} == {Verdict.UNVERIFIABLE}
    assert len(judged) == 3


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, set()),
        ({"quiet_zone": 1.0}, {"print-quiet_modules"}),
        ({"error_correction": "L"}, {"print-error_correction"}),
        ({"version": 14}, {"print-versions"}),
        ({"format": "PDF417", "version": None}, {"print-format"}),
    ],
)
def test_how_a_code_is_printed(changed: dict[str, Any], codes: set[str]) -> None:
    page = stating(Witness.PDF, symbols=(epc_symbol(**changed),))
    assert failures(payment_code_is_fit_to_be_read(PaymentScheme.EPC, page)) == codes


def test_what_cannot_be_measured_is_not_passed() -> None:
    page = stating(Witness.PDF, symbols=(epc_symbol(quiet_zone=None),))
    (judged,) = payment_code_is_fit_to_be_read(PaymentScheme.EPC, page)
    assert (judged.verdict, judged.code) == (Verdict.UNVERIFIABLE, "not-measured")
    assert "quiet_modules" in judged.message


def test_no_code_belongs_where_nothing_is_due() -> None:
    other = symbol(b"https://example.org")
    assert only_passed(no_payment_code("it is paid", stating(Witness.PDF, symbols=(other,))))
    broken = symbol(b"BCD\n")
    assert failures(no_payment_code("it is paid", stating(Witness.PDF, symbols=(broken,)))) == {"code-present"}
    two = stating(Witness.PDF, symbols=(epc_symbol(), other))
    assert [one.code for one in no_payment_code("it is paid", two)] == ["code-present"]
