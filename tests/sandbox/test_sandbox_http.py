"""The HTTP surface: errors, limits, tokens, replay, tenant isolation."""

import asyncio
import json
import threading
from datetime import timedelta
from typing import Any

import pytest

from harness.sandbox.profile import Profile


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"{", {}, 400),
        (b"", {}, 400),
        (b"[]", {}, 400),
        (b'{"name": NaN}', {}, 400),
        (b'{"name": "\\ud800"}', {}, 400),
        (b'{"name": "\\u0000"}', {}, 400),
        (b'{"name": 1e400}', {}, 400),
        (b"[" * 100000, {}, 400),
        (b'{"a":' * 60 + b"1" + b"}" * 60, {}, 400),
        (b"\xff\xfe", {}, 400),
        (b"name=x", {"content-type": "application/x-www-form-urlencoded"}, 400),
        (b'{"name": "' + b"x" * 1024 * 1024 + b'"}', {}, 413),
    ],
)
def test_unreadable_bodies(api: Any, content: bytes, headers: dict[str, str], status: int) -> None:
    headers = {"content-type": "application/json", **headers}
    answer = api.request("POST", "/entities", content=content, headers=headers)
    assert answer.status_code == status
    assert set(answer.json()) == {"code", "message"}


def test_unknown_path_and_method(api: Any) -> None:
    assert (api.get("/estimates").status_code, api.get("/estimates").json()["code"]) == (404, "not_found")
    assert api.get("/entities/").status_code == 404
    answer = api.delete("/entities")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


@pytest.mark.parametrize("header", ["", "Bearer ", "Basic x", "Bearer sk_sandbox_unknown", "Bearer ek_sandbox_unknown"])
def test_bad_tokens(api: Any, header: str) -> None:
    answer = api.get("/entities", headers={"authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")


def test_every_answer_carries_the_request_id(api: Any) -> None:
    assert api.get("/entities", headers={"x-request-id": "abc"}).headers["x-request-id"] == "abc"
    for path in ("/entities", "/nowhere"):
        answer = api.get(path)
        assert len(answer.headers["x-request-id"]) == 36
        assert answer.headers["x-sandbox"] == "embedded"


def test_another_tenants_objects_do_not_exist(api: Any) -> None:
    mine, other = api.entity(), api.entity()
    theirs = {
        "customers": other.post("/customers", {"name": "X"}).json()["id"],
        "items": other.post("/items", {"name": "X", "price": 1}).json()["id"],
        "taxes": other.get("/taxes").json()["data"][0]["id"],
        "invoices": other.issue()["id"],
    }
    for collection, identity in theirs.items():
        assert mine.get(f"/{collection}/{identity}").status_code == 404, collection
        assert other.get(f"/{collection}/{identity}").status_code == 200, collection
    assert mine.get(f"/documents/{theirs['invoices']}/pdf").status_code == 404
    assert mine.post(f"/invoices/{theirs['invoices']}/void").status_code == 404
    assert mine.get("/invoices").json()["data"] == []
    refused = mine.post("/invoices", {"customer_id": theirs["customers"], "items": [{"name": "x", "price": 1}]})
    assert refused.status_code == 422


def test_another_accounts_entity_does_not_exist(api: Any) -> None:
    tenant = api.entity()
    stranger = api.with_key(api.server.add_account("other"))
    assert stranger.get(f"/entities/{tenant.entity_id}").status_code == 404
    assert stranger.get("/customers", headers={"x-entity-id": tenant.entity_id}).status_code == 404
    assert stranger.get("/entities").json()["data"] == []


def test_an_entity_key_reaches_its_entity_only(api: Any) -> None:
    mine, other = api.entity(), api.entity()
    made = mine.post("/entities/api-keys", {"name": "ci"}).json()
    key = api.with_key(made["id"])
    assert made["id"].startswith("ek_sandbox_")
    assert len(made["id"]) == len("ek_sandbox_") + 32
    assert made["prefix_hint"] == f"{made['id'][:14]}...{made['id'][-3:]}"
    assert key.get("/customers").status_code == 200
    assert key.get(f"/entities/{mine.entity_id}").status_code == 200
    foreign = key.get("/customers", headers={"x-entity-id": other.entity_id})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "forbidden")
    assert key.get(f"/entities/{other.entity_id}").status_code == 404
    assert key.post("/entities", {"name": "A", "country": "Slovenia"}).status_code == 403
    assert mine.delete(f"/entities/api-keys/{made['id']}").status_code == 200
    assert key.get("/customers").status_code == 401


def test_an_expired_key_is_refused(make_api: Any, moving_clock: Any) -> None:
    api = make_api(clock=moving_clock)
    key = api.with_key(api.entity().post("/entities/api-keys", {"ttl": 60}).json()["id"])
    assert key.get("/customers").status_code == 200
    moving_clock.forward(timedelta(seconds=60))
    assert key.get("/customers").status_code == 401


def test_roles_of_users(api: Any) -> None:
    tenant = api.entity()
    invited = tenant.post("/entities/users", {"email": "v@example.com", "role": "viewer", "send_invite": False})
    assert (invited.json()["role"], invited.json()["user_id"]) == ("viewer", None)
    assert tenant.get("/entities/invitations").json()["data"][0]["status"] == "pending"
    token = api.get("/sandbox/mailbox").json()["data"][0]["token"]
    accepted = api.post(f"/invitations/accept?token={token}", {"password": "x"}).json()
    viewer = api.with_key(accepted["access_token"]).with_headers(x_entity_id=tenant.entity_id)
    assert viewer.get("/invoices").status_code == 200
    assert viewer.post("/customers", {"name": "X"}).status_code == 403
    tenant.patch(f"/entities/users/{accepted['user_id']}", {"role": "editor"})
    assert viewer.post("/customers", {"name": "X"}).status_code == 201
    assert viewer.post("/entities/api-keys", {}).status_code == 403
    assert tenant.post("/entities/users", {"email": "v@example.com"}).status_code == 409
    tenant.delete(f"/entities/users/{accepted['user_id']}")
    assert viewer.get("/invoices").status_code == 404


def test_replay_returns_the_first_answer(tenant: Any) -> None:
    once = {"x-request-id": "r-1"}
    first = tenant.post("/customers", {"name": "A"}, headers=once)
    again = tenant.post("/customers", {"name": "A"}, headers=once)
    changed = tenant.post("/customers", {"name": "B"}, headers=once)
    assert first.content == again.content == changed.content
    assert first.status_code == again.status_code == 201
    assert tenant.get("/customers").json()["pagination"]["total"] == 1


def test_replay_of_a_changed_body_can_conflict(make_api: Any) -> None:
    tenant = make_api(profile=Profile(replay_changed_body="conflict")).entity()
    once = {"x-request-id": "r-1"}
    tenant.post("/customers", {"name": "A"}, headers=once)
    assert tenant.post("/customers", {"name": "B"}, headers=once).status_code == 409
    assert tenant.post("/customers", {"name": "A"}, headers=once).status_code == 201


def test_a_failed_validation_is_not_stored(tenant: Any) -> None:
    once = {"x-request-id": "r-2"}
    assert tenant.post("/customers", {}, headers=once).status_code == 422
    assert tenant.post("/customers", {"name": "A"}, headers=once).status_code == 201


def test_a_replay_does_not_leak_to_another_entity(api: Any) -> None:
    mine, other = api.entity(), api.entity()
    key = api.with_key(other.post("/entities/api-keys", {}).json()["id"])
    once = {"x-request-id": "r-3"}
    mine.post("/customers", {"name": "Secret"}, headers=once)
    answer = key.post("/customers", {"name": "X"}, headers=once)
    assert answer.status_code == 409
    assert "Secret" not in answer.text


def test_a_twin_in_flight_conflicts(make_api: Any) -> None:
    entered, leave = threading.Event(), threading.Event()

    def slow_vies(country_code: str, number: str) -> Any:
        entered.set()
        assert leave.wait(10)
        raise AssertionError("only the first request may come here, and its answer does not matter")

    tenant = make_api(vies=slow_vies).entity()
    body = {"customer": {"country": "Germany", "tax_number": "DE136695976"}, "items": [{"name": "x", "price": 1}]}
    once = {"x-request-id": "r-4"}
    first = threading.Thread(target=tenant.post, args=("/invoices", body), kwargs={"headers": once})
    first.start()
    assert entered.wait(10)
    twin = tenant.post("/invoices", body, headers=once)
    leave.set()
    first.join()
    assert (twin.status_code, twin.json()["code"]) == (409, "conflict")


def test_an_unforeseen_error_tells_nothing(make_api: Any, caplog: pytest.LogCaptureFixture) -> None:
    def broken_vies(country_code: str, number: str) -> Any:
        raise RuntimeError("boom")

    tenant = make_api(vies=broken_vies).entity()
    body = {"issuer": {"country": "SI"}, "customer": {"country": "DE", "tax_number": "DE136695976"}}
    answer = tenant.post("/transaction-type/check", body)
    assert (answer.status_code, answer.json()) == (
        500,
        {"code": "internal_server_error", "message": "Internal server error"},
    )
    assert tenant.server.key not in caplog.text


def test_the_rate_limit_is_a_switch(make_api: Any) -> None:
    api = make_api(profile=Profile(rate_limit_per_minute=2))
    statuses = [api.get("/entities") for _ in range(3)]
    assert [answer.status_code for answer in statuses] == [200, 200, 429]
    assert statuses[2].json()["code"] == "rate_limit_exceeded"
    assert statuses[2].headers["retry-after"] == "60"


def test_lists_page_filter_and_sort(tenant: Any) -> None:
    for name in ("Ada", "Bob", "Cyd", "Dan", "Eve"):
        tenant.post("/customers", {"name": name, "metadata": {"team": name[0].lower()}})
    first = tenant.get("/customers?limit=2").json()
    assert [row["name"] for row in first["data"]] == ["Ada", "Bob"]
    assert first["pagination"]["total"] == 5
    assert first["pagination"]["has_more"] is True
    second = tenant.get(f"/customers?limit=2&next_cursor={first['pagination']['next_cursor']}").json()
    assert [row["name"] for row in second["data"]] == ["Cyd", "Dan"]
    back = tenant.get(f"/customers?limit=2&prev_cursor={second['pagination']['prev_cursor']}").json()
    assert back["data"] == first["data"]
    last = tenant.get(f"/customers?limit=2&next_cursor={second['pagination']['next_cursor']}").json()
    assert [row["name"] for row in last["data"]] == ["Eve"]
    assert last["pagination"]["next_cursor"] is None
    assert tenant.get("/customers?order_by=-name&limit=1").json()["data"][0]["name"] == "Eve"
    assert tenant.get("/customers?include_total_count=false").json()["pagination"]["total"] == -1
    assert tenant.get("/customers?search=cy").json()["pagination"]["total"] == 1


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"name": "Ada"}, ["Ada"]),
        ({"name": {"not": "Ada"}}, ["Bob", "Cyd"]),
        ({"name": {"in": ["Ada", "Cyd"]}}, ["Ada", "Cyd"]),
        ({"name": {"notIn": ["Ada", "Cyd"]}}, ["Bob"]),
        ({"name": {"contains": "O"}}, ["Bob"]),
        ({"name": {"startsWith": "c"}}, ["Cyd"]),
        ({"name": {"endsWith": "A"}}, ["Ada"]),
        ({"name": {"between": ["B", "D"]}}, ["Bob", "Cyd"]),
        ({"name": {"gt": "Bob"}}, ["Cyd"]),
        ({"name": {"lte": "Bob"}}, ["Ada", "Bob"]),
        ({"metadata.n": {"equals": "2"}}, ["Bob"]),
        ({"metadata": {"n": {"equals": "2"}}}, ["Bob"]),
        ({"deleted_at": None, "name": "Bob"}, ["Bob"]),
        ({"deleted_at": {"not": None}}, []),
    ],
)
def test_query_operators(tenant: Any, query: dict[str, Any], names: list[str]) -> None:
    for number, name in enumerate(("Ada", "Bob", "Cyd"), start=1):
        tenant.post("/customers", {"name": name, "metadata": {"n": str(number)}})
    answer = tenant.get("/customers", params={"query": json.dumps(query)})
    assert [row["name"] for row in answer.json()["data"]] == names


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ("limit=0", 422),
        ("limit=101", 422),
        ("limit=x", 422),
        ("order_by=nothing", 422),
        ("order_by=metadata", 422),
        ("next_cursor=abc", 422),
        ("query=%7B", 400),
        ("query=%7B%22secret%22%3A1%7D", 422),
    ],
)
def test_bad_list_parameters(tenant: Any, params: str, status: int) -> None:
    tenant.post("/customers", {"name": "A"})
    assert tenant.get(f"/customers?{params}").status_code == status


def _send_raw(api: Any, receive: Any) -> list[dict[str, Any]]:
    """Speak ASGI directly: a client that never sends its body, or goes away."""
    headers = [(b"authorization", api.headers["authorization"].encode()), (b"content-length", b"10")]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "path": "/entities",
        "raw_path": b"/entities", "query_string": b"", "root_path": "", "scheme": "http", "headers": headers,
        "client": ("127.0.0.1", 1), "server": ("sandbox", 80),
    }  # fmt: skip
    messages: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        messages.append(message)

    asyncio.run(api.app(scope, receive, send))
    return messages


def test_a_client_that_goes_away_is_no_server_error(api: Any) -> None:
    async def gone() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    assert _send_raw(api, gone)[0]["status"] == 400


def test_a_body_that_never_comes_times_out(api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.sandbox.app.BODY_SECONDS", 0.01)

    async def never() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError("unreachable: nothing sets the event")

    assert _send_raw(api, never)[0]["status"] == 408
