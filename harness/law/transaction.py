"""The API's transaction types, as words for what the law says (the taxonomy is the API's, the mapping the law's)."""

from __future__ import annotations

from harness.law.areas import Parties
from harness.law.customer import Customer

DOMESTIC = "domestic"
INTRA_EU_B2B = "intra_eu_b2b"
INTRA_EU_B2C = "intra_eu_b2c"
THIRD_COUNTRY_B2B = "3w_b2b"
THIRD_COUNTRY_B2C = "3w_b2c"


def lawful_transaction_type(parties: Parties, customer: Customer) -> str | None:
    """The type that the law's view of the parties maps to; ``None`` while the buyer's status is unknown."""
    if parties.domestic:
        return DOMESTIC
    if parties.third:
        return THIRD_COUNTRY_B2B if customer is Customer.BUSINESS else THIRD_COUNTRY_B2C
    if customer is Customer.UNKNOWN:
        return None
    return INTRA_EU_B2B if customer is Customer.BUSINESS else INTRA_EU_B2C
