"""The same page as other writers of PDF would have put it: each glyph or word shown by itself, in any order, bold by
printing twice, without blanks between words."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pypdfium2

WAYS = ("glyphs", "words", "columns", "twice")


def rewritten(pdf: bytes, way: str, chance: random.Random) -> bytes:
    """``pdf`` with its visible words set anew in Courier at their places and widths, without rules and colours."""
    pages = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            words = list(_words(page))
            if way == "columns":
                words.sort(key=lambda word: (round(word[0][1] / 90), -word[0][2]))
            elif way != "glyphs":
                chance.shuffle(words)
            pages.append("".join(_shown(word, way) for word in words))
    return _document(pages)


Glyph = tuple[str, float, float, float, float]
"""Character, left, baseline, width, size."""


def _words(page: pypdfium2.PdfPage) -> Iterator[list[Glyph]]:
    text = page.get_textpage()
    word: list[Glyph] = []
    for at in range(text.count_chars()):
        char = text.get_text_range(at, 1)
        left, bottom, right, top = text.get_charbox(at, loose=True)
        far = word and (abs(word[-1][2] - bottom) > 0.5 * word[-1][4] or not -3 < left - word[-1][1] - word[-1][3] < 2)
        if not char.strip() or far:
            if word:
                yield word
            word = []
        if char.strip() and 0 < left < 595 and _printable(char) and not _white(text, at):
            word.append((char, left, bottom + 0.22 * (top - bottom), right - left, (top - bottom) * 0.86))
    if word:
        yield word


def _printable(char: str) -> bool:
    return bool(char.encode("cp1252", "ignore"))


def _white(text: pypdfium2.PdfTextPage, at: int) -> bool:
    import ctypes

    import pypdfium2.raw as raw

    colour = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFText_GetFillColor(text.raw, at, *colour)
    return all(part.value > 250 for part in colour[:3])


def _shown(word: list[Glyph], way: str) -> str:
    if way in ("words", "columns"):
        return _text("".join(glyph[0] for glyph in word), word[0], sum(glyph[3] for glyph in word))
    shown = "".join(_text(glyph[0], glyph, glyph[3]) for glyph in word)
    if way == "twice":
        shown += "".join(_text(glyph[0], (glyph[0], glyph[1] + 0.3, *glyph[2:]), glyph[3]) for glyph in word)
    return shown


def _text(text: str, at: Glyph, width: float) -> str:
    natural = sum(_width(char) for char in text) * at[4] / 1000
    scale = 100 * width / natural
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F1 {at[4]:.2f} Tf {scale:.1f} Tz {at[1]:.2f} {at[2]:.2f} Td ({escaped}) Tj ET\n"


def _width(char: str) -> int:
    """Widths in Courier, which has one."""
    return 600 if char else 0


def _document(pages: list[str]) -> bytes:
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>",
    ]  # fmt: skip
    for at, content in enumerate(pages):
        stream = content.encode("cp1252", "ignore")
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {5 + 2 * at} 0 R"
                       "/Resources<</Font<</F1 3 0 R>>>>>>".encode())  # fmt: skip
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    body, offsets = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, len(body)
    )  # fmt: skip
