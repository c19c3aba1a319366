"""The one table of defects: name, what it does, which requirements it violates, where it shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from harness.sandbox.defects import (
    amounts,
    branding,
    cash_registers,
    einvoices,
    fiscal,
    overrides,
    particulars,
    payment,
)
from harness.sandbox.defects.places import (
    CASH_REGISTERS,
    CHANGED,
    CROATIA,
    EURO,
    EVERYWHERE,
    FISCAL,
    GERMANY,
    HUB3,
    LEVEL_M,
    NOT_GREECE,
    PEPPOL,
    PORTUGAL,
    QR_WITH_AMOUNT,
    SCHEME,
    SLOVENIA,
    UNION,
    UNITS,
    UPN,
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


CODES = ("PAY-EPC", "PAY-UPN", "PAY-HUB3")
"""What the contents of payment codes are judged under, scheme by scheme."""

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
           ("FISC-ZOI",), SLOVENIA, fiscal.ZoiOfOtherInvoice, "fiscal_codes_of_a_cash_register"),
    Defect("zki-stale", "A document bears the ZKI of the one before.",
           ("FISC-ZKI",), CROATIA, fiscal.ZkiStale, "fiscal_codes_of_a_cash_register"),
    Defect("eor-reused", "The authority's number of one document is given to the next.",
           ("FISC-EOR", "FISC-JIR"), CASH_REGISTERS, fiscal.EorReused, "fiscal_codes_of_a_cash_register"),
    Defect("qr-record-wrong-amount", "The fiscal QR code states another amount than the document.",
           ("FISC-ZKI-QR", "FISC-ATCUD-QR"), QR_WITH_AMOUNT, fiscal.QrAmountWrong,
           "fiscal_codes_of_a_cash_register or fiscal_series"),
    Defect("qr-missing", "The fiscal QR code is not printed.",
           ("FISC-ZOI-QR", "FISC-ZKI-QR", "FISC-ATCUD-QR"), FISCAL, fiscal.QrMissing,
           "fiscal_codes_of_a_cash_register or fiscal_series"),
    Defect("hash-chain-broken", "Documents are signed without the signature before them.",
           ("FISC-CHAIN",), PORTUGAL, fiscal.HashChainBroken, "fiscal_series"),
    Defect("atcud-of-other-series", "The ATCUD has the validation code of another series.",
           ("FISC-ATCUD",), PORTUGAL, fiscal.AtcudOfOtherSeries, "fiscal_series"),
    Defect("number-without-premises", "A fiscal document is numbered by its running number alone.",
           ("FISC-NUMBER",), CASH_REGISTERS, cash_registers.NumberWithoutPremises, "fiscal_codes_of_a_cash_register"),
    Defect("devices-share-a-sequence", "Devices that should count on their own take their numbers from one sequence.",
           ("FISC-NUMBER",), CASH_REGISTERS, cash_registers.DevicesShareASequence, "fiscal_numbers"),
    Defect("identifier-while-authority-down", "The authority's number is made up while the authority does not answer.",
           ("FISC-LATE",), CASH_REGISTERS, cash_registers.IdentifierWhileDown, "fiscal_authority"),
    Defect("code-changes-on-late-submission", "A late submission changes the protective code that was printed.",
           ("FISC-LATE",), CASH_REGISTERS, cash_registers.CodeChangesOnLateSubmission, "fiscal_authority"),
    Defect("protective-code-of-another-minute", "The protective code is made over another time than is printed.",
           ("FISC-ZOI", "FISC-ZKI"), CASH_REGISTERS, cash_registers.CodeOfAnotherMinute,
           "fiscal_codes_of_a_cash_register"),
    Defect("printed-code-differs", "The PDF prints another protective code than the API answers.",
           ("FISC-ZOI", "FISC-ZKI"), CASH_REGISTERS, cash_registers.PrintedCodeDiffers,
           "fiscal_codes_of_a_cash_register"),
    Defect("fiscal-symbol-too-small", "The fiscal QR code is printed at half its size.",
           ("FISC-PRINT",), CASH_REGISTERS, cash_registers.FiscalSymbolTooSmall, "fiscal_codes_of_a_cash_register"),
    Defect("fiscal-symbol-weak", "The fiscal QR code has the lowest level of error correction.",
           ("FISC-PRINT",), LEVEL_M, cash_registers.FiscalSymbolWeak,
           "fiscal_codes_of_a_cash_register or fiscal_series"),
    Defect("cash-left-out", "A document that is paid in cash may be left out of fiscalization.",
           ("FISC-SKIP",), SLOVENIA, cash_registers.CashLeftOut, "fiscal_documents_that_may"),
    Defect("means-always-cash", "Every means of payment is reported as cash.",
           ("FISC-PAYMENT-TYPE",), CROATIA, cash_registers.MeansAlwaysCash, "fiscal_codes_of_a_cash_register"),
    Defect("fiscalized-document-changed", "A document that an authority knows can be changed.",
           ("FISC-FINAL",), CASH_REGISTERS, cash_registers.FiscalizedDocumentChanged,
           "fiscal_codes_of_a_cash_register"),
    Defect("codes-of-void-lost", "A document that is voided loses its fiscal codes.",
           ("FISC-FINAL",), CASH_REGISTERS, cash_registers.CodesOfVoidLost, "fiscal_codes_of_a_cash_register"),
    Defect("time-of-issue-not-printed", "Fiscal documents print no time of issue.",
           ("FISC-DATE",), CASH_REGISTERS, cash_registers.TimeOfIssueNotPrinted, "fiscal_codes_of_a_cash_register"),
    Defect("operator-not-printed", "Fiscal documents do not name the operator.",
           ("FISC-OPERATOR",), CASH_REGISTERS, cash_registers.OperatorNotPrinted, "fiscal_codes_of_a_cash_register"),
    Defect("certificate-line-missing", "The line of the certified program is not printed.",
           ("FISC-CERT-LINE",), PORTUGAL, cash_registers.CertificateLineMissing, "fiscal_series"),
    Defect("wrong-hash-characters", "The line of the certified program has the wrong characters of the signature.",
           ("FISC-CERT-LINE",), PORTUGAL, cash_registers.WrongHashCharacters, "fiscal_series"),
    Defect("exemption-reason-not-printed", "A line without VAT does not say why.",
           ("FISC-EXEMPTION",), PORTUGAL, cash_registers.ExemptionReasonNotPrinted, "fiscal_series"),
    Defect("xml-total-differs", "The e-invoice states a total that is one cent more than the document's.",
           ("EINV-AGREES", "EINV-VALID"), EVERYWHERE, fiscal.XmlTotalDiffers, "einvoice_of_a_sale"),
    Defect("xml-missing-buyer-reference", "The e-invoice has no buyer reference.",
           ("EINV-XRECHNUNG",), GERMANY, fiscal.XmlMissingBuyerReference, "einvoice_of_a_sale"),
    Defect("reverse-charge-category-S-in-xml", "The e-invoice marks reverse charge as taxed at the standard rate.",
           ("EINV-VALID", "EINV-AGREES"), UNION, fiscal.ReverseChargeCategoryS, "einvoice_of_services"),
    Defect("xml-issue-date-differs", "The e-invoice is dated by the day when it is due.",
           ("EINV-AGREES",), EVERYWHERE, fiscal.XmlIssueDateDiffers, "einvoice_of_a_sale"),
    Defect("xml-seller-vat-id-missing", "The e-invoice has no VAT or tax number of the seller.",
           ("EINV-VALID", "EINV-AGREES"), EVERYWHERE, fiscal.XmlVatIdMissing, "einvoice_of_a_sale"),
    Defect("attachment-relationship-wrong", "The XML of a hybrid invoice is attached as a supplement.",
           ("EINV-PDFA3",), EVERYWHERE, fiscal.AttachmentRelationshipWrong, "einvoice_of_a_sale"),
    Defect("xml-of-other-invoice", "The e-invoice bears the number of the invoice before.",
           ("EINV-AGREES",), EVERYWHERE, einvoices.XmlOfOtherInvoice, "einvoice_of_a_sale"),
    Defect("xml-currency-differs", "The e-invoice states its amounts in another currency.",
           ("EINV-AGREES",), EVERYWHERE, einvoices.XmlCurrencyDiffers, "einvoice_of_a_sale"),
    Defect("xml-lines-cut-off", "The lines of the e-invoice are cut off behind the first decimal.",
           ("EINV-VALID", "EINV-AGREES"), EVERYWHERE, einvoices.XmlLinesCutOff, "einvoice_with_every_rate"),
    Defect("xml-line-missing", "The e-invoice lacks the last line.",
           ("EINV-VALID", "EINV-AGREES"), EVERYWHERE, einvoices.XmlLineMissing, "einvoice_of_many"),
    Defect("xml-credit-note-typed-invoice", "The e-invoice of a credit note has the type of an invoice.",
           ("EINV-AGREES",), EVERYWHERE, einvoices.XmlCreditNoteTypedInvoice, "einvoice_of_credit_notes"),
    Defect("xml-exemption-reason-missing", "The e-invoice does not say why it charges no VAT.",
           ("EINV-VALID",), EVERYWHERE, einvoices.XmlExemptionReasonMissing, "einvoice_of_sales_to_third"),
    Defect("xml-buyer-vat-id-missing", "The e-invoice has no VAT number of the buyer.",
           ("EINV-VALID", "EINV-AGREES"), UNION, einvoices.XmlBuyerVatIdMissing, "einvoice_of_goods"),
    Defect("xml-export-zero-rated", "The e-invoice marks exported goods as taxed at a zero rate.",
           ("EINV-LAW",), EVERYWHERE, einvoices.XmlExportZeroRated, "einvoice_of_sales_to_third"),
    Defect("hybrid-without-xml", "The hybrid invoice has no XML in it.",
           ("EINV-PDFA3", "EINV-VALID"), EVERYWHERE, einvoices.HybridWithoutXml, "einvoice_of_a_sale"),
    Defect("hybrid-file-name-wrong", "The XML of a hybrid invoice is attached under another name.",
           ("EINV-PDFA3",), EVERYWHERE, einvoices.HybridFileNameWrong, "einvoice_of_a_sale"),
    Defect("hybrid-profile-wrong", "The metadata of a hybrid invoice state another profile than its XML.",
           ("EINV-PDFA3",), EVERYWHERE, einvoices.HybridProfileWrong, "einvoice_of_a_sale"),
    Defect("hybrid-page-differs", "The page of a hybrid invoice prints another total than its XML.",
           ("EINV-AGREES",), EVERYWHERE, einvoices.HybridPageDiffers, "einvoice_of_a_sale"),
    Defect("invalid-exported", "Documents that are not valid are exported as e-invoices.",
           ("EINV-FLAGS",), EVERYWHERE, einvoices.InvalidExported, "einvoice_flags"),
    Defect("required-validation-ignored", "An invalid document is saved although a valid one is required.",
           ("EINV-FLAGS",), EVERYWHERE, einvoices.RequiredValidationIgnored, "einvoice_flags"),
    Defect("peppol-delivers-to-nobody", "A document to an unknown recipient is said to be delivered.",
           ("EINV-PEPPOL-STATES",), PEPPOL, einvoices.PeppolDeliversToNobody, "einvoice_over_peppol"),
    Defect("peppol-without-supplier", "Documents are sent although the supplier was never onboarded.",
           ("EINV-PEPPOL-STATES",), PEPPOL, einvoices.PeppolWithoutSupplier, "einvoice_over_peppol"),
    Defect("peppol-message-id-lost", "A sent document has no message id.",
           ("EINV-PEPPOL-STATES",), PEPPOL, einvoices.PeppolMessageIdLost, "einvoice_over_peppol"),
    Defect("payment-code-wrong-amount", "The payment code asks for a cent more than is due.",
           CODES, EURO, payment.CodeWrongAmount, "payment_code"),
    Defect("payment-code-ignores-payments", "The payment code asks for the total although part of it is paid.",
           CODES, EURO, payment.CodeIgnoresPayments, "payment_code"),
    Defect("payment-code-to-other-account", "The payment code asks for payment to another account.",
           CODES, EURO, payment.CodeToOtherAccount, "payment_code"),
    Defect("payment-code-to-other-payee", "The payment code names the customer as payee.",
           CODES, EURO, payment.CodeToOtherPayee, "payment_code"),
    Defect("payment-code-reference-of-other-document", "The payment code refers to another document.",
           CODES, EURO, payment.CodeReferenceOfOther, "payment_code"),
    Defect("payment-code-missing", "No payment code is printed.",
           CODES, EURO, payment.CodeMissing, "payment_code"),
    Defect("payment-code-too-small", "The payment code is too small to be read.",
           CODES, EURO, payment.CodeTooSmall, "payment_code"),
    Defect("payment-code-without-quiet-zone", "The payment code has no light margin.",
           ("PAY-PRINT",), EURO, payment.CodeWithoutQuietZone, "payment_code"),
    Defect("payment-code-weak-correction", "The payment code has the least error correction.",
           ("PAY-PRINT",), EURO, payment.CodeWeakCorrection, "payment_code"),
    Defect("payment-code-on-credit-note", "A credit note bears a payment code.",
           ("PAY-ABSENT",), EURO, payment.CodeOnCreditNote, "payment_code"),
    Defect("payment-code-although-paid", "An invoice that is paid bears a payment code.",
           ("PAY-ABSENT",), EURO, payment.CodeAlthoughPaid, "payment_code"),
    Defect("payment-code-in-foreign-currency", "An invoice in another currency bears a payment code in euro.",
           ("PAY-ABSENT",), EURO, payment.CodeInForeignCurrency, "payment_code"),
    Defect("payment-code-although-switched-off", "Payment codes are printed although they are switched off.",
           ("PAY-ABSENT",), EURO, payment.CodeAlthoughSwitchedOff, "payment_code"),
    Defect("upn-in-other-version", "The UPN QR is not printed in version 15.",
           ("PAY-PRINT",), UPN, payment.UpnOtherVersion, "payment_code"),
    Defect("upn-wrong-count", "The UPN QR counts its characters without line ends.",
           ("PAY-UPN",), UPN, payment.UpnWrongCount, "payment_code"),
    Defect("hub3-amount-unpadded", "The HUB3 code states its amount without leading zeros.",
           ("PAY-HUB3",), HUB3, payment.Hub3AmountUnpadded, "payment_code"),
    Defect("logo-mirrored", "The logo is printed as in a mirror.",
           ("BRAND-LOGO",), EVERYWHERE, branding.LogoMirrored, "two_tenants_side_by_side"),
    Defect("logo-stretched", "The logo is printed a tenth wider than it is.",
           ("BRAND-LOGO",), EVERYWHERE, branding.LogoStretched, "two_tenants_side_by_side"),
    Defect("logo-recoloured", "The logo is printed in other hues.",
           ("BRAND-LOGO",), EVERYWHERE, branding.LogoRecoloured, "two_tenants_side_by_side"),
    Defect("logo-cut", "The logo is printed without its edges.",
           ("BRAND-LOGO",), EVERYWHERE, branding.LogoCut, "two_tenants_side_by_side"),
    Defect("logo-tiny", "The logo is printed at a tenth of its size.",
           ("BRAND-LOGO-PLACE",), EVERYWHERE, branding.LogoTiny, "two_tenants_side_by_side"),
    Defect("colour-slightly-off", "The PDF is printed in a colour that is three steps of 255 beside the tenant's.",
           ("BRAND-COLOUR",), EVERYWHERE, branding.ColourSlightlyOff, "two_tenants_side_by_side"),
    Defect("footer-of-other-tenant", "The PDF ends with the footer of another tenant.",
           ("BRAND-FOOTER", "BRAND-ISOLATION"), EVERYWHERE, branding.FooterOfOtherTenant, "two_tenants_side_by_side"),
    Defect("footer-missing", "The PDF has no footer.",
           ("BRAND-FOOTER",), EVERYWHERE, branding.FooterMissing, "two_tenants_side_by_side"),
    Defect("name-of-other-tenant-in-footer", "The footer names another tenant, too.",
           ("BRAND-ISOLATION",), EVERYWHERE, branding.NameOfOtherTenantInFooter, "two_tenants_side_by_side"),
    Defect("signature-missing", "The PDF lacks the image of the signature.",
           ("BRAND-SIGNATURE",), EVERYWHERE, branding.SignatureMissing, "two_tenants_side_by_side"),
    Defect("signature-of-other-tenant", "The PDF shows the signature of another tenant.",
           ("BRAND-SIGNATURE", "BRAND-ISOLATION"), EVERYWHERE, branding.SignatureOfOtherTenant,
           "two_tenants_side_by_side"),
    Defect("footer-of-first-page-only", "Further pages of a document have no footer.",
           ("BRAND-FOOTER",), EVERYWHERE, branding.FooterOfFirstPageOnly, "test_invoice_of_several_pages"),
    Defect("font-not-embedded", "The PDF names its fonts without holding them.",
           ("BRAND-FONTS",), EVERYWHERE, branding.FontNotEmbedded, "two_tenants_side_by_side"),
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
