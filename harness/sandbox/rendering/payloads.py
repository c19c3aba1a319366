"""What payment codes say: EPC069-12, UPN QR (ZBS) and HUB3 (HUB), from a document and its bank account."""

from __future__ import annotations

import re
from decimal import Decimal

from harness.sandbox.payment_codes import Occasion, Steps, Transfer
from harness.sandbox.rendering.payment import bank_account
from harness.sandbox.rendering.source import Json, Source, day, number

_CENTS = Decimal(100)
_EPC_LIMIT = Decimal("999999999.99")


def transfer(source: Source, enabled: bool, steps: Steps) -> Transfer | None:
    """What is left to pay of an invoice in euro; None where there is nothing, no IBAN to pay to, or the code is off."""
    account, document = bank_account(source), source.document
    iban = re.sub(r"\s", "", str(account.get("iban") or ""))
    due, total = number(document.get("total_due")), number(document.get("total_with_tax"))
    if not iban or document.get("is_draft") or source.is_void:
        return None
    occasion = Occasion(source.kind, source.currency, due, enabled)
    if not steps.code_wanted(_belongs(occasion), occasion):
        return None
    until = day(document.get("date_due"))
    asked = Transfer(
        amount=due if due > 0 else total,
        iban=iban,
        bic=str(account.get("bic") or ""),
        payee=source.issuer,
        payer=source.customer,
        reference=str(document.get("number") or ""),
        due=f"{until:%d.%m.%Y}" if until else "",
        total=total,
    )
    return steps.transfer_in_code(asked)


def _belongs(occasion: Occasion) -> bool:
    """Whether a code belongs on a document (contract 7.3): on invoices in euro that are not paid yet."""
    payable = occasion.kind in ("invoice", "advance_invoice") and occasion.due > 0
    return occasion.enabled and payable and occasion.currency == "EUR"


def _cut(value: object, length: int) -> str:
    return re.sub(r"\s+", " ", str(value or "")).strip()[:length]


def _place(party: Json, length: int) -> str:
    return _cut(f"{party.get('post_code') or ''} {party.get('city') or ''}", length)


def epc(asked: Transfer) -> str | None:
    """EPC069-12 version 002 in UTF-8, with the document's number as free text; None above the scheme's limit."""
    if asked.amount > _EPC_LIMIT:
        return None
    head = ("BCD", "002", "1", "SCT", asked.bic, _cut(asked.payee.get("name"), 70), asked.iban)
    return "\n".join((*head, f"EUR{asked.amount:.2f}", "", "", _cut(asked.reference, 140)))


def upn(asked: Transfer, purpose: str) -> str:
    """The twenty lines of a UPN QR, the last one the count of characters before it."""
    payer, payee = asked.payer, asked.payee
    digits = re.sub(r"[^0-9-]", "", asked.reference).strip("-")[:22]
    lines = (
        "UPNQR", "", "", "", "",
        _cut(payer.get("name"), 33), _cut(payer.get("address"), 33), _place(payer, 33),
        f"{int(asked.amount * _CENTS):011d}", "", "",
        purpose, _cut(asked.reference, 42), asked.due, asked.iban, f"SI00{digits}" if digits else "SI99",
        _cut(payee.get("name"), 33), _cut(payee.get("address"), 33), _place(payee, 33),
    )  # fmt: skip
    return "\n".join((*lines, f"{sum(map(len, lines)) + len(lines):03d}", ""))


def hub3(asked: Transfer, purpose: str, model: str) -> str:
    """The fourteen lines of a HUB3 bar code in euro."""
    payer, payee = asked.payer, asked.payee
    digits = re.sub(r"[^0-9-]", "", re.sub(r"[/ ]", "-", asked.reference)).strip("-")[:22]
    lines = (
        "HRVHUB30", "EUR", f"{int(asked.amount * _CENTS):015d}",
        _cut(payer.get("name"), 30), _cut(payer.get("address"), 27), _place(payer, 27),
        _cut(payee.get("name"), 25), _cut(payee.get("address"), 25), _place(payee, 27),
        asked.iban, model, digits, purpose, _cut(asked.reference, 35),
    )  # fmt: skip
    return "\n".join((*lines, ""))
