"""Which scenario runs for which country: the marks that scenarios carry, and how pytest items come from them.

    @for_sellers(eu_members)
    def test_...(issue, seller, verify): ...

A scenario that takes ``seller`` shares one tenant per country and worker and stays on one worker with the country's
other scenarios. One that takes ``fresh_seller`` gets a tenant of its own (numbering, settings, lifecycle, dates in
the past); one that takes ``small_seller`` a small business that charges no VAT; one that takes ``recast_seller`` the
seller of a kept case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any

import pytest

from harness.law import Country
from harness.law.records import Side
from harness.model.depth import Depth
from harness.model.facts import MentionKind
from harness.run.context import RunContext
from harness.run.record.document import PlannedItem

SHARED, PRIVATE, SMALL, RECAST = "seller", "fresh_seller", "small_seller", "recast_seller"
"""The fixtures that a scenario asks for its seller by; all but the first give a tenant of its own."""
MARKS = (
    "for_sellers(applies, each): run the scenario for every selected country that `applies` accepts",
    "replay: the scenario issues kept cases again, and runs where there are some",
    "depth(name): the smallest depth that includes the scenario (smoke, standard, full)",
    "xdist_group(name): scenarios that share a tenant stay on one worker",
)

Applies = Callable[[Country, RunContext], bool]
Each = Callable[[Country, RunContext], Iterable[str]]
Function = Callable[..., None]


def for_sellers(applies: Applies, *, each: tuple[str, Each] | None = None) -> Callable[[Function], Function]:
    """Run a scenario once for every selected country; with ``each=(name, values)`` once for every value there."""
    return pytest.mark.for_sellers(applies, each)


def smoke(function: Function) -> Function:
    """The scenario belongs to the first milestone, and runs at every depth."""
    return pytest.mark.depth(Depth.SMOKE)(function)


def full(function: Function) -> Function:
    """The scenario runs at full depth only."""
    return pytest.mark.depth(Depth.FULL)(function)


def replay(function: Function) -> Function:
    """The scenario issues kept cases again: it runs where the user named some, and nothing else does then."""
    return pytest.mark.replay(smoke(function))


def all_countries(country: Country, context: RunContext) -> bool:  # noqa: ARG001
    """Every country folder."""
    return True


def eu_members(country: Country, context: RunContext) -> bool:  # noqa: ARG001
    """Countries inside the common VAT area for services, and so for goods (Directive 2006/112/EC Art. 5)."""
    return country.identity.vat_area.services is Side.INSIDE


def inside_for_goods(country: Country, context: RunContext) -> bool:  # noqa: ARG001
    """Countries inside the common VAT area for goods, also where services are outside it."""
    return country.identity.vat_area.goods is Side.INSIDE


def with_drafts(country: Country, context: RunContext) -> bool:
    """Countries where the API offers drafts."""
    return context.cast.tenancy(country.code).drafts


def without_drafts(country: Country, context: RunContext) -> bool:
    """Countries where the API has none, by its documentation."""
    return not with_drafts(country, context)


def with_small_businesses(country: Country, context: RunContext) -> bool:  # noqa: ARG001
    """Countries whose folder has the statement of a small business that charges no VAT (Art. 284)."""
    return any(wording.kind is MentionKind.SMALL_BUSINESS_EXEMPT for wording in country.wording)


def generate(metafunc: pytest.Metafunc, context: RunContext) -> None:
    """Parametrize a scenario by its mark; sorted, so that every worker collects the same items."""
    mark = metafunc.definition.get_closest_marker("for_sellers")
    if mark is None:
        return
    name = next((own for own in (PRIVATE, SMALL, RECAST) if own in metafunc.fixturenames), SHARED)
    applies, each = mark.args
    countries = [context.countries[code] for code in context.selected]
    chosen = [country for country in countries if applies(country, context)]
    if each is None:
        metafunc.parametrize(name, [c.code for c in chosen], indirect=True, ids=[c.code for c in chosen])
        return
    argument, values = each
    rows = [(country.code, value) for country in chosen for value in values(country, context)]
    ids = [f"{code}-{value}" for code, value in rows]
    metafunc.parametrize((name, argument), rows, indirect=[name], ids=ids)


def select(items: Sequence[pytest.Item], context: RunContext) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Split the items into those that this run's depth and countries include, and the others."""
    kept: list[pytest.Item] = []
    dropped: list[pytest.Item] = []
    for item in items:
        again = item.get_closest_marker("replay") is not None
        fits = again is bool(context.cases) and context.options.depth.includes(depth_of(item))
        wanted = fits and country_of(item) is not None
        (kept if wanted else dropped).append(item)
    for item in kept:
        if SHARED in parameters(item):
            item.add_marker(pytest.mark.xdist_group(country_of(item)))
    return kept, dropped


def depth_of(item: pytest.Item) -> Depth:
    """The smallest depth that includes the item; standard where it says nothing."""
    mark = item.get_closest_marker("depth")
    return Depth(mark.args[0]) if mark else Depth.STANDARD


def parameters(item: pytest.Item) -> dict[str, Any]:
    """The item's parameters by name; empty for an item without any."""
    callspec = getattr(item, "callspec", None)
    return dict(callspec.params) if callspec is not None else {}


def country_of(item: pytest.Item) -> str | None:
    """Code of the country that the item runs for; ``None`` where no country applies."""
    values = parameters(item)
    code = next((values[name] for name in (SHARED, PRIVATE, SMALL, RECAST) if name in values), None)
    return code if isinstance(code, str) else None


def planned(item: pytest.Item) -> PlannedItem:
    """The item as the plan names it; its question is the first line of the scenario's docstring."""
    function = getattr(item, "function", None)
    words = (getattr(function, "__doc__", None) or item.name).strip().splitlines()[0]
    return PlannedItem(
        id=item_id(item),
        scenario=getattr(item, "originalname", None) or item.name,
        question=words,
        module=item.path.stem,
        country=country_of(item) or "",
    )


def item_id(item: pytest.Item) -> str:
    """Module, function and parameters: the same in every process, whatever xdist appends."""
    return f"{item.path.stem}::{item.name.partition('@')[0]}"


def id_of(nodeid: str) -> str:
    """The item id that belongs to pytest's own node id."""
    path, _, name = nodeid.partition("::")
    return f"{PurePosixPath(path).stem}::{name.partition('@')[0]}"


def worker_of(config: pytest.Config) -> str:
    """Name of this process in the ledger: xdist's worker id, or ``main``."""
    return str(getattr(config, "workerinput", {}).get("workerid", "main"))
