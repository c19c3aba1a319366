"""Live safety: addresses, keys, ownership, environments (fault H5)."""

from __future__ import annotations

import pytest

from harness.api import GuardRefused, Secret
from harness.api.guard import RUN_KEY, Guard, check_address, check_key, is_loopback
from harness.api.models.access import EntityUserAdd
from harness.api.models.entity import EntityCreate

LOOPBACK = "http://127.0.0.1:8099"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8099",
        "http://127.8.9.10",
        "http://localhost:1",
        "http://[::1]:8099",
        "https://localhost",
        "https://eu.spaceinvoices.com",
        "https://EU.spaceinvoices.com/",
        "https://eu.spaceinvoices.com:443",
    ],
)
def test_addresses_that_may_be_called(address: str) -> None:
    assert check_address(address).host


@pytest.mark.parametrize(
    "address",
    [
        "",
        "eu.spaceinvoices.com",
        "ftp://127.0.0.1",
        "http://eu.spaceinvoices.com",
        "https://eu.spaceinvoices.com:8443",
        "https://eu.spaceinvoices.com/live",
        "https://eu.spaceinvoices.com.evil.example",
        "https://eu.spaceinvoices.com@evil.example",
        "https://user:word@eu.spaceinvoices.com",
        "https://eu.spaceinvoices.com?x=1",
        "https://api.spaceinvoices.com",
        "https://example.com",
        "http://10.0.0.1",
        "http://0.0.0.0:80",
        "http://128.0.0.1",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://[::ffff:10.0.0.1]",
        "http://127.0.0.1:notaport",
    ],
)
def test_addresses_that_are_refused(address: str) -> None:
    with pytest.raises(GuardRefused) as refused:
        check_address(address)
    assert (refused.value.layer, refused.value.exit_code) == ("target", 4)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("key", ["sk_sandbox_a1", "ek_sandbox_0123456789abcdef0123456789abcdef"])
def test_sandbox_keys_pass(key: str) -> None:
    check_key(Secret(key))


@pytest.mark.parametrize(
    "key",
    [
        "",
        "sk_live_c4n4ry",
        "ek_live_c4n4ry",
        "ek_test_c4n4ry",
        "sk_sandbox_",
        "sk_sandbox_c4n4ry\n",
        "sk_sandbox_c4n4ry x",
        " sk_sandbox_c4n4ry",
        "SK_SANDBOX_c4n4ry",
        "pk_sandbox_c4n4ry",
        "token_c4n4ry",
        "Bearer sk_sandbox_c4n4ry",
    ],
)
def test_other_keys_are_refused_before_the_first_request_and_not_shown(make_client, target, key: str) -> None:
    with pytest.raises(GuardRefused) as refused:
        make_client(key=key)
    assert refused.value.layer == "key"
    assert "c4n4ry" not in str(refused.value)
    assert target.requests == []


def test_a_sibling_with_a_live_key_is_refused(client) -> None:
    with pytest.raises(GuardRefused):
        client.with_key("ek_live_c4n4ry")


def test_a_created_entity_may_be_written_to(client, target, guard, answer, entity_json) -> None:
    target.answers(answer(201, {**entity_json, "id": "ent_new"}))
    client.entities.create(EntityCreate(name="Acme", country="Slovenia", metadata={"tenant": "a"}))
    assert target.last_body["environment"] == "sandbox"
    assert target.last_body["metadata"] == {"tenant": "a", RUN_KEY: guard.run_id}
    assert "ent_new" in guard.entity_ids


def test_a_foreign_entity_may_be_read_but_not_written_to(client, target, answer, entity_json, document_json) -> None:
    target.answers(answer(200, {**entity_json, "id": "ent_foreign"}), answer(200, document_json))
    client.entities.get("ent_foreign")
    client.invoices.get("ent_foreign", "inv_1")
    sent = len(target.requests)
    writes = [
        lambda: client.entities.patch("ent_foreign", {"name": "x"}),
        lambda: client.entities.disable("ent_foreign"),
        lambda: client.invoices.create("ent_foreign", {"items": []}),
        lambda: client.taxes.delete("ent_foreign", "tax_1"),
        lambda: client.documents.calculate("ent_foreign", {"items": []}),
        lambda: client.files.upload_logo("ent_foreign", b"x", "x.png"),
        lambda: client.invoices.create(None, {"items": []}),
        lambda: client.caller.call_raw("entities.patch", item_id="ent_foreign", entity_id="ent_own", body={}),
        lambda: client.caller.call_raw("entities.patch", item_id="ent_own", entity_id="ent_foreign", body={}),
    ]
    for write in writes:
        with pytest.raises(GuardRefused) as refused:
            write()
        assert refused.value.layer == "ownership"
    assert len(target.requests) == sent


def test_one_tenants_key_may_try_to_write_to_another_tenant_of_the_run(client, guard, target, answer) -> None:
    guard.admit("ent_other")
    target.answers(answer(403, {"code": "forbidden", "message": "no"}))
    other = client.with_key("ek_sandbox_other")
    with pytest.raises(Exception, match="forbidden"):
        other.invoices.create("ent_own", {"items": []})
    assert target.requests[0].headers["authorization"] == "Bearer ek_sandbox_other"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"environment": "live", "metadata": {RUN_KEY: "run-7f3a"}},
        {"environment": "sandbox"},
        {"environment": "sandbox", "metadata": {RUN_KEY: "another"}},
        {"environment": "sandbox", "metadata": None},
        {"metadata": {RUN_KEY: "run-7f3a"}},
        b'{"environment": "sandbox"}',
    ],
)
def test_a_new_entity_must_say_sandbox_and_carry_the_run(client, target, body) -> None:
    with pytest.raises(GuardRefused) as refused:
        client.caller.call_raw("entities.create", body=body)
    assert refused.value.layer == "create"
    assert target.requests == []


def test_a_caller_that_asks_for_live_is_refused(client) -> None:
    with pytest.raises(GuardRefused) as refused:
        client.entities.create(EntityCreate(name="Acme", country="Slovenia", environment="live"))
    assert refused.value.layer == "create"


@pytest.mark.parametrize("stated", [{"environment": "live"}, {"environment": None}, {}, {"environment": "Sandbox"}])
@pytest.mark.parametrize("call", ["create", "get", "patch", "list"])
def test_an_entity_that_is_not_sandbox_stops_everything(client, target, guard, answer, stated, call) -> None:
    entity = {"id": "ent_bad", "name": "Acme", **stated}
    target.answers(answer(200, {"data": [entity]} if call == "list" else entity))
    calls = {
        "create": lambda: client.entities.create(EntityCreate(name="Acme", country="Slovenia")),
        "get": lambda: client.entities.get("ent_own"),
        "patch": lambda: client.entities.patch("ent_own", {"name": "x"}),
        "list": lambda: client.entities.list(),
    }
    with pytest.raises(GuardRefused) as refused:
        calls[call]()
    assert refused.value.layer == "environment"
    assert "ent_bad" not in guard.entity_ids
    with pytest.raises(GuardRefused) as after:
        client.taxes.list("ent_own")
    assert after.value.layer == "stopped"
    assert len(target.requests) == 1


@pytest.mark.parametrize("body", [[], None, "text", 3])
def test_an_answer_without_an_entity_stops_everything(client, target, guard, answer, body) -> None:
    target.answers(answer(200, b"null" if body is None else body))
    with pytest.raises(GuardRefused):
        client.entities.get("ent_own")
    assert guard.stopped is not None


def test_a_live_key_that_the_target_issues_stops_everything_and_is_not_shown(client, target, answer) -> None:
    target.answers(answer(201, {"id": "ek_live_c4n4ry", "environment": "live"}))
    with pytest.raises(GuardRefused) as refused:
        client.api_keys.create("ent_own")
    assert refused.value.layer == "environment"
    assert "c4n4ry" not in str(refused.value)


def test_mail_is_only_sent_with_delivery_skipped(client, target, answer) -> None:
    target.answers(answer(200, {"status": "sent"}))
    client.documents.send("ent_own", "inv_1", to="a@example.com", subject="Invoice")
    assert target.last_body["sandbox_skip_delivery"] is True
    assert target.last_body["subject"] == "Invoice"
    for body in ({"to": "a@example.com"}, {"sandbox_skip_delivery": "true"}, {"sandbox_skip_delivery": 1}):
        with pytest.raises(GuardRefused) as refused:
            client.caller.call_raw("documents.send", item_id="inv_1", entity_id="ent_own", body=body)
        assert refused.value.layer == "delivery"
    with pytest.raises(GuardRefused):
        client.caller.call_raw(
            "entity_users.add", entity_id="ent_own", body=EntityUserAdd(email="a@example.com", send_invite=True)
        )
    assert len(target.requests) == 1


def test_a_guard_needs_a_run_and_admits_no_empty_id() -> None:
    with pytest.raises(ValueError, match="run has an id"):
        Guard("")
    with pytest.raises(ValueError, match="empty entity id"):
        Guard("r").admit("")
