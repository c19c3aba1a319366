"""What payment codes say: EPC069-12, UPN QR (ZBS) and HUB3 (HUB), from a document and its bank account."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from harness.sandbox.rendering.payment import bank_account
from harness.sandbox.rendering.source import Json, Source, day, number

_CENTS = Decimal(100)
_EPC_LIMIT = Decimal("999999999.99")


@dataclass(frozen=True, slots=True)
class Transfer:
    """A credit transfer in euro that a document asks for."""

    amount: Decimal
    iban: str
    bic: str
    payee: Json
    payer: Json
    reference: str
    due: str
    """As dd.mm.yyyy; empty where there is no due date."""


def transfer(source: Source) -> Transfer | None:
    """What is left to pay of an invoice in euro; None where there is nothing, or no IBAN to pay to."""
    account, document = bank_account(source), source.document
    iban = re.sub(r"\s", "", str(account.get("iban") or ""))
    due = number(document.get("total_due"))
    if source.kind not in ("invoice", "advance_invoice") or source.currency != "EUR" or not iban or due <= 0:
        return None
    if document.get("is_draft") or source.is_void:
        return None
    until = day(document.get("date_due"))
    return Transfer(
        amount=due,
        iban=iban,
        bic=str(account.get("bic") or ""),
        payee=source.issuer,
        payer=source.customer,
        reference=str(document.get("number") or ""),
        due=f"{until:%d.%m.%Y}" if until else "",
    )


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
