"""The client: one key on one target, with the API's operations in groups."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from types import TracebackType

import httpx

from harness.api.budget import Budget
from harness.api.call import check_extra_headers
from harness.api.caller import Caller, id_source
from harness.api.exchange import Observer
from harness.api.guard import Guard, check_address, check_key
from harness.api.models.catalogue import (
    Customer,
    CustomerCreate,
    CustomerPage,
    CustomerPatch,
    Item,
    ItemCreate,
    ItemPage,
    ItemPatch,
    Tax,
    TaxPage,
)
from harness.api.models.payment import Payment, PaymentCreate, PaymentPage, PaymentPatch
from harness.api.resources.access import ApiKeys, EntityUsers
from harness.api.resources.catalogue import Resource, Taxes
from harness.api.resources.documents import DocumentGroup, Documents, TransactionTypes
from harness.api.resources.einvoicing import EInvoicing
from harness.api.resources.entities import Entities, Files
from harness.api.resources.fiscal import Fiscalization
from harness.api.secret import Secret
from harness.api.transport import Limits, Timing, Transport, open_http


class Client:
    """Speaks to one target with one key. Safe for threads; close it, or use it as a context manager.

    Raises ``GuardRefused`` when it is made, before anything is sent, if address or key may not be used.
    """

    def __init__(
        self,
        base_url: str,
        key: Secret | str,
        *,
        guard: Guard,
        request_ids: Callable[[], str] | Iterator[str],
        observer: Observer | None = None,
        account_id: str | None = None,
        extra_headers: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        budget: Budget | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = partial(datetime.now, UTC),
        http_transport: httpx.BaseTransport | None = None,
    ) -> None:
        address, secret, limits = check_address(base_url), Secret(key), limits or Limits()
        check_key(secret)
        transport = Transport(
            base_url=str(address).rstrip("/"),
            http=open_http(address, limits, http_transport),
            guard=guard,
            limits=limits,
            timing=Timing(clock, sleep, now),
            observer=observer,
            budget=budget,
        )
        self._use(
            Caller(transport, secret, id_source(request_ids), account_id, check_extra_headers(extra_headers or {}))
        )

    def _use(self, caller: Caller) -> None:
        self.caller = caller
        """For calls by route name: raw bodies, answers without a model."""
        self.entities = Entities(caller)
        self.files = Files(caller)
        self.taxes = Taxes(caller, "taxes", Tax, TaxPage)
        self.customers: Resource[CustomerCreate, CustomerPatch, Customer, CustomerPage]
        self.customers = Resource(caller, "customers", Customer, CustomerPage)
        self.items: Resource[ItemCreate, ItemPatch, Item, ItemPage] = Resource(caller, "items", Item, ItemPage)
        self.payments: Resource[PaymentCreate, PaymentPatch, Payment, PaymentPage]
        self.payments = Resource(caller, "payments", Payment, PaymentPage)
        self.invoices = DocumentGroup(caller, "invoices")
        self.credit_notes = DocumentGroup(caller, "credit_notes")
        self.documents = Documents(caller)
        self.e_invoicing = EInvoicing(caller)
        self.transaction_type = TransactionTypes(caller)
        self.api_keys = ApiKeys(caller)
        self.entity_users = EntityUsers(caller)
        self.fiscalization = Fiscalization(caller)

    def with_key(self, key: Secret | str, *, account_id: str | None = None) -> Client:
        """A client with another key on the same connection, guard, budget and observer: a tenant's own key."""
        secret = Secret(key)
        check_key(secret)
        caller = self.caller
        return self._sibling(Caller(caller.transport, secret, caller.next_id, account_id, caller.extra_headers))

    def with_headers(self, headers: Mapping[str, str]) -> Client:
        """A client that sends further headers with each call, e.g. ``x-sandbox-defect``."""
        caller = self.caller
        merged = {**caller.extra_headers, **check_extra_headers(headers)}
        return self._sibling(Caller(caller.transport, caller.key, caller.next_id, caller.account_id, merged))

    def _sibling(self, caller: Caller) -> Client:
        made = object.__new__(type(self))
        made._use(caller)
        return made

    @property
    def guard(self) -> Guard:
        """The safety guard that this client obeys."""
        return self.caller.transport.guard

    def close(self) -> None:
        """Close the connections, for clients made of this one, too."""
        self.caller.transport.http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Client({self.caller.transport.base_url!r}, {self.caller.key!s})"
