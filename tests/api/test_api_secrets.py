"""Keys never show: not in repr, not in messages, not in logs, not in evidence addresses."""

from __future__ import annotations

import logging
import pickle
import traceback

import httpx
import pytest

from harness.api import CallFailed, Secret, mask_text, mask_value
from harness.api.secret import mask_http_log

CANARY = "c4n4ry0123456789"
KEY = f"sk_sandbox_{CANARY}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (KEY, "sk_sandbox_***"),
        ("ek_live_c4n4ry", "ek_live_***"),
        ("token_c4n4ry", "***"),
        ("", "***"),
        ("c4n4ry sk_sandbox_x", "***"),
    ],
)
def test_a_secret_prints_masked(value: str, shown: str) -> None:
    secret = Secret(value)
    assert (str(secret), f"{secret:>3}", f"{secret!r}") == (shown, f"{shown:>3}", f"Secret({shown!r})")
    assert secret.reveal() == value


def test_a_secret_compares_by_value_and_is_not_pickled() -> None:
    assert Secret(KEY) == Secret(Secret(KEY))
    assert hash(Secret(KEY)) == hash(Secret(KEY))
    assert Secret(KEY) != KEY
    with pytest.raises(TypeError):
        pickle.dumps(Secret(KEY))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"Bearer {KEY}, and more", "Bearer sk_sandbox_***, and more"),
        (f"/entities/api-keys/ek_live_{CANARY}?x=1", "/entities/api-keys/ek_live_***?x=1"),
        (f'{{"key":"{KEY}"}}', '{"key":"sk_sandbox_***"}'),
        ("token_live_abc and tokens", "*** and tokens"),
        ("nothing to see", "nothing to see"),
    ],
)
def test_text_is_masked(text: str, masked: str) -> None:
    assert mask_text(text, Secret("token_live_abc"), Secret("")) == masked


def test_json_is_masked_throughout() -> None:
    assert mask_value({KEY: [KEY, {"a": KEY}, 1, None]}) == {
        "sk_sandbox_***": ["sk_sandbox_***", {"a": "sk_sandbox_***"}, 1, None]
    }


def failures(answer):
    """Targets and transports that throw the key back."""
    echo = {"code": KEY, "message": f"bad key {KEY}", "cause": {"key": KEY}}
    return [
        *(answer(status, echo) for status in (400, 401, 403, 404, 409, 422, 429, 500)),
        answer(302, location=f"https://elsewhere.example/?key={KEY}"),
        answer(200, f'{{"{KEY}": '.encode()),
        answer(200, {"data": KEY}),
        answer(200, b"x", f"text/{KEY}"),
        httpx.ConnectError(f"refused {KEY}"),
        httpx.ReadTimeout(f"slow {KEY}"),
        lambda request: httpx.Response(200, headers={"content-encoding": KEY}, content=iter([b"x"])),
    ]


@pytest.mark.parametrize("which", range(15))
def test_no_failure_shows_the_key(client, target, exchanges, answer, which) -> None:
    target.answers(failures(answer)[which])
    with pytest.raises(CallFailed) as raised:
        client.taxes.list("ent_own")
    error = raised.value
    shown = [str(error), repr(error), str(vars(error)), repr(exchanges), str([e.error for e in exchanges])]
    assert not [text for text in shown if CANARY in text]
    assert not [
        e for e in exchanges if CANARY in str(dict(e.request_headers)) or CANARY in str(dict(e.response_headers))
    ]


def test_the_list_of_failures_is_whole(answer) -> None:
    assert len(failures(answer)) == 15


def test_a_traceback_of_a_refused_key_shows_only_our_words(make_client) -> None:
    try:
        make_client(key=f"sk_live_{CANARY}")
    except CallFailed as refused:
        text = "".join(traceback.format_exception(refused))
    assert CANARY not in text


def test_deleting_a_key_shows_it_neither_in_evidence_nor_in_the_log(client, target, exchanges, answer, caplog) -> None:
    target.answers(answer(404, {"code": "not_found", "message": "gone"}))
    with caplog.at_level(logging.DEBUG), pytest.raises(CallFailed) as raised:
        client.api_keys.delete("ent_own", f"ek_sandbox_{CANARY}")
    assert target.requests[0].url.path.endswith(CANARY)
    assert exchanges[0].url.endswith("/entities/api-keys/ek_sandbox_***")
    assert CANARY not in str(raised.value)
    assert "ek_sandbox_***" in caplog.text
    assert CANARY not in caplog.text


def test_a_withdrawn_key_that_is_answered_is_masked(client, target, answer) -> None:
    target.answers(answer(200, {"id": f"ek_sandbox_{CANARY}"}))
    withdrawn = client.api_keys.delete("ent_own", Secret(f"ek_sandbox_{CANARY}"))
    assert withdrawn.value == withdrawn.json == {"id": "ek_sandbox_***"}


def test_the_log_is_masked_once() -> None:
    mask_http_log()
    before = len(logging.getLogger("httpx").filters)
    mask_http_log()
    assert len(logging.getLogger("httpx").filters) == before


def test_a_created_key_is_in_the_value_only(client, target, answer) -> None:
    issued = {"id": f"ek_sandbox_{CANARY}", "environment": "sandbox", "entity_id": "ent_own"}
    target.answers(answer(201, issued), answer(200, {"data": [issued]}))
    created = client.api_keys.create("ent_own", name="k", ttl=60)
    listed = client.api_keys.list("ent_own")
    assert created.value.key.reveal() == f"ek_sandbox_{CANARY}"
    assert target.requests[0].content == b'{"name":"k","ttl":60}'
    assert CANARY not in repr((created, created.json, created.value, created.value.model_dump(), listed, listed.json))
