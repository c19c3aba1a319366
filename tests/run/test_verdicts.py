"""No false green: everything that did not happen, or was not proved, keeps the gate shut."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.law.catalogue import Scope
from harness.law.records import Side
from harness.model.depth import Depth
from harness.model.finding import Fidelity, Severity, Verdict
from harness.run.record.verdicts import Evidence, gate, readiness, requirement_record, standings, why_not_required

ITEM, OTHER = "m::test_a[SI]", "m::test_b[SI]"
FAILED, GAP = Verdict.FAILED, Verdict.GAP
UNVERIFIABLE, BROKEN = Verdict.UNVERIFIABLE, Verdict.BROKEN


@pytest.fixture
def judged(made, countries):
    """Verdict and exit code of what one run in Slovenia left behind, with one required requirement by default."""

    def judge(evidence: Evidence, catalogue=None, *, gaps_block=False, fidelity=Fidelity.EMBEDDED, depth=Depth.SMOKE):
        catalogue = catalogue or made.catalogue(made.requirement())
        country = readiness(
            countries["SI"], catalogue, evidence, depth=depth, fidelity=fidelity, invoices=1, requests=2
        )
        decision = gate(evidence, [country], gaps_block=gaps_block)
        return SimpleNamespace(country=country, gate=decision, verdict=country.verdict, code=decision.exit_code)

    return judge


@pytest.fixture
def green(made) -> Evidence:
    """One scenario, planned and passed, that proved the one requirement."""
    return Evidence([made.planned()], [made.result()], [made.finding()])


def test_what_ran_and_was_proved_is_green(judged, green):
    found = judged(green)

    assert (found.verdict, found.code, found.gate.passed) == ("REHEARSED", 0, True)
    assert all(rule.holds for rule in found.gate.rules)
    assert (found.country.complete, found.country.passed, found.country.failed) == (True, 1, 0)


@pytest.mark.parametrize(
    ("fidelity", "verdict"),
    [(Fidelity.EMBEDDED, "REHEARSED"), (Fidelity.LOCAL, "REHEARSED"), (Fidelity.VENDOR_SANDBOX, "READY")],
)
def test_only_the_vendor_s_sandbox_makes_a_country_ready(judged, green, fidelity, verdict):
    assert judged(green, fidelity=fidelity).verdict == verdict


RED = {
    "nothing planned": lambda e, made: Evidence([], [], []),
    "nothing planned, yet something found": lambda e, made: replace(e, plan=[]),
    "planned and not run": lambda e, made: replace(e, results=[]),
    "one of two not run": lambda e, made: replace(e, plan=[*e.plan, made.planned(OTHER)]),
    "another item ran": lambda e, made: replace(e, results=[made.result(OTHER)]),
    "broken": lambda e, made: replace(e, results=[made.result(outcome="broken")]),
    "skipped": lambda e, made: replace(e, results=[made.result(outcome="skipped")]),
    "interrupted": lambda e, made: replace(e, interrupted="worker gw1 died"),
    "required and not found": lambda e, made: replace(e, findings=[]),
    "found in another country": lambda e, made: replace(e, findings=[made.finding(country="DE")]),
    "found for another requirement": lambda e, made: replace(e, findings=[made.finding("VAT-226-2")]),
    "unverifiable": lambda e, made: replace(e, findings=[made.finding(verdict=UNVERIFIABLE)]),
    "unverifiable in one case": lambda e, made: replace(e, findings=[*e.findings, made.finding(verdict=UNVERIFIABLE)]),
    "unverifiable beside a gap": lambda e, made: replace(
        e, findings=[made.finding(verdict=GAP), made.finding(verdict=UNVERIFIABLE)]
    ),
    "unverifiable beside a minor failure": lambda e, made: replace(
        e,
        findings=[made.finding(verdict=FAILED, severity=Severity.MINOR), made.finding(verdict=UNVERIFIABLE)],
        results=[made.result(outcome="failed")],
    ),
    "a check crashed": lambda e, made: replace(e, findings=[*e.findings, made.finding(verdict=BROKEN)]),
    "failed, and what failed was lost": lambda e, made: replace(e, results=[made.result(outcome="failed")]),
}


@pytest.mark.parametrize("name", sorted(RED))
def test_what_did_not_happen_is_red_and_incomplete(judged, green, made, name):
    found = judged(RED[name](green, made))

    assert (found.code, found.gate.passed) == (3, False)
    assert [rule for rule in found.gate.rules if not rule.holds]
    assert found.verdict == "INCOMPLETE"
    assert not found.country.complete
    assert found.country.reasons


def test_a_refusal_by_the_guard_is_code_4_whatever_else_happened(judged, green, made):
    assert judged(replace(green, refused="the entity is live")).code == 4
    worst = Evidence([], [], [made.finding(verdict=FAILED)], interrupted="stopped", refused="live")
    assert judged(worst).code == 4


@pytest.mark.parametrize(
    ("severity", "verdict", "code"),
    [(Severity.BLOCKER, "BLOCKED", 1), (Severity.MAJOR, "BLOCKED", 1), (Severity.MINOR, "REHEARSED", 0)],
)
def test_a_failure_blocks_by_its_severity(judged, green, made, severity, verdict, code):
    failed = made.finding(verdict=FAILED, severity=severity, code="differs")
    found = judged(replace(green, findings=[*green.findings, failed], results=[made.result(outcome="failed")]))

    assert (found.verdict, found.code) == (verdict, code)
    assert found.country.failed == 1


def test_a_failure_beyond_what_is_required_blocks_too(judged, green, made):
    failed = made.finding("NUM-UNIQUE", FAILED)
    found = judged(replace(green, findings=[*green.findings, failed]))

    assert (found.verdict, found.code) == ("BLOCKED", 1)


def test_a_failure_in_a_country_without_verdict_still_blocks_the_gate(judged, green, made):
    found = judged(replace(green, findings=[*green.findings, made.finding(verdict=FAILED, country="DE")]))

    assert (found.verdict, found.code) == ("REHEARSED", 1)


def test_findings_win_over_an_incomplete_run(judged, green, made):
    found = judged(replace(green, findings=[made.finding(verdict=FAILED)], interrupted="stopped"))

    assert (found.verdict, found.code) == ("BLOCKED", 1)
    assert not found.country.complete
    assert sum(not rule.holds for rule in found.gate.rules) == 3


@pytest.mark.parametrize(("gaps_block", "code"), [(False, 0), (True, 1)])
def test_gaps_block_only_when_asked(judged, green, made, gaps_block, code):
    gaps = [made.finding(verdict=GAP, code="documented-differs-from-law", case=case) for case in ("1", "2")]
    other = made.finding(verdict=GAP, code="another")
    found = judged(replace(green, findings=[*gaps, other]), gaps_block=gaps_block)

    assert (found.verdict, found.code) == ("REHEARSED", code)
    assert found.country.gaps == 2
    assert judged(green, gaps_block=gaps_block).code == 0


def test_the_gate_without_any_country_is_shut():
    assert gate(Evidence([], [], []), [], gaps_block=False).exit_code == 3


def test_a_planned_item_outside_every_judged_country_must_run_too(judged, green, made):
    elsewhere = made.planned("m::test_a[DE]", "DE")

    assert judged(replace(green, plan=[*green.plan, elsewhere])).code == 3
    ran = replace(green, plan=[*green.plan, elsewhere], results=[*green.results, made.result(elsewhere.id)])
    assert judged(ran).code == 0


def test_one_incomplete_country_shuts_the_gate_for_all(made, countries, green):
    catalogue = made.catalogue(made.requirement())
    evidence = replace(green, plan=[*green.plan, made.planned("m::test_a[DE]", "DE")])
    rows = [
        readiness(
            countries[code],
            catalogue,
            evidence,
            depth=Depth.SMOKE,
            fidelity=Fidelity.EMBEDDED,
            invoices=0,
            requests=0,
        )
        for code in ("SI", "DE")
    ]

    assert [row.verdict for row in rows] == ["REHEARSED", "INCOMPLETE"]
    assert gate(evidence, rows, gaps_block=False).exit_code == 3


WORST_FIRST = ["broken", "failed", "gap", "unverifiable", "waived", "passed", "not_applicable"]


@given(verdicts=st.lists(st.sampled_from(Verdict), max_size=6))
@settings(derandomize=True, deadline=None, max_examples=80)
def test_a_requirement_comes_to_the_worst_of_its_findings(made, verdicts):
    rows = standings([made.finding("A", verdict) for verdict in verdicts], ["A", "B"])
    expected = min((v.value for v in verdicts), key=WORST_FIRST.index, default="not_run")

    assert [(row.requirement, row.verdict, row.findings) for row in rows] == [
        ("A", expected, len(verdicts)),
        ("B", "not_run", 0),
    ]


def test_findings_that_nobody_required_have_a_standing_too(made):
    assert [(r.requirement, r.verdict) for r in standings([made.finding("Z")], [])] == [("Z", "passed")]


REQUIREMENTS = st.sampled_from(["VAT-226-1", "NUM-UNIQUE", "X"])
OUTCOMES = ["passed", "failed", "broken", "skipped"]
EVIDENCE = st.fixed_dictionaries(
    {
        "plan": st.lists(st.sampled_from(["a", "b", "c"]), unique=True, max_size=3),
        "results": st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.sampled_from(OUTCOMES), max_size=4),
        "findings": st.lists(
            st.tuples(REQUIREMENTS, st.sampled_from(Verdict), st.sampled_from(Severity)),
            max_size=5,
        ),
        "interrupted": st.sampled_from([None, "stopped"]),
        "refused": st.sampled_from([None, "live"]),
    }
)  # fmt: skip


def _evidence(made, drawn) -> Evidence:
    return Evidence(
        [made.planned(item) for item in drawn["plan"]],
        [made.result(item, outcome) for item, outcome in drawn["results"].items()],
        [made.finding(name, verdict, severity=severity) for name, verdict, severity in drawn["findings"]],
        drawn["interrupted"],
        drawn["refused"],
    )


@given(drawn=EVIDENCE, fidelity=st.sampled_from(Fidelity))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_green_means_all_of_it(made, countries, drawn, fidelity):
    """Whatever a run leaves behind: an open gate has every proof, and a shut one says why."""
    catalogue = made.catalogue(made.requirement("VAT-226-1"), made.requirement("NUM-UNIQUE"))
    evidence = _evidence(made, drawn)
    country = readiness(
        countries["SI"], catalogue, evidence, depth=Depth.FULL, fidelity=fidelity, invoices=0, requests=0
    )
    decision = gate(evidence, [country], gaps_block=False)
    proved = {name: [v for n, v, _ in drawn["findings"] if n == name] for name in catalogue}
    severe = [n for n, v, s in drawn["findings"] if v is FAILED and s is not Severity.MINOR]

    assert decision.passed == (decision.exit_code == 0) == all(rule.holds for rule in decision.rules)
    assert (country.verdict == "BLOCKED") == bool(severe)
    if decision.passed:
        assert country.verdict in ("READY", "REHEARSED")
        assert drawn["plan"]
        assert all(drawn["results"].get(item) in ("passed", "failed") for item in drawn["plan"])
        assert all(verdicts and not {BROKEN, UNVERIFIABLE} & set(verdicts) for verdicts in proved.values())
        assert [severe, drawn["interrupted"], drawn["refused"]] == [[], None, None]


@given(drawn=EVIDENCE)
@settings(derandomize=True, deadline=None, max_examples=60)
def test_a_severe_failure_never_leaves_the_gate_open(made, drawn):
    evidence = _evidence(made, drawn)
    worse = replace(evidence, findings=[*evidence.findings, made.finding(verdict=FAILED)])

    assert gate(worse, [], gaps_block=False).exit_code == (4 if drawn["refused"] else 1)


@pytest.mark.parametrize(
    ("changes", "depth", "fidelity", "required"),
    [
        ({}, Depth.SMOKE, Fidelity.EMBEDDED, True),
        ({"not_checked": "no way to issue one"}, Depth.FULL, Fidelity.EMBEDDED, False),
        ({"depth": Depth.STANDARD}, Depth.SMOKE, Fidelity.EMBEDDED, False),
        ({"depth": Depth.STANDARD}, Depth.STANDARD, Fidelity.EMBEDDED, True),
        ({"depth": Depth.STANDARD}, Depth.FULL, Fidelity.EMBEDDED, True),
        ({"depth": Depth.FULL}, Depth.STANDARD, Fidelity.EMBEDDED, False),
        ({"targets": ("embedded", "local")}, Depth.SMOKE, Fidelity.VENDOR_SANDBOX, False),
        ({"targets": ("embedded", "local")}, Depth.SMOKE, Fidelity.LOCAL, True),
    ],
)
def test_what_is_required_where(judged, green, made, countries, changes, depth, fidelity, required):
    requirement = made.requirement("NUM-UNIQUE", **changes)
    reason = why_not_required(requirement, countries["SI"], depth, fidelity)
    record = requirement_record(requirement, depth, fidelity)

    assert (reason == "") is required
    assert (record.required, record.reason == "") == (required, required)
    found = judged(green, made.catalogue(made.requirement(), requirement), depth=depth, fidelity=fidelity)
    assert found.country.complete is not required


def test_a_rule_of_the_union_is_not_required_of_a_country_outside(made, countries):
    home = countries["SI"]
    area = replace(home.identity.vat_area, goods=Side.OUTSIDE, services=Side.OUTSIDE)
    outside = replace(home, identity=replace(home.identity, vat_area=area))
    requirement = made.requirement(applies=Scope.EU_VAT_TERRITORY)

    assert why_not_required(requirement, outside, Depth.FULL, Fidelity.EMBEDDED)
    assert not why_not_required(requirement, home, Depth.FULL, Fidelity.EMBEDDED)
    assert not why_not_required(made.requirement(), outside, Depth.FULL, Fidelity.EMBEDDED)
    assert requirement_record(requirement, Depth.FULL, Fidelity.EMBEDDED).required


def test_counts_are_those_of_the_country(judged, green, made):
    findings = [
        *green.findings,
        made.finding(verdict=UNVERIFIABLE),
        made.finding(verdict=BROKEN),
        made.finding(verdict=FAILED),
        made.finding(verdict=FAILED, country="DE"),
    ]
    country = judged(replace(green, findings=findings)).country

    assert (country.passed, country.failed, country.unverifiable, country.broken) == (1, 1, 1, 1)
    assert (country.invoices, country.requests, country.gaps) == (1, 2, 0)
