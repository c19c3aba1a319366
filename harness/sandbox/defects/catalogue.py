"""The one table of defects: name, what it does, which requirements it violates, where it shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from harness.sandbox.defects import overrides
from harness.sandbox.defects.seams import Seams

ALL_COUNTRIES = "all"
EU_COUNTRIES = "EU"


@dataclass(frozen=True)
class Defect:
    """A named fault. ``shows_in`` is ``all`` countries or only those of the ``EU`` (where there is a VIES)."""

    name: str
    sentence: str
    requirements: tuple[str, ...]
    shows_in: str
    seams: type[Seams]


DEFECTS: tuple[Defect, ...] = (
    Defect("wrong-rate", "Lines are charged one percentage point less than the rate in force.",
           ("VAT-226-9",), ALL_COUNTRIES, overrides.WrongRate),
    Defect("half-cent-rounding", "Half cents are dropped instead of rounded up.",
           ("VAT-226-10", "VAT-ROUNDING"), ALL_COUNTRIES, overrides.HalfCentRounding),
    Defect("skipped-number", "Every issue leaves out one number of the series.",
           ("NUM-SEQUENCE",), ALL_COUNTRIES, overrides.SkippedNumber),
    Defect("reused-number", "An issued number is given again.",
           ("NUM-UNIQUE", "NUM-SEQUENCE"), ALL_COUNTRIES, overrides.ReusedNumber),
    Defect("reverse-charge-note-missing", "The reverse-charge clause is left out when the buyer owes the VAT.",
           ("VAT-226-11a",), EU_COUNTRIES, overrides.ReverseChargeNoteMissing),
    Defect("note-in-wrong-language", "The reverse-charge clause is written in a language that is not the seller's.",
           ("VAT-226-11a-LANGUAGE",), EU_COUNTRIES, overrides.NoteInWrongLanguage),
    Defect("vat-charged-despite-reverse-charge", "VAT is charged although the buyer owes it.",
           ("VAT-LIABILITY",), EU_COUNTRIES, overrides.VatChargedDespiteReverseCharge),
    Defect("vies-unreachable-taken-as-valid", "A VAT number that VIES could not check is taken as valid.",
           ("VIES-UNREACHABLE",), EU_COUNTRIES, overrides.ViesUnreachableTakenAsValid),
    Defect("other-tenants-logo", "The PDF carries the logo of another tenant.",
           ("BRAND-LOGO", "BRAND-ISOLATION"), ALL_COUNTRIES, overrides.OtherTenantsLogo),
    Defect("wrong-colour", "The PDF is printed in a colour that is not the tenant's.",
           ("BRAND-COLOUR",), ALL_COUNTRIES, overrides.WrongColour),
    Defect("pdf-total-differs", "The PDF prints a total that is one cent more than the API answers.",
           ("TOTALS-AGREE",), ALL_COUNTRIES, overrides.PdfTotalDiffers),
    Defect("buyer-vat-id-missing-on-pdf", "The buyer's VAT identification number is not printed.",
           ("VAT-226-4",), EU_COUNTRIES, overrides.BuyerVatIdMissingOnPdf),
)  # fmt: skip

_BY_NAME = {defect.name: defect for defect in DEFECTS}


def names() -> tuple[str, ...]:
    """The names of all defects."""
    return tuple(_BY_NAME)


def parse_names(text: str) -> tuple[str, ...]:
    """The names in a comma-separated header. Raises ``ValueError`` with the known names when one is unknown."""
    found = tuple(part.strip() for part in text.split(",") if part.strip())
    check_names(found)
    return found


def check_names(found: Iterable[str]) -> None:
    """Raise ``ValueError`` with the known names when one of ``found`` is not the name of a defect."""
    unknown = sorted(set(found) - set(_BY_NAME))
    if unknown:
        raise ValueError(f"unknown defect {', '.join(unknown)}; known are {', '.join(_BY_NAME)}")


@cache
def seams_with(found: frozenset[str]) -> Seams:
    """The seams of a server that has the named defects; the honest ones when there are none."""
    bases = tuple(defect.seams for defect in DEFECTS if defect.name in found)
    made: Seams = type("DefectiveSeams", bases or (Seams,), {})()
    return made


def _countries(shows_in: str) -> list[str]:
    from harness.sandbox.vat.countries import all_countries

    return sorted(code for code, country in all_countries().items() if shows_in == ALL_COUNTRIES or country.is_eu)


def describe() -> list[dict[str, Any]]:
    """Every defect for ``harness sandbox defects --json``."""
    return [
        {
            "name": defect.name,
            "sentence": defect.sentence,
            "requirements": list(defect.requirements),
            "shows_in": "every country" if defect.shows_in == ALL_COUNTRIES else "the EU",
            "countries": _countries(defect.shows_in),
        }
        for defect in DEFECTS
    ]
