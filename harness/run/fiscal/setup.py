"""Sets a tenant up for a scheme: certificate, settings, premises and devices, or series.

Which scheme applies in a country, its folder says; how a tenant is set up for one is the table at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness.api.models.fiscal import (
    FinaDevice,
    FinaPremise,
    FinaSettings,
    FursDevice,
    FursSettings,
    RealEstate,
    SeriesCreate,
)
from harness.api.resources.fiscal import CashRegisters
from harness.checks.fiscal.readings import Registered
from harness.model.finding import Fidelity
from harness.run.desk import Desk
from harness.run.fiscal.keys import certificate
from harness.run.fiscal.profile import Profile, profiles
from harness.run.tenants.seller import Seller

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

PER_PREMISES, PER_DEVICE = "premises", "device"
"""Strategies of numbering: one sequence for all devices of the premises, or one for each device."""


@dataclass(frozen=True, slots=True)
class FiscalTenant:
    """A tenant that issues under a scheme."""

    seller: Seller
    profile: Profile
    registered: Registered
    series_ids: Mapping[str, str]
    """Type of document -> the target's id of its series."""

    @property
    def entity_id(self) -> str:
        """The target's id of the tenant."""
        return self.seller.tenant.entity_id

    @property
    def scheme(self) -> str:
        """The scheme."""
        return self.registered.scheme


def set_up(desk: Desk, seller: Seller, scheme: str, *, strategy: str = PER_PREMISES) -> FiscalTenant:
    """Set a tenant up: five requests for a cash register and one for each device, or one for each series and one more.

    Its pages are searched for codes from now on.
    """
    profile = profiles()[scheme]
    seller.tenant.prints_codes = True
    registered = Registered(
        scheme,
        tax_number="".join(char for char in seller.tenant.party.vat_id or "" if char.isdigit()),
        operator=profile.operator_label,
        premise=profile.premise,
        devices=profile.devices,
        means=profile.means,
        certified=not desk.context.target.is_remote,
    )
    return _SET_UPS[scheme](desk, FiscalTenant(seller, profile, registered, {}), strategy)


def _with_certificate(desk: Desk, tenant: FiscalTenant, group: CashRegisters) -> FiscalTenant:
    made = certificate()
    desk.recorder.learn_secret(made.passphrase.reveal())
    group.upload_certificate(tenant.entity_id, made.file, made.passphrase)
    return replace(tenant, registered=replace(tenant.registered, private_key=made.key))


def _furs(desk: Desk, tenant: FiscalTenant, strategy: str) -> FiscalTenant:
    group, profile, entity = desk.client.fiscalization.furs, tenant.profile, tenant.entity_id
    signed = _with_certificate(desk, tenant, group)
    settings = {
        "enabled": True,
        "numbering_strategy": profile.strategies[strategy],
        "operator_tax_number": profile.operator,
        "operator_label": profile.operator_label,
    }
    group.put_settings(entity, FursSettings.model_validate(settings))
    place = {"business_premise_name": profile.premise, **profile.building}
    group.register_real_estate(entity, RealEstate.model_validate(place))
    premise = next(one.id for one in group.premises(entity).value if one.business_premise_name == profile.premise)
    for device in profile.devices:
        group.add_device(entity, premise, FursDevice(name=device))
    return signed


def _fina(desk: Desk, tenant: FiscalTenant, strategy: str) -> FiscalTenant:
    group, profile, entity = desk.client.fiscalization.fina, tenant.profile, tenant.entity_id
    signed = _with_certificate(desk, tenant, group)
    settings = {
        "enabled": True,
        "operator_oib": profile.operator,
        "operator_label": profile.operator_label,
        "u_sust_pdv": True,
        "numbering_sequence": profile.strategies[strategy],
    }
    group.put_settings(entity, FinaSettings.model_validate(settings))
    premise = group.add_premise(entity, FinaPremise(business_premise_name=profile.premise)).value.id
    for device in profile.devices:
        group.add_device(entity, premise, FinaDevice(electronic_device_name=device))
    return signed


def _series(desk: Desk, tenant: FiscalTenant, strategy: str) -> FiscalTenant:  # noqa: ARG001
    group, as_of = desk.client.fiscalization.pt, desk.context.as_of
    ids = {}
    for kind, series in tenant.profile.series.items():
        given = {
            "document_type": kind.value,
            "series_code": series.code,
            "validation_code": series.validation_code,
            "start_date": as_of,
        }
        ids[kind.value] = group.create(tenant.entity_id, SeriesCreate.model_validate(given)).value.id
    rates = {rate.rate for rate in tenant.seller.country.rates_on(as_of) if rate.rate > 0}
    registered = replace(
        tenant.registered,
        series=tenant.profile.series,
        rates=tuple(sorted(rates, reverse=True)),
        public_key=_public_key(desk),
    )
    return replace(tenant, registered=registered, series_ids=ids)


def _public_key(desk: Desk) -> RSAPublicKey | None:
    """The key of the target's own signatures; only the embedded sandbox publishes one."""
    if desk.context.target.fidelity is not Fidelity.EMBEDDED:
        return None
    from harness.fiscal.keys import load_public_key

    return load_public_key(desk.client.fiscalization.embedded.keys().value.pt.encode())


_SET_UPS: Mapping[str, Callable[[Desk, FiscalTenant, str], FiscalTenant]] = {
    "furs": _furs,
    "fina": _fina,
    "at": _series,
}
"""Scheme -> how a tenant is set up for it."""
SCHEMES = tuple(_SET_UPS)
"""The schemes that a tenant can be set up for."""
