from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from harness.law import expect, load_countries
from harness.model.case import Case, CaseLine, CaseParty, Supply, ViesState
from harness.run.resources import fixtures
from harness.run.verification import gap_kind

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def countries():
    return load_countries(fixtures("countries"))


@pytest.mark.parametrize(
    ("seller", "buyer", "changes", "kind"),
    [
        (("SI", "EUR"), CaseParty("B", "US", is_business=False), {}, "amount"),
        (("IS", "ISK"), CaseParty("B", "IS"), {}, "amount"),  # by the decimals alone
        (("SI", "EUR"), CaseParty("B", "DE", vat_id="DE136695976"), {"vies": ViesState.TIMEOUT}, "undocumented"),
        (
            ("SI", "EUR"),
            CaseParty("B", "DE", vat_id="DE136695976"),
            {"vies": ViesState.VALID, "supply": Supply.GOODS},
            "label",
        ),
    ],
)
def test_a_gap_says_what_it_does_to_the_invoice(countries, seller, buyer, changes, kind):
    country, currency = seller
    line = CaseLine("Line", net_price=Decimal("10.10"))
    case = Case(CaseParty("S", country), buyer, (line,), DAY, DAY, currency, **changes)
    assert gap_kind(SimpleNamespace(case=case, law=expect(case, countries))) == kind
