"""Writing XML with namespaces, in the order that a schema wants: small helpers over the standard library."""

from collections.abc import Mapping
from decimal import Decimal
from xml.etree import ElementTree

Element = ElementTree.Element
CENT = Decimal("0.01")
_MOST_DECIMALS = Decimal("0.00000001")


class Writer:
    """Appends children named ``prefix:Name``; what has no text is left out, as the rules ask.

    Names are written with their prefix as it is and the root declares the prefixes, because the library's own
    register of prefixes is shared by all threads.
    """

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        """Know the prefixes of one format; the empty one is the default namespace."""
        self._namespaces = namespaces

    def root(self, name: str) -> Element:
        """A root element that declares every prefix."""
        declared = {f"xmlns:{prefix}" if prefix else "xmlns": uri for prefix, uri in self._namespaces.items()}
        return Element(name, declared)

    def add(self, parent: Element, path: str, text: object = None, **attributes: str) -> Element:
        """A new element at the end of ``path`` (``a:B/c:D``), each step of it new; with a text where one is given."""
        for step in path.split("/"):
            parent = ElementTree.SubElement(parent, step)
        parent.text = None if text is None else str(text)
        for key, value in attributes.items():
            parent.set(key, value)
        return parent

    def maybe(self, parent: Element, path: str, text: object, **attributes: str) -> None:
        """As ``add``, and nothing where there is no text."""
        if text not in (None, ""):
            self.add(parent, path, text, **attributes)


def amount(value: Decimal) -> str:
    """An amount with two decimals."""
    return f"{value.quantize(CENT):f}"


def decimal(value: Decimal) -> str:
    """A quantity, price or rate in its shortest form, at most eight decimals."""
    rounded = f"{value.quantize(_MOST_DECIMALS):f}"
    return rounded.rstrip("0").rstrip(".") or "0"


def to_bytes(root: Element) -> bytes:
    """The document with its declaration, indented."""
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written
