"""The document types that the sandbox issues."""

from dataclasses import dataclass

from harness.sandbox.errors import invalid


@dataclass(frozen=True)
class Kind:
    """A document type: its name in ``type=``, its collection in the URL, and the prefix of its ids."""

    type: str
    collection: str
    prefix: str

    @property
    def owner_field(self) -> str:
        """The field of a line that names its document, such as ``invoice_id``."""
        return f"{self.type}_id"

    @property
    def label(self) -> str:
        """The type in words, for messages."""
        return self.type.replace("_", " ").capitalize()


INVOICE = Kind("invoice", "invoices", "inv")
CREDIT_NOTE = Kind("credit_note", "credit-notes", "cre")
KINDS = (INVOICE, CREDIT_NOTE)
_BY_TYPE = {kind.type: kind for kind in KINDS}


def kind_of_type(name: str) -> Kind:
    """The kind that ``type=`` names; 422 for another."""
    if name not in _BY_TYPE:
        raise invalid(["type"], f"type must be one of {', '.join(_BY_TYPE)}", "invalid_enum_value")
    return _BY_TYPE[name]
