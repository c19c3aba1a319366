"""Which statement leads on an invoice: that of the treatment, or else that of an arrangement of the parties."""

from __future__ import annotations

from harness.law.liability import Ground
from harness.law.rates import WITHOUT_VAT
from harness.law.treatment import Treatment
from harness.model.case import Arrangement, Case
from harness.model.expectation import NoteKind, Step

_SILENT = (Ground.TAXED, Ground.NOT_TAXABLE_PERSON)

_OF_CATEGORY = {"exempt": NoteKind.EXEMPT_SUPPLY, "margin": NoteKind.MARGIN_SCHEME}

_OF_ARRANGEMENT = {
    Arrangement.SPLIT_PAYMENT: (NoteKind.SPLIT_PAYMENT, "national law; Directive 2006/112/EC Art. 395"),
    Arrangement.SELF_BILLING: (NoteKind.SELF_BILLING, "Directive 2006/112/EC Art. 224, 226(10a)"),
    Arrangement.CASH_ACCOUNTING: (NoteKind.CASH_ACCOUNTING, "Directive 2006/112/EC Art. 66(b), 226(7a)"),
}


def leading_note(case: Case, treatment: Treatment) -> NoteKind:
    """The statement of the treatment; a taxed invoice may have an exempt line or an arrangement to state."""
    ground = treatment.liability.ground
    if ground not in _SILENT:
        return NoteKind(ground.value)
    categories = [line.category for line in case.lines if line.category in WITHOUT_VAT]
    if ground is Ground.TAXED and categories:
        return _OF_CATEGORY[categories[0]]
    stated = (_OF_ARRANGEMENT[a][0] for a in case.arrangements if a in _OF_ARRANGEMENT)
    return next(stated, NoteKind.NONE)


def arrangement_steps(case: Case) -> tuple[Step, ...]:
    """What the arrangements of the parties add to the invoice."""
    named = (a for a in case.arrangements if a in _OF_ARRANGEMENT)
    return tuple(Step(f"the invoice states {a.value.replace('_', ' ')}", _OF_ARRANGEMENT[a][1]) for a in named)
