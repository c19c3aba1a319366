"""Portugal: series, ATCUD, signature chain and QR fields (contract section 23; AT's ATCUD and QR specifications).

Documents get them where the entity has registered a series for their type; others stay as they are.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from harness.sandbox.call import Call
from harness.sandbox.errors import invalid, refused
from harness.sandbox.fiscal import registers
from harness.sandbox.fiscal.codes import chain_hash, money, printed_hash
from harness.sandbox.fiscal.keys import signing_key
from harness.sandbox.tables import Document, Register

Json = dict[str, Any]
PT = "pt"
SERIES = "pt_series"
LOCAL = ZoneInfo("Europe/Lisbon")
CERTIFICATE = "9999"
"""Number of the certificate of the invoicing program, printed on every document."""
TYPES = {"invoice": "FT", "advance_invoice": "FT", "credit_note": "NC", "estimate": "OR"}
FINAL_CONSUMER = "999999990"
EXEMPTIONS = frozenset(
    f"M{number:02d}"
    for number in (1, 2, 4, 5, 6, 7, 8, *range(9, 17), 19, 20, 21, 25, 26, *range(30, 35), *range(40, 47), 99)
)
"""Codes of the SAF-T table for lines without VAT; M08 until 2022; M26, M34 and M44 to M46 are
recalled, not looked up."""
_BANDS = {"PT": (6, 13), "PT-AC": (4, 9), "PT-MA": (4, 12)}
"""Reduced and intermediate rate of mainland, Azores and Madeira in percent; what is above is the normal rate."""
_OPERATOR = ("operator_first_name", "operator_last_name", "operator_tax_number")


def settings_of(call: Call) -> Json:
    """``settings.pt``, empty where nothing was set."""
    return call.entity.body["settings"].get(PT) or {}


def check_draft(call: Call, is_draft: bool) -> None:
    """422 for a draft of an entity with series: Portugal has no drafts."""
    if is_draft and registers.listed(call, SERIES):
        raise refused("Portuguese entities have no drafts")


def plan(call: Call, kind: str, request: Json) -> "PtPlan | None":
    """The series of a document; None where the entity has none for that type."""
    found = [row for row in registers.listed(call, SERIES) if row.body["document_type"] == kind]
    if not found:
        return None
    given = request.get(PT) or {}
    wanted = given.get("series_id")
    series = next((row for row in found if wanted in (None, row.id)), None)
    if series is None:
        raise invalid([PT, "series_id"], "No series of that id is registered for this type of document")
    operator = {key: given.get(key) or settings_of(call).get(key) for key in _OPERATOR}
    for key, value in operator.items():
        if not value:
            raise invalid([PT, key], f"PT {key.replace('_', ' ')} is required")
    _check_exemptions(request)
    moment = call.server.clock().astimezone(LOCAL).replace(tzinfo=None, microsecond=0)
    return PtPlan(series, operator, moment)


def _following(series: Register) -> int:
    last = series.body["last"]
    return int(series.body["first_number"] if last is None else last + 1)


def preview(call: Call, kind: str) -> Json:
    """What the next number's answer says of the series of a type; empty where it has none."""
    for row in registers.listed(call, SERIES):
        if row.body["document_type"] == kind:
            place = {"series_id": row.id, "series_code": row.name, "validation_code": row.body["validation_code"]}
            return {"pt": place, "number": f"{TYPES[kind]} {row.name}/{_following(row)}"}
    return {}


def _check_exemptions(request: Json) -> None:
    """422 for a line at rate zero that does not say why, or with a code that the AT does not have."""
    for index, line in enumerate(request["items"]):
        for place, tax in enumerate(line.get("taxes") or ()):
            code = tax.get("pt_exemption_code")
            path: list[str | int] = ["items", index, "taxes", place, "pt_exemption_code"]
            if code is None and tax.get("rate") == 0:
                raise invalid(path, "A line without VAT needs an exemption code")
            if code is not None and code not in EXEMPTIONS:
                raise invalid(path, f"{code} is no exemption code", "invalid_enum_value")


@dataclass(frozen=True)
class PtPlan:
    """A document that is signed and numbered in a registered series."""

    series: Register
    operator: Json
    moment: datetime
    block: str = PT

    @property
    def day(self) -> date | None:
        """None: the caller's date stands."""
        return None

    def number(self, call: Call, kind: str, _year: int) -> str | None:
        """``FT SERIES/n``."""
        call.session.refresh(self.series, with_for_update=True)
        following = _following(self.series)
        registers.remember(self.series, last=following)
        return f"{TYPES[kind]} {self.series.name}/{following}"

    def seal(self, call: Call, document: Document) -> Json:
        """ATCUD, signature over the chain of the series, and the fields of the QR code."""
        body, code = document.body, self.series.body["validation_code"]
        atcud = f"{call.seams.series_code(code)}-{self.series.body['last']}"
        entered = self.moment.isoformat()
        previous = call.seams.previous_hash(self.series.body.get("last_hash") or "")
        key, gross = signing_key(call.server.seed, PT), Decimal(body["total_with_tax"])
        signature = chain_hash(key, body["date"][:10], entered, body["number"], gross, previous)
        registers.remember(self.series, last_hash=signature)
        block = {
            "series_id": self.series.id,
            "series_code": self.series.name,
            "validation_code": code,
            "atcud": atcud,
            "hash": signature,
            "hash_printed": printed_hash(signature),
            "certificate_number": CERTIFICATE,
            "system_entry_date": entered,
            **self.operator,
        }
        return {**block, "qr_code": _record(call, document, block)}


def _digits(party: Json) -> str:
    number = (party.get("tax_number") or "").replace(" ", "").upper()
    return number.removeprefix(party.get("country_code") or "")


def _bands(body: Json, space: str) -> dict[int, Decimal]:
    """Fields of one fiscal space: 2 exempt base, 3 and 4 reduced, 5 and 6 intermediate, 7 and 8 normal."""
    low, middle = _BANDS[space]
    fields: dict[int, Decimal] = {}

    def put(field: int, value: Any) -> None:
        fields[field] = fields.get(field, Decimal(0)) + Decimal(value)

    taxed = Decimal(0)
    for row in body["taxes"]:
        rate, taxed = Decimal(row["rate"]), taxed + Decimal(row["base"])
        at = 2 if not rate else 3 if rate <= low else 5 if rate <= middle else 7
        put(at, row["base"])
        if rate:
            put(at + 1, row["amount"])
    if untaxed := Decimal(body["total"]) - taxed:
        put(2, untaxed)
    return fields


def _record(call: Call, document: Document, block: Json) -> str:
    """The fields of the QR code. The first fiscal space of a document stands in the fields I, whichever it is: so the
    AT's published example of a document of the Azores (``I1:PT-AC``); J and K are for further ones.
    """
    body, customer = document.body, document.body["customer"] or {}
    space = call.entity.body["fiscal_region_code"] or "PT"
    space = space if space in _BANDS else "PT"
    bands = {f"I{field}": money(value) for field, value in sorted(_bands(body, space).items())}
    gross = Decimal(body["total_with_tax"])
    tax = sum((Decimal(row["amount"]) for row in body["taxes"]), Decimal(0))
    fields = {
        "A": _digits(call.entity.body), "B": _digits(customer) or FINAL_CONSUMER,
        "C": customer.get("country_code") or "Desconhecido", "D": TYPES[document.type], "E": "N",
        "F": body["date"][:10].replace("-", ""), "G": body["number"], "H": block["atcud"],
        "I1": space, **bands,
        "N": money(tax), "O": money(call.seams.amount_in_code(gross)), "Q": block["hash_printed"], "R": CERTIFICATE,
    }  # fmt: skip
    return "*".join(f"{name}:{value.replace('*', ' ')}" for name, value in fields.items())
