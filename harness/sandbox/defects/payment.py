"""Defects of payment codes, each one override of one seam."""

import re
from dataclasses import replace

from harness.sandbox.defects.seams import CENT, Seams
from harness.sandbox.payment_codes import Occasion, Print, Transfer

_TOO_SMALL = 0.12
"""Part of the right size at which no camera tells the modules apart."""
_NEXT_DIGIT = str.maketrans("0123456789", "1234567890")


class CodeWrongAmount(Seams):
    """Asks for a cent more than is due."""

    def transfer_in_code(self, transfer: Transfer) -> Transfer:
        """The transfer with that amount."""
        return super().transfer_in_code(replace(transfer, amount=transfer.amount + CENT))


class CodeIgnoresPayments(Seams):
    """Asks for the whole total although part of it is paid."""

    def transfer_in_code(self, transfer: Transfer) -> Transfer:
        """The transfer of the total."""
        return super().transfer_in_code(replace(transfer, amount=transfer.total))


class CodeToOtherAccount(Seams):
    """Asks for payment to an account that is not the tenant's."""

    def transfer_in_code(self, transfer: Transfer) -> Transfer:
        """The transfer to the account beside it, with right check digits."""
        iban = transfer.iban
        other = iban[4:-1] + iban[-1].translate(_NEXT_DIGIT)
        return super().transfer_in_code(replace(transfer, iban=_with_check_digits(iban[:2], other)))


class CodeToOtherPayee(Seams):
    """Names the customer as the one to be paid."""

    def transfer_in_code(self, transfer: Transfer) -> Transfer:
        """The transfer to the payer."""
        return super().transfer_in_code(replace(transfer, payee=transfer.payer))


class CodeReferenceOfOther(Seams):
    """Gives the number of another document as reference."""

    def transfer_in_code(self, transfer: Transfer) -> Transfer:
        """The transfer under a number whose last digit is another one."""
        number = transfer.reference
        return super().transfer_in_code(replace(transfer, reference=number[:-1] + number[-1:].translate(_NEXT_DIGIT)))


class CodeOnCreditNote(Seams):
    """Prints a code on credit notes."""

    def code_wanted(self, wanted: bool, occasion: Occasion) -> bool:
        """Also where a tenant that prints codes gives money back."""
        return wanted or (occasion.kind == "credit_note" and occasion.enabled)


class CodeAlthoughPaid(Seams):
    """Prints a code on invoices that are paid."""

    def code_wanted(self, wanted: bool, occasion: Occasion) -> bool:
        """Also where nothing is left to pay."""
        return wanted or (occasion.kind == "invoice" and occasion.due <= 0 and occasion.enabled)


class CodeInForeignCurrency(Seams):
    """Prints a code, which asks for euro, on invoices in another currency."""

    def code_wanted(self, wanted: bool, occasion: Occasion) -> bool:
        """Also where the currency is another one."""
        foreign = occasion.currency != "EUR" and occasion.due > 0
        return wanted or (occasion.kind == "invoice" and foreign and occasion.enabled)


class CodeAlthoughSwitchedOff(Seams):
    """Goes on printing codes after they were switched off."""

    def code_wanted(self, wanted: bool, occasion: Occasion) -> bool:
        """Also where the setting says no."""
        return wanted or (occasion.kind == "invoice" and occasion.due > 0 and not occasion.enabled)


class CodeMissing(Seams):
    """Prints no payment code, whatever the settings say."""

    def code_wanted(self, wanted: bool, occasion: Occasion) -> bool:  # noqa: ARG002  ignored: the defect
        """Never."""
        return False


class CodeWithoutQuietZone(Seams):
    """Prints the code without a light margin."""

    def code_print(self, how: Print, scheme: str) -> Print:
        """Right beside its caption."""
        return super().code_print(replace(how, quiet=0), scheme)


class CodeTooSmall(Seams):
    """Prints the code so small that no camera can read it."""

    def code_print(self, how: Print, scheme: str) -> Print:
        """At a fraction of its size."""
        return super().code_print(replace(how, size=how.size * _TOO_SMALL), scheme)


class CodeWeakCorrection(Seams):
    """Prints QR codes with the least error correction."""

    def code_print(self, how: Print, scheme: str) -> Print:
        """At level L."""
        return super().code_print(replace(how, error="l"), scheme)


class UpnOtherVersion(Seams):
    """Prints the UPN QR in whatever version its text needs."""

    def code_print(self, how: Print, scheme: str) -> Print:
        """The smallest version."""
        return super().code_print(replace(how, version=None), scheme)


class UpnWrongCount(Seams):
    """Counts the characters of the UPN QR without its line ends."""

    def code_text(self, text: str, scheme: str) -> str:
        """The text with a count that is too low."""
        lines = text.split("\n")
        if scheme == "upn":
            lines[19] = f"{int(lines[19]) - 19:03d}"
        return super().code_text("\n".join(lines), scheme)


class Hub3AmountUnpadded(Seams):
    """Writes the amount of a HUB3 code without leading zeros."""

    def code_text(self, text: str, scheme: str) -> str:
        """The text with the bare cents."""
        bare = re.sub(r"\nEUR\n0+", "\nEUR\n", text, count=1) if scheme == "hub3" else text
        return super().code_text(bare, scheme)


def _with_check_digits(country: str, number: str) -> str:
    """An IBAN of that account number (ISO 13616: 98 less the rest of the number by 97)."""
    digits = "".join(str(int(char, 36)) for char in f"{number}{country}00")
    return f"{country}{98 - int(digits) % 97:02d}{number}"
