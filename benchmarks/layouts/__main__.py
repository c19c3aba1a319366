"""How much of invented invoices the PDF reader finds, and how much of what it answers is right, per field.

    python -m benchmarks.layouts [COUNT] [--seed N] [--save FOLDER] [--show]

Exit code 1 if fewer values are found or right than asked (``--found``, ``--right``, in percent).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pymupdf_fonts
import typst

from benchmarks.layouts.facts import Invented, invent
from benchmarks.layouts.page import Page
from benchmarks.layouts.rewrite import WAYS, rewritten
from harness.model.facts import InvoiceFacts, MentionKind
from harness.reading import load_labels, read_pdf
from harness.run.resources import fixtures

FONTS = {
    "regular": "figo",
    "bold": "figbo",
    "ubuntu": "ubuntu",
    "ubuntu-bold": "ubuntubo",
    "noto": "notos",
    "noto-bold": "notosbo",
}
LEFT_OPEN = "left open"
"""The one sum of a document without VAT is gross, and net as well for a reader who knows what that means."""
LANGUAGES = ("de", "fr", "en", "nl", "es")


def truth(facts: Invented, page: Page) -> dict[str, object]:
    """What the page prints; ``None`` for what it does not, ``LEFT_OPEN`` for what it leaves to the reader."""
    shown = [facts.seller_vat, facts.buyer_vat]
    ids = [number and page.hand.vat_id(number, random.Random(0)) for number in shown]
    plain = [number and "".join(char for char in number if char.isalnum()) for number in ids]
    return {
        "number": facts.number, "issue_date": facts.issued.isoformat(), "currency": facts.currency,
        "seller_vat": plain[0], "buyer_vat": plain[1],
        "net_total": str(facts.net) if page.net_shown else None if facts.regime == "normal" else LEFT_OPEN,
        "tax_total": str(facts.tax) if page.tax_shown else None, "gross_total": str(facts.gross),
        "rates": sorted(float(rate) for rate in facts.by_rate) if page.rates_shown else [],
        "reverse_charge": facts.regime == "reverse",
    }  # fmt: skip


def answer(facts: InvoiceFacts) -> dict[str, object]:
    """What the reader says."""
    totals = {name: getattr(facts, name) for name in ("net_total", "tax_total", "gross_total")}
    return {
        "number": facts.number and facts.number.value,
        "issue_date": facts.issue_date and facts.issue_date.value.isoformat(),
        "currency": facts.currency and facts.currency.value,
        "seller_vat": facts.seller.vat_id and facts.seller.vat_id.value,
        "buyer_vat": facts.buyer.vat_id and facts.buyer.vat_id.value,
        **{name: fact and f"{fact.value.amount:.2f}" for name, fact in totals.items()},
        "rates": sorted({float(row.rate.value) for row in facts.vat if row.rate}),
        "reverse_charge": any(mention.kind is MentionKind.REVERSE_CHARGE for mention in facts.mentions),
    }


def invented(count: int, seed: int, way: str | None = None) -> Iterator[tuple[str, bytes, dict[str, object]]]:
    """Name, PDF and truth of ``count`` documents, the same for the same seed."""
    with TemporaryDirectory() as folder:
        for name, font in FONTS.items():
            (Path(folder) / f"{name}.ttf").write_bytes(pymupdf_fonts.myfont(font))
        compiler = typst.Compiler(font_paths=[folder], ignore_system_fonts=True)
        for at in range(count):
            chance = random.Random(seed * 100_003 + at)
            facts = invent(chance, LANGUAGES[at % len(LANGUAGES)])
            page = Page(facts, chance)
            pdf = compiler.compile(page.markup().encode(), format="pdf")
            if way:
                pdf = rewritten(pdf, way, chance)
            yield f"{facts.language}-{at:03d}", pdf, truth(facts, page)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rewrite", choices=WAYS, help="as another writer of PDF would have put the same page")
    parser.add_argument("--save", type=Path)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--found", type=float, default=0)
    parser.add_argument("--right", type=float, default=0)
    given = parser.parse_args()
    labels, printed, found, answers = load_labels(fixtures("labels")), Counter(), Counter(), Counter()
    for name, pdf, stated in invented(given.count, given.seed, given.rewrite):
        if given.save:
            given.save.mkdir(parents=True, exist_ok=True)
            (given.save / f"{name}.pdf").write_bytes(pdf)
            (given.save / f"{name}.json").write_text(json.dumps(stated))
        read = answer(read_pdf(pdf, labels))
        for field, value in stated.items():
            if value == LEFT_OPEN:
                continue
            said = read[field] not in (None, [])
            printed[field] += value not in (None, [])
            answers[field] += said
            found[field] += said and read[field] == value
            if given.show and read[field] != value:
                print(f"{name} {field}: stated {value}, read {read[field]}")
    _report(printed, found, answers, given.found, given.right)


def _report(printed: Counter[str], found: Counter[str], answers: Counter[str], least: float, right: float) -> None:
    for field in printed:
        print(f"{field:15} {_share(found[field], printed[field])} found  {_share(found[field], answers[field])} right")
    total, said = sum(printed.values()), sum(answers.values())
    print(f"{'all':15} {_share(sum(found.values()), total)} found  {_share(sum(found.values()), said)} right")
    if 100 * sum(found.values()) < least * total or 100 * sum(found.values()) < right * said:
        sys.exit(1)


def _share(part: int, whole: int) -> str:
    return f"{part:4d}/{whole:4d} {100 * part / max(whole, 1):5.1f} %"


if __name__ == "__main__":
    main()
