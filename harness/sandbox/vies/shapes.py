"""The JSON bodies of the VIES REST API, as the real service answers them.

The same fact has different names in the two calls: `valid` in the POST, `isValid` in the GET. An error is HTTP 200 in
both: `actionSucceed: false` with `errorWrappers` in the POST, `isValid: false` with the code in `userError` in the GET.
What a Member State does not disclose is `---`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harness.sandbox.vies.register import Registration

UNDISCLOSED = "---"
_TRADER_FIELDS = ("traderName", "traderStreet", "traderPostalCode", "traderCity", "traderCompanyType")
_MATCH_NUMBERS = {"VALID": 1, "INVALID": 2, "NOT_PROCESSED": 3}


@dataclass(frozen=True)
class Finding:
    """What the service found out about one request, before it is put into one of the two shapes."""

    country_code: str
    vat_number: str
    request_date: str
    """ISO 8601 in UTC with milliseconds."""
    registration: Registration | None
    """The registration when the number is valid, else None."""
    identifier: str = ""
    """The consultation number, or empty."""
    trader: Mapping[str, str] | None = None
    """The trader fields that the caller sent, by their name in the request."""

    @property
    def valid(self) -> bool:
        """Whether the number is valid."""
        return self.registration is not None

    @property
    def name(self) -> str:
        """The registered name, `---` when not disclosed, empty for an invalid number (as in the real answer)."""
        return (self.registration.name or UNDISCLOSED) if self.registration else ""

    @property
    def address(self) -> str:
        """The registered address, like `name`."""
        return (self.registration.address or UNDISCLOSED) if self.registration else ""

    def match(self, field: str) -> str:
        """Compare a trader field that was sent: only the name is compared, all else is NOT_PROCESSED."""
        sent = (self.trader or {}).get(field)
        if field != "traderName" or not sent or not self.registration or not self.registration.name:
            return "NOT_PROCESSED"
        return "VALID" if sent.strip().casefold() == self.registration.name.casefold() else "INVALID"


def post_body(finding: Finding) -> dict[str, Any]:
    """Return the answer of `POST /check-vat-number`."""
    sent = finding.trader or {}
    return {
        "countryCode": finding.country_code,
        "vatNumber": finding.vat_number,
        "requestDate": finding.request_date,
        "valid": finding.valid,
        "requestIdentifier": finding.identifier,
        "name": finding.name or UNDISCLOSED,
        "address": finding.address or UNDISCLOSED,
        **{field: sent.get(field) or UNDISCLOSED for field in _TRADER_FIELDS},
        **{f"{field}Match": finding.match(field) for field in _TRADER_FIELDS},
    }


def post_error(code: str) -> dict[str, Any]:
    """Return the error body of the POST calls."""
    return {"actionSucceed": False, "errorWrappers": [{"error": code, "message": f"VIES answered {code}"}]}


def get_body(finding: Finding) -> dict[str, Any]:
    """Return the answer of `GET /ms/{CC}/vat/{number}`."""
    return {
        "isValid": finding.valid,
        "requestDate": finding.request_date,
        "userError": "VALID" if finding.valid else "INVALID",
        "name": finding.name,
        "address": finding.address,
        "requestIdentifier": finding.identifier,
        "originalVatNumber": finding.vat_number,
        "vatNumber": finding.vat_number,
        "viesApproximate": _approximate(finding),
    }


def get_error(finding: Finding, code: str) -> dict[str, Any]:
    """Return the error body of the GET call: it looks like a negative, only `userError` tells."""
    return {**get_body(finding), "userError": code}


def abridged_body(finding: Finding, *, valid: bool) -> dict[str, Any]:
    """Return the abridged answer of `POST /check-vat-test-service`: no trader data."""
    return {
        "countryCode": finding.country_code,
        "vatNumber": finding.vat_number,
        "requestDate": finding.request_date,
        "valid": valid,
    }


def _approximate(finding: Finding) -> dict[str, Any]:
    texts = dict.fromkeys(("name", "street", "postalCode", "city", "companyType"), UNDISCLOSED)
    names = ("matchName", "matchStreet", "matchPostalCode", "matchCity", "matchCompanyType")
    matches = zip(names, _TRADER_FIELDS, strict=True)
    return {**texts, **{name: _MATCH_NUMBERS[finding.match(field)] for name, field in matches}}
