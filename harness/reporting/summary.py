"""A page for the step summary of GitHub Actions, appended to the file that ``GITHUB_STEP_SUMMARY`` names.

GitHub drops a whole summary of more than 1024 kB, so this one is cut before that, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from harness.model.finding import Verdict
from harness.reporting.grouping import Concern, concerns, facts_words, fidelity_words, not_run
from harness.reporting.situations import Situation, situations
from harness.reporting.text import one_line, plural
from harness.run.record.document import RunDocument

LIMIT = 1000 * 1024
"""Bytes; below GitHub's 1024 k with room for what other steps append."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&@$-])")
_CUT = "\n\n… cut here: the report of the run holds the rest.\n"


def append(document: RunDocument, path: Path) -> None:
    """Add the summary to what earlier steps wrote into ``path``."""
    with path.open("a", encoding="utf-8") as file:
        file.write(markdown(document))


def markdown(document: RunDocument, limit: int = LIMIT) -> str:
    """The summary as GitHub Markdown, at most ``limit`` bytes long in UTF-8."""
    text = "\n".join(_parts(document)) + "\n"
    data = text.encode()
    if len(data) <= limit:
        return text
    kept = data[: limit - len(_CUT.encode())].decode(errors="ignore")
    return kept[: kept.rfind("\n") + 1].rstrip("\n") + _CUT


def escape(text: str) -> str:
    """``text`` on one line, with everything escaped that Markdown or HTML would act on."""
    return _SPECIAL.sub(r"\\\1", one_line(text)).replace("\\<", "&lt;").replace("\\>", "&gt;")


def _parts(document: RunDocument) -> Iterable[str]:
    yield f"## Readiness: gate {'passed' if document.gate.passed else 'not passed'}\n\n> {fidelity_words(document)}\n"
    if document.run.interrupted:
        yield f"**Interrupted:** {escape(document.run.interrupted)}\n"
    if document.run.defects:
        yield f"**Defects switched on:** {escape(', '.join(document.run.defects))}\n"
    yield from _readiness(document)
    yield from _list("Failures", concerns(document, Verdict.FAILED, Verdict.BROKEN))
    yield from _gaps(situations(document))
    missing = not_run(document)
    if missing:
        yield f"\n{plural(len(missing), 'planned item')} did not run.\n"
    yield "\n### Gate\n"
    for rule in document.gate.rules:
        yield f"- {'✅' if rule.holds else '❌'} {escape(rule.name)}: {escape(rule.detail)}"


def _gaps(found: list[Situation]) -> Iterable[str]:
    if found:
        yield "\n### Open gaps\n"
    for one in found:
        where = f"{one.severity}, {', '.join(one.countries)}, {plural(one.documents, 'document')}"
        shows = ", ".join(map(escape, one.requirements))
        yield f"- **{escape(one.words)}** ({where}): {escape(one.example.message)} ({shows})"


def _readiness(document: RunDocument) -> Iterable[str]:
    yield "| Country | Verdict | Passed | Failed | Open gaps | Unverifiable | Broken | Law | Reasons |"
    yield "|---|---|--:|--:|--:|--:|--:|---|---|"
    for r in document.readiness:
        counts = f"{r.passed} | {r.failed} | {r.gaps} | {r.unverifiable} | {r.broken}"
        reasons = escape("; ".join(r.reasons)) or "–"
        yield f"| {escape(r.name)} | **{r.verdict}** | {counts} | {facts_words(r.facts) or '–'} | {reasons} |"


def _list(title: str, found: list[Concern]) -> Iterable[str]:
    if found:
        yield f"\n### {title}\n"
    for concern in found:
        where = ", ".join(concern.countries)
        times = f", {concern.count} times" if concern.count > 1 else ""
        yield (
            f"- **{escape(concern.requirement)}** ({concern.severity}, {where}{times}) {escape(concern.title)}: "
            f"{escape(concern.message)}"
        )
