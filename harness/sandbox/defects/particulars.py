"""Defects of what a document states and of who may see it, each one override of one seam."""

from typing import Any

from harness.sandbox.defects.seams import Json, Seams

_CREDIT_NOTE = "credit_note"
_AMOUNTS = ("total", "total_with_tax", "base", "amount")


class CreditNoteWithWrongSign(Seams):
    """Takes the amounts of a credit note for negative ones, which charges what it should give back."""

    def document_as_issued(self, document: Json, kind: str) -> Json:
        """A credit note with every amount of the other sign."""
        if kind != _CREDIT_NOTE:
            return document
        rows = {name: [_negated(row) for row in document[name]] for name in ("items", "taxes")}
        return {**_negated(document), **rows}


class CreditNoteWithoutReference(Seams):
    """Does not print which invoice a credit note corrects."""

    def document_as_printed(self, document: Json) -> Json:
        """The document without its relations."""
        return super().document_as_printed({**document, "document_relations": []})


class SupplyDatedAsIssued(Seams):
    """Gives the date of issue for the date of the supply."""

    def document_as_issued(self, document: Json, kind: str) -> Json:
        """The document with that date."""
        return super().document_as_issued({**document, "date_service": document["date"]}, kind)


class SellerVatIdMissingOnPdf(Seams):
    """Does not print the seller's VAT number."""

    def document_as_printed(self, document: Json) -> Json:
        """The document with an issuer that has no tax number."""
        return super().document_as_printed({**document, "issuer": {**document["issuer"], "tax_number": None}})


class LinesOutOfOrder(Seams):
    """Prints the unit prices of other lines."""

    def document_as_printed(self, document: Json) -> Json:
        """The document with the prices of its lines in the other order."""
        lines: list[Json] = document["items"]
        prices = [line["price"] for line in reversed(lines)]
        changed = [{**line, "price": price} for line, price in zip(lines, prices, strict=True)]
        return super().document_as_printed({**document, "items": changed})


class MetadataLost(Seams):
    """Forgets what the platform notes on a document."""

    def document_as_issued(self, document: Json, kind: str) -> Json:
        """The document without metadata."""
        return super().document_as_issued({**document, "metadata": {}}, kind)


class OtherTenantsDocumentsVisible(Seams):
    """Shows documents to whoever knows their id."""

    def may_see(self, own: bool) -> bool:  # noqa: ARG002  whose it is is what the defect ignores
        """Always."""
        return True


def _negated(values: Json) -> Json:
    changed: dict[str, Any] = {name: -values[name] for name in _AMOUNTS if values.get(name) is not None}
    return {**values, **changed}
