"""Croatia: which documents FINA gets, their numbers, ZKI, JIR and QR address (contract sections 18 and 22)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from harness.sandbox import numbering
from harness.sandbox.call import Call
from harness.sandbox.clock import timestamp
from harness.sandbox.errors import invalid
from harness.sandbox.fiscal import authority, registers
from harness.sandbox.fiscal.certificates import key_of
from harness.sandbox.fiscal.codes import Receipt, fina_address, zki
from harness.sandbox.fiscal.furs import signed_amount
from harness.sandbox.tables import Document, Register

Json = dict[str, Any]
FINA = "fina"
PREMISE, DEVICE = "fina_premise", "fina_device"
LOCAL = ZoneInfo("Europe/Zagreb")
_OIB_DIGITS = 11
_FISCALIZED = ("domestic", "3w_b2c")
_TYPES = {"cash": "G", "card": "K", "bank_transfer": "T"}
_OTHER = "O"


def settings_of(call: Call) -> Json:
    """``settings.fina``, empty where nothing was set."""
    return call.entity.body["settings"].get(FINA) or {}


def plan(call: Call, request: Json, transaction_type: str | None) -> "FinaPlan | None":
    """How FINA takes part in a document; None when it does not, 422 when the input does not allow it."""
    if not settings_of(call).get("enabled") or transaction_type not in _FISCALIZED:
        return None
    given = request.get(FINA) or {}
    premise = _row(call, PREMISE, given.get("business_premise_name"), None, "business_premise_name")
    device = _row(call, DEVICE, given.get("electronic_device_name"), premise.id, "electronic_device_name")
    operator = given.get("operator_oib") or settings_of(call).get("operator_oib")
    if not operator:
        raise invalid([FINA, "operator_oib"], "The operator's OIB (OibOper) is required")
    label = given.get("operator_label") or settings_of(call).get("operator_label")
    moment = call.server.clock().astimezone(LOCAL).replace(tzinfo=None, microsecond=0)
    means = call.seams.means_of_payment(_payment_type(request, given))
    return FinaPlan(premise.name, device.name, operator, label, means, _oib(call), moment)


def _row(call: Call, kind: str, name: str | None, parent: str | None, field: str) -> Register:
    found = [row for row in registers.listed(call, kind, parent) if name in (None, row.name)]
    if not found:
        raise invalid([FINA, field], f"No {field} of that name is registered")
    return found[0]


def _payment_type(request: Json, given: Json) -> str:
    """The letter of CIS: as given, else from the payments; mixed and other means are O."""
    if given.get("payment_type"):
        return _TYPES.get(given["payment_type"], _OTHER)
    types = {_TYPES.get(payment["type"], _OTHER) for payment in request.get("payments") or ()}
    return types.pop() if len(types) == 1 else _OTHER if types else _TYPES["bank_transfer"]


def _oib(call: Call) -> str:
    digits = "".join(char for char in call.entity.body["tax_number"] or "" if char.isdigit())
    if len(digits) != _OIB_DIGITS:
        raise invalid(["issuer", "tax_number"], "FINA needs the issuer's OIB of eleven digits")
    return digits


def _series(call: Call, premise: str, device: str) -> str:
    if settings_of(call).get("numbering_sequence") != "N":
        return premise
    return call.seams.fiscal_sequence(f"{premise}/{device}", premise)


def _start(call: Call, premise: str, device: str) -> int:
    place = registers.named(call, PREMISE, premise)
    own = registers.named(call, DEVICE, device, place.id if place else None)
    return max((row.body.get("starting_number") or 1) for row in (place, own) if row) if place or own else 1


@dataclass(frozen=True)
class FinaPlan:
    """A document that CIS confirms."""

    premise: str
    device: str
    operator: str
    label: str | None
    payment_type: str
    oib: str
    moment: datetime
    """Time of issue in Croatia, as it is printed and signed."""
    block: str = FINA

    @property
    def day(self) -> date | None:
        """Today in Croatia."""
        return self.moment.date()

    def number(self, call: Call, _kind: str, _year: int) -> str | None:
        """``n/premise/device``."""
        series, start = _series(call, self.premise, self.device), _start(call, self.premise, self.device)
        sequence = numbering.take_value(call, FINA, series, start)
        return call.seams.fiscal_number(f"{sequence}/{self.premise}/{self.device}", sequence)

    def seal(self, call: Call, document: Document) -> Json:
        """ZKI always, JIR when CIS answers; without its answer the document stays pending and its QR has the ZKI."""
        sequence, amount = int(document.body["number"].split("/")[0]), signed_amount(call, document)
        signed = call.seams.signed_at(self.moment)
        receipt = Receipt(self.oib, signed, sequence, self.premise, self.device, amount)
        data = {
            "zki": _code(call, receipt),
            "jir": None,
            "qr_code_url": None,
            "premise_id": self.premise,
            "device_id": self.device,
            "invoice_number": document.body["number"],
            "payment_type": self.payment_type,
            "operator_oib": self.operator,
            "operator_label": self.label,
            "issued_at": self.moment.isoformat(),
        }
        return submitted(call, document, {"data": data})


def _code(call: Call, receipt: Receipt) -> str:
    memory = registers.state(call, FINA)
    right, before = zki(key_of(call, FINA), receipt), memory.body.get("last_code")
    registers.remember(memory, last_code=right)
    return call.seams.protective_code(right, before, FINA)


def submitted(call: Call, document: Document, block: Json) -> Json:
    """The block after it was sent to CIS: with its JIR, or pending with the reason."""
    data, reachable = block["data"], authority.is_reachable(call, FINA)
    down = call.seams.identifier_while_down
    jir = _confirmed(call, document.id) if reachable else down(lambda: authority.confirm(call, FINA, document.id))
    amount = call.seams.amount_in_code(signed_amount(call, document))
    address = fina_address(jir, data["zki"], datetime.fromisoformat(data["issued_at"]), amount)
    return {
        **block,
        "status": "success" if reachable else "pending",
        "fiscalized_at": timestamp(call.server.clock()) if reachable else None,
        "error": None if reachable else authority.UNREACHABLE,
        "data": {**data, "jir": jir, "qr_code_url": address},
    }


def submitted_late(call: Call, document: Document, block: Json) -> Json:
    """The block of a document that waited, submitted again with the ZKI that was printed."""
    data = block["data"]
    again = {**block, "data": {**data, "zki": call.seams.code_of_late_submission(data["zki"])}}
    return submitted(call, document, again)


def _confirmed(call: Call, subject: str) -> str:
    memory = registers.state(call, FINA)
    answer, before = authority.confirm(call, FINA, subject), memory.body.get("last_answer")
    registers.remember(memory, last_answer=answer)
    return call.seams.authority_answer(answer, before)


def preview(call: Call) -> tuple[str, Json] | None:
    """The number and the place of the next document; None where FINA is off or nothing is registered."""
    if not settings_of(call).get("enabled"):
        return None
    for premise in registers.listed(call, PREMISE):
        for device in registers.listed(call, DEVICE, premise.id):
            series, start = _series(call, premise.name, device.name), _start(call, premise.name, device.name)
            following = numbering.preview_value(call, FINA, series, start)
            place = {"business_premise_name": premise.name, "electronic_device_name": device.name}
            return f"{following}/{premise.name}/{device.name}", place
    return None
