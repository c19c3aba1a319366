"""Which syntax an e-invoice is written in, by its root element, and which specification it claims (BT-24)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree  # type: ignore[import-untyped]

from harness.reading.einvoice.errors import NotAnEInvoice


class Syntax(StrEnum):
    """The syntaxes that are read. EN 16931-3 binds the norm to the first three."""

    UBL_INVOICE = "ubl-invoice"
    UBL_CREDIT_NOTE = "ubl-credit-note"
    CII = "cii"
    ESLOG = "eslog"


class Profile(StrEnum):
    """The specification (CIUS, extension or profile) that a document claims to follow."""

    EN16931 = "en16931"
    PEPPOL_BIS_3 = "peppol-bis-3"
    XRECHNUNG = "xrechnung"
    XRECHNUNG_EXTENSION = "xrechnung-extension"
    FACTURX_MINIMUM = "facturx-minimum"
    FACTURX_BASIC_WL = "facturx-basicwl"
    FACTURX_BASIC = "facturx-basic"
    FACTURX_EXTENDED = "facturx-extended"
    ESLOG = "eslog-2.0"
    OTHER = "other"
    """A specification that this project does not know, or none stated."""


ROOTS = {
    "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice": Syntax.UBL_INVOICE,
    "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote": Syntax.UBL_CREDIT_NOTE,
    "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice": Syntax.CII,
    "{urn:eslog:2.00}Invoice": Syntax.ESLOG,
}
"""Root element, in Clark notation."""

_REFUSED = {
    "{urn:ferd:CrossIndustryDocument:invoice:1p0}CrossIndustryDocument": (
        "ZUGFeRD 1.0 is not an EN 16931 syntax: the profile of 2014 is not read"
    ),
}

_PROFILES = (
    (r"#conformant#urn:xeinkauf\.de:kosit:extension:xrechnung_", Profile.XRECHNUNG_EXTENSION),
    (r"urn:(xeinkauf|xoev-de)[.:].*xrechnung_", Profile.XRECHNUNG),
    (r"urn:fdc:peppol\.eu:2017:poacc:billing:3\.0", Profile.PEPPOL_BIS_3),
    (r"urn:(factur-x\.eu:1p0|zugferd\.de:2p0|zugferd:2p0|factur-x\.eu:2p0):minimum$", Profile.FACTURX_MINIMUM),
    (r"urn:(factur-x\.eu:1p0|zugferd\.de:2p0|zugferd:2p0):basic ?wl$", Profile.FACTURX_BASIC_WL),
    (r"urn:(factur-x\.eu:1p0|zugferd\.de:2p0|zugferd:2p0):basic$", Profile.FACTURX_BASIC),
    (r"urn:(factur-x\.eu:1p0|zugferd\.de:2p0|zugferd:2p0):extended$", Profile.FACTURX_EXTENDED),
    (r"^urn:cen\.eu:en16931:2017(#compliant#urn:(factur-x\.eu:1p0|zugferd\.de:2p0):en16931)?$", Profile.EN16931),
)
"""Specification identifiers (BT-24), the more particular first."""


@dataclass(frozen=True, slots=True)
class EInvoice:
    """A parsed e-invoice: parsed once, read and validated from the same tree."""

    syntax: Syntax
    profile: Profile
    specification: str
    """BT-24 as stated; empty where none is."""
    root: etree._Element


def sniff(root: etree._Element) -> Syntax:
    """The syntax that the root element belongs to; raises :class:`NotAnEInvoice`."""
    try:
        return ROOTS[root.tag]
    except KeyError:
        name = _REFUSED.get(root.tag) or f"the root element {root.tag} belongs to no known syntax of e-invoices"
        raise NotAnEInvoice(name) from None


def profile_of(syntax: Syntax, specification: str) -> Profile:
    """The profile that the specification identifier (BT-24) names."""
    if syntax is Syntax.ESLOG:
        return Profile.ESLOG
    matching = (profile for pattern, profile in _PROFILES if re.search(pattern, specification, re.IGNORECASE))
    return next(matching, Profile.OTHER)
