"""Slovenia: which documents FURS gets, their numbers, ZOI, EOR and QR record (contract sections 11.6, 18 and 21)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from harness.sandbox import numbering
from harness.sandbox.call import Call
from harness.sandbox.clock import timestamp
from harness.sandbox.errors import invalid
from harness.sandbox.fiscal import authority, registers
from harness.sandbox.fiscal.certificates import key_of
from harness.sandbox.fiscal.codes import Receipt, furs_record, zoi
from harness.sandbox.fiscal.plan import Plan, Skipped
from harness.sandbox.tables import Document, Register

Json = dict[str, Any]
FURS = "furs"
PREMISE, DEVICE = "furs_premise", "furs_device"
LOCAL = ZoneInfo("Europe/Ljubljana")
_TAX_DIGITS = 8
_SKIPPABLE_PAYMENT = "bank_transfer"


def settings_of(call: Call) -> Json:
    """``settings.furs``, empty where nothing was set."""
    return call.entity.body["settings"].get(FURS) or {}


def local_now(call: Call) -> datetime:
    """This moment in Slovenia, without a zone and without fractions of a second: as it is printed and signed."""
    return call.server.clock().astimezone(LOCAL).replace(tzinfo=None, microsecond=0)


def plan(call: Call, request: Json, transaction_type: str | None) -> Plan | None:
    """How FURS takes part in a document; None when it does not, 422 when the input does not allow it."""
    if not settings_of(call).get("enabled"):
        return None
    if transaction_type != "domestic" and call.server.profile.furs_fiscalizes == "domestic":
        return None
    given = request.get(FURS) or {}
    if _skips(call, request, given):
        return Skipped(FURS)
    premise = _premise(call, given.get("business_premise_name"))
    device = _device(call, premise, given.get("electronic_device_name"))
    day = local_now(call).date()
    return FursPlan(premise.name, device.name, _operator(call, given), _label(call, given), _tax_number(call), day)


def _skips(call: Call, request: Json, given: Json) -> bool:
    types = {payment["type"] for payment in request.get("payments") or ()}
    allowed = types <= {_SKIPPABLE_PAYMENT}
    wanted = given.get("skip")
    allowed = allowed or call.seams.may_skip_cash()
    if wanted and not allowed:
        raise invalid([FURS, "skip"], "Fiscalization can be skipped only for bank transfers and unpaid documents")
    return allowed and bool(settings_of(call).get("default_skip_fiscalization") if wanted is None else wanted)


def _premise(call: Call, name: str | None) -> Register:
    found = [row for row in registers.listed(call, PREMISE) if name in (None, row.name) and not row.body["closed"]]
    if not found:
        raise invalid([FURS, "business_premise_name"], "No open business premise of that name is registered")
    return found[0]


def _device(call: Call, premise: Register, name: str | None) -> Register:
    found = [row for row in registers.listed(call, DEVICE, premise.id) if name in (None, row.name)]
    if not found:
        raise invalid([FURS, "electronic_device_name"], f"No device of that name is registered in {premise.name}")
    return found[0]


def _operator(call: Call, given: Json) -> str | None:
    number = given.get("operator_tax_number") or settings_of(call).get("operator_tax_number")
    foreign = given.get("foreign_operator") or settings_of(call).get("foreign_operator")
    if not number and not foreign:
        raise invalid([FURS, "operator_tax_number"], "The operator's tax number is required")
    return number or None


def _label(call: Call, given: Json) -> str | None:
    return given.get("operator_label") or settings_of(call).get("operator_label")


def _tax_number(call: Call) -> str:
    digits = "".join(char for char in call.entity.body["tax_number"] or "" if char.isdigit())
    if len(digits) != _TAX_DIGITS:
        raise invalid(["issuer", "tax_number"], "FURS needs the issuer's tax number of eight digits")
    return digits


@dataclass(frozen=True)
class FursPlan:
    """A document that FURS confirms."""

    premise: str
    device: str
    operator: str | None
    label: str | None
    tax_number: str
    day: date | None
    """Today in Slovenia: fiscalized documents bear the day of their issue."""
    block: str = FURS

    def number(self, call: Call, _kind: str, _year: int) -> str | None:
        """The next number of the premise or of the device, with both before it."""
        sequence = take_sequence(call, self.premise, self.device)
        return call.seams.fiscal_number(printed_number(call, self.premise, self.device, sequence), sequence)

    def seal(self, call: Call, document: Document) -> Json:
        """ZOI always, EOR when FURS answers; without its answer the document stays pending."""
        moment, sequence = local_now(call), _sequence_in(document.body["number"], self.premise, self.device)
        signed, amount = call.seams.signed_at(moment), signed_amount(call, document)
        receipt = Receipt(self.tax_number, signed, sequence, self.premise, self.device, amount)
        code = _code(call, receipt)
        data = {
            "zoi": code,
            "eor": None,
            "qr_code": furs_record(code, self.tax_number, moment),
            "business_premise_name": self.premise,
            "electronic_device_name": self.device,
            "invoice_number": str(sequence),
            "operator_tax_number": self.operator,
            "operator_label": self.label,
            "issued_at": moment.isoformat(),
            "iteration": 1,
            "cancelled": False,
            "cancelled_eor": None,
        }
        return submitted(call, document.id, {"cancellation_reason": None, "data": data})


def _code(call: Call, receipt: Receipt) -> str:
    key, memory = key_of(call, FURS), registers.state(call, FURS)
    right, before = zoi(key, receipt), memory.body.get("last_code")
    registers.remember(memory, last_code=right)
    return call.seams.protective_code(right, before, FURS)


def submitted(call: Call, document_id: str, block: Json) -> Json:
    """The block after it was sent to FURS: with its EOR, or pending with the reason."""
    if not authority.is_reachable(call, FURS):
        invented = call.seams.identifier_while_down(lambda: authority.confirm(call, FURS, document_id))
        waiting = {**block["data"], "eor": invented}
        return {**block, "status": "pending", "fiscalized_at": None, "error": authority.UNREACHABLE, "data": waiting}
    data = {**block["data"], "eor": confirmed(call, f"{document_id}:{block['data']['iteration']}")}
    moment = timestamp(call.server.clock())
    return {**block, "status": "success", "fiscalized_at": moment, "error": None, "data": data}


def submitted_late(call: Call, document_id: str, block: Json) -> Json:
    """The block of a document that waited, submitted again with the ZOI that was printed."""
    data = block["data"]
    again = {**block, "data": {**data, "zoi": call.seams.code_of_late_submission(data["zoi"])}}
    return submitted(call, document_id, again)


def confirmed(call: Call, subject: str) -> str:
    """FURS's EOR for one submission."""
    memory = registers.state(call, FURS)
    answer, before = authority.confirm(call, FURS, subject), memory.body.get("last_answer")
    registers.remember(memory, last_answer=answer)
    return call.seams.authority_answer(answer, before)


def signed_amount(call: Call, document: Document) -> Decimal:
    """The gross total with the sign that the authorities want: negative for a credit note."""
    gross = Decimal(document.body["total_with_tax"])
    negative = document.type == "credit_note" and call.server.profile.fiscal_credit_notes_negative
    return -gross if negative else gross


def _series(call: Call, premise: str, device: str) -> str:
    if settings_of(call).get("numbering_strategy") == "B":
        return call.seams.fiscal_sequence(f"{premise}/{device}", premise)
    return premise if call.server.profile.furs_central_per_premise else "*"


def _start(call: Call, premise: str, device: str) -> int:
    row = registers.named(call, PREMISE, premise)
    own = registers.named(call, DEVICE, device, row.id if row else None)
    return (own.body.get("starting_number") if own else None) or 1


def take_sequence(call: Call, premise: str, device: str) -> int:
    """The next sequence number of the premise or device, taken under a lock."""
    return numbering.take_value(call, FURS, _series(call, premise, device), _start(call, premise, device))


def printed_number(call: Call, premise: str, device: str, sequence: int) -> str:
    """``P1-E1-123``; glued where the profile follows the one published sample."""
    return f"{'-' if call.server.profile.furs_number_with_dashes else ''}".join((premise, device, str(sequence)))


def _sequence_in(number: str, premise: str, device: str) -> int:
    return int(number.removeprefix(premise).removeprefix("-").removeprefix(device).removeprefix("-"))


def preview(call: Call) -> Json | None:
    """``furs`` of the next number: the premise and device that would be used."""
    if not settings_of(call).get("enabled"):
        return None
    premises = [row for row in registers.listed(call, PREMISE) if not row.body["closed"]]
    wanted = call.query.get("business_premise_name")
    premise = next((row for row in premises if wanted in (None, row.name)), None)
    devices = registers.listed(call, DEVICE, premise.id) if premise else []
    chosen = call.query.get("electronic_device_name")
    device = next((row for row in devices if chosen in (None, row.name)), None)
    if premise is None or device is None:
        return None
    return {"business_premise_name": premise.name, "electronic_device_name": device.name}


def preview_number(call: Call, place: Json) -> str:
    """The number that the next document of that device would get; takes nothing."""
    premise, device = place["business_premise_name"], place["electronic_device_name"]
    following = numbering.preview_value(call, FURS, _series(call, premise, device), _start(call, premise, device))
    return printed_number(call, premise, device, following)


def cancelled(call: Call, document: Document, reason: str | None) -> Json:
    """The block of a document that is voided: FURS confirms the cancellation with an EOR of its own."""
    block = document.body[FURS]
    answer = confirmed(call, f"{document.id}:void") if authority.is_reachable(call, FURS) else None
    return {
        **block,
        "cancellation_reason": reason,
        "data": {**block["data"], "cancelled": True, "cancelled_eor": answer},
    }
