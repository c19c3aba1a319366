"""Defects of cash registers, registered series and the codes that they print, each one override of one seam."""

from collections.abc import Callable
from datetime import datetime, timedelta

from harness.sandbox.defects.seams import Json, Seams

_BLOCKS = ("furs", "fina")
_SHIFTED = str.maketrans("0123456789abcdef", "123456789abcdef0")


def _printed(document: Json, block: str, **changes: object) -> Json:
    """The document as it is printed, with parts of a fiscal block's data changed; as it is without such a block."""
    data = (document.get(block) or {}).get("data")
    return {**document, block: {**document[block], "data": {**data, **changes}}} if data else document


class NumberWithoutPremises(Seams):
    """Numbers fiscal documents by the running number alone."""

    def fiscal_number(self, _number: str, sequence: int) -> str:
        """The running number."""
        return str(sequence)


class DevicesShareASequence(Seams):
    """Takes the numbers of all devices from one sequence, though each should have its own."""

    def fiscal_sequence(self, _series: str, premise: str) -> str:
        """The sequence of the premises."""
        return premise


class IdentifierWhileDown(Seams):
    """Makes up the authority's number while the authority does not answer."""

    def identifier_while_down(self, invented: Callable[[], str]) -> str | None:
        """An invented one."""
        return invented()


class CodeChangesOnLateSubmission(Seams):
    """Makes another protective code when a document is submitted late."""

    def code_of_late_submission(self, code: str) -> str:
        """Another one."""
        return code.translate(_SHIFTED)


class CodeOfAnotherMinute(Seams):
    """Makes the protective code over another time than is printed."""

    def signed_at(self, moment: datetime) -> datetime:
        """A minute before."""
        return moment - timedelta(minutes=1)


class FiscalSymbolTooSmall(Seams):
    """Prints the fiscal QR code at half its size."""

    def document_as_printed(self, document: Json) -> Json:
        """The document, whose codes are half as large."""
        return super().document_as_printed({**document, "code_print": {"scale": 0.5}})


class FiscalSymbolWeak(Seams):
    """Prints the fiscal QR code with the lowest level of error correction."""

    def document_as_printed(self, document: Json) -> Json:
        """The document, whose codes have level L."""
        return super().document_as_printed({**document, "code_print": {"error": "l"}})


class CashLeftOut(Seams):
    """Lets documents that are paid in cash be left out of fiscalization."""

    def may_skip_cash(self) -> bool:
        """Yes."""
        return True


class MeansAlwaysCash(Seams):
    """Reports every means of payment as cash."""

    def means_of_payment(self, _letter: str) -> str:
        """Cash."""
        return "G"


class FiscalizedDocumentChanged(Seams):
    """Lets documents be changed that an authority knows."""

    def may_change_fiscalized(self) -> bool:
        """Yes."""
        return True


class CodesOfVoidLost(Seams):
    """Takes the codes off a document that is voided."""

    def codes_of_void(self, block: Json) -> Json:
        """The block without its data."""
        return super().codes_of_void({**block, "data": None})


class TimeOfIssueNotPrinted(Seams):
    """Prints no time of issue on fiscal documents."""

    def document_as_printed(self, document: Json) -> Json:
        """The document without that time."""
        for block in _BLOCKS:
            document = _printed(document, block, issued_at=None)
        return super().document_as_printed(document)


class PrintedCodeDiffers(Seams):
    """Prints another protective code than the API answers."""

    def document_as_printed(self, document: Json) -> Json:
        """The document with its code shifted."""
        for block, name in (("furs", "zoi"), ("fina", "zki")):
            code = ((document.get(block) or {}).get("data") or {}).get(name) or ""
            document = _printed(document, block, **{name: code.translate(_SHIFTED)})
        return super().document_as_printed(document)


class OperatorNotPrinted(Seams):
    """Prints no operator on fiscal documents."""

    def document_as_printed(self, document: Json) -> Json:
        """The document without the label."""
        for block in _BLOCKS:
            document = _printed(document, block, operator_label=None)
        return super().document_as_printed(document)


class CertificateLineMissing(Seams):
    """Leaves out the line of the certified program."""

    def document_as_printed(self, document: Json) -> Json:
        """The document without the characters of its signature."""
        pt = {**document["pt"], "hash_printed": None} if document.get("pt") else None
        return super().document_as_printed({**document, "pt": pt})


class WrongHashCharacters(Seams):
    """Prints the first four characters of the signature."""

    def document_as_printed(self, document: Json) -> Json:
        """The document with those characters."""
        pt = document.get("pt")
        changed = {**pt, "hash_printed": pt["hash"][:4]} if pt else None
        return super().document_as_printed({**document, "pt": changed})


class ExemptionReasonNotPrinted(Seams):
    """Prints a line without VAT without saying why."""

    def document_as_printed(self, document: Json) -> Json:
        """The document without codes and reasons of exemption."""
        names = ("pt_exemption_code", "pt_exemption_reason")
        items = [
            {**item, "taxes": [{k: v for k, v in tax.items() if k not in names} for tax in item.get("taxes") or ()]}
            for item in document["items"]
        ]
        return super().document_as_printed({**document, "items": items})
