"""The one table of defects: name, what it does, which requirements it violates, where it shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from harness.sandbox.defects import amounts, fiscal, overrides, particulars
from harness.sandbox.defects.places import (
    CASH_REGISTERS,
    CHANGED,
    CROATIA,
    EVERYWHERE,
    FISCAL,
    GERMANY,
    NOT_GREECE,
    PORTUGAL,
    QR_WITH_AMOUNT,
    SCHEME,
    SLOVENIA,
    UNION,
    UNITS,
    VARIETY,
    Where,
    countries_of,
)
from harness.sandbox.defects.seams import Seams


@dataclass(frozen=True)
class Defect:
    """A named fault."""

    name: str
    sentence: str
    requirements: tuple[str, ...]
    """The requirements that it violates; each scenario that sees it names one of them."""
    where: Where
    """Whose sellers it shows with, and why not elsewhere."""
    seams: type[Seams]
    seen_by: str
    """Words of the name of the harness's scenario that is made to see it."""


DEFECTS: tuple[Defect, ...] = (
    Defect("wrong-rate", "Lines are charged one percentage point less than the rate in force.",
           ("VAT-226-9",), EVERYWHERE, overrides.WrongRate, "each_rate_in_force"),
    Defect("half-cent-rounding", "Half cents are dropped instead of rounded up.",
           ("VAT-226-10", "VAT-ROUNDING"), EVERYWHERE, overrides.HalfCentRounding, "half_a_cent or many_small"),
    Defect("skipped-number", "Every issue leaves out one number of the series.",
           ("NUM-SEQUENCE",), EVERYWHERE, overrides.SkippedNumber, "sequence_without_a_gap"),
    Defect("reused-number", "An issued number is given again.",
           ("NUM-UNIQUE", "NUM-SEQUENCE"), EVERYWHERE, overrides.ReusedNumber, "sequence_without_a_gap"),
    Defect("reverse-charge-note-missing", "The reverse-charge clause is left out when the buyer owes the VAT.",
           ("VAT-226-11a",), UNION, overrides.ReverseChargeNoteMissing, "owes_the_vat"),
    Defect("note-in-wrong-language", "The reverse-charge clause is written in a language that is not the seller's.",
           ("VAT-226-11a-LANGUAGE",), UNION, overrides.NoteInWrongLanguage, "owes_the_vat"),
    Defect("vat-charged-despite-reverse-charge", "VAT is charged although the buyer owes it.",
           ("VAT-LIABILITY",), UNION, overrides.VatChargedDespiteReverseCharge, "owes_the_vat"),
    Defect("vies-unreachable-taken-as-valid", "A VAT number that VIES could not check is taken as valid.",
           ("VIES-UNREACHABLE",), UNION, overrides.ViesUnreachableTakenAsValid, "unreachable_vies"),
    Defect("other-tenants-logo", "The PDF carries the logo of another tenant.",
           ("BRAND-LOGO", "BRAND-ISOLATION"), EVERYWHERE, overrides.OtherTenantsLogo, "two_tenants_side_by_side"),
    Defect("wrong-colour", "The PDF is printed in a colour that is not the tenant's.",
           ("BRAND-COLOUR",), EVERYWHERE, overrides.WrongColour, "first_invoice"),
    Defect("pdf-total-differs", "The PDF prints a total that is one cent more than the API answers.",
           ("TOTALS-AGREE",), EVERYWHERE, overrides.PdfTotalDiffers, "first_invoice"),
    Defect("buyer-vat-id-missing-on-pdf", "The buyer's VAT identification number is not printed.",
           ("VAT-226-4",), UNION, overrides.BuyerVatIdMissingOnPdf, "owes_the_vat"),
    Defect("rate-of-today", "Backdated documents are charged at the rate of today.",
           ("VAT-226-9",), CHANGED, amounts.RateOfToday, "change_of_a_rate"),
    Defect("rates-merged", "Several rates are shown as one row of VAT.",
           ("VAT-226-8", "VAT-226-9", "VAT-226-10"), VARIETY, amounts.RatesMerged, "several_rates"),
    Defect("small-business-charged-vat", "A small business that is exempt is charged VAT.",
           ("VAT-LIABILITY",), SCHEME, amounts.SmallBusinessChargedVat, "small_business"),
    Defect("greek-prefix-refused", "VAT numbers with the prefix EL are taken as invalid.",
           ("VIES-VALID", "VAT-LIABILITY"), NOT_GREECE, amounts.GreekPrefixRefused, "prefix_that_is_not"),
    Defect("invalid-number-taken-as-valid", "A VAT number that VIES denies is taken as valid.",
           ("VIES-INVALID",), UNION, amounts.InvalidNumberTakenAsValid, "invalid_number"),
    Defect("consumer-under-reverse-charge", "A consumer in another Member State is made to owe the VAT.",
           ("VAT-LIABILITY",), UNION, amounts.ConsumerUnderReverseCharge, "consumer_in_another"),
    Defect("vat-charged-on-export", "VAT is charged on sales outside the Union.",
           ("VAT-LIABILITY",), UNION, amounts.VatChargedOnExport, "export_of_goods"),
    Defect("discount-after-tax", "Discounts lower the taxable amount, but not the VAT.",
           ("VAT-226-10", "VAT-ROUNDING"), EVERYWHERE, amounts.DiscountAfterTax, "test_discounts"),
    Defect("second-discount-ignored", "Only the first discount of a line is applied.",
           ("VAT-226-8", "VAT-ROUNDING"), EVERYWHERE, amounts.SecondDiscountIgnored, "test_discounts"),
    Defect("gross-discounts-from-the-price", "Discounts on gross prices are added up instead of applied in turn.",
           ("API-CALCULATION",), EVERYWHERE, amounts.GrossDiscountsFromThePrice, "prices_with_vat_included"),
    Defect("vat-truncated", "Amounts are cut off below the cent.",
           ("VAT-226-10", "VAT-ROUNDING"), EVERYWHERE, amounts.VatTruncated, "half_a_cent or many_small"),
    Defect("whole-units", "Amounts are rounded to whole units of the currency.",
           ("VAT-226-8", "VAT-ROUNDING"), UNITS, amounts.WholeUnits, "test_discounts"),
    Defect("credit-note-with-wrong-sign", "A credit note states negative amounts, which charge once more.",
           ("VAT-226-8", "VAT-226-10"), EVERYWHERE, particulars.CreditNoteWithWrongSign, "full_credit_note"),
    Defect("credit-note-without-reference", "The PDF of a credit note does not name the invoice that it corrects.",
           ("VAT-219",), EVERYWHERE, particulars.CreditNoteWithoutReference, "full_credit_note"),
    Defect("supply-dated-as-issued", "The date of issue is given for the date of the supply.",
           ("VAT-226-7",), EVERYWHERE, particulars.SupplyDatedAsIssued, "supply_before"),
    Defect("seller-vat-id-missing-on-pdf", "The seller's VAT identification number is not printed.",
           ("VAT-226-3",), EVERYWHERE, particulars.SellerVatIdMissingOnPdf, "first_invoice"),
    Defect("lines-out-of-order", "The PDF prints the unit prices of other lines.",
           ("VAT-226-8", "TOTALS-AGREE"), EVERYWHERE, particulars.LinesOutOfOrder, "several_rates"),
    Defect("metadata-lost", "A document forgets the platform's metadata.",
           ("TEN-METADATA",), EVERYWHERE, particulars.MetadataLost, "metadata_of_a_document"),
    Defect("other-tenants-documents-visible", "Documents are shown to whoever knows their id.",
           ("TEN-ISOLATION",), EVERYWHERE, particulars.OtherTenantsDocumentsVisible, "other_tenants_see_nothing"),
    Defect("zoi-of-other-invoice", "A document bears the ZOI of the one before.",
           ("FISC-ZOI",), SLOVENIA, fiscal.ZoiOfOtherInvoice, "fiscal"),
    Defect("zki-stale", "A document bears the ZKI of the one before.",
           ("FISC-ZKI",), CROATIA, fiscal.ZkiStale, "fiscal"),
    Defect("eor-reused", "The authority's number of one document is given to the next.",
           ("FISC-EOR", "FISC-JIR"), CASH_REGISTERS, fiscal.EorReused, "fiscal"),
    Defect("qr-record-wrong-amount", "The fiscal QR code states another amount than the document.",
           ("FISC-ZKI-QR", "FISC-ATCUD-QR"), QR_WITH_AMOUNT, fiscal.QrAmountWrong, "fiscal"),
    Defect("qr-missing", "The fiscal QR code is not printed.",
           ("FISC-ZOI-QR", "FISC-ZKI-QR", "FISC-ATCUD-QR"), FISCAL, fiscal.QrMissing, "fiscal"),
    Defect("hash-chain-broken", "Documents are signed without the signature before them.",
           ("FISC-CHAIN",), PORTUGAL, fiscal.HashChainBroken, "fiscal"),
    Defect("atcud-of-other-series", "The ATCUD has the validation code of another series.",
           ("FISC-ATCUD",), PORTUGAL, fiscal.AtcudOfOtherSeries, "fiscal"),
    Defect("xml-total-differs", "The e-invoice states a total that is one cent more than the document's.",
           ("EINV-AGREES", "EINV-VALID"), GERMANY, fiscal.XmlTotalDiffers, "einvoice"),
    Defect("xml-missing-buyer-reference", "The e-invoice has no buyer reference.",
           ("EINV-XRECHNUNG",), GERMANY, fiscal.XmlMissingBuyerReference, "einvoice"),
    Defect("reverse-charge-category-S-in-xml", "The e-invoice marks reverse charge as taxed at the standard rate.",
           ("EINV-VALID", "EINV-AGREES"), GERMANY, fiscal.ReverseChargeCategoryS, "einvoice"),
    Defect("xml-issue-date-differs", "The e-invoice is dated by the day when it is due.",
           ("EINV-AGREES",), GERMANY, fiscal.XmlIssueDateDiffers, "einvoice"),
    Defect("xml-seller-vat-id-missing", "The e-invoice has no VAT or tax number of the seller.",
           ("EINV-VALID", "EINV-AGREES"), GERMANY, fiscal.XmlVatIdMissing, "einvoice"),
    Defect("attachment-relationship-wrong", "The XML of a hybrid invoice is attached as a supplement.",
           ("EINV-PDFA3",), GERMANY, fiscal.AttachmentRelationshipWrong, "einvoice"),
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


def describe() -> list[dict[str, Any]]:
    """Every defect for ``harness sandbox defects --json``."""
    return [
        {
            "name": defect.name,
            "sentence": defect.sentence,
            "requirements": list(defect.requirements),
            "shows_in": defect.where.words,
            "countries": countries_of(defect.where),
            "seen_by": defect.seen_by,
        }
        for defect in DEFECTS
    ]
