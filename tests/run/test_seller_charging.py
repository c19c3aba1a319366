"""A tenant that charges a category by the tax that had its rates: vendors cut the reduced rates differently."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from harness.api.models.catalogue import Tax
from harness.model.facts import MentionKind
from harness.run.tenants.onboarding import Tenant
from harness.run.tenants.parties import Place
from harness.run.tenants.seller import Seller

OLD, NEW = date(2020, 12, 31), date(2021, 1, 1)
HISTORY = {OLD: Decimal(16), NEW: Decimal(19)}


def _tax(name: str, *rates: tuple[str, str]) -> Tax:
    rows = [{"rate": rate, "valid_from": since} for rate, since in rates]
    return Tax.model_construct(
        id=name, tax_rates=tuple(SimpleNamespace(**{**r, "rate": Decimal(r["rate"])}) for r in rows)
    )


@pytest.fixture
def seller(countries, cast):
    country = countries["DE"]
    tenant = Tenant(
        entity_id="ent_1", country=country, party=None, brand=cast.brands[0], template="modern", language="de",
        taxes={"standard": "today"}, provisioned=frozenset(), clauses_from=None, created=None, settings=None,
        preloaded=(), platform_id="p",
    )  # fmt: skip
    home = Place(cast, "DE", "DE")
    return Seller(tenant, home, Place(cast, "FR", "FR"), Place(cast, "US", None))


def _with(seller, **changes):
    return replace(seller, tenant=replace(seller.tenant, **changes))


def test_the_tax_that_had_both_rates_charges_the_category(seller):
    flat, dated = _tax("flat", ("19", "2007-01-01")), _tax("dated", ("19", "2021-01-01"), ("16", "2020-07-01"))
    charging = _with(seller, preloaded=(flat, dated)).charging("standard", HISTORY)
    assert charging is not None
    assert charging.tenant.taxes == {"standard": "dated"}
    assert seller.tenant.taxes == {"standard": "today"}


def test_no_such_tax(seller):
    assert _with(seller, preloaded=(_tax("flat", ("19", "2007-01-01")),)).charging("standard", HISTORY) is None
    assert seller.charging("standard", HISTORY) is None


def test_a_provisioned_tax_has_the_history_of_the_folder(seller):
    provisioned = _with(seller, provisioned=frozenset({"standard"}))
    assert provisioned.charging("standard", HISTORY) is provisioned


def test_wording_is_that_of_the_sellers_law(seller, countries):
    wording = seller.wording(MentionKind.REVERSE_CHARGE)
    rows = [w for w in countries["DE"].wording if w.kind is MentionKind.REVERSE_CHARGE]
    assert wording == rows[0].phrases[0]
    assert seller.country.code == "DE"
