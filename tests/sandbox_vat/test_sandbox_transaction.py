"""The kind of a transaction, with the three answers of VIES."""

import pytest

from harness.sandbox.vat.countries import all_countries
from harness.sandbox.vat.number import VatNumber, normalise, read_vat_number
from harness.sandbox.vat.transaction import Customer, Issuer, check
from harness.sandbox.vies.answer import ViesAnswer

SI = Issuer(country_code="SI")


class Vies:
    """Answers every number alike, and remembers what it was asked."""

    def __init__(self, outcome: str, code: str | None = None, name_match: str | None = None) -> None:
        self.outcome, self.code, self.name_match = outcome, code, name_match
        self.asked: list[tuple[str, str]] = []

    def __call__(self, prefix: str, number: str) -> ViesAnswer:
        self.asked.append((prefix, number))
        return ViesAnswer(self.outcome, prefix, number, self.code, name_match=self.name_match)


@pytest.mark.parametrize(
    ("outcome", "code", "kind", "reverse", "valid", "warning"),
    [
        ("valid", None, "intra_eu_b2b", True, True, None),
        ("invalid", "INVALID", "intra_eu_b2c", False, False, "vat_number_invalid"),
        ("unreachable", "MS_UNAVAILABLE", "intra_eu_b2c", False, None, "vies_unreachable"),
        ("malformed", "INVALID_INPUT", "intra_eu_b2c", False, None, "vat_number_malformed"),
    ],
)
def test_vies_decides_inside_the_union(outcome, code, kind, reverse, valid, warning):
    vies = Vies(outcome, code)
    result = check(SI, Customer(country="Germany", tax_number="DE 245.422-874"), vies)
    assert vies.asked == [("DE", "245422874")]
    assert (result.transaction_type, result.reverse_charge_applies) == (kind, reverse)
    assert (result.vies_valid, result.warning_code) == (valid, warning)
    assert (result.warning is None) == (warning is None)
    assert result.vies is not None
    assert result.vies.outcome == outcome


@pytest.mark.parametrize(
    ("issuer", "customer", "kind", "reverse"),
    [
        (SI, Customer(country_code="SI", tax_number="SI12345678"), "domestic", False),
        (SI, Customer(country="Slovenija"), "domestic", False),
        (SI, Customer(), "domestic", False),
        (SI, Customer(country_code="DE", country="Slovenia"), "intra_eu_b2c", False),
        (SI, Customer(country_code="HR"), "intra_eu_b2c", False),
        (SI, Customer(country_code="US", tax_number="12-3456789"), "3w_b2b", True),
        (SI, Customer(country_code="US"), "3w_b2c", True),
        (SI, Customer(country_code="CH", tax_number="CHE-187.850.231", is_end_consumer=True), "3w_b2c", True),
        (SI, Customer(country_code="KE", tax_number="P051"), "3w_b2b", True),
        (SI, Customer(country_code="XI", tax_number="XI366303068"), "3w_b2b", True),
        (Issuer(country="Norway"), Customer(country_code="SE", tax_number="SE556617903101"), "3w_b2b", False),
        (Issuer(country_code="US"), Customer(country="USA"), "domestic", False),
    ],
)
def test_without_asking_vies(issuer, customer, kind, reverse):
    vies = Vies("valid")
    result = check(issuer, customer, vies)
    assert (result.transaction_type, result.reverse_charge_applies) == (kind, reverse)
    assert (vies.asked, result.vies_valid, result.warning) == ([], None, None)


@pytest.mark.parametrize(
    ("country", "kind"),
    [("SI", "domestic"), ("DE", "intra_eu_b2c"), ("US", "3w_b2c")],
)
def test_issuer_that_is_no_tax_subject_sells_to_consumers(country, kind):
    vies = Vies("valid")
    issuer = Issuer(country_code="SI", is_tax_subject=False)
    result = check(issuer, Customer(country_code=country, tax_number="DE245422874"), vies)
    assert (result.transaction_type, result.reverse_charge_applies, result.is_tax_subject) == (kind, False, False)
    assert vies.asked == []


def test_end_consumer_inside_the_union_is_decided_by_vies():
    customer = Customer(country_code="DE", tax_number="DE245422874", is_end_consumer=True)
    assert check(SI, customer, Vies("valid")).transaction_type == "intra_eu_b2b"
    assert check(SI, customer, Vies("invalid")).transaction_type == "intra_eu_b2c"


@pytest.mark.parametrize(
    ("country", "tax_number", "asked", "warning"),
    [
        ("GR", "EL162904311", ("EL", "162904311"), None),
        ("GR", "GR162904311", ("EL", "162904311"), None),
        ("GR", "162904311", ("EL", "162904311"), None),
        ("DE", "245422874", ("DE", "245422874"), None),
        ("FR", "BE0772014288", ("BE", "0772014288"), "vat_number_of_other_state"),
        ("FR", "DE245422874", ("DE", "245422874"), "vat_number_of_other_state"),
        ("FR", "SI50223054", ("SI", "50223054"), "vat_number_of_issuer_state"),
        ("AT", "u23406053", ("AT", "U23406053"), None),
        ("NL", "NL 8589.69.377 B01", ("NL", "858969377B01"), None),
    ],
)
def test_numbers_are_read_before_vies_is_asked(country, tax_number, asked, warning):
    vies = Vies("valid")
    result = check(SI, Customer(country_code=country, tax_number=tax_number), vies)
    assert vies.asked == [asked]
    assert result.warning_code == warning
    assert result.transaction_type == "intra_eu_b2b"


@pytest.mark.parametrize(
    "tax_number", ["DE12345", "hello", "ATU68487452-EX", "DE", "123", "IM1234567890", "DE٢٤٥٤٢٢٨٧٤"]
)
def test_malformed_numbers_are_not_sent_to_vies(tax_number):
    vies = Vies("valid")
    result = check(SI, Customer(country_code="DE", tax_number=tax_number), vies)
    assert (vies.asked, result.vies_valid) == ([], None)
    assert (result.transaction_type, result.warning_code) == ("intra_eu_b2c", "vat_number_malformed")


def test_name_mismatch_warns_and_keeps_the_number_valid():
    customer = Customer(country_code="DE", tax_number="DE245422874")
    result = check(SI, customer, Vies("valid", name_match="INVALID"))
    assert (result.transaction_type, result.vies_valid) == ("intra_eu_b2b", True)
    assert result.warning_code == "vies_name_mismatch"


def test_open_readings_are_parameters():
    customer = Customer(country_code="DE", tax_number="DE245422874")
    trusting = check(SI, customer, Vies("unreachable", "TIMEOUT"), unreachable_as="b2b")
    assert (trusting.transaction_type, trusting.vies_valid) == ("intra_eu_b2b", None)
    assert check(SI, customer, None).transaction_type == "intra_eu_b2c"
    assert check(SI, customer, None, unchecked_as="b2b").transaction_type == "intra_eu_b2b"
    assert check(SI, customer, None).warning_code == "vies_not_asked"


def test_unknown_countries_are_named():
    unknown_customer = check(SI, Customer(country="Neverland", tax_number="1"), Vies("valid"))
    assert (unknown_customer.transaction_type, unknown_customer.warning_code) == (
        "domestic",
        "customer_country_unknown",
    )
    unknown_issuer = check(Issuer(country="Neverland"), Customer(country_code="DE"), Vies("valid"))
    assert (unknown_issuer.transaction_type, unknown_issuer.warning_code) == (None, "issuer_country_unknown")


def test_response_has_the_fields_of_the_api():
    result = check(SI, Customer(country="Nemčija", tax_number="DE245422874"), Vies("valid"))
    assert result.response() == {
        "transaction_type": "intra_eu_b2b",
        "reverse_charge_applies": True,
        "issuer_country_code": "SI",
        "customer_country_code": "DE",
        "vies_valid": True,
        "warning": None,
        "is_tax_subject": True,
    }


def test_normalise_keeps_legal_signs():
    assert normalise(" ie 1+23.456/7-w_") == "IE1+234567W"
    assert read_vat_number("GB123456789", all_countries()["DE"]) is None
    assert read_vat_number("XI366303068", all_countries()["DE"]) == VatNumber("XI", "366303068")
