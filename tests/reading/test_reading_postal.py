"""Lines of addresses in the shapes that posts write, and lines that only look like one."""

from __future__ import annotations

import pytest

from harness.reading.parties.postal import parts_of, postal_line


@pytest.mark.parametrize(
    ("text", "code", "city", "lead"),
    [
        ("79098 Freiburg im Breisgau", "79098", "Freiburg im Breisgau", ""),
        ("DE 10369 Berlin", "10369", "Berlin", ""),
        ("D-04109 Leipzig", "04109", "Leipzig", ""),
        ("A-5020 Salzburg", "5020", "Salzburg", ""),
        ("75008 PARIS CEDEX 08", "75008", "PARIS CEDEX 08", ""),
        ("3012 CN  Rotterdam", "3012 CN", "Rotterdam", ""),
        ("5211 AB 's-Hertogenbosch", "5211 AB", "'s-Hertogenbosch", ""),
        ("28914 Leganés (Madrid)", "28914", "Leganés", ""),
        ("4150-552 Porto", "4150-552", "Porto", ""),
        ("111 22 Stockholm", "111 22", "Stockholm", ""),
        ("Leeds LS10 1AB", "LS10 1AB", "Leeds", ""),
        ("SW1A 1AA", "SW1A 1AA", None, ""),
        ("Dublin 2, D02 X285, Ireland", "D02 X285", "Dublin 2", ""),
        ("Denver, CO 80202", "80202", "Denver", ""),
        ("1428 Elm Street, Springfield, IL 62704", "62704", "Springfield", "1428 Elm Street"),
        ("12 bis, rue des Tanneurs, 59000 Lille", "59000", "Lille", "12 bis, rue des Tanneurs"),
        ("Brandt GmbH · Am Markt 4 · 79098 Freiburg", "79098", "Freiburg", "Brandt GmbH · Am Markt 4"),
        ("Getreidegasse 27 – A-5020 Salzburg – Tel. +43 662 8425", "5020", "Salzburg", "Getreidegasse 27"),
        ("Siège : 16 rue Mollien - 92100 BOULOGNE – Tél : 01 71", "92100", "BOULOGNE", "Siège : 16 rue Mollien"),
    ],
)  # fmt: skip
def test_post_code_and_city(text: str, code: str, city: str | None, lead: str) -> None:
    found = postal_line(text)
    assert found is not None
    assert (found.code, found.city, found.lead) == (code, city, lead)


@pytest.mark.parametrize(
    "text",
    [
        "45 Harcourt Street", "Avda. de la Constitución 15, 3º B", "Amtsgericht Stendal HRB 20931", "Table X, EN 1057",
        "IBAN DE89 3704 0044 0532 0130 00", "Tel. 0761 / 48 22 10", "HRB 20931, Amtsgericht Stendal",
        "20 mm 2000 Stück",
    ],
)  # fmt: skip
def test_no_post_code(text: str) -> None:
    assert postal_line(text) is None


def test_the_country_stands_before_the_code() -> None:
    assert [found and found.prefix for found in map(postal_line, ("DE 10369 Berlin", "L-1234 Luxembourg"))] == [
        "DE",
        "L",
    ]


def test_an_address_in_one_line_falls_apart_at_its_strongest_marks() -> None:
    assert parts_of("Lefèvre & Fils | 12 bis, rue des Tanneurs") == ["Lefèvre & Fils", "12 bis, rue des Tanneurs"]
    assert parts_of("Unit 7, Riverside Estate") == ["Unit 7, Riverside Estate"]
