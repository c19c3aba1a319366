"""Reads the people in the cases from the files below ``fixtures``, and from the user's own file of VAT numbers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from harness.fiscal.iban import iban_faults
from harness.model.case import CaseParty, ViesState
from harness.run.errors import UsageError
from harness.run.tenants.parties import OUTSIDE_BUSINESS, SELLER, Account, Brand, Cast, Registered, Tenancy


def load_cast(fixtures: Path, numbers: Path | None) -> Cast:
    """Read the parties' files. Raises ``UsageError`` that names the file and what is wrong.

    ``numbers`` replaces the numbers that VIES is asked about; those of other countries stay.
    """
    numbers_file = numbers or fixtures / "vies" / "numbers.toml"
    outside_file = fixtures / "vies" / "outside.toml"
    parties = _read(fixtures / "parties.toml")
    brands = _read(fixtures / "brands" / "brands.toml")
    try:
        return _cast(fixtures, parties, brands, _numbers(_read(numbers_file), numbers_file), outside_file)
    except (KeyError, TypeError, AttributeError) as error:
        files = f"{fixtures / 'parties.toml'} or {fixtures / 'brands' / 'brands.toml'}"
        raise UsageError(f"{files}: lacks {error}, or has something else in its place") from error


def _cast(
    fixtures: Path,
    parties: dict[str, Any],
    brands: dict[str, Any],
    numbers: dict[str, dict[str, Registered]],
    outside_file: Path,
) -> Cast:
    return Cast(
        numbers=numbers,
        outside=_outside(_read(outside_file), outside_file),
        brands=tuple(_brand(row, fixtures / "brands") for row in brands["brand"]),
        consumer=parties["consumer"],
        overseas=tuple(_overseas_party(row) for row in parties["overseas"]),
        accounts=_accounts(fixtures / "accounts.toml"),
        tenancies={code: _tenancy(row) for code, row in parties.get("tenancy", {}).items()},
        contact=parties.get("contact", {}),
        customers=parties.get("customer", {}),
        unknown_recipient=parties.get("unknown_recipient", {}),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error


def _numbers(data: dict[str, Any], path: Path) -> dict[str, dict[str, Registered]]:
    """The numbers by prefix and state."""
    numbers: dict[str, dict[str, Registered]] = {}
    for position, row in enumerate(_tables(data, path), 1):
        state, who = _registered(row, path, position, (SELLER, *ViesState))
        if not re.fullmatch(r"[A-Z]{2}[0-9A-Z+*]{2,12}", who.vat_id):
            raise UsageError(f"{path}: number {position}: {who.vat_id!r} is not a VAT number with its prefix")
        numbers.setdefault(who.vat_id[:2], {}).setdefault(state, who)
    return numbers


def _outside(data: dict[str, Any], path: Path) -> dict[str, dict[str, Registered]]:
    """The numbers of countries that VIES does not answer for, by country and state."""
    numbers: dict[str, dict[str, Registered]] = {}
    for position, row in enumerate(_tables(data, path), 1):
        country = row.pop("country", "")
        if not re.fullmatch(r"[A-Z]{2}", country):
            raise UsageError(f"{path}: number {position}: country {country!r} is no code of two letters")
        state, who = _registered(row, path, position, (SELLER, OUTSIDE_BUSINESS))
        numbers.setdefault(country, {}).setdefault(state, who)
    return numbers


def _registered(row: dict[str, str], path: Path, position: int, states: Sequence[str]) -> tuple[str, Registered]:
    """State and trader of one table. Raises ``UsageError`` that names the file and the table."""
    state = row.pop("state", "")
    if state not in states:
        raise UsageError(f"{path}: number {position}: state {state!r} is none of {', '.join(sorted(states))}")
    try:
        return state, Registered(**row)
    except TypeError as error:
        raise UsageError(f"{path}: number {position}: {error}") from None


def _tables(data: dict[str, Any], path: Path, name: str = "number") -> list[dict[str, str]]:
    """The ``[[number]]`` tables (or those of another ``name``); every value in them is a text."""
    rows = data.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UsageError(f"{path}: `{name}` is no list of tables; write each {name} below a line [[{name}]]")
    for position, row in enumerate(rows, 1):
        wrong = sorted(key for key, value in row.items() if not isinstance(value, str))
        if wrong:
            raise UsageError(f"{path}: {name} {position}: {', '.join(wrong)} must be text in quotes")
    return rows


def _accounts(path: Path) -> dict[str, Account]:
    """The accounts by country. Raises ``UsageError`` for an entry that nobody could be paid to."""
    accounts: dict[str, Account] = {}
    for position, row in enumerate(_tables(_read(path), path, "account"), 1):
        try:
            account = Account(**row)
        except TypeError as error:
            raise UsageError(f"{path}: account {position}: {error}") from None
        if wrong := next(iter(iban_faults("iban", account.iban)), None):
            raise UsageError(f"{path}: account {position}: {wrong}")
        if account.country in accounts:
            raise UsageError(f"{path}: account {position}: {account.country} has an account already")
        accounts[account.country] = account
    return accounts


def _brand(row: dict[str, str], folder: Path) -> Brand:
    signature = row.get("signature_image")
    return Brand(
        row["id"],
        row["name"],
        row["colour"],
        folder / row["logo"],
        footer=row.get("footer", ""),
        signature=row.get("signature", ""),
        signature_image=folder / signature if signature else None,
    )


def _overseas_party(row: dict[str, str]) -> CaseParty:
    return CaseParty(
        row["name"], row["country"], row["street"], row["post_code"], row["city"], vat_id=row["tax_number"]
    )


def _tenancy(row: dict[str, Any]) -> Tenancy:
    templates = row.get("templates")
    own = row.get("entity", {}), row.get("customer", {})
    return Tenancy(*own, row.get("drafts", True), tuple(templates) if templates else None)
