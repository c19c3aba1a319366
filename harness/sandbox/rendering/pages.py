"""The two entry points: one document as PDF bytes or as self-contained HTML."""

from __future__ import annotations

from harness.sandbox.payment_codes import AsTheyAre, Steps
from harness.sandbox.rendering.content import build_content, open_source
from harness.sandbox.rendering.html import compile_html
from harness.sandbox.rendering.hybrid import Attachment
from harness.sandbox.rendering.logo import Images, read_logo
from harness.sandbox.rendering.pdf import compile_pdf
from harness.sandbox.rendering.source import Json, Source
from harness.sandbox.rendering.symbols import symbols
from harness.sandbox.rendering.texts import breakable

HONEST = AsTheyAre()
"""Payment codes as they must be."""


def render_pdf(
    document: Json,
    entity: Json,
    *,
    language: str | None = None,
    locale: str | None = None,
    template: str | None = None,
    logo: bytes | None = None,
    signature: bytes | None = None,
    attachment: Attachment | None = None,
    steps: Steps = HONEST,
) -> bytes:
    """The document as PDF; the same input gives the same bytes.

    ``document`` and ``entity`` are the API's answers (contract 11.5 and 7.4). ``language`` (``de`` or ``de-DE``)
    chooses labels and translations, ``locale`` (``de-DE``) number and date formats, ``template`` the layout; each
    defaults to the entity's. ``logo`` and ``signature`` are the bytes of image files; an ``attachment`` makes a hybrid
    invoice; ``steps`` make the payment codes. Raises ``RenderingError`` for what cannot be rendered.
    """
    source = open_source(document, entity, language, locale, template)
    content = {**breakable(build_content(source)), "symbols": symbols(source, steps)}
    return compile_pdf(content, _images(source, logo, signature), attachment)


def render_html(
    document: Json,
    entity: Json,
    *,
    language: str | None = None,
    locale: str | None = None,
    template: str | None = None,
    logo: bytes | None = None,
    signature: bytes | None = None,
    steps: Steps = HONEST,
) -> str:
    """The same content as one self-contained HTML page; parameters and errors as for :func:`render_pdf`."""
    source = open_source(document, entity, language, locale, template)
    return compile_html({**build_content(source), "symbols": symbols(source, steps)}, _images(source, logo, signature))


def _images(source: Source, logo: bytes | None, signature: bytes | None) -> Images:
    """What is placed, unless the entity switched it off."""
    return Images(
        logo=read_logo(logo, source.settings.get("logo_scale_percent")) if _on(source, "has_logo") else None,
        signature=read_logo(signature, None) if _on(source, "has_signature") else None,
    )


def _on(source: Source, switch: str) -> bool:
    return source.settings.get(switch) is not False
