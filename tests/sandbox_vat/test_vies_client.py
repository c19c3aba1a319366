"""The VIES client keeps valid, invalid and unknown apart, whatever comes back."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import httpx
import pytest

from harness.sandbox.vies.client import THROTTLED, ViesClient
from harness.sandbox.vies.service import BASE_PATH

URL = f"http://vies.test{BASE_PATH}"
VALID, UNDISCLOSED, INVALID, CROWDED = "U23406053", "U21703716", "U33718938", "U29414229"


@pytest.fixture
def client(vies_transport, waits):
    with ViesClient(URL, transport=vies_transport, sleep=waits.append) as client:
        yield client


def answering(handler, waits=None) -> ViesClient:
    sleep = (waits if waits is not None else []).append
    return ViesClient(URL, transport=httpx.MockTransport(handler), sleep=sleep)


@pytest.mark.parametrize(
    ("country", "number", "outcome", "valid", "code", "name"),
    [
        ("AT", VALID, "valid", True, None, "Alpenland Software"),
        ("AT", UNDISCLOSED, "valid", True, None, None),
        ("AT", INVALID, "invalid", False, "INVALID", None),
        ("AT", "U77332138", "unreachable", None, "MS_UNAVAILABLE", None),
        ("AT", "U08059278", "unreachable", None, "TIMEOUT", None),
        ("AT", CROWDED, "unreachable", None, "MS_MAX_CONCURRENT_REQ", None),
        ("AT", "U82757660", "valid", True, None, "Alpenland Patience"),
        ("GR", "162904311", "valid", True, None, "Attika Software"),
        ("GB", "123456789", "malformed", None, "INVALID_INPUT", None),
        ("AT", "", "malformed", None, "INVALID_INPUT", None),
    ],
)
def test_against_the_simulated_service(client, country, number, outcome, valid, code, name):
    answer = client.check(country, number)
    assert (answer.outcome, answer.valid, answer.code, answer.name) == (outcome, valid, code, name)
    assert answer.vat_number == number
    assert answer.country_code == ("EL" if country == "GR" else country)


def test_evidence_of_a_consultation(vies_transport):
    with ViesClient(URL, transport=vies_transport, requester=("AT", VALID)) as client:
        answer = client.check("AT", "U31138266", trader_name="Somebody")
    assert answer.request_identifier is not None
    assert answer.request_identifier.startswith("WAPIAAAA")
    assert answer.as_json() == {
        "valid": True,
        "outcome": "valid",
        "country_code": "AT",
        "vat_number": "U31138266",
        "code": None,
        "name": "Alpenland Trading",
        "address": "Test Street 2\n1010 Wien",
        "request_identifier": answer.request_identifier,
        "request_date": "2026-11-23T08:30:15.250Z",
        "name_match": "INVALID",
    }


def test_wrong_requester_says_nothing_about_the_number(vies_transport):
    with ViesClient(URL, transport=vies_transport, requester=("AT", INVALID)) as client:
        answer = client.check("AT", VALID)
    assert (answer.outcome, answer.code) == ("unreachable", "INVALID_REQUESTER_INFO")


def test_throttling_is_retried_and_nothing_else(client, vies_transport, waits):
    client.check("AT", CROWDED)
    assert (len(vies_transport.requests), waits) == (3, [0.1, 0.2])
    client.check("AT", "U77332138")
    assert len(vies_transport.requests) == 4


@pytest.mark.parametrize("code", sorted(THROTTLED))
def test_retry_takes_the_later_answer(code, waits):
    bodies = [{"actionSucceed": False, "errorWrappers": [{"error": code}]}, {"valid": True}]
    client = answering(lambda request: httpx.Response(200, json=bodies.pop(0)), waits)
    assert client.check("AT", VALID).outcome == "valid"
    assert waits == [0.1]


@pytest.mark.parametrize(
    ("response", "code"),
    [
        (httpx.Response(200, text="<html>Request rejected</html>"), "NO_RESULT"),
        (httpx.Response(200, json=[]), "NO_RESULT"),
        (httpx.Response(200, json={"valid": "false"}), "NO_RESULT"),
        (httpx.Response(200, json={"valid": False, "actionSucceed": False}), "NO_RESULT"),
        (httpx.Response(200, content=b"\xff\xfe\xfa"), "NO_RESULT"),
        (httpx.Response(500, json={"errorWrappers": [{"error": "VOW-ERR-1"}]}), "VOW-ERR-1"),
        (httpx.Response(500, json={"errorWrappers": [{"error": "INVALID_INPUT"}]}), "INVALID_INPUT"),
        (httpx.Response(503, json={"valid": False}), "HTTP_503"),
        (httpx.Response(302, headers={"location": "http://elsewhere.test"}), "HTTP_302"),
        (httpx.Response(200, json={"errorWrappers": [{"error": "IP_BLOCKED"}]}), "IP_BLOCKED"),
    ],
)
def test_what_is_no_result_is_never_a_negative(response, code):
    answer = answering(lambda request: response).check("AT", VALID)
    assert (answer.outcome, answer.valid, answer.code) == ("unreachable", None, code)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (httpx.ReadTimeout("slow"), "TIMEOUT"),
        (httpx.ConnectError("refused"), "CONNECTION_FAILED"),
        (httpx.RemoteProtocolError("reset"), "CONNECTION_FAILED"),
    ],
)
def test_network_failures_are_unreachable(error, code):
    def fail(request: httpx.Request) -> httpx.Response:
        raise error

    answer = answering(fail).check("AT", VALID)
    assert (answer.outcome, answer.code) == ("unreachable", code)


def test_negative_answers_are_not_cached(vies_transport):
    with ViesClient(URL, transport=vies_transport) as client:
        client.check("AT", INVALID)
        client.check("AT", INVALID)
    assert len(vies_transport.requests) == 2


def test_the_same_question_at_the_same_time_is_asked_once(monkeypatch):
    asked: list[str] = []
    entered, release, waiting = threading.Event(), threading.Event(), threading.Semaphore(0)

    class WatchedFuture(Future):
        def result(self, timeout=None):
            waiting.release()
            return super().result(timeout)

    monkeypatch.setattr("harness.sandbox.vies.client.Future", WatchedFuture)

    def slow(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        entered.set()
        assert release.wait(5)
        return httpx.Response(200, json={"valid": True})

    client = answering(slow)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(client.check, "AT", VALID)
        assert entered.wait(5)
        others = [pool.submit(client.check, "AT", VALID) for _ in range(2)]
        assert all(waiting.acquire(timeout=5) for _ in others)
        release.set()
        assert [each.result(5).outcome for each in (first, *others)] == ["valid"] * 3
    assert len(asked) == 1


def test_failure_of_a_shared_question_reaches_all_and_is_forgotten():
    calls: list[int] = []

    def broken(request: httpx.Request) -> httpx.Response:
        calls.append(1)
        raise ZeroDivisionError

    client = answering(broken)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            client.check("AT", VALID)
    assert len(calls) == 2
