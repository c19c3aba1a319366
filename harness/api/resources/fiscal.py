"""Fiscalization of a tenant: settings, certificate, premises and devices, series, late submission.

Registering premises reaches the tax authority's test system on the vendor's sandbox; the guard stops the run where an
authority answers that it is another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from harness.api.answers import model_of
from harness.api.call import Upload
from harness.api.caller import Caller
from harness.api.exchange import Answer
from harness.api.models.base import RequestModel, ResponseModel
from harness.api.models.document import Document
from harness.api.models.fiscal import (
    Authorities,
    CashRegisterSettings,
    Certificate,
    Device,
    FinaDevice,
    FinaPremise,
    FinaSettings,
    FursDevice,
    FursSettings,
    Movable,
    Premise,
    PremiseRegistered,
    PublicKeys,
    RealEstate,
    Series,
    SeriesCreate,
)
from harness.api.secret import Secret

M = TypeVar("M", bound=ResponseModel)
_PKCS12 = "application/x-pkcs12"


@dataclass(frozen=True, slots=True)
class CashRegisters:
    """What ``furs`` and ``fina`` have in common."""

    caller: Caller
    group: str

    def settings(self, entity_id: str) -> Answer[CashRegisterSettings]:
        """The tenant's settings."""
        return self.caller.call(CashRegisterSettings, f"{self.group}.settings", entity_id=entity_id)

    def put_settings(
        self, entity_id: str, body: FursSettings | FinaSettings | Mapping[str, Any]
    ) -> Answer[CashRegisterSettings]:
        """Set them."""
        return self.caller.call(CashRegisterSettings, f"{self.group}.put_settings", entity_id=entity_id, body=body)

    def upload_certificate(self, entity_id: str, data: bytes, passphrase: Secret) -> Answer[Certificate]:
        """Give the tenant its certificate: a PKCS #12 file with an RSA key, which takes the place of the one before."""
        upload = Upload(data, "certificate.p12", _PKCS12, {"passphrase": passphrase.reveal()})
        return self.caller.call(Certificate, f"{self.group}.upload_certificate", entity_id=entity_id, upload=upload)

    def certificate(self, entity_id: str) -> Answer[Certificate]:
        """What the target knows of the certificate."""
        return self.caller.call(Certificate, f"{self.group}.certificate", entity_id=entity_id)

    def delete_certificate(self, entity_id: str) -> Answer[Any]:
        """Make the target forget the certificate."""
        return self.caller.call_raw(f"{self.group}.delete_certificate", entity_id=entity_id)

    def premises(self, entity_id: str) -> Answer[tuple[Premise, ...]]:
        """The registered premises."""
        return _array(self.caller.call_raw(f"{self.group}.premises", entity_id=entity_id), Premise)

    def add_device(
        self, entity_id: str, premise_id: str, body: FursDevice | FinaDevice | Mapping[str, Any]
    ) -> Answer[Device]:
        """Register a device in premises."""
        name = f"{self.group}.add_device"
        return self.caller.call(Device, name, item_id=premise_id, entity_id=entity_id, body=body)

    def fiscalize(
        self, entity_id: str, document_id: str, body: RequestModel | Mapping[str, Any] | None = None
    ) -> Answer[Document]:
        """Submit a document that waits for the authority, with the premises, device and operator of before."""
        name = f"{self.group}.fiscalize"
        return self.caller.call(Document, name, item_id=document_id, entity_id=entity_id, body=body or {})


@dataclass(frozen=True, slots=True)
class Furs(CashRegisters):
    """Premises are registered at the authority, by where they are."""

    def register_real_estate(self, entity_id: str, body: RealEstate | Mapping[str, Any]) -> Answer[PremiseRegistered]:
        """Register premises in a building."""
        return self.caller.call(PremiseRegistered, "furs.register_real_estate", entity_id=entity_id, body=body)

    def register_movable(self, entity_id: str, body: Movable | Mapping[str, Any]) -> Answer[PremiseRegistered]:
        """Register premises that move."""
        return self.caller.call(PremiseRegistered, "furs.register_movable", entity_id=entity_id, body=body)


@dataclass(frozen=True, slots=True)
class Fina(CashRegisters):
    """Premises are known to the tax office already; only their label is stored."""

    def add_premise(self, entity_id: str, body: FinaPremise | Mapping[str, Any]) -> Answer[Premise]:
        """Store the label of premises."""
        return self.caller.call(Premise, "fina.add_premise", entity_id=entity_id, body=body)


@dataclass(frozen=True, slots=True)
class RegisteredSeries:
    """Series of ``pt``."""

    caller: Caller

    def create(self, entity_id: str, body: SeriesCreate | Mapping[str, Any]) -> Answer[Series]:
        """Register a series that was communicated to the authority."""
        return self.caller.call(Series, "pt.create_series", entity_id=entity_id, body=body)

    def list(self, entity_id: str) -> Answer[tuple[Series, ...]]:
        """The registered series."""
        return _array(self.caller.call_raw("pt.list_series", entity_id=entity_id), Series)


@dataclass(frozen=True, slots=True)
class EmbeddedControls:
    """What the embedded sandbox alone has; other targets answer 404."""

    caller: Caller

    def keys(self) -> Answer[PublicKeys]:
        """The public keys with which its own signatures can be checked."""
        return self.caller.call(PublicKeys, "sandbox.keys")

    def authorities(self, entity_id: str, body: Authorities | Mapping[str, Any]) -> Answer[Any]:
        """Make a simulated authority fail, or answer again, for one tenant."""
        return self.caller.call_raw("sandbox.authorities", entity_id=entity_id, body=body)


class Fiscalization:
    """Everything about fiscal codes, by scheme."""

    def __init__(self, caller: Caller) -> None:
        self.furs = Furs(caller, "furs")
        self.fina = Fina(caller, "fina")
        self.pt = RegisteredSeries(caller)
        self.embedded = EmbeddedControls(caller)


def _array(raw: Answer[Any], model: type[M]) -> Answer[tuple[M, ...]]:
    """A bare array of objects, as ``model`` each; ``AnswerNotUnderstood`` where one does not fit."""
    request = f"{raw.exchange.method} {raw.exchange.url} (exchange {raw.exchange.id})"
    rows = raw.json if isinstance(raw.json, list) else [raw.json]
    return Answer(tuple(model_of(model, row, request) for row in rows), raw.json, raw.exchange)
