"""What the platform relies on: tenants kept apart, preloaded taxes, the contract, VIES with its three answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from harness.checks.base import Details, covers, failed, gap, passed, unverifiable
from harness.model.case import ViesState
from harness.model.finding import Judgement, Verdict


@covers("API-ENTITY")
def entity_is_what_was_asked(expected: Mapping[str, str], observed: Mapping[str, object]) -> Iterator[Judgement]:
    """The created entity answers the name, country, currency and environment that a platform relies on."""
    for name, value in expected.items():
        answered = str(observed.get(name))
        details: Details = {"expected": value, "observed": answered}
        if answered == value:
            yield passed("API-ENTITY", f"entity.{name} is {value!r}", **details)
        else:
            message = f"entity.{name} answers {answered!r}, asked was {value!r}"
            yield failed("API-ENTITY", f"{name}-differs", message, **details)


@covers("VAT-PRELOADED-TAXES")
def preloaded_taxes_equal_the_law(lawful: Mapping[str, Decimal], preloaded: Sequence[Decimal]) -> Judgement:
    """Every rate in force has a preloaded tax, and no preloaded tax has a rate that is not in force."""
    expected, observed = _rates(lawful.values()), _rates(preloaded)
    details: Details = {"expected": expected, "observed": observed}
    if not preloaded:
        message = "the target preloads no taxes; the harness provisions them, so rates prove transmission only"
        return Judgement("VAT-PRELOADED-TAXES", Verdict.NOT_APPLICABLE, "none-preloaded", message, **details)
    missing = sorted(set(lawful.values()) - set(preloaded))
    unknown = sorted(set(preloaded) - set(lawful.values()) - {Decimal(0)})
    if missing or unknown:
        parts = [f"lacks {_rates(missing)} %" if missing else "", f"has {_rates(unknown)} %" if unknown else ""]
        message = (
            f"the target preloads {observed} %, in force are {expected} %: it {' and '.join(p for p in parts if p)}"
        )
        return failed("VAT-PRELOADED-TAXES", "rates-differ", message, **details)
    return passed("VAT-PRELOADED-TAXES", f"the target preloads the rates in force: {expected} %", **details)


@covers("API-CONTRACT")
def answers_follow_the_contract(drift: Sequence[str]) -> Judgement:
    """Answers carry the documented fields, and no others."""
    distinct = list(dict.fromkeys(drift))
    if distinct:
        shown = "; ".join(distinct[:8]) + (f"; and {len(distinct) - 8} more" if len(distinct) > 8 else "")
        return failed("API-CONTRACT", "drift", f"answers differ from the contract: {shown}", observed=shown)
    return passed("API-CONTRACT", "all answers carry the documented fields")


@covers("API-IDEMPOTENCY")
def repeated_request_is_replayed(first: str, second: str, issued: int) -> Judgement:
    """The same request id gives the same document, and issues nothing twice."""
    details: Details = {"expected": first, "observed": second}
    if first == second and issued == 1:
        return passed(
            "API-IDEMPOTENCY", f"the repeated request answered the same {first} and issued nothing", **details
        )
    message = f"the repeated request answered {second} after {first}; {issued} documents exist"
    return failed("API-IDEMPOTENCY", "issued-twice", message, **details)


@covers("TEN-ISOLATION")
def other_tenants_see_nothing(attempts: Mapping[str, int]) -> Iterator[Judgement]:
    """A tenant's document is not found under another tenant, and its existence is not confirmed either (404)."""
    for attempt, status in attempts.items():
        details: Details = {"expected": "404", "observed": str(status)}
        if status == 404:
            yield passed("TEN-ISOLATION", f"{attempt}: 404", **details)
        else:
            what = "reveals that it exists" if status in (401, 403) else "is answered"
            yield failed("TEN-ISOLATION", "not-isolated", f"{attempt} {what} ({status} instead of 404)", **details)


@covers("TEN-METADATA")
def metadata_comes_back(sent: Mapping[str, str], answered: Mapping[str, object]) -> Judgement:
    """The platform's tenant id comes back unchanged, so that documents can be reconciled."""
    if not sent:
        return unverifiable("TEN-METADATA", "nothing-sent", "no metadata was sent, so none can come back")
    lost = {key: value for key, value in sent.items() if answered.get(key) != value}
    details: Details = {"expected": str(dict(sent)), "observed": str({key: answered.get(key) for key in sent})}
    if lost:
        return failed("TEN-METADATA", "metadata-lost", f"metadata {', '.join(lost)} did not come back", **details)
    return passed("TEN-METADATA", f"metadata {', '.join(sent)} came back unchanged", **details)


@covers("ACCESS-ENTITY-KEY")
def entity_key_opens_one_entity(own: int, foreign: int) -> Judgement:
    """An entity key works for its own entity, and is refused for any other."""
    observed = f"own entity {own}, other entity {foreign}"
    details: Details = {"expected": "own entity 200, other entity 403 or 404", "observed": observed}
    if own == 200 and foreign in (403, 404):
        return passed("ACCESS-ENTITY-KEY", f"the entity key opens its own entity only ({observed})", **details)
    return failed("ACCESS-ENTITY-KEY", "key-too-wide", f"the entity key: {observed}", **details)


@covers("ACCESS-USER")
def user_has_the_role(asked: str, answered: str | None) -> Judgement:
    """A user who is added to the entity has the role that was asked for."""
    details: Details = {"expected": asked, "observed": str(answered)}
    if asked == answered:
        return passed("ACCESS-USER", f"the added user has the role {asked!r}", **details)
    return failed(
        "ACCESS-USER", "role-differs", f"the added user has the role {answered!r}, asked was {asked!r}", **details
    )


@dataclass(frozen=True, slots=True)
class TransactionAnswer:
    """What the transaction-type check (or a document) says about the buyer's number."""

    vies_valid: bool | None
    reverse_charge: bool | None
    warning: str | None


_REQUIREMENT = {True: "VIES-VALID", False: "VIES-INVALID", None: "VIES-UNREACHABLE"}


@covers("VIES-VALID", "VIES-INVALID", "VIES-UNREACHABLE")
def vies_outcome_is_three_valued(state: ViesState, answer: TransactionAnswer) -> Iterator[Judgement]:
    """Valid, invalid and unknown are told apart; an outage is neither, and reverse charge is never silent then."""
    requirement = _REQUIREMENT[state.confirms]
    expected, observed = _spoken(state.confirms), _spoken(answer.vies_valid)
    details: Details = {"expected": expected, "observed": observed}
    if answer.vies_valid is not state.confirms:
        message = f"VIES is {state.value} for this number; the API answers {observed}"
        yield failed(requirement, f"taken-as-{_spoken(answer.vies_valid).replace(' ', '-')}", message, **details)
    else:
        yield passed(requirement, f"VIES is {state.value} for this number; the API answers {observed}", **details)
    if state.confirms is True and answer.reverse_charge is False:
        message = "VIES confirms the number, and the API does not treat the buyer as a business: no reverse charge"
        yield failed(requirement, "not-treated-as-business", message, expected="reverse charge")
    if state.confirms is False and answer.reverse_charge:
        message = "the API applies reverse charge to a number that VIES denies"
        yield failed(requirement, "reverse-charge-denied", message, expected="no reverse charge")
    if state.confirms is None:
        yield _outage_is_not_silent(answer)


def _outage_is_not_silent(answer: TransactionAnswer) -> Judgement:
    details: Details = {"expected": "a warning, and no reverse charge on an unconfirmed number"}
    if answer.reverse_charge:
        message = "the API applies reverse charge to a number that nobody confirmed"
        return failed("VIES-UNREACHABLE", "reverse-charge-unconfirmed", message, **details)
    if not answer.warning:
        return failed("VIES-UNREACHABLE", "no-warning", "VIES did not answer, and the API gives no warning", **details)
    details["observed"] = answer.warning
    return passed("VIES-UNREACHABLE", f"the API warns: {answer.warning}", **details)


def _spoken(valid: bool | None) -> str:
    return {True: "valid", False: "invalid", None: "unknown"}[valid]


def _rates(rates: Iterable[Decimal]) -> str:
    distinct = sorted(set(rates), reverse=True)
    return ", ".join(f"{rate.normalize():f}" for rate in distinct)


@covers("TEN-SETTINGS")
def settings_are_kept(
    asked: Mapping[str, object], answered: Mapping[str, object], before: Mapping[str, object]
) -> Iterator[Judgement]:
    """What was set comes back as it was set, and what was not sent is as it was ``before``."""
    for key, value in asked.items():
        details: Details = {"expected": str(value), "observed": str(answered.get(key))}
        if _holds(value, answered.get(key)):
            yield passed("TEN-SETTINGS", f"settings.{key} came back as it was set", **details)
        else:
            yield failed("TEN-SETTINGS", "setting-differs", f"settings.{key} did not come back as set", **details)
    lost = sorted(key for key in before if key not in asked and before[key] != answered.get(key))
    if lost:
        message = f"settings that were not sent have changed: {', '.join(lost)}"
        yield failed("TEN-SETTINGS", "others-changed", message, expected="unchanged", observed=", ".join(lost))


def _holds(asked: object, answered: object) -> bool:
    """Whether the answer carries all that was asked; it may carry more, such as defaults."""
    if isinstance(asked, Mapping):
        return isinstance(answered, Mapping) and all(_holds(asked[key], answered.get(key)) for key in asked)
    if isinstance(asked, list | tuple) and isinstance(answered, list | tuple):
        return len(asked) == len(answered) and all(map(_holds, asked, answered))
    return asked == answered


@covers("TEN-CATALOGUE")
def taxes_are_not_shared(own: Iterable[str], others: Iterable[str]) -> Judgement:
    """No tax of one tenant is a tax of another tenant of the country."""
    mine, theirs = set(own), set(others)
    if not mine or not theirs:
        return unverifiable("TEN-CATALOGUE", "no-taxes", "one of the two tenants has no tax to compare")
    details: Details = {"expected": "no tax in common", "observed": f"{len(mine)} and {len(theirs)} taxes"}
    if shared := sorted(mine & theirs):
        message = f"two tenants share {', '.join(shared)}"
        return failed("TEN-CATALOGUE", "shared-record", message, **details)
    return passed(
        "TEN-CATALOGUE", f"two tenants have {len(mine)} and {len(theirs)} taxes, and none in common", **details
    )


@covers("USAGE-COUNT")
def usage_is_what_was_issued(issued: int, counted: int | None) -> Judgement:
    """The API counts as many invoices of an entity as were issued there."""
    if counted is None:
        return unverifiable("USAGE-COUNT", "not-counted", "the list of invoices carries no total", expected=str(issued))
    details: Details = {"expected": str(issued), "observed": str(counted)}
    message = f"{issued} invoices were issued for the entity, and the API counts {counted}"
    return (
        passed("USAGE-COUNT", message, **details)
        if counted == issued
        else failed("USAGE-COUNT", "count-differs", message, **details)
    )


@covers("TEN-RECONCILE")
def found_by_tenant_id(issued: Iterable[str], found: Iterable[str]) -> Judgement:
    """A search by the tenant id in the metadata finds exactly the documents that were issued with it."""
    wanted, got = set(issued), set(found)
    details: Details = {"expected": f"{len(wanted)} documents", "observed": f"{len(got)} documents"}
    if wanted == got:
        return passed("TEN-RECONCILE", f"the tenant id finds its {len(wanted)} documents", **details)
    message = f"the tenant id finds {len(got & wanted)} of {len(wanted)} documents, and {len(got - wanted)} others"
    return failed("TEN-RECONCILE", "documents-differ", message, **details)


@covers("ACCESS-KEY-EXPIRY")
def key_ends_and_is_hidden(key: str, expires_at: str | None, listed: Sequence[str]) -> Iterator[Judgement]:
    """A key with a time to live carries its end, and no entry of the list is the key itself.

    The documentation says that the list masks keys, and its example repeats one in full: for a reviewer to accept.
    """
    if expires_at:
        yield passed("ACCESS-KEY-EXPIRY", f"the key ends at {expires_at}", observed=expires_at)
    else:
        yield failed("ACCESS-KEY-EXPIRY", "never-ends", "the key was asked for with a time to live, and has no end")
    if key in listed:
        yield gap("ACCESS-KEY-EXPIRY", "given-away", "the list shows the key in full, as the documented example does")
    else:
        yield passed("ACCESS-KEY-EXPIRY", f"the list shows {len(listed)} keys, none in full")
