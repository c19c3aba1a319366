"""Net, VAT, gross and payable totals: candidates by label, settled by net + VAT = gross."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from harness.model.facts import Fact, VatRow
from harness.model.money import Money
from harness.reading.facts.several_taxes import enclosed_taxes, implied
from harness.reading.facts.sums import column_sums
from harness.reading.sheet.amounts import CENT, Ledger
from harness.reading.sheet.layout import apart
from harness.reading.sheet.sheet import TOTALS, Amount, Hit
from harness.reading.sheet.tables import Table

TRUST: dict[str, dict[str, float]] = {
    "net": {"net": 0.95, "subtotal": 0.55, "total": 0.3},
    "tax": {"tax_total": 0.96, "tax": 0.9},
    "gross": {"gross": 0.95, "total": 0.8, "amount_due": 0.55},
    "due": {"amount_due": 0.95},
    "discount": {"discount": 0.9},
}
"""For each total the labels that may name it, and how well they do."""
_ROWS = "vat rows"
"""Names the sum of several VAT rows, which counts only with a net and a gross that prove it."""
_ENOUGH = 0.75
"""Trust below which a candidate counts only when the sums prove it."""

_WORST = 0.5
"""Trust below which a candidate settles nothing."""
_FEW_WORDS = 4
"""Words that may stand between a label and its amount, such as "due within 14 days EUR"."""
MOST_TAX = Decimal("0.35")
"""No VAT is more than this part of its base."""


Triple = tuple[Fact[Money] | None, Fact[Money] | None, Fact[Money] | None]
"""Net, VAT and gross."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An amount that may be a total."""

    fact: Fact[Money]
    label: str

    @property
    def amount(self) -> Decimal:
        """The bare amount."""
        return self.fact.value.amount


@dataclass(frozen=True, slots=True)
class TotalsRead:
    """What the totals block states."""

    net: Fact[Money] | None = None
    tax: Fact[Money] | None = None
    gross: Fact[Money] | None = None
    due: Fact[Money] | None = None
    discount: Fact[Money] | None = None


def read_totals(ledger: Ledger, tables: Sequence[Table], vat: Sequence[VatRow], untaxed: bool = False) -> TotalsRead:
    """The totals of the document; ``untaxed``: it says that no VAT is charged, so that one sum is net and gross."""
    items = {row.index for table in tables if not table.is_vat for row in (table.header, *table.rows)}
    headers = {table.header.index for table in tables if not (table.is_vat and len(table.rows) == 1)}
    pools = {name: list(_candidates(ledger, name, items, headers)) for name in TRUST}
    pools["tax"] = [*_tax_sums(vat), *pools["tax"]]
    for name, fact in _whole(ledger, vat):
        pools[name].append(Candidate(fact, "breakdown"))
    for name, fact in column_sums(ledger, tables):
        pools[name].append(Candidate(fact, "sum"))
    _drop_parts(pools, vat)
    pools["gross"] += _unnamed_gross(ledger, pools, items)
    _prove_by_rates(pools, vat)
    pools["net"] += _taxed(pools["net"], vat)
    net, tax, gross = _consistent(_settle(pools), any(row.amount and row.amount.value.amount for row in vat))
    due = _most_trusted(pools["due"])
    enough = due is not None and (net is None or abs(due.value.amount) >= abs(net.value.amount))
    unclear = enough and not (net and tax) and not _anything_paid(ledger)
    if gross is None and due and (unclear or _closes_with_untaxed(ledger, net, tax, due)):
        gross = replace(due, confidence=0.8)
    if gross is None and due is None and not (net and tax):
        gross = _paid_in_full(ledger)
    zero = tax is not None and tax.value.amount == 0
    if (zero or (untaxed and tax is None)) and (net or gross):
        net, gross = net or _same(gross), gross or _same(net)
    discount = _most_trusted(pools["discount"])
    return TotalsRead(net, tax, gross, due, discount and _positive(discount))


def _paid_in_full(ledger: Ledger) -> Fact[Money] | None:
    """What was paid, where no amount on the pages is larger and nothing else is named: the gross of a receipt."""
    named = (ledger.money_after(hit) for hit in ledger.sheet.all_hits("paid") if hit.leads)
    paid = [found[-1] for found in named if len(found) == 1]
    amounts = [item for cell in ledger.sheet.cells() for item in ledger.sheet.amounts(cell) if ledger.is_money(item)]
    most = max(map(ledger.value, amounts), default=Decimal(0))
    return next((ledger.money(item, 0.78) for item in paid if ledger.value(item) == most > 0), None)


def _closes_with_untaxed(ledger: Ledger, net: Fact[Money] | None, tax: Fact[Money] | None, due: Fact[Money]) -> bool:
    """Whether what is due is net + VAT + what the totals add without VAT, such as disbursements: the gross."""
    named = (ledger.money_after(hit) for hit in ledger.sheet.all_hits("untaxed") if hit.leads)
    untaxed = sum((ledger.value(found[-1]) for found in named if found), Decimal(0))
    return bool(net and tax and untaxed > 0) and untaxed == due.value.amount - _sum_of(net, tax)


def _sum_of(*facts: Fact[Money] | None) -> Decimal:
    return sum((fact.value.amount for fact in facts if fact), Decimal(0))


def _whole(ledger: Ledger, vat: Sequence[VatRow]) -> Iterator[tuple[str, Fact[Money]]]:
    """The printed sums of the bases, and of bases and VAT: candidates that must be proved."""
    full = [(row.base, row.amount) for row in vat if row.base and row.amount]
    if not full or len(full) < len(vat):
        return
    net = sum((base.value.amount for base, _ in full), Decimal(0))
    if len(full) == 1:
        yield "net", replace(full[0][0], confidence=0.7)
    sums = {"gross": net + sum((tax.value.amount for _, tax in full), Decimal(0)), "net": net}
    amounts = [item for cell in ledger.sheet.cells() for item in ledger.sheet.amounts(cell) if ledger.is_money(item)]
    for name, total in sums.items():
        yield from ((name, ledger.money(item, 0.7)) for item in amounts if ledger.value(item) == total)


def _unnamed_gross(ledger: Ledger, pools: dict[str, list[Candidate]], items: set[int]) -> list[Candidate]:
    """Amounts below the VAT that are net + VAT: the total, whatever words name it."""
    nets = {one.amount for one in pools["net"] if one.fact.confidence >= _WORST}
    taxes = [one.fact for one in pools["tax"] if one.fact.confidence >= _ENOUGH and one.amount > 0]
    wanted = {net + tax.value.amount for net in nets for tax in taxes} - {one.amount for one in pools["gross"]}
    if not wanted:
        return []
    rows = [row for row in ledger.sheet.rows if row.index not in items]
    amounts = [item for row in rows for cell in row.cells for item in ledger.sheet.amounts(cell)]
    found = [item for item in amounts if ledger.value(item) in wanted and ledger.is_money(item)]
    below = (item for item in found if any(_is_below(item, tax) for tax in taxes))
    return [Candidate(ledger.money(item, _WORST), "unnamed") for item in below]


def _is_below(item: Amount, fact: Fact[Money]) -> bool:
    place = fact.place
    return place is not None and place.page == item.cell.page and place.box is not None and item.box[1] > place.box[1]


def _prove_by_rates(pools: dict[str, list[Candidate]], vat: Sequence[VatRow]) -> None:
    """A printed sum that several VAT amounts come from by their rates is the net or the gross, whatever its name."""
    if not (sums := implied(vat)):
        return
    net, gross, slack = sums
    for name, total in (("net", net), ("gross", gross)):
        fitting = [one for one in _all_totals(pools) if abs(one.amount - total) <= slack]
        if fitting:
            best = max(fitting, key=lambda one: one.fact.confidence)
            pools[name].append(Candidate(replace(best.fact, confidence=0.96), "rates"))


def _all_totals(pools: dict[str, list[Candidate]]) -> list[Candidate]:
    return [one for name in ("net", "gross", "due") for one in pools[name]]


def _consistent(settled: Triple, taxed: bool) -> Triple:
    """The totals without what cannot be true: a VAT above any rate, a net that is the gross although there is VAT."""
    net, tax, gross = settled
    whole = net or gross
    if tax and whole and abs(tax.value.amount) > _most_tax(whole):
        tax = None
    taxed = bool(tax.value.amount) if tax else taxed
    if net and gross and taxed and net.value == gross.value:
        return (net, tax, None) if net.confidence > gross.confidence else (None, tax, gross)
    return net, tax, gross


def _same(other: Fact[Money] | None) -> Fact[Money] | None:
    """The other total once more, where no tax lies between the two."""
    return other and replace(other, confidence=min(other.confidence, 0.8))


def _taxed(nets: Sequence[Candidate], vat: Sequence[VatRow]) -> list[Candidate]:
    """The net that the only rate turns into the only tax: proved although something else is added or kept back."""
    if len(vat) != 1 or not (vat[0].rate and vat[0].amount) or not vat[0].amount.value.amount:
        return []
    rate, tax = vat[0].rate.value, vat[0].amount.value.amount
    fits = (one for one in nets if abs(one.amount * rate / 100 - tax) < CENT)
    return [replace(one, fact=replace(one.fact, confidence=0.9)) for one in fits][:1]


def _drop_parts(pools: dict[str, list[Candidate]], vat: Sequence[VatRow]) -> None:
    """Take out what several rows of a breakdown state each for their rate: no part is the whole."""
    full = [(row.base.value.amount, row.amount.value.amount) for row in vat if row.base and row.amount]
    parts = {"net": [base for base, _ in full], "gross": [base + tax for base, tax in full]}
    parts["tax"] = [row.amount.value.amount for row in vat if row.amount]
    for name, values in parts.items():
        if len(values) > 1 and len(values) == len(vat):
            pools[name] = [one for one in pools[name] if one.amount == sum(values) or one.amount not in values]


def _anything_paid(ledger: Ledger) -> bool:
    """Whether a payment is stated, so that what is due is not the whole."""
    paid = (ledger.money_after(hit) for hit in ledger.sheet.all_hits("paid") if hit.leads)
    return any(ledger.value(amount) for amounts in paid for amount in amounts)


def _candidates(ledger: Ledger, name: str, items: set[int], headers: set[int]) -> Iterator[Candidate]:
    labels = TRUST[name]
    for hit in ledger.sheet.all_hits(*labels):
        if hit.cell.row in items or _is_qualified(ledger, name, hit):
            continue
        trust = max(labels[label] for label in labels if hit.means(label)) * _standing(ledger, hit)
        if name == "tax" and hit.means("vat_id") and not ledger.money_after(hit):
            continue
        for amount, share in _amounts_for(ledger, hit, hit.cell.row in headers):
            yield Candidate(ledger.money(amount, trust * share * _nearness(hit, amount)), hit.key)


def _is_qualified(ledger: Ledger, name: str, hit: Hit) -> bool:
    """Whether another label of the cell says more: "Total amount" "excluding tax", or a total before "incl. VAT"."""
    hits = ledger.sheet.hits[id(hit.cell)]
    if name == "tax":
        if enclosed_taxes(ledger, hit.cell):
            return True  # read as rows of VAT, all of them
        before = [other for other in hits if other.end <= hit.start and other.means("gross", "total", "amount_due")]
        return any(not _amount_between(ledger, other, hit) for other in before)
    if name == "gross" and not hit.means("net"):
        after = [other for other in hits if other.start >= hit.end and other.means("net") and not other.means("gross")]
        return any(not _amount_between(ledger, hit, other) for other in after)
    return False


def _amount_between(ledger: Ledger, one: Hit, other: Hit) -> bool:
    amounts = (item for item in ledger.sheet.amounts(one.cell) if ledger.is_money(item))
    return any(one.end <= item.seen.start < other.start for item in amounts)


def _nearness(hit: Hit, amount: Amount) -> float:
    """How sure it is that an amount belongs to a label of its cell: less, when a sentence lies between them."""
    if amount.cell is not hit.cell or amount.seen.start < hit.end:
        return 1.0
    between = [word for word in hit.cell.text[hit.end : amount.seen.start].split() if any(map(str.isalpha, word))]
    return 1.0 if len(between) <= _FEW_WORDS else 0.7


def _standing(ledger: Ledger, hit: Hit) -> float:
    """Labels at the beginning of a cell, or behind such, are labels; in a sentence they may be words."""
    before = [other for other in ledger.sheet.hits[id(hit.cell)] if other.end <= hit.start]
    if hit.leads and (not before or before[-1].leads):
        return 1.0
    words = [word for word in hit.cell.text[: hit.start].split() if any(char.isalpha() for char in word)]
    return 0.9 if len(words) <= 1 else 0.6


def _amounts_for(ledger: Ledger, hit: Hit, in_header: bool) -> Iterator[tuple[Amount, float]]:
    """The amounts that a label may mean, each with how likely that is."""
    behind = [item for item in ledger.money_after(hit) if not ledger.is_base(item)]
    behind = [item for item in behind if not _in_brackets(item)] or behind
    if behind:
        for at, amount in enumerate(reversed(behind)):
            yield amount, 1.0 if len(behind) == 1 else 0.85 if at == 0 else 0.6
        return
    under = ledger.money_under(hit)
    if under:
        yield under, 0.75 if in_header else 0.95
        return
    if not hit.leads or (
        any(char.isalnum() for char in hit.cell.text[hit.end :] if not char.isdigit()) and not in_header
    ):
        return
    if _has_value(ledger, hit):
        return
    for cell in ledger.sheet.below(hit.cell, hit.start, hit.end, reach=2.2):
        if any(other.means(*TOTALS) for other in ledger.sheet.hits[id(cell)]):
            return
        money = [item for item in ledger.sheet.amounts(cell) if ledger.is_money(item)]
        if money:
            box = hit.cell.span(hit.start, hit.end)
            yield min(money, key=lambda item: apart(box, item.box)), 0.6 if in_header else 0.85
            return


def _in_brackets(item: Amount) -> bool:
    """Whether words in brackets hold an amount, as in "119.00 (incl. VAT 19.00)": it is a part of another."""
    before = item.cell.text[: item.seen.start]
    opened = before.rfind("(")
    return opened > before.rfind(")") and any(map(str.isalpha, before[opened:]))


def _has_value(ledger: Ledger, hit: Hit) -> bool:
    """Whether something that is no label stands to the right, so that nothing is to be looked for below."""
    right = ledger.sheet.right_of(hit.cell)
    return bool(right) and not ledger.sheet.hits[id(right[0])] and any(char.isdigit() for char in right[0].text)


def _tax_sums(vat: Sequence[VatRow]) -> list[Candidate]:
    """The sum of the VAT rows as a candidate for the total."""
    amounts = [row.amount for row in vat if row.amount]
    if not amounts or len(amounts) != len(vat):
        return []
    if len(amounts) == 1:
        return [Candidate(amounts[0], "vat row")]
    total = amounts[0].value
    for fact in amounts[1:]:
        total += fact.value
    return [Candidate(Fact(total, amounts[0].place, " + ".join(fact.text for fact in amounts), 0.85), _ROWS)]


def _settle(pools: dict[str, list[Candidate]]) -> Triple:
    """The triple whose sums are right and whose labels are best; labels alone where no triple is right."""
    triples = [
        (net, tax, gross)
        for net, tax, gross in product(*(_top(pools[name]) for name in ("net", "tax", "gross")))
        if abs(net.amount + tax.amount - gross.amount) <= CENT
        and (tax.amount == 0 or (net.amount < 0) == (gross.amount < 0))
    ]
    if triples:
        chosen = max(triples, key=_score)
        net, tax, gross = (_proved(item.fact) for item in chosen)
        return net, tax, gross
    return _unproved(pools)


def _score(triple: tuple[Candidate, Candidate, Candidate]) -> tuple[float, Decimal]:
    return round(sum(item.fact.confidence for item in triple), 3), abs(triple[2].amount)


def _top(candidates: list[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda item: -item.fact.confidence)[:24]


def _proved(fact: Fact[Money]) -> Fact[Money]:
    return Fact(fact.value, fact.place, fact.text, max(fact.confidence, 0.97))


def _unproved(pools: dict[str, list[Candidate]]) -> Triple:
    pools = {**pools, "tax": [one for one in pools["tax"] if one.label != _ROWS]}
    net, tax, gross = (_most_trusted(pools[name]) for name in ("net", "tax", "gross"))
    if gross is None and tax is None and net is None:
        return None, None, None
    if gross and tax is None:
        gross = _after_discount(gross, pools)
    if net is None and tax is None and gross is not None:
        net = next((item.fact for item in pools["net"] if item.fact.value == gross.value and item.label), None)
        net = net if net and net.place != gross.place else None
    if net and gross and not 0 <= abs(gross.value.amount) - abs(net.value.amount) <= _most_tax(net):
        untaxed = _untaxed(pools) if tax is None else None
        return (untaxed, None, untaxed) if untaxed else (None, tax, gross)
    return net, tax, gross


def _most_tax(base: Fact[Money]) -> Decimal:
    """The most that VAT on a base can be: with a unit of its last digit, since VAT on a few cents is rounded up."""
    exponent = base.value.amount.as_tuple().exponent
    unit = Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)
    return abs(base.value.amount) * MOST_TAX + unit


def _after_discount(gross: Fact[Money], pools: dict[str, list[Candidate]]) -> Fact[Money]:
    """What is payable, where it is the sum less the discount: the sum was not the total then."""
    left = {gross.value.amount - abs(item.amount) for item in pools["discount"]}
    return next((item.fact for item in pools["due"] if item.amount in left), gross)


def _untaxed(pools: dict[str, list[Candidate]]) -> Fact[Money] | None:
    """The amount that a label for net and a label for gross or payable agree on, where no tax is printed."""
    last = {item.amount for item in pools["gross"] if item.fact.confidence >= _WORST}
    agreed = [item.fact for item in pools["net"] if item.fact.confidence >= _ENOUGH and item.amount in last]
    return agreed[-1] if agreed else None


def _most_trusted(candidates: list[Candidate]) -> Fact[Money] | None:
    """The best candidate that its label alone makes credible; of equals the last, as totals come last."""
    credible = [item.fact for item in candidates if item.fact.confidence >= _ENOUGH]
    if not credible:
        return None
    top = max(fact.confidence for fact in credible)
    return [fact for fact in credible if fact.confidence == top][-1]


def _positive(fact: Fact[Money]) -> Fact[Money]:
    amount = fact.value if fact.value.amount >= 0 else -fact.value
    return Fact(amount, fact.place, fact.text, fact.confidence)
