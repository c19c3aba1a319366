"""Finding words: blanks, hyphens, ligatures and case do not matter, the limits of words do."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.model.facts import TextLine
from harness.model.place import Place
from harness.model.text import find_phrase, fold, squash

WORDS = st.lists(st.text(alphabet="abcčdešžxyz0189", min_size=1, max_size=8), min_size=1, max_size=6)


def lines(*texts: str) -> list[TextLine]:
    return [
        TextLine(text, Place(page=1, box=(50.0, 20.0 * row, 300.0, 20.0 * row + 10))) for row, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Davčna OBVEZNOST", "davcna obveznost"),
        ("STRASSE Straße", "strasse strasse"),
        ("\ufb01skalni", "fiskalni"),
        ("ŠČŽ šcž", "scz scz"),
        ("café cafe\u0301", "cafe cafe"),
        ("１２３", "123"),
    ],
)
def test_words_are_compared_folded(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "letters"),
    [("§ 14a (5) UStG", "14a5ustg"), ("Art.\u00a0196 - VAT", "art196vat"), ("  ", ""), ("...", ""), ("a\u00adb", "ab")],
)
def test_only_letters_and_digits_count(text, letters):
    assert squash(text) == letters


@pytest.mark.parametrize(
    ("printed", "phrase"),
    [
        (("Reverse charge",), "Reverse charge"),
        (("REVERSE CHARGE applies",), "reverse charge"),
        (("VAT: reverse-charge.",), "Reverse charge"),
        (("Reverse", "charge"), "Reverse charge"),
        (("the reverse", "charge applies"), "reverse charge"),
        (("Obrnjena dav-", "čna obveznost"), "Obrnjena davčna obveznost"),
        (("Obrnjena  davcna\tobveznost",), "Obrnjena davčna obveznost"),
        (("R e v e r s e charge",), "Reverse charge"),
        (("Reversecharge",), "Reverse charge"),
        (("\ufb01skalni ra\u010dun",), "fiskalni račun"),
        (("Invoice INV-10, INV-1",), "INV-1"),
        (("No. 2026-00012/A",), "2026-00012"),
        (("(2026-00012)",), "2026-00012"),
        (("§ 4 Nr. 1b UStG",), "§ 4 Nr. 1b"),
        (("Straße 5",), "STRASSE 5"),
    ],
)
def test_a_phrase_is_found_however_it_is_set(printed, phrase):
    found = find_phrase(lines(*printed), phrase)

    assert found is not None
    assert found.value == phrase


@pytest.mark.parametrize(
    ("printed", "phrase"),
    [
        (("INV-10",), "INV-1"),
        (("XINV-1",), "INV-1"),
        (("2026-000120",), "2026-00012"),
        (("12026-00012",), "2026-00012"),
        (("unreversed charges",), "reverse charge"),
        (("reverse the charge",), "reverse charge"),
        (("charge reverse",), "reverse charge"),
        (("Vrelec Opremar",), "Vrelec Oprema"),
        (("Dunajska cesta 55",), "Dunajska cesta 5"),
        (("15 Dunajska cesta",), "5 Dunajska cesta"),
        (("Straße",), "Stra"),
        (("Reverse",), "Reverse charge"),
        ((), "Reverse charge"),
        (("",), "Reverse charge"),
    ],
)
def test_half_a_word_is_not_the_phrase(printed, phrase):
    assert find_phrase(lines(*printed), phrase) is None


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_letter_with_its_accent_apart_is_one_letter(form):
    """Some programs write the accent as a character of its own."""
    page = lines(unicodedata.normalize(form, "Obrnjena davčna obveznost"))

    assert find_phrase(page, "davčna") is not None
    assert find_phrase(page, "davč") is None
    assert find_phrase(page, "na") is None


@pytest.mark.parametrize("phrase", ["", "   ", "---", "§"])
def test_a_phrase_without_letters_is_nowhere(phrase):
    assert find_phrase(lines("§ --- text"), phrase) is None


def test_the_place_spans_all_lines_of_the_phrase():
    found = find_phrase(lines("before", "the reverse", "charge applies", "after"), "reverse charge")

    assert found.text == "the reverse charge applies"
    assert found.place == Place(page=1, box=(50.0, 20.0, 300.0, 50.0))


def test_a_pointer_is_kept_where_there_is_no_box():
    answer = [TextLine("none", Place(pointer="/note")), TextLine("Reverse charge", Place(pointer="/tax_clause"))]

    assert find_phrase(answer, "reverse charge").place == Place(pointer="/tax_clause")


def test_the_first_of_several_places_is_given():
    assert find_phrase(lines("x", "Total", "Total"), "total").place.box[1] == 20.0


def test_columns_that_were_read_one_after_the_other_are_searched_row_by_row_too():
    left = [
        TextLine(text, Place(page=1, box=(50.0, top, 90.0, top + 10))) for text, top in (("Reverse", 10.0), ("A", 30.0))
    ]
    right = [
        TextLine(text, Place(page=1, box=(100.0, top, 150.0, top + 10)))
        for text, top in (("charge", 10.2), ("B", 30.0))
    ]

    assert find_phrase([*left, *right], "Reverse charge") is not None
    assert find_phrase([*left, *right], "A B") is not None
    assert find_phrase([*left, *right], "charge B reverse") is None


def test_a_phrase_across_pages_is_placed_on_the_first():
    first = TextLine("Reverse", Place(page=1, box=(0.0, 780.0, 50.0, 790.0)))
    second = TextLine("charge", Place(page=2, box=(0.0, 20.0, 50.0, 30.0)))

    assert find_phrase([first, second], "reverse charge").place == first.place


@given(words=WORDS, data=st.data())
@settings(derandomize=True, deadline=None, max_examples=80)
def test_any_run_of_whole_words_is_found(words, data):
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    phrase = " ".join(words[start:end])
    broken = data.draw(st.integers(0, len(words)))

    assert find_phrase(lines(" ".join(words)), phrase.upper()) is not None
    assert find_phrase(lines(" ".join(words[:broken]), " ".join(words[broken:])), phrase) is not None


@given(words=WORDS)
@settings(derandomize=True, deadline=None, max_examples=80)
def test_what_is_found_stands_there(words):
    page = lines(*words)
    found = find_phrase(page, words[-1])

    assert squash(words[-1]) in squash(found.text)


@given(text=st.text(max_size=60), phrase=st.text(max_size=10))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_any_text_can_be_searched(text, phrase):
    found = find_phrase(lines(text), phrase)

    assert found is None or found.value == phrase
    assert squash(squash(text)) == squash(text)
