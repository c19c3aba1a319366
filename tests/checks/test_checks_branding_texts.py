"""Footer and signature: on every page, at its foot, in the tenant's words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.checks.branding import carries_the_footer, carries_the_signature
from harness.model.facts import TextLine
from harness.model.place import Place


def codes(judgements) -> list[str]:
    return [judgement.code for judgement in judgements]


def at(page: int, top: float) -> Place:
    return Place(page=page, box=(40.0, top, 300.0, top + 9))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([(1, 800), (2, 790)], ["holds", "holds"]),
        ([(1, 800)], ["holds", "footer-missing"]),
        ([(2, 800)], ["footer-missing", "holds"]),
        ([(1, 100), (2, 800)], ["footer-misplaced", "holds"]),
        ([(1, 100), (1, 800), (2, 800)], ["holds", "holds"]),
        ([], ["footer-missing", "footer-missing"]),
    ],
)
def test_the_footer_stands_at_the_foot_of_every_page(branded_page, brand, lines, expected):
    text = tuple(TextLine(brand.footer, at(page, top)) for page, top in lines)
    look = replace(branded_page.appearance, pages=((595.0, 842.0),) * 2)

    assert codes(carries_the_footer(replace(branded_page, text=text, appearance=look), brand)) == expected


def test_a_footer_of_two_lines_is_one(branded_page, brand):
    first, second = brand.footer.split(" and ")
    text = TextLine(f"{first} and", at(1, 790)), TextLine(second, at(1, 800))

    assert codes(carries_the_footer(replace(branded_page, text=text), brand)) == ["holds"]


def test_pages_that_were_not_seen_are_not_judged(branded_page, brand):
    (judgement,) = carries_the_footer(replace(branded_page, appearance=None, unreadable="encrypted"), brand)

    assert (judgement.verdict.value, judgement.code) == ("unverifiable", "unreadable")
    assert "encrypted" in judgement.message


def test_the_text_of_the_signature(branded_page, brand):
    other = replace(brand, signature="Mira Vrelecova")

    assert carries_the_signature(branded_page, brand).code == "holds"
    assert carries_the_signature(branded_page, other).code == "signature-missing"
    assert carries_the_signature(branded_page, replace(brand, signature="")) is None
