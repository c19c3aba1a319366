"""The behaviour profile: each switch changes what it says, and small parts that only it reaches."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from harness.sandbox.documents.currency import convert, exchange_rate
from harness.sandbox.errors import ApiError
from harness.sandbox.profile import Profile
from harness.sandbox.ratelimit import RateLimiter


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_status_of_creations_and_deletions(make_api: Any) -> None:
    api = make_api(profile=Profile(create_status=200, delete_returns="nothing"))
    answer = api.post("/entities", {"name": "A", "country": "Slovenia"})
    assert answer.status_code == 200
    made = api.post("/customers", {"name": "X"})
    assert made.status_code == 200
    once = {"x-request-id": "gone"}
    gone = [api.delete(f"/customers/{made.json()['id']}", headers=once) for _ in range(2)]
    assert [(answer.status_code, answer.content) for answer in gone] == [(204, b""), (204, b"")]


def test_statuses_of_a_wrong_entity(make_api: Any) -> None:
    api = make_api(profile=Profile(foreign_entity_status=404, missing_entity_status=422))
    mine, other = api.entity(), api.entity()
    assert api.get("/customers").status_code == 422
    key = api.with_key(mine.post("/entities/api-keys", {}).json()["id"])
    assert key.get("/customers", headers={"x-entity-id": other.entity_id}).status_code == 404


def test_live_entities_can_be_refused(make_api: Any, api: Any) -> None:
    strict = make_api(profile=Profile(live_environment_refused=True))
    body = {"name": "A", "country": "Slovenia", "environment": "live"}
    assert strict.post("/entities", body).json()["cause"]["issues"][0]["path"] == ["environment"]
    assert api.post("/entities", body).json()["environment"] == "sandbox"


@pytest.mark.parametrize("shown", [True, False])
def test_listed_keys_can_be_masked(make_api: Any, shown: bool) -> None:
    tenant = make_api(profile=Profile(api_key_list_shows_id=shown)).entity()
    key = tenant.post("/entities/api-keys", {"name": "x"}).json()
    (listed,) = tenant.get("/entities/api-keys").json()["data"]
    assert listed["id"] == (key["id"] if shown else key["prefix_hint"])


@pytest.mark.parametrize(("exists", "status"), [(True, 201), (False, 404)])
def test_the_token_route_exists_only_on_request(make_api: Any, exists: bool, status: int) -> None:
    api = make_api(profile=Profile(user_token_route=exists))
    tenant = api.entity()
    tenant.post("/entities/users", {"email": "a@example.com"})
    token = api.get("/sandbox/mailbox").json()["data"][0]["token"]
    user = api.post(f"/invitations/accept?token={token}", {"password": "x"}).json()["user_id"]
    assert tenant.post(f"/entities/users/{user}/token").status_code == status
    assert api.post(f"/invitations/accept?token={token}", {"password": "x"}).status_code == 404


def test_small_switches(make_api: Any, samples: Any) -> None:
    profile = Profile(
        customer_id_prefix="cus",
        creation_source="custom",
        save_customer_default=False,
        logo_needs_has_logo=False,
        expense_recognition_protected=False,
        disabled_entity_refuses_writes=False,
        unknown_query_field_fails=False,
    )
    api = make_api(profile=profile)
    tenant = api.entity()
    assert tenant.post("/customers", {"name": "X"}).json()["id"].startswith("cus_")
    body = tenant.issue(customer={"name": "Y"})
    assert (body["creation_source"], body["customer_id"]) == ("custom", None)
    before = tenant.get(f"/documents/{body['id']}/html").text
    tenant.request("POST", "/upload/image", files={"file": ("a.png", samples.png())})
    assert tenant.get(f"/documents/{body['id']}/html").text != before
    settings = {"expense_recognition": {"default_method": "off"}}
    path = f"/entities/{tenant.entity_id}"
    assert tenant.patch(path, {"settings": settings}).json()["settings"].items() >= settings.items()
    tenant.post(f"{path}/disable")
    assert tenant.post("/customers", {"name": "X"}).status_code == 201
    assert len(tenant.get('/customers?query={"secret":1}').json()["data"]) == 2


def test_vies_readings(make_api: Any, samples: Any) -> None:
    rules = {"tax_rules": {"eu": {"auto_reverse_charge": True}}}
    lenient = make_api(profile=Profile(unreachable_vies_is_b2b=True)).entity(settings=rules)
    assert lenient.issue(customer=samples.german_business("136695977"))["transaction_type"] == "intra_eu_b2b"
    rules["tax_rules"]["eu"]["vies_validate_vat"] = False
    unchecked = make_api(profile=Profile(unchecked_number_is_b2b=True)).entity(settings=rules)
    body = unchecked.issue(customer=samples.german_business())
    assert (body["transaction_type"], body["vies"]) == ("intra_eu_b2b", None)


def test_vat_can_be_rounded_per_rate(make_api: Any, samples: Any) -> None:
    lines = [samples.line(price="x", taxes=[{"rate": 22}])] * 3
    lines = [{**line, "price": 0.11} for line in lines]
    per_line, per_rate = (make_api(profile=Profile(vat_rounding=name)) for name in ("per_line", "per_rate"))
    assert per_line.entity().issue(items=lines)["total_with_tax"] == 0.39
    assert per_rate.entity().issue(items=lines)["total_with_tax"] == 0.4


def test_a_wider_tolerance_for_expected_totals(make_api: Any) -> None:
    tenant = make_api(profile=Profile(expected_total_tolerance_cents=100)).entity()
    assert tenant.issue(expected_total_with_tax=121.5)["rounding_correction"] == -0.5


def test_exchange_rates() -> None:
    day = date(2026, 1, 1)
    assert exchange_rate("EUR", "EUR", day) is None
    rate = exchange_rate("EUR", "USD", day)
    assert rate is not None
    assert (rate["rate"], rate["quote_currency"]) == (Decimal("1.1"), "USD")
    assert convert(Decimal("10.05"), rate, _cents) == Decimal("11.06")
    assert convert(None, rate, _cents) is None
    with pytest.raises(ApiError) as refused:
        exchange_rate("XXX", "EUR", day)
    assert refused.value.status == 422


def test_the_rate_window_slides() -> None:
    now = [0.0]
    limiter = RateLimiter(lambda: now[0])
    assert [limiter.admit("a", 2) for _ in range(3)] == [True, True, False]
    assert limiter.admit("b", 2)
    now[0] = 60.0
    assert limiter.admit("a", 2)


def test_other_requests_that_are_refused(api: Any, samples: Any) -> None:
    tenant = api.entity()
    assert api.get("/entities", headers={"x-account-id": "acc_other"}).status_code == 403
    assert tenant.post("/customers", {"name": "A"}, headers={"x-request-id": "x" * 256}).status_code == 400
    broken = {"content-type": "multipart/form-data; boundary=x"}
    for content in (b"nonsense", b"--x\r\n\r\n", b""):
        assert tenant.request("POST", "/upload/image", content=content, headers=broken).status_code == 400, content
    no_file = tenant.request("POST", "/upload/image", files={"other": ("a.png", samples.png())})
    assert no_file.status_code == 400
    assert tenant.get("/customers?query=[]").status_code == 400
    assert tenant.get('/customers?query={"name":{"between":[1]}}').status_code in (200, 422)


def test_soft_and_hard_deletion(tenant: Any) -> None:
    made = tenant.post("/customers", {"name": "A"}).json()["id"]
    tenant.delete(f"/customers/{made}")
    assert tenant.get("/customers").json()["data"] == []
    assert tenant.patch(f"/customers/{made}", {"name": "B"}).status_code == 404
    assert tenant.post(f"/customers/{made}/restore").json()["deleted_at"] is None
    assert tenant.delete(f"/customers/{made}/permanent").status_code == 200
    assert tenant.post(f"/customers/{made}/restore").status_code == 404
