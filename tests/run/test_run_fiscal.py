"""Tenants with fiscal codes: which scenarios run when, what is registered, what a document is sent with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from harness.api import Secret
from harness.api.models.document import DocumentCreate, Line
from harness.checks.base import failed, passed
from harness.checks.fiscal.readings import Registered
from harness.fiscal import atcud, atcud_rules, zoi
from harness.fiscal.keys import load_private_key
from harness.fiscal.shapes import iso7064_mod11_10
from harness.law import load_catalogue
from harness.model.case import Case, CaseLine, CaseParty
from harness.model.facts import DocumentKind
from harness.model.finding import Fidelity, Verdict
from harness.run.errors import UsageError
from harness.run.fiscal import profile as fiscal_profile
from harness.run.fiscal.desk import FiscalDesk
from harness.run.fiscal.duties import (
    begins,
    cash_registers,
    due,
    not_yet,
    registered_series,
    requirements_of,
    strategies,
    that_can_be_down,
)
from harness.run.fiscal.keys import certificate
from harness.run.fiscal.profile import code_list, profiles
from harness.run.fiscal.sale import Sale
from harness.run.fiscal.setup import SCHEMES, FiscalTenant, set_up

DAY = date(2026, 11, 23)


@pytest.fixture
def run(context, fixtures_dir):
    """A run of every requirement on a day: ``run(date, fidelity)``."""

    def made(day: date = DAY, fidelity: Fidelity = Fidelity.EMBEDDED):
        plain = context(load_catalogue(fixtures_dir / "requirements"))
        return replace(plain, as_of=day, target=replace(plain.target, fidelity=fidelity))

    return made


@pytest.mark.parametrize(
    ("code", "day", "tills", "series", "later"),
    [
        ("SI", DAY, ["furs"], [], []),
        ("HR", DAY, ["fina"], [], []),
        ("HR", date(2025, 6, 1), ["fina"], [], []),
        ("PT", DAY, [], ["at"], []),
        ("SI", date(2015, 12, 31), [], [], ["furs"]),
        ("SI", date(2016, 1, 2), ["furs"], [], []),
        ("PT", date(2019, 2, 15), [], [], ["at"]),
        ("DE", DAY, [], [], []),
        ("AT", DAY, [], [], []),
    ],
)
def test_scenarios_run_where_the_duty_is_in_force(countries, run, code, day, tills, series, later):
    country, context = countries[code], run(day)
    assert cash_registers(country, context) == tills
    assert registered_series(country, context) == series
    assert not_yet(country, context) == later
    assert strategies(country, context) == [f"{scheme}-{per}" for scheme in tills for per in ("premises", "device")]


def test_only_the_embedded_authority_can_be_told_to_fail(countries, run):
    assert that_can_be_down(countries["SI"], run()) == ["furs"]
    assert that_can_be_down(countries["SI"], run(fidelity=Fidelity.VENDOR_SANDBOX)) == []
    assert that_can_be_down(countries["SI"], run(fidelity=Fidelity.LOCAL)) == []


def test_requirements_of_a_scheme(countries, run):
    asked, since = requirements_of(countries["SI"], run(), "furs")
    assert {"FISC-ZOI", "FISC-EOR", "FISC-NUMBER", "FISC-LATE"} <= set(asked)
    assert not {"FISC-ZKI", "FISC-ATCUD"} & set(asked)
    assert since == "2016-01-02"


def test_every_scheme_of_a_folder_that_is_ours_has_a_profile_and_requirements(countries, run):
    context = run()
    assert set(profiles()) == set(SCHEMES)
    for country in countries.values():
        for scheme in (*cash_registers(country, context), *registered_series(country, context)):
            assert requirements_of(country, context, scheme)[0]


def test_numbers_of_the_profiles_are_valid():
    furs, fina, at = (profiles()[scheme] for scheme in SCHEMES)
    assert zoi.tax_number_holds(furs.operator)
    assert iso7064_mod11_10(fina.operator)
    assert len(fina.operator) == 11
    assert atcud_rules.tax_number_holds(at.operator)
    assert all(device.isdigit() for device in fina.devices)
    assert all(len(profile.devices) == 2 and profile.premise.isalnum() for profile in (furs, fina))
    assert set(at.series) == {DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE}
    assert all(atcud.parse(f"{one.validation_code}-1").ordinal == 1 for one in at.series.values())
    table = code_list("exemption_codes")
    for day in (DAY, date(2022, 6, 15)):
        assert [list(table.faults("code", why.on(day)[0], day)) for why in at.exemptions.values()] == [[], []]
    letters = set((fina.means or {}).values())
    assert letters <= set(code_list("means_of_payment").values)


def test_a_profile_that_cannot_be_used_is_a_usage_error(tmp_path, monkeypatch):
    broken = tmp_path / "tenants.toml"
    broken.write_text('[furs]\npremise = "P1"\nsurprise = true\n', encoding="utf-8")
    monkeypatch.setattr(fiscal_profile, "fixtures", lambda *parts: broken)
    with pytest.raises(UsageError, match=r"tenants\.toml"):
        profiles.__wrapped__()


def test_the_certificate_is_made_once_and_opens_with_its_passphrase():
    made = certificate()
    loaded = load_private_key(made.file, made.passphrase.reveal())
    assert made is certificate()
    assert loaded.private_numbers() == made.key.private_numbers()
    assert made.passphrase.reveal() not in repr(made)
    assert b"PRIVATE" not in made.file


class Recording:
    """Stands in for the client: keeps what is called, and answers with ids."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Any]] = []

    def __getattr__(self, name: str) -> Any:
        def call(*given: Any) -> Any:
            self.calls.append((name, given[-1]))
            value = SimpleNamespace(id=f"id_{len(self.calls)}", business_premise_name="POSL1")
            return SimpleNamespace(value=(value,) if name == "premises" else value)

        return call


def _seller(countries, code: str, vat_id: str) -> Any:
    tenant = SimpleNamespace(
        entity_id="ent_1", party=SimpleNamespace(vat_id=vat_id), prints_codes=False, country=countries[code]
    )
    return SimpleNamespace(tenant=tenant, country=countries[code])


def _desk(context, group: Recording) -> Any:
    secrets: list[str] = []
    public = SimpleNamespace(value=SimpleNamespace(pt=_pem()))
    fiscal = SimpleNamespace(furs=group, fina=group, pt=group, embedded=SimpleNamespace(keys=lambda: public))
    recorder = SimpleNamespace(learn_secret=secrets.append, secrets=secrets)
    return SimpleNamespace(client=SimpleNamespace(fiscalization=fiscal), recorder=recorder, context=context)


def _pem() -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return certificate().key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.mark.parametrize(("strategy", "letter"), [("premises", "C"), ("device", "B")])
def test_set_up_of_a_cash_register_with_registered_premises(countries, run, strategy, letter):
    group, seller = Recording(), _seller(countries, "SI", "SI10039856")
    desk = _desk(run(), group)
    tenant = set_up(desk, seller, "furs", strategy=strategy)
    names = [name for name, _ in group.calls]
    assert names == [
        "upload_certificate",
        "put_settings",
        "register_real_estate",
        "premises",
        "add_device",
        "add_device",
    ]
    assert group.calls[1][1].numbering_strategy == letter
    assert isinstance(group.calls[0][1], Secret)
    assert desk.recorder.secrets == [certificate().passphrase.reveal()]
    assert seller.tenant.prints_codes is True
    own = tenant.registered
    assert (own.tax_number, own.premise, own.devices) == ("10039856", "POSL1", ("BLAG1", "BLAG2"))
    assert own.private_key is certificate().key


def test_set_up_of_a_cash_register_with_labels_alone(countries, run):
    group = Recording()
    tenant = set_up(_desk(run(), group), _seller(countries, "HR", "HR44442756160"), "fina", strategy="device")
    assert [name for name, _ in group.calls] == [
        "upload_certificate", "put_settings", "add_premise", "add_device", "add_device"
    ]  # fmt: skip
    assert group.calls[1][1].numbering_sequence == "N"
    assert tenant.registered.means is not None


@pytest.mark.parametrize(
    ("requirement", "country", "since"),
    [
        ("FISC-ATCUD", "PT", date(2023, 1, 1)),
        ("FISC-ATCUD-QR", "PT", date(2022, 1, 1)),
        ("FISC-CHAIN", "PT", date(2019, 2, 16)),
        ("FISC-ZKI", "HR", date(2013, 1, 1)),
        ("FISC-ZKI-QR", "HR", date(2026, 1, 1)),
    ],
)
def test_a_requirement_begins_with_its_field_or_else_with_the_duty(countries, run, requirement, country, since):
    assert begins(run().catalogue[requirement], countries[country]) == since


def test_what_is_not_yet_due_is_neither_passed_nor_failed(countries, run):
    judged = [passed("FISC-CHAIN", "holds"), failed("FISC-ATCUD", "code-differs", "no"), passed("FISC-ATCUD", "yes")]
    found = list(due(judged, countries["PT"], run(date(2022, 6, 1))))
    assert [(j.requirement, j.verdict) for j in found] == [
        ("FISC-CHAIN", Verdict.PASSED),
        ("FISC-ATCUD", Verdict.NOT_APPLICABLE),
    ]
    assert list(due(judged, countries["PT"], run())) == judged


@pytest.mark.parametrize(("fidelity", "certified"), [(Fidelity.EMBEDDED, True), (Fidelity.VENDOR_SANDBOX, False)])
def test_only_a_simulated_authority_takes_our_certificate(countries, run, fidelity, certified):
    desk = _desk(run(fidelity=fidelity), Recording())
    assert set_up(desk, _seller(countries, "SI", "SI10039856"), "furs").registered.certified is certified


@pytest.mark.parametrize(("fidelity", "known"), [(Fidelity.EMBEDDED, True), (Fidelity.VENDOR_SANDBOX, False)])
def test_set_up_of_series(countries, run, fidelity, known):
    group = Recording()
    tenant = set_up(_desk(run(fidelity=fidelity), group), _seller(countries, "PT", "PT520132092"), "at")
    assert [name for name, _ in group.calls] == ["create", "create"]
    assert group.calls[0][1].validation_code == "HB6FT7RV"
    assert (tenant.registered.public_key is not None) is known
    assert tenant.registered.rates == (Decimal(23), Decimal(13), Decimal(6))
    assert tenant.series_ids == {"invoice": "id_1", "credit_note": "id_2"}


def _till(scheme: str) -> FiscalDesk:
    plain = DocumentCreate(items=(Line(name="x"),))
    issuer = SimpleNamespace(request=lambda tenant, case, linked: plain)
    profile = profiles()[scheme]
    own = Registered(scheme, "1", premise=profile.premise, devices=profile.devices, means=profile.means)
    seller: Any = SimpleNamespace(tenant=None)
    ids = {"invoice": "ser_1", "credit_note": "ser_2"}
    desk: Any = SimpleNamespace(issuer=issuer)
    return FiscalDesk(desk, FiscalTenant(seller, profile, own, ids))


PARTY = CaseParty("A", "SI")
CASE = Case(PARTY, PARTY, (CaseLine("x", net_price=Decimal(1)),), DAY, DAY, "EUR")


def test_request_of_a_cash_register_that_lets_documents_be_left_out():
    body = _till("furs").request(Sale(CASE, ("cash", "card"), device=1, skip=True)).wire()
    assert body["furs"] == {
        "business_premise_name": "POSL1", "electronic_device_name": "BLAG2", "operator_label": "Blagajna Ana",
        "operator_tax_number": "12345679", "skip": True,
    }  # fmt: skip
    assert body["payments"] == ({"type": "cash", "amount": Decimal(1)}, {"type": "card"})
    assert "skip" not in _till("furs").request(Sale(CASE)).wire()["furs"]


@pytest.mark.parametrize(
    ("payments", "sent"), [(("card",), "card"), (("cash", "card"), "other"), ((), "bank_transfer")]
)
def test_request_of_a_cash_register_that_reports_the_means(payments, sent):
    body = _till("fina").request(Sale(CASE, payments)).wire()
    assert body["fina"]["payment_type"] == sent
    assert body["fina"]["operator_oib"] == "12345678903"
    assert ("payments" in body) is bool(payments)


def test_request_in_a_series():
    body = _till("at").request(Sale(CASE, (), untaxed="exempt")).wire()
    assert body["pt"] == {
        "series_id": "ser_1", "operator_first_name": "Rita", "operator_last_name": "Faria",
        "operator_tax_number": "212345672",
    }  # fmt: skip
    (tax,) = body["items"][0]["taxes"]
    assert (tax["rate"], tax["pt_exemption_code"]) == (0, "M07")
    abroad = _till("at").request(Sale(CASE, (), untaxed="reverse_charge")).wire()
    assert abroad["items"][0]["taxes"][0]["pt_exemption_code"] == "M40"
    note = replace(CASE, kind=DocumentKind.CREDIT_NOTE)
    assert _till("at").request(Sale(note)).wire()["pt"]["series_id"] == "ser_2"
