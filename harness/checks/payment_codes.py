"""Payment codes on the page: the decoded symbol against the law, the answer and the page's own text.

A code is found by decoding the rendered page, so one that is there but cannot be read counts as missing. None of these
codes is a duty of VAT law; once a tenant switches one on, a customer's banking app takes it at its word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.checks.base import covers, failed, passed, unverifiable
from harness.checks.payment_terms import PaymentReadings, terms
from harness.fiscal import symbols as print_rules
from harness.fiscal.errors import Fault
from harness.fiscal.recognise import Recognised, Scheme, recognise_all, rule_for
from harness.law.records import PaymentScheme
from harness.model.facts import InvoiceFacts, Witness
from harness.model.finding import Judgement, Pointer

REQUIREMENTS = {
    PaymentScheme.EPC: "PAY-EPC",
    PaymentScheme.UPN: "PAY-UPN",
    PaymentScheme.HUB3: "PAY-HUB3",
}
"""What each scheme's contents are judged under."""
_PAYMENT = frozenset(Scheme(scheme.value) for scheme in PaymentScheme)
_NOT_LOOKED = "the page was not searched for codes"


@covers(*REQUIREMENTS.values())
def payment_code_asks_for_what_is_due(r: PaymentReadings) -> Iterator[Judgement]:
    """One code of the scheme stands on the page, keeps its standard, and states what the other witnesses state."""
    requirement, codes = REQUIREMENTS[r.scheme], _codes(r.pdf, r.scheme)
    if r.pdf.symbols is None:
        yield unverifiable(requirement, "not-looked", r.pdf.unreadable or _NOT_LOOKED)
    elif not codes:
        words = f"the page shows no {r.scheme} code that can be decoded; it is switched on and {r.due} is due"
        yield failed(requirement, "code-missing", words, expected=f"one {r.scheme} code", observed=_others(r.pdf))
    elif len(codes) > 1:
        words = f"the page shows {len(codes)} {r.scheme} codes: which is to be paid?"
        yield failed(requirement, "several-codes", words, expected="one code", observed=str(len(codes)))
    else:
        yield from _judged(requirement, codes[0], r)


def _judged(requirement: str, code: Recognised, r: PaymentReadings) -> Iterator[Judgement]:
    if code.value is None:
        yield from (_broken(requirement, code, fault) for fault in code.faults)
        return
    message = f"the {r.scheme} code can be read by its standard"
    yield passed(requirement, message, seen=_seen(code))
    yield from terms(requirement, code, r)


def _broken(requirement: str, code: Recognised, fault: Fault) -> Judgement:
    message = f"the {code.scheme} code breaks its standard: {fault}"
    return failed(requirement, "code-broken", message, expected=fault.rule, observed=fault.value, seen=_seen(code))


@covers("PAY-PRINT")
def payment_code_is_fit_to_be_read(scheme: PaymentScheme, pdf: InvoiceFacts) -> Iterator[Judgement]:
    """Kind, version, error correction and quiet zone of the printed symbol are as the scheme's standard asks."""
    codes = _codes(pdf, scheme)
    if not codes:
        words = f"no {scheme} code could be decoded on the page" if pdf.symbols is not None else _NOT_LOOKED
        yield unverifiable("PAY-PRINT", "no-code", words)
    for code in codes:
        yield from _print(code)


def _print(code: Recognised) -> Iterator[Judgement]:
    """What a rule only recalls is not held against a page; what could not be measured is not passed."""
    for symbol in code.symbols:
        rule = rule_for(code.scheme, symbol.format)
        faults = [fault for fault in print_rules.judge(symbol, rule) if fault.field not in rule.recalled]
        unmeasured = [name for name in print_rules.unmeasured(symbol, rule) if name not in rule.recalled]
        for fault in faults:
            message = f"the {code.scheme} code is not printed as it must be: {fault} ({rule.source})"
            observed = fault.value
            yield failed("PAY-PRINT", f"print-{fault.field}", message, expected=fault.rule, observed=observed,
                         seen=_seen(code))  # fmt: skip
        if unmeasured:
            message = f"{', '.join(unmeasured)} of the {code.scheme} code could not be measured"
            yield unverifiable("PAY-PRINT", "not-measured", message, seen=_seen(code))
        elif not faults:
            yield passed("PAY-PRINT", f"the {code.scheme} code is printed as {rule.source} asks", seen=_seen(code))


@covers("PAY-ABSENT")
def no_payment_code(why: str, pdf: InvoiceFacts) -> Iterator[Judgement]:
    """No payment code of any scheme stands where nothing is to be paid by one; ``why`` says why not."""
    if pdf.symbols is None:
        yield unverifiable("PAY-ABSENT", "not-looked", pdf.unreadable or _NOT_LOOKED)
        return
    found = [code for code in recognise_all(pdf.symbols) if code.scheme in _PAYMENT]
    for code in found:
        words = f"the page shows a {code.scheme} code although {why}"
        yield failed("PAY-ABSENT", "code-present", words, expected="no code", observed=code.scheme, seen=_seen(code))
    if not found:
        yield passed("PAY-ABSENT", f"the page shows no payment code, since {why}", expected="no code")


def _codes(pdf: InvoiceFacts, scheme: PaymentScheme) -> Sequence[Recognised]:
    return [code for code in recognise_all(pdf.symbols or ()) if code.scheme == Scheme(scheme.value)]


def _others(pdf: InvoiceFacts) -> str:
    """What was decoded instead."""
    return ", ".join(symbol.format for symbol in pdf.symbols or ()) or "no symbol at all"


def _seen(code: Recognised) -> tuple[Pointer, ...]:
    return tuple(Pointer(Witness.PDF, symbol.place, symbol.text) for symbol in code.symbols)
