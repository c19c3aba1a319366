from __future__ import annotations

from typing import Any

import pytest

from harness.sandbox.rendering.colours import palette
from harness.sandbox.rendering.content import build_content, open_source
from harness.sandbox.rendering.heading import facts, mark, title
from harness.sandbox.rendering.lines import columns, net_price, rows
from harness.sandbox.rendering.parties import buyer, seller
from harness.sandbox.rendering.payment import bank_account, payment_rows
from harness.sandbox.rendering.source import Source
from harness.sandbox.rendering.totals import totals, vat_table

Json = dict[str, Any]


def source(document: Json, entity: Json, language: str | None = "en", locale: str | None = "en-US") -> Source:
    return open_source(document, entity, language, locale, None)


def pairs(items: list[dict[str, str]]) -> dict[str, str]:
    return {item["label"]: item["value"] for item in items}


def test_language_and_locale_default_to_the_entity(document: Json, entity: Json) -> None:
    found = source(document, entity, None, None)
    assert (found.language, found.locale.code) == ("sl", "sl-SI")
    found = source(document, entity, "de", None)
    assert (found.language, found.locale.code) == ("de", "sl-SI")


@pytest.mark.parametrize(
    ("change", "kind", "shown"),
    [
        ({"id": "inv_1"}, "invoice", "Invoice"),
        ({"id": "cre_1"}, "credit_note", "Credit note"),
        ({"id": "cn_1"}, "credit_note", "Credit note"),
        ({"id": "adv_1"}, "advance_invoice", "Advance invoice"),
        ({"id": "est_1"}, "estimate", "Quote"),
        ({"id": "est_1", "title_type": "proforma_invoice"}, "estimate", "Pro forma invoice"),
        ({"id": "dn_1"}, "delivery_note", "Delivery note"),
        ({"id": "x", "type": "credit_note"}, "credit_note", "Credit note"),
        ({"id": None}, "invoice", "Invoice"),
    ],
)
def test_kind_and_title(change: Json, kind: str, shown: str, document: Json, entity: Json) -> None:
    found = source({**document, **change}, entity)
    assert (found.kind, title(found)) == (kind, shown)


@pytest.mark.parametrize(
    ("change", "expected"),
    [({}, ""), ({"is_draft": True}, "Draft"), ({"voided_at": "2025-03-06T10:00:00.000Z"}, "Void"),
     ({"is_draft": True, "voided_at": "2025-03-06"}, "Void")],
)  # fmt: skip
def test_marks(change: Json, expected: str, document: Json, entity: Json) -> None:
    assert mark(source({**document, **change}, entity)) == expected


def test_facts_of_an_invoice(document: Json, entity: Json) -> None:
    assert pairs(facts(source(document, entity))) == {
        "Invoice number": "2025-00017",
        "Issue date": "03/05/2025",
        "Due date": "04/04/2025",
        "Supply period": "02/01/2025 – 02/28/2025",
        "Reference": "PO-7781",
    }


def test_single_supply_date_is_no_period(document: Json, entity: Json) -> None:
    document["date_service_to"] = document["date_service"]
    assert pairs(facts(source(document, entity)))["Date of supply"] == "02/01/2025"


def test_credit_note_names_its_invoice_but_an_invoice_not_its_credit_note(document: Json, entity: Json) -> None:
    related = {"number": "2025-00017", "date": "2025-03-05T00:00:00.000Z"}
    document |= {"id": "cre_1", "document_relations": [{"relation_type": "credit_for", "related_document": related}]}
    assert pairs(facts(source(document, entity)))["Credit for invoice"] == "2025-00017 (03/05/2025)"
    document |= {"id": "inv_1", "document_relations": [{"relation_type": "has_credit", "related_document": related}]}
    assert "2025-00017 (03/05/2025)" not in pairs(facts(source(document, entity))).values()


def test_fiscal_codes_and_exchange_rate(document: Json, entity: Json) -> None:
    document |= {"furs": {"zoi": "a1b2", "eor": None}, "exchange_rate": {"rate": 0.9, "quote_currency": "EUR"}}
    document |= {"currency_code": "USD", "total_converted": 11329.74, "total_with_tax_converted": 13812.16}
    found = source(document, entity)
    assert pairs(facts(found))["ZOI"] == "a1b2"
    assert pairs(facts(found))["Exchange rate"] == "1 USD = 0.90 EUR"
    assert (vat_table(found) or {})["converted"] == "VAT amount: €2,482.42"


def test_parties(document: Json, entity: Json) -> None:
    found = source(document, entity)
    bill_to = buyer(found) or {}
    assert bill_to["lines"] == ["Friedrichstraße 120", "10117 Berlin", "Deutschland"]
    assert pairs(bill_to["ids"]) == {"VAT ID": "DE136695976"}
    assert seller(found)["lines"] == ["Tehnološki park 24", "1000 Ljubljana", "Slovenija"]
    assert pairs(seller(found)["ids"]) == {"VAT ID": "SI12345678", "Company number": "1234567000"}


def test_issuer_on_the_document_wins_over_the_entity(document: Json, entity: Json) -> None:
    document["issuer"] |= {"name": "Old name d.o.o.", "tax_number": None}
    found = seller(source(document, entity))
    assert found["name"] == "Old name d.o.o."
    assert "VAT ID" not in pairs(found["ids"])


def test_retail_sale_has_no_buyer_and_others_no_vat_id(document: Json, entity: Json) -> None:
    assert buyer(source({**document, "customer": None}, entity)) is None
    document["customer"]["country_code"] = "US"
    assert pairs((buyer(source(document, entity)) or {})["ids"]) == {"Tax ID": "DE136695976"}


def test_rows_and_columns(document: Json, entity: Json) -> None:
    found = source(document, entity)
    separator, lamp, book = rows(found)
    assert (separator["kind"], separator["name"]) == ("separator", "Lighting")
    assert lamp["cells"] == {"position": "1", "quantity": "3", "unit": "pcs", "price": "4,166.20", "discount": "–",
                             "vat_rate": "22%", "total": "12,498.60"}  # fmt: skip
    assert (book["cells"]["discount"], book["cells"]["vat_rate"]) == ("10%", "9.5%")
    assert [column["key"] for column in columns(found)] == ["position", "name", "quantity", "unit", "price", "discount",
                                                            "vat_rate", "total"]  # fmt: skip


def test_columns_that_no_row_needs_are_left_out(document: Json, entity: Json) -> None:
    for item in document["items"][1:]:
        item |= {"unit": None, "discounts": [], "taxes": []}
    shown = [column["key"] for column in columns(source(document, entity))]
    assert shown == ["position", "name", "quantity", "price", "total"]


def test_delivery_note_hides_prices(document: Json, entity: Json) -> None:
    found = source({**document, "id": "del_1", "hide_prices": True}, entity)
    assert [column["key"] for column in columns(found)] == ["position", "name", "quantity", "unit"]
    assert (totals(found), vat_table(found), payment_rows(found)) == ([], None, [])


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"price": 10.5}, "10.5"),
        ({"gross_price": 122, "taxes": [{"rate": 22}]}, "100.0000"),
        ({"price": 9, "gross_price": 122}, "9"),
        ({"gross_price": 10, "taxes": [{"rate": 5}, {"rate": 9.975}]}, "8.6975"),
        ({}, "0"),
    ],
)
def test_net_unit_price(item: Json, expected: str) -> None:
    assert str(net_price(item)) == expected


def test_totals_of_an_invoice(document: Json, entity: Json) -> None:
    assert [(row["label"], row["value"], row["kind"]) for row in totals(source(document, entity))] == [
        ("Subtotal", "€12,598.60", "plain"),
        ("Discount", "-€10.00", "plain"),
        ("Total excl. VAT", "€12,588.60", "plain"),
        ("VAT", "€2,758.24", "plain"),
        ("Total incl. VAT", "€15,346.84", "strong"),
        ("Paid", "-€346.84", "plain"),
        ("Amount due", "€15,000.00", "due"),
    ]


@pytest.mark.parametrize(
    ("switch", "paid", "shown"),
    [
        (None, 0, {"Amount due"}),
        (None, 5, {"Paid", "Amount due"}),
        (True, 0, {"Paid", "Amount due"}),
        (False, 5, set()),
    ],
)
def test_payment_amounts_follow_the_switch(
    switch: bool | None, paid: int, shown: set[str], document: Json, entity: Json
) -> None:
    entity["settings"]["show_payment_amounts"] = switch
    found = totals(source({**document, "total_paid": paid}, entity))
    assert set(pairs(found)) & {"Paid", "Amount due"} == shown
    assert [row["kind"] for row in found].count("due") == 1


def test_rounding_correction_and_gross_mode(document: Json, entity: Json) -> None:
    document |= {"rounding_correction": -0.01, "calculation_mode": "b2c_gross_discount"}
    found = pairs(totals(source(document, entity)))
    assert found["Rounding"] == "-€0.01"
    assert "Subtotal" not in found


def test_vat_row_leaves_the_reverse_charge_words_to_the_clause(document: Json, entity: Json) -> None:
    document["taxes"][0] |= {"rate": 0, "amount": 0, "reverse_charge": True}
    first, _ = (vat_table(source(document, entity)) or {})["rows"]
    assert first == {"rate": "0%", "base": "12,498.60", "amount": "0.00"}


def test_untaxed_document_has_no_vat_table(document: Json, entity: Json) -> None:
    found = source({**document, "taxes": []}, entity)
    assert vat_table(found) is None
    assert "VAT" not in pairs(totals(found))


def test_sales_tax_country_says_tax(document: Json, entity: Json) -> None:
    document["issuer"]["country_code"] = "US"
    found = source(document, entity)
    assert {"Total before tax", "Sales tax", "Total"} <= set(pairs(totals(found)))
    assert (vat_table(found) or {})["heading"] == "Tax summary"


@pytest.mark.parametrize(("negative", "total", "quantity"), [(True, "-€15,346.84", "-3"), (False, "€15,346.84", "3")])
def test_credit_note_sign(negative: bool, total: str, quantity: str, document: Json, entity: Json) -> None:
    entity["settings"]["credit_note_negative_values"] = negative
    found = source({**document, "id": "cre_1"}, entity)
    assert pairs(totals(found))["Total incl. VAT"] == total
    assert rows(found)[1]["cells"]["quantity"] == quantity
    assert "Amount due" not in pairs(totals(found))
    assert (vat_table(found) or {})["rows"][0]["base"].startswith("-") is negative


def test_negative_values_leave_invoices_alone(document: Json, entity: Json) -> None:
    entity["settings"]["credit_note_negative_values"] = True
    assert pairs(totals(source(document, entity)))["Total incl. VAT"] == "€15,346.84"


def test_default_bank_account_is_printed(document: Json, entity: Json) -> None:
    assert pairs(payment_rows(source(document, entity))) == {
        "Bank": "Nova banka",
        "IBAN": "SI56 1920 0123 4567 892",
        "BIC": "LJBASI2X",
        "Payment reference": "2025-00017",
    }


def test_bank_account_of_the_document_wins_and_the_first_is_the_fallback(document: Json, entity: Json) -> None:
    for account in entity["settings"]["bank_accounts"]:
        account.pop("is_default", None)
    assert bank_account(source(document, entity))["bank_name"] == "Other bank"
    document["issuer"]["bank_account"] = {"account_number": "99", "sort_code": "20-00-00"}
    assert pairs(payment_rows(source(document, entity)))["Sort code"] == "20-00-00"


@pytest.mark.parametrize("change", [{"id": "cre_1"}, {"id": "est_1"}])
def test_documents_that_ask_for_no_money_give_no_account(change: Json, document: Json, entity: Json) -> None:
    assert payment_rows(source({**document, **change}, entity)) == []


@pytest.mark.parametrize(
    ("colour", "primary", "on_primary"),
    [
        ("#1a5fb4", "#1a5fb4", "#ffffff"),
        ("#fd0", "#ffdd00", "#111827"),
        (None, "#5c6ac4", "#ffffff"),
        ("red", "#5c6ac4", "#ffffff"),
        ("#12345", "#5c6ac4", "#ffffff"),
        ("#FFFFFF", "#ffffff", "#111827"),
        ("#000", "#000000", "#ffffff"),
    ],
)
def test_palette(colour: str | None, primary: str, on_primary: str) -> None:
    found = palette(colour)
    assert (found.primary, found.on_primary) == (primary, on_primary)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(first: str, second: str) -> float:
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", ["#ffffff", "#f4c20d", "#00ff00", "#777777", "#5c6ac4", "#0000ff", "#000000"])
def test_coloured_text_is_readable(colour: str) -> None:
    found = palette(colour)
    assert _contrast(found.ink, "#ffffff") >= 4.5
    assert _contrast(found.on_primary, found.primary) >= 4.4
    assert _contrast(found.soft_on_primary, found.primary) >= 4.4


def test_content_is_complete_json(document: Json, entity: Json) -> None:
    content = build_content(source(document, entity))
    assert content["date"] == [2025, 3, 5]
    assert {"facts", "rows", "totals", "vat", "payment", "texts", "seller", "buyer"} <= set(content)
