"""From an HTTP request to its answer: size, token, replay, transaction, handler, and errors in the API's shape."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from harness.sandbox.auth import Access, Principal, authenticate, require_account
from harness.sandbox.call import JSON_LIMIT, Call, Handler, Preparer, Reply
from harness.sandbox.errors import ApiError, bad_request, conflict, forbidden
from harness.sandbox.idempotency import MAX_REQUEST_ID, find_reply, fingerprint
from harness.sandbox.jsonio import dumps
from harness.sandbox.server import DEFECT_HEADER, Server
from harness.sandbox.tables import StoredReply

logger = logging.getLogger("harness.sandbox")
_NO_ONE = Principal("")


@dataclass(frozen=True)
class Route:
    """One operation: where it is, what it asks of the caller, and what answers it."""

    method: str
    path: str
    handler: Handler | None
    access: Access = Access.READ
    prepare: Preparer | None = None
    limit: int = JSON_LIMIT
    changes: bool | None = None
    """Whether it changes something; by default every method but GET does."""
    works_when_disabled: bool = False
    """Whether a disabled entity may still be changed by it."""

    @property
    def writes(self) -> bool:
        """Whether the operation needs a writing transaction and takes part in replay."""
        return self.method != "GET" if self.changes is None else self.changes


def error_response(error: ApiError, headers: dict[str, str] | None = None) -> Response:
    """The answer for an error."""
    return Response(dumps(error.body()), error.status, headers, "application/json")


def answer(server: Server, route: Route, request: Request, raw: bytes) -> Response:
    """Answer a request. Never raises: what is not foreseen becomes a 500 that tells nothing but is logged."""
    try:
        return _Exchange(server, route, request, raw).run()
    except ApiError as error:
        return error_response(error)
    except Exception:  # the last line of defence: the caller gets an answer, the log gets the reason
        logger.exception("%s %s failed", route.method, route.path)
        return error_response(ApiError(500, "internal_server_error", "Internal server error"))


def _payload(reply: Reply) -> tuple[str | bytes, str]:
    if reply.media_type == "application/json":
        return ("" if reply.status == 204 else dumps(reply.value)), reply.media_type
    return reply.value, reply.media_type


def _respond(reply: Reply) -> Response:
    body, media_type = _payload(reply)
    return Response(body, reply.status, media_type=media_type)


class _Exchange:
    """One request on its way through the steps."""

    def __init__(self, server: Server, route: Route, request: Request, raw: bytes) -> None:
        self._server = server
        self._route = route
        self._request = request
        self._raw = raw
        public = route.access is Access.PUBLIC  # callers without an account share nothing, so nothing is replayed
        self._request_id = None if public else request.headers.get("x-request-id") or None

    def run(self) -> Response:
        """Go through the steps in order."""
        if self._request_id and len(self._request_id) > MAX_REQUEST_ID:
            raise bad_request(f"X-Request-Id is longer than {MAX_REQUEST_ID} characters")
        with self._server.database.reading() as session:
            principal = self._caller(session)
        if not self._route.writes:
            return _respond(self._read(principal))
        with self._claimed(principal):
            return self._write(principal)

    def _caller(self, session: Session) -> Principal:
        if self._route.access is Access.PUBLIC:
            return _NO_ONE
        principal = authenticate(session, self._request.headers.get("authorization"), self._server.clock())
        if self._route.access is Access.ACCOUNT:
            require_account(principal)
        account = self._request.headers.get("x-account-id")
        if account and account != principal.account_id:
            raise forbidden("This token belongs to another account")
        return principal

    def _call(self, session: Session, principal: Principal, *, locks: bool = False) -> Call:
        try:
            seams = self._server.seams(self._request.headers.get(DEFECT_HEADER))
        except ValueError as error:
            raise bad_request(str(error)) from error
        return Call(
            server=self._server,
            session=session,
            principal=principal,
            seams=seams,
            access=self._route.access,
            method=self._route.method,
            path=self._request.path_params,
            query=self._request.query_params,
            headers=self._request.headers,
            raw=self._raw,
            request_id=self._request_id,
            locks=locks,
        )

    def _prepared(self, principal: Principal) -> Handler:
        if self._route.prepare is None:
            assert self._route.handler is not None, "a route has a handler or a preparer"
            return self._route.handler
        with self._server.database.reading() as session:
            return self._route.prepare(self._call(session, principal))

    def _read(self, principal: Principal) -> Reply:
        handler = self._prepared(principal)
        with self._server.database.reading() as session:
            return handler(self._call(session, principal))

    @contextmanager
    def _claimed(self, principal: Principal) -> Iterator[None]:
        if self._request_id is None or not self._server.profile.inflight_twin_conflicts:
            yield
            return
        with self._server.running.claim(principal.account_id, self._request_id):
            yield

    def _write(self, principal: Principal) -> Response:
        with self._server.database.reading() as session:
            stored = self._find(session, principal)
        if stored is not None:
            return Response(stored.body, stored.status, media_type=stored.media_type)
        handler = self._prepared(principal)
        try:
            with self._server.database.writing() as session:
                return self._handle(session, principal, handler)
        except IntegrityError as error:
            logger.warning("%s %s collided with another request", self._route.method, self._route.path)
            raise conflict("The request collided with another one") from error

    def _find(self, session: Session, principal: Principal) -> StoredReply | None:
        if self._request_id is None:
            return None
        asked = fingerprint(self._route.method, self._request.url.path, self._raw)
        changed_body = self._server.profile.replay_changed_body
        return find_reply(session, principal, self._request_id, asked, changed_body)

    def _handle(self, session: Session, principal: Principal, handler: Handler) -> Response:
        stored = self._find(session, principal)  # a twin in another process may have finished meanwhile
        if stored is not None:
            return Response(stored.body, stored.status, media_type=stored.media_type)
        call = self._call(session, principal, locks=True)
        self._refuse_disabled(call)
        reply = handler(call)
        self._store(call, reply)
        session.flush()
        return _respond(reply)

    def _refuse_disabled(self, call: Call) -> None:
        if self._route.works_when_disabled or not self._server.profile.disabled_entity_refuses_writes:
            return
        if self._route.access in (Access.WRITE, Access.ADMIN) and not call.entity.body["is_enabled"]:
            raise forbidden("This entity is disabled")

    def _store(self, call: Call, reply: Reply) -> None:
        if self._request_id is None or not isinstance(_payload(reply)[0], str):
            return
        body, media_type = _payload(reply)
        call.session.add(
            StoredReply(
                account_id=call.principal.account_id,
                request_id=self._request_id,
                entity_id=None if call.chosen_entity is None else call.chosen_entity.id,
                fingerprint=fingerprint(self._route.method, self._request.url.path, self._raw),
                status=reply.status,
                media_type=media_type,
                body=body,
            )
        )
