"""Which texts stand on the page (clause, note, terms, footer, signature), in which language, with which variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.sandbox.rendering.locales import format_date
from harness.sandbox.rendering.payment import bank_account, grouped_iban
from harness.sandbox.rendering.source import Source, number
from harness.sandbox.rendering.texts import blocks

_BANK_KEYS = ("bank_name", "bic", "account_number", "routing_number", "sort_code")
_ENTITY_KEYS = ("name", "email", "address", "post_code", "city", "country", "tax_number", "company_number")


def texts(source: Source) -> dict[str, list[dict[str, Any]]]:
    """The parsed texts by key; a missing one is an empty list."""
    known = variables(source)
    keys = ("tax_clause", "note", "payment_terms", "footer", "signature")
    found = {key: blocks(_text(source, key), known) for key in keys}
    return {**found, "note": [*found["note"], *blocks(_exemptions(source), {}), *blocks(_certificate_line(source), {})]}


def _exemptions(source: Source) -> str | None:
    """Why lines of a Portuguese document bear no VAT: code and reason of each, as the caller gave them, once."""
    taxes = [tax for item in source.items for tax in item.get("taxes") or ()]
    given = ((tax.get("pt_exemption_code"), tax.get("pt_exemption_reason")) for tax in taxes)
    lines = (" – ".join(part for part in pair if part) for pair in given)
    return "\n".join(dict.fromkeys(line for line in lines if line)) or None


def _certificate_line(source: Source) -> str | None:
    """Portugal's line: four characters of the signature and the number of the certified program."""
    block = source.document.get("pt") or {}
    if not block.get("hash_printed"):
        return None
    return f"{block['hash_printed']}-Processado por programa certificado n.º {block['certificate_number']}/AT"


def _text(source: Source, key: str) -> str | None:
    text = source.document.get(key)
    default_key, default = _default(source, key)
    if text is None and key in ("footer", "signature"):
        text = default
    own = (source.document.get("translations") or {}).get(key)
    inherited = _entity_translations(source, default_key) if text == default else None
    return source.translated(own, None) or source.translated(inherited, text)


def _default(source: Source, key: str) -> tuple[tuple[str, ...], str | None]:
    """Path of the entity setting from which the API fills ``key``, and its value."""
    if key == "tax_clause":
        clauses = source.settings.get("tax_clause_defaults") or {}
        kind = str(source.document.get("transaction_type") or "domestic")
        used = kind if clauses.get(kind) or not kind.startswith("3w_") else "export"
        return ("tax_clause_defaults", used), clauses.get(used)
    names = {"footer": "document_footer", "signature": "default_document_signature"}
    name = names.get(key, f"default_{source.kind}_{key}")
    return (name,), source.settings.get(name)


def _entity_translations(source: Source, path: tuple[str, ...]) -> object:
    found: Any = source.settings.get("translations")
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def variables(source: Source) -> dict[str, str]:
    """Values of the template variables (contract 7.3). The current date is the document's, so that bytes are stable."""
    return {**_entity_values(source), **_document_values(source), **_bank_values(source)}


def _entity_values(source: Source) -> dict[str, str]:
    values = {f"entity_{key}": _shown(source.issuer.get(key)) for key in _ENTITY_KEYS}
    unit = source.document.get("business_unit") or {}
    capital = source.issuer.get("starting_capital")
    return {
        **values,
        "entity_starting_capital": "" if capital is None else source.money(number(capital)),
        "unit_name": _shown(source.issuer.get("unit_name") or unit.get("name")),
    }


def _document_values(source: Source) -> dict[str, str]:
    document, issued = source.document, source.issue_date
    return {
        "document_number": _shown(document.get("number")),
        "document_date": format_date(issued, source.locale),
        "document_due_date": source.day(document.get("date_due")) or "",
        "document_valid_until": source.day(document.get("date_valid_till")) or "",
        "document_total": source.money(number(document.get("total_with_tax")) * source.sign),
        "document_currency": source.currency,
        "customer_name": _shown(source.customer.get("name")),
        "customer_email": _shown(source.customer.get("email")),
        "current_date": format_date(issued, source.locale),
        "current_year": str(issued.year),
    }


def _bank_values(source: Source) -> dict[str, str]:
    account = bank_account(source)
    values = {key: _shown(account.get(key)) for key in _BANK_KEYS}
    values["iban"] = grouped_iban(_shown(account.get("iban")))
    dotted = {f"bank_account.{key}": values[key] for key in ("iban", "bank_name", "bic", "account_number")}
    shown = " ".join(text for text in (values["iban"] or values["account_number"], values["bank_name"]) if text)
    return {**values, **dotted, "bank_account": shown}


def _shown(value: object) -> str:
    return "" if value is None else str(value)
