"""Statements that VAT law asks for in words, recognised in every language of the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

from harness.model.facts import Fact, Mention, TextLine
from harness.model.text import find_phrase, squash
from harness.reading.labels import Labels


def find_mentions(lines: Sequence[TextLine], labels: Labels) -> tuple[Mention, ...]:
    """The statements made in ``lines``: one per kind and language, by its longest phrase."""
    letters = squash(" ".join(line.text for line in lines))
    rows = squash(" ".join(line.text for line in sorted(lines, key=_row)))
    found: dict[tuple[str, str], Mention] = {}
    for kind, language, phrase in labels.mentions:
        if (kind, language) in found or (phrase not in letters and phrase not in rows):
            continue
        fact = find_phrase(lines, phrase)
        if fact is not None:
            found[kind, language] = Mention(kind, language, Fact(fact.text, fact.place, fact.text))
    return tuple(found.values())


def _row(line: TextLine) -> tuple[int, float, float]:
    left, top = line.place.box[:2] if line.place.box else (0.0, 0.0)
    return line.place.page or 0, round(top), left
