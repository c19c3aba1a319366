"""What tenants register for a scheme: ``fixtures/fiscal/tenants.toml``, and the lists of values beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from harness.checks.fiscal.readings import Series
from harness.fiscal.code_list import CodeList, load_code_list
from harness.model.facts import DocumentKind
from harness.run.errors import UsageError
from harness.run.resources import fixtures


@dataclass(frozen=True, slots=True)
class Exemption:
    """Why a line bears no VAT."""

    codes: tuple[str, ...]
    """Codes of the authority's table that mean it, the latest first."""
    reason: str

    def on(self, day: date) -> tuple[str, str]:
        """The code that is in use on that day, and the reason; the latest code where none is."""
        known = code_list("exemption_codes").values
        in_use = (code for code in self.codes if code in known and known[code].holds_on(day))
        return next(in_use, self.codes[0]), self.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Premises, devices, operator and series of the tenants of one scheme."""

    premise: str = ""
    devices: tuple[str, ...] = ()
    operator: str
    """The operator's tax number."""
    operator_label: str = ""
    operator_first_name: str = ""
    operator_last_name: str = ""
    skips: bool = False
    """Whether the API lets single documents be left out of fiscalization."""
    strategies: Mapping[str, str] = field(default_factory=dict)
    """``premises`` and ``device`` to the API's word for it."""
    means: Mapping[str, str] | None = None
    building: Mapping[str, str] = field(default_factory=dict)
    series: Mapping[DocumentKind, Series] = field(default_factory=dict)
    exemptions: Mapping[str, Exemption] = field(default_factory=dict)
    """``exempt`` or ``reverse_charge`` to why a line bears no VAT."""


@cache
def profiles() -> Mapping[str, Profile]:
    """Scheme -> profile. Raises ``UsageError`` for a file that cannot be used."""
    path = fixtures("fiscal", "tenants.toml")
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))
        return {scheme: _profile(row) for scheme, row in rows.items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error


def _profile(row: Mapping[str, Any]) -> Profile:
    series = {
        DocumentKind(one["document_type"]): Series(one["code"], one["validation_code"], tuple(one["types"]))
        for one in row.get("series", ())
    }
    exemptions = {
        name: Exemption(tuple(one["codes"]), one["reason"]) for name, one in row.get("exemptions", {}).items()
    }
    devices = tuple(row.get("devices", ()))
    return Profile(**{**row, "devices": devices, "series": series, "exemptions": exemptions})


@cache
def code_list(name: str) -> CodeList:
    """A list of values of ``fixtures/fiscal`` by the name of its file, such as ``means_of_payment``."""
    return load_code_list(fixtures("fiscal", f"{name}.toml"))
