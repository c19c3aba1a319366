"""What all models share: strict requests, tolerant answers, exact numbers, and drift.

A request refuses what the contract does not know, so that a typing error never reaches the target. An answer keeps
what it does not know and reports it: the target may move ahead of the contract, and a reader should learn of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

T = TypeVar("T")


def _exact(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    raise ValueError("expected an exact number: a Decimal or an int, neither float nor text")


Number = Annotated[Decimal, BeforeValidator(_exact)]
"""An amount, quantity or rate in percent: finite, exact, never a float."""
Rows = Annotated[tuple[T, ...], Field(strict=False)]
"""A JSON array; requests take lists and tuples."""
JsonObject = dict[str, Any]
"""A JSON object that is passed on as it is."""

DocumentType = Literal["invoice", "estimate", "credit_note", "advance_invoice", "delivery_note"]
CalculationMode = Literal["b2b_standard", "b2c_gross_discount"]
Template = Literal["modern", "classic", "condensed", "minimal", "fashion", "timeless_modern_full_data"]


class RequestModel(BaseModel):
    """Base of request bodies. A field that is not given is not sent; one given as ``None`` is sent as null."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    def wire(self) -> dict[str, Any]:
        """The body as a JSON object, amounts still ``Decimal``."""
        return self.model_dump(exclude_unset=True)


class _Sometimes:
    """Marks a documented field that an answer may leave out."""

    def __repr__(self) -> str:
        return "SOMETIMES"


SOMETIMES = _Sometimes()


class ResponseModel(BaseModel):
    """Base of answers. Fields without a default are those without which the answer is of no use."""

    model_config = ConfigDict(extra="allow", frozen=True)
    drift_name: ClassVar[str] = ""
    """What drift calls the model; empty for models that only occur inside others."""
    also_known: ClassVar[frozenset[str]] = frozenset()
    """Documented fields that the model has no attribute for."""

    def drift(self, path: str = "") -> tuple[str, ...]:
        """Departures from the contract, sorted: ``entity.foo: unknown field``, ``entity.timezone: missing field``.

        Elements of lists are not told apart: a field unknown in forty lines is one departure.
        """
        return tuple(sorted(set(self._departures(path or self.drift_name))))

    def _departures(self, path: str) -> Iterator[str]:
        for name in (self.model_extra or {}).keys() - self.also_known:
            yield f"{path}.{name}: unknown field"
        for name, info in type(self).model_fields.items():
            if name not in self.model_fields_set and SOMETIMES not in info.metadata:
                yield f"{path}.{name}: missing field"
            yield from _inner(getattr(self, name), f"{path}.{name}")


def _inner(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, ResponseModel):
        yield from value._departures(value.drift_name or path)
    elif isinstance(value, tuple):
        for item in value:
            yield from _inner(item, path)


class Pagination(ResponseModel):
    """Where a page stands in its list."""

    drift_name = "pagination"
    total: int | None = None
    """Number of objects in the whole list; -1 where it was not asked for."""
    next_cursor: str | None = None
    prev_cursor: str | None = None
    has_more: bool | None = None


class Page(ResponseModel):
    """One page of a list; subclasses say of what."""

    drift_name = "page"
    pagination: Annotated[Pagination | None, SOMETIMES] = None
    """``None`` for the short lists that answer only ``data``."""
