import io
import re
from pathlib import Path

from rich.console import Console

from harness.reporting import terminal


def printed(renderable, width=140):
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    console.print(renderable)
    return console.file.getvalue()


def test_table_has_a_row_per_country_with_its_reasons(document):
    text = printed(terminal.readiness_table(document))
    for readiness in document.readiness:
        row = next(line for line in text.splitlines() if f"{readiness.country} {readiness.name}" in line)
        assert readiness.verdict in row
        assert all(reason in text for reason in readiness.reasons)


def test_facts_that_are_recalled_or_single_source_stand_beside_each_verdict(document):
    text = printed(terminal.readiness_table(document))
    rows = [
        line.split() for line in text.splitlines() if any(f"{r.country} {r.name}" in line for r in document.readiness)
    ]
    assert [row[-4:] for row in rows] == [["24", "of", "28", "1"]] * 3
    older = document.readiness[0].model_copy(update={"facts": None})
    assert "Recalled" not in printed(terminal.readiness_table(document.model_copy(update={"readiness": [older]})))


def test_countries_with_the_same_reasons_share_a_line(document):
    many = [
        document.readiness[0].model_copy(update={"country": code, "reasons": ["all hold"]}) for code in ("AA", "BB")
    ]
    text = printed(terminal.readiness_table(document.model_copy(update={"readiness": many})))
    assert text.count("all hold") == 1
    assert re.search(r"AA BB +all hold", text)


def test_failures_and_gaps_say_why_in_numbered_steps_once(document):
    for block in (terminal.failures(document), terminal.gaps(document)):
        text = " ".join(printed(block).split())
        assert text.count("why: 1. The buyer is a taxable person") == 1
        assert "(Directive 2006/112/EC Art. 196, 226 (11a))" in text


def test_gaps_say_what_they_do_to_the_invoice_and_how_heavy_they_are(document):
    text = " ".join(printed(terminal.gaps(document)).split())
    assert "amount: another tax amount than the law asks blocker in DE, FR" in text
    assert "shows on VAT-226-11a" in text


def test_a_blocked_country_that_is_also_incomplete_says_so(document):
    assert printed(terminal.readiness_table(document)).count("also incomplete") == 1


def test_result_shows_failures_gaps_gate_fidelity_and_path(document):
    text = printed(terminal.result(document))
    assert "What failed (2)" in text
    assert "VAT-226-09" in text
    assert "Open gaps, for a reviewer to accept (1)" in text
    assert "major in SI, 2 times, broken" in text
    assert "Gate not passed (exit code 1)" in text
    assert "✓ gaps are accepted" in text
    assert "✗ every planned item ran" in text
    assert "a rehearsal, not proof about the vendor" in text
    assert "Defects switched on: wrong-rate" in text
    assert "2 planned items did not run" in text


def test_path_of_the_report_stays_in_one_piece_on_a_narrow_terminal(document):
    path = Path("reports") / ("x" * 90) / "index.html"
    console = Console(file=io.StringIO(), width=60, force_terminal=False)
    terminal.print_result(document, path, console)
    assert f"Report: {path}" in console.file.getvalue()


def test_broken_items_are_grouped_by_their_reason(document):
    broken = [
        r.model_copy(update={"outcome": "broken", "message": "Trace\nTimedOut: no answer"})
        for r in document.results[:3]
    ]
    text = printed(terminal.broken(document.model_copy(update={"results": broken})))
    assert "What broke (1)" in text
    assert f"{broken[0].item} and 2 more" in text
    assert "TimedOut: no answer" in text


def test_control_codes_and_markup_in_names_do_not_act(document):
    readiness = document.readiness[0].model_copy(update={"name": "[bold]\x1b[31mEvil\x07"})
    text = printed(terminal.result(document.model_copy(update={"readiness": [readiness]})))
    assert "DE [bold]\\x1b[31mEvil\\x07" in text
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)


def test_long_lists_are_cut_and_counted(document):
    failed = next(f for f in document.findings if f.verdict == "failed")
    many = [failed.model_copy(update={"code": f"code-{n:03}"}) for n in range(terminal.SHOWN + 5)]
    text = printed(terminal.failures(document.model_copy(update={"findings": many})))
    assert "and 5 more: the report has all of them" in text
    assert text.count("VAT-226-09") == terminal.SHOWN


def test_nothing_to_say_says_nothing(document):
    clean = document.model_copy(update={"findings": [], "plan": [], "results": []})
    assert terminal.failures(clean) is None
    assert terminal.gaps(clean) is None
    assert terminal.interruption(clean) is None


def test_table_survives_a_narrow_terminal(document):
    text = printed(terminal.result(document), width=60)
    assert all(r.verdict in text for r in document.readiness)
