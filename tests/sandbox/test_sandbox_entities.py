"""Entities: derivations, settings merge, limits, isolation."""

from typing import Any

import pytest

PNG_TEMPLATE = {"pdf_template": {"logo_url": "https://example.com/logo.png", "primary_color": "#336699"}}


def test_a_new_entity_gets_what_its_country_implies(api: Any) -> None:
    body = api.post("/entities", {"name": "Acme", "country": "Slovenija"}).json()
    assert body["id"].startswith("ent_")
    assert len(body["id"]) == 28
    assert (body["country"], body["country_code"], body["currency_code"], body["locale"]) == (
        "Slovenija", "SI", "EUR", "sl-SI",
    )  # fmt: skip
    assert body["environment"] == "sandbox"
    assert "eu_tax_rules" in body["country_rules"]["features"]
    assert body["country_rules"]["max_taxes_per_item"] == 1
    assert body["settings"]["number_formats"]["credit_note"] == "CN-{yyyy}-{nnnnn}"
    assert body["settings"]["tax_clause_defaults"]["intra_eu_b2b"]
    assert body["created_at"] == "2026-11-22T10:00:00.000Z"


def test_default_taxes_are_preloaded_with_dated_rates(api: Any) -> None:
    taxes = api.entity(country="Germany").get("/taxes").json()["data"]
    standard = next(tax for tax in taxes if tax["classification"] == "standard")
    assert standard["is_default"] is True
    assert [row["rate"] for row in standard["tax_rates"]] == [19, 16, 19]
    assert [tax["is_default"] for tax in taxes].count(True) == 1


def test_preloads_are_switches(make_api: Any) -> None:
    from harness.sandbox.profile import Profile

    bare = make_api(profile=Profile(preload_taxes=False, preload_tax_clauses=False, preload_texts=False)).entity()
    settings = bare.get(f"/entities/{bare.entity_id}").json()["settings"]
    assert bare.get("/taxes").json()["data"] == []
    assert "tax_clause_defaults" not in settings
    assert "email_defaults" not in settings


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"country": "Slovenia"}, ["name"]),
        ({"name": "A"}, ["country"]),
        ({"name": "A", "country": "Atlantis"}, ["country"]),
        ({"name": "A", "country": "x", "country_code": "QQ"}, ["country_code"]),
        ({"name": "", "country": "Slovenia"}, ["name"]),
        ({"name": "A", "country": "Slovenia", "timezone": "Mars/Olympus"}, ["timezone"]),
        ({"name": "A", "country": "Slovenia", "metadata": {"a": "x" * 251}}, ["metadata"]),
        ({"name": "A", "country": "Slovenia", "metadata": {str(i): "x" for i in range(51)}}, ["metadata"]),
        ({"name": "A", "country": "Slovenia", "metadata": {"a": 1}}, ["metadata"]),
        ({"name": "A", "country": "Slovenia", "settings": PNG_TEMPLATE}, ["settings", "pdf_template"]),
        ({"name": "A", "country": "Slovenia", "address": "x" * 501}, ["address"]),
        (
            {"name": "A", "country": "Slovenia", "settings": {"number_formats": {"invoice": "{nn}{nn}"}}},
            ["settings", "number_formats", "invoice"],
        ),
    ],
)
def test_bad_fields_are_named(api: Any, body: dict[str, Any], path: list[str]) -> None:
    answer = api.post("/entities", body)
    assert answer.status_code == 422
    assert answer.json()["code"] == "unprocessable_entity"
    assert path in [issue["path"] for issue in answer.json()["cause"]["issues"]]


def test_portugal_needs_nine_fields(api: Any) -> None:
    answer = api.post("/entities", {"name": "A", "country": "Portugal", "tax_number": "501442600"})
    assert answer.status_code == 422
    assert answer.json()["message"].startswith("Portugal entities require these fields: company_number, phone")


def test_settings_merge_per_key(tenant: Any) -> None:
    path = f"/entities/{tenant.entity_id}"
    before = tenant.get(path).json()["settings"]
    first = {
        "primary_color": "#112233",
        "email_defaults": {"invoice_subject": "S"},
        "translations": {"document_footer": {"de-DE": "a"}},
        "unit_number_sequence_starts": {"invoice": {"unit_1": 5}},
        "custom": {"kept": 1},
        "furs": {"enabled": True},
        "expense_recognition": {"default_method": "off"},
    }
    tenant.patch(path, {"settings": first})
    second = {
        "translations": {"default_invoice_note": {"de-DE": "b"}},
        "unit_number_sequence_starts": {"invoice": {"unit_2": 7}},
    }
    settings = tenant.patch(path, {"settings": second}).json()["settings"]
    assert settings["primary_color"] == "#112233"
    assert settings["email_defaults"] == {"invoice_subject": "S"}
    assert settings["translations"] == {"document_footer": {"de-DE": "a"}, "default_invoice_note": {"de-DE": "b"}}
    assert settings["unit_number_sequence_starts"] == {"invoice": {"unit_1": 5, "unit_2": 7}}
    assert settings["custom"] == {"kept": 1}
    assert not {"furs", "expense_recognition"} & set(settings)
    assert settings["number_formats"] == before["number_formats"]


def test_country_and_environment_cannot_be_patched(tenant: Any) -> None:
    path = f"/entities/{tenant.entity_id}"
    answer = tenant.patch(path, {"country": "Germany", "country_code": "DE", "environment": "live", "city": "Koper"})
    body = answer.json()
    assert (body["country"], body["country_code"], body["environment"]) == ("Slovenia", "SI", "sandbox")
    assert body["city"] == "Koper"
    assert tenant.patch(path, {"city": None}).json()["city"] is None
    assert tenant.patch(path, {"name": None}).status_code == 422


def test_a_disabled_entity_can_only_be_read_and_enabled(tenant: Any) -> None:
    path = f"/entities/{tenant.entity_id}"
    assert tenant.post(f"{path}/disable").json()["is_enabled"] is False
    assert tenant.post("/customers", {"name": "X"}).status_code == 403
    assert tenant.get("/customers").status_code == 200
    assert tenant.patch(path, {"is_enabled": True}).json()["is_enabled"] is True
    assert tenant.post("/customers", {"name": "X"}).status_code == 201


def test_the_header_is_needed_only_with_several_entities(api: Any) -> None:
    assert api.get("/customers").status_code == 404
    api.entity()
    assert api.get("/customers").status_code == 200
    api.entity()
    answer = api.get("/customers")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


def test_listing_entities_filters_by_environment(api: Any) -> None:
    api.entity()
    api.entity(environment="live")
    assert api.get("/entities").json()["pagination"]["total"] == 2
    assert api.get("/entities?environment=live").json()["data"] == []
