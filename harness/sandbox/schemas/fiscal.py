"""Bodies of the fiscalization operations (contract sections 21 to 23)."""

from typing import Annotated, Literal

from pydantic import Field

from harness.sandbox.schemas.base import Body, DateText, Text100

PlaceName = Annotated[str, Field(pattern=r"^[0-9a-zA-Z]{1,20}$")]
Digits = Annotated[str, Field(pattern=r"^\d{1,20}$")]
Start = Annotated[int, Field(ge=1, le=999_999_999)]


class FursSettings(Body):
    """``PUT /fiscalization/furs/settings``."""

    enabled: bool | None = None
    default_skip_fiscalization: bool | None = None
    numbering_strategy: Literal["B", "C"] | None = None
    operator_tax_number: Annotated[str, Field(pattern=r"^\d{8}$")] | None = None
    operator_label: Annotated[str, Field(max_length=50)] | None = None
    foreign_operator: bool | None = None


class RealEstate(Body):
    """``POST /fiscalization/furs/premises/real-estate``."""

    business_premise_name: PlaceName
    cadastral_number: Digits
    building_number: Digits
    building_section: Digits
    street: Text100
    house_number: Annotated[str, Field(max_length=10)]
    house_number_additional: Annotated[str, Field(max_length=10)] | None = None
    community: Text100
    city: Text100
    postal_code: Annotated[str, Field(pattern=r"^\d{4}$")]


class Movable(Body):
    """``POST /fiscalization/furs/premises/movable``."""

    business_premise_name: PlaceName
    premise_type: Literal["A", "B", "C"]


class FursDevice(Body):
    """``POST /fiscalization/furs/premises/{id}/devices``."""

    name: PlaceName
    starting_number: Start | None = None


class DevicePatch(Body):
    """A change of a device: its first number, until it has issued something."""

    starting_number: Start | None = None


class FinaSettings(Body):
    """``PUT /fiscalization/fina/settings``."""

    enabled: bool | None = None
    operator_oib: Annotated[str, Field(pattern=r"^\d{11}$")] | None = None
    operator_label: Annotated[str, Field(max_length=50)] | None = None
    u_sust_pdv: bool | None = None
    numbering_sequence: Literal["N", "P"] | None = None
    unified_numbering: bool | None = None


class FinaPremise(Body):
    """``POST /fiscalization/fina/premises``."""

    business_premise_name: PlaceName
    starting_number: Start | None = None


class FinaDevice(Body):
    """``POST /fiscalization/fina/premises/{id}/devices``."""

    electronic_device_name: Digits
    starting_number: Start | None = None


class PtSeries(Body):
    """``POST /fiscalization/pt/series``."""

    document_type: Literal["invoice", "advance_invoice", "credit_note", "estimate"]
    series_code: Annotated[str, Field(pattern=r"^[0-9A-Za-z._-]{1,35}$")]
    validation_code: Annotated[str, Field(pattern=r"^[0-9A-Z]{8,32}$")] | None = None
    first_number: Start | None = None
    start_date: DateText | None = None
    is_manual: bool | None = None
    initial_sequence: Start | None = None


class Authorities(Body):
    """``PUT /sandbox/authorities``: which simulated authorities answer this entity."""

    furs: Literal["up", "down"] | None = None
    fina: Literal["up", "down"] | None = None
