"""The people in the cases, and a file of the user's own numbers with everything that can be wrong in it."""

from __future__ import annotations

import importlib
import shutil

import pytest

from harness.law import OracleError
from harness.model.case import ViesState
from harness.run.errors import UsageError
from harness.run.tenants.casting import load_cast
from harness.run.tenants.parties import SELLER, Place, prefix_of

NUMBER = '[[number]]\nvat_id = "{vat_id}"\nstate = "{state}"\nname = "N"\nstreet = "S"\npost_code = "1"\ncity = "C"\n'


@pytest.fixture
def numbers(tmp_path, fixtures_dir):
    """The cast with a file of the user's own numbers."""

    def load(text: str):
        path = tmp_path / "numbers.toml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return load_cast(fixtures_dir, path)

    return load


def test_every_country_folder_has_a_number_for_each_state(cast, countries):
    for code in countries:
        prefix = prefix_of(countries, code)
        assert cast.sells_from(code, prefix).vat_id.startswith(prefix or "")
        for state in ViesState if prefix else ():
            assert cast.number(prefix, state).vat_id.startswith(prefix)


def test_the_states_of_a_prefix_are_those_with_a_number(cast, numbers):
    assert cast.states("DE") == tuple(ViesState)
    assert cast.states("ZZ") == cast.states(None) == ()
    own = NUMBER.format(vat_id="SI11111111", state="slow") + NUMBER.format(vat_id="SI22222222", state="seller")
    assert numbers(own).states("SI") == (ViesState.SLOW,)


def test_states_do_not_share_numbers(cast):
    given = [who.vat_id for states in cast.numbers.values() for who in states.values()]

    assert given
    assert len(given) == len(set(given))


def test_brands_are_told_apart_and_their_logos_exist(cast):
    assert (
        len({brand.id for brand in cast.brands})
        == len({brand.colour for brand in cast.brands})
        == len(cast.brands)
        >= 2
    )
    assert all(brand.logo.read_bytes().startswith(b"\x89PNG") for brand in cast.brands)
    assert all(len(brand.colour) == 7 and int(brand.colour[1:], 16) >= 0 for brand in cast.brands)


@pytest.mark.parametrize("state", list(ViesState))
def test_a_business_brings_the_number_of_its_state(cast, countries, state):
    buyer = Place(cast, "DE", prefix_of(countries, "DE")).business(state)

    assert buyer.vies is state
    assert buyer.party.vat_id == cast.number("DE", state).vat_id
    assert (buyer.party.country, buyer.party.is_business) == ("DE", True)


def test_a_business_is_confirmed_unless_asked_otherwise(cast):
    assert Place(cast, "DE", "DE").business().vies is ViesState.VALID


def test_a_consumer_has_an_address_there_and_no_number(cast):
    buyer = Place(cast, "DE", "DE").consumer()
    neighbour = cast.number("DE", ViesState.VALID)

    assert (buyer.vies, buyer.party.vat_id, buyer.party.is_business) == (None, None, False)
    assert (buyer.party.post_code, buyer.party.city) == (neighbour.post_code, neighbour.city)


@pytest.mark.parametrize("country", ["US", "CH", "GB", "NO", "IS", "LI"])
def test_overseas_there_is_nothing_to_ask_vies(cast, countries, country):
    place = Place(cast, country, prefix_of(countries, country))
    business, consumer = place.business(), place.consumer()

    assert (business.vies, business.party.country, business.party.is_business) == (None, country, True)
    assert business.party.vat_id
    assert (consumer.party.country, consumer.party.vat_id, consumer.party.is_business) == (country, None, False)
    assert consumer.party.city == business.party.city


def test_a_place_that_nobody_knows_is_an_error(cast, countries):
    with pytest.raises(OracleError, match="ZZ"):
        prefix_of(countries, "ZZ")


@pytest.mark.parametrize(("prefix", "state"), [("ZZ", "valid"), ("SI", "asleep")])
def test_a_number_that_is_missing_is_named(cast, prefix, state):
    with pytest.raises(UsageError, match=prefix) as error:
        cast.number(prefix, state)
    assert state in str(error.value)
    assert error.value.exit_code == 2


def test_numbers_of_the_user_replace_the_simulated_ones(numbers):
    cast = numbers(
        NUMBER.format(vat_id="SI11111111", state="valid") + NUMBER.format(vat_id="SI22222222", state="valid")
    )

    assert cast.number("SI", "valid").vat_id == "SI11111111"
    with pytest.raises(UsageError, match="seller"):
        cast.number("SI", SELLER)


@pytest.mark.parametrize(
    "text",
    [
        NUMBER.format(vat_id="SI11111111", state="asleep"),
        NUMBER.format(vat_id="SI11111111", state="VALID"),
        NUMBER.format(vat_id="si11111111", state="valid"),
        NUMBER.format(vat_id="SI 11111111", state="valid"),
        NUMBER.format(vat_id="11111111", state="valid"),
        NUMBER.format(vat_id="", state="valid"),
        NUMBER.format(vat_id="SI11111111", state="valid") + 'mood = "good"\n',
        NUMBER.format(vat_id="SI11111111", state="valid").replace('city = "C"\n', ""),
        NUMBER.format(vat_id="SI11111111", state="valid").replace('state = "valid"\n', ""),
        "[[number]\n",
        "number = ",
        b"\xff\xfe",
    ],
)
def test_a_wrong_file_of_numbers_is_a_usage_error_that_names_it(numbers, text):
    with pytest.raises(UsageError, match=r"numbers\.toml"):
        numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        NUMBER.format(vat_id="SI11111111", state="valid").replace('"SI11111111"', "11111111"),
        NUMBER.format(vat_id="SI11111111", state="valid").replace('state = "valid"', "state = []"),
        "number = 3",
        'number = ["SI11111111"]',
        "[number]\nvat_id = 'SI11111111'",
    ],
    ids=["number-as-integer", "state-as-list", "integer", "list-of-texts", "single-table"],
)
def test_values_of_the_wrong_type_are_usage_errors_too(numbers, text):
    with pytest.raises(UsageError, match=r"numbers\.toml"):
        numbers(text)


def test_a_file_that_is_not_there_is_a_usage_error(fixtures_dir, tmp_path):
    with pytest.raises(UsageError, match=r"missing\.toml"):
        load_cast(fixtures_dir, tmp_path / "missing.toml")


def test_the_second_of_two_wrong_numbers_is_named_by_its_position(numbers):
    good = NUMBER.format(vat_id="SI11111111", state="valid")
    with pytest.raises(UsageError, match="number 2"):
        numbers(good + NUMBER.format(vat_id="x", state="valid"))


@pytest.mark.parametrize(
    ("country", "module"),
    [("GB", "stdnum.gb.vat"), ("NO", "stdnum.no.mva"), ("CH", "stdnum.ch.vat"), ("IS", "stdnum.is_.vsk")],
)
def test_numbers_outside_vies_are_valid_by_their_checksum(cast, country, module):
    numbers = [cast.sells_from(country, None).vat_id, cast.business_in(country).vat_id]

    assert len(set(numbers)) == 2
    assert all(importlib.import_module(module).is_valid(number) for number in numbers)


def test_a_country_outside_vies_without_a_number_is_named(cast):
    with pytest.raises(UsageError, match=r"ZZ.*outside\.toml"):
        cast.sells_from("ZZ", None)


def test_somebody_at_a_post_code(cast):
    place = Place(cast, "DE", "DE")

    assert place.at("27498", business=True).party.post_code == "27498"
    assert place.at("27498", business=True).vies is ViesState.VALID
    assert place.at("27498", business=False).party.is_business is False


def test_the_api_asks_more_of_tenants_in_one_country_only(cast):
    special = cast.tenancy("PT")

    assert {"company_number", "phone", "email", "state", "starting_capital"} == set(special.entity)
    assert (special.drafts, special.template("modern")) == (False, "classic")
    assert (cast.tenancy("SI").drafts, cast.tenancy("SI").template("modern")) == (True, "modern")


def test_every_country_folder_has_an_account_of_its_own_banks(cast, countries):
    iban, bic = importlib.import_module("stdnum.iban"), importlib.import_module("stdnum.bic")
    accounts = [cast.account(code) for code in countries]

    assert [one.country for one in accounts if not iban.is_valid(one.iban)] == []
    assert [one.country for one in accounts if not bic.is_valid(one.bic) or one.bic[7] != "0"] == []
    assert {one.country: one.iban[:2] for one in accounts} == {c: "GB" if c == "XI" else c for c in countries}
    assert len({one.iban for one in accounts}) == len(accounts)
    with pytest.raises(UsageError, match="no bank account for tenants of ZZ"):
        cast.account("ZZ")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('iban = "SI56191000000123439"\nbic = ""', "check digits"),
        ('bic = "TESTSI20"', "iban"),
        ("iban = 56\nbic = 1", "bic, iban must be text"),
        ('iban = "SI56191000000123438"\nbic = ""\n[[account]]\ncountry = "SI"\niban = "SI56191000000123438"\nbic = ""',
         "has an account already"),
    ],
)  # fmt: skip
def test_an_account_that_nobody_can_pay_to_is_refused(tmp_path, fixtures_dir, text, problem):
    home = tmp_path / "fixtures"
    shutil.copytree(fixtures_dir, home, ignore=shutil.ignore_patterns("countries", "labels"))
    (home / "accounts.toml").write_text(f'[[account]]\ncountry = "SI"\n{text}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=problem):
        load_cast(home, None)
