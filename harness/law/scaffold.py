"""A first country folder: what babel, python-stdnum and eu-vat-rates-data know, and a mark at all that they do not.

A mark is a text that begins with ``FIND OUT:``. It stands where the value belongs, so the file has its final form at
once; the loader refuses it by name and line until a person has put the value there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.law.binding import TO_FIND_OUT
from harness.law.errors import LawError
from harness.law.inspection import EVERYWHERE, IN_THE_UNION, YEARS
from harness.law.known import Known, KnownCurrency, known_of
from harness.model.facts import MentionKind

_SINCE = "first day on which it holds, a date without quotes"
_HEAD = "# {code}: begun by `harness country new`. Replace every text that begins with FIND OUT.\n"


@dataclass(frozen=True, slots=True)
class Scaffold:
    """What was made."""

    folder: Path
    files: tuple[Path, ...]
    open_questions: int
    """Values that a person must find out."""


def scaffold(code: str, home: Path) -> Scaffold:
    """Write the four files of a new country below ``home``.

    Raises ``LawError`` where no package knows the code, the folder is there already, or it cannot be written.
    """
    known = known_of(code)
    folder = home / code.lower()
    texts = {"identity": _identity, "rates": _rates, "wording": _wording, "invoicing": _invoicing}
    files = {folder / f"{name}.toml": _HEAD.format(code=code) + text(known) for name, text in texts.items()}
    try:
        folder.mkdir(parents=True)
        for path, content in files.items():
            path.write_text(content, encoding="utf-8")
    except FileExistsError:
        raise LawError(f"{folder} is there already: check it with harness country check {code}") from None
    except OSError as error:
        raise LawError(f"{folder} cannot be written: {error}") from error
    return Scaffold(folder, tuple(files), sum(content.count(f'"{TO_FIND_OUT}') for content in files.values()))


def _identity(known: Known) -> str:
    return "\n".join(
        [
            f"code = {quoted(known.code)}\n",
            _table("name", _names(known), source=known.cldr),
            _table("vat_id", _vat_id(known), source=known.number_source),
            _table("currency", _currency(known.currency), source=known.cldr, since=known.currency_since),
            _table("languages", _languages(known), source=known.cldr),
            _table("vat_area", _vat_area(known)),
            _SPECIAL_TERRITORIES,
        ]
    )


def _names(known: Known) -> list[str]:
    local = ", ".join(f"{language} = {quoted(name)}" for language, name in known.local_names)
    return [f"english = {quoted(known.name)}", f"local = {{ {local} }}" if local else _open("local", "local names")]


def _vat_id(known: Known) -> list[str]:
    module = (
        [f"module = {quoted(known.module)}"] if known.module else ["# python-stdnum has no module for this number."]
    )
    prefix = (
        _open("prefix", "prefix in VIES") if known.member_state else "# no prefix: VIES answers for Member States only"
    )
    pattern = f"pattern = '{known.pattern}'" if known.pattern else _open("pattern", "regular expression for the number")
    name = (
        f"local_name = {quoted(known.number_name)}" if known.number_name else _open("local_name", "what it is called")
    )
    return [name, pattern, prefix, *module, _open("example", "a synthetic number with right check digits")]


def _currency(currency: KnownCurrency | None) -> list[str]:
    if currency is None:
        return [_open("code", "ISO 4217 code")]
    digits = f"decimals of the minor unit by ISO 4217, a number without quotes (CLDR displays {currency.digits})"
    return [f"code = {quoted(currency.code)}", "digits = 2" if currency.digits == 2 else _open("digits", digits)]


def _languages(known: Known) -> list[str]:
    official = "[" + ", ".join(map(quoted, known.languages)) + "]"
    locale = "document locale of the API, en-US where none fits; then add warning, what it gets wrong"
    return [
        f"official = {official}" if known.languages else _open("official", "ISO 639-1 codes"),
        _open("locale", locale),
    ]


def _vat_area(known: Known) -> list[str]:
    if known.member_state is None:
        sides = "inside or outside the common VAT area, or undecided"
        return [_open("member_state", "true or false"), _open("goods", sides), _open("services", sides)]
    side = quoted("inside" if known.member_state else "outside")
    return [f"member_state = {str(known.member_state).lower()}", f"goods = {side}", f"services = {side}"]


def _rates(known: Known) -> str:
    note = (
        f"# Newest first within a category. Add every rate of the last {YEARS} years: the packages know today's only.\n"
    )
    if not known.rates:
        body = ['category = "standard"', _open("rate", "percent, as text"), _open("scope", "what it applies to")]
        return f"{note}\n" + _table("[rate]", body)
    return f"{note}\n" + "\n".join(
        _table("[rate]", _rate(category, rate), source=known.rates_source) for category, rate in known.rates
    )


def _rate(category: str, rate: str) -> list[str]:
    scope = [] if category == "standard" else [_open("scope", "what it applies to, in a few words")]
    return [f"category = {quoted(category)}", f"rate = {quoted(rate)}", *scope]


def _wording(known: Known) -> str:
    kinds = [*EVERYWHERE, *(() if known.member_state is False else IN_THE_UNION)]
    note = "# The first language of a kind is the preferred one; add English where the law accepts it.\n\n"
    tables = (_phrase(kind, language) for kind in kinds for language in known.languages or ("FIND OUT: language",))
    return note + "\n".join(tables) + _ABSENCES


def _phrase(kind: MentionKind, language: str) -> str:
    body = [
        f"kind = {quoted(kind.value)}",
        f"language = {quoted(language)}",
        f'phrases = ["{TO_FIND_OUT}accepted wordings, the preferred one first"]',
        _open("key_phrase", "the words that no correct invoice can do without"),
        _open("article", "provision that asks for the statement"),
    ]
    return _table("[wording]", body)


def _invoicing(known: Known) -> str:
    language = known.languages[0] if known.languages else "en"
    return "\n".join(
        [
            _table("numbering", _NUMBERING),
            _table("credit_note", [f'titles = {{ {language} = "{TO_FIND_OUT}title of a credit note" }}']),
            _table("supply_date", [_open("always", "true where it is stated although it is the date of issue")]),
            _OPTIONAL,
        ]
    )


def _table(name: str, body: Sequence[str], *, source: str | None = None, since: str | None = None) -> str:
    return "\n".join([f"[{name}]", *body, *_about(source, since)]) + "\n"


def _about(source: str | None, since: str | None) -> Iterator[str]:
    """When and whence: a package is no law, so what it says counts as recalled until somebody looks it up."""
    yield f"since = {since}" if since else _open("since", _SINCE)
    yield f"source = {quoted(source)}" if source else _open("source", "article, or where it was looked up")
    yield 'assurance = "recalled" # leave out once value and date were looked up in the source'


def _open(key: str, question: str) -> str:
    return f"{key} = {quoted(TO_FIND_OUT + question)}"


def quoted(text: str) -> str:
    """A TOML basic string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_NUMBERING = (
    _open("unique", "true or false"),
    _open("gapless", "true where the law asks for a sequence without gaps"),
    _open("rule", "the rule in a sentence"),
    _open("article", "provision"),
)
_SPECIAL_TERRITORIES = """\
# Parts of the country with a VAT status of their own, if there are any:
# [[territory]]
# name, post_codes, goods, services (inside, outside, country, local, undecided), rule, since, source
"""
_ABSENCES = """
# Where the law has no words for a statement, in one language or in all:
# [[no_wording]]  kind, language (one of them or both), reason, since, source
"""
_OPTIONAL = """\
# Where the country has them:
# [simplified_invoice]           limit, currency, basis (net or gross), since, source
# [rounding_down]                rule, article, since, source: where VAT may be rounded down
# [[domestic_reverse_charge]]    text, article, since, until, source: supplies at home whose customer owes the VAT
# [[field]]                      id, text, article, since, source: particulars beyond Art. 226 or its like
# [[duty]]                       kind (e_invoicing_b2g, e_invoicing_b2b, fiscalization), text, since, source
# [[payment_code]]               scheme (epc, upn, hub3), text, since, until, source: codes that its banking apps read
# In every table: differs, what another source says instead.
"""
