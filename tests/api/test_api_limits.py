"""Bounds of a call: size cap, deadline, damaged bodies (fault H12), and the request budget."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator

import httpx
import pytest

from harness.api import (
    AnswerNotUnderstood,
    AnswerTooLarge,
    Budget,
    ConnectionLost,
    GuardRefused,
    TimedOut,
)
from harness.api.transport import Limits

PAGE = {"data": [], "pagination": {"total": 0, "next_cursor": None, "prev_cursor": None, "has_more": False}}


def read(client):
    return client.taxes.list("ent_own")


def chunks(count: int, each: bytes, before=lambda: None) -> Iterator[bytes]:
    for _ in range(count):
        before()
        yield each


@pytest.mark.parametrize("compressed", [False, True])
def test_an_answer_beyond_the_cap_is_cut(make_client, target, exchanges, compressed) -> None:
    body = gzip.compress(b" " * 5_000_000) if compressed else b" " * 5_000_000
    headers = {"content-type": "application/json", **({"content-encoding": "gzip"} if compressed else {})}
    pieces = [body[at : at + 4096] for at in range(0, len(body), 4096)]
    target.answers(lambda request: httpx.Response(200, headers=headers, content=iter(pieces)))
    with pytest.raises(AnswerTooLarge):
        read(make_client(limits=Limits(answer_bytes=10_000)))
    assert len(exchanges[0].response_body) == 10_000
    assert len(target.requests) == 1


def test_the_default_cap_is_twenty_megabytes() -> None:
    assert Limits().answer_bytes == 20 * 1024 * 1024


def test_a_never_ending_answer_meets_the_deadline(make_client, target, fake_time) -> None:
    def endless(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=chunks(10**9, b" ", lambda: fake_time.sleep(1)))

    target.answers(endless)
    with pytest.raises(TimedOut):
        read(make_client(limits=Limits(deadline=30)))
    assert fake_time.passed == 30
    assert len(target.requests) == 1


def test_no_operation_may_outlast_the_deadline(make_client, target, answer) -> None:
    target.answers(answer(200, PAGE))
    read(make_client(limits=Limits(deadline=3, operation=30, connect=1)))
    assert target.requests[0].extensions["timeout"] == {"connect": 1, "read": 3, "write": 3, "pool": 3}


def test_gzip_is_read_and_its_damage_noticed(client, target, document_json) -> None:
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    whole = gzip.compress(json.dumps(PAGE).encode())
    target.answers(lambda request: httpx.Response(200, headers=headers, content=iter([whole[:9], whole[9:]])))
    assert read(client).value.data == ()
    target.answers(lambda request: httpx.Response(200, headers=headers, content=iter([whole[:-12]])))
    with pytest.raises(ConnectionLost):
        read(client)
    target.answers(lambda request: httpx.Response(200, headers=headers, content=iter([b"not gzip"])))
    with pytest.raises(AnswerNotUnderstood):
        read(client)


def test_an_encoding_that_was_not_asked_for(client, target) -> None:
    target.answers(lambda request: httpx.Response(200, headers={"content-encoding": "br"}, content=iter([b"x"])))
    with pytest.raises(AnswerNotUnderstood, match="'br'"):
        read(client)


def test_a_short_body_is_no_answer(client, target, exchanges) -> None:
    headers = {"content-type": "application/json", "content-length": "500"}
    target.answers(lambda request: httpx.Response(200, headers=headers, content=iter([b'{"data": []}'])))
    with pytest.raises(ConnectionLost, match="12 of 500"):
        read(client)
    assert exchanges[0].response_body == b'{"data": []}'


def test_attempts_count_against_the_budget(make_client, target, fake_time, answer) -> None:
    budget = Budget(2, clock=fake_time.clock, sleep=fake_time.sleep)
    target.answers(answer(200, PAGE))
    client = make_client(budget=budget, limits=Limits(deadline=10))
    for _ in range(3):
        read(client)
    assert fake_time.slept == [60.0]


def test_a_refused_call_costs_no_budget(make_client, target, fake_time) -> None:
    budget = Budget(1, clock=fake_time.clock, sleep=fake_time.sleep)
    budget.acquire()
    with pytest.raises(GuardRefused):
        make_client(budget=budget).taxes.create("ent_foreign", {})
    assert fake_time.slept == []


def test_the_window_slides(fake_time) -> None:
    budget = Budget(2, clock=fake_time.clock, sleep=fake_time.sleep)
    waits = []
    for pause in (0, 40, 0, 0, 30):
        fake_time.passed += pause
        waits.append(budget.acquire())
    assert waits == [0, 0, 20, 40, 0]


def test_a_budget_is_split_among_processes() -> None:
    assert [Budget.share(60, count).per_minute for count in (1, 4, 100)] == [60, 15, 1]
    with pytest.raises(ValueError, match="lets nothing through"):
        Budget(0)
