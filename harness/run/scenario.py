"""What scenarios say: lines, cases, documents issued from them. The ``issue`` fixture lives here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from harness.api import Answer, ApiError
from harness.api.models.document import Document
from harness.checks.numbering import Numbered, Series
from harness.model.case import Case, CaseLine, Discount, Supply
from harness.model.facts import DocumentKind
from harness.run.desk import Desk
from harness.run.issuing import Issued
from harness.run.tenants.parties import Buyer
from harness.run.tenants.seller import Seller


def status_of(call: Callable[[], Answer[Any]]) -> int:
    """HTTP status of a call that may be refused. Raises whatever is not an answer of the API."""
    try:
        return call().exchange.status or 0
    except ApiError as refused:
        return refused.status


def series(issued: Sequence[Issued], number_format: str, *, start: int = 1) -> Series:
    """Documents of one tenant and type, in the order in which they were issued."""
    documents = tuple(Numbered(document.number, document.case.issue_date) for document in issued)
    return Series(number_format, start, documents)


def line(
    price: str | int | Decimal,
    *,
    of: str = "Monthly subscription",
    quantity: str | int | Decimal = 1,
    category: str = "standard",
    discounts: Sequence[Discount] = (),
    gross: bool = False,
) -> CaseLine:
    """One line for a case; ``price`` is the net price of one unit, or the gross price where ``gross`` is set."""
    amount = Decimal(price)
    return CaseLine(
        of,
        Decimal(quantity),
        net_price=None if gross else amount,
        gross_price=amount if gross else None,
        category=category,
        discounts=tuple(discounts),
    )


class CaseOptions(TypedDict, total=False):
    """What a scenario may say about a case; the fields of ``Case`` of the same names."""

    supply: Supply
    issue_date: date
    supply_date: date
    currency: str
    oss: bool
    calculation_mode: str
    tax_clause: str
    language: str


class Issue:
    """The ``issue`` fixture: issues a case for a seller and gives back what the target made of it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(
        self,
        seller: Seller,
        *,
        to: Buyer,
        lines: Sequence[CaseLine],
        again: bool = False,
        **options: Unpack[CaseOptions],
    ) -> Issued:
        """Issue an invoice; or look it up, if the same case was issued for the same tenant and not ``again``."""
        case = self.case(seller, to=to, lines=lines, **options)
        return self._desk.issuer.issue(seller.tenant, case, again=again)

    def case(self, seller: Seller, *, to: Buyer, lines: Sequence[CaseLine], **options: Unpack[CaseOptions]) -> Case:
        """The case alone, dated with the run's date."""
        as_of = self._desk.context.as_of
        plain = Case(
            seller=seller.tenant.party,
            buyer=to.party,
            lines=tuple(lines),
            issue_date=as_of,
            supply_date=as_of,
            currency=seller.country.identity.currency.code,
            vies=to.vies,
            language=seller.tenant.language,
        )
        return replace(plain, **options)

    def replayed(self, seller: Seller, case: Case) -> Issued:
        """Issue a kept case for a seller of its own; for a credit note first the invoice of its lines."""
        case = replace(case, seller=seller.tenant.party)
        if case.kind is DocumentKind.INVOICE:
            return self._desk.issuer.issue(seller.tenant, case)
        invoice = replace(case, kind=DocumentKind.INVOICE, credits=None)
        return self.credit_note(self._desk.issuer.issue(seller.tenant, invoice))

    def credit_note(self, invoice: Issued, *, lines: Sequence[CaseLine] | None = None) -> Issued:
        """Credit an invoice, in whole or by the given lines."""
        case = replace(
            invoice.case,
            lines=invoice.case.lines if lines is None else tuple(lines),
            issue_date=self._desk.context.as_of,
            kind=DocumentKind.CREDIT_NOTE,
            credits=invoice.number,
        )
        return self._desk.issuer.issue(invoice.tenant, case, linked=(invoice.answer.value.id,))

    def draft(self, seller: Seller, case: Case) -> Answer[Document]:
        """Create a draft of a case."""
        request = self._desk.issuer.request(seller.tenant, case, draft=True)
        return self._desk.client.invoices.create(seller.tenant.entity_id, request)

    def void(self, issued: Issued) -> Answer[Document]:
        """Void an invoice; cannot be undone."""
        return self._desk.client.invoices.void(issued.tenant.entity_id, issued.answer.value.id, "issued by mistake")

    def finalize(self, seller: Seller, case: Case, draft: Answer[Document]) -> Issued:
        """Finalize a draft, and read back what it became."""
        final = self._desk.client.documents.finalize(seller.tenant.entity_id, draft.value.id)
        return self._desk.issuer.read_back(seller.tenant, case, final)
