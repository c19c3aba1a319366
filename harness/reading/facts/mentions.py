"""Statements that VAT law asks for in words, recognised in every language of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.model.facts import Fact, Mention, MentionKind, TextLine
from harness.model.text import PhraseFinder
from harness.reading.labels import Labels

UNTAXED = frozenset(
    {
        MentionKind.REVERSE_CHARGE, MentionKind.SMALL_BUSINESS_EXEMPT, MentionKind.INTRA_EU_GOODS_EXEMPT,
        MentionKind.EXPORT_GOODS_EXEMPT, MentionKind.OUT_OF_SCOPE_SERVICES,
    }
)  # fmt: skip
"""Statements that no VAT is charged."""


def find_mentions(lines: Sequence[TextLine], labels: Labels) -> tuple[Mention, ...]:
    """The statements made in ``lines``: one per kind and language, by its longest phrase."""
    finder = PhraseFinder(lines)
    found: dict[tuple[str, str], Mention] = {}
    for kind, language, phrase in labels.mentions:
        if (kind, language) in found or not finder.bears(phrase):
            continue
        fact = _paragraph(lines, phrase) if phrase.isdigit() else finder.find(phrase)
        if fact is not None:
            found[kind, language] = Mention(kind, language, Fact(fact.text, fact.place, fact.text))
    return tuple(found.values())


def _paragraph(lines: Sequence[TextLine], number: str) -> Fact[str] | None:
    """A phrase that is nothing but a paragraph's number: the sign is a part of it, or any amount would do."""
    sign = re.compile(rf"§+\s*{number}(?![\w]|[.,]\d)")
    line = next((line for line in lines if sign.search(line.text)), None)
    return None if line is None else Fact(number, line.place, line.text)
