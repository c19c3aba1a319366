from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from harness.model.facts import DocumentKind, MentionKind, Witness
from harness.model.money import NO_CURRENCY, Money
from harness.reading import Labels, read_answer

DOCUMENT = """{"id": "inv_1", "number": "2026-00003", "date": "2026-03-05T00:00:00.000Z", "date_due": "2026-04-04",
 "date_service": "2026-03-01", "currency_code": "EUR", "transaction_type": "intra_eu_b2b",
 "issuer": {"name": "Novak d.o.o.", "address": "Cesta 1", "post_code": "1000", "city": "Ljubljana",
            "country_code": "SI", "tax_number": "SI 1234 5678", "bank_accounts": [{"iban": "SI56 1920 0123 4567 892"}]},
 "customer": {"name": "Leuchten GmbH", "country_code": "DE", "tax_number": "de136695976"},
 "items": [{"type": "separator", "name": "Part one"},
   {"name": "Lamp", "quantity": 3, "price": 34.0035, "taxes": [{"rate": 9.5}], "total": 100.01,
    "total_with_tax": 109.51, "discounts": [{"type": "amount", "value": 1.5}, {"type": "amount", "value": 0.5}]}],
 "taxes": [{"rate": 9.5, "base": 100.01, "amount": 9.50, "reverse_charge": false}],
 "total": 100.01, "total_with_tax": 109.51, "total_due": 9.51, "total_discount": 2,
 "tax_clause": "Reverse charge", "note": "Thank you", "payment_terms": null,
 "document_relations": [{"relation_type": "references", "target_id": "inv_0",
                         "related_document": {"number": "2026-00002"}},
                        {"relation_type": "has_credit", "target_id": "cre_1"}]}"""  # fmt: skip


def document() -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(DOCUMENT, parse_float=Decimal)
    return parsed


def test_all_facts_with_their_pointers(labels: Labels) -> None:
    facts = read_answer(document(), labels, kind=DocumentKind.INVOICE)
    assert facts.witness is Witness.API
    seen = {
        name: (getattr(facts, name).value, getattr(facts, name).place.pointer)
        for name in (
            "number",
            "issue_date",
            "due_date",
            "supply_date",
            "net_total",
            "gross_total",
            "amount_due",
            "tax_total",
        )
    }
    assert seen == {
        "number": ("2026-00003", "/number"),
        "issue_date": (date(2026, 3, 5), "/date"),
        "due_date": (date(2026, 4, 4), "/date_due"),
        "supply_date": (date(2026, 3, 1), "/date_service"),
        "net_total": (Money(Decimal("100.01"), "EUR"), "/total"),
        "gross_total": (Money(Decimal("109.51"), "EUR"), "/total_with_tax"),
        "amount_due": (Money(Decimal("9.51"), "EUR"), "/total_due"),
        "tax_total": (Money(Decimal("9.50"), "EUR"), "/taxes"),
    }


def test_parties_lines_and_rows(labels: Labels) -> None:
    facts = read_answer(document(), labels, kind=DocumentKind.INVOICE)
    assert facts.seller.vat_id
    assert facts.seller.vat_id.value == "SI12345678"
    assert facts.buyer.vat_id
    assert facts.buyer.vat_id.value == "DE136695976"
    assert facts.buyer.street is None
    assert facts.iban
    assert facts.iban.value == "SI56192001234567892"
    (line,) = facts.lines
    assert line.net_amount
    assert line.net_amount.place.pointer == "/items/1/total"
    assert line.discount
    assert line.discount.value == Money(Decimal("2.00"), "EUR")
    assert line.unit_price
    assert line.unit_price.value.amount == Decimal("34.0035")
    (row,) = facts.vat
    assert row.rate
    assert (row.rate.value, row.rate.place.pointer) == (Decimal("9.5"), "/taxes/0/rate")
    assert row.reverse_charge
    assert row.reverse_charge.value is False


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"total": "178", "discounts": [{"type": "percent", "value": 10}, {"type": "amount", "value": 2}]}, "22"),
        ({"total": "180", "discounts": [{"type": "percent", "value": 10}]}, "20"),
        ({"total": "200", "discounts": [{"type": "percent", "value": 10}]}, "0"),
        ({"total": "171", "discounts": [{"type": "percent", "value": 10}, {"type": "percent", "value": 10}]}, "29"),
        ({"total": "190", "discounts": [{"type": "percent"}]}, "10"),
        ({"price": "10.005", "quantity": 1, "total": "9", "discounts": [{"type": "percent", "value": 10}]}, "1"),
        ({"price": "10.005", "quantity": 1, "total": "8", "discounts": [{"type": "percent", "value": 10}]}, "2.01"),
        ({"total": "200", "discounts": []}, None),
        ({"total": "177.50"}, None),
        ({"total": None, "discounts": [{"type": "percent", "value": 10}]}, None),
        ({"total": "180", "price": None, "discounts": [{"type": "percent", "value": 10}]}, None),
        ({"total": "180", "quantity": None, "discounts": [{"type": "percent", "value": 10}]}, None),
    ],
    ids=["percent-and-amount", "percent", "listed-not-applied", "applied-in-turn", "without-value",
         "half-a-cent-in-the-price", "half-a-cent-and-another-total", "empty-list", "no-list", "no-total", "no-price",
         "no-quantity"],
)  # fmt: skip
def test_the_discount_is_what_price_and_quantity_exceed_the_total_by(
    labels: Labels, item: dict[str, object], expected: str | None
) -> None:
    """What was taken off, whatever is listed: a discount that is listed and not applied is none."""
    row = {"name": "Lamp", "price": "100.00", "quantity": 2, **item}
    (line,) = read_answer({"currency_code": "EUR", "items": [row]}, labels, kind=DocumentKind.INVOICE).lines

    assert (line.discount and line.discount.value) == (expected and Money(Decimal(expected), "EUR"))
    assert (line.discount and line.discount.place.pointer) == (expected and "/items/0/discounts")


def test_wording_and_references(labels: Labels) -> None:
    facts = read_answer(document(), labels, kind=DocumentKind.INVOICE)
    assert {(mention.kind, mention.words.place.pointer) for mention in facts.mentions} == {
        (MentionKind.REVERSE_CHARGE, "/tax_clause")
    }
    assert [line.place.pointer for line in facts.text] == ["/note", "/tax_clause"]
    assert [fact.value for fact in facts.references] == ["2026-00002"]


def test_what_is_absent_is_not_stated(labels: Labels) -> None:
    facts = read_answer(
        {"number": None, "date": "soon", "total": True, "items": "x"}, labels, kind=DocumentKind.CREDIT_NOTE
    )
    empty = replace(facts, kind=None)
    assert facts.kind
    assert facts.kind.value is DocumentKind.CREDIT_NOTE
    assert (empty.number, empty.issue_date, empty.net_total, empty.currency, empty.lines) == (
        None,
        None,
        None,
        None,
        (),
    )


def test_without_currency_amounts_have_none(labels: Labels) -> None:
    facts = read_answer({"total": Decimal("1.00")}, labels, kind=DocumentKind.INVOICE)
    assert facts.net_total
    assert facts.net_total.value == Money(Decimal("1.00"), NO_CURRENCY)
