from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from harness.sandbox.rendering import LOCALES, TEMPLATES, RenderingError, render_pdf
from harness.sandbox.rendering.labels import load_labels

Json = dict[str, Any]
AMOUNTS = {  # gross total and issue date as each locale writes them, blanks as plain spaces
    "en-US": ("€15,346.84", "03/05/2025"), "de-DE": ("15.346,84 €", "05.03.2025"),
    "it-IT": ("15.346,84 €", "05/03/2025"), "fr-FR": ("15 346,84 €", "05/03/2025"),
    "es-ES": ("15.346,84 €", "05/03/2025"), "sl-SI": ("15.346,84 €", "5. 3. 2025"),
    "pt-PT": ("15 346,84 €", "05/03/2025"), "nl-NL": ("€ 15.346,84", "05-03-2025"),
    "pl-PL": ("15 346,84 €", "05.03.2025"), "hr-HR": ("15.346,84 €", "05.03.2025."),
    "sv-SE": ("15 346,84 €", "2025-03-05"), "fi-FI": ("15 346,84 €", "5.3.2025"),
    "et-EE": ("15 346,84 €", "05.03.2025"), "bg-BG": ("15 346,84 €", "05.03.2025 г."),
    "cs-CZ": ("15 346,84 €", "5. 3. 2025"), "sk-SK": ("15 346,84 €", "5. 3. 2025"),
    "nb-NO": ("15 346,84 €", "05.03.2025"), "is-IS": ("15.346,84 €", "5.3.2025"),
}  # fmt: skip
PRINTED_LABELS = [("title", "invoice"), ("number", "invoice"), ("meta", "issue_date"), ("meta", "due_date"),
                  ("meta", "supply_period"), ("meta", "reference"), ("line", "name"), ("line", "price"),
                  ("line", "vat_rate"), ("line", "total"), ("total", "net"), ("total", "vat"), ("total", "gross"),
                  ("total", "paid"), ("total", "due"), ("vat", "base"), ("vat", "amount"), ("payment", "heading"),
                  ("payment", "terms"), ("payment", "reference"), ("text", "signature")]  # fmt: skip
FACTS = ("2025-00017", "Svetila Novak d.o.o.", "SI12345678", "Horizont Leuchten GmbH", "DE136695976", "PO-7781",
         "10117 Berlin", "Pendant lamp", "Hand-blown glass", "Lighting", "SI56 1920 0123 4567 892", "LJBASI2X",
         "Goods remain our property.", "registered in Ljubljana")  # fmt: skip


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("code", LOCALES)
def test_page_states_the_facts(
    code: str, template: str, document: Json, entity: Json, read: Callable[[bytes], str]
) -> None:
    language = LOCALES[code].language
    text = read(render_pdf(document, entity, language=language, locale=code, template=template))
    labels = load_labels(language)
    expected = [*FACTS, *AMOUNTS[code], *(labels[section][key] for section, key in PRINTED_LABELS)]
    assert [fact for fact in expected if fact not in text] == []


@pytest.mark.parametrize("code", ["sl-SI", "bg-BG", "is-IS", "fr-FR"])
def test_second_reader_sees_the_same_words(code: str, document: Json, entity: Json) -> None:
    pdf = render_pdf(document, entity, language=code, locale=code)
    text = " ".join(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range().split())
    assert [fact for fact in (*FACTS, *AMOUNTS[code]) if fact not in text] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_same_input_gives_same_bytes(template: str, document: Json, entity: Json, image: Callable[..., bytes]) -> None:
    first = render_pdf(document, entity, template=template, logo=image())
    assert render_pdf(document, entity, template=template, logo=image()) == first
    assert render_pdf({**document, "number": "2025-00018"}, entity, template=template, logo=image()) != first


def test_threads_render_side_by_side(document: Json, entity: Json, image: Callable[..., bytes]) -> None:
    logo = image()
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: render_pdf(document, entity, logo=logo), range(12)))
    assert len(set(results)) == 1


def test_templates_differ_and_aliases_resolve(document: Json, entity: Json) -> None:
    pages = {template: render_pdf(document, entity, template=template) for template in TEMPLATES}
    assert len(set(pages.values())) == 5
    assert render_pdf(document, entity) == pages["modern"]
    assert render_pdf(document, entity, template="timeless_modern_full_data") == pages["modern"]
    entity["settings"]["pdf_template"] = "classic"
    assert render_pdf(document, entity) == pages["classic"]


def _fills(pdf: bytes) -> set[tuple[int, ...]]:
    found = set()
    for thing in pypdfium2.PdfDocument(pdf)[0].get_objects():
        for getter in (pdfium.FPDFPageObj_GetFillColor, pdfium.FPDFPageObj_GetStrokeColor):
            parts = [pdfium.c_uint() for _ in range(4)]
            if getter(thing, *parts):
                found.add(tuple(part.value for part in parts[:3]))
    return found


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize(
    ("colour", "rgb"), [("#0a7d5a", (10, 125, 90)), ("#f0c", (255, 0, 204)), (None, (92, 106, 196))]
)
def test_primary_colour_is_painted(
    template: str, colour: str | None, rgb: tuple[int, ...], document: Json, entity: Json
) -> None:
    entity["settings"]["primary_color"] = colour
    assert rgb in _fills(render_pdf(document, entity, template=template))


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_logo_is_embedded(
    template: str, kind: str, document: Json, entity: Json, image: Callable[..., bytes], pages_of: Any
) -> None:
    logo = image(kind)
    placed = pages_of(render_pdf(document, entity, template=template, logo=logo))[0].images[0].image.convert("RGB")
    expected = Image.open(io.BytesIO(logo)).convert("RGB")
    assert placed.size == (120, 40)
    assert max(abs(a - b) for a, b in zip(placed.getpixel((60, 20)), expected.getpixel((60, 20)), strict=True)) <= 2


def _logo_width(pdf: bytes) -> float:
    images = pypdfium2.PdfDocument(pdf)[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])
    left, _, right, _ = next(iter(images)).get_bounds()
    return float(right - left)


@pytest.mark.parametrize("percent", [50, 75])
def test_logo_scale_is_honoured(percent: int, document: Json, entity: Json, image: Callable[..., bytes]) -> None:
    full = _logo_width(render_pdf(document, entity, logo=image()))
    entity["settings"]["logo_scale_percent"] = percent
    assert _logo_width(render_pdf(document, entity, logo=image())) == pytest.approx(full * percent / 100, rel=0.01)


def test_logo_can_be_switched_off(document: Json, entity: Json, image: Callable[..., bytes]) -> None:
    entity["settings"]["has_logo"] = False
    assert render_pdf(document, entity, logo=image()) == render_pdf(document, entity)


@pytest.mark.parametrize("template", TEMPLATES)
def test_long_table_repeats_its_head(
    template: str, document: Json, entity: Json, make_line: Any, pages_of: Any
) -> None:
    document["items"] = [make_line(f"Article {index:03}", 10, 22, 10) for index in range(1, 201)]
    texts = [
        " ".join(page.extract_text().split()) for page in pages_of(render_pdf(document, entity, template=template))
    ]
    assert len(texts) > 2
    for number, text in enumerate(texts, 1):
        assert f"Stran {number} / {len(texts)}" in text
        assert "Opis" in text or "Article" not in text
    assert all(f"Article {index:03}" in " ".join(texts) for index in range(1, 201))


HOSTILE = [
    "<script>alert(1)</script>", '#let x = 1; #eval("1")', "[b] $x^2$ @ref <lab> `raw`", r"\u{41} \\ \#",
    "{entity_name} {{ 7*7 }} {% x %}", "https://a.example // c /* d */ -- ...", '"quoted" \'single\'', "= Heading",
]  # fmt: skip


@pytest.mark.parametrize("template", TEMPLATES)
def test_hostile_text_stays_text(template: str, document: Json, entity: Json, make_line: Any, read: Any) -> None:
    document["items"] = [make_line(text, 1, 22, 1) for text in HOSTILE]
    document["customer"]["name"] = HOSTILE[0]
    text = read(render_pdf(document, entity, template=template)).replace(" ", "")
    assert [bad for bad in HOSTILE if bad.replace(" ", "") not in text] == []
    assert text.count("<script>") == 2


@pytest.mark.parametrize(
    "name",
    [
        "e\u0301cole A\u030akerstro\u0308m",
        "שלום עולם",
        "مرحبا بالعالم",
        "😀👩‍👩‍👧",
        "a\x00b\x07c\x1bd",
        "\u202eevil\u202c",
        "\ud800",
        "",
    ],
    ids=["combining", "hebrew", "arabic", "emoji", "control", "bidi-override", "surrogate", "empty"],
)
def test_unusual_names_render(name: str, document: Json, entity: Json, pages_of: Any) -> None:
    document["customer"]["name"] = document["items"][1]["name"] = name
    assert len(pages_of(render_pdf(document, entity))) == 1


@pytest.mark.parametrize("template", TEMPLATES)
def test_very_long_word_stays_on_the_paper(template: str, document: Json, entity: Json, pages_of: Any) -> None:
    document["items"][1]["name"] = "x" * 10_000
    pages = pages_of(render_pdf(document, entity, template=template))
    assert sum(page.extract_text().count("x") for page in pages) >= 10_000
    rightmost = [0.0]

    def note(text: str, _cm: Any, tm: list[float], *_: Any) -> None:
        rightmost.append(tm[4] if text.strip() else 0.0)

    pages[0].extract_text(visitor_text=note)
    assert max(rightmost) < 596


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize(
    "document_only",
    [
        {"id": "inv_2", "date": "2025-01-01"},
        {"id": "inv_3", "date": "2025-01-01", "items": [{"type": "separator", "name": "Only a heading"}]},
    ],
    ids=["bare", "separators"],
)
def test_missing_fields_are_left_out(template: str, document_only: Json, pages_of: Any) -> None:
    assert len(pages_of(render_pdf(document_only, {}, template=template))) == 1


def test_long_footer_keeps_clear_of_the_edge(document: Json, entity: Json) -> None:
    document["footer"] = "Line of the footer.\n" * 24
    page = pypdfium2.PdfDocument(render_pdf(document, entity))[0].get_textpage()
    bottoms = [page.get_charbox(index)[1] for index in range(page.count_chars())]
    assert page.get_text_range().count("Line of the footer.") == 24
    assert min(bottoms) > 8


@pytest.mark.parametrize(
    ("arguments", "named"),
    [({"language": "xx"}, "'xx'"), ({"locale": "de"}, "'de'"), ({"template": "baroque"}, "'baroque'"),
     ({"logo": b"no image"}, "logo")],
)  # fmt: skip
def test_wrong_requests_are_named(arguments: Json, named: str, document: Json, entity: Json) -> None:
    with pytest.raises(RenderingError, match=named):
        render_pdf(document, entity, **arguments)


@pytest.mark.parametrize(
    ("change", "named"),
    [({"date": "soon"}, "soon"), ({"date": None}, "inv_1"), ({"total": "much"}, "much"), ({"total": "NaN"}, "NaN")],
)
def test_wrong_values_are_named(change: Json, named: str, document: Json, entity: Json) -> None:
    with pytest.raises(RenderingError, match=named):
        render_pdf({**document, **change}, entity)


def test_file_carries_the_documents_date_and_title(document: Json, entity: Json) -> None:
    metadata = pypdfium2.PdfDocument(render_pdf(document, entity, language="en")).get_metadata_dict()
    assert (metadata["Title"], metadata["CreationDate"]) == ("Invoice 2025-00017", "D:20250305000000Z")
