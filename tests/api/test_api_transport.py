"""One call over the wire: faults H1 to H4 and H12, retries, deadline, size cap, headers."""

from __future__ import annotations

import json

import httpx
import pytest

from harness.api import (
    AnswerNotUnderstood,
    ApiError,
    BadRequest,
    Conflict,
    ConnectFailed,
    ConnectionLost,
    Forbidden,
    NotFound,
    RateLimited,
    RedirectRefused,
    ServerError,
    TimedOut,
    Unauthorized,
    UnprocessableEntity,
)
from harness.api.caller import RequestIds
from harness.api.guard import Guard, check_address
from harness.api.retry import RetryPolicy
from harness.api.routes import Provenance, Route
from harness.api.transport import Limits, open_http

KEY = "sk_sandbox_c4n4ry0123456789"
PAGE = {"data": [], "pagination": {"total": 0, "next_cursor": None, "prev_cursor": None, "has_more": False}}
INVOICE = {"items": [{"name": "Hours", "quantity": 1, "price": 100}]}


def read(client):
    return client.taxes.list("ent_own")


def write(client):
    return client.invoices.create("ent_own", INVOICE)


def test_every_call_says_who_where_and_which(make_client, target, answer) -> None:
    target.answers(answer(200, PAGE))
    client = make_client(account_id="acc_1", extra_headers={"x-sandbox-defect": "wrong_rate"})
    read(client)
    read(client)
    first, second = (request.headers for request in target.requests)
    assert first["authorization"] == f"Bearer {KEY}"
    assert first["x-entity-id"] == "ent_own"
    assert first["x-account-id"] == "acc_1"
    assert first["x-sandbox-defect"] == "wrong_rate"
    assert first["x-spaceinvoices-client"] == "harness"
    assert (first["x-request-id"], second["x-request-id"]) == ("run-7f3a-main-000001", "run-7f3a-main-000002")


@pytest.mark.parametrize("name", ["Authorization", "x-entity-id", "X-Request-Id", "host", "cookie"])
def test_extra_headers_cannot_replace_what_the_guard_relies_on(make_client, client, name: str) -> None:
    with pytest.raises(ValueError, match="may not set"):
        make_client(extra_headers={name: "x"})
    with pytest.raises(ValueError, match="may not set"):
        client.with_headers({name: "x"})


@pytest.mark.parametrize("value", ["ent\r\nx-evil: 1", "ent_ä", "a\0b"])
def test_header_values_are_visible_ascii(client, guard, target, value: str) -> None:
    with pytest.raises(ValueError, match="visible ASCII"):
        client.taxes.list(value)
    with pytest.raises(ValueError, match="visible ASCII"):
        client.with_headers({"x-sandbox-defect": value})
    assert target.requests == []


def test_request_ids_without_the_run_are_refused(make_client, target) -> None:
    with pytest.raises(ValueError, match="run id"):
        read(make_client(request_ids=iter(["other-1"])))
    assert target.requests == []


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequest),
        (401, Unauthorized),
        (403, Forbidden),
        (404, NotFound),
        (409, Conflict),
        (422, UnprocessableEntity),
        (429, RateLimited),
        (500, ServerError),
        (503, ServerError),
        (418, ApiError),
    ],
)
def test_error_bodies_become_the_tree(client, target, answer, status, kind) -> None:
    issues = [{"path": ["items", 0, "price"], "message": "Required", "code": "invalid_type"}]
    target.answers(answer(status, {"code": "some_code", "message": "some text", "cause": {"issues": issues}}))
    with pytest.raises(ApiError) as raised:
        read(client)
    error = raised.value
    assert type(error) is kind
    assert (error.status, error.code, error.message) == (status, "some_code", "some text")
    assert error.issues == ("items.0.price",)
    assert "GET /taxes (request id run-7f3a-main-000001)" in error.request


@pytest.mark.parametrize("body", [b"<html>502</html>", b"", b"[]", b'"text"', b'{"code": 7, "message": ["x"]}'])
def test_an_error_without_an_error_object_is_still_the_status(client, target, answer, body) -> None:
    target.answers(answer(422, body))
    with pytest.raises(UnprocessableEntity) as raised:
        read(client)
    assert raised.value.code is None
    assert raised.value.issues == ()


def test_a_status_below_200_is_no_answer(client, target, answer) -> None:
    target.answers(answer(199))
    with pytest.raises(AnswerNotUnderstood):
        read(client)


def test_deliberately_malformed_bodies_are_sent_as_they_are(client, target, answer) -> None:
    target.answers(answer(400, {"code": "bad_request"}))
    with pytest.raises(BadRequest):
        client.invoices.create("ent_own", b'{"items": [')
    assert target.requests[0].content == b'{"items": ['
    assert target.requests[0].headers["content-type"] == "application/json"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 304])
def test_redirects_are_refused_and_the_key_stays_here(client, target, answer, status) -> None:
    target.answers(answer(status, location="https://elsewhere.example/taxes"))
    with pytest.raises(RedirectRefused, match=r"elsewhere\.example"):
        read(client)
    assert [request.url.host for request in target.requests] == ["127.0.0.1"]


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"<html>hello</html>", "text/html"),
        (b"<html>hello</html>", "application/json"),
        (b'{"data": [', "application/json"),
        (b'{"data": NaN}', "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"data": 1e99999999999999999999}', "application/json"),
        (b'{"data": "none"}', "application/json"),
        (b'{"rows": []}', "application/json"),
        (b"", "application/json"),
    ],
)
def test_successes_that_are_not_what_the_contract_says(client, target, answer, body, media_type) -> None:
    target.answers(answer(200, body, media_type))
    with pytest.raises(AnswerNotUnderstood):
        read(client)
    assert len(target.requests) == 1


def test_the_failing_field_is_named_and_its_value_is_not(client, target, answer, document_json) -> None:
    target.answers(answer(200, {**document_json, "total": "c4n4ry"}))
    with pytest.raises(AnswerNotUnderstood) as raised:
        write(client)
    assert "total" in raised.value.what
    assert "c4n4ry" not in str(raised.value)
    assert raised.value.__cause__ is None


@pytest.mark.parametrize("call", [read, write])
@pytest.mark.parametrize(
    "fault",
    [
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
        httpx.ReadError("reset"),
        httpx.RemoteProtocolError("closed"),
        503,
        429,
    ],
)
def test_one_fault_is_sat_out_with_the_same_request_id(
    client, target, exchanges, answer, document_json, fault, call
) -> None:
    step = fault if isinstance(fault, Exception) else answer(fault, {"code": "x", "message": "y"})
    target.answers(step, answer(200, {**PAGE, **document_json}))
    call(client)
    assert len({request.headers["x-request-id"] for request in target.requests}) == 1
    assert len({request.content for request in target.requests}) == 1
    assert [exchange.attempt for exchange in exchanges] == [1, 2]
    assert len({exchange.id for exchange in exchanges}) == 2
    assert exchanges[0].status == (fault if isinstance(fault, int) else None)
    assert (exchanges[0].error is None) == isinstance(fault, int)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (httpx.ConnectError("refused"), ConnectFailed),
        (httpx.ConnectTimeout("slow"), ConnectFailed),
        (httpx.ReadTimeout("slow"), TimedOut),
        (httpx.WriteError("reset"), ConnectionLost),
        (503, ServerError),
        (429, RateLimited),
    ],
)
def test_a_lasting_fault_ends_after_bounded_attempts(client, target, fake_time, answer, fault, kind) -> None:
    target.answers(fault if isinstance(fault, Exception) else answer(fault, {"code": "x", "message": "y"}))
    with pytest.raises(kind) as raised:
        read(client)
    assert raised.value.exit_code == 3
    assert len(target.requests) == 4
    assert fake_time.slept == [0.5, 1.0, 2.0]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422])
def test_what_is_the_callers_fault_is_not_repeated(client, target, answer, status) -> None:
    target.answers(answer(status, {"code": "x", "message": "y"}))
    with pytest.raises(ApiError):
        read(client)
    assert len(target.requests) == 1


@pytest.mark.parametrize(
    ("header", "waited"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("9999", 65.0),
        ("Sun, 01 Mar 2026 12:00:20 GMT", 20.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("soon", 0.5),
        ("-5", 0.5),
        ("", 0.5),
    ],
)
def test_retry_after_is_honoured_and_capped(client, target, fake_time, answer, header, waited) -> None:
    target.answers(answer(429, {"code": "rate_limit_exceeded"}, retry_after=header), answer(200, PAGE))
    read(client)
    assert fake_time.slept == [waited]


def test_no_pause_outlasts_the_deadline(make_client, target, fake_time, answer) -> None:
    target.answers(answer(429, {"code": "rate_limit_exceeded"}, retry_after="60"))
    with pytest.raises(RateLimited):
        read(make_client(limits=Limits(deadline=100)))
    assert fake_time.slept == [60.0]


@pytest.mark.parametrize(
    ("method", "idempotent", "replayed", "request_id", "repeatable"),
    [
        ("GET", True, False, None, True),
        ("POST", False, True, "r-1", True),
        ("POST", False, True, None, False),
        ("POST", False, False, "r-1", False),
    ],
)
def test_only_work_that_cannot_be_done_twice_is_repeated(method, idempotent, replayed, request_id, repeatable) -> None:
    route = Route("x.y", method, "/x", not idempotent, idempotent, Provenance.INFERRED, replayed)
    assert route.repeatable(request_id) is repeatable
    assert RetryPolicy().repeats(ConnectionLost("lost"), route, request_id, 1) is repeatable
    assert not RetryPolicy().repeats(ConnectionLost("lost"), route, request_id, 4)
    assert not RetryPolicy().repeats(AnswerNotUnderstood("what"), route, request_id, 1)


def test_a_silent_target_is_given_up(client, target) -> None:
    target.answers(httpx.ConnectError("refused"))
    for _ in range(3):
        with pytest.raises(ConnectFailed):
            read(client)
    sent = len(target.requests)
    with pytest.raises(ConnectFailed, match="given up") as raised:
        read(client)
    assert len(target.requests) == sent == 12
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("failure", [httpx.ReadTimeout("silence"), 429])
def test_a_target_that_hangs_or_only_throttles_is_given_up(client, target, answer, failure) -> None:
    target.answers(answer(failure) if isinstance(failure, int) else failure)
    for _ in range(3):
        with pytest.raises((TimedOut, RateLimited)):
            read(client)
    sent = len(target.requests)
    with pytest.raises(ConnectFailed, match="given up"):
        read(client)
    assert len(target.requests) == sent


def test_one_answer_forgives_the_silence(client, target, answer) -> None:
    for steps in ([httpx.ConnectError("x")], [answer(404)], [httpx.ConnectError("x")], [httpx.ConnectError("x")]):
        target.answers(*steps)
        with pytest.raises((ConnectFailed, NotFound)):
            read(client)
    target.answers(answer(200, PAGE))
    assert read(client).value.data == ()


def test_an_exchange_is_evidence_without_the_key(client, exchanges, target, answer, fake_time) -> None:
    target.answers(answer(200, PAGE, x_request_id="run-7f3a-main-000001"))
    answered = read(client)
    (exchange,) = exchanges
    assert answered.exchange is exchange
    assert (exchange.method, exchange.url, exchange.status) == ("GET", "http://127.0.0.1:8099/taxes", 200)
    assert exchange.request_headers["authorization"] == "Bearer sk_sandbox_***"
    assert exchange.response_headers["x-request-id"] == "run-7f3a-main-000001"
    assert json.loads(exchange.response_body) == PAGE
    assert exchange.started_at == fake_time.now()
    assert "c4n4ry" not in repr((exchange, answered, client, client.caller, dict(exchange.request_headers)))


def test_proxies_are_ignored_on_loopback_only_and_redirects_always() -> None:
    for address, trusted in (("http://127.0.0.1:1", False), ("https://eu.spaceinvoices.com", True)):
        with open_http(check_address(address), Limits()) as http:
            assert http.trust_env is trusted
            assert http.follow_redirects is False


def test_no_cookie_survives_a_call(client, target, answer) -> None:
    target.answers(answer(200, PAGE, set_cookie="session=tenant-a; Path=/"))
    read(client)
    read(client)
    assert "cookie" not in target.requests[1].headers


def test_siblings_share_connection_and_guard_but_not_the_key(client, target, answer) -> None:
    target.answers(answer(200, PAGE))
    tenant = client.with_key("ek_sandbox_tenant").with_headers({"x-sandbox-defect": "a,b"})
    read(tenant)
    assert tenant.guard is client.guard
    assert tenant.caller.transport is client.caller.transport
    assert target.requests[0].headers["authorization"] == "Bearer ek_sandbox_tenant"
    assert target.requests[0].headers["x-sandbox-defect"] == "a,b"
    assert "x-sandbox-defect" not in client.caller.extra_headers


def test_request_ids_never_repeat() -> None:
    ids = RequestIds("run", "gw1")
    assert [ids(), ids()] == ["run-gw1-000001", "run-gw1-000002"]


def test_a_guard_is_asked_before_each_attempt(make_client, target, answer) -> None:
    guard = Guard("run-7f3a")

    def stop(request: httpx.Request) -> httpx.Response:
        guard._refusal = "another thread met a live entity"
        return httpx.Response(503)

    target.answers(stop)
    with pytest.raises(Exception, match="another thread"):
        read(make_client(guard=guard))
    assert len(target.requests) == 1
