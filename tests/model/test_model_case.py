"""A case's digest tells cases apart and stays the same; depths include the ones before."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest

from harness.model.case import (
    Arrangement,
    Case,
    CaseLine,
    CaseParty,
    Discount,
    DiscountKind,
    ServicePlace,
    Supply,
    ViesState,
)
from harness.model.depth import Depth
from harness.model.facts import DocumentKind

SELLER = CaseParty("Vrelec Oprema", "SI", "Dunajska cesta 5", "1000", "Ljubljana", vat_id="SI58571108")
BUYER = CaseParty("Nordhafen Handel", "DE", vat_id="DE136695976")
LINE = CaseLine("Service", Decimal(2), Decimal("150.00"))
CASE = Case(SELLER, BUYER, (LINE,), date(2026, 3, 10), date(2026, 3, 4), "EUR")

CHANGES = {
    "seller": replace(SELLER, name="Izvir Oprema"),
    "buyer": replace(BUYER, is_business=False),
    "lines": (LINE, LINE),
    "issue_date": date(2026, 3, 11),
    "supply_date": date(2026, 3, 5),
    "currency": "USD",
    "supply": Supply.GOODS,
    "vies": ViesState.VALID,
    "oss": True,
    "kind": DocumentKind.CREDIT_NOTE,
    "credits": "2026-00001",
    "calculation_mode": "b2c",
    "tax_clause": "",
    "language": "sl",
    "service_place": ServicePlace.RESTAURANT,
    "performed_in": "DE",
    "delivered_to": "AT",
    "arrangements": (Arrangement.SELF_BILLING,),
}


def test_every_field_of_a_case_is_varied_here():
    assert set(CHANGES) == {field.name for field in fields(Case)}


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_any_difference_changes_the_digest(name):
    assert replace(CASE, **{name: CHANGES[name]}).digest() != CASE.digest()


@pytest.mark.parametrize(
    "line",
    [
        replace(LINE, description="service"),
        replace(LINE, quantity=Decimal(3)),
        replace(LINE, net_price=Decimal("150.01")),
        replace(LINE, net_price=None, gross_price=Decimal("150.00")),
        replace(LINE, category="reduced"),
        replace(LINE, discounts=(Discount(Decimal(10)),)),
        replace(LINE, discounts=(Discount(Decimal(10), DiscountKind.AMOUNT),)),
        replace(LINE, unit="h"),
    ],
)
def test_any_difference_of_a_line_changes_the_digest(line):
    assert replace(CASE, lines=(line,)).digest() != CASE.digest()


def test_the_order_of_lines_and_discounts_counts():
    other = replace(LINE, description="Goods")
    assert replace(CASE, lines=(LINE, other)).digest() != replace(CASE, lines=(other, LINE)).digest()


def test_all_single_changes_have_digests_of_their_own():
    digests = {CASE.digest(), *(replace(CASE, **{name: value}).digest() for name, value in CHANGES.items())}

    assert len(digests) == len(CHANGES) + 1
    assert all(len(digest) == 16 and int(digest, 16) >= 0 for digest in digests)


def test_equal_cases_have_the_same_digest():
    same = Case(replace(SELLER), replace(BUYER), (replace(LINE),), date(2026, 3, 10), date(2026, 3, 4), "EUR")

    assert same.digest() == CASE.digest()


def test_the_digest_is_the_same_in_another_process():
    program = (
        "from datetime import date; from decimal import Decimal; from harness.model.case import *\n"
        "seller = CaseParty('Vrelec Oprema', 'SI', 'Dunajska cesta 5', '1000', 'Ljubljana', vat_id='SI58571108')\n"
        "line = CaseLine('Service', Decimal(2), Decimal('150.00'))\n"
        "buyer = CaseParty('Nordhafen Handel', 'DE', vat_id='DE136695976')\n"
        "print(Case(seller, buyer, (line,), date(2026, 3, 10), date(2026, 3, 4), 'EUR').digest())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == CASE.digest()


@pytest.mark.parametrize("prices", [{}, {"net_price": Decimal(1), "gross_price": Decimal(1)}])
def test_a_line_has_exactly_one_price(prices):
    with pytest.raises(ValueError, match="net_price or gross_price"):
        CaseLine("Service", **prices)


@pytest.mark.parametrize(
    ("run", "included"),
    [
        (Depth.SMOKE, {Depth.SMOKE}),
        (Depth.STANDARD, {Depth.SMOKE, Depth.STANDARD}),
        (Depth.FULL, {Depth.SMOKE, Depth.STANDARD, Depth.FULL}),
    ],
)
def test_a_depth_includes_the_ones_before(run, included):
    assert {depth for depth in Depth if run.includes(depth)} == included
