"""A file of worked cases is judged in its own keys: every sample comes out as worked, by law and by documentation."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from harness.law import Countries
from harness.law.cases import explain_cases

Case = dict[str, Any]

HERE = Path(__file__).parent
SAMPLE: list[Case] = [
    case
    for name in ("sample_cases.toml", "further_cases.toml")
    for case in tomllib.loads((HERE / name).read_text(encoding="utf-8"))["case"]
]

RENAMED = {
    "number": "buyer_vat_id",
    "vies": "vies_status",
    "vies_error": "vies_error",
    "oss": "oss",
    "shipped_to": "goods_shipped_to",
    "seller_region": "seller_region",
    "buyer_region": "buyer_region",
    "end_consumer": "buyer_is_end_consumer",
    "document": "document",
    "seller_scheme": "seller_scheme",
    "hint": "place_hint",
}
LINE = re.compile(r"(g?)(-?[\d.]+) x (\S+) (\w+)((?: - \S+ (?:percent|amount))*)(?: \* (\d+))?")
DISCOUNT = re.compile(r" - (\S+) (percent|amount)")


def lines_of(text: str) -> list[Case]:
    found = LINE.fullmatch(text)
    assert found is not None, text
    gross, price, quantity, category, discounts, repeated = found.groups()
    line: Case = {"gross" if gross else "net": price, "qty": quantity, "rate_category": category}
    given = [{"type": kind, "value": value} for value, kind in DISCOUNT.findall(discounts)]
    if given:
        line |= {"discount": given[0]} if len(given) == 1 else {"discounts": given}
    return [line] * int(repeated or 1)


def entry_of(case: Case) -> Case:
    """The case in the format of the files that ``explain_cases`` judges."""
    seller, buyer = case["route"].split(" to ")
    issued = str(case.get("issued", "2026-11-22"))
    return {
        "id": case["id"],
        "title": case.get("words", ""),
        "seller_country": seller,
        "seller_is_taxable": "seller_scheme" not in case,
        "buyer_country": buyer,
        "buyer_type": "b2c" if case.get("consumer") else "b2b",
        "supply": case["supply"],
        "date": issued,
        "supply_date": str(case.get("supplied", issued)),
        "currency": case.get("currency", "EUR"),
        "lines": [line for text in case["lines"] for line in lines_of(text)],
        **{RENAMED[key]: value for key, value in case.items() if key in RENAMED},
    }


def judged(case: Case, countries: Countries) -> Case:
    (answer,) = explain_cases([entry_of(case)], countries)
    if "no country folder" in answer.get("error", ""):
        pytest.skip(answer["error"])
    assert "error" not in answer, answer["error"]
    return answer


BY_ID = [pytest.param(case, id=case["id"]) for case in SAMPLE]


@pytest.mark.parametrize("case", BY_ID)
def test_law_decides_the_sample_as_worked(case: Case, countries: Countries) -> None:
    law, worked = judged(case, countries)["expected"], case["law"]
    assert (law["transaction_type"], law["reverse_charge"]) == (worked.get("type"), worked.get("reverse_charge"))
    assert (law["vat_country"], law["required_note_kind"]) == (worked["country"], worked["note"])
    assert [[row["rate"], row["base"], row["tax"]] for row in law["breakdown"]] == worked["rows"]
    assert law["rates"] == [rate for rate, _, _ in worked["rows"]]
    assert (law["tax_total"], law["gross_total"]) == (worked["tax"], worked["gross"])
    assert law.get("payable_after_cash_rounding") == case.get("payable")


@pytest.mark.parametrize("case", BY_ID)
def test_documentation_decides_the_sample_as_worked(case: Case, countries: Countries) -> None:
    documented, worked = judged(case, countries)["api_documented"], case["documented"]
    assert documented["transaction_type"] == worked.get("type")
    assert documented["reverse_charge_applies"] == worked.get("reverse_charge")
    assert documented["differs_from_law_in"] == worked["differs"]
    assert documented["severity"] == worked["severity"]


@pytest.mark.parametrize("case", [case for case in BY_ID if "by" in case.values[0]])  # type: ignore[operator]
def test_other_methods_are_named(case: Case, countries: Countries) -> None:
    alternatives = judged(case, countries)["expected"]["alternatives"]
    by = {a["method"].removesuffix(" (wrong)"): [a["tax_total"], a["gross_total"]] for a in alternatives}
    assert {name: by.get(name) for name in case["by"]} == case["by"]


@pytest.mark.parametrize("case", BY_ID)
def test_outcomes_in_the_file_are_not_read(case: Case, countries: Countries) -> None:
    entry = entry_of(case)
    lies = {"expected": {"tax_total": "1.23"}, "api_documented": {"severity": "lie"}, "why": "hotel, split payment"}
    assert explain_cases([entry | lies], countries) == explain_cases([entry], countries)


def test_every_answer_carries_numbered_sourced_steps(countries: Countries) -> None:
    for answer in explain_cases([entry_of(case) for case in SAMPLE], countries):
        if "error" in answer:
            continue
        steps = answer["derivation"]
        assert [step["step"] for step in steps] == list(range(1, len(steps) + 1))
        assert all(step["statement"] and step["source"] for step in steps)


BASE: Case = {
    "id": "X", "title": "", "seller_country": "DE", "seller_is_taxable": True, "buyer_country": "FR",
    "buyer_type": "b2b", "buyer_vat_id": "FR68051103919", "vies_status": "valid", "supply": "services",
    "date": "2026-11-22", "supply_date": "2026-11-22", "currency": "EUR",
    "lines": [{"net": "100.00", "qty": "1", "rate_category": "standard"}],
}  # fmt: skip


def consumer(**changes: Any) -> Case:
    return {"buyer_type": "b2c", "buyer_vat_id": None, "vies_status": None, **changes}


# changes -> law: type, reverse charge, country, VAT, note
KINDS: list[tuple[Case, tuple[Any, ...]]] = [
    ({"title": "triangular sale", "supply": "goods"}, ("intra_eu_b2b", True, "FR", "0.00", "triangulation")),
    ({"supply": "goods", "goods_shipped_to": "DE"}, ("domestic", False, "DE", "19.00", "none")),
    ({"supply": "goods", "goods_shipped_to": "US"}, ("3w_b2b", False, "DE", "0.00", "export_goods_exempt")),
    ({"title": "architect, property in FR"}, ("intra_eu_b2b", True, "FR", "0.00", "reverse_charge")),
    ({"title": "architect, property in SI"}, ("intra_eu_b2b", False, "SI", "22.00", "none")),
    ({"title": "architect, property in US"}, ("intra_eu_b2b", False, "US", "0.00", "out_of_scope_services")),
    ({"title": "admission to a fair in DE"}, ("intra_eu_b2b", False, "DE", "19.00", "none")),
    ({"title": "online seminar"}, ("intra_eu_b2b", True, "FR", "0.00", "reverse_charge")),
    (consumer(title="online seminar"), ("intra_eu_b2c", False, "FR", "20.00", "none")),
    ({"title": "restaurant meal"}, ("intra_eu_b2b", False, "DE", "19.00", "none")),
    ({"title": "taxi ride"}, ("intra_eu_b2b", False, "DE", "19.00", "none")),
    ({"title": "long-term hire of a van"}, ("intra_eu_b2b", True, "FR", "0.00", "reverse_charge")),
    (consumer(title="long-term hire of a van"), ("intra_eu_b2c", False, "FR", "20.00", "none")),
    (consumer(title="long-term hire", buyer_country="US"), ("3w_b2c", False, "US", "0.00", "out_of_scope_services")),
    (consumer(title="consulting", buyer_country="US"), ("3w_b2c", False, "US", "0.00", "out_of_scope_services")),
    (consumer(title="haircut", buyer_country="US"), ("3w_b2c", False, "DE", "19.00", "none")),
    (consumer(title="repair in DE", buyer_country="US"), ("3w_b2c", False, "DE", "19.00", "none")),
    (consumer(title="transport of goods from DE"), ("intra_eu_b2c", False, "DE", "19.00", "none")),
    (consumer(title="intellectual property", buyer_country="US"),
     ("3w_b2c", False, "US", "0.00", "out_of_scope_services")),
    (consumer(title="a concert in FR"), ("intra_eu_b2c", False, "FR", "20.00", "none")),
    ({"seller_scheme": "cash_accounting", "buyer_country": "DE"},
     ("domestic", False, "DE", "19.00", "cash_accounting")),
    (consumer(supply="digital", oss="below_threshold"), ("intra_eu_b2c", False, "DE", "19.00", "none")),
    (consumer(supply="goods", oss="union_oss"), ("intra_eu_b2c", False, "FR", "20.00", "none")),
    ({"title": "domestic RC", "buyer_country": "DE"}, ("domestic", True, "DE", "0.00", "domestic_reverse_charge")),
    (consumer(title="domestic RC", buyer_country="DE"), ("domestic", False, "DE", "19.00", "none")),
    ({"title": "self-billing", "buyer_country": "DE"}, ("domestic", False, "DE", "19.00", "self_billing")),
    ({"title": "self-billed consulting"}, ("intra_eu_b2b", True, "FR", "0.00", "reverse_charge")),
    ({"title": "cash accounting", "buyer_country": "DE"}, ("domestic", False, "DE", "19.00", "cash_accounting")),
    ({"vies_status": "invalid", "buyer_vat_id": "GB993247526"}, ("intra_eu_b2c", False, "DE", "19.00", "none")),
    ({"buyer_country": "XI", "buyer_vat_id": "XI524258944"}, ("3w_b2b", False, "XI", "0.00", "out_of_scope_services")),
    ({"buyer_country": "XI", "buyer_vat_id": "XI524258944", "supply": "goods"},
     ("intra_eu_b2b", False, "DE", "0.00", "intra_eu_goods_exempt")),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "wanted"), KINDS, ids=[str(number) for number in range(len(KINDS))])
def test_kinds_of_supply_are_read_from_the_entry(changes: Case, wanted: tuple[Any, ...], countries: Countries) -> None:
    (answer,) = explain_cases([BASE | changes], countries)
    assert "error" not in answer, answer
    law = answer["expected"]
    found = (law["transaction_type"], law["reverse_charge"], law["vat_country"])
    assert (*found, law["tax_total"], law["required_note_kind"]) == wanted


# seller's country and region -> VAT on 100.00 at home
REGIONS = [("PT", "Azores", "16.00"), ("FR", "Réunion (97400)", "8.50"), ("FR", "Corsica", "20.00")]


@pytest.mark.parametrize(("country", "region", "tax"), REGIONS)
def test_a_region_sells_at_its_own_rates(country: str, region: str, tax: str, countries: Countries) -> None:
    changes = {"seller_country": country, "buyer_country": country, "seller_region": region, "supply": "goods"}
    (answer,) = explain_cases([BASE | changes], countries)
    assert (answer["expected"]["transaction_type"], answer["expected"]["tax_total"]) == ("domestic", tax)


def test_a_region_without_rates_of_its_own_is_not_decided(countries: Countries) -> None:
    region = {"seller_country": "DE", "buyer_country": "DE", "seller_region": "Heligoland (27498)", "supply": "goods"}
    assert "Heligoland" in explain_cases([BASE | region], countries)[0]["error"]


def test_an_outage_leaves_several_policies_open(countries: Countries) -> None:
    outage = BASE | {"vies_status": "unavailable", "vies_error": "MS_UNAVAILABLE"}
    unknown, known = explain_cases([outage, BASE], countries)
    assert len(unknown["expected"]["acceptable"]) == 3
    assert len(unknown["expected"]["must_not"]) == 4
    assert not {"acceptable", "must_not"} & set(known["expected"])


# changes -> VAT on what is sold, in words and keys that siblings of the sample may use
SIBLINGS: list[tuple[Case, str]] = [
    (consumer(buyer_type="consumer", supply="service"), "19.00"),
    (consumer(buyer_type="private_person", supply="electronic_services", oss=True), "20.00"),
    ({"buyer_type": "b2g", "buyer_country": "DE", "supply": "good"}, "19.00"),
    ({"buyer_country": "DE", "lines": [{"price": 10.5, "quantity": 2, "category": "super-reduced"}],
      "seller_country": "FR"}, "0.44"),
    ({"buyer_country": "DE", "pricing": "gross", "lines": [{"price": "119"}]}, "19.00"),
    ({"buyer_country": "DE", "lines": [{"unit_price": "100", "rate_category": "zero_rated"}]}, "0.00"),
    ({"buyer_country": "DE", "lines": [{"net": "100", "discount": {"type": "percentage", "value": 50}}]}, "9.50"),
    ({"buyer_country": "DE", "lines": [{"net": "100", "discount": {"type": "fixed", "value": "1"},
                                        "discounts": [{"type": "percent", "value": "9"}]}]}, "17.10"),
    ({"buyer_country": "UK", "buyer_vat_id": None, "supply": "goods"}, "0.00"),
    ({"document": "advance_invoice", "buyer_country": "DE"}, "19.00"),
    ({"seller_scheme": "kleinunternehmer", "seller_is_taxable": False, "buyer_country": "DE"}, "0.00"),
    ({"buyer_country": "DE", "calculation_mode": "b2c_gross_discount", "pricing": "gross", "lines": [
        {"price": "119", "discounts": [{"type": "percent", "value": "50"}] * 2}]}, "4.75"),
    ({"vies_status": "MS_MAX_CONCURRENT_REQ"}, "19.00"),
    ({"vies_status": None}, "0.00"),
    ({"vies_status": None, "buyer_vat_id": "FR68051103910"}, "19.00"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "tax"), SIBLINGS, ids=[str(number) for number in range(len(SIBLINGS))])
def test_sibling_words_are_read(changes: Case, tax: str, countries: Countries) -> None:
    (answer,) = explain_cases([BASE | changes], countries)
    assert "error" not in answer, answer
    assert answer["expected"]["tax_total"] == tax


def test_exempt_and_margin_lines_show_no_vat(countries: Countries) -> None:
    line = {"net": "10.00", "qty": "1"}
    for category, note in (("exempt", "exempt_supply"), ("margin", "margin_scheme")):
        entry = BASE | {"buyer_country": "DE", "lines": [line | {"rate_category": category}]}
        law = explain_cases([entry], countries)[0]["expected"]
        assert (law["rates"], law["tax_total"], law["required_note_kind"]) == (["0"], "0.00", note)


@pytest.mark.parametrize(("currency", "tax", "gross"), [("KWD", "1.901", "11.904"), ("ISK", "2", "12")])
def test_amounts_have_the_decimals_of_the_currency(currency: str, tax: str, gross: str, countries: Countries) -> None:
    entry = BASE | {"buyer_country": "DE", "currency": currency}
    entry["lines"] = [{"net": "10.003", "qty": "1", "rate_category": "standard"}]
    law = explain_cases([entry], countries)[0]["expected"]
    assert (law["tax_total"], law["gross_total"]) == (tax, gross)


def test_large_amounts_and_five_discounts_stay_exact(countries: Countries) -> None:
    discounts = [{"type": "percent", "value": "10"}, *[{"type": "amount", "value": "0.01"}] * 4]
    line = {"net": "1000000000000.00", "qty": "1", "rate_category": "standard", "discounts": discounts}
    law = explain_cases([BASE | {"buyer_country": "DE", "lines": [line]}], countries)[0]["expected"]
    assert (law["tax_total"], law["gross_total"]) == ("170999999999.99", "1070999999999.95")


def test_a_line_that_binary_numbers_cannot_hold_is_named(countries: Countries) -> None:
    line = {"net": "1.005", "qty": "1", "rate_category": "standard"}
    law = explain_cases([BASE | {"buyer_country": "DE", "lines": [line]}], countries)[0]["expected"]
    assert (law["tax_total"], law["gross_total"]) == ("0.19", "1.20")
    by = {a["method"]: a["gross_total"] for a in law["alternatives"]}
    assert {by.get("float (wrong)"), by.get("half_even (wrong)"), by.get("truncated (wrong)")} == {"1.19"}


def test_cutting_vat_is_lawful_in_the_united_kingdom_alone(countries: Countries) -> None:
    line = {"net": "10.19", "qty": "1", "rate_category": "standard"}
    for country, rate_name in (("GB", "rounded_down"), ("FR", "truncated (wrong)")):
        entry = BASE | {"seller_country": country, "buyer_country": country, "buyer_vat_id": None, "lines": [line]}
        law = explain_cases([entry], countries)[0]["expected"]
        assert law["tax_total"] == "2.04"
        assert {a["method"]: a["tax_total"] for a in law["alternatives"]}[rate_name] == "2.03"


def test_a_consumer_with_a_tax_number_is_documented_as_a_business_unless_the_api_is_told(countries: Countries) -> None:
    swiss = {"buyer_type": "b2c", "buyer_country": "CH", "buyer_vat_id": "CHE-187.850.231 MWST", "supply": "goods"}
    silent, told = explain_cases([BASE | swiss, BASE | swiss | {"buyer_is_end_consumer": True}], countries)
    assert {a["expected"]["transaction_type"] for a in (silent, told)} == {"3w_b2c"}
    assert [a["api_documented"]["transaction_type"] for a in (silent, told)] == ["3w_b2b", "3w_b2c"]
    assert silent["api_documented"]["differs_from_law_in"] == ["transaction_type", "reverse_charge_label"]


BROKEN: list[tuple[Case, str]] = [
    ({"supply": "magic"}, "'magic'"),
    ({"date": "yesterday"}, "yesterday"),
    ({"seller_country": "QQ"}, "'QQ'"),
    ({"lines": [{"qty": "1"}]}, "net_price or gross_price"),
    ({"lines": [{"net": "x", "qty": "1"}]}, "cannot be read"),
    ({"lines": [{"net": "1", "discount": {"type": "percent", "value": "1e30"}}]}, "1e30"),
    ({"lines": [{"net": "1", "discount": {"type": "coupon", "value": "1"}}]}, "'coupon'"),
    ({"lines": "100.00"}, "no line"),
    ({"buyer_vat_id": ["FR"]}, "VAT number"),
    ({"document": "estimate"}, "'estimate'"),
    ({"calculation_mode": "b2x"}, "'b2x'"),
    ({"buyer_country": "ZZ"}, "'ZZ'"),
]


@pytest.mark.parametrize(("changes", "named"), BROKEN)
def test_an_entry_that_cannot_be_read_names_itself_and_stops_no_other(
    changes: Case, named: str, countries: Countries
) -> None:
    broken, sound = explain_cases([BASE | changes, BASE], countries)
    assert broken["id"] == "X"
    assert named in broken["error"]
    assert sound["expected"]["tax_total"] == "0.00"


def test_a_missing_key_is_named(countries: Countries) -> None:
    (answer,) = explain_cases([{"id": "Y"}], countries)
    assert "'Y'" in answer["error"]
    assert "is missing" in answer["error"]
