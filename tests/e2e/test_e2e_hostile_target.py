"""A target whose pages are made to harm the harness: the run ends in time, says why, and keeps what it got."""

from __future__ import annotations

import hashlib
import http.client
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

IMAGE = b"/Type/XObject/Subtype/Image/Width 300/Height 300/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode"


def _stream(data: bytes, about: bytes) -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), about, data)


def endless() -> bytes:
    """A page of 20 000 images: four kilobytes that take minutes to look at."""
    content = _stream(zlib.compress(b"q 99 0 0 99 50 50 cm /I Do Q " * 20_000, 9), b"/Filter/FlateDecode")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        content,
        _stream(zlib.compress(bytes(270_000), 9), IMAGE),
    )
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer\n<</Size 6/Root 1 0 R>>\n%%EOF"


@contextmanager
def between(address: str, page: bytes) -> Iterator[str]:
    """The address of a server that passes everything on and answers ``page`` for every PDF."""
    there = urlsplit(address)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            way = http.client.HTTPConnection(there.hostname, there.port, timeout=60)
            way.request(self.command, self.path, body, dict(self.headers))
            answer = way.getresponse()
            found = answer.read()
            way.close()
            kind = answer.headers["content-type"]
            self._answer(answer.status, kind, page if kind == "application/pdf" else found)

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _pass_on

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("page", "why"),
    [(endless(), "takes more than 5 seconds"), (b"%PDF-1.7\nhello", "damaged")],
    ids=["endless", "damaged"],
)
def test_a_hostile_page_breaks_its_scenario_and_nothing_else(harness, served, page: bytes, why: str):
    with between(served["address"], page) as address:
        outcome = harness("run", "SI", "-n", "1", "-k", "first_invoice or settings_and_taxes", "--target", address,
                          SPACE_INVOICES_API_KEY=served["key"])  # fmt: skip
    results = {row["item"]: row for row in outcome.document["results"]}
    broken = [row for row in results.values() if row["outcome"] == "broken"]
    assert outcome.code == 3, outcome.out + outcome.err
    assert broken
    assert all(why in row["message"] and "Traceback" not in row["message"] for row in broken)
    assert len(broken) < len(results)
    assert hashlib.sha256(page).hexdigest() in outcome.document["artefacts"]
