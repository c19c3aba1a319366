"""Each operation reaches its route with the right context; files, renderings, lists; the route table itself."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

import harness.api
from harness.api import AnswerNotUnderstood, ConnectFailed, GuardRefused, ServerError, diagnose_target, every_page
from harness.api.caller import ListQuery, RequestIds
from harness.api.client import Client
from harness.api.guard import Guard
from harness.api.models.document import DocumentPatch
from harness.api.models.entity import EntityPatch
from harness.api.models.payment import CheckedCustomer, CheckedIssuer, PaymentCreate, TransactionCheck
from harness.api.resources.entities import image_type
from harness.api.routes import ROUTES, Provenance, route

PNG = b"\x89PNG\r\n\x1a\n....."
TAX = {"id": "tax_1", "tax_rates": [{"rate": 22}]}
CUSTOMER = {"id": "cust_1", "name": "B"}
PAYMENT = {"id": "pmt_1", "amount": 10, "type": "card"}
USER = {"email": "a@example.com", "role": "admin"}
CHECK = TransactionCheck(issuer=CheckedIssuer(country_code="SI"), customer=CheckedCustomer(country_code="DE"))
OPERATIONS = [
    ("entities.get", lambda c: c.entities.get("ent_own"), "GET", "/entities/ent_own", "entity"),
    (
        "entities.patch",
        lambda c: c.entities.patch("ent_own", EntityPatch(name="x")),
        "PATCH",
        "/entities/ent_own",
        "entity",
    ),
    (
        "settings",
        lambda c: c.entities.patch_settings("ent_own", {"has_logo": True}),
        "PATCH",
        "/entities/ent_own",
        "entity",
    ),
    ("entities.disable", lambda c: c.entities.disable("ent_own"), "POST", "/entities/ent_own/disable", "entity"),
    ("taxes.create", lambda c: c.taxes.create("ent_own", {}), "POST", "/taxes", TAX),
    ("taxes.replace", lambda c: c.taxes.replace("ent_own", "tax_1", {}), "PUT", "/taxes/tax_1", TAX),
    ("customers.get", lambda c: c.customers.get("ent_own", "cust_1"), "GET", "/customers/cust_1", CUSTOMER),
    ("customers.patch", lambda c: c.customers.patch("ent_own", "cust_1", {}), "PATCH", "/customers/cust_1", CUSTOMER),
    ("items.list", lambda c: c.items.list("ent_own"), "GET", "/items", {"data": []}),
    ("items.delete", lambda c: c.items.delete("ent_own", "item_1"), "DELETE", "/items/item_1", None),
    ("invoices.create", lambda c: c.invoices.create("ent_own", {"items": []}), "POST", "/invoices", "document"),
    (
        "invoices.patch",
        lambda c: c.invoices.patch("ent_own", "i", DocumentPatch(note="x")),
        "PATCH",
        "/invoices/i",
        "document",
    ),
    ("invoices.list", lambda c: c.invoices.list("ent_own"), "GET", "/invoices", {"data": []}),
    ("invoices.void", lambda c: c.invoices.void("ent_own", "inv_1", "why"), "POST", "/invoices/inv_1/void", "document"),
    ("credit_notes.create", lambda c: c.credit_notes.create("ent_own", {}), "POST", "/credit-notes", "document"),
    ("credit_notes.get", lambda c: c.credit_notes.get("ent_own", "cre_1"), "GET", "/credit-notes/cre_1", "document"),
    (
        "finalize",
        lambda c: c.documents.finalize("ent_own", "i"),
        "POST",
        "/documents/i/finalize?type=invoice",
        "document",
    ),
    (
        "delete_draft",
        lambda c: c.documents.delete_draft("ent_own", "c", type="credit_note"),
        "DELETE",
        "/documents/c?type=credit_note",
        None,
    ),
    (
        "next_number",
        lambda c: c.documents.next_number("ent_own"),
        "GET",
        "/documents/next-number?type=invoice",
        {"number": "2026-00002"},
    ),
    (
        "calculate",
        lambda c: c.documents.calculate("ent_own", {"items": []}),
        "POST",
        "/documents/calculate?type=invoice",
        {"total": 1, "total_with_tax": 1},
    ),
    (
        "check",
        lambda c: c.transaction_type.check(CHECK, entity_id="ent_own"),
        "POST",
        "/transaction-type/check",
        {"transaction_type": "intra_eu_b2c", "reverse_charge_applies": False},
    ),
    (
        "payments.create",
        lambda c: c.payments.create("ent_own", PaymentCreate(amount=10, type="card", document_id="i")),
        "POST",
        "/payments",
        PAYMENT,
    ),
    ("users.add", lambda c: c.entity_users.add("ent_own", "a@example.com", "admin"), "POST", "/entities/users", USER),
    ("users.list", lambda c: c.entity_users.list("ent_own"), "GET", "/entities/users", {"data": [USER]}),
    ("users.patch", lambda c: c.entity_users.patch("ent_own", "u", "viewer"), "PATCH", "/entities/users/u", USER),
    ("users.remove", lambda c: c.entity_users.remove("ent_own", "u"), "DELETE", "/entities/users/u", None),
    ("invitations", lambda c: c.entity_users.invitations("ent_own"), "GET", "/entities/invitations", {"data": []}),
    ("files.list", lambda c: c.files.list("ent_own"), "GET", "/files", {"data": []}),
]


@pytest.mark.parametrize(("name", "call", "method", "path", "body"), OPERATIONS, ids=[row[0] for row in OPERATIONS])
def test_operations_reach_their_routes(
    client, target, answer, entity_json, document_json, name, call, method, path, body
) -> None:
    stock = {"entity": entity_json, "document": document_json}
    body = stock[body] if isinstance(body, str) else body
    target.answers(answer(200, body) if body is not None else lambda request: httpx.Response(204))
    answered = call(client)
    (request,) = target.requests
    assert (request.method, request.url.raw_path.decode()) == (method, path)
    assert request.headers["x-entity-id"] == "ent_own"
    assert answered.json == body


def test_users_are_added_without_an_invitation(client, target, answer) -> None:
    target.answers(answer(201, USER))
    client.entity_users.add("ent_own", "a@example.com")
    assert target.last_body == {"email": "a@example.com", "role": "editor", "send_invite": False}


@pytest.mark.parametrize("status", [404, 405])
def test_a_target_without_the_disable_route_is_patched(client, target, answer, entity_json, status) -> None:
    target.answers(answer(status, {"code": "x"}), answer(200, {**entity_json, "is_enabled": False}))
    assert client.entities.disable("ent_own").value.is_enabled is False
    assert [request.method for request in target.requests] == ["POST", "PATCH"]
    assert target.last_body == {"is_enabled": False}


def test_a_refused_disable_stays_refused(client, target, answer) -> None:
    target.answers(answer(403, {"code": "forbidden"}))
    with pytest.raises(harness.api.Forbidden):
        client.entities.disable("ent_own")
    assert len(target.requests) == 1


def test_a_signature_is_a_file_with_its_category(client, target, answer) -> None:
    target.answers(answer(201, {"url": "https://x.example/s.png", "secureUrl": "https://x.example/s.png"}))
    client.files.upload_signature("ent_own", PNG, "s.png")
    (request,) = target.requests
    assert (request.method, request.url.path) == ("POST", "/files")
    assert request.headers["x-entity-id"] == "ent_own"
    assert b'name="category"\r\n\r\nsignature\r\n' in request.content
    assert b'name="file"; filename="s.png"' in request.content


def test_a_logo_is_a_multipart_file_the_same_on_each_attempt(client, target, answer) -> None:
    target.answers(answer(503), answer(201, {"url": "https://x.example/l.png", "secureUrl": "https://x.example/l.png"}))
    answered = client.files.upload_logo("ent_own", PNG, "logo.png")
    first, second = target.requests
    assert first.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert first.content == second.content
    assert PNG in first.content
    assert b'name="file"; filename="logo.png"' in first.content
    assert b"image/png" in first.content
    assert answered.exchange.request_body == first.content
    assert answered.value.secureUrl == "https://x.example/l.png"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBP", "image/webp"),
        (b"<svg/>", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_the_bytes_tell_the_image_type(data: bytes, kind: str) -> None:
    assert image_type(data) == kind


def test_a_pdf_in_a_language_locale_and_template(client, target, answer) -> None:
    target.answers(answer(200, b"%PDF-1.7 ...", "application/pdf"))
    answered = client.documents.pdf("ent_own", "inv_1", language="de", locale="de-DE", template="modern")
    assert answered.value == b"%PDF-1.7 ..."
    assert target.requests[0].url.raw_path == b"/documents/inv_1/pdf?language=de&locale=de-DE&template=modern"
    client.documents.pdf("ent_own", "inv_1")
    assert target.requests[1].url.query == b""


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"", "application/pdf"), (b"<html>", "application/pdf"), (b"%PDF-1.7", "text/html"), (b"%PDF-1.7", "")],
)
def test_what_is_no_pdf(client, target, answer, body, kind) -> None:
    target.answers(answer(200, body, kind))
    with pytest.raises(AnswerNotUnderstood):
        client.documents.pdf("ent_own", "inv_1")


def test_html_and_what_is_none(client, target, answer) -> None:
    target.answers(answer(200, "<p>š</p>".encode(), "text/html; charset=utf-8"))
    assert client.documents.html("ent_own", "inv_1").value == "<p>š</p>"
    for body, kind in ((b"\xff", "text/html"), (b"{}", "application/json")):
        target.answers(answer(200, body, kind))
        with pytest.raises(AnswerNotUnderstood):
            client.documents.html("ent_own", "inv_1")


def test_lists_take_page_order_and_filter(client, target, answer) -> None:
    target.answers(answer(200, {"data": []}))
    query = ListQuery(limit=5, order_by="-date", include_total_count=False, query={"voided_at": {"not": None}})
    client.invoices.list("ent_own", query)
    sent = dict(target.requests[0].url.params)
    assert json.loads(sent.pop("query")) == {"voided_at": {"not": None}}
    assert sent == {"limit": "5", "order_by": "-date", "include_total_count": "false"}


def pages(*cursors: str | None):
    """Steps that answer one tax each and point to the next cursor."""

    def step(number: int, cursor: str | None):
        page = {"data": [{**TAX, "id": f"tax_{number}"}], "pagination": {"next_cursor": cursor}}
        return lambda request: httpx.Response(200, json=page)

    return [step(number, cursor) for number, cursor in enumerate(cursors)]


def test_every_page_is_walked_once(client, target) -> None:
    target.answers(*pages("a", "b", None))
    found = [tax.id for tax in every_page(lambda query: client.taxes.list("ent_own", query))]
    assert found == ["tax_0", "tax_1", "tax_2"]
    assert [request.url.params.get("next_cursor") for request in target.requests] == [None, "a", "b"]


@pytest.mark.parametrize("cursors", [("a", "a"), ("a", "b", "a")])
def test_a_list_that_turns_in_circles_is_noticed(client, target, cursors) -> None:
    target.answers(*pages(*cursors))
    with pytest.raises(AnswerNotUnderstood, match="earlier page"):
        list(every_page(lambda query: client.taxes.list("ent_own", query)))


def test_a_list_without_end_is_noticed(client, target) -> None:
    target.answers(*pages("a", "b", "c", "d"))
    with pytest.raises(AnswerNotUnderstood, match="not ended after 3"):
        list(every_page(lambda query: client.taxes.list("ent_own", query), most=3))


@pytest.mark.parametrize(("given", "path"), [("a/../b", "a%2F..%2Fb"), ("a?b#c", "a%3Fb%23c"), ("ä", "%C3%A4")])
def test_ids_are_quoted(given: str, path: str) -> None:
    assert route("invoices.get").fill(given) == f"/invoices/{path}"


@pytest.mark.parametrize("given", ["", ".", "..", " ", None])
def test_what_is_no_id_is_refused(given) -> None:
    with pytest.raises(ValueError, match="id"):
        route("invoices.get").fill(given)
    with pytest.raises(ValueError, match="no id"):
        route("invoices.list").fill("x")
    with pytest.raises(KeyError, match="no route"):
        route("invoices.explode")


def test_the_table_is_consistent() -> None:
    for name, row in ROUTES.items():
        assert row.name == name
        assert not (row.method == "GET" and row.write), name
        assert not (row.write and row.method in ("POST", "PATCH") and row.idempotent), name
        assert row.method not in ("PUT", "DELETE", "PATCH") or row.write, name
        assert row.names_entity == row.path.startswith("/entities/{id}"), name
    seen = [(row.method, row.path) for row in ROUTES.values()]
    assert len(seen) == len(set(seen))
    assert ROUTES["documents.finalize"].provenance is Provenance.DOCUMENTED
    assert ROUTES["documents.next_number"].provenance is Provenance.INFERRED


def test_every_public_name_can_be_imported() -> None:
    assert len(set(harness.api.__all__)) == len(harness.api.__all__)
    for name in harness.api.__all__:
        assert getattr(harness.api, name) is not None
    with pytest.raises(AttributeError):
        _ = harness.api.Nothing


@pytest.mark.parametrize(("status", "body"), [(401, {"code": "unauthorized", "message": "x"}), (200, {"data": []})])
def test_a_target_is_found_without_a_key(target, answer, status, body) -> None:
    target.answers(answer(status, body, x_sandbox="embedded"))
    found = diagnose_target("http://127.0.0.1:8099/", http_transport=httpx.MockTransport(target.handle))
    assert (found.address, found.status, found.embedded) == ("http://127.0.0.1:8099", status, True)
    assert "authorization" not in target.requests[0].headers


@pytest.mark.parametrize(
    ("status", "body", "kind", "error"),
    [
        (200, b"<html>", "text/html", AnswerNotUnderstood),
        (200, b"[]", "application/json", AnswerNotUnderstood),
        (404, b"not found", "text/plain", AnswerNotUnderstood),
        (502, b"bad gateway", "text/html", ServerError),
    ],
)
def test_something_else_at_the_address(target, answer, status, body, kind, error) -> None:
    target.answers(answer(status, body, kind))
    with pytest.raises(error):
        diagnose_target("http://127.0.0.1:8099", http_transport=httpx.MockTransport(target.handle))
    assert len(target.requests) == 1


def test_nobody_at_the_address_is_one_line() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{held.getsockname()[1]}"
        with pytest.raises(ConnectFailed) as raised:
            diagnose_target(address)
    assert address in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_address_that_may_not_be_called_is_not_called() -> None:
    with pytest.raises(GuardRefused):
        diagnose_target("https://example.com")


class _Api(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        echoed = json.dumps({"url": self.path, "filename": self.headers["x-entity-id"], "bytes": len(body)}).encode()
        self.send_response(201)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(echoed)))
        self.end_headers()
        self.wfile.write(echoed)

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def real_server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Api) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_over_a_real_connection(real_server: str) -> None:
    guard = Guard("run-1")
    guard.admit("ent_own")
    with Client(real_server, "sk_sandbox_x", guard=guard, request_ids=RequestIds("run-1")) as client:
        for _ in range(2):
            answered = client.files.upload_logo("ent_own", PNG * 1000, "logo.png")
            assert answered.value.url == "/upload/image"
            assert answered.value.filename == "ent_own"
            assert answered.value.bytes == len(answered.exchange.request_body)
