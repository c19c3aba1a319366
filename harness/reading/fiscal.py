"""Reads the fiscal block of a document's answer into :class:`~harness.model.fiscal.FiscalFacts` (contract 21 to 23)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.model.facts import Fact
from harness.model.fiscal import FiscalFacts
from harness.model.place import Place

_CASH_REGISTER = {"status": ("status",), "error": ("error",)}
_FIELDS: Mapping[str, tuple[str, Mapping[str, tuple[str, ...]]]] = {
    "furs": ("furs", {
        **_CASH_REGISTER,
        "code": ("data", "zoi"), "authority_id": ("data", "eor"), "payload": ("data", "qr_code"),
        "premise": ("data", "business_premise_name"), "device": ("data", "electronic_device_name"),
    }),
    "fina": ("fina", {
        **_CASH_REGISTER,
        "code": ("data", "zki"), "authority_id": ("data", "jir"), "payload": ("data", "qr_code_url"),
        "premise": ("data", "premise_id"), "device": ("data", "device_id"), "means": ("data", "payment_type"),
    }),
    "at": ("pt", {
        "atcud": ("atcud",), "signature": ("hash",), "characters": ("hash_printed",), "payload": ("qr_code",),
        "certificate": ("certificate_number",), "entered": ("system_entry_date",),
    }),
}  # fmt: skip
"""Scheme -> name of its block, and where in the block each fact stands."""


def read_fiscal(answer: Mapping[str, Any], scheme: str) -> FiscalFacts | None:
    """What a document's answer states for a scheme; ``None`` where its block is empty. ``KeyError`` for no scheme."""
    name, fields = _FIELDS[scheme]
    block = answer.get(name)
    if not isinstance(block, Mapping):
        return None
    return FiscalFacts(scheme, **{fact: _fact(block, name, path) for fact, path in fields.items()})


def _fact(block: Mapping[str, Any], name: str, path: tuple[str, ...]) -> Fact[str] | None:
    value: Any = block
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    if value is None:
        return None
    text = str(value)
    return Fact(text, Place(pointer="/" + "/".join((name, *path))), text)
