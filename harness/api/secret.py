"""Keys that do not show: a type with a masked ``repr``, and the masking of text that may carry a key."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

_KEY = re.compile(r"(sk|ek)_(sandbox|live|test)_[A-Za-z0-9._~+/=%-]+")
_SHAPE = re.compile(r"(sk|ek)_sandbox_[A-Za-z0-9._~-]+")


class Secret:
    """A value that is only given out on request (``reveal``); prints as its prefix and three asterisks."""

    __slots__ = ("_value",)

    def __init__(self, value: str | Secret) -> None:
        self._value: str = value.reveal() if isinstance(value, Secret) else value

    def reveal(self) -> str:
        """The value itself: for the wire only."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({str(self)!r})"

    def __str__(self) -> str:
        found = _KEY.fullmatch(self._value)
        return f"{found[1]}_{found[2]}_***" if found else "***"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __reduce__(self) -> str:
        raise TypeError("a secret is not pickled: hand it over in the environment instead")


def is_sandbox_key(key: Secret) -> bool:
    """Whether the key has the shape of a sandbox key: ``sk_sandbox_...`` or ``ek_sandbox_...``."""
    return _SHAPE.fullmatch(key.reveal()) is not None


def mask_text(text: str, *known: Secret) -> str:
    """``text`` without the known secrets and without anything shaped like a key of this API."""
    for secret in known:
        if secret.reveal():
            text = text.replace(secret.reveal(), str(secret))
    return _KEY.sub(r"\1_\2_***", text)


def mask_value(value: Any, *known: Secret) -> Any:
    """A JSON value with every string in it masked."""
    if isinstance(value, str):
        return mask_text(value, *known)
    if isinstance(value, Mapping):
        return {mask_text(str(key), *known): mask_value(item, *known) for key, item in value.items()}
    if isinstance(value, list):
        return [mask_value(item, *known) for item in value]
    return value


class MaskKeys(logging.Filter):
    """Masks keys in log records: httpx logs the address of every request, and deleting a key names it there."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's text; never drops it."""
        record.msg, record.args = mask_text(record.getMessage()), None
        return True


def mask_http_log() -> None:
    """Attach ``MaskKeys`` to the logger of httpx, once."""
    logger = logging.getLogger("httpx")
    if not any(isinstance(known, MaskKeys) for known in logger.filters):
        logger.addFilter(MaskKeys())
