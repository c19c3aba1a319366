"""Replay of ``X-Request-Id``: the first answer is stored and repeated, per account (contract section 5).

Only answers of successful writes are stored: a request that failed changed nothing, so it may be corrected and sent
again with the same id. The stored answer is written in the transaction of the change itself, so neither exists
without the other.
"""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from harness.sandbox.auth import Principal
from harness.sandbox.errors import conflict
from harness.sandbox.tables import StoredReply

MAX_REQUEST_ID = 255


def fingerprint(method: str, path: str, body: bytes) -> str:
    """A digest of what was asked, to tell a repeat from another request under the same id."""
    return hashlib.sha256(b"\x1f".join((method.encode(), path.encode(), body))).hexdigest()


def find_reply(
    session: Session, principal: Principal, request_id: str, asked: str, changed_body: str
) -> StoredReply | None:
    """The stored answer to a repeat, or None for a first request.

    ``changed_body`` is the profile's switch: ``first`` repeats the first answer whatever the body, ``conflict`` raises
    409. An id that was used for an entity that this caller may not see is a conflict too: its answer must not leak.
    """
    stored = session.get(StoredReply, (principal.account_id, request_id))
    if stored is None:
        return None
    hidden = stored.entity_id is not None and not principal.may_see(stored.entity_id)
    if hidden or (changed_body == "conflict" and stored.fingerprint != asked):
        raise conflict("This X-Request-Id was used for another request")
    return stored


class RunningRequests:
    """The request ids that are being worked on in this process, so that a twin can be told from a repeat."""

    def __init__(self) -> None:
        """Start with none."""
        self._lock = threading.Lock()
        self._running: set[tuple[str, str]] = set()

    @contextmanager
    def claim(self, account_id: str, request_id: str) -> Iterator[None]:
        """Hold an id while its request runs; 409 when it is held already."""
        key = (account_id, request_id)
        with self._lock:
            if key in self._running:
                raise conflict("A request with this X-Request-Id is still running")
            self._running.add(key)
        try:
            yield
        finally:
            with self._lock:
                self._running.discard(key)
