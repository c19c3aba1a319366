"""The behaviour profile: every reading of the published API that is an assumption, as one named switch.

The numbers (``Q14``) are those of the list of questions that public material does not settle; the meaning of each
switch names the alternatives. ``--profile NAME=VALUE`` changes a switch, ``harness sandbox profile`` prints them
all.
"""

from dataclasses import dataclass, field, fields, replace
from typing import Any

Value = bool | int | str


def _switch(default: Value, question: str, meaning: str, *choices: str) -> Any:
    return field(default=default, metadata={"question": question, "meaning": meaning, "choices": choices})


@dataclass(frozen=True)
class Profile:
    """One reading of the API, with the recommended answers as defaults."""

    create_status: int = _switch(201, "Q3", "HTTP status of a successful creation", "201", "200")
    delete_returns: str = _switch(
        "object", "Q3", "what DELETE answers: 200 with the object, or 204", "object", "nothing"
    )
    foreign_entity_status: int = _switch(
        403, "Q4", "status for an entity key with another entity's x-entity-id", "403", "404"
    )
    missing_entity_status: int = _switch(400, "Q4", "status for no x-entity-id with several entities", "400", "422")
    vat_rounding: str = _switch("per_line", "Q6", "VAT is rounded per line, or once per rate", "per_line", "per_rate")
    expected_total_tolerance_cents: int = _switch(
        5, "Q8", "largest difference to expected_total_with_tax that is booked, in cents"
    )
    expected_total_cents_per_line: int = _switch(1, "Q8", "the tolerance is never less than this many cents per line")
    default_tax_when_omitted: bool = _switch(False, "Q9", "lines that leave out taxes get the entity's default tax")
    reverse_charge_gross_is_net: bool = _switch(
        True, "Q10", "under reverse charge a gross price is taken as net; otherwise the tax in it is taken out"
    )
    unreachable_vies_is_b2b: bool = _switch(False, "Q11", "a number that VIES could not check counts as a business")
    unchecked_number_is_b2b: bool = _switch(
        False, "Q11", "with vies_validate_vat off, a well-formed number counts as a business"
    )
    tax_rules_need_feature: bool = _switch(
        True, "Q11", "tax_rules.eu only take effect where the country has eu_tax_rules"
    )
    void_creates_credit_note: bool = _switch(
        False, "Q12", "voiding an invoice also issues a credit note that settles it"
    )
    issued_documents_editable: bool = _switch(True, "Q13", "PATCH changes issued documents and records a version")
    sequence_resets_without_year_token: bool = _switch(
        False, "Q14", "a format without a year token restarts each year too"
    )
    creation_source: str = _switch("api", "Q15", "creation_source of documents created through the API")
    customer_id_prefix: str = _switch("cust", "Q21", "prefix of customer ids", "cust", "cus")
    unknown_query_field_fails: bool = _switch(
        True, "Q18", "a query on a field outside the allow-list is answered with 422"
    )
    replay_changed_body: str = _switch(
        "first", "Q19", "same request id, other body: first answer, or 409", "first", "conflict"
    )
    inflight_twin_conflicts: bool = _switch(
        True, "Q19", "a twin of a request that is still running is answered with 409"
    )
    rate_limit_per_minute: int = _switch(
        0, "Q20", "requests per address and minute; 0 is unlimited (the vendor's sandbox: 60)"
    )
    api_key_list_shows_id: bool = _switch(
        True, "Q22", "the list of entity keys shows full ids; otherwise they are masked"
    )
    user_token_route: bool = _switch(False, "Q23", "POST /entities/users/{id}/token, which only guides mention, exists")
    live_environment_refused: bool = _switch(
        False, "Q24", "environment live with a sandbox key: 422; otherwise the key wins"
    )
    preload_taxes: bool = _switch(True, "Q26", "a new entity gets its country's taxes")
    preload_tax_clauses: bool = _switch(True, "Q26", "a new entity gets tax_clause_defaults in its language")
    preload_texts: bool = _switch(True, "Q34", "a new entity gets default texts in its language")
    save_customer_default: bool = _switch(True, "Q31", "an inline customer is stored when save_customer is left out")
    save_item_default: bool = _switch(
        False, "Q31", "a line without item_id is stored as an item when save_item is left out"
    )
    expense_recognition_protected: bool = _switch(True, "Q32", "settings.expense_recognition is ignored in PATCH")
    logo_needs_has_logo: bool = _switch(
        True, "vendor UI", "an uploaded logo is printed only when settings.has_logo is true"
    )
    fiscal_authority: str = _switch(
        "up", "contract 21", "whether the simulated authorities answer; down leaves documents pending", "up", "down"
    )
    fiscal_needs_certificate: bool = _switch(
        False, "contract 21", "fiscalization without an uploaded certificate fails; else the sandbox signs itself"
    )
    furs_fiscalizes: str = _switch(
        "domestic", "contract 21", "which documents FURS gets: those of domestic sales, or all", "domestic", "all"
    )
    furs_number_with_dashes: bool = _switch(
        True, "contract 18", "a fiscal number is P1-E1-123 as FURS has it; otherwise P1E1123 as in one sample"
    )
    furs_central_per_premise: bool = _switch(
        True, "contract 18", "strategy C counts per premise as FURS has it; otherwise across all premises"
    )
    fiscal_credit_notes_negative: bool = _switch(
        True, "contract 21", "a credit note's fiscal amount is negative; otherwise it is positive as stored"
    )
    einvoice_needs_setting: bool = _switch(
        True, "contract 24", "XRechnung and ZUGFeRD only where settings.xrechnung or settings.zugferd enables them"
    )
    peppol_outcome: str = _switch(
        "delivered", "contract 24", "what becomes of a document sent over Peppol", "delivered", "pending", "failed"
    )
    disabled_entity_refuses_writes: bool = _switch(
        True, "Q1", "a disabled entity refuses everything but reading and its own PATCH"
    )


def describe(profile: Profile) -> list[dict[str, Any]]:
    """Every switch with its value, default, question and meaning, in the order of declaration."""
    return [
        {
            "name": switch.name,
            "value": getattr(profile, switch.name),
            "default": switch.default,
            "choices": list(switch.metadata["choices"]),
            "question": switch.metadata["question"],
            "meaning": switch.metadata["meaning"],
        }
        for switch in fields(profile)
    ]


def _convert(name: str, default: Value, choices: tuple[str, ...], text: str) -> Value:
    if isinstance(default, bool):
        if text.lower() not in ("true", "false"):
            raise ValueError(f"{name} is true or false, not {text!r}")
        return text.lower() == "true"
    if choices and text not in choices:
        raise ValueError(f"{name} is one of {', '.join(choices)}, not {text!r}")
    if isinstance(default, int) and not (text.isascii() and text.isdigit()):
        raise ValueError(f"{name} is a whole number from 0, not {text!r}")
    return int(text) if isinstance(default, int) else text


def with_switches(profile: Profile, assignments: tuple[str, ...]) -> Profile:
    """A copy of ``profile`` with ``NAME=VALUE`` assignments applied. Raises ``ValueError`` that names what is wrong."""
    known = {switch.name: switch for switch in fields(profile)}
    changes: dict[str, Any] = {}
    for assignment in assignments:
        name, separator, text = assignment.partition("=")
        if not separator:
            raise ValueError(f"a profile switch is written NAME=VALUE, not {assignment!r}")
        if name not in known:
            raise ValueError(f"unknown profile switch {name!r}; known are {', '.join(known)}")
        default: Value = known[name].default  # type: ignore[assignment]  # every switch has a plain default
        changes[name] = _convert(name, default, known[name].metadata["choices"], text)
    return replace(profile, **changes)
