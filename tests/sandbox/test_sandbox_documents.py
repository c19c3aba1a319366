"""Documents: totals, tax rules, lifecycle, payments, links, rendering."""

from datetime import timedelta
from typing import Any

import pytest

from harness.sandbox.profile import Profile

AUTO = {"tax_rules": {"eu": {"auto_reverse_charge": True, "auto_remove_tax_export": True}}}


def test_the_documented_example(tenant: Any, samples: Any) -> None:
    body = tenant.issue(items=[samples.line(quantity=2, discounts=[{"value": 10}])])
    assert (body["total"], body["total_discount"], body["total_with_tax"]) == (180, 20, 219.6)
    assert body["number"] == "2026-00001"
    assert (body["date"], body["date_due"]) == ("2026-11-22T00:00:00.000Z", "2026-12-22T00:00:00.000Z")
    assert (body["total_paid"], body["total_due"], body["paid_in_full"]) == (0, 219.6, False)
    (tax,) = body["taxes"]
    assert (tax["rate"], tax["base"], tax["amount"], tax["reverse_charge"]) == (22, 180, 39.6, False)
    assert body["items"][0]["invoice_id"] == body["id"]
    assert tenant.get(f"/invoices/{body['id']}").json() == body


def test_taxes_are_found_by_id_rate_and_classification(tenant: Any, samples: Any) -> None:
    known = {tax["classification"]: tax["id"] for tax in tenant.get("/taxes").json()["data"]}
    lines = [
        samples.line(taxes=[{"tax_id": known["reduced2"]}]),
        samples.line(taxes=[{"rate": 22}]),
        samples.line(taxes=[{"classification": "reduced"}]),
    ]
    taxes = tenant.issue(items=lines)["taxes"]
    assert [(row["rate"], row["tax_id"]) for row in taxes] == [
        (9.5, known["reduced2"]),
        (22, known["standard"]),
        (5, known["reduced"]),
    ]


def test_an_unknown_rate_becomes_a_tax_once(tenant: Any, samples: Any) -> None:
    before = tenant.get("/taxes").json()["pagination"]["total"]
    lines = [samples.line(taxes=[{"rate": 13}]), samples.line(taxes=[{"rate": 13}])]
    tenant.issue(items=lines)
    tenant.issue(items=lines)
    taxes = tenant.get("/taxes").json()["data"]
    assert len(taxes) == before + 1
    assert [tax["name"] for tax in taxes].count("13%") == 1


def test_the_rate_of_the_document_date_is_charged(api: Any, samples: Any) -> None:
    german = api.entity(country="Germany", name="G")
    lines = [samples.line(taxes=[{"classification": "standard"}])]
    rates = [
        german.issue(date=day, items=lines)["taxes"][0]["rate"] for day in ("2020-06-30", "2020-07-01", "2021-01-01")
    ]
    assert rates == [19, 16, 19]


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"items": []}, ["items"]),
        ({"items": [{"price": 1}]}, ["items", 0, "name"]),
        ({"items": [{"name": "x"}]}, ["items", 0, "price"]),
        ({"items": [{"name": "x", "price": "1,5"}]}, ["items", 0, "price"]),
        ({"items": [{"name": "x", "price": True}]}, ["items", 0, "price"]),
        ({"items": [{"name": "x", "price": 10**18}]}, ["items", 0, "price"]),
        ({"items": [{"name": "x", "price": 10**11, "quantity": 10**11}]}, ["items"]),
        ({"items": [{"name": "x", "price": 1, "taxes": [{"tax_id": "tax_0"}]}]}, ["items", 0, "taxes", 0, "tax_id"]),
        (
            {"items": [{"name": "x", "price": 1, "taxes": [{"classification": "no"}]}]},
            ["items", 0, "taxes", 0, "classification"],
        ),
        ({"items": [{"name": "x", "price": 1, "taxes": [{}]}]}, ["items", 0, "taxes", 0]),
        ({"items": [{"name": "x", "price": 1, "taxes": [{"rate": 1}, {"rate": 2}]}]}, ["items", 0, "taxes"]),
        ({"items": [{"name": "x", "price": 1, "taxes": [{"rate": 101}]}]}, ["items", 0, "taxes", 0, "rate"]),
        ({"items": [{"name": "x", "price": 1, "discounts": [{"value": 1}] * 6}]}, ["items", 0, "discounts"]),
        ({"items": [{"item_id": "item_0"}]}, ["items", 0, "item_id"]),
        ({"date": "2026-11-23"}, ["date"]),
        ({"date": "2026-02-30"}, ["date"]),
        ({"date": "22.11.2026"}, ["date"]),
        ({"date_due": "2026-11-21"}, ["date_due"]),
        ({"date_service": "2026-11-02", "date_service_to": "2026-11-01"}, ["date_service_to"]),
        ({"customer_id": "cust_0"}, ["customer_id"]),
        ({"linked_documents": ["inv_0"]}, ["linked_documents", 0]),
        ({"currency_code": "XXX"}, ["currency_code"]),
        ({"expected_total_with_tax": 130}, ["expected_total_with_tax"]),
        ({"payments": [{"type": "cash", "amount": 123}]}, ["payments", 0, "amount"]),
    ],
)  # fmt: skip
def test_bad_documents_are_refused_and_take_no_number(tenant: Any, samples: Any, fields: Any, path: Any) -> None:
    answer = tenant.post("/invoices", samples.invoice(**fields))
    assert answer.status_code == 422, answer.text
    assert path in [issue["path"] for issue in answer.json()["cause"]["issues"]]
    assert tenant.get("/documents/next-number?type=invoice").json()["number"] == "2026-00001"


def test_separators_discounts_and_gross_mode(tenant: Any, samples: Any) -> None:
    lines = [
        {"type": "separator", "name": "Part one"},
        samples.line(price=None, gross_price=122, discounts=[{"value": 10}, {"type": "amount", "value": 10}]),
    ]
    body = tenant.issue(calculation_mode="b2c_gross_discount", items=lines)
    assert body["items"][0]["total"] is None
    assert (body["total_with_tax"], body["total"]) == (99.8, 81.8)
    assert body["items"][1]["gross_price"] == 122


def test_a_small_difference_to_the_expected_total_is_booked(tenant: Any) -> None:
    body = tenant.issue(expected_total_with_tax=122.03)
    assert (body["total_with_tax"], body["rounding_correction"], body["total_due"]) == (122.03, 0.03, 122.03)
    assert body["taxes"][0]["amount"] == 22


def test_foreign_currency_is_converted(tenant: Any) -> None:
    body = tenant.issue(currency_code="USD")
    assert body["exchange_rate"] == {
        "rate": 0.909091,
        "source": "sandbox",
        "date": "2026-11-22T00:00:00.000Z",
        "quote_currency": "EUR",
    }
    assert (body["total_converted"], body["total_with_tax_converted"]) == (90.91, 110.91)


@pytest.mark.parametrize(
    ("number", "kind", "valid", "total"),
    [
        ("136695976", "intra_eu_b2b", True, 100),
        ("136695977", "intra_eu_b2c", None, 122),
        ("111111111", "intra_eu_b2c", False, 122),
    ],
)
def test_vies_decides_about_reverse_charge(
    api: Any, samples: Any, number: str, kind: str, valid: bool | None, total: int
) -> None:
    tenant = api.entity(settings=AUTO)
    body = tenant.issue(customer=samples.german_business(number))
    assert (body["transaction_type"], body["vies"]["valid"], body["total_with_tax"]) == (kind, valid, total)
    assert body["taxes"][0]["reverse_charge"] is (kind == "intra_eu_b2b")
    assert bool(body["tax_clause"]) is (kind == "intra_eu_b2b")
    assert bool(body["vies"]["warning"]) is (valid is not True)


def test_reverse_charge_is_off_by_default(tenant: Any, samples: Any) -> None:
    body = tenant.issue(customer=samples.german_business())
    assert (body["transaction_type"], body["total_with_tax"]) == ("intra_eu_b2b", 122)


def test_gross_prices_become_net_under_reverse_charge(api: Any, samples: Any) -> None:
    tenant = api.entity(settings={"tax_rules": {"eu": {"auto_reverse_charge": True, "require_gross_prices": True}}})
    refused = tenant.post("/invoices", samples.invoice(customer=samples.german_business()))
    assert refused.json()["cause"]["issues"][0]["path"] == ["items", 0, "gross_price"]
    line = samples.line(price=None, gross_price=122)
    body = tenant.issue(customer=samples.german_business(), items=[line])
    assert (body["total"], body["total_with_tax"]) == (122, 122)


def test_the_tax_in_a_gross_price_can_be_taken_out(make_api: Any, samples: Any) -> None:
    tenant = make_api(profile=Profile(reverse_charge_gross_is_net=False)).entity(settings=AUTO)
    line = samples.line(price=None, gross_price=122)
    body = tenant.issue(customer=samples.german_business(), items=[line])
    assert (body["total"], body["total_with_tax"], body["items"][0]["gross_price"]) == (100, 100, 122)


def test_a_line_can_be_stored_as_an_item(tenant: Any, samples: Any) -> None:
    body = tenant.issue(items=[samples.line(save_item=True), samples.line(save_item=False)])
    (item,) = tenant.get("/items").json()["data"]
    assert (item["name"], item["price"]) == ("Consulting", 100)
    assert [line["item_id"] for line in body["items"]] == [item["id"], None]
    tenant.patch(f"/invoices/{body['id']}", {"note": "x"})
    assert tenant.get("/items").json()["pagination"]["total"] == 1


def test_exports_lose_their_taxes(api: Any) -> None:
    body = api.entity(settings=AUTO).issue(customer={"name": "US", "country": "United States"})
    assert (body["transaction_type"], body["total_with_tax"], body["taxes"]) == ("3w_b2c", 100, [])
    assert body["tax_clause"]


def test_no_tax_from_an_issuer_that_is_no_tax_subject(api: Any) -> None:
    body = api.entity(is_tax_subject=False).issue()
    assert (body["total_with_tax"], body["taxes"]) == (100, [])


@pytest.mark.parametrize("by_default", [True, False])
def test_the_default_tax_is_a_switch(make_api: Any, by_default: bool) -> None:
    tenant = make_api(profile=Profile(default_tax_when_omitted=by_default)).entity()
    line = {"name": "x", "price": 100}
    assert tenant.issue(items=[line])["total_with_tax"] == (122 if by_default else 100)
    assert tenant.issue(items=[{**line, "taxes": []}])["total_with_tax"] == 100


def test_texts_come_from_the_settings_unless_given(api: Any) -> None:
    tenant = api.entity(settings={"default_invoice_note": "Thanks", "document_footer": "Foot"})
    assert (tenant.issue()["note"], tenant.issue()["footer"]) == ("Thanks", "Foot")
    assert tenant.issue(note="")["note"] == ""
    assert tenant.issue(note="Own", tax_clause="Clause")["tax_clause"] == "Clause"


def test_customers_are_snapshots(tenant: Any, samples: Any) -> None:
    inline = {"name": "New", "country": "Nemčija", "city": "Berlin"}
    stored = tenant.issue(customer=inline)["customer_id"]
    assert tenant.get(f"/customers/{stored}").json()["country_code"] == "DE"
    body = tenant.issue(customer=None, customer_id=stored)
    assert body["customer"]["city"] == "Berlin"
    changed = tenant.issue(customer_id=stored, customer={"city": "Bonn", "save_customer": False})
    assert (changed["customer"]["name"], changed["customer"]["city"]) == ("New", "Bonn")
    assert tenant.get(f"/customers/{stored}").json()["city"] == "Berlin"
    tenant.issue(customer_id=stored, customer={"city": "Bonn", "save_customer": True})
    assert tenant.get(f"/customers/{stored}").json()["city"] == "Bonn"
    assert tenant.get(f"/invoices/{body['id']}").json()["customer"]["city"] == "Berlin"
    assert tenant.issue(customer=None)["customer"] is None
    assert tenant.issue()["customer_id"] is None


def test_items_from_the_catalogue(tenant: Any) -> None:
    item = tenant.post("/items", {"name": "Book", "gross_price": 109.5, "taxes": [{"rate": 9.5}]}).json()
    assert (item["price"], item["total_tax"]) == (100, 9.5)
    body = tenant.issue(items=[{"item_id": item["id"], "quantity": 2}])
    assert (body["items"][0]["name"], body["total_with_tax"]) == ("Book", 219)
    changed = tenant.patch(f"/items/{item['id']}", {"price": 50}).json()
    assert (changed["price"], changed["gross_price"], changed["total_tax"]) == (50, None, 4.75)


def test_calculate_stores_nothing(tenant: Any, samples: Any) -> None:
    taxes = tenant.get("/taxes").json()["pagination"]["total"]
    body = tenant.post("/documents/calculate?type=invoice", samples.invoice(items=[samples.line(taxes=[{"rate": 13}])]))
    assert (body.status_code, body.json()["total_with_tax"]) == (200, 113)
    assert tenant.get("/invoices").json()["data"] == []
    assert tenant.get("/taxes").json()["pagination"]["total"] == taxes


def test_the_year_begins_in_the_tenants_time_zone(make_api: Any, moving_clock: Any) -> None:
    moving_clock.forward(timedelta(days=39, hours=13, minutes=30))  # 2026-12-31 23:30 UTC
    api = make_api(clock=moving_clock)
    assert api.entity().issue()["number"] == "2026-00001"
    assert api.entity(timezone="Europe/Ljubljana").issue()["number"] == "2027-00001"


def test_transaction_type_check_and_its_alias(api: Any) -> None:
    tenant = api.entity()
    body = {"issuer": {"country": "Slovenia"}, "customer": {"country": "Germany", "tax_number": "DE136695976"}}
    answer = tenant.post("/transaction-type/check", body)
    assert answer.json() == {
        "transaction_type": "intra_eu_b2b",
        "reverse_charge_applies": True,
        "issuer_country_code": "SI",
        "customer_country_code": "DE",
        "vies_valid": True,
        "warning": None,
        "is_tax_subject": True,
    }
    assert tenant.post("/vies/check", body).json() == answer.json()


def test_pdf_and_html(tenant: Any) -> None:
    body = tenant.issue()
    pdf = tenant.get(f"/documents/{body['id']}/pdf?language=de&locale=de-DE&template=classic")
    assert (pdf.status_code, pdf.headers["content-type"]) == (200, "application/pdf")
    assert pdf.content.startswith(b"%PDF-")
    html = tenant.get(f"/documents/{body['id']}/html?language=en")
    assert html.headers["content-type"].startswith("text/html")
    assert body["number"] in html.text


@pytest.mark.parametrize("parameter", ["language=xx", "locale=xx-XX", "template=baroque"])
def test_unknown_rendering_parameters_are_named(tenant: Any, parameter: str) -> None:
    answer = tenant.get(f"/documents/{tenant.issue()['id']}/pdf?{parameter}")
    assert answer.status_code == 422
    assert answer.json()["cause"]["issues"][0]["path"] == [parameter.split("=")[0]]


def test_logos_are_checked_by_their_bytes(tenant: Any, samples: Any) -> None:
    good = tenant.request("POST", "/upload/image", files={"file": ("logo.png", samples.png())})
    assert good.status_code == 201
    body = good.json()
    assert (body["format"], body["mime_type"], body["width"], body["height"]) == ("png", "image/png", 60, 20)
    assert (body["category"], body["filename"]) == ("logo", "logo.png")
    second = tenant.request("POST", "/files", files={"file": ("b.png", samples.png())}, data={"category": "logo"})
    assert [row["id"] for row in tenant.get("/files?category=logo").json()["data"]] == [second.json()["id"]]
    for name, data in (("a.png", b"<svg/>"), ("a.png", samples.png()[:60]), ("a.png", b"")):
        bad = tenant.request("POST", "/upload/image", files={"file": (name, data)})
        assert bad.status_code == 422, data
    big = tenant.request("POST", "/upload/image", files={"file": ("a.png", samples.png() + b"\0" * 5 * 1024 * 1024)})
    assert big.status_code == 413
    assert tenant.post("/upload/image").status_code == 400
    wrong = tenant.request("POST", "/files", files={"file": ("b.png", samples.png())}, data={"category": "virus"})
    assert wrong.json()["cause"]["issues"][0]["path"] == ["category"]


def test_taxes_keep_one_default_and_unique_classifications(tenant: Any) -> None:
    rates = [{"rate": 1, "valid_from": "2020-01-01"}, {"rate": 2}]
    tax = tenant.post("/taxes", {"tax_rates": rates, "is_default": True, "classification": "special"}).json()
    assert (tax["name"], [row["rate"] for row in tax["tax_rates"]]) == ("1%", [1, 2])
    assert tax["tax_rates"][1]["valid_from"] == "1970-01-01"
    listed = tenant.get("/taxes").json()["data"]
    assert [row["id"] for row in listed if row["is_default"]] == [tax["id"]]
    assert tenant.post("/taxes", {"tax_rates": rates, "classification": "special"}).status_code == 422
    patched = tenant.patch(f"/taxes/{tax['id']}", {"tax_rates": [{"rate": 3}], "name": "kept out"}).json()
    assert (patched["name"], patched["tax_rates"][0]["rate"], patched["is_default"]) == ("1%", 3, True)
    replaced = tenant.request("PUT", f"/taxes/{tax['id']}", json={"name": "N", "tax_rates": [{"rate": 4}]}).json()
    assert (replaced["name"], replaced["classification"], replaced["is_default"]) == ("N", None, False)
    assert tenant.delete(f"/taxes/{tax['id']}").json()["deleted_at"]
    assert tenant.get(f"/taxes/{tax['id']}").status_code == 404
    assert tenant.post(f"/taxes/{tax['id']}/restore").json()["deleted_at"] is None
