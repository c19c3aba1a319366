"""Facts by XPath: values of an element's descendants, each with the XPath at which it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from lxml import etree  # type: ignore[import-untyped]

from harness.model.facts import Fact
from harness.model.money import Money
from harness.model.place import Place

NAMESPACES = {
    "inv": "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
    "cn": "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2",
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "e": "urn:eslog:2.00",
}
"""Prefixes of the XPaths in this package and in pointers."""
UNPREFIXED = ("inv", "cn", "e")
"""Not written in pointers: the default namespace of the documents."""
_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()}
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d)", re.ASCII)
_MOST_DIGITS = 40
"""Longer numbers are no amounts; they would only slow the arithmetic down."""


@lru_cache(maxsize=512)
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces=NAMESPACES, regexp=False)


class Pointers:
    """XPaths from the root, with positions only where siblings bear the same name.

    Siblings are counted once for all of them: looking back from each line of a long invoice would be quadratic.
    """

    def __init__(self) -> None:
        self._steps: dict[etree._Element, str] = {}

    def to(self, element: etree._Element) -> str:
        """The XPath of ``element``."""
        steps = [self._step(node) for node in (element, *element.iterancestors())]
        return "/" + "/".join(reversed(steps))

    def _step(self, element: etree._Element) -> str:
        if element not in self._steps:
            parent = element.getparent()
            self._number([element] if parent is None else list(parent.iterchildren(etree.Element)))
        return self._steps[element]

    def _number(self, siblings: list[etree._Element]) -> None:
        total = Counter(sibling.tag for sibling in siblings)
        seen: Counter[str] = Counter()
        for sibling in siblings:
            seen[sibling.tag] += 1
            position = f"[{seen[sibling.tag]}]" if total[sibling.tag] > 1 else ""
            self._steps[sibling] = _name(sibling) + position


def pointer_to(element: etree._Element) -> str:
    """The XPath of a single element; a :class:`Cursor` does it for many."""
    return Pointers().to(element)


def _name(element: etree._Element) -> str:
    name = etree.QName(element)
    prefix = _PREFIXES.get(name.namespace or "")
    return str(name.localname) if prefix is None or prefix in UNPREFIXED else f"{prefix}:{name.localname}"


@dataclass(frozen=True, slots=True)
class Cursor:
    """An element from which facts are read."""

    element: etree._Element
    pointers: Pointers = field(default_factory=Pointers, compare=False, repr=False)
    """Shared by all cursors that come from one."""

    def all(self, path: str) -> list[Cursor]:
        """Every element at ``path``; an empty path has none."""
        return [Cursor(found, self.pointers) for found in _compiled(path)(self.element)] if path else []

    def own(self) -> Fact[str] | None:
        """The element's own text; ``None`` where it has none but blanks."""
        text = self._content()
        if text is None or not text.strip():
            return None
        return Fact(text.strip(), Place(pointer=self.pointers.to(self.element)), text)

    def _content(self) -> str | None:
        """The text; around comments and processing instructions, too, which split it in two."""
        element = self.element
        if not len(element) or any(isinstance(child.tag, str) for child in element):
            return element.text  # type: ignore[no-any-return]
        return str(_compiled("string()")(element))

    def texts(self, *paths: str) -> list[Fact[str]]:
        """The texts at the paths, in their order."""
        found = (cursor.own() for path in paths for cursor in self.all(path))
        return [fact for fact in found if fact is not None]

    def text(self, *paths: str) -> Fact[str] | None:
        """The first text at the first of the paths that has one."""
        return next(iter(self.texts(*paths)), None)

    def number(self, *paths: str) -> Fact[Decimal] | None:
        """The first text as a number; ``None`` where it is none (``xs:decimal``: no exponent, no comma)."""
        fact = self.text(*paths)
        value = None if fact is None else as_number(fact.value)
        return None if fact is None or value is None else Fact(value, fact.place, fact.text)

    def money(self, currency: str, *paths: str) -> Fact[Money] | None:
        """The first text as an amount, in the currency that its ``currencyID`` names, or else in ``currency``."""
        for cursor in (found for path in paths for found in self.all(path)):
            fact = cursor.own()
            value = None if fact is None else as_number(fact.value)
            if fact is not None and value is not None:
                return Fact(Money(value, cursor.currency(currency)), fact.place, fact.text)
        return None

    def currency(self, otherwise: str) -> str:
        """The ``currencyID`` of the element where it has the shape of one."""
        code = self.element.get("currencyID", "")
        return str(code) if re.fullmatch("[A-Z]{3}", code) else otherwise

    def day(self, *paths: str) -> Fact[date] | None:
        """The first text as a date: ISO 8601, or the digits of CII's format 102."""
        fact = self.text(*paths)
        value = None if fact is None else as_day(fact.value)
        return None if fact is None or value is None else Fact(value, fact.place, fact.text)

    def sum(self, currency: str, path: str) -> Fact[Money] | None:
        """The sum of the amounts at ``path``; ``None`` where there are none, or one is no number."""
        return total([cursor.money(currency, ".") for cursor in self.all(path)], currency)


def total(parts: Iterable[Fact[Money] | None], currency: str) -> Fact[Money] | None:
    """The sum of amounts in ``currency``, at the place of the first; ``None`` where a part is missing or foreign."""
    amounts = list(parts)
    stated = [part for part in amounts if part is not None and part.value.currency == currency]
    if not stated or len(stated) < len(amounts):
        return None
    value = sum((part.value.amount for part in stated), Decimal(0))
    return Fact(Money(value, currency), stated[0].place, " + ".join(part.text.strip() for part in stated))


def as_number(text: str) -> Decimal | None:
    """An ``xs:decimal`` as a ``Decimal``."""
    matching = _DECIMAL.fullmatch(text) if len(text) <= _MOST_DIGITS else None
    return Decimal(text) if matching else None


def as_day(text: str) -> date | None:
    """A date of any of the syntaxes: ``2026-11-23``, with a time behind it (eSLOG), or ``20261123`` (CII)."""
    match = _DAY.match(text)
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None
