"""E-invoices of issued documents, and Peppol (contract sections 11.1 and 24).

Onboarding, settings and sending over Peppol reach a real network whatever the key, and nothing in the request keeps
them back: the safety guard lets them pass on a target on this machine alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from harness.api.answers import pdf_of, xml_of
from harness.api.caller import Caller
from harness.api.exchange import Answer
from harness.api.models.document import Document
from harness.api.models.einvoicing import (
    PeppolSettings,
    PeppolSettingsAnswer,
    RecipientCheck,
    RecipientFound,
    Sending,
    Supplier,
    SupplierCreate,
)

Group = Literal["invoices", "credit_notes"]


@dataclass(frozen=True, slots=True)
class EInvoicing:
    """The structured forms of documents. Only finalized documents with a valid validation result have them."""

    caller: Caller

    def xrechnung(self, entity_id: str, document_id: str, group: Group = "invoices") -> Answer[bytes]:
        """The XRechnung, as XML."""
        return self._xml(f"{group}.xrechnung", entity_id, document_id)

    def zugferd(self, entity_id: str, document_id: str, group: Group = "invoices") -> Answer[bytes]:
        """The ZUGFeRD invoice: a PDF with its XML attached."""
        name = f"{group}.zugferd"
        exchange, call = self.caller.fetch(name, item_id=document_id, entity_id=entity_id)
        return Answer(pdf_of(exchange, call.describe()), None, exchange)

    def eslog(self, entity_id: str, document_id: str) -> Answer[bytes]:
        """The e-SLOG document, as XML; one route for every type of document."""
        return self._xml("documents.eslog", entity_id, document_id)

    def xml(self, entity_id: str, document_id: str) -> Answer[bytes]:
        """What goes, or would go, over Peppol: Peppol BIS Billing 3, as XML."""
        return self._xml("e_invoicing.xml", entity_id, document_id)

    def settings(self, entity_id: str) -> Answer[PeppolSettingsAnswer]:
        """What the entity wants of Peppol."""
        return self.caller.call(PeppolSettingsAnswer, "e_invoicing.settings", entity_id=entity_id)

    def set(self, entity_id: str, body: PeppolSettings | Mapping[str, Any]) -> Answer[PeppolSettingsAnswer]:
        """Change it."""
        return self.caller.call(PeppolSettingsAnswer, "e_invoicing.set", entity_id=entity_id, body=body)

    def onboard(self, entity_id: str, body: SupplierCreate | Mapping[str, Any]) -> Answer[Supplier]:
        """Register the entity's company with the provider, before anything can be sent."""
        return self.caller.call(Supplier, "e_invoicing.onboard", entity_id=entity_id, body=body)

    def supplier(self, entity_id: str) -> Answer[Supplier]:
        """The registered company."""
        return self.caller.call(Supplier, "e_invoicing.supplier", entity_id=entity_id)

    def find_customer(self, entity_id: str, body: RecipientCheck | Mapping[str, Any]) -> Answer[RecipientFound]:
        """Look a customer up in the network."""
        return self.caller.call(RecipientFound, "e_invoicing.find_customer", entity_id=entity_id, body=body)

    def check_recipient(self, entity_id: str, body: RecipientCheck | Mapping[str, Any]) -> Answer[RecipientFound]:
        """Whether a participant can be reached."""
        return self.caller.call(RecipientFound, "e_invoicing.check_recipient", entity_id=entity_id, body=body)

    def send(
        self, entity_id: str, document_id: str, body: Sending | Mapping[str, Any] | None = None
    ) -> Answer[Document]:
        """Send a document; its ``e_invoicing`` block then says what came of it."""
        given = Sending() if body is None else body
        return self.caller.call(Document, "e_invoicing.send", item_id=document_id, entity_id=entity_id, body=given)

    def _xml(self, name: str, entity_id: str, document_id: str) -> Answer[bytes]:
        exchange, call = self.caller.fetch(name, item_id=document_id, entity_id=entity_id)
        return Answer(xml_of(exchange, call.describe()), None, exchange)
