"""Which scheme a decoded symbol belongs to, and what it states.

A symbol is taken for a scheme by what it begins with, so that a faulty code is reported as a faulty code of its scheme
and not as an unknown one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from harness.fiscal import atcud_record, epc, hub3, ksef, symbols, upn, verifactu, zki_url, zoi_record
from harness.fiscal.atcud_record import AtcudRecord
from harness.fiscal.epc import EpcTransfer
from harness.fiscal.errors import CodeError, Fault
from harness.fiscal.hub3 import Hub3Payment
from harness.fiscal.ksef import KsefAddress
from harness.fiscal.symbols import SymbolRule
from harness.fiscal.upn import UpnPayment
from harness.fiscal.verifactu import LookupAddress
from harness.fiscal.zki_url import InvoiceLookup
from harness.fiscal.zoi_record import ZoiRecord
from harness.model.symbol import SymbolSeen

Value = ZoiRecord | InvoiceLookup | AtcudRecord | LookupAddress | KsefAddress | EpcTransfer | UpnPayment | Hub3Payment
"""What a code states; the class tells the scheme, too."""


class Scheme(StrEnum):
    """The schemes whose symbols are known."""

    ZOI_RECORD = "zoi_record"
    ZKI_ADDRESS = "zki_address"
    ATCUD_RECORD = "atcud_record"
    VERIFACTU_ADDRESS = "verifactu_address"
    KSEF_ADDRESS = "ksef_address"
    EPC = "epc"
    UPN = "upn"
    HUB3 = "hub3"


@dataclass(frozen=True, slots=True)
class Recognised:
    """One code of a known scheme."""

    scheme: Scheme
    symbols: tuple[SymbolSeen, ...]
    """The symbol that holds it; several where it is split over Code 128 symbols of one page."""
    value: Value | None
    """What it states, or ``None`` where it cannot be read."""
    faults: tuple[Fault, ...] = ()
    """Why it cannot be read."""

    def print_faults(self) -> tuple[Fault, ...]:
        """What is wrong with the way its symbols are printed."""
        found = (symbols.judge(symbol, rule_for(self.scheme, symbol.format)) for symbol in self.symbols)
        return tuple(fault for faults in found for fault in faults)


_STARTS = {
    Scheme.ZKI_ADDRESS: re.compile(r"https?://porezna\.gov\.hr/"),
    Scheme.ATCUD_RECORD: re.compile(r"A:[^*]*\*B:"),
    Scheme.VERIFACTU_ADDRESS: re.compile(r"https?://[^/]*\.agenciatributaria\.gob\.es/.*ValidarQR"),
    Scheme.KSEF_ADDRESS: re.compile(r"https?://[^/]*ksef[^/]*/client-app/invoice/"),
    Scheme.EPC: re.compile(r"BCD\r?\n"),
    Scheme.UPN: re.compile(r"UPNQR"),
    Scheme.HUB3: re.compile(r"HRVHUB"),
    Scheme.ZOI_RECORD: re.compile(r"[0-9]{55,65}\Z"),
}
_PARSERS: dict[Scheme, Callable[[SymbolSeen], Value]] = {
    Scheme.ZKI_ADDRESS: lambda symbol: zki_url.parse(symbol.text),
    Scheme.ATCUD_RECORD: lambda symbol: atcud_record.parse(symbol.text),
    Scheme.VERIFACTU_ADDRESS: lambda symbol: verifactu.parse(symbol.text),
    Scheme.KSEF_ADDRESS: lambda symbol: ksef.parse(symbol.text),
    Scheme.EPC: lambda symbol: epc.parse(symbol.data),
    Scheme.UPN: lambda symbol: upn.parse(symbol.data),
    Scheme.HUB3: lambda symbol: hub3.parse(symbol.text),
    Scheme.ZOI_RECORD: lambda symbol: zoi_record.parse(symbol.text),
}
_QR_RULES = {
    Scheme.ZOI_RECORD: symbols.ZOI_QR,
    Scheme.ZKI_ADDRESS: symbols.ZKI_QR,
    Scheme.ATCUD_RECORD: symbols.ATCUD_QR,
    Scheme.VERIFACTU_ADDRESS: symbols.VERIFACTU_QR,
    Scheme.KSEF_ADDRESS: symbols.KSEF_QR,
    Scheme.EPC: symbols.EPC_QR,
    Scheme.UPN: symbols.UPN_QR,
    Scheme.HUB3: symbols.HUB3_PDF417,
}
_OTHER_RULES = {
    (Scheme.ZOI_RECORD, "PDF417"): symbols.ZOI_PDF417,
    (Scheme.ZOI_RECORD, "Code128"): symbols.ZOI_CODE128,
}


def rule_for(scheme: Scheme, symbol_format: str) -> SymbolRule:
    """How a symbol of ``scheme`` must be printed; the scheme's usual rule where it knows no such format."""
    return _OTHER_RULES.get((scheme, symbol_format), _QR_RULES[scheme])


def recognise(symbol: SymbolSeen) -> Recognised | None:
    """The code in one symbol, or ``None`` where it is of no scheme that is known (or a part of a split record)."""
    scheme = next((scheme for scheme, start in _STARTS.items() if start.match(symbol.text)), None)
    if scheme is None or (symbol.format == "Code128" and scheme is not Scheme.ZOI_RECORD):
        return None
    return _read(scheme, (symbol,), lambda: _PARSERS[scheme](symbol))


def recognise_all(seen: Iterable[SymbolSeen]) -> tuple[Recognised, ...]:
    """The codes in all symbols of a document; Code 128 symbols that split a record are joined page by page."""
    found: list[Recognised] = []
    parts: dict[int | None, list[SymbolSeen]] = defaultdict(list)
    for symbol in seen:
        code = recognise(symbol)
        if code is not None:
            found.append(code)
        elif symbol.format == "Code128" and re.fullmatch("4[0-9]{11,31}", symbol.text):
            parts[symbol.place.page].append(symbol)
    found += [_joined(group) for group in parts.values() if len(group) > 1]
    return tuple(found)


def _joined(group: Sequence[SymbolSeen]) -> Recognised:
    def parse() -> Value:
        return zoi_record.parse(zoi_record.join([symbol.text for symbol in group]))

    return _read(Scheme.ZOI_RECORD, tuple(group), parse)


def _read(scheme: Scheme, held_by: tuple[SymbolSeen, ...], parse: Callable[[], Value]) -> Recognised:
    try:
        return Recognised(scheme, held_by, parse())
    except CodeError as error:
        return Recognised(scheme, held_by, None, error.faults)
