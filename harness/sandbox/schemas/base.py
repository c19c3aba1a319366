"""The building blocks of request bodies: texts with limits, exact numbers, dates, metadata."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from harness.sandbox.jsonio import AMOUNT_LIMIT

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{3})?Z?)?")
_METADATA_KEYS = 50
_METADATA_LENGTH = 250
Json = dict[str, Any]


class Body(BaseModel):
    """A request body: unknown keys are dropped, values are not converted."""

    model_config = ConfigDict(strict=True, extra="ignore", arbitrary_types_allowed=True)


class OpenBody(Body):
    """A request body whose unknown keys pass and are kept."""

    model_config = ConfigDict(strict=True, extra="allow", arbitrary_types_allowed=True)


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("Expected a number")
    number = Decimal(value)
    if abs(number) >= AMOUNT_LIMIT:
        raise ValueError(f"Number must be smaller than {AMOUNT_LIMIT:.0f}")
    return number


def _date(value: str) -> str:
    if not _DATE.fullmatch(value):
        raise ValueError("Expected a date as YYYY-MM-DD or ISO 8601")
    try:
        date.fromisoformat(value[:10])
    except ValueError as error:
        raise ValueError("This day does not exist") from error
    return value[:10]


def _metadata(value: Json) -> Json:
    if len(value) > _METADATA_KEYS:
        raise ValueError(f"At most {_METADATA_KEYS} metadata keys")
    for key, text in value.items():
        if not isinstance(text, str) or len(text) > _METADATA_LENGTH:
            raise ValueError(
                f"The metadata value of {key[:40]} must be a text of at most {_METADATA_LENGTH} characters"
            )
    return value


Number = Annotated[Decimal, BeforeValidator(_number)]
"""A JSON number, kept exactly."""
Rate = Annotated[Decimal, BeforeValidator(_number), Field(ge=0, le=100)]
"""A tax rate in percent."""
DateText = Annotated[str, AfterValidator(_date)]
"""A business date; kept as YYYY-MM-DD."""
Metadata = Annotated[Json, AfterValidator(_metadata)]
"""At most 50 texts of at most 250 characters."""
Name = Annotated[str, StringConstraints(min_length=1)]
Text20 = Annotated[str, StringConstraints(max_length=20)]
Text50 = Annotated[str, StringConstraints(max_length=50)]
Text100 = Annotated[str, StringConstraints(max_length=100)]
Text255 = Annotated[str, StringConstraints(max_length=255)]
Text500 = Annotated[str, StringConstraints(max_length=500)]
Text2000 = Annotated[str, StringConstraints(max_length=2000)]
Code2 = Annotated[str, StringConstraints(min_length=2, max_length=2)]
Code3 = Annotated[str, StringConstraints(max_length=3)]
