"""What a document lacks to be an XRechnung: the rules that data of the API can break, each with its published id."""

import re
from collections.abc import Callable

from harness.sandbox.einvoice.model import EInvoice, Party

Rule = tuple[str, tuple[str, ...], str, Callable[[EInvoice], object]]
"""Id, path in the document, message, and what must be there."""
_PHONE = re.compile(r"(.*\d){3}")
_MAIL = re.compile(r"[^@\s.][^@\s]*@[^@\s]+\.[^@\s]*[^@\s.]")


def _vat_or_tax(party: Party) -> object:
    return party.vat_id or party.tax_id or party.identifier


_CORE: tuple[Rule, ...] = (
    ("BR-06", ("issuer", "name"), "The seller's name is missing", lambda i: i.seller.name),
    ("BR-07", ("customer", "name"), "The buyer's name is missing", lambda i: i.buyer.name),
    ("BR-09", ("issuer", "country_code"), "The seller's country is missing", lambda i: i.seller.country),
    ("BR-11", ("customer", "country_code"), "The buyer's country is missing", lambda i: i.buyer.country),
    ("BR-S-02", ("issuer", "tax_number"), "The seller's VAT or tax number is missing", lambda i: _vat_or_tax(i.seller)),
    (
        "BR-AE-02",
        ("customer", "tax_number"),
        "Without VAT charged, the buyer's VAT number is needed",
        lambda i: i.buyer.vat_id or not any(row.category in ("AE", "K") for row in i.vat),
    ),
)
_GERMAN: tuple[Rule, ...] = (
    (
        "BR-DE-15",
        ("customer", "e_invoicing", "buyer_reference"),
        "The buyer reference is missing",
        lambda i: i.buyer_reference,
    ),
    ("BR-DE-3", ("issuer", "city"), "The seller's city is missing", lambda i: i.seller.city),
    ("BR-DE-4", ("issuer", "post_code"), "The seller's post code is missing", lambda i: i.seller.post_code),
    ("BR-DE-6", ("issuer", "phone"), "The seller's telephone number is missing", lambda i: i.seller.phone),
    ("BR-DE-7", ("issuer", "email"), "The seller's e-mail address is missing", lambda i: i.seller.email),
    ("BR-DE-8", ("customer", "city"), "The buyer's city is missing", lambda i: i.buyer.city),
    ("BR-DE-9", ("customer", "post_code"), "The buyer's post code is missing", lambda i: i.buyer.post_code),
    (
        "BR-DE-27",
        ("issuer", "phone"),
        "The seller's telephone number needs three digits",
        lambda i: not i.seller.phone or _PHONE.search(i.seller.phone),
    ),
    (
        "BR-DE-28",
        ("issuer", "email"),
        "The seller's e-mail address is not well-formed",
        lambda i: not i.seller.email or _MAIL.fullmatch(i.seller.email),
    ),
    (
        "PEPPOL-EN16931-R010",
        ("customer", "email"),
        "The buyer needs an electronic address",
        lambda i: i.buyer.endpoint,
    ),
)
_SLOVENIAN: tuple[Rule, ...] = (
    ("ESLOG-ADDRESS", ("issuer", "address"), "The seller's street is missing", lambda i: i.seller.street),
    ("ESLOG-CITY", ("issuer", "city"), "The seller's city is missing", lambda i: i.seller.city),
    ("ESLOG-POST-CODE", ("issuer", "post_code"), "The seller's post code is missing", lambda i: i.seller.post_code),
    ("ESLOG-ACCOUNT", ("issuer", "bank_account"), "The seller's bank account is missing", lambda i: i.iban),
    ("ESLOG-CURRENCY", ("currency_code",), "The currency must be the euro", lambda i: i.currency == "EUR"),
)
RULES = {
    "xrechnung": (*_CORE, *_GERMAN),
    "zugferd": _CORE,
    "peppol": (*_CORE, _GERMAN[-1]),
    "eslog": (*_CORE, *_SLOVENIAN),
}


def broken(invoice: EInvoice, form: str) -> list[dict[str, object]]:
    """The rules of a form that the invoice breaks, as the API's issues."""
    return [
        {"code": code, "path": list(path), "message": f"{code}: {message}"}
        for code, path, message, holds in RULES[form]
        if not holds(invoice)
    ]
