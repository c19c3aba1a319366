from __future__ import annotations

from typing import Any

import pytest

from harness.sandbox.rendering.content import open_source
from harness.sandbox.rendering.lines import rows
from harness.sandbox.rendering.texts import LONG_WORD, blocks, breakable, clean
from harness.sandbox.rendering.wording import texts, variables

Json = dict[str, Any]


def flat(parts: list[Json]) -> str:
    """Blocks as text again: bold in ``<>``, italic in ``//``, list markers in front."""

    def shown(run: Json) -> str:
        text = f"/{run['text']}/" if run["italic"] else run["text"]
        return f"<{text}>" if run["bold"] else text

    lines = [line for part in parts for line in part["lines"]]
    return "\n".join(
        (f"{line['marker']} " if line["marker"] else "") + "".join(map(shown, line["runs"])) for line in lines
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a **b** c", "a <b> c"),
        ("*i* and _j_", "/i/ and /j/"),
        ("**bold with _both_**", "<bold with ></both/>"),
        ("snake_case_name 2*3*4", "snake_case_name 2*3*4"),
        ("** not bold **x", "** not bold **x"),
        ("**a *b* 2*3 c**", "<a ></b/>< 2*3 c>"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("- one\n* two\n1. three\n2) four", "• one\n• two\n1. three\n2) four"),
        ("-no list\n5.March", "-no list\n5.March"),
        ("**open and *odd", "**open and *odd"),
        ("[link](x) <b> #h1 $m$", "[link](x) <b> #h1 $m$"),
    ],
)
def test_light_markdown(text: str, expected: str) -> None:
    assert flat(blocks(text, {})) == expected


def test_paragraphs_and_lists_are_blocks() -> None:
    found = blocks("one\ntwo\n\n\nthree\n- a\n- b\nfour", {})
    shape = [(block["kind"], len(block["lines"])) for block in found]
    assert shape == [("paragraph", 2), ("paragraph", 1), ("list", 2), ("paragraph", 1)]
    assert blocks(None, {}) == blocks(" \n ", {}) == []


def test_variables_are_data_not_markup() -> None:
    known = {"customer_name": "**Bold** _it_ {entity_name}", "entity_name": "Novak"}
    assert flat(blocks("{entity_name} to *{customer_name}* {unknown} {}", known)) == (
        "Novak to /**Bold** _it_ {entity_name}/ {unknown} {}"
    )


def test_underscores_of_variables_are_no_emphasis() -> None:
    assert flat(blocks("{entity_name} and {customer_name}", {"entity_name": "A", "customer_name": "B"})) == "A and B"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\x00b\x1bc\x7f\x9f", "abc"), ("a\tb\r\nc\rd\u2028e", "a b\nc\nd\ne"), ("\u202eabc\u2066\u2069", "abc"),
     ("\ud800x", "x"), ("e\u0301 👩‍👧 שלום", "e\u0301 👩‍👧 שלום")],
)  # fmt: skip
def test_clean(text: str, expected: str) -> None:
    assert clean({"deep": [{"text": text}], "n": 1.5, "none": None}) == {
        "deep": [{"text": expected}],
        "n": 1.5,
        "none": None,
    }


def test_long_words_part_without_loss() -> None:
    text = "short " + "x" * 95 + " end\n" + "y" * LONG_WORD
    pieces = breakable({"value": text})["value"]
    assert "".join(pieces) == text
    assert max(map(len, pieces)) <= 10
    assert breakable("x" * (LONG_WORD - 1)) == "x" * (LONG_WORD - 1)


def test_pieces_keep_marks_with_their_letter() -> None:
    pieces = breakable("e\u0301" * 40)
    assert all(not piece.startswith("\u0301") for piece in pieces)


def wording(document: Json, entity: Json, language: str = "sl") -> dict[str, str]:
    source = open_source(document, entity, language, "de-DE", None)
    return {key: flat(parts) for key, parts in texts(source).items()}


def test_footer_and_signature_come_from_the_entity(document: Json, entity: Json) -> None:
    found = wording(document, entity)
    assert (found["footer"], found["signature"]) == ("Svetila Novak d.o.o., registered in Ljubljana", "Ana Novak")
    found = wording({**document, "footer": "Own", "signature": ""}, entity)
    assert (found["footer"], found["signature"]) == ("Own", "")


@pytest.mark.parametrize(("language", "expected"), [("sl", "base"), ("de", "auf Deutsch"), ("fr", "base")])
def test_translation_of_the_document(language: str, expected: str, document: Json, entity: Json) -> None:
    document |= {"note": "base", "translations": {"note": {"de-DE": "auf Deutsch", "sl-SI": "ignored", "fr-FR": ""}}}
    assert wording(document, entity, language)["note"] == expected


def test_translation_of_the_entity_follows_its_text_only(document: Json, entity: Json) -> None:
    entity["settings"] |= {
        "default_invoice_note": "Thanks",
        "tax_clause_defaults": {"export": "Exempt"},
        "translations": {
            "default_invoice_note": {"de-DE": "Danke"},
            "document_footer": {"de-DE": "Fuß {entity_city}"},
            "tax_clause_defaults": {"export": {"de-DE": "Steuerfrei"}},
        },
    }
    document |= {"note": "Thanks", "tax_clause": "Exempt", "transaction_type": "3w_b2b"}
    found = wording(document, entity, "de")
    assert (found["note"], found["footer"], found["tax_clause"]) == ("Danke", "Fuß Ljubljana", "Steuerfrei")
    assert wording({**document, "note": "Other"}, entity, "de")["note"] == "Other"


def test_item_names_are_translated(document: Json, entity: Json) -> None:
    document["items"][1]["translations"] = {"name": {"de-DE": "Pendelleuchte"}, "description": {"de-DE": "Glas"}}
    document["items"][0]["translations"] = {"name": {"de-DE": "Beleuchtung"}}
    german, own = (rows(open_source(document, entity, language, None, None)) for language in ("de", "sl"))
    assert [row["name"] for row in german] == ["Beleuchtung", "Pendelleuchte", "Handbook"]
    assert german[1]["description"] == "Glas"
    assert [row["name"] for row in own] == ["Lighting", "Pendant lamp", "Handbook"]


def test_template_variables(document: Json, entity: Json) -> None:
    found = variables(open_source(document, entity, "en", "de-DE", None))
    expected = {
        "entity_name": "Svetila Novak d.o.o.", "entity_city": "Ljubljana", "entity_tax_number": "SI12345678",
        "document_number": "2025-00017", "document_date": "05.03.2025", "document_due_date": "04.04.2025",
        "document_total": "15.346,84\u00a0€", "document_currency": "EUR", "customer_name": "Horizont Leuchten GmbH",
        "iban": "SI56 1920 0123 4567 892", "bank_account.bic": "LJBASI2X", "bank_name": "Nova banka",
        "bank_account": "SI56 1920 0123 4567 892 Nova banka", "current_date": "05.03.2025", "current_year": "2025",
        "customer_email": "", "document_valid_until": "",
    }  # fmt: skip
    assert {key: found[key] for key in expected} == expected
