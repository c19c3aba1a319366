from __future__ import annotations

from pathlib import Path

import pytest

from harness.model.facts import MentionKind, TextLine
from harness.model.place import Place
from harness.reading import Labels, LabelsError, load_labels
from harness.reading.facts.mentions import find_mentions
from harness.reading.identifiers import find_iban, is_vat_id, normal_vat_id
from harness.reading.labels import SECTIONS

LANGUAGES = {"en", "de", "it", "fr", "es", "sl", "pt", "nl", "pl", "hr", "sv", "fi", "et", "bg", "cs", "sk", "nb", "is"}
NEEDED = {"number", "issue_date", "due_date", "supply_date", "seller", "buyer", "vat_id", "net", "tax", "gross",
          "amount_due", "discount", "description", "quantity", "unit_price", "vat_rate", "net_amount", "base",
          "invoice", "credit_note", "reference"}  # fmt: skip


def test_every_language_has_every_needed_field(labels: Labels) -> None:
    assert set(labels.languages) == LANGUAGES
    for language in LANGUAGES:
        fields = {name for uses in labels.meanings.values() for name, codes in uses.items() if language in codes}
        assert NEEDED - fields == set(), language


TREATMENTS = frozenset(MentionKind) - {MentionKind.MARGIN_SCHEME, MentionKind.SELF_BILLING, MentionKind.CASH_ACCOUNTING}


def test_every_language_states_every_treatment(labels: Labels) -> None:
    stated = {(language, kind) for kind, language, _ in labels.mentions}
    assert stated >= {(language, kind) for language in LANGUAGES for kind in TREATMENTS}


def test_months_of_all_languages(labels: Labels) -> None:
    assert {labels.months[name] for name in ("marz", "mars", "marec", "ozujak", "marzo", "march", "brezen")} == {3}


MINIMAL = "\n".join(
    ['language = "xx"', 'locale = "xx-XX"', "decimal_comma = true", 'words = ["a"]', f"months = {[['m']] * 12}",
     *(f"[{section}]" for section in SECTIONS), "[mentions]", "[countries]"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "line", "part"),
    [
        (("[titles]", "[titles]\nbill = ['x']"), 7, "bill"),
        (("[titles]", "[titles]\ninvoice = 'x'"), 7, "titles.invoice"),
        (("[totals]", "[totals]\nnet = ['%%']"), 10, "'%%'"),
        (("decimal_comma = true", "decimal_comma = 1"), 3, "decimal_comma"),
        (('locale = "xx-XX"', 'locale = "yy-YY"'), 2, "locale"),
        ((f"months = {[['m']] * 12}", "months = []"), 5, "months"),
        ((f"months = {[['m']] * 12}", f"months = {[['m']] * 11 + [[1]]}"), 5, "months[12]"),
        (("[mentions]", "[mentions]\nother = ['x']"), 12, "other"),
        (("[countries]", ""), 1, "countries"),
        (("[titles]", "[titles"), 6, "not valid TOML"),
        (("[titles]", "[titles]\n[titles]"), 7, "not valid TOML"),
    ],
)
def test_malformed_file_is_refused(tmp_path: Path, change: tuple[str, str], line: int, part: str) -> None:
    (tmp_path / "xx-XX.toml").write_text(MINIMAL.replace(*change), encoding="utf-8")
    with pytest.raises(LabelsError) as error:
        load_labels(tmp_path)
    assert part in str(error.value)
    assert f"xx-XX.toml:{line}: " in str(error.value)


def test_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "xx-XX.toml").write_bytes(b'language = "xx"\nlocale = "\xff"\n')
    with pytest.raises(LabelsError, match=r"xx-XX\.toml:2: is not UTF-8"):
        load_labels(tmp_path)


def test_shape_that_is_no_expression_is_refused(tmp_path: Path) -> None:
    (tmp_path / "xx-XX.toml").write_text(MINIMAL, encoding="utf-8")
    common = 'currency_codes = ["EUR"]\n[currency_signs]\n"€" = ["EUR"]\n[vat_ids]\nSI = "("\n'
    (tmp_path / "common.toml").write_text(common, encoding="utf-8")
    with pytest.raises(LabelsError, match=r"common\.toml:5: vat_ids\.SI"):
        load_labels(tmp_path)


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LabelsError):
        load_labels(tmp_path)


@pytest.mark.parametrize(
    ("text", "kind", "language"),
    [
        ("Reverse charge: VAT to be accounted for by the customer", MentionKind.REVERSE_CHARGE, "en"),
        ("STEUERSCHULDNERSCHAFT DES LEISTUNGS-\nEMPFÄNGERS", MentionKind.REVERSE_CHARGE, "de"),
        ("Obrnjena  davčna\nobveznost", MentionKind.REVERSE_CHARGE, "sl"),
        ("TVA : autoliquidation par le preneur", MentionKind.REVERSE_CHARGE, "fr"),
        ("BTW verlegd", MentionKind.REVERSE_CHARGE, "nl"),
        ("steuerfreie innergemeinschaftliche Lieferung", MentionKind.INTRA_EU_GOODS_EXEMPT, "de"),
        ("Exonération de TVA, article 262 I du CGI", MentionKind.EXPORT_GOODS_EXEMPT, "fr"),
        ("TVA non applicable, art. 293 B du CGI", MentionKind.SMALL_BUSINESS_EXEMPT, "fr"),
        ("DDV ni obračunan na podlagi prvega odstavka 94. člena", MentionKind.SMALL_BUSINESS_EXEMPT, "sl"),
        ("Nicht steuerbar in Deutschland", MentionKind.OUT_OF_SCOPE_SERVICES, "de"),
    ],
)
def test_mentions_are_recognised(text: str, kind: MentionKind, language: str, labels: Labels) -> None:
    lines = tuple(
        TextLine(line, Place(page=1, box=(0, at * 12, 100, at * 12 + 10))) for at, line in enumerate(text.split("\n"))
    )
    assert (kind, language) in {(mention.kind, mention.language) for mention in find_mentions(lines, labels)}


def test_ordinary_text_states_nothing(labels: Labels) -> None:
    text = "Invoice 2025-1. Please pay within 30 days. VAT 22 % 220,00. Charged in reverse order of delivery."
    assert find_mentions((TextLine(text, Place()),), labels) == ()


@pytest.mark.parametrize(
    ("text", "known"),
    [("SI 1234 5678", True), ("ATU12345678", True), ("NL810433941B01", True), ("CHE-123.456.789 MWST", True),
     ("F63530848134", False), ("DL1234567", False), ("DE12345678", False), ("EL123456789", True)],
)  # fmt: skip
def test_shape_of_vat_ids(text: str, known: bool, labels: Labels) -> None:
    assert is_vat_id(normal_vat_id(text), labels) is known


@pytest.mark.parametrize(
    ("text", "value"),
    [("IBAN: SI56 1920 0123 4567 892 BIC", "SI56192001234567892"), ("FR76 10107 00245 00617052317 39 -",
     "FR7610107002450061705231739"),
     ("NL50INGB0683251309", "NL50INGB0683251309"), ("DE 123", None)],
)  # fmt: skip
def test_ibans(text: str, value: str | None) -> None:
    found = find_iban(text)
    assert (found and found[2]) == value
