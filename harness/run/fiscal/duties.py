"""Which schemes of fiscalization the folders name, since when, and which scenarios run for them.

The embedded sandbox alone can be told that an authority does not answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from harness.checks.fiscal.readings import CODES, not_in_force
from harness.law import Country, Requirement
from harness.law.records import Duty, NationalField
from harness.model.finding import Fidelity, Judgement
from harness.run.context import RunContext
from harness.run.fiscal.setup import PER_DEVICE, PER_PREMISES, SCHEMES

CASH_REGISTERS = tuple(CODES)
"""Schemes in which the issuer signs and the authority answers."""


def _duties(country: Country) -> list[Duty]:
    return [duty for duty in country.invoicing.duty if set(duty.schemes) & set(SCHEMES)]


def _in_force(country: Country, context: RunContext) -> list[str]:
    found = [duty.schemes for duty in _duties(country) if duty.since <= context.as_of]
    return sorted({scheme for schemes in found for scheme in schemes} & set(SCHEMES))


def cash_registers(country: Country, context: RunContext) -> list[str]:
    """The schemes with cash registers that the folder names, in force on the date of the run."""
    return [scheme for scheme in _in_force(country, context) if scheme in CASH_REGISTERS]


def registered_series(country: Country, context: RunContext) -> list[str]:
    """The schemes with registered series that the folder names, in force on the date of the run."""
    return [scheme for scheme in _in_force(country, context) if scheme not in CASH_REGISTERS]


def strategies(country: Country, context: RunContext) -> list[str]:
    """Scheme and strategy of numbering, as ``furs-device``."""
    schemes = cash_registers(country, context)
    return [f"{scheme}-{strategy}" for scheme in schemes for strategy in (PER_PREMISES, PER_DEVICE)]


def that_can_be_down(country: Country, context: RunContext) -> list[str]:
    """The schemes whose authority can be told not to answer: those of the embedded sandbox."""
    return cash_registers(country, context) if context.target.fidelity is Fidelity.EMBEDDED else []


def not_yet(country: Country, context: RunContext) -> list[str]:
    """The schemes that the folder names for a later date than that of the run."""
    known = {scheme for duty in _duties(country) for scheme in duty.schemes} & set(SCHEMES)
    return sorted(known - set(_in_force(country, context)))


def requirements_of(country: Country, context: RunContext, scheme: str) -> tuple[list[str], str]:
    """The requirements that stand for a scheme, and the day from which the folder asks for it."""
    asked = [one.id for one in context.catalogue.values() if scheme in one.schemes and one.applies_to(country)]
    return asked, str(min(duty.since for duty in _duties(country) if scheme in duty.schemes))


def begins(requirement: Requirement, country: Country) -> date:
    """The day from which the folder asks for what a requirement stands for: by its field, else by the duty."""
    facts = requirement.national_in(country)
    fields = [fact.since for fact in facts if isinstance(fact, NationalField)]
    return min(fields or [fact.since for fact in facts])


def due(judgements: Iterable[Judgement], country: Country, context: RunContext) -> Iterator[Judgement]:
    """The judgements, where what they are about is in force on the date of the run; that it is not, elsewhere."""
    later: dict[str, date] = {}
    for judgement in judgements:
        since = begins(context.catalogue[judgement.requirement], country)
        if since <= context.as_of:
            yield judgement
        else:
            later[judgement.requirement] = since
    for requirement, since in later.items():
        yield from not_in_force([requirement], country.name, str(since))
