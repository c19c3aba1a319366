"""Links between documents: a credit note and the invoice that it corrects (contract section 11.5)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from harness.sandbox.call import Call
from harness.sandbox.errors import invalid
from harness.sandbox.ids import part_id
from harness.sandbox.tables import Document, Relation

Json = dict[str, Any]
_CREDIT = ("credit_for", "has_credit")
_REFERENCE = ("references", "references")


def linked(call: Call, ids: Sequence[str] | None) -> list[Document]:
    """The documents that a request links to; 422 for an unknown one or a draft."""
    found = []
    for index, document_id in enumerate(dict.fromkeys(ids or ())):
        document = call.load(Document, document_id)
        if document is None or document.deleted:
            raise invalid(["linked_documents", index], "Document not found")
        if document.is_draft:
            raise invalid(["linked_documents", index], "A draft cannot be linked")
        found.append(document)
    return found


def _relation(source: Document, target: Document, name: str) -> Relation:
    identity = part_id("rel", source.id, f"{name}:{target.id}")
    body = {
        "id": identity,
        "relation_type": name,
        "source_type": source.type,
        "source_id": source.id,
        "target_type": target.type,
        "target_id": target.id,
    }
    return Relation(id=identity, entity_id=source.entity_id, body=body, source_id=source.id, target_id=target.id)


def link(call: Call, document: Document, targets: Sequence[Document]) -> None:
    """Store the links of a document in both directions, in place of those that it had."""
    drop(call, document)
    for target in targets:
        is_credit = document.type == "credit_note" and target.type == "invoice"
        forth, back = _CREDIT if is_credit else _REFERENCE
        call.session.add(_relation(document, target, forth))
        if is_credit:
            call.session.add(_relation(target, document, back))


def drop(call: Call, document: Document) -> None:
    """Remove the links that started at a document, and their way back."""
    for row in call.session.scalars(select(Relation).filter_by(source_id=document.id)):
        back = call.session.scalars(select(Relation).filter_by(source_id=row.target_id, target_id=document.id))
        for each in (row, *back):
            call.session.delete(each)
    call.session.flush()


def present(session: Session, documents: Sequence[Document]) -> list[Json]:
    """The documents as the API answers them, with ``document_relations`` filled in by one query for all."""
    ids = [document.id for document in documents]
    rows = session.scalars(select(Relation).where(Relation.source_id.in_(ids)).order_by(Relation.id)).all()
    targets = session.scalars(select(Document).where(Document.id.in_({row.target_id for row in rows})))
    numbers = {target.id: {"id": target.id, "number": target.body["number"]} for target in targets}
    links: dict[str, list[Json]] = {document_id: [] for document_id in ids}
    for row in rows:
        links[row.source_id].append({**row.body, "related_document": numbers[row.target_id]})
    return [{**document.body, "document_relations": links[document.id]} for document in documents]
