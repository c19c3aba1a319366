"""Exchanges as HTTP messages: bodies to the letter, headers in a stable order, documents as files of their own."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from harness.evidence import ArtefactStore, Redactor, store_exchange

CANARY = "canary+7f/Q2=x~Zp.9_k-t"
PDF = b"%PDF-1.7\n\xff\x00\xfe"


@dataclass(frozen=True)
class Call:
    method: str = "POST"
    url: str = "http://127.0.0.1:8000/invoices"
    request_headers: dict[str, str] = field(default_factory=lambda: {"content-type": "application/json", "accept": "x"})
    request_body: bytes = b'{"a":1}'
    status: int | None = 200
    response_headers: dict[str, str] = field(default_factory=lambda: {"content-type": "application/json"})
    response_body: bytes = b'{"b": 2}'


@pytest.fixture
def store(tmp_path) -> ArtefactStore:
    return ArtefactStore(tmp_path, Redactor((CANARY,)))


def test_both_messages_are_kept(store, tmp_path):
    stored = store_exchange(store, Call())

    assert (tmp_path / stored.request.path).read_bytes() == (
        b'POST http://127.0.0.1:8000/invoices\naccept: x\ncontent-type: application/json\n\n{"a":1}'
    )
    assert (tmp_path / stored.response.path).read_bytes() == b'HTTP 200\ncontent-type: application/json\n\n{"b": 2}'
    assert stored.body is None
    assert stored.artefacts == (stored.request, stored.response)


@pytest.mark.parametrize(
    "body",
    [
        b'{ "z" : 1.10,\r\n\t"a":[ ] }\n\n',
        '{"n":"Škofja Loka \u2028 \u0000"}'.encode(),
        b'{"website":"https://shop.example","email":"ana@shop.example"}',
        b'{"broken": "\xff\xfe',
        b"",
    ],
)
@pytest.mark.parametrize("media_type", ["application/json", "application/problem+json", "text/html", "application/xml"])
def test_text_bodies_are_kept_to_the_letter(store, tmp_path, body, media_type):
    stored = store_exchange(store, Call(response_headers={"content-type": media_type}, response_body=body))
    kept = (tmp_path / stored.response.path).read_bytes()

    assert kept == f"HTTP 200\ncontent-type: {media_type}\n\n".encode() + body
    assert stored.body is None


@pytest.mark.parametrize("headers", [{"content-type": "application/pdf"}, {"content-type": "image/png"}, {}])
def test_a_document_becomes_a_file_that_the_message_names(store, tmp_path, headers):
    stored = store_exchange(store, Call(response_headers=headers, response_body=PDF))

    assert (tmp_path / stored.body.path).read_bytes() == PDF
    assert stored.body.digest.encode() in (tmp_path / stored.response.path).read_bytes()
    assert PDF not in (tmp_path / stored.response.path).read_bytes()
    assert stored.artefacts == (stored.request, stored.response, stored.body)


def test_where_no_answer_came_only_the_request_is_kept(store):
    stored = store_exchange(store, Call(status=None, response_headers={}, response_body=b""))

    assert (stored.response, stored.body) == (None, None)
    assert stored.artefacts == (stored.request,)


def test_a_secret_is_nowhere_in_the_stored_exchange(store, tmp_path):
    call = Call(
        url=f"http://user:{CANARY}@127.0.0.1:8000/invoices?token=Zx81unknown",
        request_headers={"Authorization": "Custom Zx81unknown", "content-type": "application/json"},
        request_body=b'{"password":"Zx81unknown","note":"' + CANARY.encode() + b'"}',
        response_headers={"Set-Cookie": "session=Zx81unknown", "content-type": "application/json"},
        response_body=b'{"access_token":"Zx81unknown","key":"ek_sandbox_Zx81unknown"}',
    )
    stored = store_exchange(store, call)
    written = b"".join((tmp_path / artefact.path).read_bytes() for artefact in stored.artefacts)

    assert b"Zx81unknown" not in written
    assert CANARY.encode() not in written
    assert b"ek_sandbox_[redacted]" in written


def test_equal_exchanges_are_kept_once(store, tmp_path):
    first, second = store_exchange(store, Call()), store_exchange(store, Call())

    assert first == second
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2
