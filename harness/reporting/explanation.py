"""One case for a reader: the numbered derivation, what the law asks, what the API documents instead, and the gap."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from harness.law.comparison import Gap, GapSeverity, gap_of
from harness.law.supposition import Supposed
from harness.model.case import Case, ViesState
from harness.model.expectation import Expectation, Outcome, Step, Totals
from harness.reporting.text import visible

_SILENT = "not documented"
_GAPS = {
    GapSeverity.AMOUNT: ("amount: the API documents another tax amount than the law asks", "bold yellow"),
    GapSeverity.LABEL: ("label: the amounts agree, the API documents another type or statement", "yellow"),
    GapSeverity.UNDOCUMENTED: ("undocumented: the API's documentation is silent here", "yellow"),
    GapSeverity.NONE: ("none: the API documents what the law asks", "green"),
}
_ANSWERS = {True: "If VIES confirms the number", False: "If VIES does not confirm the number",
            None: "If VIES cannot be asked"}  # fmt: skip


def as_text(value: object) -> str:
    """JSON as it is printed; amounts are texts, never floats."""
    return json.dumps(value, indent=1, ensure_ascii=False, default=str)


def as_json(supposed: Supposed) -> dict[str, Any]:
    """Everything about one case as plain data."""
    return {
        "assumptions": [supposed.assumption] if supposed.assumption else [],
        **_both(supposed.case, supposed.expectation),
        "derivation": [
            {"step": number, "statement": step.statement, "source": step.source}
            for number, step in enumerate(_lawful_steps(supposed.expectation), 1)
        ],
        "if_vies_answers": {_vies(case): _both(case, other) for case, other in supposed.otherwise},
    }


def as_terminal(supposed: Supposed) -> RenderableType:
    """The derivation, both yardsticks side by side, the gap, and what another answer of VIES would change."""
    case, expectation = supposed.case, supposed.expectation
    parts = [_headline(case), Text(), _steps(_lawful_steps(expectation)), Text(), _table(expectation)]
    parts.append(_gap_line(gap_of(case, expectation), expectation))
    for other, otherwise in supposed.otherwise:
        parts += [Text(), _otherwise(other, otherwise)]
    return Group(*parts)


def _headline(case: Case) -> Text:
    line = Text(f"{case.supply.value.capitalize()} from {case.seller.country} to ", style="bold")
    line.append(f"a {'business' if case.buyer.is_business else 'consumer'} in {case.buyer.country}")
    return line.append(f", issued {case.issue_date}, supplied {case.supply_date}", style="not bold dim")


def _lawful_steps(expectation: Expectation) -> Sequence[Step]:
    """The last step says what the API documents; it is shown apart."""
    return expectation.derivation[:-1]


def _steps(derivation: Sequence[Step]) -> RenderableType:
    """The numbered steps, each with the article that it rests on."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, justify="right")
    for number, step in enumerate(derivation, 1):
        grid.add_row(f"{number}.", Text(visible(step.statement)).append(f"  ({visible(step.source)})", style="dim"))
    return grid


def _table(expectation: Expectation) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column("The law asks", overflow="fold", style="bold")
    table.add_column("The API documents", overflow="fold")
    law, documented = _words(expectation.law), _words(expectation.documented)
    for name, lawful in law.items():
        table.add_row(name, lawful, Text(documented[name], style="" if lawful == documented[name] else "yellow"))
    return table


def _gap_line(gap: Gap, expectation: Expectation) -> Text:
    words, style = _GAPS[gap.severity]
    line = Text.assemble("Compliance gap: ", (words, style))
    if gap.differs_in:
        line.append(f" (they differ in {', '.join(gap.differs_in)})")
    basis = expectation.derivation[-1]
    return line.append(f"\n{visible(basis.statement)}  ({visible(basis.source)})", style="dim")


def _otherwise(case: Case, expectation: Expectation) -> RenderableType:
    """In a few lines what would hold for another answer of VIES."""
    words, style = _GAPS[gap_of(case, expectation).severity]
    rows = Table.grid(padding=(0, 2))
    rows.add_column(no_wrap=True)
    rows.add_column(overflow="fold")
    law = _words(expectation.law)
    rows.add_row("the law asks", f"{law['transaction type']}, reverse charge {law['reverse charge']}, {law['totals']}")
    rows.add_row("statement", law["statement"])
    rows.add_row("because", Text(visible("; ".join(step.statement for step in _lawful_steps(expectation)[1:])), "dim"))
    rows.add_row("gap", Text(words, style))
    return Group(Text(f"{_ANSWERS[_confirms(case)]} ({_vies(case)})", style="bold"), Padding(rows, (0, 0, 0, 2)))


def _confirms(case: Case) -> bool | None:
    return case.vies.confirms if case.vies else None


def _vies(case: Case) -> str:
    return (case.vies or ViesState.UNREACHABLE).value


def _words(outcome: Outcome) -> dict[str, str]:
    silent = outcome.transaction_type is None and not outcome.totals
    return {
        "transaction type": outcome.transaction_type or ("not documented" if silent else "open"),
        "reverse charge": "open" if outcome.reverse_charge is None else "yes" if outcome.reverse_charge else "no",
        "VAT of": outcome.vat_country or "–",
        "totals": _amounts(outcome),
        "statement": _mentions(outcome),
    }


def _amounts(outcome: Outcome) -> str:
    """Each different result once, with the methods that give it."""
    if not outcome.totals:
        return _SILENT
    methods: dict[str, list[str]] = {}
    for totals in outcome.totals:
        methods.setdefault(_sums(totals), []).append(totals.method)
    return "\n".join(sums if len(methods) == 1 else f"{sums} ({', '.join(names)})" for sums, names in methods.items())


def _sums(totals: Totals) -> str:
    rates = " + ".join(f"{row.rate.normalize():f} %" for row in totals.breakdown)
    return f"net {totals.net}, VAT {totals.tax} at {rates}, gross {totals.gross}"


def _mentions(outcome: Outcome) -> str:
    said = [f"{m.kind.value}: {m.phrases[0][1][0]!r} ({m.assurance.value})" for m in outcome.mentions]
    return "\n".join(said) or "none"


def _both(case: Case, expectation: Expectation) -> dict[str, Any]:
    gap = gap_of(case, expectation)
    return {
        "law": _outcome(expectation.law),
        "documented": {**_outcome(expectation.documented), "basis": expectation.derivation[-1].statement},
        "gap": {"severity": gap.severity.value, "differs_in": list(gap.differs_in)},
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "transaction_type": outcome.transaction_type,
        "reverse_charge": outcome.reverse_charge,
        "vat_country": outcome.vat_country,
        "mentions": [
            {"kind": m.kind.value, "wording": m.phrases[0][1][0], "assurance": m.assurance.value}
            for m in outcome.mentions
        ],
        "totals": [_totals(totals) for totals in outcome.totals],
    }


def _totals(totals: Totals) -> dict[str, Any]:
    rows = [{"rate": str(r.rate), "base": str(r.base.amount), "tax": str(r.amount.amount)} for r in totals.breakdown]
    sums = {"net": str(totals.net.amount), "tax": str(totals.tax.amount), "gross": str(totals.gross.amount)}
    return {"method": totals.method, **sums, "currency": totals.gross.currency, "breakdown": rows}
