"""What can be said against the facts of a country that load: gaps in them, examples that fail, other opinions.

The loader has already held the files to their schema, and validities to being without overlap and hole. Here: whether
the facts suffice, and whether they agree with what can be computed or looked up in a package.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from harness.law.check_digits import check_digits_known, holds
from harness.law.country import Country
from harness.law.inventory import inventory, tally
from harness.law.records import Rate, Wording
from harness.law.second_source import SecondSource
from harness.model.facts import MentionKind
from harness.model.text import squash

YEARS = 6
"""How far back rates must be known: a credit note, or a late invoice, follows the rate of its supply."""
EVERYWHERE = (MentionKind.EXPORT_GOODS_EXEMPT, MentionKind.OUT_OF_SCOPE_SERVICES)
"""Statements that invoices of every country need."""
IN_THE_UNION = tuple(kind for kind in MentionKind if kind not in EVERYWHERE)
"""Statements that the Directive asks for besides (Art. 138, 196, 284, 226(7a), (10a), (11), (11a), (13), (14))."""


class Weight(StrEnum):
    """What a remark means for the data."""

    ERROR = "error"
    """The data is wrong or incomplete: a person must act."""
    DIFFERENCE = "difference"
    """Two sources disagree; both values are reported, and neither is taken for granted."""
    NOTE = "note"
    """Worth knowing: how well the data is known, what could not be checked."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a reviewer of a country folder should know."""

    weight: Weight
    country: str
    code: str
    """Short stable name, e.g. ``wording-missing``; tests assert it."""
    message: str


def inspect(country: Country, today: date, second: SecondSource | None) -> tuple[Remark, ...]:
    """Every remark on a loaded country, errors first. ``second`` is the optional package of rates."""
    said = [
        *_rates(country, today),
        *_vat_id(country),
        *_languages(country),
        *_wording(country),
        *_invoicing(country),
        *_payment_codes(country),
        *_disagreements(country),
        *_second_opinion(country, today, second),
        *_assurance(country),
    ]
    order = list(Weight)
    return tuple(sorted(said, key=lambda remark: order.index(remark.weight)))


def _rates(country: Country, today: date) -> Iterator[Remark]:
    standard = [r for r in country.rates if r.category == "standard" and r.territory is None]
    if not any(_in_force(rate, today) for rate in standard):
        yield _error(country, "standard-rate-missing", f"rates.toml: no standard rate is in force on {today}")
    first = min((rate.since for rate in standard), default=today)
    start = date(today.year - YEARS, 1, 1)
    if first > start:
        words = f"rates.toml: the standard rate is known since {first} only: add the rates since {start}"
        yield _error(country, "history-short", words)


def _in_force(rate: Rate, day: date) -> bool:
    return rate.since <= day and (rate.until is None or day <= rate.until)


def _vat_id(country: Country) -> Iterator[Remark]:
    vat_id = country.identity.vat_id
    if not vat_id.example:
        yield _error(country, "example-missing", "identity.toml: vat_id.example is missing: give a synthetic number")
    elif not vat_id.module:
        yield _note(country, "no-check-digits", "python-stdnum has no module for the VAT id: only its form is checked")
    else:
        yield from _by_module(country, vat_id.example, vat_id.module)


def _by_module(country: Country, example: str, module: str) -> Iterator[Remark]:
    verdict = holds(module, example)
    if verdict is None:
        yield _error(country, "module-unknown", f"identity.toml: python-stdnum has no module {module!r}")
    elif not verdict:
        yield _error(country, "example-invalid", f"identity.toml: {example!r} is not valid by {module}")
    elif not check_digits_known(module, example):
        words = f"{module} rejects no wrong digit in {example!r}: it knows the form and no check digits"
        yield _note(country, "no-check-digits", words)


def _languages(country: Country) -> Iterator[Remark]:
    languages = country.identity.languages
    if languages.locale.split("-")[0] not in _spoken_as(languages.official):
        official = ", ".join(languages.official)
        words = f"documents are set in {languages.locale}, and the official language is {official}: no locale fits"
        yield _note(country, "no-fitting-locale", words)
        if not languages.warning:
            words = "identity.toml: languages.warning is missing: say what such documents get wrong in this country"
            yield _error(country, "locale-warning-missing", words)
    if languages.warning:
        yield _note(country, "locale-warning", languages.warning)


def _spoken_as(official: tuple[str, ...]) -> set[str]:
    """Official languages with the codes under which document locales know them (Norwegian: ``no`` covers both)."""
    macro = {"no", "nb", "nn"}
    return {*official, *(macro if macro & set(official) else ())}


def _wording(country: Country) -> Iterator[Remark]:
    needed = [*EVERYWHERE, *(IN_THE_UNION if country.in_eu_vat_territory else ())]
    stated = {(wording.kind, wording.language) for wording in country.wording}
    for kind in needed:
        for language in country.identity.languages.official:
            if (kind, language) not in stated and not _known_to_be_none(country, kind, language):
                yield _error(country, "wording-missing", f"wording.toml: {kind.value} has no wording in {language!r}")
    for wording in country.wording:
        if not _key_is_used(wording):
            words = f"the key phrase {wording.key_phrase!r} stands in none of the accepted phrases"
            yield _error(
                country, "key-phrase-unused", f"wording.toml: {wording.kind.value} ({wording.language}): {words}"
            )


def _known_to_be_none(country: Country, kind: MentionKind, language: str) -> bool:
    return any(none.covers(kind, language) for none in country.no_wording)


def _key_is_used(wording: Wording) -> bool:
    return any(squash(wording.key_phrase) in squash(phrase) for phrase in wording.phrases)


def _invoicing(country: Country) -> Iterator[Remark]:
    if not country.invoicing.domestic_reverse_charge:
        words = "invoicing.toml: for which supplies at home the customer owes the VAT is not known, or there are none"
        yield _note(country, "domestic-reverse-charge-unknown", words)
    if country.invoicing.simplified_invoice is None:
        words = "invoicing.toml: up to which amount a simplified invoice suffices is not known, or there is none"
        yield _note(country, "simplified-invoice-unknown", words)


def _payment_codes(country: Country) -> Iterator[Remark]:
    """All schemes are for payments in euro: a folder with another currency has none to switch on."""
    currency = country.identity.currency.code
    if country.invoicing.payment_code and currency != "EUR":
        schemes = ", ".join(code.scheme for code in country.invoicing.payment_code)
        words = f"invoicing.toml: payment codes are for payments in euro ({schemes}), and invoices are in {currency}"
        yield _error(country, "payment-code-currency", words)


def _disagreements(country: Country) -> Iterator[Remark]:
    """Facts of which the folder itself says that another source has something else."""
    for fact in inventory(country):
        if fact.record.differs:
            stated = ", ".join(f"{label} {value}" for label, value in fact.values[:2])
            words = f"{fact.part}.toml, {fact.key}: {stated} ({fact.record.source}); but {fact.record.differs}"
            yield Remark(Weight.DIFFERENCE, country.code, "sources-differ", words)


def _second_opinion(country: Country, today: date, second: SecondSource | None) -> Iterator[Remark]:
    if second is None:
        yield _note(
            country, "not-compared", "eu-vat-rates-data is not installed: rates were compared with no second source"
        )
    elif not second.knows(country.code):
        yield _note(country, "not-compared", f"eu-vat-rates-data {second.version} does not know the country")
    else:
        for difference in second.differences(country, today):
            yield Remark(Weight.DIFFERENCE, country.code, "second-source-differs", str(difference))


def _assurance(country: Country) -> Iterator[Remark]:
    count = tally(inventory(country))
    known = f"{count.verified} verified, {count.recalled} recalled, {count.single_source} single-source"
    yield _note(country, "assurance", f"{count.facts} facts: {known}")


def _error(country: Country, code: str, message: str) -> Remark:
    return Remark(Weight.ERROR, country.code, code, message)


def _note(country: Country, code: str, message: str) -> Remark:
    return Remark(Weight.NOTE, country.code, code, message)
