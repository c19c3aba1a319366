"""The kind of a transaction between two parties, as the API documents it for `POST /transaction-type/check`.

The rules are the vendor's, not the law's: `domestic` in the same country; `intra_eu_b2b` between Member States when
VIES confirms the customer's number, else `intra_eu_b2c`; outside the Union `3w_b2b` with a tax number, else `3w_b2c`.
An end consumer is a consumer outside the Union only: inside it the answer of VIES decides. An issuer that is no tax
subject sells to consumers only, and VIES is not asked. Reverse charge applies for an issuer that is a tax subject in a
Member State, to a confirmed customer in another one or to any customer outside the Union.

VIES has three answers. What the API does when it cannot be reached is not documented; the reading taken here is
`vies_valid: null`, a warning, and a sale to a consumer, so that no VAT is waived without proof.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from harness.sandbox.vat.countries import Country, resolve_country
from harness.sandbox.vat.number import VatNumber, read_vat_number
from harness.sandbox.vies.answer import ViesAnswer

TransactionType = Literal["domestic", "intra_eu_b2b", "intra_eu_b2c", "3w_b2b", "3w_b2c"]
Side = Literal["b2b", "b2c"]
WarningCode = Literal[
    "issuer_country_unknown",
    "customer_country_unknown",
    "vat_number_malformed",
    "vat_number_invalid",
    "vat_number_of_issuer_state",
    "vat_number_of_other_state",
    "vies_name_mismatch",
    "vies_not_asked",
    "vies_unreachable",
]
ViesCheck = Callable[[str, str], ViesAnswer]
"""Called with the VIES prefix and the number without prefix."""

_FIELDS = (
    "transaction_type",
    "reverse_charge_applies",
    "issuer_country_code",
    "customer_country_code",
    "vies_valid",
    "warning",
    "is_tax_subject",
)


@dataclass(frozen=True)
class Issuer:
    """Who sells. `country_code` wins over `country`, which may be a name in any spelling."""

    country: str | None = None
    country_code: str | None = None
    is_tax_subject: bool = True


@dataclass(frozen=True)
class Customer:
    """Who buys. Without any country the sale counts as domestic, like a sale over the counter."""

    country: str | None = None
    country_code: str | None = None
    tax_number: str | None = None
    is_end_consumer: bool = False


@dataclass(frozen=True)
class TransactionCheck:
    """The answer of the check, with the evidence behind it."""

    transaction_type: TransactionType | None
    """None only when the issuer's country is not known."""
    reverse_charge_applies: bool
    issuer_country_code: str | None
    customer_country_code: str | None
    is_tax_subject: bool
    """Whether the issuer is one."""
    vies_valid: bool | None = None
    """The answer of VIES; None when it was not asked or could not answer."""
    warning: str | None = None
    warning_code: WarningCode | None = None
    """The reason for the warning; not part of the API's answer."""
    vies: ViesAnswer | None = None
    """The consultation; None when VIES was not asked."""

    def response(self) -> dict[str, Any]:
        """Return the seven fields of the API's answer."""
        return {name: getattr(self, name) for name in _FIELDS}


@dataclass(frozen=True)
class _Place:
    """A party's country: the code that is answered, and the table's entry when it has one."""

    code: str | None
    country: Country | None

    @property
    def is_eu(self) -> bool:
        return self.country is not None and self.country.is_eu


@dataclass(frozen=True)
class _Verdict:
    """Business or consumer inside the Union, and why."""

    side: Side
    vies: ViesAnswer | None = None
    warning_code: WarningCode | None = None
    warning: str | None = None


def check(
    issuer: Issuer,
    customer: Customer,
    vies: ViesCheck | None,
    *,
    unreachable_as: Side = "b2c",
    unchecked_as: Side = "b2c",
) -> TransactionCheck:
    """Return the kind of transaction between two parties.

    `vies` is called at most once, and only for a number of the right form that belongs to a customer in another Member
    State. Pass None when the entity does not validate numbers (`vies_validate_vat` off): a well-formed number then
    counts as `unchecked_as`. A number that VIES cannot answer for counts as `unreachable_as`. Raises only what `vies`
    raises.
    """
    seller = _place(issuer.country_code, issuer.country)
    buyer = _place(customer.country_code, customer.country)
    if seller.code is None:
        return _unknown_issuer(issuer, buyer)
    if buyer.code is None or buyer.code == seller.code:
        return _domestic(issuer, customer, seller, buyer)
    if not (seller.is_eu and buyer.is_eu):
        return _outside_union(issuer, customer, seller, buyer)
    verdict = _inside_union(issuer, customer, seller, buyer, vies, unreachable_as, unchecked_as)
    return TransactionCheck(
        transaction_type="intra_eu_b2b" if verdict.side == "b2b" else "intra_eu_b2c",
        reverse_charge_applies=verdict.side == "b2b",
        issuer_country_code=seller.code,
        customer_country_code=buyer.code,
        is_tax_subject=issuer.is_tax_subject,
        vies_valid=verdict.vies.valid if verdict.vies else None,
        warning=verdict.warning,
        warning_code=verdict.warning_code,
        vies=verdict.vies,
    )


def _place(code: str | None, name: str | None) -> _Place:
    """Resolve a country; a code that the table does not know is kept, as a country outside the Union."""
    country = resolve_country(code or name)
    if country is not None:
        return _Place(country.code, country)
    return _Place(code.strip().upper() or None if code else None, None)


def _unknown_issuer(issuer: Issuer, buyer: _Place) -> TransactionCheck:
    return TransactionCheck(
        transaction_type=None,
        reverse_charge_applies=False,
        issuer_country_code=None,
        customer_country_code=buyer.code,
        is_tax_subject=issuer.is_tax_subject,
        warning=f"Issuer country {issuer.country!r} is not known; give issuer.country_code.",
        warning_code="issuer_country_unknown",
    )


def _domestic(issuer: Issuer, customer: Customer, seller: _Place, buyer: _Place) -> TransactionCheck:
    unknown = buyer.code is None and bool(customer.country)
    return TransactionCheck(
        transaction_type="domestic",
        reverse_charge_applies=False,
        issuer_country_code=seller.code,
        customer_country_code=buyer.code,
        is_tax_subject=issuer.is_tax_subject,
        warning=f"Customer country {customer.country!r} is not known; treated as domestic." if unknown else None,
        warning_code="customer_country_unknown" if unknown else None,
    )


def _outside_union(issuer: Issuer, customer: Customer, seller: _Place, buyer: _Place) -> TransactionCheck:
    """One of the two is outside the Union; an issuer outside it never applies the Union's reverse charge."""
    business = issuer.is_tax_subject and bool(customer.tax_number) and not customer.is_end_consumer
    return TransactionCheck(
        transaction_type="3w_b2b" if business else "3w_b2c",
        reverse_charge_applies=issuer.is_tax_subject and seller.is_eu,
        issuer_country_code=seller.code,
        customer_country_code=buyer.code,
        is_tax_subject=issuer.is_tax_subject,
    )


def _inside_union(
    issuer: Issuer,
    customer: Customer,
    seller: _Place,
    buyer: _Place,
    vies: ViesCheck | None,
    unreachable_as: Side,
    unchecked_as: Side,
) -> _Verdict:
    if not issuer.is_tax_subject or not customer.tax_number or buyer.country is None:
        return _Verdict("b2c")
    number = read_vat_number(customer.tax_number, buyer.country)
    if number is None:
        text = f"VAT number {customer.tax_number!r} does not have the form of a VAT number; VIES was not asked."
        return _Verdict("b2c", None, "vat_number_malformed", text)
    if vies is None:
        return _Verdict(unchecked_as, None, "vies_not_asked", "VIES validation is off; the VAT number was not checked.")
    return _judged(vies(number.prefix, number.number), number, seller, buyer, unreachable_as)


def _judged(answer: ViesAnswer, number: VatNumber, seller: _Place, buyer: _Place, unreachable_as: Side) -> _Verdict:
    written = f"{number.prefix}{number.number}"
    if answer.outcome == "valid":
        return _valid(answer, number, seller, buyer)
    if answer.outcome == "invalid":
        return _Verdict("b2c", answer, "vat_number_invalid", f"VAT number {written} is not valid according to VIES.")
    if answer.outcome == "malformed":
        text = f"VIES refused VAT number {written} as malformed ({answer.code})."
        return _Verdict("b2c", answer, "vat_number_malformed", text)
    text = f"VIES could not check VAT number {written} ({answer.code}); its validity is unknown."
    return _Verdict(unreachable_as, answer, "vies_unreachable", text)


def _valid(answer: ViesAnswer, number: VatNumber, seller: _Place, buyer: _Place) -> _Verdict:
    """A valid number makes the sale B2B, whichever state issued it and whatever the name; both are worth a warning."""
    written = f"{number.prefix}{number.number}"
    if seller.country is not None and number.prefix == seller.country.vat_prefix:
        text = f"VAT number {written} belongs to the issuer's own country {seller.code}."
        return _Verdict("b2b", answer, "vat_number_of_issuer_state", text)
    if buyer.country is not None and number.prefix != buyer.country.vat_prefix:
        text = f"VAT number {written} belongs to another country than the customer's ({buyer.code})."
        return _Verdict("b2b", answer, "vat_number_of_other_state", text)
    if answer.name_match == "INVALID":
        text = f"VAT number {written} is valid, but registered under another name than the customer's."
        return _Verdict("b2b", answer, "vies_name_mismatch", text)
    return _Verdict("b2b", answer)
