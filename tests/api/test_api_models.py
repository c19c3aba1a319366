"""Strict requests, tolerant answers, exact numbers, drift, and the settings merge contract."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from harness.api.models.catalogue import TaxCreate, TaxRate
from harness.api.models.document import Buyer, Document, DocumentCreate, Line, LineTax, Preview
from harness.api.models.entity import Entity, EntityCreate, EntityPatch
from harness.api.models.settings import EntitySettings, TaxClauses, TaxRules, replaced, settings_patch
from harness.api.wire import decode, encode


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("0.1"), "0.1"),
        (Decimal("12.50"), "12.50"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("79228162514264337593543950335.01"), "79228162514264337593543950335.01"),
        (Decimal("-0.005"), "-0.005"),
        (True, "true"),
        (None, "null"),
        ('š\n"', '"š\\n\\""'),
        (dt.date(2026, 2, 28), '"2026-02-28"'),
        ({"a": (1, Decimal("2.20")), "b": []}, '{"a":[1,2.20],"b":[]}'),
    ],
)
def test_json_is_written_exactly(value: Any, text: str) -> None:
    assert encode(value) == text


@pytest.mark.parametrize("value", [0.1, Decimal("NaN"), Decimal("Infinity"), b"x", {1: 2}, {"a": object()}])
def test_what_has_no_exact_json_form_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        encode(value)


@settings(derandomize=True, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_decimals_survive_the_wire(value: Decimal) -> None:
    assert Decimal(decode(encode({"v": value}).encode())["v"]) == value


def test_amounts_are_read_as_the_text_says() -> None:
    read = decode(b'{"a": 0.1, "b": 30500, "c": 1.10, "d": 0.30000000000000004}')
    assert [str(read[name]) for name in "abcd"] == ["0.1", "30500", "1.10", "0.30000000000000004"]
    assert not any(isinstance(value, float) for value in read.values())


@pytest.mark.parametrize(
    "build",
    [
        lambda: EntityCreate(name="A", country="Slovenia", taxNumber="1"),
        lambda: EntityCreate(name="A"),
        lambda: EntityCreate(name="A", country=705),
        lambda: EntityCreate(name="A", country="Slovenia", environment="production"),
        lambda: EntityCreate(name="A", country="Slovenia", is_tax_subject="yes"),
        lambda: EntityPatch(country="Germany"),
        lambda: EntityPatch(environment="sandbox"),
        lambda: EntitySettings(pdf_template={"logo_url": "x", "primary_color": "#fff"}),
        lambda: EntitySettings(furs={"enabled": True}),
        lambda: Line(name="x", quantity=1, price=0.1),
        lambda: Line(name="x", quantity=1, price="0.1"),
        lambda: Line(name="x", quantity=True, price=1),
        lambda: Line(name="x", quantity=1, price=Decimal("NaN")),
        lambda: DocumentCreate(items=[], number="2026-00001"),
        lambda: DocumentCreate(items=[], date="2026-01-01"),
        lambda: DocumentCreate(),
    ],
)
def test_requests_refuse_what_the_contract_does_not_know(build) -> None:
    with pytest.raises(ValidationError):
        build()


def test_what_is_not_given_is_not_sent_and_none_is_null() -> None:
    body = DocumentCreate(
        items=[Line(name="Hours", quantity=Decimal("1.5"), price=100, taxes=[LineTax(rate=22)])],
        customer=Buyer(name="Beta", tax_number=None, save_customer=False),
        date=dt.date(2026, 1, 2),
        tax_clause=None,
    )
    assert decode(encode(body.wire()).encode()) == {
        "items": [{"name": "Hours", "quantity": Decimal("1.5"), "price": 100, "taxes": [{"rate": 22}]}],
        "customer": {"name": "Beta", "tax_number": None, "save_customer": False},
        "date": "2026-01-02",
        "tax_clause": None,
    }


def test_a_tax_with_dated_rates() -> None:
    body = TaxCreate(name="standard", tax_rates=(TaxRate(rate=Decimal("9.5"), valid_from="2013-07-01"),))
    assert body.wire() == {"name": "standard", "tax_rates": ({"rate": Decimal("9.5"), "valid_from": "2013-07-01"},)}


def test_settings_send_only_own_keys_under_their_wire_names() -> None:
    branding = EntitySettings(
        pdf_template="modern",
        primary_color="#3B82F6",
        tax_clause_defaults=TaxClauses(third_country_b2b="outside", intra_eu_b2b=None),
        tax_rules=TaxRules(eu={"auto_reverse_charge": True}),
    )
    sent = {
        "pdf_template": "modern",
        "primary_color": "#3B82F6",
        "tax_clause_defaults": {"3w_b2b": "outside", "intra_eu_b2b": None},
        "tax_rules": {"eu": {"auto_reverse_charge": True}},
    }
    assert settings_patch(branding) == {"settings": sent}
    assert EntityPatch(name="B", settings=branding).wire() == {"name": "B", "settings": sent}


@pytest.mark.parametrize("key", ["furs", "fina", "slovenia", "e_invoicing", "revenue_recognition"])
def test_protected_settings_are_refused(key: str) -> None:
    with pytest.raises(ValueError, match=key):
        settings_patch({"primary_color": "#fff", key: {}})


def test_an_empty_patch_is_refused() -> None:
    with pytest.raises(ValueError, match="no settings"):
        settings_patch(EntitySettings())


def test_a_changed_text_keeps_its_nine_siblings() -> None:
    current = {"email_defaults": {"invoice_subject": "old", "invoice_body": "keep"}, "has_logo": True}
    changed = {"email_defaults": {"invoice_subject": "new", "invoice_body": "keep"}}
    assert replaced(current, "email_defaults", {"invoice_subject": "new"}) == changed
    assert replaced({}, "number_formats", {"invoice": "{nnn}"}) == {"number_formats": {"invoice": "{nnn}"}}
    with pytest.raises(ValueError, match="not an object"):
        replaced(current, "has_logo", {})


def test_drift_names_what_is_unknown_and_what_is_missing(document_json) -> None:
    entity = Entity.model_validate({"id": "e", "name": "A", "environment": "sandbox", "foo": 1})
    assert "entity.foo: unknown field" in entity.drift()
    assert "entity.locale: missing field" in entity.drift()
    assert "entity.timezone: missing field" not in entity.drift()
    line = {**document_json["items"][0], "colour": "red"}
    document_json |= {"items": [line, line], "customer": {"name": "B", "vat": 1}, "total_with_tax": 122}
    document = Document.model_validate(document_json)
    unknown = [text for text in document.drift() if text.endswith("unknown field")]
    assert unknown == ["document.customer.vat: unknown field", "document.items.colour: unknown field"]


def test_a_preview_may_be_a_whole_document(document_json) -> None:
    document_json |= {"total_with_tax": 122, "items": [], "taxes": [], "foo": 1}
    assert Preview.model_validate(document_json).drift() == ("preview.foo: unknown field",)


def test_an_answer_as_documented_has_no_drift() -> None:
    everything = dict.fromkeys(Entity.model_fields)
    entity = Entity.model_validate({**everything, "id": "e", "name": "A", "environment": "sandbox"})
    assert entity.drift() == ()


def test_drift_reaches_the_caller_and_the_unknown_value_is_kept(client, target, answer, entity_json) -> None:
    target.answers(answer(200, {"data": [{**entity_json, "foo": 1}], "pagination": {"bar": 2}}))
    page = client.entities.list()
    unknown = {text for text in page.drift if text.endswith("unknown field")}
    assert unknown == {"entity.foo: unknown field", "pagination.bar: unknown field"}
    assert page.json["data"][0]["foo"] == 1


def test_money_in_answers_is_exact(client, target, answer, document_json) -> None:
    raw = encode({**document_json, "total": Decimal("0.10"), "total_with_tax": Decimal("1234567890123456.78")})
    target.answers(answer(200, raw.encode()))
    document = client.invoices.get("ent_own", "inv_1").value
    assert (document.total, document.total_with_tax) == (Decimal("0.10"), Decimal("1234567890123456.78"))
    assert document.items[0].total == Decimal(100)


@pytest.mark.parametrize("total", ["12.50", True, None, []])
def test_an_amount_that_is_no_number_does_not_fit(document_json, total) -> None:
    with pytest.raises(ValidationError):
        Document.model_validate({**document_json, "total": total})
