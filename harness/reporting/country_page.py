"""A country folder as a page that a reviewer can hold against the law: every fact with its source, dates and assurance.

One model for the terminal and for HTML. The HTML is one self-contained file in the style of the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from harness.law.country import Country
from harness.law.inspection import Remark, Weight
from harness.law.inventory import FactEntry, Tally, inventory, tally
from harness.law.records import DomesticReverseCharge, Duty, NationalField, Rate, SpecialTerritory, Wording
from harness.reporting.country_formats import COLUMNS, Written, formats, source
from harness.reporting.html import page_environment
from harness.reporting.text import one_line, visible

_HEADINGS = {
    "name": "Name",
    "vat_id": "VAT identification number",
    "currency": "Currency",
    "languages": "Languages",
    "vat_area": "Place in the common VAT area",
    "territory": "Special territories",
    "rate": "Rates",
    "wording": "Statements that invoices must carry",
    "no_wording": "Statements that the law does not know",
    "numbering": "Numbering",
    "credit_note": "Credit notes",
    "supply_date": "Date of supply",
    "simplified_invoice": "Simplified invoices",
    "rounding_down": "Rounding of VAT",
    "field": "National particulars",
    "duty": "Duties beyond the invoice",
}
FORMATS = "How numbers and dates are written"
WEIGHTS = {Weight.ERROR: ("✕", "red"), Weight.DIFFERENCE: ("◐", "yellow"), Weight.NOTE: ("·", "dim")}
"""Glyph and colour of a remark: never colour alone."""


@dataclass(frozen=True, slots=True)
class Row:
    """One fact as it is shown."""

    title: str
    details: tuple[tuple[str, str], ...]
    """Further values, with their labels."""
    since: date
    until: date | None
    source: str
    known: str
    """``verified`` or ``recalled``; ``single-source`` is added where the source says so."""
    recalled: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Facts of one kind."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class CountryPage:
    """Everything that the page shows."""

    country: Country
    as_of: date
    sections: tuple[Section, ...]
    remarks: tuple[Remark, ...]
    count: Tally
    formats: tuple[Written, ...]


def country_page(country: Country, remarks: Iterable[Remark], as_of: date) -> CountryPage:
    """The page of a country; ``remarks`` are what `harness country check` says of it."""
    facts = inventory(country)
    grouped = groupby(facts, key=lambda fact: fact.key)
    sections = tuple(Section(_heading(key), tuple(map(_row, entries))) for key, entries in grouped)
    return CountryPage(country, as_of, sections, tuple(remarks), tally(facts), formats(country))


def as_html(page: CountryPage) -> str:
    """The page as one HTML file."""
    template = page_environment().get_template("country.html.j2")
    weights = {str(weight): glyph for weight, (glyph, _) in WEIGHTS.items()}
    return template.render(page=page, weights=weights, columns=COLUMNS, formats_source=source())


def write_html(page: CountryPage, path: Path) -> Path:
    """Write the page, whole or not at all. Raises ``OSError`` where the file cannot be written."""
    partial = path.with_suffix(f"{path.suffix}.part")
    partial.write_text(as_html(page), encoding="utf-8")
    return partial.replace(path)


def as_terminal(page: CountryPage) -> RenderableType:
    """The page for the terminal."""
    count = page.count
    known = f"{count.facts} facts: {count.verified} verified, {count.recalled} recalled"
    title = Text(f"{page.country.name} ({page.country.code})", style="bold")
    parts: list[RenderableType] = [title, Text(f"{known}, {count.single_source} single-source", style="dim")]
    for section in page.sections:
        parts += [Text(), Text(section.heading, style="bold"), _table(section.rows)]
    parts += [Text(), Text(FORMATS, style="bold"), _formats(page.formats), Text(f"By {source()}.", style="dim")]
    return Group(*parts, Text(), Text("What the check says", style="bold"), remark_lines(page.remarks))


def remark_lines(remarks: Sequence[Remark]) -> RenderableType:
    """Remarks, one under the other, with their weight in words."""
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for remark in remarks:
        glyph, style = WEIGHTS[remark.weight]
        table.add_row(remark.country, Text(f"{glyph} {remark.weight}", style=style), one_line(remark.message, 600))
    return table


def _formats(written: Iterable[Written]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="dim", show_edge=False)
    for name in COLUMNS:
        table.add_column(name, overflow="fold")
    for one in written:
        table.add_row(*one.cells)
    return table


def _table(rows: Iterable[Row]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="dim", show_edge=False)
    table.add_column("What it says", ratio=5, overflow="fold")
    for name in ("Since", "Until"):
        table.add_column(name, no_wrap=True)
    table.add_column("Known")
    table.add_column("Source", ratio=4, overflow="fold")
    for row in rows:
        known = Text(row.known, style="yellow" if row.recalled else "green")
        until = "" if row.until is None else str(row.until)
        table.add_row(_what(row), str(row.since), until, known, Text(visible(row.source), style="dim"))
    return table


def _what(row: Row) -> Text:
    text = Text(visible(row.title), style="bold" if row.details else "")
    for label, value in row.details:
        text.append(f"\n{label}: ", style="dim not bold").append(visible(value), style="not bold")
    return text


def _row(fact: FactEntry) -> Row:
    title, used = _title(fact.record)
    details = tuple((label, value) for label, value in fact.values if label not in used)
    if not title:
        title, details = _from_details(details)
    known = str(fact.record.assurance.value) + (", single-source" if fact.is_single_source else "")
    return Row(title, details, fact.record.since, fact.until, fact.record.source, known, fact.is_recalled)


def _title(record: Any) -> tuple[str, frozenset[str]]:
    """What names the fact, and the labels that it uses up; empty where the values speak for themselves."""
    match record:
        case Rate(category=category, rate=rate, lapses=lapses):
            words = f"{category} {rate:f} %" + (", lapses" if lapses else "")
            return words, frozenset(("category", "rate", "lapses"))
        case Wording(kind=kind, language=language):
            return f"{kind.value} ({language})", frozenset(("kind", "language"))
        case NationalField(text=text) | Duty(text=text) | DomesticReverseCharge(text=text):
            return text, frozenset(("text",))
        case SpecialTerritory(name=name):
            return name, frozenset(("name",))
        case _:
            return "", frozenset()


def _from_details(details: tuple[tuple[str, str], ...]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A single record has no name of its own: its first value takes the place of one."""
    (label, value), *rest = details
    return f"{label}: {value}", tuple(rest)


def _heading(key: str) -> str:
    return _HEADINGS.get(key, key.replace("_", " ").capitalize())
