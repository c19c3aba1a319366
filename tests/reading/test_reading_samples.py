from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from harness.model.facts import Fact, InvoiceFacts, MentionKind
from harness.model.money import Money
from harness.reading import Labels, read_pdf


def amount(fact: Fact[Money] | None) -> str | None:
    return None if fact is None else str(fact.value.amount.quantize(Decimal("0.01")))


def stated(facts: InvoiceFacts) -> dict[str, object]:
    return {
        "number": facts.number and facts.number.value,
        "issue_date": facts.issue_date and facts.issue_date.value.isoformat(),
        "currency": facts.currency and facts.currency.value,
        "seller_vat": facts.seller.vat_id and facts.seller.vat_id.value,
        "buyer_vat": facts.buyer.vat_id and facts.buyer.vat_id.value,
        "net_total": amount(facts.net_total),
        "tax_total": amount(facts.tax_total),
        "gross_total": amount(facts.gross_total),
        "rates": sorted({float(row.rate.value) for row in facts.vat if row.rate}),
        "has_reverse_charge": any(mention.kind is MentionKind.REVERSE_CHARGE for mention in facts.mentions),
    }


def test_every_printed_fact_of_the_samples_is_read(
    samples: Path, truth: dict[str, dict[str, dict[str, object]]], labels: Labels
) -> None:
    wrong = []
    for name, entry in truth.items():
        read = stated(read_pdf((samples / "invoices" / name).read_bytes(), labels))
        printed = [fact for fact, seen in entry["printed"].items() if seen]
        wrong += [
            (name, fact, entry["facts"][fact], read[fact]) for fact in printed if read[fact] != entry["facts"][fact]
        ]
    assert wrong == []
