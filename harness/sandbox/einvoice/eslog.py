"""eSLOG 2.0 (Slovenia): EDIFACT's INVOIC as XML, with the codes of EN 16931's Slovenian mapping as recalled."""

from datetime import date
from decimal import Decimal

from harness.sandbox.einvoice.model import EInvoice, Line, Party
from harness.sandbox.einvoice.xml import Element, Writer, amount, decimal, to_bytes

_NAMESPACES = {"": "urn:eslog:2.00"}
_GUIDELINE = "urn:cen.eu:en16931:2017"
_ISSUED, _DELIVERED, _DUE = "137", "35", "13"
_PIECE = 35


def write(invoice: EInvoice) -> bytes:
    """The document as eSLOG 2.0."""
    return to_bytes(_Eslog(_NAMESPACES).document(invoice))


class _Eslog(Writer):
    def document(self, invoice: EInvoice) -> Element:
        """The whole document, in the order of its schema."""
        root = self.root("Invoice")
        body = self.add(root, "M_INVOIC", Id="data")
        self._head(body, invoice)
        if invoice.preceding:
            self._pair(body, "G_SG1/S_RFF/C_C506", ("D_1153", "OI"), ("D_1154", invoice.preceding[:70]))
        self._party(self.add(body, "G_SG2"), invoice.buyer, "BY", invoice)
        self._party(self.add(body, "G_SG2"), invoice.seller, "SE", invoice)
        self._pair(body, "G_SG7/S_CUX/C_C504", ("D_6347", "2"), ("D_6345", invoice.currency))
        terms = self.add(body, "G_SG8")
        self.add(terms, "S_PAT/D_4279", "1")
        self._day(terms, _DUE, invoice.due)
        for line in invoice.lines:
            self._line(self.add(body, "G_SG26"), line)
        self.add(body, "S_UNS/D_0081", "D")
        self._totals(body, invoice)
        return root

    def _pair(self, at: Element, path: str, *values: tuple[str, object]) -> None:
        parent = self.add(at, path)
        for name, value in values:
            self.add(parent, name, value)

    def _day(self, at: Element, meaning: str, day: date) -> None:
        self._pair(at, "S_DTM/C_C507", ("D_2005", meaning), ("D_2380", day))

    def _money(self, at: Element, meaning: str, value: Decimal) -> None:
        self._pair(at, "S_MOA/C_C516", ("D_5025", meaning), ("D_5004", amount(value)))

    def _text(self, at: Element, subject: str, code: str | None, text: str) -> None:
        part = self.add(at, "S_FTX")
        self.add(part, "D_4451", subject)
        if code:
            self.add(part, "C_C107/D_4441", code)
        self.add(part, "C_C108/D_4440", text[:512])

    def _head(self, at: Element, invoice: EInvoice) -> None:
        message = self.add(at, "S_UNH")
        self.add(message, "D_0062", invoice.number[:14])
        kind = (("D_0065", "INVOIC"), ("D_0052", "D"), ("D_0054", "01B"), ("D_0051", "UN"))
        self._pair(message, "C_S009", *kind)
        start = self.add(at, "S_BGM")
        self.add(start, "C_C002/D_1001", invoice.type_code)
        self.add(start, "C_C106/D_1004", invoice.number)
        self._day(at, _ISSUED, invoice.issued)
        if invoice.delivered:
            self._day(at, _DELIVERED, invoice.delivered)
        self._text(at, "DOC", "P1", _GUIDELINE)
        if invoice.note:
            self._text(at, "AAI", None, invoice.note)

    def _party(self, at: Element, party: Party, role: str, invoice: EInvoice) -> None:
        name = self.add(at, "S_NAD")
        self.add(name, "D_3035", role)
        self.maybe(name, "C_C080/D_3036", (party.name or "")[:70])
        if party.street:
            street = self.add(name, "C_C059")
            pieces = [party.street[start : start + _PIECE] for start in range(0, len(party.street), _PIECE)][:4]
            for place, piece in enumerate(pieces, 1):
                self.add(street, "D_3042" if place == 1 else f"D_3042_{place}", piece)
        self.maybe(name, "D_3164", (party.city or "")[:35])
        self.maybe(name, "D_3251", (party.post_code or "")[:17])
        self.maybe(name, "D_3207", party.country)
        if role == "SE" and invoice.iban:
            account = self.add(at, "S_FII")
            self.add(account, "D_3035", "RB")
            self.add(account, "C_C078/D_3194", invoice.iban)
            self.maybe(account, "C_C088/D_3433", invoice.bic)
        numbers = (("VA", party.vat_id), ("AHP", party.tax_id), ("0199", party.company_id))
        for kind, number in numbers:
            if number:
                self._pair(at, "G_SG3/S_RFF/C_C506", ("D_1153", kind), ("D_1154", number))

    def _tax(self, at: Element, rate: Decimal | None, category: str) -> None:
        tax = self.add(at, "S_TAX")
        self.add(tax, "D_5283", "7")
        self.add(tax, "C_C241/D_5153", "VAT")
        self.maybe(tax, "C_C243/D_5278", rate if rate is None else decimal(rate))
        self.add(tax, "D_5305", category)

    def _line(self, at: Element, line: Line) -> None:
        self.add(at, "S_LIN/D_1082", line.position)
        item = self.add(at, "S_IMD")
        self.add(item, "D_7077", "F")
        self.add(item, "C_C273/D_7008", line.name[:256])
        quantity = (("D_6063", "47"), ("D_6060", decimal(line.quantity)), ("D_6411", line.unit))
        self._pair(at, "S_QTY/C_C186", *quantity)
        self._money(self.add(at, "G_SG27"), "203", line.net)
        price = (("D_5125", "AAA"), ("D_5118", f"{line.price:.6f}"), ("D_5284", "1"), ("D_6411", line.unit))
        self._pair(at, "G_SG29/S_PRI/C_C509", *price)
        self._tax(self.add(at, "G_SG34"), line.rate, line.category)
        if line.allowance:
            part = self.add(at, "G_SG39")
            self.add(part, "S_ALC/D_5463", "A" if line.allowance > 0 else "C")
            self._money(self.add(part, "G_SG42"), "204" if line.allowance > 0 else "23", abs(line.allowance))

    def _totals(self, at: Element, invoice: EInvoice) -> None:
        sums = [("79", invoice.net), ("389", invoice.net), ("176", invoice.tax), ("388", invoice.gross)]
        sums += [("113", invoice.paid)] if invoice.paid else []
        sums += [("366", invoice.rounding)] if invoice.rounding else []
        for meaning, value in (*sums, ("9", invoice.payable)):
            self._money(self.add(at, "G_SG50"), meaning, value)
        for row in invoice.vat:
            group = self.add(at, "G_SG52")
            self._tax(group, row.rate, row.category)
            self._money(group, "125", row.base)
            self._money(group, "124", row.amount)
