"""Statements that VAT law asks for in words, recognised in every language of the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

from harness.model.facts import Fact, Mention, TextLine
from harness.model.text import PhraseFinder
from harness.reading.labels import Labels


def find_mentions(lines: Sequence[TextLine], labels: Labels) -> tuple[Mention, ...]:
    """The statements made in ``lines``: one per kind and language, by its longest phrase."""
    finder = PhraseFinder(lines)
    found: dict[tuple[str, str], Mention] = {}
    for kind, language, phrase in labels.mentions:
        fact = None if (kind, language) in found else finder.find(phrase)
        if fact is not None:
            found[kind, language] = Mention(kind, language, Fact(fact.text, fact.place, fact.text))
    return tuple(found.values())
