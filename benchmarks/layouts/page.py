# ruff: noqa: D102, E501, ARG002  (word lists and typst markup read better in one line)
"""The layout of an invented invoice: typst markup for its blocks, drawn from many ways to set each."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from benchmarks.layouts.facts import Invented
from benchmarks.layouts.printing import Hand, hand
from benchmarks.layouts.sums import sums, vat_table

SELLERS = (
    "Nordwerk Handels",
    "Atelier Morvan",
    "Quillfeather",
    "Van Doorn Techniek",
    "Talleres Almena",
    "Brisk & Sons",
)
BUYERS = ("Hofer Papier", "Studio Lacombe", "Pennywise Foods", "Bakkerij Smit", "Obras del Sur", "Kestrel Logistics")
FORMS = {"de": "GmbH", "fr": "SARL", "en": "Ltd", "nl": "B.V.", "es": "S.L."}
FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono", "FiraGO", "FiraGO", "Ubuntu", "Noto Sans")


def quoted(text: str) -> str:
    """A typst string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def stack(lines: Sequence[str], gap: str = "5pt") -> str:
    """Lines below each other; each a typst expression."""
    return f"grid(columns: 1, row-gutter: {gap}, {', '.join(lines)})" if lines else "[]"


class Page:
    """Builds one document."""

    def __init__(self, facts: Invented, chance: random.Random) -> None:
        self.facts, self.chance = facts, chance
        self.hand: Hand = hand(chance, facts.language, facts.country, facts.currency)
        self.words = facts.words
        self.marker = chance.choice((":", ":", "", " :", ":"))
        self.your_id_in_meta = chance.random() < 0.3
        self.id_in_footer = chance.random() < 0.4
        self.seller_name = f"{chance.choice(SELLERS)} {FORMS[facts.language]}"
        self.seller_id = self.hand.vat_id(facts.seller_vat, chance) if facts.seller_vat else None
        self.buyer_id = self.hand.vat_id(facts.buyer_vat, chance) if facts.buyer_vat else None

    def word(self, name: str) -> str:
        return self.chance.choice(self.words[name])

    def markup(self) -> str:
        size = self.chance.choice((8, 9, 10, 11))
        setup = (
            f'#set page(paper: "a4", margin: (x: {self.chance.choice((1.5, 2, 2.5))}cm, top: 2cm, bottom: 3.4cm), '
            f"footer: {self.footer()})\n#set text(font: {quoted(self.chance.choice(FONTS))}, size: {size}pt)\n"
        )
        parts = [self.letterhead(), self.head(), self.lines(), sums(self), self.closing()]
        return setup + "#{\n" + "\nv(12pt)\n".join(part for part in parts if part) + "\n}\n" + self.hidden()

    def letterhead(self) -> str:
        name = f'text(size: {self.chance.choice((12, 16, 20))}pt, weight: "bold", {quoted(self.seller_name)})'
        lines = [quoted(self.word("street")), quoted(self.word("city"))]
        if not self.id_in_footer and self.seller_id:
            lines.append(quoted(f"{self.word('vat_id')}{self.marker} {self.seller_id}"))
        if self.chance.random() < 0.4:
            lines.append(quoted(f"{self.word('tax_no')}: {self.chance.randrange(10**8, 10**9)}"))
        if self.chance.random() < 0.5:
            lines += [quoted("Tel. +49 561 204718"), quoted("mail@example.org")]
        where = self.chance.choice(("left", "right", "center"))
        return f"align({where}, {stack([name, *lines])})"

    def footer(self) -> str:
        bank = ["Sparbank", "IBAN DE02 1203 0000 0000 2020 51", "BIC BYLADEM1001"]
        legal = [self.word("court"), self.word("director")]
        if self.id_in_footer and self.seller_id:
            legal.insert(self.chance.randrange(3), f"{self.word('vat_id')}{self.marker} {self.seller_id}")
        if self.chance.random() < 0.2:
            return f"text(size: 7pt, {quoted(' · '.join([self.seller_name, *legal, *bank]))})"
        columns = [[self.seller_name, self.word("street"), self.word("city")], legal, bank]
        cells = ", ".join(stack([quoted(line) for line in column], "3pt") for column in columns)
        return f"text(size: 7pt, grid(columns: (1fr, 1fr, 1fr), column-gutter: 8pt, {cells}))"

    def head(self) -> str:
        title = f'text(size: {self.chance.choice((14, 18, 24))}pt, weight: "bold", {quoted(self.title())})'
        buyer, meta = self.buyer(), self.meta()
        shape = self.chance.choice(("side", "side", "swapped", "below", "title_last"))
        if shape == "side":
            return f"{title}\nv(8pt)\ngrid(columns: (1fr, 1fr), column-gutter: 10pt, {buyer}, {meta})"
        if shape == "swapped":
            return f"grid(columns: (1fr, 1fr), column-gutter: 10pt, {meta}, {buyer})\nv(8pt)\n{title}"
        if shape == "below":
            return f"{title}\nv(6pt)\n{meta}\nv(14pt)\n{buyer}"
        return f"{buyer}\nv(16pt)\n{title}\nv(6pt)\n{meta}"

    def title(self) -> str:
        self.numbered_title = self.chance.random() < 0.2
        title = self.word("title")
        if not self.numbered_title:
            return title
        label = {"de": "Nr.", "fr": "n°", "en": "No.", "nl": "nr.", "es": "nº"}[self.facts.language]
        return f"{title} {self.chance.choice((label + ' ', '', label + ' '))}{self.facts.number}"

    def buyer(self) -> str:
        lines = [f"{self.chance.choice(BUYERS)} {FORMS[self.facts.language]}", self.word("street"), self.word("city")]
        if self.buyer_id and not self.your_id_in_meta:
            label = self.chance.choice((self.word("your_vat_id"), self.word("vat_id")))
            lines.append(f"{label}{self.marker} {self.buyer_id}")
        block = [quoted(line) for line in lines]
        heading = self.chance.random() < (1 if self.buyer_id and not self.your_id_in_meta else 0.6)
        if heading:
            block.insert(0, f"strong({quoted(self.word('buyer') + self.chance.choice(('', ':')))})")
        elif self.chance.random() < 0.5:
            block.insert(0, f"text(size: 6pt, {quoted(f'{self.seller_name} · ' + self.word('city'))})")
        if self.chance.random() < 0.15:
            other = [
                f"strong({quoted(self.word('ship_to'))})",
                quoted(self.chance.choice(BUYERS)),
                quoted(self.word("city")),
            ]
            return f"grid(columns: 2, column-gutter: 14pt, {stack(block)}, {stack(other)})"
        return stack(block)

    def pairs(self) -> list[tuple[str, str]]:
        facts, date = self.facts, self.hand.date
        pairs = [] if self.numbered_title else [(self.word("number"), facts.number)]
        noise = [
            (self.word("customer_no"), str(self.chance.randrange(1000, 99999))),
            (self.word("order_no"), f"{self.chance.choice(('B', 'PO-', ''))}{self.chance.randrange(10**4, 10**6)}"),
            (self.word("order_date"), date(facts.ordered)), (self.word("supply"), date(facts.supplied)),
            (self.word("due"), date(facts.due)),
        ]  # fmt: skip
        pairs += [(self.word("date"), date(facts.issued)), *self.chance.sample(noise, self.chance.randrange(0, 6))]
        if self.buyer_id and self.your_id_in_meta:
            pairs.append((self.word("your_vat_id"), self.buyer_id))
        if self.chance.random() < 0.5:
            self.chance.shuffle(pairs)
        return pairs

    def meta(self) -> str:
        pairs, marker = self.pairs(), self.marker
        shape = self.chance.choice(
            (
                "grid",
                "grid",
                "lines",
                "lines",
                "table",
                "tall",
                "above",
                "glued",
                "swapped",
                "inline",
                "leaders",
                "right",
            )
        )
        if len(pairs) < 2 and shape in ("table", "swapped", "inline"):
            shape = "lines"
        return getattr(self, f"meta_{shape}")(pairs, marker)

    def meta_grid(self, pairs: list[tuple[str, str]], marker: str) -> str:
        cells = ", ".join(f"{quoted(label + marker)}, {quoted(value)}" for label, value in pairs)
        return f"grid(columns: 2, column-gutter: {self.chance.choice((8, 16, 40))}pt, row-gutter: 5pt, {cells})"

    def meta_right(self, pairs: list[tuple[str, str]], marker: str) -> str:
        cells = ", ".join(f"{quoted(label + marker)}, {quoted(value)}" for label, value in pairs)
        return f"grid(columns: (auto, 1fr), align: (left, right), column-gutter: 10pt, row-gutter: 5pt, {cells})"

    def meta_lines(self, pairs: list[tuple[str, str]], marker: str) -> str:
        return stack([quoted(f"{label}{marker} {value}") for label, value in pairs])

    def meta_glued(self, pairs: list[tuple[str, str]], marker: str) -> str:
        return stack([quoted(f"{label}:{value}") for label, value in pairs])

    def meta_leaders(self, pairs: list[tuple[str, str]], marker: str) -> str:
        return stack([quoted(f"{label} {'.' * (34 - len(label))}: {value}") for label, value in pairs])

    def meta_inline(self, pairs: list[tuple[str, str]], marker: str) -> str:
        rows = [pairs[at : at + 2] for at in range(0, len(pairs), 2)]
        gap = self.chance.choice(("    ", "  |  ", "  "))
        return stack([quoted(gap.join(f"{label}: {value}" for label, value in row)) for row in rows])

    def meta_swapped(self, pairs: list[tuple[str, str]], marker: str) -> str:
        cells = ", ".join(f"{quoted(value)}, {quoted(label)}" for label, value in pairs)
        return f"grid(columns: 2, column-gutter: 14pt, row-gutter: 6pt, {cells})"

    def meta_above(self, pairs: list[tuple[str, str]], marker: str) -> str:
        return stack([f"text(size: 0.8em, {quoted(label)}), {quoted(value)}" for label, value in pairs], "4pt")

    def meta_tall(self, pairs: list[tuple[str, str]], marker: str) -> str:
        cells = ", ".join(f"stack(spacing: 4pt, text(size: 0.8em, {quoted(a)}), {quoted(b)})" for a, b in pairs)
        return f"grid(columns: 2, column-gutter: 20pt, row-gutter: 9pt, {cells})"

    def meta_table(self, pairs: list[tuple[str, str]], marker: str) -> str:
        shown = pairs if len(pairs) < 5 else pairs[:4]
        rest = "" if len(pairs) < 5 else f", grid.cell(colspan: 4, {self.meta_lines(pairs[4:], ':')})"
        heads = ", ".join(f"text(size: 0.8em, {quoted(label)})" for label, _ in shown)
        values = ", ".join(quoted(value) for _, value in shown)
        stroke = self.chance.choice(("0.5pt", "none"))
        return f"grid(columns: {len(shown)}, inset: 3pt, stroke: {stroke}, {heads}, {values}{rest})"

    def lines(self) -> str:
        facts, chance = self.facts, self.chance
        columns = ["item", "qty", "price", "amount"]
        if chance.random() < 0.5:
            columns.insert(0, "pos")
        if chance.random() < 0.4:
            columns.insert(columns.index("qty") + 1, "unit")
        if any(line.off for line in facts.lines):
            columns.insert(-1, "discount_column")
        if facts.regime == "normal" and facts.country != "US" and (chance.random() < 0.4 or len(facts.by_rate) > 1):
            columns.insert(-1, "rate_column")
        bare = self.hand.place == "none" or chance.random() < 0.4
        heads = ", ".join(f"strong({quoted(self.word(name))})" for name in columns)
        cells = ", ".join(self.cell(name, at, bare) for at in range(len(facts.lines)) for name in columns)
        stroke = chance.choice(("0.5pt", "none", "(bottom: 0.4pt)"))
        widths = ", ".join("1fr" if name == "item" else "auto" for name in columns)
        align = ", ".join("left" if name in ("item", "pos", "unit") else "right" for name in columns)
        return f"table(columns: ({widths}), align: ({align}), stroke: {stroke}, table.header({heads}), {cells})"

    def cell(self, name: str, at: int, bare: bool) -> str:
        line = self.facts.lines[at]
        money = {"price": line.price, "amount": line.net}
        if name in money:
            return quoted(self.hand.money(money[name], bare=bare))
        plain = {"pos": str(at + 1), "item": line.text, "qty": str(line.quantity), "unit": line.unit,
                 "rate_column": self.hand.percent(line.rate), "discount_column": f"{line.off} %" if line.off else ""}  # fmt: skip
        return quoted(plain[name])

    def closing(self) -> str:
        facts, chance = self.facts, self.chance
        lines = []
        if facts.regime != "normal":
            lines.append(self.word("reverse" if facts.regime == "reverse" else "small"))
        skonto = self.hand.money(facts.gross * Decimal("0.97"))
        for terms in chance.sample(self.words["terms"], chance.randrange(0, 3)):
            lines.append(terms.format(d=self.hand.date(facts.issued + timedelta(days=8)), s=skonto))
        if self.hand.place == "none" or (facts.currency == "CAD" and "code" not in self.hand.place):
            lines.append(self.word("currency").format(c=facts.currency))
        return stack([quoted(line) for line in lines], "6pt")

    def hidden(self) -> str:
        if self.chance.random() > 0.15:
            return ""
        text = f"{self.words['gross'][0]} {self.hand.money(Decimal('77.77'))} {self.words['number'][0]}: HIDDEN-1"
        where = self.chance.choice(("left", "off"))
        if where == "off":
            return f"#place(dx: 900pt, {quoted(text)})"
        return f"#place(bottom, text(fill: white, {quoted(text)}))"


__all__ = ["Page", "quoted", "stack", "vat_table"]
