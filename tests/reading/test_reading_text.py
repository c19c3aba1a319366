from __future__ import annotations

import pytest

from harness.model.facts import TextLine
from harness.model.place import Place
from harness.model.text import find_phrase, squash


def lines(*texts: str) -> tuple[TextLine, ...]:
    return tuple(TextLine(text, Place(page=1, box=(10, 20 * at, 200, 20 * at + 10))) for at, text in enumerate(texts))


@pytest.mark.parametrize(
    "phrase", ["reverse charge", "Reverse-Charge", "REVERSECHARGE", "der Leistungsempfänger", "invoice INV-1"]
)
def test_phrase_is_found_across_lines(phrase: str) -> None:
    assert find_phrase(lines("Invoice INV-1", "Reverse", "charge, der Leistungs-", "empfänger schuldet"), phrase)


@pytest.mark.parametrize(
    ("text", "phrase"), [("INV-10", "INV-1"), ("CABLE", "AB"), ("110,00", "10,00"), ("", "x"), ("x", " ")]
)
def test_limits_of_words_count(text: str, phrase: str) -> None:
    assert find_phrase(lines(text), phrase) is None


def test_place_covers_the_lines_touched() -> None:
    fact = find_phrase(lines("one", "two three", "four"), "three four")
    assert fact
    assert fact.place == Place(page=1, box=(10, 20, 200, 50))
    assert fact.text == "two three four"


def test_columns_are_read_row_by_row_as_well() -> None:
    left = [
        TextLine("Obrnjena", Place(page=1, box=(10, 10, 50, 20))),
        TextLine("Note", Place(page=1, box=(10, 30, 50, 40))),
    ]
    right = [TextLine("davčna obveznost", Place(page=1, box=(60, 10, 150, 20)))]
    assert find_phrase([*left, *right], "obrnjena davčna obveznost")


def test_squash_keeps_letters_and_digits() -> None:
    assert squash("USt.-Id.-Nr. № Ž\u00adﬁ") == "ustidnrnozfi"
