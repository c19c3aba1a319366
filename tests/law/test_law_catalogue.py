"""The requirement catalogue: the ids that checks cite, and what is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from harness.law import Catalogue, Countries, LawDataError, load_catalogue
from harness.law.catalogue import Scope
from harness.model.depth import Depth
from harness.model.finding import Fidelity, Severity

LISTED = """
VAT-226-1 VAT-226-2 VAT-226-3 VAT-226-4 VAT-226-5 VAT-226-6 VAT-226-7 VAT-226-7a VAT-226-8 VAT-226-9 VAT-226-10
VAT-226-10a VAT-226-11 VAT-226-11a VAT-226-11a-LANGUAGE VAT-226-11a-ABSENT VAT-226-12 VAT-226-13 VAT-226-14 VAT-226-15
VAT-226-16 VAT-226a VAT-226b VAT-OUT-OF-SCOPE VAT-LIABILITY VAT-ROUNDING VAT-PRELOADED-TAXES
VAT-91 VAT-138 VAT-146 VAT-194 VAT-195 VAT-196 VAT-197 VAT-198 VAT-199 VAT-200 VAT-204
VAT-219 VAT-219-TITLE VAT-219-NATIONAL-TITLE VAT-219a VAT-220 VAT-220-ADVANCE VAT-220a VAT-221 VAT-222 VAT-223 VAT-224
VAT-225 VAT-227 VAT-228 VAT-229 VAT-230 VAT-232 VAT-233 VAT-235 VAT-238 VAT-239
NAT-REGISTER NAT-COMPANY-NUMBER NAT-SELLER-NUMBER NAT-CUSTOMER-NUMBER NAT-VAT-CURRENCY NAT-SUPPLY-DATE NAT-DUE-DATE
NAT-PAYMENT-TERMS NAT-PAYMENT-ACCOUNT NAT-STATEMENT NAT-FISCAL-CODE NAT-FISCALIZATION NAT-EINVOICING NAT-EINVOICE-DATA
NAT-SIGNATURE NAT-OTHER-TAX NAT-SPLIT-PAYMENT NAT-SCHEME-WORDS NAT-REVERSE-CHARGE-WORDS NAT-REVERSE-CHARGE-ROW
NAT-EXEMPTION-REASON NAT-CREDIT-NOTE-WORDS NAT-RETENTION NAT-DELIVERY-ADDRESS NAT-OTHER-SELLERS NAT-PERMISSION
NAT-PAYMENT-PART NAT-CASH-ROUNDING NAT-REPORTING NAT-DEBIT-OPTION
FISC-ZOI FISC-EOR FISC-ZOI-QR FISC-ZKI FISC-JIR FISC-ZKI-QR FISC-ATCUD FISC-CHAIN FISC-ATCUD-QR FISC-CERT-LINE
FISC-EXEMPTION FISC-NUMBER FISC-DATE FISC-OPERATOR FISC-PAYMENT-TYPE FISC-LATE FISC-SKIP FISC-FINAL FISC-PRINT
PAY-EPC PAY-UPN PAY-HUB3 PAY-PRINT PAY-ABSENT
EINV-VALID EINV-AGREES EINV-LAW EINV-PDFA3 EINV-XRECHNUNG EINV-HYBRID-DUTY EINV-ESLOG EINV-PEPPOL EINV-PEPPOL-STATES
EINV-FLAGS EINV-RULES-NOT-HAD
TOTALS-ADD-UP TOTALS-AGREE VIES-VALID VIES-INVALID VIES-UNREACHABLE API-TRANSACTION-TYPE
API-CALCULATION API-CONTRACT API-IDEMPOTENCY API-DRAFT API-ENTITY NUM-FORMAT NUM-SEQUENCE NUM-UNIQUE NUM-CHRONOLOGY
NUM-TENANT NUM-PREVIEW NUM-CREDIT-NOTE BRAND-LOGO BRAND-COLOUR BRAND-NAME BRAND-ISOLATION BRAND-PLACEHOLDER BRAND-EMAIL
BRAND-LOGO-PLACE BRAND-FOOTER BRAND-SIGNATURE BRAND-FONTS
TEN-ISOLATION TEN-METADATA TEN-SETTINGS TEN-CATALOGUE TEN-RECONCILE USAGE-COUNT USAGE-SUBSCRIPTION
ACCESS-ENTITY-KEY ACCESS-USER ACCESS-KEY-EXPIRY ACCESS-ROLE-LIMITS ACCESS-DASHBOARD DOC-LANGUAGE DOC-READABLE
"""

ARTICLES = """
219 219a 220 220a 221 222 223 224 225 226(1) 226(2) 226(3) 226(4) 226(5) 226(6) 226(7) 226(7a) 226(8) 226(9) 226(10)
226(10a) 226(11) 226(11a) 226(12) 226(13) 226(14) 226(15) 226a 226b 227 228 229 230 231 232 233 234 235 236 237 238 239
240 138 146 194 195 196 197 198 199 199a 200 204
"""
"""What the catalogue promises to hold: the articles on invoices, and those that decide what an invoice shows."""

ENTRY = """\
[[requirement]]
id = "X-1"
title = "Title"
text = "Text"
source = "Source"
severity = "major"
group = "X"
depth = "smoke"
applies = "all"
"""


@pytest.fixture(scope="module")
def catalogue(fixtures_dir: Path) -> Catalogue:
    return load_catalogue(fixtures_dir / "requirements")


def test_ids_are_locked(catalogue: Catalogue) -> None:
    assert sorted(catalogue) == sorted(LISTED.split())


def test_ids_start_with_their_group(catalogue: Catalogue) -> None:
    assert [r.id for r in catalogue.values() if not r.id.startswith(f"{r.group}-")] == []


@pytest.mark.parametrize("article", ARTICLES.split())
def test_every_article_on_invoices_is_named_by_a_source(catalogue: Catalogue, article: str) -> None:
    named = [r.id for r in catalogue.values() if article in _cited(f"{r.source} {r.text}")]
    assert named


def _cited(source: str) -> set[str]:
    """Article numbers of a source, with and without their items; ``Art. 235 to 237`` and ``Art. 2(1), (4)`` alike."""
    found: set[str] = set()
    for number, items in re.findall(r"\b(\d{2,3}[a-z]?)((?:\(\w+\))?(?:, \(\w+\))*)", source):
        found |= {number, *(f"{number}({item})" for item in re.findall(r"\((\w+)\)", items))}
    for first, last in re.findall(r"\b(\d{3})[a-z]? to (\d{3})\b", source):
        found |= {str(number) for number in range(int(first), int(last) + 1)}
    return found


def test_what_is_not_checked_says_why(catalogue: Catalogue) -> None:
    reasons = [r.why_unproved for r in catalogue.values() if r.why_unproved]
    assert len(reasons) == len([r for r in catalogue.values() if r.not_checked or r.not_applicable]) > 40
    assert [reason for reason in reasons if len(reason) < 40 and "Deleted" not in reason] == []


def test_an_outage_cannot_be_provoked_at_the_vendor(catalogue: Catalogue) -> None:
    unprovable = {r.id for r in catalogue.values() if not r.provable_on(Fidelity.VENDOR_SANDBOX)}
    assert unprovable == {"VIES-UNREACHABLE", "FISC-LATE", "FISC-PAYMENT-TYPE", "FISC-CHAIN", "EINV-PEPPOL-STATES"}
    assert all(r.provable_on(Fidelity.EMBEDDED) for r in catalogue.values())


def test_every_requirement_but_the_national_applies_to_member_states(
    catalogue: Catalogue, countries: Countries
) -> None:
    assert all(r.applies_to(countries["SI"]) for r in catalogue.values() if r.applies is not Scope.NATIONAL)


@pytest.mark.parametrize(
    ("code", "requirement", "applies"),
    [
        ("XI", "VAT-226-1", True),
        ("XI", "VAT-226-11a", False),
        ("GB", "VAT-226-1", False),
        ("GB", "NAT-VAT-CURRENCY", True),
        ("SI", "NAT-REGISTER", True),
        ("SI", "NAT-VAT-CURRENCY", False),
        ("LI", "NAT-REGISTER", False),
        ("CH", "NAT-PAYMENT-PART", True),
        ("CH", "NUM-UNIQUE", True),
    ],
)
def test_scopes(catalogue: Catalogue, countries: Countries, code: str, requirement: str, applies: bool) -> None:
    assert catalogue[requirement].applies_to(countries[code]) is applies


def test_national_facts_are_each_claimed(catalogue: Catalogue, countries: Countries) -> None:
    unclaimed = {code: catalogue.unclaimed(country) for code, country in countries.items()}
    assert {code: facts for code, facts in unclaimed.items() if facts} == {}


def test_fields_that_no_folder_lists_are_not_claimed(catalogue: Catalogue, countries: Countries) -> None:
    known = {field.id for country in countries.values() for field in country.invoicing.field}
    claimed = {field for r in catalogue.values() for field in r.fields}
    assert claimed - known == set()
    assert all(any(r.national_in(c) for c in countries.values()) for r in catalogue.values() if r.fields or r.duties)


def test_a_national_requirement_has_the_articles_of_the_country(catalogue: Catalogue, countries: Countries) -> None:
    requirement = catalogue["NAT-REGISTER"]
    (field,) = requirement.national_in(countries["SI"])
    assert (requirement.source_in(countries["SI"]), field.id) == (field.article, "company_register")
    assert requirement.source_in(countries["LI"]) == requirement.source


def test_a_field_that_nothing_names_is_found(catalogue: Catalogue, countries: Countries) -> None:
    si = countries["SI"]
    odd = replace(si.invoicing.field[0], id="something_new")
    duty = replace(si.invoicing.duty[0], kind="something_new", schemes=())
    invoicing = replace(si.invoicing, field=(*si.invoicing.field, odd), duty=(*si.invoicing.duty, duty))
    assert catalogue.unclaimed(replace(si, invoicing=invoicing)) == (odd, duty)


def test_smoke_depth_holds_the_first_milestone(catalogue: Catalogue) -> None:
    smoke = {r.id for r in catalogue.values() if r.depth is Depth.SMOKE}
    assert {"API-ENTITY", "BRAND-LOGO", "VAT-226-9", "NUM-FORMAT", "DOC-READABLE", "ACCESS-ENTITY-KEY"} <= smoke


def test_severities_are_read(catalogue: Catalogue) -> None:
    assert catalogue["VAT-LIABILITY"].severity is Severity.BLOCKER
    assert catalogue["API-CONTRACT"].severity is Severity.MINOR


# change to the entry -> line and key of the problem
BROKEN = [
    (ENTRY.replace('source = "Source"\n', ""), 1, "requirement[0].source"),
    (ENTRY.replace('"major"', '"severe"'), 6, "requirement[0].severity"),
    (ENTRY + 'colour = "red"\n', 10, "requirement[0].colour"),
    (ENTRY + 'targets = ["moon"]\n', 10, "requirement[0].targets"),
    (ENTRY + ENTRY, 10, "requirement[1]"),
    (ENTRY.replace('"all"', '"national"'), 9, "requirement[0].applies"),
    (ENTRY + 'fields = ["company_register"]\n', 9, "requirement[0].applies"),
    (ENTRY + 'not_checked = "a"\nnot_applicable = "b"\n', 11, "requirement[0].not_applicable"),
]


@pytest.mark.parametrize(("text", "line", "key"), BROKEN, ids=[b[2] for b in BROKEN])
def test_broken_entries_are_named(tmp_path: Path, text: str, line: int, key: str) -> None:
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LawDataError) as caught:
        load_catalogue(tmp_path)
    assert [(p.file.name, p.line, p.key) for p in caught.value.problems] == [("x.toml", line, key)]


def test_an_id_in_two_files_is_named(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(ENTRY, encoding="utf-8")
    with pytest.raises(LawDataError) as caught:
        load_catalogue(tmp_path)
    assert [(p.file.name, p.line, p.key) for p in caught.value.problems] == [("b.toml", 2, "requirement[0].id")]


def test_an_empty_catalogue_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LawDataError, match="no requirement"):
        load_catalogue(tmp_path)
