"""What an authority asks of a document that is being issued, the same shape for every country."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from harness.sandbox.call import Call
from harness.sandbox.tables import Document

Json = dict[str, Any]


class Plan(Protocol):
    """A document that gets fiscal codes when it is issued."""

    @property
    def block(self) -> str:
        """The document's field for the result: ``furs``, ``fina`` or ``pt``."""

    @property
    def day(self) -> date | None:
        """The date that the document is forced to bear; None where the caller's stands."""

    def number(self, call: Call, kind: str, year: int) -> str | None:
        """Take the document's number; None where the ordinary series applies."""

    def seal(self, call: Call, document: Document) -> Json:
        """The document's block, made when everything else of the document is settled."""


@dataclass(frozen=True)
class Skipped:
    """A document of a fiscal entity that is left out of fiscalization."""

    block: str
    day: date | None = None

    def number(self, _call: Call, _kind: str, _year: int) -> str | None:
        """None: the ordinary series applies."""
        return None

    def seal(self, _call: Call, _document: Document) -> Json:
        """The block that says so."""
        return {"status": "skipped", "fiscalized_at": None, "error": None, "cancellation_reason": None, "data": None}
