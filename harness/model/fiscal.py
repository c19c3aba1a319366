"""``FiscalFacts``: what an answer states about the fiscal codes of one document, whatever the scheme.

A *scheme* is a way in which a tax authority takes part in issuing: ``furs`` and ``fina`` (a protective code of the
issuer, an identifier of the authority), ``at`` (registered series, a chain of signatures). Country folders name them.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.model.facts import Fact


@dataclass(frozen=True, slots=True)
class FiscalFacts:
    """Texts as they stand in the answer; ``None`` where it does not state them."""

    scheme: str
    status: Fact[str] | None = None
    """``pending``, ``success``, ``failed`` or ``skipped``."""
    error: Fact[str] | None = None
    """Why the authority did not confirm it."""
    code: Fact[str] | None = None
    """The issuer's protective code: ZOI or ZKI."""
    authority_id: Fact[str] | None = None
    """The authority's identifier of the document: EOR or JIR."""
    payload: Fact[str] | None = None
    """What the printed symbol is to contain."""
    premise: Fact[str] | None = None
    device: Fact[str] | None = None
    means: Fact[str] | None = None
    """The means of payment as reported, one letter."""
    atcud: Fact[str] | None = None
    signature: Fact[str] | None = None
    """The whole signature of the document, in Base64."""
    characters: Fact[str] | None = None
    """The characters of the signature that are to be printed."""
    certificate: Fact[str] | None = None
    """Number of the certificate of the invoicing program."""
    entered: Fact[str] | None = None
    """Local time at which the document was recorded, ISO 8601."""
