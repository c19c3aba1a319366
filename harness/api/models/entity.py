"""Entities: the tenants of the platform."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from harness.api.models.base import SOMETIMES, JsonObject, Number, Page, RequestModel, ResponseModel, Rows
from harness.api.models.settings import EntitySettings, settings_patch


class _EntityFields(RequestModel):
    address: str | None = None
    address_2: str | None = None
    post_code: str | None = None
    city: str | None = None
    state: str | None = None
    currency_code: str | None = None
    """ISO 4217; the target derives it from the country."""
    locale: str | None = None
    timezone: str | None = None
    tax_number: str | None = None
    tax_number_2: str | None = None
    company_number: str | None = None
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    fiscal_region_code: str | None = None
    starting_capital: Number | None = None
    is_tax_subject: bool | None = None
    is_enabled: bool | None = None
    settings: EntitySettings | None = None
    metadata: JsonObject | None = None

    def wire(self) -> dict[str, Any]:
        """As ``RequestModel.wire``; protected settings cannot be expressed."""
        sent = super().wire()
        return {**sent, **settings_patch(self.settings)} if self.settings is not None else sent


class EntityCreate(_EntityFields):
    """A new entity."""

    name: str
    country: str
    """The country's name, in any spelling; it is stored and printed as given."""
    country_code: str | None = None
    """ISO 3166-1 alpha-2; the target resolves it from the name where it is left out."""
    environment: Literal["live", "sandbox"] | None = None


class EntityPatch(_EntityFields):
    """Changes to an entity; country and environment cannot be changed."""

    name: str | None = None


class Entity(ResponseModel):
    """An entity as the target has it."""

    drift_name = "entity"
    id: str
    environment: str
    """``sandbox``: the safety guard lets nothing else through."""
    name: str
    account_id: str | None = None
    address: str | None = None
    address_2: str | None = None
    post_code: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    country_code: str | None = None
    currency_code: str | None = None
    locale: str | None = None
    timezone: Annotated[str | None, SOMETIMES] = None
    tax_number: str | None = None
    tax_number_2: str | None = None
    company_number: str | None = None
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    fiscal_region_code: str | None = None
    starting_capital: Number | None = None
    is_tax_subject: bool | None = None
    is_enabled: bool | None = None
    settings: JsonObject | None = None
    metadata: JsonObject | None = None
    country_rules: JsonObject | None = None
    """Features and limits of the country: ``features``, ``max_taxes_per_item``."""
    created_at: str | None = None
    updated_at: str | None = None


class EntityPage(Page):
    """A page of entities."""

    data: Rows[Entity]
