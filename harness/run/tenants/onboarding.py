"""Onboards a tenant on the target the way a platform does: entity, logo, settings, taxes.

What the target brings along itself (taxes, tax clauses) is left as it is, so that the checks judge the target's
knowledge. What it lacks is provisioned from the country folder, and the report says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from harness.api import Answer, Client, ListQuery
from harness.api.models.catalogue import Tax, TaxCreate, TaxRate
from harness.api.models.entity import Entity, EntityCreate
from harness.api.models.settings import BankAccount, EntitySettings, EuTaxRules, NumberFormats, TaxClauses, TaxRules
from harness.law import Country
from harness.model.case import CaseParty
from harness.model.expectation import SuppliedBy
from harness.model.facts import MentionKind
from harness.run.tenants.parties import Brand, Cast, Tenancy

TAX_RULES = TaxRules(
    eu=EuTaxRules(
        vies_validate_vat=True, auto_reverse_charge=True, auto_remove_tax_export=True, require_gross_prices=False
    )
)
"""The switches under which every tenant of a run works; the documented yardstick assumes them."""
NUMBER_FORMATS = NumberFormats(invoice="{yyyy}-{nnnnn}", credit_note="CN-{yyyy}-{nnnnn}")


@dataclass(slots=True)
class Tenant:
    """One onboarded tenant, and what it issued so far."""

    entity_id: str
    country: Country
    party: CaseParty
    brand: Brand
    template: str
    language: str
    """ISO 639-1 code of the entity's locale."""
    taxes: Mapping[str, str]
    """Rate category -> id of the target's tax."""
    provisioned: frozenset[str]
    """Rate categories whose tax the target lacked, so that the harness added it from the country folder."""
    clauses_from: SuppliedBy
    created: Answer[Entity]
    settings: Answer[Entity]
    """The entity after its settings were applied."""
    preloaded: tuple[Tax, ...]
    platform_id: str
    """The platform's own id of its customer, kept in the entity's metadata."""
    drift: list[str] = field(default_factory=list)
    """Departures from the contract in the answers for this tenant."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    """The settings that were sent, by their keys."""
    customer: Mapping[str, Any] = field(default_factory=dict)
    """What its business customers give for their e-invoices, where a form that the country uses asks for it."""
    signed: bool = False
    """Whether the image of its signature was uploaded."""
    prints_codes: bool = False
    """Whether its pages are to carry machine-readable codes, so that they are searched for them."""


def schemes_of(country: Country) -> frozenset[str]:
    """The schemes of the API that meet a duty there, also one to come: a tenant is set up for all of them."""
    return frozenset(scheme for duty in country.invoicing.duty for scheme in duty.schemes)


def current_rate(tax: Tax, on: date) -> Decimal | None:
    """The tax's rate in percent on a day; ``None`` where none has started yet."""
    started = [rate for rate in tax.tax_rates if (rate.valid_from or "")[:10] <= on.isoformat()]
    return max(started, key=lambda rate: (rate.valid_from or "")[:10]).rate if started else None


def current_rates(taxes: Sequence[Tax], on: date) -> list[Decimal]:
    """The rates of the taxes that have started by that day."""
    rates = (current_rate(tax, on) for tax in taxes)
    return [rate for rate in rates if rate is not None]


def lawful_rates(country: Country, on: date) -> dict[str, Decimal]:
    """Category -> rate in percent, as the country folder has them for that day."""
    return {rate.category: rate.rate for rate in country.rates_on(on)}


class Onboarding:
    """Creates tenants."""

    def __init__(self, client: Client, cast: Cast, as_of: date) -> None:
        self._client = client
        self._cast = cast
        self._as_of = as_of

    def onboard(
        self,
        country: Country,
        brand: Brand,
        *,
        template: str = "modern",
        platform_id: str,
        formats: NumberFormats = NUMBER_FORMATS,
        is_taxable: bool = True,
        signs: bool = False,
    ) -> Tenant:
        """Create an entity with brand, settings and taxes. Five requests, and one more per tax that is missing.

        ``is_taxable=False`` makes it a small business that charges no VAT; ``signs`` uploads its signature, too.
        """
        party = replace(self._party(country, brand), is_taxable=is_taxable)
        tenancy = self._cast.tenancy(country.code)
        template = tenancy.template(template)
        more = {**self._cast.contact, **tenancy.entity}
        created = self._client.entities.create(_entity(country, party, platform_id, more))
        entity = created.value.id
        logo = self._client.files.upload_logo(entity, brand.logo.read_bytes(), brand.logo.name)
        signed = self._sign(entity, brand) if signs else False
        clauses = _preloaded_clauses(created.value)
        lacking = None if clauses else _lawful_clauses(country)
        given = _settings(brand, signed, template, formats, self._account(country), lacking, schemes_of(country))
        settings = self._client.entities.patch_settings(entity, given)
        listed = self._client.taxes.list(entity, ListQuery(limit=100))
        taxes, missing = self._taxes_by_category(country, listed.value.data)
        added = {category: self._add_tax(entity, country, category) for category in missing}
        return Tenant(
            entity_id=entity,
            country=country,
            party=party,
            brand=brand,
            template=template,
            language=(settings.value.locale or country.identity.languages.locale)[:2],
            taxes={**taxes, **added},
            provisioned=frozenset(missing),
            clauses_from=SuppliedBy.TARGET if clauses else SuppliedBy.HARNESS,
            created=created,
            settings=settings,
            preloaded=listed.value.data,
            platform_id=platform_id,
            drift=[*created.drift, *logo.drift, *settings.drift, *listed.drift],
            asked=given.wire(),
            signed=signed,
            customer=self._customer(country, tenancy),
        )

    def _sign(self, entity: str, brand: Brand) -> bool:
        """Upload the brand's signature; whether it has one."""
        if brand.signature_image is None:
            return False
        self._client.files.upload_signature(entity, brand.signature_image.read_bytes(), brand.signature_image.name)
        return True

    def _party(self, country: Country, brand: Brand) -> CaseParty:
        who = self._cast.sells_from(country.code, country.identity.vat_id.prefix)
        return CaseParty(brand.name, country.code, who.street, who.post_code, who.city, vat_id=who.vat_id)

    def _account(self, country: Country) -> BankAccount:
        own = self._cast.account(country.code)
        return BankAccount(name=own.name, iban=own.iban, bic=own.bic, is_default=True)

    def _customer(self, country: Country, tenancy: Tenancy) -> dict[str, Any]:
        """What business customers give for the forms of e-invoices that the country uses."""
        given: dict[str, Any] = {}
        for scheme in sorted(schemes_of(country)):
            given |= self._cast.customers.get(scheme, {})
        return {**given, **tenancy.customer}

    def _taxes_by_category(self, country: Country, preloaded: Sequence[Tax]) -> tuple[dict[str, str], list[str]]:
        """Which preloaded tax stands for which category of the law, and the categories that have none.

        By the rate in force first: vendors name the reduced rates differently. Then by the name.
        """
        found: dict[str, str] = {}
        missing: list[str] = []
        for category, rate in lawful_rates(country, self._as_of).items():
            same_rate = [tax for tax in preloaded if current_rate(tax, self._as_of) == rate]
            same_name = [tax for tax in preloaded if tax.classification == category]
            match = [tax for tax in same_name if tax in same_rate] or same_rate or same_name
            if match:
                found[category] = match[0].id
            else:
                missing.append(category)
        return found, missing

    def _add_tax(self, entity: str, country: Country, category: str) -> str:
        """Add a tax with every rate that the category had, so that the target can tax backdated documents."""
        rows = [rate for rate in country.rates if rate.category == category and rate.territory is None]
        rates = tuple(TaxRate(rate=row.rate, valid_from=row.since.isoformat()) for row in rows)
        body = TaxCreate(tax_rates=rates, classification=category, is_default=category == "standard")
        return self._client.taxes.create(entity, body).value.id


def _entity(country: Country, party: CaseParty, platform_id: str, more: Mapping[str, Any]) -> EntityCreate:
    return EntityCreate(
        **more,
        name=party.name,
        address=party.street,
        post_code=party.post_code,
        city=party.city,
        country=country.name,
        country_code=country.code,
        currency_code=country.identity.currency.code,
        tax_number=party.vat_id,
        is_tax_subject=party.is_taxable,
        metadata={"tenant_id": platform_id},
    )


def _settings(
    brand: Brand,
    signed: bool,
    template: str,
    formats: NumberFormats,
    account: BankAccount,
    clauses: TaxClauses | None,
    schemes: frozenset[str],
) -> EntitySettings:
    given = {"tax_clause_defaults": clauses} if clauses is not None else {}
    return EntitySettings.model_validate(
        {
            "pdf_template": template,
            "primary_color": brand.colour,
            "has_logo": True,
            "has_signature": signed,
            "document_footer": brand.footer or None,
            "default_document_signature": brand.signature or None,
            "number_formats": formats,
            "tax_rules": TAX_RULES,
            "bank_accounts": (account,),
            **_einvoice_settings(schemes),
            **given,
        }
    )


def _einvoice_settings(schemes: frozenset[str]) -> dict[str, Any]:
    """The hybrid form is on for everybody, as it is the EN 16931 invoice of the API; others where a duty names them."""
    wanted: dict[str, Any] = {"zugferd": {"enabled": True}}
    if "xrechnung" in schemes:
        wanted["xrechnung"] = {"enabled": True}
    if "eslog" in schemes:
        wanted["eslog_validation_enabled"] = True
    return wanted


def _preloaded_clauses(entity: Entity) -> bool:
    clauses = (entity.settings or {}).get("tax_clause_defaults") or {}
    return any(isinstance(text, str) and text.strip() for text in clauses.values())


def _lawful_clauses(country: Country) -> TaxClauses:
    """Clauses from the country folder, in its own language: what a diligent platform would configure."""

    def text(kind: MentionKind) -> str | None:
        return next((w.phrases[0] for w in country.wording if w.kind is kind), None)

    return TaxClauses(
        intra_eu_b2b=text(MentionKind.REVERSE_CHARGE),
        third_country_b2b=text(MentionKind.OUT_OF_SCOPE_SERVICES),
        third_country_b2c=text(MentionKind.OUT_OF_SCOPE_SERVICES),
    )
