"""What kind of transaction a document is, and what the entity's tax rules make of it (contract section 13)."""

from dataclasses import dataclass
from typing import Any

from harness.sandbox.call import Call
from harness.sandbox.vat.transaction import Customer, Issuer, TransactionCheck, check
from harness.sandbox.vies.answer import ViesAnswer

Json = dict[str, Any]
EU_TAX_RULES = "eu_tax_rules"
_RULE_DEFAULTS = {
    "vies_validate_vat": True,
    "auto_reverse_charge": False,
    "auto_remove_tax_export": False,
    "require_gross_prices": False,
}


@dataclass(frozen=True)
class Treatment:
    """How the lines of a document are taxed."""

    check: TransactionCheck
    reverse_charge: bool
    """The buyer owes the VAT and the entity lets the server apply that."""
    remove_taxes: bool
    """No line carries a tax: a customer outside the Union, or an issuer that is no tax subject."""
    require_gross_prices: bool

    @property
    def vies(self) -> Json | None:
        """The consultation as the document keeps it; None when VIES was not asked."""
        answer = self.check.vies
        return None if answer is None else {**answer.as_json(), "warning": self.check.warning}


def tax_rules(call: Call) -> dict[str, bool]:
    """``settings.tax_rules.eu`` with its defaults; all off where the country has no such rules."""
    body = call.entity.body
    features = body["country_rules"]["features"]
    if call.server.profile.tax_rules_need_feature and EU_TAX_RULES not in features:
        return dict.fromkeys(_RULE_DEFAULTS, False)
    own = (body["settings"].get("tax_rules") or {}).get("eu") or {}
    return {name: bool(own.get(name, default)) for name, default in _RULE_DEFAULTS.items()}


def consult(call: Call, country_code: str, number: str) -> ViesAnswer:
    """VIES about one number, as this request takes the answer."""
    assert call.server.vies is not None, "a server without VIES does not get here"
    return call.seams.read_vies(call.server.vies(country_code, number))


def run_check(call: Call, issuer: Json, customer: Json, *, validate: bool) -> TransactionCheck:
    """The transaction-type check between two parties given as JSON."""
    seller = Issuer(issuer.get("country"), issuer.get("country_code"), issuer.get("is_tax_subject", True))
    buyer = Customer(
        customer.get("country"),
        customer.get("country_code"),
        customer.get("tax_number"),
        bool(customer.get("is_end_consumer")),
    )
    asks = validate and call.server.vies is not None
    profile = call.server.profile
    return check(
        seller,
        buyer,
        (lambda code, number: consult(call, code, number)) if asks else None,
        unreachable_as="b2b" if profile.unreachable_vies_is_b2b else "b2c",
        unchecked_as="b2b" if profile.unchecked_number_is_b2b else "b2c",
    )


def treat(call: Call, issuer: Json, customer: Json | None) -> Treatment:
    """The treatment of a document between two snapshots."""
    rules = tax_rules(call)
    subject = bool(call.entity.body["is_tax_subject"])
    found = run_check(call, {**issuer, "is_tax_subject": subject}, customer or {}, validate=rules["vies_validate_vat"])
    due = found.reverse_charge_applies and found.transaction_type == "intra_eu_b2b" and rules["auto_reverse_charge"]
    outside = (found.transaction_type or "").startswith("3w_") and rules["auto_remove_tax_export"]
    outside = call.seams.free_export(outside)
    return Treatment(
        check=found,
        reverse_charge=call.seams.apply_reverse_charge(due, found.transaction_type),
        remove_taxes=outside or not subject,
        require_gross_prices=rules["require_gross_prices"] and (due or outside),
    )
