"""The register behind the simulated VIES: what it answers for each VAT number.

The data is in `register.toml`: synthetic numbers that are valid by their check digits only.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, get_args

RegisterAnswer = Literal[
    "valid", "undisclosed", "name_mismatch", "slow", "invalid", "MS_UNAVAILABLE", "TIMEOUT", "MS_MAX_CONCURRENT_REQ"
]
Register = Mapping[tuple[str, str], "Registration"]
"""Registrations by VIES prefix and number."""


class RegisterError(ValueError):
    """The register cannot be used; the message names the entry and what is allowed."""


@dataclass(frozen=True)
class Registration:
    """One VAT number, and how VIES behaves when it is asked about it."""

    member_state: str
    """Prefix as VIES writes it: EL for Greece, XI for Northern Ireland."""
    number: str
    """Without prefix and separators."""
    answer: RegisterAnswer
    """`slow` is valid after a delay; capitals are VIES error codes."""
    name: str | None = None
    address: str | None = None
    """Lines separated by a line feed."""


@cache
def default_register() -> Register:
    """Return the register that comes with the sandbox."""
    return _read(files(__package__).joinpath("register.toml").read_text("utf-8"))


def load_register(path: Path) -> Register:
    """Read a register file; raises RegisterError for a double number or an unknown answer, OSError when unreadable."""
    return _read(path.read_text("utf-8"))


def _read(text: str) -> Register:
    register: dict[tuple[str, str], Registration] = {}
    for row in tomllib.loads(text).get("registration", []):
        entry = Registration(**row)
        key = (entry.member_state, entry.number)
        if key in register:
            raise RegisterError(f"VAT number {entry.member_state}{entry.number} is registered twice; keep one entry")
        if entry.answer not in get_args(RegisterAnswer):
            allowed = ", ".join(get_args(RegisterAnswer))
            raise RegisterError(
                f"VAT number {entry.member_state}{entry.number}: answer {entry.answer!r}; use {allowed}"
            )
        register[key] = entry
    return register
