"""Documents: what each type has of its own, what all have in common, and the check of a transaction's type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harness.api.answers import html_of, pdf_of
from harness.api.caller import NO_QUERY, Caller, ListQuery
from harness.api.exchange import Answer
from harness.api.models.base import DocumentType
from harness.api.models.document import (
    Document,
    DocumentCreate,
    DocumentPage,
    DocumentPatch,
    Finalize,
    NextNumber,
    Preview,
)
from harness.api.models.payment import TransactionCheck, TransactionType


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    """Documents of one type."""

    caller: Caller
    group: str
    """``invoices`` or ``credit_notes``."""

    def create(self, entity_id: str, body: DocumentCreate | Mapping[str, Any] | bytes) -> Answer[Document]:
        """Create one: numbered and issued at once, unless it is a draft."""
        return self.caller.call(Document, f"{self.group}.create", entity_id=entity_id, body=body)

    def get(self, entity_id: str, document_id: str) -> Answer[Document]:
        """Read one."""
        return self.caller.call(Document, f"{self.group}.get", item_id=document_id, entity_id=entity_id)

    def list(self, entity_id: str, query: ListQuery = NO_QUERY) -> Answer[DocumentPage]:
        """List one page."""
        return self.caller.call(DocumentPage, f"{self.group}.list", entity_id=entity_id, query=query.wire())

    def patch(self, entity_id: str, document_id: str, body: DocumentPatch | Mapping[str, Any]) -> Answer[Document]:
        """Change one; the target keeps the old version."""
        return self.caller.call(Document, f"{self.group}.patch", item_id=document_id, entity_id=entity_id, body=body)

    def void(self, entity_id: str, document_id: str, reason: str | None = None) -> Answer[Document]:
        """Void one; cannot be undone."""
        body = {} if reason is None else {"reason": reason}
        return self.caller.call(Document, f"{self.group}.void", item_id=document_id, entity_id=entity_id, body=body)


@dataclass(frozen=True, slots=True)
class Documents:
    """What works on documents of every type."""

    caller: Caller

    def finalize(
        self,
        entity_id: str,
        document_id: str,
        *,
        type: DocumentType = "invoice",
        body: Finalize | Mapping[str, Any] | None = None,
    ) -> Answer[Document]:
        """Make a draft final: it gets its number, and its fiscal codes where ``body`` says."""
        return self.caller.call(
            Document,
            "documents.finalize",
            item_id=document_id,
            entity_id=entity_id,
            query={"type": type},
            body=body or {},
        )

    def delete_draft(self, entity_id: str, document_id: str, *, type: DocumentType = "invoice") -> Answer[Any]:
        """Delete a draft; the target refuses others."""
        return self.caller.call_raw(
            "documents.delete_draft", item_id=document_id, entity_id=entity_id, query={"type": type}
        )

    def pdf(
        self,
        entity_id: str,
        document_id: str,
        *,
        language: str | None = None,
        locale: str | None = None,
        template: str | None = None,
    ) -> Answer[bytes]:
        """The PDF. ``language`` (ISO 639-1) decides the labels, ``locale`` also the formats of numbers and dates."""
        query = {"language": language, "locale": locale, "template": template}
        exchange, call = self.caller.fetch("documents.pdf", item_id=document_id, entity_id=entity_id, query=query)
        return Answer(pdf_of(exchange, call.describe()), None, exchange)

    def html(
        self,
        entity_id: str,
        document_id: str,
        *,
        language: str | None = None,
        locale: str | None = None,
        template: str | None = None,
    ) -> Answer[str]:
        """The document as an HTML page; parameters as for ``pdf``."""
        query = {"language": language, "locale": locale, "template": template}
        exchange, call = self.caller.fetch("documents.html", item_id=document_id, entity_id=entity_id, query=query)
        return Answer(html_of(exchange, call.describe()), None, exchange)

    def next_number(self, entity_id: str, *, type: DocumentType = "invoice") -> Answer[NextNumber]:
        """The number that the next document of a type would get; asking does not use it up."""
        return self.caller.call(NextNumber, "documents.next_number", entity_id=entity_id, query={"type": type})

    def calculate(
        self, entity_id: str, body: DocumentCreate | Mapping[str, Any], *, type: DocumentType = "invoice"
    ) -> Answer[Preview]:
        """Totals of a document without storing it."""
        return self.caller.call(Preview, "documents.calculate", entity_id=entity_id, query={"type": type}, body=body)

    def send(
        self, entity_id: str, document_id: str, *, to: str, subject: str | None = None, attach_pdf: bool = False
    ) -> Answer[Any]:
        """Go through the motions of sending a document by e-mail; delivery is always skipped."""
        body: dict[str, Any] = {"to": to, "attach_pdf": attach_pdf, "sandbox_skip_delivery": True}
        if subject is not None:
            body["subject"] = subject
        return self.caller.call_raw("documents.send", item_id=document_id, entity_id=entity_id, body=body)


@dataclass(frozen=True, slots=True)
class TransactionTypes:
    """What a sale between two parties is."""

    caller: Caller

    def check(
        self, body: TransactionCheck | Mapping[str, Any], *, entity_id: str | None = None
    ) -> Answer[TransactionType]:
        """Ask for transaction type and reverse charge; stores nothing."""
        return self.caller.call(TransactionType, "transaction_type.check", entity_id=entity_id, body=body)
