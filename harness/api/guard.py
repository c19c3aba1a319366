"""Live safety, fail closed: what may be called, with which key, and what may be written to.

Sandbox and live share one host and the same routes, and only the key tells them apart; so an address that looks right
proves nothing, and each layer here assumes that the others failed. Once an entity did not say that it is a sandbox
entity, the guard stays shut for the rest of the run.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import httpx

from harness.api.errors import GuardRefused
from harness.api.routes import Route
from harness.api.secret import Secret, is_sandbox_key

SANDBOX_HOSTS = frozenset({"eu.spaceinvoices.com"})
"""Remote hosts that may be called at all, over https on its standard port."""
RUN_KEY = "harness_run"
"""Key of an entity's metadata that carries the id of the run that created it."""
SANDBOX = "sandbox"
TEST_AUTHORITIES = frozenset({"test", SANDBOX})
"""What a tax authority's test system is called in the answer of a registration."""


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine: 127.0.0.0/8, ::1 or localhost."""
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    loopback_v4 = isinstance(address, IPv4Address) and address.is_loopback
    return loopback_v4 or address == IPv6Address("::1")


def check_address(base_url: str) -> httpx.URL:
    """The parsed address, if it may be called; ``GuardRefused`` (layer ``target``) otherwise."""
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL as problem:
        raise _address_refused(f"the target is not an address: {problem}") from problem
    if url.userinfo or url.query or url.fragment:
        raise _address_refused("the target's address carries credentials, a query or a fragment")
    if is_loopback(url.host):
        if url.scheme not in ("http", "https"):
            raise _address_refused(f"the target's scheme {url.scheme!r} is not http or https")
    elif url.host not in SANDBOX_HOSTS:
        raise _address_refused(f"host {url.host!r} is not on the allow list")
    elif url.scheme != "https" or url.port not in (None, 443):
        raise _address_refused(f"{url.host} is called over https on its standard port only")
    elif url.path not in ("", "/"):
        raise _address_refused(f"{url.host} is called without a path, not under {url.path!r}")
    return url


def _address_refused(what: str) -> GuardRefused:
    allowed = ", ".join(f"https://{host}" for host in sorted(SANDBOX_HOSTS))
    return GuardRefused("target", what, advice=f"Allowed are http://127.0.0.1:PORT (loopback) and {allowed}")


def check_key(key: Secret) -> None:
    """``GuardRefused`` (layer ``key``) unless the key has the shape of a sandbox key."""
    if not is_sandbox_key(key):
        raise GuardRefused(
            "key",
            "the key does not have the shape of a sandbox key (sk_sandbox_... or ek_sandbox_...)",
            advice="Nothing was sent. Give the key of a sandbox account",
        )


class Guard:
    """The rules for one run. All clients of a run share one guard; safe for threads.

    Writes go only to entities that this run created: their ids are learnt from the answers, or admitted when
    another process of the same run created them.
    """

    def __init__(self, run_id: str) -> None:
        if not run_id:
            raise ValueError("a run has an id: the guard recognises the run's own entities by it")
        self.run_id = run_id
        self._own: set[str] = set()
        self._refusal: str | None = None
        self._lock = threading.Lock()

    @property
    def entity_ids(self) -> frozenset[str]:
        """Entities that may be written to."""
        with self._lock:
            return frozenset(self._own)

    @property
    def stopped(self) -> str | None:
        """Why everything is refused from now on, or ``None``."""
        return self._refusal

    def admit(self, entity_id: str) -> None:
        """Allow writes to an entity that another process of this run created."""
        if not entity_id:
            raise ValueError("an empty entity id cannot be admitted")
        with self._lock:
            self._own.add(entity_id)

    def stamp(self, metadata: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """``metadata`` with the run id in it, as every entity of this run must carry it."""
        return {**(metadata or {}), RUN_KEY: self.run_id}

    def before(
        self, route: Route, item_id: str | None, entity_id: str | None, body: Any, request: str, *, remote: bool = True
    ) -> None:
        """Refuse a call that must not go out. Called before each attempt.

        ``remote``: the target is not this machine.
        """
        if self._refusal is not None:
            raise GuardRefused("stopped", f"the run was stopped: {self._refusal}", request=request)
        if route.method != "GET":
            self._check_ownership(route, item_id, entity_id, request)
        if route.name == "entities.create":
            self._check_create(body, request)
        if route.quiet is not None:
            _check_quiet(route.quiet, body, request)
        if remote:
            _check_stays_inside(route, body, request)

    def after(self, route: Route, answer: Any, request: str) -> None:
        """Look at a successful answer (parsed JSON): learn the entity that was created, stop on a live one."""
        if route.answers == "entities":
            rows = answer.get("data") if isinstance(answer, Mapping) else answer
            for row in rows if isinstance(rows, list) else [rows]:
                self._check_environment(row, request)
        elif route.answers == "entity":
            self._check_environment(answer, request)
        elif route.answers == "authority":
            self._check_authority(answer, request)
        elif route.answers == "api_key":
            self._check_minted(answer, request)
        if route.name == "entities.create" and isinstance(answer.get("id"), str):
            self.admit(answer["id"])

    def _check_ownership(self, route: Route, item_id: str | None, entity_id: str | None, request: str) -> None:
        touched = {entity_id} if entity_id is not None else set()
        if route.names_entity:
            touched.add(str(item_id))
        if route.write and not touched and route.name != "entities.create":
            raise GuardRefused("ownership", "a write names no entity", request=request, advice="Give the entity's id")
        foreign = sorted(touched - self.entity_ids)
        if foreign:
            raise GuardRefused(
                "ownership",
                f"entity {', '.join(foreign)} was not created in this run",
                request=request,
                advice="Writes go only to entities of this run: create one, or admit another worker's",
            )

    def _check_create(self, body: Any, request: str) -> None:
        sent: Mapping[str, Any] = body if isinstance(body, Mapping) else {}
        metadata = sent.get("metadata")
        run = metadata.get(RUN_KEY) if isinstance(metadata, Mapping) else None
        if sent.get("environment") != SANDBOX or run != self.run_id:
            raise GuardRefused(
                "create",
                "a new entity must say environment 'sandbox' and carry this run's id in its metadata",
                request=request,
                advice=f"Send environment: sandbox and metadata.{RUN_KEY} (Guard.stamp makes it)",
            )

    def _check_environment(self, entity: Any, request: str) -> None:
        environment = entity.get("environment") if isinstance(entity, Mapping) else None
        if environment != SANDBOX:
            self._stop(f"an entity answered environment {_shown(environment)} instead of 'sandbox'", request)

    def _check_authority(self, answer: Any, request: str) -> None:
        environment = answer.get("environment") if isinstance(answer, Mapping) else None
        if environment not in TEST_AUTHORITIES:
            self._stop(f"a tax authority answered as {_shown(environment)}, not as its test system", request)

    def _check_minted(self, answer: Any, request: str) -> None:
        key = answer.get("id") if isinstance(answer, Mapping) else None
        if not isinstance(key, str) or not is_sandbox_key(Secret(key)):
            self._stop("the target issued a key that does not have the shape of a sandbox key", request)
        self._check_environment(answer, request)

    def _stop(self, why: str, request: str) -> None:
        with self._lock:
            self._refusal = self._refusal or f"{why} ({request})"
        raise GuardRefused(
            "environment",
            why,
            request=request,
            advice="Everything after this is refused. Check which account the key belongs to",
        )


def _check_quiet(quiet: tuple[str, bool], body: Any, request: str) -> None:
    name, value = quiet
    if not isinstance(body, Mapping) or body.get(name) is not value:
        raise GuardRefused(
            "delivery",
            "the call would send e-mail",
            request=request,
            advice=f"Send {name}: {str(value).lower()} with it",
        )


def _check_stays_inside(route: Route, body: Any, request: str) -> None:
    """Peppol has no switch that keeps a sandbox's documents from real recipients: remote targets are sent nothing."""
    own = body.get("e_invoicing") if isinstance(body, Mapping) else None
    sends = isinstance(own, Mapping) and bool(own.get("send_enabled"))
    if route.reaches_out or sends:
        raise GuardRefused(
            "delivery",
            "the call would hand data to the Peppol network",
            request=request,
            advice="Nothing published keeps it from a real recipient: it is allowed on a target on this machine only",
        )


def _shown(environment: Any) -> str:
    return repr(environment)[:40] if isinstance(environment, str) else "nothing"
