"""``index.html``: the report for a compliance reviewer, in one file that opens offline.

Everything is inline (styles, script, page images), the content security policy forbids any request, and every value
from the run is escaped by the template engine. Works without script: filters and enlarging are all that is lost.
"""

from __future__ import annotations

from collections import Counter
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from harness.model.finding import Fidelity, Verdict
from harness.reporting.dossier import Binder, Chapter, Specimen, anchor
from harness.reporting.grouping import breakages, concerns, country_names, facts_words, fidelity_words, not_run
from harness.reporting.pages import Gallery, PageImage, default_page_image
from harness.reporting.situations import KINDS, situations
from harness.reporting.stored import Stored
from harness.reporting.text import plural, visible
from harness.run.record.document import ExchangeRecord, FactsKnown, RunDocument

VERDICTS = {
    "passed": ("✓", "passed"),
    "failed": ("✕", "failed"),
    "gap": ("◐", "gap"),
    "unverifiable": ("?", "unverifiable"),
    "broken": ("!", "broken"),
    "not_run": ("○", "not run"),
    "waived": ("~", "waived"),
    "not_applicable": ("–", "not applicable"),
    "not_checked": ("·", "not checked"),
}
"""Glyph and word of each verdict: never colour alone."""

WIDE = 8
"""Countries beyond which the report goes over to tables, codes and glyphs."""
NAMED = 3
"""Countries that a headline about many names; beyond that it counts."""


def write(document: RunDocument, folder: Path, page_image: PageImage | None = None) -> Path:
    """Write ``index.html`` into ``folder``, the run's own folder, from which stored files are read.

    ``page_image`` draws a page of a PDF; by default ``harness.reading`` does. A page that cannot be drawn is named in
    the report and does not stop it. Returns the path; ``OSError`` where it cannot be written.
    """
    path = folder / "index.html"
    partial = path.with_suffix(".html.part")
    partial.write_text(render(document, folder, page_image), encoding="utf-8")
    return partial.replace(path)


def render(document: RunDocument, folder: Path, page_image: PageImage | None = None) -> str:
    """The page as text."""
    stored = Stored(document, folder)
    gallery = Gallery(stored, page_image or default_page_image)
    binder = Binder(document, gallery)
    specimens = binder.specimens()
    groups = binder.groups()
    template = _environment(document, stored).get_template("report.html.j2")
    return template.render(
        document=document,
        run=document.run,
        groups=groups,
        specimens=specimens,
        exchanges=_shown_exchanges(groups, specimens),
        pages=gallery.pages,
        names=country_names(document),
        headline=headline(document),
        fidelity=fidelity_words(document),
        rehearsal=document.run.target.fidelity is not Fidelity.VENDOR_SANDBOX,
        failures=concerns(document, Verdict.BROKEN, Verdict.FAILED),
        gaps=situations(document),
        unverifiable=concerns(document, Verdict.UNVERIFIABLE),
        missing=not_run(document),
        breakages=breakages(document),
        retried=sum(exchange.attempt > 1 for exchange in document.exchanges),
        assurance=Counter(r.assurance for r in document.requirements.values()),
        verdicts=VERDICTS,
        wide=len(document.readiness) > WIDE,
        reasoned=binder.derivations,
        kinds=KINDS,
        law_known=_law_known(document),
    )


def headline(document: RunDocument) -> str:
    """The run in one sentence, the worst first."""
    if document.run.interrupted:
        return "The run did not come to its end"
    by_verdict: dict[str, list[str]] = {}
    wide = len(document.readiness) > WIDE
    for readiness in document.readiness:
        by_verdict.setdefault(readiness.verdict, []).append(readiness.name)
    words = {"BLOCKED": "blocked", "INCOMPLETE": "incomplete", "REHEARSED": "rehearsed", "READY": "ready"}
    parts = [_are(by_verdict[verdict], word, wide) for verdict, word in words.items() if verdict in by_verdict]
    return "; ".join(parts) or "No country was judged"


def _law_known(document: RunDocument) -> FactsKnown | None:
    """How well the facts of all countries together are known; ``None`` where the run recorded nothing."""
    known = [readiness.facts for readiness in document.readiness if readiness.facts]
    if not known:
        return None
    sums = (sum(getattr(facts, name) for facts in known) for name in ("facts", "recalled", "single_source"))
    return FactsKnown(**dict(zip(("facts", "recalled", "single_source"), sums, strict=True)))


def _are(names: list[str], word: str, wide: bool) -> str:
    if wide and len(names) > NAMED:
        return f"{len(names)} countries are {word}"
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{listed} {'is' if len(names) == 1 else 'are'} {word}"


def _shown_exchanges(groups: list[tuple[str, list[Chapter]]], specimens: list[Specimen]) -> list[ExchangeRecord]:
    """Each exchange that a card or a specimen refers to, once."""
    shown = {exchange.id: exchange for specimen in specimens for exchange in specimen.exchanges}
    for _, chapters in groups:
        for chapter in chapters:
            for dossier in chapter.dossiers:
                shown |= {exchange.id: exchange for card in dossier.cards for exchange in card.exchanges}
    return sorted(shown.values(), key=lambda exchange: (exchange.started_at, exchange.id))


def page_environment() -> Environment:
    """What every page of this package is made with: strict, escaping, with the report's styles as ``style``."""
    environment = Environment(
        loader=PackageLoader("harness.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(style=_static("report.css"))
    environment.filters.update(plural=plural)
    return environment


def _environment(document: RunDocument, stored: Stored) -> Environment:
    environment = page_environment()
    environment.globals.update(script=_static("report.js"), stored=stored, derivations=document.derivations)
    environment.filters.update(anchor=lambda parts: anchor(*parts), points=lambda n: f"{n:.1f}", facts=facts_words)
    return environment


def _finalize(value: Any) -> Any:
    """Control codes and bidi overrides in any printed string become visible."""
    return visible(value) if type(value) is str else value


def _static(name: str) -> Markup:
    """A file of this package, which may stand in the page as it is."""
    return Markup(resources.files("harness.reporting").joinpath("templates", name).read_text(encoding="utf-8"))
