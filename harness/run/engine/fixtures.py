"""The fixtures that scenarios ask for. Part of the plugin: PYTEST_DONT_REWRITE."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from harness.run import matrix
from harness.run.desk import Desk
from harness.run.engine.stash import CONTEXT, DESK, RECORDER
from harness.run.errors import UsageError
from harness.run.scenario import Issue
from harness.run.tenants.seller import Seller
from harness.run.verification import EInvoiceVerifier, Verifier


@pytest.fixture(scope="session")
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """This process's desk, opened with the first scenario and closed after the last."""
    config = request.config
    if CONTEXT not in config.stash:
        raise UsageError("scenarios run through `harness run` or `pytest scenarios`")
    opened = Desk(config.stash[CONTEXT], config.stash[RECORDER], matrix.worker_of(config))
    config.stash[DESK] = opened
    yield opened
    opened.close()


@pytest.fixture
def seller(request: pytest.FixtureRequest, desk: Desk) -> Seller:
    """The country's shared tenant: for scenarios that only issue and read."""
    return desk.shared_seller(request.param)


@pytest.fixture
def neighbour(seller: Seller, desk: Desk) -> Seller:
    """Another tenant of the same country, with a brand of its own, beside ``seller``."""
    return desk.neighbour(seller.country.code)


@pytest.fixture
def fresh_seller(request: pytest.FixtureRequest, desk: Desk) -> Seller:
    """A tenant of the scenario's own: where sequence, settings or lifecycle matter."""
    return desk.seller(request.param, matrix.item_id(request.node))


@pytest.fixture
def small_seller(request: pytest.FixtureRequest, desk: Desk) -> Seller:
    """A tenant of the scenario's own that is exempt as a small business."""
    return desk.seller(request.param, matrix.item_id(request.node), is_taxable=False)


@pytest.fixture
def recast_seller(request: pytest.FixtureRequest, desk: Desk) -> Seller:
    """A tenant of the scenario's own that stands in for the seller of the kept case in the argument ``case``."""
    seller = desk.context.cases[request.node.callspec.params["case"]].seller
    names = [brand.name for brand in desk.context.cast.brands]
    brand = names.index(seller.name) if seller.name in names else 0
    return desk.seller(request.param, matrix.item_id(request.node), brand=brand, is_taxable=seller.is_taxable)


@pytest.fixture
def issue(desk: Desk) -> Issue:
    """Issues cases on the target."""
    return Issue(desk)


@pytest.fixture
def verify(request: pytest.FixtureRequest, desk: Desk) -> Verifier:
    """Collects findings; the test fails once, at its end."""
    planned = matrix.planned(request.node)
    return Verifier(desk.recorder, country=planned.country, scenario=planned.scenario, item=planned.id)


@pytest.fixture
def prove_einvoice(verify: Verifier, desk: Desk) -> EInvoiceVerifier:
    """Judges the e-invoices of a document: every form that its country asks for, and the hybrid one."""
    return EInvoiceVerifier(verify, desk.e_invoices)
