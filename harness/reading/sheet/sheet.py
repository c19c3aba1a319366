"""The document as the extractors see it: rows of cells, the labels found in them, and the conventions in force."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from harness.model.facts import Fact
from harness.model.text import fold, squash
from harness.reading.identifiers import find_iban
from harness.reading.labels import SECTIONS, Labels, Language
from harness.reading.page.glyphs import Box
from harness.reading.sheet.dates import DateSeen, find_dates
from harness.reading.sheet.layout import Cell, Row
from harness.reading.sheet.numbers import NumberSeen, decimal_comma, find_numbers
from harness.reading.sheet.pairs import paired
from harness.reading.sheet.parting import part_cells

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_COLUMN_FIELDS = SECTIONS["columns"]
TOTALS = (
    "net", "subtotal", "tax", "tax_total", "gross", "total", "amount_due", "discount", "paid", "other", "untaxed",
)  # fmt: skip
"""Fields of the totals block."""
_RATE_OF = re.compile(r"%\s?\)?\s{0,2}(?:[^\W\d]{1,12}|s/)\s{0,2}(?:[A-Z]{3}|[€$£])?\s?$")
"""A rate and a word such as "of", before the amount that the rate applies to."""
_SEPARATED = re.compile(r"[|·•¦;] *$")
"""What parts the pairs of labels and values that stand in one line."""
_DAY_AND_MONTH = re.compile(
    r"(?:\b\d{1,2}\.? (?:de )?[^\W\d_]{3,}\.?(?: del?)?|\b[^\W\d_]{3,}\.? \d{1,2},|\b\d{1,2}([-/.])\d{1,2}\1)$"
)
_SERIES_OF_CODE = re.compile(r"[-/_][A-Z0-9\-/_.]*\d")
"""What makes capitals the beginning of a number: ``INV-GH-771``."""
_DIGITS_OF_CODE = re.compile(r" \d[\d/.\-]{3,}(?=\s|$)")
_SAY_LITTLE = frozenset({"other", "unit", "quantity", "seller", "buyer", "date", "position", "line_discount"})
"""Meanings of short labels that a number does not follow."""
_YEAR = re.compile(r"(?:19|20)\d{2}(?!\d)")
_LONGEST_LABEL = 9
"""Words of the longest label that is looked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """A label in a cell."""

    cell: Cell
    start: int
    end: int
    key: str
    meanings: frozenset[str]
    """Fields that the label may stand for."""
    leads: bool
    """Whether it begins the cell, or follows another label directly: labels do, words of a sentence do not."""

    def means(self, *fields: str) -> bool:
        """Whether it may stand for one of ``fields``."""
        return not self.meanings.isdisjoint(fields)


@dataclass(frozen=True, slots=True, eq=False)
class Amount:
    """A number in a cell that is neither a date nor a part of an identifier."""

    cell: Cell
    seen: NumberSeen

    @property
    def box(self) -> Box:
        """Box around the number."""
        return self.cell.span(self.seen.start, self.seen.end)

    @property
    def right(self) -> float:
        """Right edge in points."""
        return self.box[2]

    @property
    def left(self) -> float:
        """Left edge in points."""
        return self.box[0]


@dataclass(eq=False)
class Sheet:
    """All rows of a document with what was recognised in them."""

    rows: Sequence[Row]
    labels: Labels
    hits: dict[int, list[Hit]] = field(default_factory=lambda: defaultdict(list))
    """Labels by ``id`` of their cell."""
    _amounts: dict[int, list[Amount]] = field(default_factory=dict)
    _dates: dict[int, list[DateSeen]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        part_cells(self.rows, self.labels)
        for cell in self.cells():
            self.hits[id(cell)] = _hits(cell, self.labels)
            self._dates[id(cell)] = find_dates(cell.text, self.labels.months)
            self._amounts[id(cell)] = self._read_amounts(cell)
            start = _broken_date(cell.text, self._dates[id(cell)])
            if start is not None:
                self._dates[id(cell)] += self._continued_date(cell, start)
        self._join_broken_labels()

    def _continued_date(self, cell: Cell, start: int) -> list[DateSeen]:
        """A date whose year stands alone on the next line of a narrow column, at its beginning."""
        for lower in self.below(cell, start, len(cell.text), reach=1.0):
            year = _YEAR.match(lower.text)
            blank = "" if cell.text[-1] in "-/." else " "
            whole = find_dates(f"{cell.text[start:]}{blank}{year.group()}", self.labels.months) if year else []
            return [replace(whole[0], start=start, end=len(cell.text))] if whole else []
        return []

    @cached_property
    def pairs(self) -> Mapping[int, tuple[Cell, bool]]:
        """By ``id`` of a label's cell, the value in the row below or above, and whether it stands below."""
        return paired(self.rows, self.is_bare_label)

    def is_bare_label(self, cell: Cell) -> bool:
        """Whether a cell is a label and nothing else."""
        hits = self.hits[id(cell)]
        digits = any(char.isdigit() for char in cell.text)
        return bool(hits) and hits[0].leads and not digits and len(cell.words) <= _LONGEST_LABEL and _covers(cell, hits)

    def _join_broken_labels(self) -> None:
        """A label that is broken into two lines counts as one, at the end of its second line."""
        for upper in self.rows:
            rows = self.rows[upper.index + 1 : upper.index + 3]
            lower = [cell for row in rows for cell in row.cells if len(cell.words) < _LONGEST_LABEL]
            for cell in upper.cells if lower else ():
                if len(cell.words) >= _LONGEST_LABEL:
                    continue
                below = next((other for other in lower if _continues(cell, other)), None)
                parted = cell.text.endswith("-")  # a word goes on below, whatever stands beside its first part
                whole = below is not None and (parted or not self._has_value(cell))
                key = squash(cell.text) + squash(below.text) if below and whole else ""
                meanings = frozenset(self.labels.meanings.get(key, {}))
                if below and meanings and not meanings & _COLUMN_FIELDS:
                    beside = self._has_value(cell) if parted else bool(self.half_a_line_below(cell))
                    last, other = (cell, below) if beside else (below, cell)
                    self.hits[id(other)] = []
                    self.hits[id(last)] = [Hit(last, 0, len(last.text), key, meanings, True)]

    def _has_value(self, cell: Cell) -> bool:
        """Whether a label is complete: a colon ends it, or something with digits stands to its right."""
        right = self.right_of(cell)[:1]
        return cell.text.endswith(":") or any(char.isdigit() for other in right for char in other.text)

    def cells(self) -> Iterator[Cell]:
        """All cells from top to bottom."""
        return (cell for row in self.rows for cell in row.cells)

    def all_hits(self, *fields: str) -> Iterator[Hit]:
        """All labels that may stand for one of ``fields``, from top to bottom."""
        for cell in self.cells():
            for hit in self.hits[id(cell)]:
                if hit.means(*fields):
                    yield hit

    def hits_in(self, row: Row) -> list[Hit]:
        """The labels of a row, from left to right."""
        return [hit for cell in row.cells for hit in self.hits[id(cell)]]

    def is_heading_row(self, row: Row) -> bool:
        """Whether cells name totals, most of them at least, and none states an amount: the amounts stand below."""
        named = [any(hit.means(*TOTALS) for hit in self.hits[id(cell)]) for cell in row.cells]
        bare = all(len(cell.words) <= _LONGEST_LABEL and not self._states_amount(cell) for cell in row.cells)
        return bare and any(named) and named.count(False) < max(1, named.count(True))

    def _states_amount(self, cell: Cell) -> bool:
        return any(not item.seen.percent and not is_base(cell.text, item) for item in self.amounts(cell))

    def amounts(self, cell: Cell) -> list[Amount]:
        """The numbers of a cell."""
        return self._amounts[id(cell)]

    def dates(self, cell: Cell) -> list[DateSeen]:
        """The dates of a cell."""
        return self._dates[id(cell)]

    def row_of(self, cell: Cell) -> Row:
        """The row that a cell stands in."""
        return self.rows[cell.row]

    def right_of(self, cell: Cell) -> list[Cell]:
        """The cells of the same row that follow ``cell``."""
        cells = self.row_of(cell).cells
        return cells[cells.index(cell) + 1 :]

    def half_a_line_below(self, cell: Cell) -> list[Cell]:
        """The cells to the right at the middle of a label of two lines, where its own row goes on with nothing."""
        following = self.rows[cell.row + 1 : cell.row + 2]
        if not following or following[0].page != cell.page or following[0].box[1] > cell.box[3] - 0.2 * cell.height:
            return []
        return following[0].cells if following[0].box[0] > cell.box[2] else []

    def below(self, cell: Cell, start: int, end: int, reach: float = 3.0) -> Iterator[Cell]:
        """Cells under a part of ``cell``, nearest first, at most ``reach`` line heights away."""
        box = cell.span(start, end)
        for row in self.rows[cell.row + 1 :]:
            if row.page != cell.page or row.box[1] - box[3] > reach * cell.height:
                return
            for lower in row.cells:
                if _aligned(box, lower):
                    yield lower

    def _read_amounts(self, cell: Cell) -> list[Amount]:
        text = list(cell.text)
        for seen in self._dates[id(cell)]:
            text[seen.start : seen.end] = "\u2063" * (seen.end - seen.start)
        if iban := find_iban(cell.text):
            text[iban[0] : iban[1]] = "\u2063" * (iban[1] - iban[0])
        return [Amount(cell, seen) for seen in find_numbers("".join(text))]

    @cached_property
    def language(self) -> Fact[str] | None:
        """The language whose labels and small words are found most; a label that every line repeats counts thrice."""
        scores: dict[str, float] = dict.fromkeys(self.labels.languages, 0.0)
        labels = Counter(hit.key for hits in self.hits.values() for hit in hits if len(hit.key) > 2)
        for key, count in labels.items():
            languages = frozenset().union(*self.labels.meanings[key].values())
            for code in languages:
                scores[code] += min(count, 3) / len(languages) ** 2 * min(len(key), 15) / 8
        words = Counter(fold(word.text).strip(".,:;()") for cell in self.cells() for word in cell.words)
        for code, language in self.labels.languages.items():
            scores[code] += sum(min(words[word], 3) for word in language.words) * 0.3
        ranked = sorted(scores.items(), key=lambda item: -item[1])[:2]
        if not ranked or ranked[0][1] <= 0:
            return None
        lead = ranked[0][1] / (ranked[0][1] + ranked[1][1]) if len(ranked) > 1 else 1.0
        return Fact(ranked[0][0], confidence=round(min(0.99, lead + 0.1), 2))

    @cached_property
    def countries(self) -> frozenset[str]:
        """ISO 3166-1 codes of the countries that addresses on the pages name."""
        parts = (part for cell in self.cells() for part in re.split("[,·|]", cell.text))
        named = (self.labels.countries.get(squash(part)) for part in parts)
        return frozenset(code for code in named if code is not None)

    @cached_property
    def conventions(self) -> Language | None:
        """The language's entry in the vocabulary."""
        return self.labels.languages.get(self.language.value) if self.language else None

    @cached_property
    def decimal_comma(self) -> bool:
        """Whether ``1.234`` is one thousand: by the other numbers of the document, else by its language."""
        voted = decimal_comma(_without_dates(cell.text, self.dates(cell)) for cell in self.cells())
        if voted is not None:
            return voted
        return self.conventions.decimal_comma if self.conventions else False


def is_base(text: str, amount: Amount) -> bool:
    """Whether an amount is what a rate applies to, as in ``VAT 20 % on 100.00``."""
    return _RATE_OF.search(text[: amount.seen.start]) is not None


def _continues(upper: Cell, lower: Cell) -> bool:
    """Whether ``lower`` can be the second line of ``upper``: the same type, aligned, directly below."""
    aligned = abs(upper.box[0] - lower.box[0]) < 2 or abs(upper.box[2] - lower.box[2]) < 2
    near = upper.page == lower.page and lower.box[1] - upper.box[3] < 0.7 * upper.height
    words = any(char.isalpha() for char in lower.text)  # "21 %" below "VAT" is what stands in its column
    return words and aligned and near and abs(upper.height - lower.height) < 0.05 * upper.height


def _without_dates(text: str, dates: Sequence[DateSeen]) -> str:
    for seen in reversed(dates):
        text = text[: seen.start] + " | " + text[seen.end :]
    return text


def _aligned(box: tuple[float, float, float, float], lower: Cell) -> bool:
    """Whether a cell stands under ``box``: same left, right or centre, or mostly overlapping."""
    other, tolerance = lower.box, max(4.0, 0.6 * lower.height)
    if abs(box[0] - other[0]) < tolerance or abs(box[2] - other[2]) < tolerance:
        return True
    centred = abs((box[0] + box[2]) - (other[0] + other[2])) / 2 < 1.5 * tolerance
    shared = min(box[2], other[2]) - max(box[0], other[0])
    return centred or shared > 0.6 * min(box[2] - box[0], other[2] - other[0])


def _broken_date(text: str, dates: Sequence[DateSeen]) -> int | None:
    """Where a day and the name of a month begin that end the text without a year."""
    match = _DAY_AND_MONTH.search(text)
    known = match is None or any(seen.end > match.start() for seen in dates)
    return None if known or match is None else match.start()


def _covers(cell: Cell, hits: Sequence[Hit]) -> bool:
    """Whether the labels are the most of what the cell says."""
    letters = sum(char.isalpha() for char in cell.text)
    named = sum(char.isalpha() for hit in hits for char in cell.text[hit.start : hit.end])
    return 2 * named >= letters


def _hits(cell: Cell, labels: Labels) -> list[Hit]:
    """The labels in a cell, the longest at each place, without overlaps."""
    tokens = [(match.start(), match.end(), fold(match.group())) for match in _TOKEN.finditer(cell.text)]
    found: list[Hit] = []
    at, leads = 0, True
    while at < len(tokens):
        leads = leads or _SEPARATED.search(cell.text, 0, tokens[at][0]) is not None
        size, key = _longest(cell.text, tokens, at, labels)
        if size and found and _is_series(cell.text, found[-1], tokens[at]):
            size = 0
        if size:
            meanings = frozenset(labels.meanings[key])
            found.append(Hit(cell, tokens[at][0], tokens[at + size - 1][1], key, meanings, leads))
        leads = bool(size)
        at += size or 1
    return found


def _inside_code(text: str, start: int, end: int) -> bool:
    """Whether letters are a part of a number such as ``TX-471102``, and no label."""
    after = re.match(r"[-/_]\d" if end - start > 1 else r"[-/_]?\d", text[end:]) is not None
    before = start > 1 and text[start - 1] in "-/_" and text[start - 2].isdigit()
    short = end - start <= 2 and re.match(r"\d{3}", text[end:]) is not None
    capitals = text[start:end].isupper() and end - start <= 4
    if capitals and _SERIES_OF_CODE.match(text, end):
        return True
    glued = short or (capitals and re.match(r"\d{3}|\d+[-/_.]\d", text[end:]) is not None)
    return glued or ((after or before) and end - start <= 4)


def _is_series(text: str, before: Hit, token: tuple[int, int, str]) -> bool:
    """Whether capitals between a number's label and its digits are a part of the number: "Invoice no. INV 118"."""
    start, end, _ = token
    short = text[start:end].isupper() and end - start <= 4 and not text[before.end : start].strip(" :.")
    return short and before.means("number", "number_short") and re.match(r" \d", text[end:]) is not None


def _opens_code(text: str, token: tuple[int, int, str], labels: Labels) -> bool:
    """Whether capitals before digits are the series of a number (``RE 24/00391``): as a label they would say little."""
    start, end, key = token
    series = end - start <= 3 and text[start:end].isupper() and _DIGITS_OF_CODE.match(text, end) is not None
    return series and set(labels.meanings.get(key, ())) <= _SAY_LITTLE


def _longest(text: str, tokens: Sequence[tuple[int, int, str]], at: int, labels: Labels) -> tuple[int, str]:
    best, best_key, key = 0, "", ""
    for size in range(1, min(_LONGEST_LABEL, len(tokens) - at) + 1):
        last = tokens[at + size - 1]
        between = text[tokens[at + size - 2][1] : last[0]] if size > 1 else ""
        if "  " in between or "%" in between:
            break  # two headings that came close
        key += last[2]
        if _inside_code(text, last[0], last[1]) or (size == 1 and _opens_code(text, last, labels)):
            break
        if len(key) > labels.longest:
            break
        if key in labels.meanings:
            best, best_key = size, key
    return best, best_key
