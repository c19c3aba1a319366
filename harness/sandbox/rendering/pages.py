"""The two entry points: one document as PDF bytes or as self-contained HTML."""

from __future__ import annotations

from harness.sandbox.rendering.content import build_content, open_source
from harness.sandbox.rendering.html import compile_html
from harness.sandbox.rendering.hybrid import Attachment
from harness.sandbox.rendering.logo import Logo, read_logo
from harness.sandbox.rendering.pdf import compile_pdf
from harness.sandbox.rendering.source import Json, Source
from harness.sandbox.rendering.symbols import symbols
from harness.sandbox.rendering.texts import breakable


def render_pdf(
    document: Json,
    entity: Json,
    *,
    language: str | None = None,
    locale: str | None = None,
    template: str | None = None,
    logo: bytes | None = None,
    attachment: Attachment | None = None,
) -> bytes:
    """The document as PDF; the same input gives the same bytes.

    ``document`` and ``entity`` are the API's answers (contract 11.5 and 7.4). ``language`` (``de`` or ``de-DE``)
    chooses labels and translations, ``locale`` (``de-DE``) number and date formats, ``template`` the layout; each
    defaults to the entity's. ``logo`` is the image file's bytes; an
    ``attachment`` makes a hybrid invoice. Raises ``RenderingError`` for what cannot be rendered.
    """
    source = open_source(document, entity, language, locale, template)
    content = {**breakable(build_content(source)), "symbols": symbols(source)}
    return compile_pdf(content, _logo(source, logo), attachment)


def render_html(
    document: Json,
    entity: Json,
    *,
    language: str | None = None,
    locale: str | None = None,
    template: str | None = None,
    logo: bytes | None = None,
) -> str:
    """The same content as one self-contained HTML page; parameters and errors as for :func:`render_pdf`."""
    source = open_source(document, entity, language, locale, template)
    return compile_html({**build_content(source), "symbols": symbols(source)}, _logo(source, logo))


def _logo(source: Source, data: bytes | None) -> Logo | None:
    """The logo unless the entity switched it off."""
    if source.settings.get("has_logo") is False:
        return None
    return read_logo(data, source.settings.get("logo_scale_percent"))
