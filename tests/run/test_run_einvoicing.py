"""E-invoices of issued documents: which forms, fetched and judged once, and what a refusal comes to."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

import harness.run.einvoices.forms as subject
from harness.api import Answer, AnswerNotUnderstood, Exchange, NotFound, ServerError, UnprocessableEntity
from harness.checks.base import Readings
from harness.law import expect
from harness.model.case import Case, CaseLine, CaseParty
from harness.model.expectation import SuppliedBy
from harness.model.facts import DocumentKind, Witness
from harness.model.finding import Verdict
from harness.reading.einvoice import parse_einvoice, read_einvoice
from harness.run.einvoices.forms import REQUIREMENTS, EInvoices, Form, forms_of
from harness.run.tenants.onboarding import schemes_of
from harness.sandbox.einvoice import ubl
from harness.sandbox.einvoice.model import EInvoice, Line, Party, VatRow

SELLER = CaseParty("Lampen GmbH", "DE", "Weg 2", "10115", "Berlin", vat_id="DE136695976")
BUYER = CaseParty("Handel AG", "DE", "Allee 1", "20457", "Hamburg", vat_id="DE123456788")
CASE = Case(
    seller=SELLER, buyer=BUYER, lines=(CaseLine("Lamp", net_price=Decimal(100)),), issue_date=date(2026, 11, 2),
    supply_date=date(2026, 11, 2), currency="EUR", language="de",
)  # fmt: skip


def _party(who: CaseParty) -> Party:
    return Party(who.name, who.street, None, who.city, who.post_code, who.country, who.vat_id, None, None,
                 "a@b.test", "+49 30 1234567", ("9930", who.vat_id or ""))  # fmt: skip


MODEL = EInvoice(
    number="2026-00001", type_code="380", issued=date(2026, 11, 2), due=date(2026, 12, 2), currency="EUR",
    buyer_reference="04011000-12345-34", note=None, terms="30 days", seller=_party(SELLER), buyer=_party(BUYER),
    lines=(Line(1, "Lamp", None, Decimal(1), "C62", Decimal(100), Decimal(0), Decimal(100), "S", Decimal(19)),),
    vat=(VatRow("S", Decimal(19), Decimal(100), Decimal(19), None),), net=Decimal(100), gross=Decimal(119),
    rounding=Decimal(0), paid=Decimal(0), payable=Decimal(119), iban="DE02120300000000202051", bic=None,
    delivered=date(2026, 11, 2), period=None, preceding=None,
)  # fmt: skip
XML = ubl.write(MODEL, ubl.XRECHNUNG)


@pytest.fixture
def issued(countries) -> Any:
    """A document whose answer says what the e-invoice says."""
    answered = replace(read_einvoice(parse_einvoice(XML)), witness=Witness.API)
    page = replace(answered, witness=Witness.PDF)
    law = expect(CASE, countries)
    readings = Readings(CASE, law, answered, page, SuppliedBy.TARGET, SuppliedBy.TARGET)
    tenant = SimpleNamespace(entity_id="ent_1", country=countries["DE"])
    answer = SimpleNamespace(value=SimpleNamespace(id="inv_1"))
    return SimpleNamespace(case=CASE, tenant=tenant, answer=answer, declared=answered, printed=page, readings=readings,
                           labels=None)  # fmt: skip


class Recorder:
    """What the desk's recorder is asked."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.kept: list[bytes] = []

    def note(self, text: str) -> None:
        self.notes.append(text)

    def attached(self, data: bytes, _media_type: str) -> str:
        self.kept.append(data)
        return "digest-of-xml"

    def body_of(self, _exchange: str) -> str | None:
        return None


class Client:
    """Answers each form with the same bytes, or refuses; counts the calls."""

    def __init__(self, data: bytes | Exception) -> None:
        self.calls: Counter[str] = Counter()
        self._data = data
        self.e_invoicing = SimpleNamespace(
            **{name: self._call(name) for name in ("xrechnung", "zugferd", "eslog", "xml")}
        )

    def _call(self, name: str) -> Any:
        def call(*arguments: str) -> Answer[bytes]:
            self.calls[" ".join((name, *arguments))] += 1
            if isinstance(self._data, Exception):
                raise self._data
            now = datetime(2026, 11, 2, tzinfo=UTC)
            exchange = Exchange("x-1", "GET", "http://t/", {}, b"", 200, {}, self._data, now, 0.1, 1)
            return Answer(self._data, None, exchange)

        return call


def test_each_form_is_fetched_and_judged_once(issued, monkeypatch):
    validated = Counter()
    real = subject.validate
    monkeypatch.setattr(subject, "validate", lambda invoice: validated.update(["once"]) or real(invoice))
    client, recorder = Client(XML), Recorder()
    forms = EInvoices(client, recorder)
    first = list(forms.judged(issued, Form.XRECHNUNG, issued.tenant.country))
    again = list(forms.judged(issued, Form.XRECHNUNG, issued.tenant.country))
    assert first == again
    assert {judgement.verdict for judgement in first} == {Verdict.PASSED}
    assert {judgement.requirement for judgement in first} == {"EINV-XRECHNUNG", "EINV-AGREES", "EINV-LAW"}
    assert (client.calls, validated) == ({"xrechnung ent_1 inv_1 invoices": 1}, {"once": 1})
    assert forms.evidence(issued, Form.XRECHNUNG) == (("xml", "digest-of-xml"),)
    assert (recorder.kept, forms.exchange(issued, Form.XRECHNUNG)) == ([XML], ("x-1",))


def test_a_note_names_each_artefact_once(issued):
    recorder = Recorder()
    forms = EInvoices(Client(XML), recorder)
    for _ in range(2):
        list(forms.judged(issued, Form.XRECHNUNG, issued.tenant.country))
    assert len(recorder.notes) == len(set(recorder.notes))
    assert "E-invoices were judged by EN 16931 UBL, version 1.3.16" in recorder.notes


@pytest.mark.parametrize("why", [
    UnprocessableEntity(422, "unprocessable_entity", "not valid", {}, request="GET /x"),
    AnswerNotUnderstood("the answer is text/html instead of XML", request="GET /x"),
    b"<Order xmlns='urn:other'/>",
    b"no XML at all",
])  # fmt: skip
def test_what_is_not_delivered_is_a_failure(issued, why):
    forms = EInvoices(Client(why), Recorder())
    (judgement,) = forms.judged(issued, Form.ESLOG, issued.tenant.country)
    assert (judgement.requirement, judgement.verdict, judgement.code) == (
        "EINV-ESLOG", Verdict.FAILED, "not-delivered")  # fmt: skip
    assert (forms.evidence(issued, Form.ESLOG), forms.exchange(issued, Form.ESLOG)) == ((), ())


@pytest.mark.parametrize(
    ("form", "verdict"),
    [(Form.ESLOG, Verdict.UNVERIFIABLE), (Form.PEPPOL, Verdict.UNVERIFIABLE), (Form.XRECHNUNG, Verdict.FAILED)],
)
def test_an_inferred_route_that_is_not_there_says_nothing_of_the_document(issued, form, verdict):
    forms = EInvoices(Client(NotFound(404, "not_found", "no such path", {}, request="GET /x")), Recorder())
    (judgement,) = forms.judged(issued, form, issued.tenant.country)
    assert (judgement.requirement, judgement.verdict) == (REQUIREMENTS[form], verdict)


def test_a_target_that_fails_is_no_finding(issued):
    forms = EInvoices(Client(ServerError(500, None, "down", {}, request="GET /x")), Recorder())
    with pytest.raises(ServerError):
        list(forms.judged(issued, Form.PEPPOL, issued.tenant.country))


def test_a_page_that_is_no_pdf_is_not_delivered(issued):
    (judgement,) = EInvoices(Client(b"%PDF-1.7 broken"), Recorder()).judged(issued, Form.ZUGFERD, issued.tenant.country)
    assert (judgement.requirement, judgement.code) == ("EINV-VALID", "not-delivered")


def test_credit_notes_have_routes_of_their_own(issued):
    client = Client(XML)
    issued.case = replace(CASE, kind=DocumentKind.CREDIT_NOTE)
    EInvoices(client, Recorder()).of(issued, Form.XRECHNUNG)
    assert client.calls == {"xrechnung ent_1 inv_1 credit_notes": 1}


def test_another_answer_and_another_law_are_named(issued):
    other = replace(issued.declared, number=replace(issued.declared.number, value="2026-00002"))
    issued.declared = other
    forms = EInvoices(Client(XML), Recorder())
    failed = [j for j in forms.judged(issued, Form.XRECHNUNG, issued.tenant.country) if j.verdict is Verdict.FAILED]
    assert [(j.requirement, j.code) for j in failed] == [("EINV-AGREES", "xml-differs-from-api")]


@pytest.mark.parametrize(("code", "case", "forms"), [
    ("DE", CASE, ("zugferd", "xrechnung")),
    ("DE", replace(CASE, buyer=replace(BUYER, is_business=False)), ("zugferd",)),
    ("SI", CASE, ("zugferd", "eslog")),
    ("SI", replace(CASE, currency="USD"), ("zugferd",)),
    ("BE", CASE, ("zugferd", "peppol")),
    ("PL", CASE, ("zugferd",)),
    ("GB", CASE, ("zugferd",)),
])  # fmt: skip
def test_forms_of_a_document(countries, code, case, forms):
    issued = SimpleNamespace(case=case, tenant=SimpleNamespace(country=countries[code]))
    assert forms_of(issued) == forms


def test_every_scheme_of_e_invoices_is_a_form_with_a_requirement(countries):
    named = {
        scheme
        for country in countries.values()
        for duty in country.invoicing.duty
        if duty.kind.startswith("e_invoicing")
        for scheme in duty.schemes
    }
    assert named == set(Form) == set(REQUIREMENTS)
    assert schemes_of(countries["DE"]) >= {"xrechnung", "zugferd"}


def test_customers_of_each_scheme_have_what_it_asks(cast):
    assert cast.customers["xrechnung"]["e_invoicing"]["buyer_reference"]
    assert cast.customers["peppol"]["peppol_id"] != cast.unknown_recipient["peppol_id"]
    assert set(cast.contact) == {"phone", "email"}
