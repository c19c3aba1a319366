"""The tables of the sandbox. Objects are kept as the JSON that the API answers with, and columns that select them."""

from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, LargeBinary, String, Text, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

Json = dict[str, Any]


class Base(DeclarativeBase):
    """The declarative base: a ``dict`` annotation is a JSON column on every database."""

    type_annotation_map = {Json: JSON}  # noqa: RUF012  SQLAlchemy reads this attribute by name


class Account(Base):
    """A customer of the API, found by its account key."""

    __tablename__ = "accounts"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)


class Entity(Base):
    """A tenant: the seller whose documents are issued."""

    __tablename__ = "entities"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    body: Mapped[Json]


class TenantRecord:
    """What every object inside a tenant has: its id, its entity, whether it is soft-deleted, its JSON."""

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    entity_id: Mapped[str] = mapped_column(String(36), index=True)
    deleted: Mapped[bool] = mapped_column(Boolean, default=False)
    body: Mapped[Json]


class Customer(TenantRecord, Base):
    """A stored buyer (contract section 8)."""

    __tablename__ = "customers"


class Item(TenantRecord, Base):
    """A catalogue item (contract section 9)."""

    __tablename__ = "items"


class Tax(TenantRecord, Base):
    """A tax with its dated rates (contract section 10)."""

    __tablename__ = "taxes"


class StoredFile(TenantRecord, Base):
    """An uploaded file with its bytes; ``category`` is logo, signature or attachment (contract section 20)."""

    __tablename__ = "files"
    category: Mapped[str] = mapped_column(String(20))
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Document(TenantRecord, Base):
    """An invoice or credit note. ``request`` is the body it was made from, so that a change can rebuild it."""

    __tablename__ = "documents"
    type: Mapped[str] = mapped_column(String(20))
    is_draft: Mapped[bool] = mapped_column(Boolean)
    request: Mapped[Json]
    __table_args__ = (Index("ix_documents_entity_type", "entity_id", "type"),)


class Version(TenantRecord, Base):
    """One change of a document: what changed, when and why (contract section 11.3)."""

    __tablename__ = "versions"
    document_id: Mapped[str] = mapped_column(String(36), index=True)
    version: Mapped[int] = mapped_column(Integer)


class Relation(TenantRecord, Base):
    """A directed link between two documents, such as ``credit_for`` (contract section 11.5)."""

    __tablename__ = "relations"
    source_id: Mapped[str] = mapped_column(String(36), index=True)
    target_id: Mapped[str] = mapped_column(String(36), index=True)


class Payment(TenantRecord, Base):
    """A payment of an invoice, of a credit note, or of one by the other (contract section 14)."""

    __tablename__ = "payments"
    invoice_id: Mapped[str | None] = mapped_column(String(36), index=True)
    credit_note_id: Mapped[str | None] = mapped_column(String(36), index=True)


class ApiKey(TenantRecord, Base):
    """An entity API key; the id is the key itself (contract section 17)."""

    __tablename__ = "api_keys"


class Register(TenantRecord, Base):
    """What an entity has registered for fiscal codes and e-invoicing: premises, devices, series, certificates."""

    __tablename__ = "registers"
    kind: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[str | None] = mapped_column(String(36), index=True)
    name: Mapped[str] = mapped_column(String(80))
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)


class User(Base):
    """A person who may be given access to entities of one account."""

    __tablename__ = "users"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(36), index=True)
    email: Mapped[str] = mapped_column(String(255))
    name: Mapped[str | None] = mapped_column(String(255))


class Membership(TenantRecord, Base):
    """A user's role on one entity: viewer, editor or admin (contract section 19.1)."""

    __tablename__ = "memberships"
    user_id: Mapped[str] = mapped_column(String(36), index=True)


class Invitation(TenantRecord, Base):
    """An invitation of an e-mail address that has no user yet (contract section 19.2)."""

    __tablename__ = "invitations"
    token: Mapped[str] = mapped_column(String(80), unique=True)


class AccessToken(Base):
    """A user's access token."""

    __tablename__ = "access_tokens"
    token: Mapped[str] = mapped_column(String(80), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))


class Counter(Base):
    """How many ids of one kind a tenant has been given."""

    __tablename__ = "counters"
    tenant: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[int] = mapped_column(Integer)


class Sequence(Base):
    """The last number given in one series: a tenant's document type in one year (contract section 18)."""

    __tablename__ = "sequences"
    entity_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    type: Mapped[str] = mapped_column(String(20), primary_key=True)
    series: Mapped[str] = mapped_column(String(60), primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


class StoredReply(Base):
    """The first answer to a request id, kept for its repeats (contract section 5)."""

    __tablename__ = "replies"
    account_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    request_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    entity_id: Mapped[str | None] = mapped_column(String(36))
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(Integer)
    media_type: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)


def ensure_row(session: Session, table: type[Base], key: dict[str, Any], rest: dict[str, Any]) -> None:
    """Make sure that the row with ``key`` exists; when a rival inserts it first, that is as good."""
    if session.execute(select(table).filter_by(**key)).first() is not None:
        return
    try:
        with session.begin_nested():
            session.execute(insert(table).values(**key, **rest))
    except IntegrityError:
        if session.execute(select(table).filter_by(**key)).first() is None:
            raise
