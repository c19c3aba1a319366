"""A realistic run with hostile strings: three countries, a real PDF each, exchanges, failures, gaps and the rest."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pytest
import typst

from harness.model import finding as model
from harness.run.record import document as run

HOSTILE = '<script>alert("x")</script> \x1b[31mAcme|Co & Söhne\x00 \u202egpj'

INVOICE = """
#set page(width: 595pt, height: 842pt, margin: 0pt)
#set text(size: 10pt)
#let put(x, y, body) = place(top + left, dx: x, dy: y, body)
#put(56pt, 56pt, rect(width: 46pt, height: 46pt, fill: rgb("COLOUR"), radius: 8pt))
#put(112pt, 66pt, text(size: 18pt, weight: "bold")[SELLER])
#put(56pt, 140pt, text(size: 22pt)[Invoice NUMBER])
#put(56pt, 180pt)[Date of issue: 2026-11-02]
#put(56pt, 200pt)[Seller VAT ID: VATID]
#put(330pt, 180pt)[Northwind Trading]
#put(330pt, 200pt)[Customer VAT ID: DE811569869]
#put(56pt, 280pt, rect(width: 483pt, height: 22pt, fill: rgb("COLOUR").lighten(85%)))
#put(62pt, 286pt, strong[Description])
#put(330pt, 286pt, strong[Quantity])
#put(460pt, 286pt, strong[Amount])
#put(62pt, 316pt)[Consulting, October 2026]
#put(330pt, 316pt)[1]
#put(460pt, 316pt)[100.00 EUR]
#put(330pt, 380pt)[Total without VAT]
#put(460pt, 380pt)[100.00 EUR]
#put(330pt, 400pt)[VAT RATE %]
#put(460pt, 400pt)[VATSUM EUR]
#put(330pt, 424pt, strong[Total])
#put(460pt, 424pt, strong[GROSS EUR])
#put(56pt, 520pt)[Payable within 14 days. IBAN SI56 0110 0000 0123 456]
"""

COUNTRIES = {
    "DE": ("Germany", "Nordlicht GmbH", "DE136695976", "#1b5e8c", "19", "19.00", "119.00"),
    "FR": ("France", "Atelier Lumière", "FR40303265045", "#8c1b4a", "20", "20.00", "120.00"),
    "SI": ("Slovenia", "Zelena Pot d.o.o.", "SI50223054", "#1b8c57", "22", "21.00", "121.00"),
}

REQUIREMENTS = {
    "VAT-226-01": ("VAT", "Date of issue", "Art. 226 (1)", "blocker", "verified"),
    "VAT-226-02": ("VAT", "Sequential number that identifies the invoice", "Art. 226 (2)", "blocker", "verified"),
    "VAT-226-03": ("VAT", "VAT identification number of the seller", "Art. 226 (3)", "blocker", "verified"),
    "VAT-226-04": ("VAT", "VAT identification number of the customer", "Art. 226 (4)", "blocker", "verified"),
    "VAT-226-08": ("VAT", "Taxable amount per rate", "Art. 226 (8)", "major", "verified"),
    "VAT-226-09": ("VAT", "VAT rate applied", "Art. 226 (9)", "blocker", "verified"),
    "VAT-226-11a": ("VAT", "The mention “Reverse charge”", "Art. 226 (11a)", "blocker", "recalled"),
    "VIES-UNREACHABLE": (
        "VIES",
        "An unreachable VIES is not taken as a confirmation",
        "Art. 138 (1)",
        "major",
        "verified",
    ),
    "NUM-SEQUENCE": (
        "NUM",
        "Numbers of one series follow each other without gap",
        "Art. 226 (2)",
        "blocker",
        "verified",
    ),
    "NUM-TENANT": ("NUM", "Each tenant has a series of its own", "Art. 226 (2)", "major", "verified"),
    "BRAND-LOGO": ("BRAND", "The tenant's logo is printed", "product promise", "major", "verified"),
    "BRAND-COLOUR": ("BRAND", "The tenant's primary colour is used", "product promise", "minor", "verified"),
    "TEN-ACCESS": ("TEN", "A tenant's key sees that tenant only", "API contract, access", "blocker", "verified"),
}

BOXES = {
    "VAT-226-01": ("2026-11-02", (56, 178, 190, 194)),
    "VAT-226-02": ("Invoice", (56, 138, 260, 164)),
    "VAT-226-03": ("Seller VAT ID", (56, 198, 240, 214)),
    "VAT-226-04": ("Customer VAT ID", (330, 198, 510, 214)),
    "VAT-226-08": ("100.00 EUR", (460, 378, 520, 394)),
    "VAT-226-09": ("VAT", (330, 398, 520, 414)),
    "BRAND-LOGO": ("logo", (56, 56, 102, 102)),
}


@dataclass
class Sample:
    """Collects the parts of a run document and stores its artefacts."""

    folder: Path
    artefacts: dict[str, run.ArtefactRecord] = field(default_factory=dict)
    plan: list[run.PlannedItem] = field(default_factory=list)
    results: list[run.ItemResult] = field(default_factory=list)
    findings: list[run.FindingRecord] = field(default_factory=list)
    exchanges: list[run.ExchangeRecord] = field(default_factory=list)

    def store(self, data: bytes, media_type: str, suffix: str) -> str:
        digest = hashlib.sha256(data).hexdigest()
        path = f"evidence/{digest}.{suffix}"
        (self.folder / "evidence").mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_bytes(data)
        self.artefacts[digest] = run.ArtefactRecord(path=path, media_type=media_type, size=len(data))
        return digest

    def exchange(self, item: str, country: str, number: int, seller: str) -> str:
        body = json.dumps({"customer": {"name": seller}, "lines": [{"description": "Consulting", "price": 100}]})
        request = f"POST /v2/invoices HTTP/1.1\r\nauthorization: Bearer [redacted]\r\n\r\n{body}"
        answer = json.dumps({"number": f"2026-{number:05}", "total_with_tax": 122, "issuer": {"name": seller}})
        response = f"HTTP/1.1 201 Created\r\ncontent-type: application/json\r\n\r\n{answer}"
        identity = f"x-{country}-{number}"
        self.exchanges.append(
            run.ExchangeRecord(
                id=identity,
                item=item,
                method="POST",
                url="http://127.0.0.1:8000/v2/invoices",
                status=201,
                error=None,
                attempt=1,
                started_at="2026-11-02T09:00:00Z",
                milliseconds=12.5,
                request=self.store(request.encode(), "message/http", "txt"),
                response=self.store(response.encode(), "message/http", "txt"),
            )
        )
        return identity


def render(country: str, number: str) -> bytes:
    _, seller, vat_id, colour, rate, vat, gross = COUNTRIES[country]
    source = INVOICE
    values = {
        "COLOUR": colour,
        "SELLER": seller,
        "NUMBER": number,
        "VATID": vat_id,
        "RATE": rate,
        "VATSUM": vat,
        "GROSS": gross,
    }
    for key, value in values.items():
        source = source.replace(key, value)
    return typst.compile(source.encode())


DERIVATION = [
    ("The buyer is a taxable person established in another Member State", "Directive 2006/112/EC Art. 44"),
    ("The service is supplied where the buyer is established", "Directive 2006/112/EC Art. 44"),
    ("The buyer owes the VAT; the invoice must say “Reverse charge”", "Directive 2006/112/EC Art. 196, 226 (11a)"),
]


def verdict_of(requirement: str, country: str, index: int) -> tuple[str, str, str, str, str]:
    """Verdict, code, message, expected and observed of one sample finding."""
    rate, vat = COUNTRIES[country][4:6]
    if requirement == "VAT-226-09" and country == "SI":
        return (
            "failed",
            "vat-differs",
            f"printed VAT 21.00 EUR for {HOSTILE}, law asks 22.00 EUR",
            "22.00 EUR",
            f"21.00 EUR {HOSTILE}",
        )
    if requirement == "VAT-226-11a" and country in ("DE", "FR"):
        return (
            "gap",
            "outcome-differs",
            "the API documents domestic VAT for this supply, the law asks reverse charge",
            "reverse charge, no VAT",
            f"{rate} % VAT, {vat} EUR",
        )
    if requirement == "VAT-226-04" and country == "FR" and index == 1:
        return ("unverifiable", "not-seen", "the PDF reader cannot see the customer's VAT number", "DE811569869", "")
    if requirement == "NUM-TENANT" and country == "SI":
        return ("broken", "target-error", "the target answered 500 three times", "", "HTTP 500")
    return ("passed", "agrees", "the printed value is what the law asks", f"{rate} %", f"{rate} %")


def finding(sample: Sample, requirement: str, country: str, index: int, evidence: tuple[str, str]) -> None:
    verdict, code, message, expected, observed = verdict_of(requirement, country, index)
    text, box = BOXES.get(requirement, ("", None))
    place = (
        run.PlaceRecord(witness="pdf", text=text, page=1, box=box)
        if box
        else run.PlaceRecord(witness="api", text=observed, pointer="/lines/0/taxes/0/rate")
    )
    group, _, _, severity, _ = REQUIREMENTS[requirement]
    sample.findings.append(
        run.FindingRecord(
            requirement=requirement,
            verdict=model.Verdict(verdict),
            severity=model.Severity(severity),
            code=code,
            message=message,
            expected=expected,
            observed=observed,
            supplied_by="harness" if group == "BRAND" else "target",
            country=country,
            scenario=f"test_{group.lower()}",
            item=f"scenarios/test_{group.lower()}.py::test_{group.lower()}[{country}-{index}]",
            subject=f"invoice 2026-{index:05} (services to a business in DE)",
            case=f"{index:016x}",
            seen=[place],
            evidence={"pdf": evidence[0]},
            gap="amount" if verdict == "gap" else "",
            exchanges=[evidence[1]],
        )
    )


def add_country(sample: Sample, country: str, invoices: int) -> None:
    for index in range(1, invoices + 1):
        item = f"scenarios/test_vat.py::test_vat[{country}-{index}]"
        pdf = sample.store(render(country, f"2026-{index:05}"), "application/pdf", "pdf")
        exchange = sample.exchange(item, country, index, HOSTILE if index == 1 else COUNTRIES[country][1])
        for requirement in REQUIREMENTS:
            if requirement != "VIES-UNREACHABLE":
                finding(sample, requirement, country, index, (pdf, exchange))
        for group in sorted({r[0] for r in REQUIREMENTS.values()}):
            add_item(sample, group.lower(), country, index)


def add_item(sample: Sample, group: str, country: str, index: int) -> None:
    item = f"scenarios/test_{group}.py::test_{group}[{country}-{index}]"
    sample.plan.append(
        run.PlannedItem(
            id=item,
            scenario=f"test_{group}",
            question=f"Does {group.upper()} hold for {HOSTILE}?",
            module=f"scenarios/test_{group}.py",
            country=country,
        )
    )
    if group == "vies" and country == "SI":
        return
    verdicts = {f.verdict for f in sample.findings if f.item == item}
    bad = [v for v in (model.Verdict.FAILED, model.Verdict.BROKEN) if v in verdicts]
    outcome = bad[0].value if bad else "passed"
    message = f"1 requirement failed for {HOSTILE}" if outcome != "passed" else ""
    sample.results.append(run.ItemResult(item=item, outcome=outcome, seconds=0.25, worker="gw0", message=message))


ORDER = ["passed", "unverifiable", "gap", "failed", "broken"]


def readiness(sample: Sample, country: str, invoices: int) -> run.Readiness:
    own = [f for f in sample.findings if f.country == country]
    standings = []
    for requirement in REQUIREMENTS:
        verdicts = [f.verdict.value for f in own if f.requirement == requirement]
        worst = max(verdicts, key=ORDER.index) if verdicts else "not_run"
        standings.append(run.RequirementStanding(requirement=requirement, verdict=worst, findings=len(verdicts)))
    verdict, reasons = {
        "DE": ("REHEARSED", []),
        "FR": ("INCOMPLETE", ["VAT-226-04 could not be verified on 1 invoice"]),
        "SI": ("BLOCKED", ["VAT-226-09 failed", "VIES-UNREACHABLE was planned and did not run"]),
    }[country]
    count = lambda v: sum(f.verdict.value == v for f in own)  # noqa: E731
    return run.Readiness(
        country=country,
        name=COUNTRIES[country][0],
        verdict=verdict,
        reasons=reasons,
        complete=country == "DE",
        passed=count("passed"),
        failed=count("failed"),
        gaps=int(count("gap") > 0),
        unverifiable=count("unverifiable"),
        broken=count("broken"),
        invoices=invoices,
        requests=7 * invoices,
        standings=standings,
        facts=run.FactsKnown(facts=28, recalled=24, single_source=1),
    )


def requirement_records() -> dict[str, run.RequirementRecord]:
    return {
        key: run.RequirementRecord(
            title=title,
            text=f"Every invoice states: {title.lower()}.",
            source=f"Directive 2006/112/EC {source}" if source.startswith("Art") else source,
            severity=model.Severity(severity),
            group=group,
            depth="standard",
            assurance=assurance,
            required=key != "BRAND-COLOUR",
            reason="" if key != "BRAND-COLOUR" else "a matter of taste, shown for information",
        )
        for key, (group, title, source, severity, assurance) in REQUIREMENTS.items()
    }


def build(folder: Path, invoices: int = 2, fidelity: str = "embedded") -> run.RunDocument:
    sample = Sample(folder)
    for country in COUNTRIES:
        add_country(sample, country, invoices)
    record = run.RunRecord(
        id="20261102T090000Z-7f3a",
        started_at="2026-11-02T09:00:00Z",
        finished_at="2026-11-02T09:00:21Z",
        seconds=21.4,
        command="harness run SI DE FR --defect wrong-rate",
        harness_version="0.1.0",
        target=run.TargetRecord(
            address="http://127.0.0.1:43121", fidelity=model.Fidelity(fidelity), seen_on="2026-11-02"
        ),
        depth="standard",
        countries=["DE", "FR", "SI"],
        as_of="2026-11-02",
        workers=2,
        defects=["wrong-rate"],
        interrupted=None,
    )
    rules = [
        run.GateRule(name="no failure of severity blocker or major", holds=False, detail=f"{invoices} failed in SI"),
        run.GateRule(name="every planned item ran", holds=False, detail=f"{invoices} did not run"),
        run.GateRule(name="nothing is broken", holds=False, detail="NUM-TENANT in SI"),
        run.GateRule(name="gaps are accepted", holds=True, detail="2 open gaps, --gaps-block is not given"),
    ]
    return run.RunDocument(
        run=record,
        gate=run.Gate(exit_code=1, passed=False, rules=rules),
        readiness=[readiness(sample, c, invoices) for c in COUNTRIES],
        requirements=requirement_records(),
        plan=sample.plan,
        results=sample.results,
        findings=sample.findings,
        derivations={f.case: DERIVATION for f in sample.findings},
        exchanges=sample.exchanges,
        artefacts=sample.artefacts,
        notes=["The target preloads the taxes of SI, DE and FR.", f"Unknown field {HOSTILE}"],
        left_behind=[f"entity ent_123 ({HOSTILE}), disabled"],
    )


def pdfium_image(data: bytes, page: int, boxes: Sequence[tuple[float, float, float, float]]) -> bytes:
    """A page image without the reading package, so that these tests need only their own part."""
    with pypdfium2.PdfDocument(data) as pdf:
        image = pdf[page - 1].render(scale=130 / 72).to_pil()
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[run.RunDocument, Path]:
    """A document and the folder that holds its artefacts; do not write into the folder's evidence."""
    folder = tmp_path_factory.mktemp("run")
    return build(folder), folder


@pytest.fixture(scope="session")
def document(sample_run: tuple[run.RunDocument, Path]) -> run.RunDocument:
    return sample_run[0]


@pytest.fixture(scope="session")
def folder(sample_run: tuple[run.RunDocument, Path]) -> Path:
    return sample_run[1]


@pytest.fixture(scope="session")
def hostile() -> str:
    return HOSTILE


@pytest.fixture(scope="session")
def page_image() -> Callable[..., bytes]:
    return pdfium_image


@pytest.fixture(scope="session")
def build_run() -> Callable[..., run.RunDocument]:
    return build
