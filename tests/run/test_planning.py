"""What scenarios run for: covering buyers, special territories, changes of rates."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from harness.law.records import Rate, Side
from harness.model.depth import Depth
from harness.run import planning
from harness.run.errors import UsageError


@pytest.fixture
def everywhere(context, made, countries):
    def build(**options):
        return context(made.catalogue(), selected=sorted(countries), **options)

    return build


def test_standard_depth_sells_to_every_buyer_with_every_kind_of_sale(everywhere, countries):
    run = everywhere()
    pairs = {code: planning.covering_buyers(country, run) for code, country in countries.items()}
    sold = {pair for mine in pairs.values() for pair in mine}
    kinds = ("services", "goods", "consumer")
    assert sold == {f"{buyer}-{kind}" for buyer in planning.buyer_countries(run) for kind in kinds}
    assert all(not pair.startswith(f"{code}-") for code, mine in pairs.items() for pair in mine)
    assert max(len(mine) for mine in pairs.values()) <= 2 * len(kinds)


def test_full_depth_sells_to_every_pair(everywhere, countries):
    run = everywhere(depth=Depth.FULL)
    for code, country in countries.items():
        pairs = planning.every_buyer(country, run)
        assert len(pairs) == len(set(pairs)) == 3 * (len(planning.buyer_countries(run)) - 1)
        assert set(planning.covering_buyers(country, run)) <= set(pairs)
        assert not any(pair.startswith(f"{code}-") for pair in pairs)


def test_buyers_are_in_every_folder_and_overseas(everywhere, countries, cast):
    overseas = {party.country for party in cast.overseas}
    assert overseas
    assert set(planning.buyer_countries(everywhere())) == {*countries, *overseas}


def test_values_rotate_over_the_countries_at_standard_depth_only(everywhere, countries):
    values = ["unreachable", "timeout", "throttled"]
    standard = [planning.rotated(values, countries[code], everywhere()) for code in sorted(countries)]
    assert standard[:4] == [[values[0]], [values[1]], [values[2]], [values[0]]]
    assert planning.rotated(values, countries["SI"], everywhere(depth=Depth.FULL)) == values
    assert planning.rotated([], countries["SI"], everywhere()) == []


def test_every_territory_that_a_post_code_tells_apart_is_sold_to(everywhere, countries):
    run = everywhere()
    for country in countries.values():
        slugs = planning.territories(country, run)
        decided = [t for t in country.identity.territory if t.post_codes and planning.sales_to(t)]
        assert len(set(slugs)) == len(slugs) == len(decided)
        assert {planning.territory_named(country, name).name for name in slugs} == {t.name for t in decided}


def test_every_territory_is_sold_to_from_abroad(everywhere, countries):
    own = {f"{code}-{name}" for code, c in countries.items() for name in planning.territories(c, everywhere())}
    standard = [planning.foreign_territories(country, everywhere()) for country in countries.values()]
    assert max(map(len, standard)) <= 2
    assert {name for names in standard for name in names} == own
    full = planning.foreign_territories(countries["ES"], everywhere(depth=Depth.FULL))
    assert set(full) == {name for name in own if not name.startswith("ES-")}


def test_every_pattern_of_the_folders_has_an_example_that_matches(countries):
    patterns = [code for c in countries.values() for t in c.identity.territory for code in t.post_codes]
    assert len(patterns) > 20
    for pattern in patterns:
        example = planning.example_of(pattern)
        assert example is not None, pattern
        assert re.fullmatch(pattern, example)


@pytest.mark.parametrize(
    ("pattern", "example"),
    [
        ("27498", "27498"),
        (r"35\d{3}", "35000"),
        (r"22\d\d\d", "22000"),
        (r"97[1-6]\d{2}", "97100"),
        (r"(?:AX-)?22\d{3}", "AX-22000"),
        (r"51001|51002", "51001"),
        (r"\d{3}\s\d{2}", "000 00"),
        (r"(?=1)\d+", None),
    ],
)
def test_example_of_a_pattern(pattern, example):
    assert planning.example_of(pattern) == example


def test_only_decided_supplies_are_sold_to_a_territory(countries):
    for country in countries.values():
        for territory in country.identity.territory:
            undecided = (territory.goods, territory.services).count(Side.UNDECIDED)
            assert len(planning.sales_to(territory)) == 2 - undecided


@pytest.mark.parametrize(
    ("name", "slug"), [("Büsingen am Hochrhein", "busingen-am-hochrhein"), ("Åland", "aland"), ("x" * 60, "x" * 40)]
)
def test_slug(name, slug):
    assert planning.slug(name) == slug


def test_change_of_the_standard_rate_is_the_latest_one(everywhere, countries):
    germany = countries["DE"]
    # the rate of 2020-07-01 to 2020-12-31 was 16 %; both ends lie within six years of 2026-03-10
    assert planning.rate_changes(germany, everywhere()) == ["standard-2021-01-01"]
    full = planning.rate_changes(germany, everywhere(depth=Depth.FULL))
    assert full[0] == "standard-2021-01-01" or full[0] > "standard"
    assert {"standard-2020-07-01", "standard-2021-01-01"} <= set(full)
    assert planning.rate_changes(countries["SI"], everywhere()) == []


def test_change_knows_both_rates_and_the_last_day(countries):
    change = planning.change_named(countries["DE"], "standard-2021-01-01", date(2026, 3, 10))
    assert (change.before.rate, change.after.rate) == (Decimal(16), Decimal(19))
    assert change.last_day == date(2020, 12, 31)
    with pytest.raises(UsageError, match="DE has no change of rate standard-1999-01-01"):
        planning.change_named(countries["DE"], "standard-1999-01-01", date(2026, 3, 10))


def test_changes_are_of_the_last_years_and_really_change_the_rate(everywhere, countries):
    run = everywhere(depth=Depth.FULL)
    found = [
        (c, planning.change_named(c, i, run.as_of)) for c in countries.values() for i in planning.rate_changes(c, run)
    ]
    assert len(found) > 10
    for country, change in found:
        assert date(2020, 3, 10) <= change.after.since <= run.as_of
        assert change.before.rate != change.after.rate
        assert _rate(country.rates, change.category, change.last_day) == change.before.rate
        assert _rate(country.rates, change.category, change.after.since) == change.after.rate


def _rate(rates: tuple[Rate, ...], category: str, day: date) -> Decimal:
    return next(r.rate for r in rates if r.category == category and r.territory is None and r.in_force(day))
