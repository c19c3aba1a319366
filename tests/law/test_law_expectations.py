"""What the oracle says of parties, statements and facts, beyond the worked cases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from harness.law import Countries, OracleError, expect
from harness.law.mentions import REQUIRED
from harness.model.case import Case, CaseLine, CaseParty, Supply, ViesState
from harness.model.expectation import Assurance
from harness.model.facts import DocumentKind, MentionKind, Witness
from harness.model.money import Money

DAY = date(2026, 11, 22)
LINE = CaseLine("Consulting", net_price=Decimal("100.00"))
NUMBERS = {"AT": "ATU68487452", "DE": "DE245422874", "FR": "FR68051103919", "SI": "SI58571108", "XI": "XI524258945"}
NUMBERS |= {"HR": "HR40149519007", "GB": "GB993247526", "NO": "959407436MVA", "CH": "CHE187850231MWST"}


def a_case(seller: str, buyer: str, supply: str = "services", **changes: Any) -> Case:
    """A business buys for 100.00 net; its number is confirmed unless the changes say otherwise."""
    number = changes.pop("vat_id", NUMBERS.get(buyer))
    consumer = changes.pop("consumer", False)
    values: dict[str, Any] = {
        "seller": CaseParty("Seller", seller, vat_id=NUMBERS[seller], is_taxable=not changes.pop("small", False)),
        "buyer": CaseParty(
            "Buyer",
            buyer,
            changes.pop("street", "1 Street"),
            changes.pop("post_code", ""),
            "City",
            number,
            is_business=not consumer,
        ),
        "lines": (LINE,),
        "issue_date": DAY,
        "supply_date": DAY,
        "currency": "EUR",
        "supply": Supply(supply),
        "vies": ViesState.VALID if number and seller != buyer else None,
    }
    return Case(**(values | changes))


# seller, buyer, supply, changes -> law: type, reverse charge, VAT, statement
TREATMENTS = [
    ("SI", "SI", "services", {"small": True}, ("domestic", False, "0.00", "small_business_exempt")),
    ("DE", "AT", "services", {"small": True}, ("intra_eu_b2b", True, "0.00", "reverse_charge")),
    ("DE", "AT", "goods", {"small": True}, ("intra_eu_b2b", False, "0.00", "small_business_exempt")),
    ("FR", "US", "goods", {"small": True}, ("3w_b2b", False, "0.00", "small_business_exempt")),
    ("SI", "AT", "services", {"consumer": True}, ("intra_eu_b2c", False, "22.00", None)),
    ("SI", "AT", "services", {"vat_id": None}, ("intra_eu_b2c", False, "22.00", None)),
    ("SI", "AT", "services", {"vat_id": "AT68487452", "vies": None}, ("intra_eu_b2c", False, "22.00", None)),
    ("SI", "AT", "services", {"vat_id": "U68487452", "vies": None}, ("intra_eu_b2c", False, "22.00", None)),
    ("SI", "AT", "goods", {"vies": ViesState.UNREACHABLE}, (None, None, "22.00", None)),
    ("SI", "AT", "digital", {"vies": ViesState.THROTTLED, "oss": True}, (None, None, "22.00", None)),
    ("SI", "DE", "services", {"vies": ViesState.UNDISCLOSED}, ("intra_eu_b2b", True, "0.00", "reverse_charge")),
    ("SI", "DE", "services", {"vies": ViesState.NAME_MISMATCH}, ("intra_eu_b2b", True, "0.00", "reverse_charge")),
    ("SI", "DE", "services", {"vies": ViesState.SLOW}, ("intra_eu_b2b", True, "0.00", "reverse_charge")),
    ("SI", "DE", "digital", {"vies": ViesState.INVALID, "oss": True}, ("intra_eu_b2c", False, "19.00", None)),
    ("SI", "DE", "goods", {"vies": ViesState.INVALID, "oss": True}, ("intra_eu_b2c", False, "22.00", None)),
    ("SI", "DE", "goods", {"consumer": True, "vat_id": None, "oss": True}, ("intra_eu_b2c", False, "19.00", None)),
    ("SI", "DE", "goods", {"consumer": True, "vat_id": None}, ("intra_eu_b2c", False, "22.00", None)),
    ("SI", "FR", "services", {"consumer": True, "vat_id": None, "oss": True}, ("intra_eu_b2c", False, "22.00", None)),
    ("FR", "CH", "services", {"consumer": True}, ("3w_b2c", False, "20.00", None)),
    ("FR", "CH", "digital", {"consumer": True}, ("3w_b2c", False, "0.00", "out_of_scope_services")),
    ("FR", "CH", "goods", {"consumer": True}, ("3w_b2c", False, "0.00", "export_goods_exempt")),
    ("DE", "XI", "goods", {}, ("intra_eu_b2b", False, "0.00", "intra_eu_goods_exempt")),
    ("DE", "XI", "services", {}, ("3w_b2b", False, "0.00", "out_of_scope_services")),
    ("FR", "MC", "services", {}, ("domestic", False, "20.00", None)),
    ("DE", "FR", "goods", {"vat_id": "XI524258945"}, ("intra_eu_b2b", False, "0.00", "intra_eu_goods_exempt")),
    ("DE", "FR", "services", {"vat_id": "XI524258945"}, ("intra_eu_b2c", False, "19.00", None)),
    ("DE", "FR", "services", {"vat_id": "DE245422874"}, ("intra_eu_b2c", False, "19.00", None)),
]  # fmt: skip


CONSUMER = {"consumer": True, "vat_id": None}

# sellers and buyers outside the Union, and parts of countries with a status of their own
TREATMENTS += [
    ("GB", "DE", "goods", {}, ("3w_b2b", False, "0.00", "export_goods_exempt")),
    ("GB", "DE", "services", {"vies": None}, ("3w_b2b", False, "0.00", "out_of_scope_services")),
    ("GB", "DE", "services", CONSUMER, ("3w_b2c", False, "20.00", None)),
    ("GB", "DE", "digital", CONSUMER, ("3w_b2c", False, "19.00", None)),
    ("GB", "DE", "goods", CONSUMER | {"oss": True}, ("3w_b2c", False, "19.00", None)),
    ("GB", "XI", "goods", {}, ("domestic", False, "20.00", None)),
    ("GB", "IM", "services", {}, ("domestic", False, "20.00", None)),
    ("GB", "JE", "goods", {}, ("3w_b2b", False, "0.00", "export_goods_exempt")),
    ("GB", "GB", "services", {"small": True}, ("domestic", False, "0.00", "small_business_exempt")),
    ("XI", "DE", "goods", {}, ("intra_eu_b2b", False, "0.00", "intra_eu_goods_exempt")),
    ("XI", "DE", "goods", {"vies": ViesState.INVALID}, ("intra_eu_b2c", False, "20.00", None)),
    ("XI", "DE", "services", {}, ("3w_b2b", False, "0.00", "out_of_scope_services")),
    ("XI", "GB", "goods", {}, ("domestic", False, "20.00", None)),
    ("XI", "US", "goods", {}, ("3w_b2b", False, "0.00", "export_goods_exempt")),
    ("CH", "LI", "goods", {}, ("domestic", False, "8.10", None)),
    ("CH", "CH", "goods", {"post_code": "7562"}, ("3w_b2b", False, "0.00", "export_goods_exempt")),
    ("CH", "CH", "services", {"post_code": "7562"}, ("domestic", False, "8.10", None)),
    ("NO", "NO", "services", {}, ("domestic", False, "25.00", None)),
    ("DE", "DE", "services", {"post_code": "27498"}, ("3w_b2b", False, "0.00", "out_of_scope_services")),
    ("FR", "FR", "services", {"post_code": "97200"}, ("domestic", False, "8.50", None)),
    ("FR", "FR", "services", CONSUMER | {"post_code": "97200"}, ("domestic", False, "20.00", None)),
    ("FR", "FR", "services", {"post_code": "97600"}, ("3w_b2b", False, "0.00", "out_of_scope_services")),
    ("DE", "FR", "services", {"post_code": "97200"}, ("3w_b2b", False, "0.00", "out_of_scope_services")),
]  # fmt: skip


@pytest.mark.parametrize(("seller", "buyer", "supply", "changes", "wanted"), TREATMENTS)
def test_treatment_in_law(
    seller: str, buyer: str, supply: str, changes: dict[str, Any], wanted: tuple[Any, ...], countries: Countries
) -> None:
    law = expect(a_case(seller, buyer, supply, **changes), countries).law
    mention = law.mentions[0].kind.value if law.mentions else None
    assert (law.transaction_type, law.reverse_charge, str(law.totals[0].tax.amount), mention) == wanted


# seller, buyer, supply, changes -> documented: type, reverse charge, VAT
DOCUMENTED = [
    ("SI", "AT", "services", {"consumer": True}, ("intra_eu_b2b", True, "0.00")),
    ("SI", "AT", "goods", {}, ("intra_eu_b2b", True, "0.00")),
    ("SI", "AT", "goods", {"vies": ViesState.TIMEOUT}, (None, None, "22.00")),
    ("SI", "AT", "goods", {"vat_id": "AT1"}, ("intra_eu_b2c", False, "22.00")),
    ("SI", "AT", "services", {"small": True}, ("intra_eu_b2c", False, "0.00")),
    ("SI", "DE", "goods", {"consumer": True, "vat_id": None, "oss": True}, ("intra_eu_b2c", False, "19.00")),
    ("SI", "US", "services", {}, ("3w_b2c", True, "0.00")),
    ("SI", "US", "services", {"vat_id": "12-3456789"}, ("3w_b2b", True, "0.00")),
    ("SI", "US", "services", {"vat_id": "12-3456789", "small": True}, ("3w_b2c", False, "0.00")),
    ("FR", "CH", "services", {"consumer": True}, ("3w_b2c", True, "0.00")),
    ("FR", "MC", "services", {}, ("3w_b2c", True, "0.00")),
]  # fmt: skip


@pytest.mark.parametrize(("seller", "buyer", "supply", "changes", "wanted"), DOCUMENTED)
def test_treatment_as_documented(
    seller: str, buyer: str, supply: str, changes: dict[str, Any], wanted: tuple[Any, ...], countries: Countries
) -> None:
    documented = expect(a_case(seller, buyer, supply, **changes), countries).documented
    assert (documented.transaction_type, documented.reverse_charge, str(documented.totals[0].tax.amount)) == wanted


def test_documentation_is_silent_about_northern_ireland(countries: Countries) -> None:
    expectation = expect(a_case("DE", "XI", "goods"), countries)
    documented = expectation.documented
    assert (documented.transaction_type, documented.reverse_charge, documented.left_to_caller) == (None, None, True)
    assert documented.totals == expectation.law.totals  # of what a careful caller sends


ACCEPTED = [
    ("SI", {"sl": "Obrnjena davčna obveznost", "en": "Reverse charge"}),
    ("DE", {"de": "Steuerschuldnerschaft des Leistungsempfängers", "en": "Reverse charge"}),
    ("FR", {"fr": "Autoliquidation"}),
]


@pytest.mark.parametrize(("seller", "preferred"), ACCEPTED)
def test_reverse_charge_words_of_the_seller_state(seller: str, preferred: dict[str, str], countries: Countries) -> None:
    (mention,) = expect(a_case(seller, "AT"), countries).law.mentions
    assert {language: phrases[0] for language, phrases in mention.phrases} == preferred
    assert mention.phrases[0][0] == next(iter(preferred))
    assert mention.assurance is Assurance.RECALLED  # the words are looked up, their first day is not


def test_slovenian_law_accepts_the_english_words_as_slovenian(countries: Countries) -> None:
    (mention,) = expect(a_case("SI", "AT"), countries).law.mentions
    assert "Reverse Charge" in dict(mention.phrases)["sl"]


def test_recalled_wording_says_so_and_carries_its_key_phrase(countries: Countries) -> None:
    (mention,) = expect(a_case("DE", "US"), countries).law.mentions
    assert mention.kind is MentionKind.OUT_OF_SCOPE_SERVICES
    assert mention.assurance is Assurance.RECALLED
    assert "nicht steuerbar" in dict(mention.phrases)["de"]


@pytest.mark.parametrize("seller", ["SI", "DE", "FR"])
@pytest.mark.parametrize("kind", sorted(set(REQUIRED.values())))
def test_every_folder_words_every_statement(seller: str, kind: MentionKind, countries: Countries) -> None:
    assert any(wording.kind is kind for wording in countries[seller].wording)


FORBIDS = [
    (("SI", "SI", "services", {}), MentionKind.REVERSE_CHARGE, True),
    (("SI", "AT", "services", {"vies": ViesState.INVALID}), MentionKind.REVERSE_CHARGE, True),
    (("SI", "AT", "services", {"vies": ViesState.TIMEOUT}), MentionKind.REVERSE_CHARGE, True),
    (("SI", "AT", "goods", {}), MentionKind.REVERSE_CHARGE, True),
    (("SI", "US", "goods", {}), MentionKind.REVERSE_CHARGE, True),
    (("SI", "AT", "services", {}), MentionKind.REVERSE_CHARGE, False),
    (("SI", "AT", "services", {}), MentionKind.OUT_OF_SCOPE_SERVICES, False),
    (("SI", "SI", "goods", {}), MentionKind.EXPORT_GOODS_EXEMPT, True),
]


@pytest.mark.parametrize(("arguments", "kind", "forbidden"), FORBIDS)
def test_false_statements_are_forbidden(
    arguments: tuple[str, str, str, dict[str, Any]], kind: MentionKind, forbidden: bool, countries: Countries
) -> None:
    seller, buyer, supply, changes = arguments
    law = expect(a_case(seller, buyer, supply, **changes), countries).law
    assert (kind in law.forbidden_mentions) is forbidden


UNDECIDED = [
    (("AT", "SI", "services", {}), "no country folder for 'AT'"),
    (("SI", "QQ", "services", {}), "territory 'QQ' is unknown"),
    (("SI", "AT", "services", {"issue_date": date(2012, 6, 1)}), "no wording for reverse_charge on 2012-06-01"),
    (("SI", "AT", "services", {"vies": None}), "not what VIES answers"),
    (("SI", "AT", "goods", {"consumer": True, "vat_id": None, "oss": True}), "no country folder for 'AT'"),
    (("HR", "HR", "services", {"post_code": "9999"}), "Island"),
    (("SI", "SI", "goods", {"lines": (CaseLine("Car", net_price=Decimal(1), category="parking"),)}), "'parking'"),
    (("SI", "SI", "goods", {"supply_date": date(2001, 1, 1)}), "2001-01-01"),
]


@pytest.mark.parametrize(("arguments", "named"), UNDECIDED)
def test_what_the_data_does_not_decide_is_said(
    arguments: tuple[str, str, str, dict[str, Any]], named: str, more_countries: Countries
) -> None:
    seller, buyer, supply, changes = arguments
    with pytest.raises(OracleError) as caught:
        expect(a_case(seller, buyer, supply, **changes), more_countries)
    assert named in str(caught.value)


def test_facts_name_what_the_article_asks_for(countries: Countries) -> None:
    facts = expect(a_case("SI", "AT"), countries).facts
    assert facts.witness is Witness.LAW
    assert facts.buyer.vat_id is not None
    assert (facts.buyer.vat_id.value, facts.buyer.vat_id.text) == ("ATU68487452", "Directive 2006/112/EC Art. 226(4)")
    assert facts.seller.vat_id is not None
    assert facts.seller.vat_id.value == "SI58571108"
    (line,) = facts.lines
    assert line.net_amount is not None
    assert line.net_amount.value == Money(Decimal("100.00"), "EUR")
    assert line.vat_rate is not None
    assert line.vat_rate.value == 0


def test_customer_number_is_asked_for_only_where_the_article_does(countries: Countries) -> None:
    assert expect(a_case("SI", "SI", vat_id=NUMBERS["SI"], vies=None), countries).facts.buyer.vat_id is None
    assert expect(a_case("SI", "AT", "goods"), countries).facts.buyer.vat_id is not None


SUPPLY_DATES = [("SI", DAY, None), ("DE", DAY, DAY), ("SI", date(2026, 11, 1), date(2026, 11, 1))]


@pytest.mark.parametrize(("seller", "supplied", "stated"), SUPPLY_DATES)
def test_supply_date_is_stated_where_the_law_asks(
    seller: str, supplied: date, stated: date | None, countries: Countries
) -> None:
    facts = expect(a_case(seller, seller, supply_date=supplied, vies=None), countries).facts
    assert (facts.supply_date.value if facts.supply_date else None) == stated


def test_credit_note_follows_the_corrected_supply(countries: Countries) -> None:
    corrected = a_case(
        "DE",
        "DE",
        kind=DocumentKind.CREDIT_NOTE,
        credits="2020-00007",
        supply_date=date(2020, 12, 1),
        issue_date=date(2021, 2, 1),
    )
    expectation = expect(corrected, countries)
    assert expectation.law.totals[0].breakdown[0].rate == 16
    assert [reference.value for reference in expectation.facts.references] == ["2020-00007"]
    assert expectation.documented.totals[0].breakdown[0].rate == 19


def test_net_amount_stays_open_where_methods_differ(countries: Countries) -> None:
    gross_line = CaseLine("Ticket", gross_price=Decimal("9.99"))
    (line,) = expect(a_case("SI", "SI", lines=(gross_line,), vies=None), countries).facts.lines
    assert (line.net_amount, line.unit_price) == (None, None)


def test_wrong_check_digits_are_left_to_vies_and_named_in_the_derivation(countries: Countries) -> None:
    typo = "FR68051103910"
    denied = expect(a_case("SI", "FR", vat_id=typo, vies=ViesState.INVALID), countries)
    confirmed = expect(a_case("SI", "FR", vat_id=typo, vies=ViesState.VALID), countries)
    assert any(typo in step.statement and "check digits" in step.statement for step in denied.derivation)
    assert (denied.law.reverse_charge, confirmed.law.reverse_charge) == (False, True)


def test_a_part_of_the_country_without_its_vat_gives_no_rate_to_the_documented_outcome(countries: Countries) -> None:
    expectation = expect(a_case("FR", "FR", post_code="97300"), countries)
    assert expectation.law.totals[0].tax.amount == 0
    assert str(expectation.documented.totals[0].tax.amount) == "20.00"
