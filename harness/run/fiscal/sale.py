"""What a sale of a tenant with fiscal codes is, and the request that it makes: payments, place, why no VAT is due."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from harness.api.models.document import DocumentCreate, DocumentPayment, Line, LineTax
from harness.api.models.fiscal import FinaInput, FursInput, PtInput
from harness.model.case import Case
from harness.run.fiscal.duties import CASH_REGISTERS
from harness.run.fiscal.setup import FiscalTenant

EXEMPT = "exempt"
"""A supply that is exempt for its kind: in the case, a category of its own."""


@dataclass(frozen=True, slots=True)
class Sale:
    """What a document is to be, beyond its case."""

    case: Case
    payments: tuple[str, ...] = ("cash",)
    """Types of payment; several share the total."""
    device: int = 0
    """Which of the tenant's devices."""
    skip: bool | None = None
    """Whether it is to be left out of fiscalization; ``None`` leaves that to the tenant's settings."""
    linked: tuple[str, ...] = ()
    """Ids of the documents that it follows."""
    untaxed: str = ""
    """Why no line bears VAT, by a name of the profile's exemptions; each line is sent with its code and reason."""


def body_of(tenant: FiscalTenant, plain: DocumentCreate, sale: Sale) -> DocumentCreate:
    """The request of the case with payments and fiscal block."""
    items = plain.items
    if sale.untaxed:
        why = tenant.profile.exemptions[sale.untaxed].on(sale.case.issue_date)
        items = tuple(_untaxed(item, why, is_exempt=sale.untaxed == EXEMPT) for item in items)
    given = {name: getattr(plain, name) for name in plain.model_fields_set}
    payments = {"payments": _payments(sale)} if sale.payments else {}
    return DocumentCreate.model_validate({**given, "items": items, **payments, **_block(tenant, sale)})


def _untaxed(item: Line, why: tuple[str, str], *, is_exempt: bool) -> Line:
    """Exempt lines have the rate zero; where the customer owes the VAT the target removes it from the usual tax."""
    words = dict(zip(("pt_exemption_code", "pt_exemption_reason"), why, strict=True))
    free = (LineTax(rate=Decimal(0)),)
    taxes = free if is_exempt else item.taxes or free
    marked = tuple(LineTax.model_validate({**tax.wire(), **words}) for tax in taxes)
    return item.model_copy(update={"taxes": marked})


def _payments(sale: Sale) -> tuple[DocumentPayment, ...]:
    """All but the last pay one unit; the last one pays what remains."""
    first = (DocumentPayment.model_validate({"type": kind, "amount": Decimal(1)}) for kind in sale.payments[:-1])
    return (*first, DocumentPayment.model_validate({"type": sale.payments[-1]}))


def _block(tenant: FiscalTenant, sale: Sale) -> dict[str, Any]:
    if tenant.scheme in CASH_REGISTERS:
        return {tenant.scheme: place_of(tenant, sale)}
    profile = tenant.profile
    series = {
        "series_id": tenant.series_ids[sale.case.kind.value],
        "operator_first_name": profile.operator_first_name,
        "operator_last_name": profile.operator_last_name,
        "operator_tax_number": profile.operator,
    }
    return {"pt": PtInput.model_validate(series)}


def place_of(tenant: FiscalTenant, sale: Sale) -> FursInput | FinaInput:
    """Where and by whom a document is issued: premises, device, operator; and how it is paid, where that is asked."""
    profile = tenant.profile
    place: dict[str, Any] = {
        "business_premise_name": profile.premise,
        "electronic_device_name": profile.devices[sale.device],
        "operator_label": profile.operator_label,
    }
    if profile.means is not None:
        kinds = set(sale.payments) or {"bank_transfer"}
        place |= {"operator_oib": profile.operator, "payment_type": kinds.pop() if len(kinds) == 1 else "other"}
        return FinaInput.model_validate(place)
    skip = {} if sale.skip is None else {"skip": sale.skip}
    return FursInput.model_validate({**place, "operator_tax_number": profile.operator, **skip})
