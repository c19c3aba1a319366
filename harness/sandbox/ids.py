"""Identifiers that depend on nothing but the seed and on who asks: ``<prefix>_<24 hex>`` (contract section 6).

Inside a tenant an id is made of the tenant's digest, a counter of that tenant and kind, and a digest of all of it:
ids of one kind sort in the order of creation, and tenants that are filled in parallel do not disturb each other. An
entity's own id comes from the request id when the caller sent one, so that the order in which parallel callers
arrive does not matter.
"""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from harness.sandbox.tables import Counter, ensure_row


def digest(*parts: object) -> str:
    """The SHA-256 digest of the parts, as hex. Parts are joined by a byte that no id contains."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()


def next_count(session: Session, tenant: str, kind: str) -> int:
    """Advance the counter of ``kind`` in ``tenant`` within the caller's transaction and return it (1, 2, 3, ...)."""
    key = {"tenant": tenant, "kind": kind}
    ensure_row(session, Counter, key, {"value": 0})
    row = session.execute(select(Counter).filter_by(**key).with_for_update()).scalar_one()
    row.value += 1
    return row.value


def tenant_id(session: Session, seed: int, tenant: str, prefix: str) -> str:
    """The next id with ``prefix`` in ``tenant``: 10 hex of the tenant, 6 of the counter, 8 of all together."""
    count = next_count(session, tenant, prefix)
    return f"{prefix}_{digest(seed, tenant)[:10]}{count:06x}{digest(seed, tenant, prefix, count)[:8]}"


def entity_id(session: Session, seed: int, account: str, request_id: str | None) -> str:
    """An entity's id: from the caller's request id, or from the account's counter when none was sent."""
    source = request_id or next_count(session, account, "ent")
    return f"ent_{digest(seed, account, 'entity', type(source).__name__, source)[:24]}"


def entity_key(session: Session, seed: int, tenant: str) -> str:
    """A new entity API key of the sandbox environment: ``ek_sandbox_<32 hex>`` (contract section 17)."""
    return f"ek_sandbox_{digest(seed, tenant, 'key', next_count(session, tenant, 'ek'))[:32]}"


def account_key(seed: int, name: str = "main") -> str:
    """The sandbox account key that belongs to a seed."""
    return f"sk_sandbox_{digest(seed, name, 'account-key')[:32]}"


def part_id(prefix: str, owner: str, index: int | str) -> str:
    """The id of a part of an object (a line, a relation, a version), from the owner's id and the part's index."""
    return f"{prefix}_{digest(owner, prefix, index)[:24]}"
