"""The seams: the decisions of the server that a defect may replace, each in its honest form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from harness.sandbox.einvoice.carrier import Carrier
from harness.sandbox.einvoice.model import EInvoice
from harness.sandbox.payment_codes import AsTheyAre
from harness.sandbox.vat.calculation import DocumentTotals, Line, LineTax
from harness.sandbox.vies.answer import ViesAnswer

Json = dict[str, Any]
CENT = Decimal("0.01")


@dataclass(frozen=True)
class ClauseContext:
    """What a tax clause depends on."""

    transaction_type: str | None
    reverse_charge: bool
    in_other_language: Callable[[], str | None]
    """The same clause in a language that is not the entity's."""


class Seams(AsTheyAre):
    """The honest server, payment codes included. A defect is a subclass that overrides one method."""

    def choose_rate(self, rate: Decimal) -> Decimal:
        """The VAT rate in percent to charge, given the one that applies at the document's date."""
        return rate

    def day_of_rate(self, day: date, _today: date) -> date:
        """The day whose rate a stored tax is charged at, given the document's date."""
        return day

    def taxes_of_line(
        self, charged: tuple[LineTax, ...], _is_tax_subject: bool, _default: Callable[[], Sequence[LineTax]]
    ) -> tuple[LineTax, ...]:
        """The taxes that a line bears, given those after the entity's tax rules; ``_default`` are the entity's own."""
        return charged

    def calculation_mode(self, mode: str) -> str:
        """The mode to calculate in, given the one that the document asks for."""
        return mode

    def total_up(self, lines: Sequence[Line], calculate: Callable[[Sequence[Line]], DocumentTotals]) -> DocumentTotals:
        """The totals of the lines; ``calculate`` gives the right ones."""
        return calculate(lines)

    def round_half(self, amount: Decimal) -> Decimal:
        """An amount rounded to cents, half up (contract section 12)."""
        return amount.quantize(CENT, ROUND_HALF_UP)

    def next_sequence_value(self, last: int) -> int:
        """The number that follows ``last`` in a series."""
        return last + 1

    def clause_for(self, clause: str | None, _context: ClauseContext) -> str | None:
        """The tax clause to put on a document, given the one that belongs there."""
        return clause

    def apply_reverse_charge(self, due: bool, _transaction_type: str | None) -> bool:
        """Whether the VAT moves to the buyer, given whether it must."""
        return due

    def free_export(self, outside: bool) -> bool:
        """Whether a sale is freed of VAT, given whether it goes outside the Union."""
        return outside

    def read_vies(self, answer: ViesAnswer) -> ViesAnswer:
        """How an answer of VIES is taken."""
        return answer

    def may_see(self, own: bool) -> bool:
        """Whether a tenant may see a record, given whether it is its own."""
        return own

    def document_as_issued(self, document: Json, _kind: str) -> Json:
        """The content of a document as it is stored, given the right one and the document's type."""
        return document

    def logo_for(self, own: bytes | None, _foreign: Callable[[], bytes]) -> bytes | None:
        """The logo to print, given the tenant's own; ``_foreign`` fetches that of another tenant."""
        return own

    def logo_percent(self, own: object) -> object:
        """The scale of the logo in percent (``logo_scale_percent``), given the tenant's own."""
        return own

    def signature_for(self, own: bytes | None, _foreign: Callable[[], bytes]) -> bytes | None:
        """The signature to print, given the tenant's own; ``_foreign`` fetches that of another tenant."""
        return own

    def footer_for(self, own: str | None, _foreign: Callable[[], tuple[str, str]]) -> str | None:
        """The footer to print, given the document's own; ``_foreign`` fetches name and footer of another tenant."""
        return own

    def page_as_set(self, pdf: bytes) -> bytes:
        """The PDF to answer with, given the one that was set."""
        return pdf

    def colour_for(self, colour: str | None) -> str | None:
        """The brand colour to print with, given the tenant's own."""
        return colour

    def document_as_printed(self, document: Json) -> Json:
        """The document as the renderer gets it, given the one that the API answers with."""
        return document

    def protective_code(self, code: str, _before: str | None, _authority: str) -> str:
        """The issuer's code of a document (ZOI, ZKI), given the right one, the one before and whose it is."""
        return code

    def authority_answer(self, answer: str, _before: str | None) -> str:
        """The authority's number to put on a document (EOR, JIR), given the right one and the one before."""
        return answer

    def signed_at(self, moment: datetime) -> datetime:
        """The time of issue that a protective code is made over, given the one that is printed."""
        return moment

    def fiscal_number(self, number: str, _sequence: int) -> str:
        """The number of a document of a cash register, given the right one and its running number alone."""
        return number

    def fiscal_sequence(self, series: str, _premise: str) -> str:
        """The sequence that a cash register's number is taken from, given the right one and the premises'."""
        return series

    def identifier_while_down(self, _invented: Callable[[], str]) -> str | None:
        """The authority's number of a document to which the authority did not answer."""
        return None

    def code_of_late_submission(self, code: str) -> str:
        """The protective code after the late submission, given the one that was printed."""
        return code

    def may_skip_cash(self) -> bool:
        """Whether a document that is paid in cash or by card may be left out of fiscalization."""
        return False

    def may_change_fiscalized(self) -> bool:
        """Whether a document that an authority knows may be changed."""
        return False

    def codes_of_void(self, block: Json) -> Json:
        """The fiscal block of a document that is voided, given the right one."""
        return block

    def means_of_payment(self, letter: str) -> str:
        """The letter by which a means of payment is reported, given the right one."""
        return letter

    def einvoice(self, invoice: EInvoice) -> EInvoice:
        """The e-invoice to write, given the right one."""
        return invoice

    def amount_in_code(self, amount: Decimal) -> Decimal:
        """The amount to write into a fiscal QR code, given the document's."""
        return amount

    def previous_hash(self, signature: str) -> str:
        """The signature before, over which a document is signed; empty for the first of a series."""
        return signature

    def series_code(self, code: str) -> str:
        """The validation code to put into an ATCUD, given the series' own."""
        return code

    def carrier(self, how: Carrier) -> Carrier:
        """How the XML of a hybrid invoice is attached and announced, given the right way."""
        return how

    def hybrid_page(self, document: Json) -> Json:
        """The document that the page of a hybrid invoice shows, given the right one."""
        return document

    def may_export(self, valid: bool) -> bool:
        """Whether an e-invoice may be exported, given whether it was found valid."""
        return valid

    def blocks_save(self, invalid: bool) -> bool:
        """Whether a document may not be saved, given whether it is invalid and a valid one is required."""
        return invalid

    def may_send(self, onboarded: bool) -> bool:
        """Whether a document may be sent over Peppol, given whether its supplier was onboarded."""
        return onboarded

    def peppol_status(self, status: str) -> str:
        """The state of a sending, given the right one."""
        return status

    def peppol_message_id(self, message_id: str) -> str | None:
        """The message id of a sending, given the right one."""
        return message_id
