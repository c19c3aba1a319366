"""Title, marks and the facts beside the buyer: number, dates, reference, linked documents."""

from __future__ import annotations

from decimal import Decimal

from harness.sandbox.rendering.locales import format_number
from harness.sandbox.rendering.source import Json, Source, number

_EARLIER = ("converted_from", "advance_applied", "delivered_for", "fulfills", "references")
"""Relations that point to an earlier document; later ones are not printed on the earlier."""
_NUMBERED = ("invoice", "credit_note")


def title(source: Source) -> str:
    """What the document is, in the page's language."""
    proforma = source.kind == "estimate" and source.document.get("title_type") == "proforma_invoice"
    return source.label("title", "proforma_invoice" if proforma else source.kind)


def mark(source: Source) -> str:
    """``Void`` or ``Draft`` across the page, else nothing."""
    if source.is_void:
        return source.label("mark", "void")
    return source.label("mark", "draft") if source.document.get("is_draft") else ""


def facts(source: Source) -> list[dict[str, str]]:
    """Label and value of each fact, in reading order."""
    document = source.document
    number_key = source.kind if source.kind in _NUMBERED else "other"
    pairs: list[tuple[str, str, str | None]] = [
        ("number", source.label("number", number_key), str(document.get("number") or "")),
        ("issue_date", source.label("meta", "issue_date"), source.day(source.issue_date)),
        ("due_date", source.label("meta", "due_date"), _due(source)),
        ("valid_until", source.label("meta", "valid_until"), source.day(document.get("date_valid_till"))),
        _supply(source),
        ("reference", source.label("meta", "reference"), document.get("reference")),
        *(_relation(source, relation) for relation in document.get("document_relations") or ()),
        ("exchange_rate", source.label("meta", "exchange_rate"), _exchange_rate(source)),
        *_fiscal(source),
    ]
    return [{"key": key, "label": label, "value": str(value)} for key, label, value in pairs if value]


def _due(source: Source) -> str | None:
    return None if source.kind in ("estimate", "delivery_note") else source.day(source.document.get("date_due"))


def _supply(source: Source) -> tuple[str, str, str | None]:
    first, last = source.day(source.document.get("date_service")), source.day(source.document.get("date_service_to"))
    if first and last and first != last:
        return "supply_period", source.label("meta", "supply_period"), f"{first} – {last}"
    return "supply_date", source.label("meta", "supply_date"), first


def _relation(source: Source, relation: Json) -> tuple[str, str, str | None]:
    related = relation.get("related_document") or {}
    kind, text = relation.get("relation_type"), related.get("number")
    if text and related.get("date"):
        text = f"{text} ({source.day(related['date'])})"
    if kind == "credit_for":
        return "credit_for", source.label("meta", "credit_for"), text
    return "related", source.label("meta", "related"), text if kind in _EARLIER else None


def _exchange_rate(source: Source) -> str | None:
    rate = source.document.get("exchange_rate") or {}
    if not rate.get("rate") or not rate.get("quote_currency"):
        return None
    value = number(rate["rate"])
    shown = format_number(value, source.locale, _places(value))
    return f"1 {source.currency} = {shown} {rate['quote_currency']}"


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return min(6, max(2, -exponent)) if isinstance(exponent, int) else 2


def _fiscal(source: Source) -> list[tuple[str, str, str | None]]:
    """Time, operator and codes of fiscalisation: FURS (ZOI, EOR), FINA (ZKI, JIR) and Portugal's ATCUD."""
    document = source.document
    blocks = {name: document.get(name) or {} for name in ("furs", "fina", "pt")}
    found: list[tuple[str, str, str | None]] = []
    for name, codes in (("furs", ("zoi", "eor")), ("fina", ("zki", "jir")), ("pt", ("atcud",))):
        data = {**blocks[name], **(blocks[name].get("data") or {})}
        moment = str(data.get("issued_at") or "")[11:19]
        found += [
            ("issue_time", source.label("meta", "issue_time"), moment or None),
            ("operator", source.label("meta", "operator"), data.get("operator_label")),
            *(("fiscal", code.upper(), data.get(code)) for code in codes),
        ]
    return found


def page_code(source: Source) -> str:
    """What must stand on every page: Portugal's ATCUD."""
    code = (source.document.get("pt") or {}).get("atcud")
    return f"ATCUD:{code}" if code else ""
