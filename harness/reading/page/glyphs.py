"""The visible words of a PDF page, from pdfium's characters: text, boxes, colour and font of each.

Coordinates are points from the top left corner of the page as displayed (crop box and rotation applied).
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

Box = tuple[float, float, float, float]
"""``(left, top, right, bottom)``."""
SMALLEST_TEXT = 1.0
"""Text lower than this, in points, cannot be read by anybody."""
_INVISIBLE_MODES = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_HYPHENS = {0x2010: "-", 0x2011: "-", 0xAD: "-"}
_LINE_END_HYPHENS = (0x02, 0xFFFE)


@dataclass(slots=True)
class TextStyle:
    """How a text object is painted."""

    rgb: tuple[int, int, int]
    visible: bool
    font: str
    embedded: bool
    """Whether the document holds the font."""


@dataclass(slots=True)
class Word:
    """Characters without a blank between them."""

    text: str
    edges: list[float]
    """Left edge of each character, then the right edge of the last one."""
    left: float
    top: float
    right: float
    bottom: float
    style: TextStyle

    @property
    def height(self) -> float:
        """Height of the line box in points, about the font size."""
        return self.bottom - self.top

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom


def display_transform(page: pdfium.PdfPage) -> Callable[[float, float], tuple[float, float]]:
    """Maps a point of the page's user space to the page as displayed, origin top left.

    By the box that pdfium renders: asked for the crop box, it does not know one that the page inherits.
    """
    left, bottom, right, top = page.get_bbox()
    transforms: dict[int, Callable[[float, float], tuple[float, float]]] = {
        0: lambda x, y: (x - left, top - y),
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }
    return transforms[page.get_rotation() % 360]


def transform_box(to_display: Callable[[float, float], tuple[float, float]], box: Box) -> Box:
    """The box around two opposite corners after the transform."""
    x1, y1 = to_display(box[0], box[1])
    x2, y2 = to_display(box[2], box[3])
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


class GlyphReader:
    """Reads the words of one page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._text = page.get_textpage()
        self._handle = self._text.raw
        self._to_display = display_transform(page)
        self._size = page.get_size()
        self._styles: dict[int, TextStyle] = {}
        self._rect = raw.FS_RECTF()
        self._upright = page.get_rotation() % 360 == 0
        self._left, _, _, self._top = page.get_bbox()

    def words(self) -> list[Word]:
        """All words on the page in the order of the content, those that nobody can see left out."""
        found: list[Word] = []
        chars: list[tuple[str, Box, int]] = []
        for index in range(raw.FPDFText_CountChars(self._handle)):
            code = raw.FPDFText_GetUnicode(self._handle, index)
            char = "-" if code in _LINE_END_HYPHENS else chr(code)
            if char.isspace() or code == 0:
                self._flush(chars, found)
                continue
            box = self._box(index)
            if chars and chars[-1][0] == char and _printed_again(chars[-1][1], box):
                continue
            if chars and _breaks(chars[-1][1], box):
                self._flush(chars, found)
            chars.append((char, box, index))
        self._flush(chars, found)
        self._text.close()
        return found

    def _box(self, index: int) -> Box:
        rect = self._rect
        raw.FPDFText_GetLooseCharBox(self._handle, index, rect)
        left, right, top, bottom = rect.left, rect.right, rect.top, rect.bottom
        if self._upright and left <= right and bottom <= top:
            return left - self._left, self._top - top, right - self._left, self._top - bottom
        return transform_box(self._to_display, (left, bottom, right, top))

    def _flush(self, chars: list[tuple[str, Box, int]], found: list[Word]) -> None:
        if not chars:
            return
        style = self._style(chars[0][2])
        word = _word(chars, style)
        if style.visible and word.height >= SMALLEST_TEXT and self._on_page(word):
            found.append(word)
        chars.clear()

    def _on_page(self, word: Word) -> bool:
        middle_x, middle_y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        width, height = self._size
        return bool(0 <= middle_x <= width and 0 <= middle_y <= height)

    def _style(self, index: int) -> TextStyle:
        handle = raw.FPDFText_GetTextObject(self._handle, index)
        key = ctypes.cast(handle, ctypes.c_void_p).value or 0
        if key not in self._styles:
            self._styles[key] = _style_of(handle)
        return self._styles[key]


def _printed_again(previous: Box, box: Box) -> bool:
    """Whether a glyph stands on itself, a little aside: it is printed twice to look bold."""
    aside = abs(box[0] - previous[0])
    return 0 < aside < 0.5 * (previous[2] - previous[0]) and abs(box[3] - previous[3]) < 0.1 * (box[3] - box[1])


def _breaks(previous: Box, box: Box) -> bool:
    """Whether the next character does not continue the word: another line, a jump, or printed over it."""
    if box == previous:
        return False  # a ligature: one glyph, several letters
    height = max(previous[3] - previous[1], 1.0)
    gap = box[0] - previous[2]
    overprinted = gap < -0.02 * height and box[0] < previous[0] + 0.5 * (previous[2] - previous[0])
    return abs(box[3] - previous[3]) > 0.6 * height or gap > 0.3 * height or overprinted


def _word(chars: list[tuple[str, Box, int]], style: TextStyle) -> Word:
    text: list[str] = []
    edges: list[float] = []
    for char, box, _ in chars:
        shown = char if char.isascii() else unicodedata.normalize("NFKC", char).translate(_HYPHENS)
        text.append(shown)
        edges.extend([box[0]] * len(shown))
    boxes = [box for _, box, _ in chars]
    right = max(box[2] for box in boxes)
    top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
    return Word("".join(text), [*edges, right], min(edges, default=right), top, right, bottom, style)


def _style_of(handle: object) -> TextStyle:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
    visible = alpha.value > 0 and raw.FPDFTextObj_GetTextRenderMode(handle) not in _INVISIBLE_MODES
    font = raw.FPDFTextObj_GetFont(handle)
    embedded = not font or raw.FPDFFont_GetIsEmbedded(font) != 0
    return TextStyle((red.value, green.value, blue.value), visible, _font_name(font), embedded)


def _font_name(font: object) -> str:
    buffer = ctypes.create_string_buffer(128)
    size = raw.FPDFFont_GetBaseFontName(font, buffer, len(buffer)) if font else 0
    name = buffer.value.decode("utf-8", "replace") if size else ""
    return name[7:] if len(name) > 7 and name[6] == "+" else name
