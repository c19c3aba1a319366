"""Issues cases on the target and keeps what comes back: the answer, the page, and both as readings.

A case is issued once and judged many times: equal cases of a shared tenant are looked up by their digest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from harness.api import Answer, Client
from harness.api.models.document import Buyer as ApiBuyer
from harness.api.models.document import Document, DocumentCreate, Line, LineDiscount, LineTax
from harness.checks.base import Readings
from harness.law import Countries, expect
from harness.model.case import Case, CaseLine, CaseParty, Supply
from harness.model.expectation import Expectation, SuppliedBy
from harness.model.facts import DocumentKind, InvoiceFacts
from harness.reading import Labels, read_answer
from harness.reading.room import read_apart
from harness.run.tenants.onboarding import Tenant

_CLASSIFICATION = {Supply.GOODS: "product", Supply.SERVICES: "service", Supply.DIGITAL: "service"}


@dataclass(frozen=True)
class Issued:
    """A document that the target issued, with its evidence. Each witness is read once, when it is first asked for."""

    case: Case
    tenant: Tenant
    answer: Answer[Document]
    """As read back from the target after it was issued."""
    pdf: Answer[bytes]
    exchanges: tuple[str, ...]
    """Ids of the exchanges that produced it."""
    law: Expectation
    """What it must look like."""
    labels: Labels
    rates_from: SuppliedBy

    @property
    def number(self) -> str:
        """The number that the target assigned."""
        return self.answer.value.number

    @cached_property
    def declared(self) -> InvoiceFacts:
        """What the API answers."""
        return read_answer(self.answer.json, self.labels, kind=self.case.kind)

    @cached_property
    def printed(self) -> InvoiceFacts:
        """What the page prints. Raises ``UnreadablePdf`` for a page that cannot be read within the limits."""
        return read_apart(self.pdf.value, self.labels, codes=self.tenant.prints_codes)

    @cached_property
    def readings(self) -> Readings:
        """All readings together, for the checks."""
        clause = SuppliedBy.HARNESS if self.case.tax_clause is not None else self.tenant.clauses_from
        return Readings(self.case, self.law, self.declared, self.printed, self.rates_from, clause)

    @property
    def subject(self) -> str:
        """What it is, in a few words."""
        case = self.case
        buyer = "a business" if case.buyer.is_business else "a consumer"
        kind = case.kind.value.replace("_", " ")
        return f"{kind} {self.number}: {case.supply.value} to {buyer} in {case.buyer.country}"


class Issuer:
    """Turns cases into documents on the target."""

    def __init__(self, client: Client, countries: Countries, labels: Callable[[], Labels]) -> None:
        self._client = client
        self._countries = countries
        self._labels = labels
        self._issued: dict[tuple[str, str], Issued] = {}
        self._law: dict[str, Expectation] = {}

    def law(self, case: Case) -> Expectation:
        """What the law asks of a case; derived once."""
        digest = case.digest()
        if digest not in self._law:
            self._law[digest] = expect(case, self._countries)
        return self._law[digest]

    def issue(self, tenant: Tenant, case: Case, *, linked: tuple[str, ...] = (), again: bool = False) -> Issued:
        """The document of a case: issued now, or earlier for the same tenant unless ``again`` is asked for."""
        key = (tenant.entity_id, case.digest())
        if again or key not in self._issued:
            group = self._client.credit_notes if case.kind is DocumentKind.CREDIT_NOTE else self._client.invoices
            created = group.create(tenant.entity_id, self.request(tenant, case, linked=linked))
            self._issued[key] = self.read_back(tenant, case, created)
        return self._issued[key]

    def read_back(self, tenant: Tenant, case: Case, created: Answer[Document]) -> Issued:
        """Read an issued document back, and fetch its page."""
        group = self._client.credit_notes if case.kind is DocumentKind.CREDIT_NOTE else self._client.invoices
        answer = group.get(tenant.entity_id, created.value.id)
        pdf = self._client.documents.pdf(tenant.entity_id, created.value.id, language=case.language)
        tenant.drift += [*created.drift, *answer.drift]
        exchanges = (created.exchange.id, answer.exchange.id, pdf.exchange.id)
        rates_from = SuppliedBy.HARNESS if self._rates_are_ours(tenant, case) else SuppliedBy.TARGET
        return Issued(case, tenant, answer, pdf, exchanges, self.law(case), self._labels(), rates_from)

    def request(
        self, tenant: Tenant, case: Case, *, linked: tuple[str, ...] = (), draft: bool = False
    ) -> DocumentCreate:
        """The request body of a case; only what the case says is sent."""
        given: dict[str, Any] = {
            "date": case.issue_date,
            "currency_code": case.currency,
            "customer": self._buyer(tenant, case.buyer),
            "items": self._lines(tenant, case),
            "calculation_mode": case.calculation_mode,
            "metadata": {"tenant_id": tenant.platform_id},
            "date_service": case.supply_date,
        }
        if case.tax_clause is not None:
            given["tax_clause"] = case.tax_clause
        if linked:
            given["linked_documents"] = linked
        if draft:
            given["is_draft"] = True
        return DocumentCreate.model_validate(given)

    def _buyer(self, tenant: Tenant, buyer: CaseParty) -> ApiBuyer:
        return ApiBuyer.model_validate(
            {
                "name": buyer.name,
                "address": buyer.street,
                "post_code": buyer.post_code,
                "city": buyer.city,
                "country": self._countries.territory(buyer.country).name,
                "country_code": buyer.country,
                "tax_number": buyer.vat_id,
                "is_end_consumer": not buyer.is_business,
                "save_customer": False,
                **(tenant.customer if buyer.is_business else {}),
            }
        )

    def _lines(self, tenant: Tenant, case: Case) -> tuple[Line, ...]:
        return tuple(
            self._line(case, line, taxes) for line, taxes in zip(case.lines, self._taxes(tenant, case), strict=True)
        )

    def _line(self, case: Case, line: CaseLine, taxes: tuple[LineTax, ...]) -> Line:
        price = {"price": line.net_price} if line.net_price is not None else {"gross_price": line.gross_price}
        discounts = tuple(LineDiscount(value=d.value, type=d.kind.value) for d in line.discounts)
        return Line.model_validate(
            {
                "name": line.description,
                "quantity": line.quantity,
                "classification": _CLASSIFICATION[case.supply],
                "taxes": taxes,
                "discounts": discounts,
                "save_item": False,
                **price,
                **({"unit": line.unit} if line.unit else {}),
            }
        )

    def _taxes(self, tenant: Tenant, case: Case) -> list[tuple[LineTax, ...]]:
        """What a careful platform sends per line: the target's own tax of the category wherever that is enough.

        By value where the place of taxation has another rate (One-Stop Shop, regions), and nothing where no VAT is due
        and the API publishes no rule that would remove it.
        """
        if not case.seller.is_taxable:
            return [()] * len(case.lines)
        law = self.law(case)
        rates = [line.vat_rate.value if line.vat_rate else Decimal(0) for line in law.facts.lines]
        return [
            () if law.documented.left_to_caller and rate == 0 else (self._tax(tenant, case, line, rate),)
            for line, rate in zip(case.lines, rates, strict=True)
        ]

    def _rates_are_ours(self, tenant: Tenant, case: Case) -> bool:
        """Whether a rate is carried by the target, not known to it."""
        by_value = any(tax.tax_id is None for taxes in self._taxes(tenant, case) for tax in taxes or (LineTax(),))
        return by_value or any(line.category in tenant.provisioned for line in case.lines)

    def _tax(self, tenant: Tenant, case: Case, line: CaseLine, rate: Decimal) -> LineTax:
        own = {
            known.rate
            for day in (case.issue_date, case.supply_date)
            for known in tenant.country.rates_on(day)
            if known.category == line.category
        }
        foreign = case.oss or (rate != 0 and rate not in own)
        return LineTax(rate=rate) if foreign else LineTax(tax_id=tenant.taxes[line.category])
