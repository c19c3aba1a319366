"""VAT identification numbers: normal form, whose number it is, and whether its form lets it be asked in VIES at all.

The check digits do not decide that: marking a valid number as invalid is worse than one question too many.
"""

from __future__ import annotations

import importlib
import re

from harness.law.country import Countries, Territory

_NOISE = re.compile(r"[\s.\-/]")


def normalise(number: str) -> str:
    """Upper case, without blanks, dots, dashes and slashes."""
    return _NOISE.sub("", number).upper()


def issuing_territory(number: str, countries: Countries) -> Territory | None:
    """The territory whose form the number has, prefix included (Art. 215); ``None`` for a malformed number.

    A number with a further mark, such as the ``-EX`` of the small-enterprise scheme (Art. 284), has no such form. A
    country code that differs from the prefix in VIES is read as that prefix, since callers confuse the two.
    """
    normal = normalise(number)
    territory = countries.territories.get(normal[:2])
    if territory and territory.prefix and territory.prefix != territory.code:
        normal = territory.prefix + normal[2:]
    for territory in countries.territories.values():
        if territory.prefix and territory.pattern and re.fullmatch(territory.pattern, normal):
            return territory
    return None


def checksum_holds(number: str, territory: Territory) -> bool | None:
    """Whether the check digits are right; ``None`` where no module knows them."""
    if territory.module is None:
        return None
    return bool(importlib.import_module(territory.module).is_valid(normalise(number)))
