"""The page's content as plain data, the same for PDF and HTML; the templates only place it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from harness.sandbox.rendering.colours import palette
from harness.sandbox.rendering.errors import RenderingError
from harness.sandbox.rendering.heading import facts, mark, page_code, title
from harness.sandbox.rendering.labels import load_labels
from harness.sandbox.rendering.lines import columns, rows
from harness.sandbox.rendering.locales import LocaleFormat, entity_locale, requested_language, requested_locale
from harness.sandbox.rendering.parties import buyer, seller
from harness.sandbox.rendering.payment import payment_rows
from harness.sandbox.rendering.source import Json, Source
from harness.sandbox.rendering.texts import clean
from harness.sandbox.rendering.totals import totals, vat_table
from harness.sandbox.rendering.wording import texts

TEMPLATES = ("modern", "classic", "condensed", "minimal", "fashion")
"""The five layouts."""
_ALIASES = {"timeless_modern_full_data": "modern"}


def open_source(document: Json, entity: Json, language: str | None, locale: str | None, template: str | None) -> Source:
    """Settle language, locale and template: the caller's, else the entity's; ``RenderingError`` for unknown ones."""
    document, entity = clean(document), clean(entity)
    own = entity_locale(entity.get("locale"))
    chosen = _language(language, own)
    return Source(
        document=document,
        entity=entity,
        language=chosen,
        locale=requested_locale(locale) if locale else own,
        labels=load_labels(chosen),
        template=_template(template or (entity.get("settings") or {}).get("pdf_template")),
    )


def _language(language: str | None, own: LocaleFormat) -> str:
    return requested_language(language) if language else own.language


def _template(name: str | None) -> str:
    found = _ALIASES.get(name or "", name or TEMPLATES[0])
    if found in TEMPLATES:
        return found
    raise RenderingError(f"unknown template {name!r}: use one of {', '.join((*TEMPLATES, *_ALIASES))}")


def build_content(source: Source) -> dict[str, Any]:
    """Everything that a template may place, as JSON data: texts, numbers already formatted, colours."""
    issued = source.issue_date
    return {
        "template": source.template,
        "language": source.language,
        "region": source.locale.code.split("-")[1],
        "date": [issued.year, issued.month, issued.day],
        "colors": asdict(palette(source.settings.get("primary_color"))),
        "title": title(source),
        "mark": mark(source),
        "number": str(source.document.get("number") or ""),
        "page_code": page_code(source),
        "facts": facts(source),
        "seller": seller(source),
        "buyer": buyer(source),
        "columns": columns(source),
        "rows": rows(source),
        "totals": totals(source),
        "vat": vat_table(source),
        "payment": {"heading": source.label("payment", "heading"), "rows": payment_rows(source)},
        "texts": texts(source),
        "labels": {
            "page": source.label("meta", "page"),
            "payment_terms": source.label("payment", "terms"),
            "signature": source.label("text", "signature"),
        },
    }
