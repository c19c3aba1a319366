"""Codes are decoded in the one pass over a page, and only where they are asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import segno

from harness.reading import Labels, pdf, read_pdf

PAYLOAD = "https://example.org/lookup?number=2026-00001"


@pytest.fixture
def with_code(typeset: Callable[..., bytes]) -> bytes:
    """Two pages with an invoice number each and a QR code on the second."""
    symbol = segno.make_qr(PAYLOAD).svg_inline(border=4).encode()
    text = (
        '= Invoice\nInvoice number: 2026-00001\n#pagebreak()\nInvoice number: 2026-00001\n#image("qr.svg", width: 30mm)'
    )
    return typeset(text, files={"qr.svg": symbol})


def test_a_code_is_part_of_the_facts_with_its_page(with_code: bytes, labels: Labels) -> None:
    facts = read_pdf(with_code, labels, codes=True)
    assert facts.symbols is not None
    (symbol,) = facts.symbols
    assert (symbol.format, symbol.text, symbol.place.page) == ("QRCode", PAYLOAD, 2)
    assert facts.number is not None
    assert facts.number.value == "2026-00001"


def test_nobody_looked_is_not_none_there(
    with_code: bytes, typeset: Callable[..., bytes], labels: Labels, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = typeset("= Invoice\nInvoice number: 7")
    assert read_pdf(plain, labels, codes=True).symbols == ()
    monkeypatch.setattr(pdf, "codes_on", lambda *_: pytest.fail("a page was searched although nobody asked"))
    assert read_pdf(with_code, labels).symbols is None


def test_a_page_without_text_still_shows_its_code(typeset: Callable[..., bytes], labels: Labels) -> None:
    symbol = segno.make_qr(PAYLOAD).svg_inline(border=4).encode()
    facts = read_pdf(typeset('#image("qr.svg", width: 30mm)', files={"qr.svg": symbol}), labels, codes=True)
    assert facts.unreadable
    assert facts.symbols is not None
    assert [symbol.text for symbol in facts.symbols] == [PAYLOAD]


def test_the_same_facts_are_read_with_and_without_codes(with_code: bytes, labels: Labels) -> None:
    without, seen = read_pdf(with_code, labels), read_pdf(with_code, labels, codes=True)
    assert without.text == seen.text
    assert (without.number, without.lines, without.vat) == (seen.number, seen.lines, seen.vat)
