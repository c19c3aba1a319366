"""Tenants that print payment codes, and documents on which a code belongs or does not belong.

Which schemes apply is the country folder's to say (``[[payment_code]]``). Each scheme has a tenant of its own, since a
page with two codes would not tell which of them a mistake belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal

from harness.api.models.document import DocumentCreate, DocumentPayment
from harness.api.models.settings import EntitySettings
from harness.checks.payment_codes import REQUIREMENTS
from harness.checks.payment_terms import PaymentReadings
from harness.law import Country
from harness.law.records import PaymentScheme
from harness.model.case import Case
from harness.model.finding import Judgement, Verdict
from harness.run.context import RunContext
from harness.run.desk import Desk
from harness.run.issuing import Issued
from harness.run.tenants.seller import Seller

PURPOSE = "SCVE"
"""Purchase of services (ISO 20022, external purpose codes): not the API's default, so that a lost setting shows."""
FOREIGN = "USD"
"""A currency that no scheme can ask for."""
_ABOUT_ALL = ("PAY-PRINT", "PAY-ABSENT")


def settings(scheme: PaymentScheme, enabled: bool) -> EntitySettings:
    """What switches a scheme on or off; amounts that are paid are printed, so that the rest can be read."""
    switch = {"enabled": enabled}
    national = {**switch, "purpose_code": PURPOSE}
    if scheme is PaymentScheme.EPC:
        return EntitySettings(epc_qr=switch, show_payment_amounts=True)
    if scheme is PaymentScheme.UPN:
        return EntitySettings(upn_qr=national, show_payment_amounts=True)
    return EntitySettings(hub3_qr=national, show_payment_amounts=True)


def payment_schemes(country: Country, context: RunContext) -> list[str]:  # noqa: ARG001
    """The schemes that the country's folder lists, by their names."""
    return [code.scheme.value for code in country.invoicing.payment_code]


def with_payment_codes(country: Country, context: RunContext) -> bool:
    """Countries whose folder lists a scheme."""
    return bool(payment_schemes(country, context))


def not_in_force(country: Country, scheme: str, day: date) -> list[Judgement]:
    """What is to be said of a scheme that the folder lists, but not for that day; nothing where it holds."""
    listed = next(code for code in country.invoicing.payment_code if code.scheme.value == scheme)
    if listed.in_force(day):
        return []
    message = f"{listed.text}: from {listed.since} on" + (f", until {listed.until}" if listed.until else "")
    about = (REQUIREMENTS[listed.scheme], *_ABOUT_ALL)
    return [Judgement(requirement, Verdict.NOT_APPLICABLE, "not-in-force", message) for requirement in about]


def payee(desk: Desk, country: Country, scheme: str) -> Seller:
    """The tenant that prints the codes of a scheme; onboarded once on a worker, with one request more than others."""
    label = f"{country.code.lower()}-{scheme}-code"

    def switch_on(seller: Seller) -> None:
        desk.client.entities.patch_settings(seller.tenant.entity_id, settings(PaymentScheme(scheme), True))
        seller.tenant.prints_codes = True

    return desk.private_seller(country.code, label, set_up=switch_on)


@contextmanager
def switched_off(desk: Desk, seller: Seller, scheme: str) -> Iterator[None]:
    """While it lasts, the tenant's codes are switched off. Two requests."""
    entity = seller.tenant.entity_id
    desk.client.entities.patch_settings(entity, settings(PaymentScheme(scheme), False))
    try:
        yield
    finally:
        desk.client.entities.patch_settings(entity, settings(PaymentScheme(scheme), True))


def issue_paid(desk: Desk, seller: Seller, case: Case, amount: Decimal | None = None) -> Issued:
    """Issue an invoice that is paid already, in full where no ``amount`` is given. Three requests."""
    plain = desk.issuer.request(seller.tenant, case)
    payment = DocumentPayment(type="bank_transfer") if amount is None else _paid(amount)
    given = {name: getattr(plain, name) for name in plain.model_fields_set}
    body = DocumentCreate.model_validate({**given, "payments": (payment,)})
    created = desk.client.invoices.create(seller.tenant.entity_id, body)
    return desk.issuer.read_back(seller.tenant, case, created)


def _paid(amount: Decimal) -> DocumentPayment:
    return DocumentPayment(type="bank_transfer", amount=amount)


def readings(desk: Desk, issued: Issued, scheme: str, paid: Decimal = Decimal(0)) -> PaymentReadings:
    """A document with a code, for the checks."""
    national = PaymentScheme(scheme) is not PaymentScheme.EPC
    return PaymentReadings(
        scheme=PaymentScheme(scheme),
        case=issued.case,
        law=issued.law,
        api=issued.declared,
        pdf=issued.printed,
        iban=desk.context.cast.account(issued.tenant.country.code).iban,
        purpose=PURPOSE if national else "",
        paid=paid,
    )


def in_foreign_currency(case: Case) -> Case:
    """The case in a currency that no code can ask for."""
    return replace(case, currency=FOREIGN)
