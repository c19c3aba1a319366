"""Honest readings: what a flawless answer and a flawless page state about a few typical invoices.

Every fact is taken from the case and from the law's expectation, so that each check passes; a test then breaks one
thing. The witnesses are written by hand here, not read from a document, so that no reader can hide a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from harness.checks.base import Readings
from harness.checks.branding import BrandMarks
from harness.checks.documents import judge_document
from harness.law import Catalogue, Countries, expect, load_catalogue, load_countries
from harness.model.case import Case, CaseLine, CaseParty, Discount, DiscountKind, Supply, ViesState
from harness.model.expectation import Expectation, SuppliedBy
from harness.model.facts import (
    Appearance,
    ColourSeen,
    DocumentKind,
    Fact,
    FontSeen,
    ImageSeen,
    InvoiceFacts,
    LineFacts,
    Mention,
    PartyFacts,
    TextLine,
    VatRow,
    Witness,
)
from harness.model.finding import Judgement, Verdict
from harness.model.picture import Picture
from harness.model.place import Place

FIXTURES = Path(__file__).parents[2] / "fixtures"

SELLER = CaseParty("Vrelec Oprema", "SI", "Dunajska cesta 5", "1000", "Ljubljana", vat_id="SI58571108")
AT_HOME = CaseParty("Kavarna Most", "SI", "Stari trg 9", "2000", "Maribor", vat_id="SI50223054")
IN_GERMANY = CaseParty("Nordhafen Handel", "DE", "Speicherweg 3", "20457", "Hamburg", vat_id="DE136695976")
PRIVATE = CaseParty("Mira Novak", "DE", "Lindenweg 7", "20457", "Hamburg", is_business=False)
LINES = (
    CaseLine("Espresso machine service", Decimal(2), Decimal("150.00")),
    CaseLine("Training booklet", Decimal(3), Decimal("12.50"), category="reduced"),
)
DOMESTIC = Case(
    seller=SELLER,
    buyer=AT_HOME,
    lines=LINES,
    issue_date=date(2026, 3, 10),
    supply_date=date(2026, 3, 4),
    currency="EUR",
    language="sl",
)
DISCOUNTED = (
    replace(LINES[0], discounts=(Discount(Decimal(10)), Discount(Decimal("2.50"), DiscountKind.AMOUNT))),
    LINES[1],
)
ABROAD = replace(DOMESTIC, buyer=IN_GERMANY, vies=ViesState.VALID)
CASES = {
    "domestic": DOMESTIC,
    "reverse_charge": ABROAD,
    "goods": replace(ABROAD, supply=Supply.GOODS),
    "consumer": replace(DOMESTIC, buyer=PRIVATE),
    "discounted": replace(DOMESTIC, lines=DISCOUNTED),
    "credit_note": replace(DOMESTIC, kind=DocumentKind.CREDIT_NOTE, credits="2026-00011"),
}
NUMBER = "2026-00012"


@pytest.fixture(scope="session")
def countries() -> Countries:
    """The product's country folders."""
    return load_countries(FIXTURES / "countries")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The product's requirements."""
    return load_catalogue(FIXTURES / "requirements")


@pytest.fixture(scope="session")
def honest(countries: Countries) -> Callable[[str], Readings]:
    """Readings of an invoice on which everything is right, by the name of the case."""

    def build(name: str) -> Readings:
        case = CASES[name]
        law = expect(case, countries)
        return Readings(
            case, law, _answer(case, law), _page(case, law), rates_from=SuppliedBy.TARGET, clause_from=SuppliedBy.TARGET
        )

    return build


@pytest.fixture(scope="session")
def complaints() -> Callable[[Readings], set[str]]:
    """What the document checks object to, as ``requirement verdict code``; empty where everything passes."""

    def judge(readings: Readings) -> set[str]:
        return objections(judge_document(readings))

    return judge


@pytest.fixture(scope="session")
def objected() -> Callable[[Iterable[Judgement]], set[str]]:
    """The judgements that did not pass, as ``requirement verdict code``."""
    return objections


def objections(judgements: Iterable[Judgement]) -> set[str]:
    return {f"{j.requirement} {j.verdict.value} {j.code}" for j in judgements if j.verdict is not Verdict.PASSED}


def drawn(colour: tuple[int, int, int], width: int = 120, height: int = 40) -> Picture:
    """A logo: a bar, a slanted edge and a dot in a colour and black, on nothing."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.polygon([(4, 4), (40, 4), (24, 36), (4, 36)], fill=(*colour, 255))
    pen.rectangle((56, 10, 110, 18), fill=(20, 24, 30, 255))
    pen.ellipse((60, 24, 70, 34), fill=(*colour, 255))
    return Picture(width, height, image.tobytes(), has_alpha=True)


def scribbled() -> Picture:
    """A signature."""
    image = Image.new("RGBA", (120, 40), (0, 0, 0, 0))
    ImageDraw.Draw(image).line([(5, 30), (30, 5), (40, 35), (70, 12), (85, 30), (115, 20)], (9, 9, 90, 255), 3)
    return Picture(120, 40, image.tobytes(), has_alpha=True)


def flat(picture: Picture) -> Picture:
    """The picture on white, as a page shows it."""
    image = Image.frombytes("RGBA", (picture.width, picture.height), picture.samples)
    white = Image.new("RGBA", image.size, (255, 255, 255, 255))
    return Picture(picture.width, picture.height, Image.alpha_composite(white, image).convert("RGB").tobytes())


@pytest.fixture(scope="session")
def brand() -> BrandMarks:
    """The tenant's own brand."""
    colour = (11, 110, 79)
    return BrandMarks("Vrelec Oprema", drawn(colour), colour, "Vrelec: steam and spring", "Mira Vrelec", scribbled())


@pytest.fixture(scope="session")
def other_brand() -> BrandMarks:
    """Another tenant's brand."""
    colour = (180, 83, 31)
    return BrandMarks("Copperleaf Studio", drawn(colour), colour, "Copperleaf: ink and line", "Ivo Marsh")


@pytest.fixture
def branded_page(brand: BrandMarks) -> InvoiceFacts:
    """A page with the tenant's logo, signature, colour, name, footer and fonts."""
    place = Place(page=1, box=(40.0, 40.0, 160.0, 80.0))
    end, signed = Place(page=1, box=(40.0, 800.0, 300.0, 810.0)), Place(page=1, box=(400.0, 600.0, 520.0, 640.0))
    look = Appearance(
        images=(ImageSeen(place, 120, 40, flat(brand.logo)), ImageSeen(signed, 120, 40, flat(brand.signed))),
        colours=(ColourSeen(brand.colour, "fill", 900.0, place), ColourSeen((0, 0, 0), "text", 4000.0, place)),
        fonts=(FontSeen("Vrelec Sans", True, place),),
        pages=((595.0, 842.0),),
    )
    words = ((brand.name, place), ("Račun 2026-00012", place), (brand.signature, signed), (brand.footer, end))
    return InvoiceFacts(Witness.PDF, appearance=look, text=tuple(TextLine(*word) for word in words))


def _answer(case: Case, law: Expectation) -> InvoiceFacts:
    facts = _stated(case, law, Witness.API, lambda row: Place(pointer=f"/text/{row}"))
    kind, reverse_charge = law.documented.transaction_type, law.documented.reverse_charge
    flag = None if reverse_charge is None else Fact(reverse_charge)
    vat = tuple(replace(row, reverse_charge=flag) for row in facts.vat)
    references = (Fact(case.credits),) if case.credits else ()
    return replace(
        facts, transaction_type=None if kind is None else Fact(kind), vat=vat, references=references, text=()
    )


def _page(case: Case, law: Expectation) -> InvoiceFacts:
    facts = _stated(case, law, Witness.PDF, lambda row: Place(page=1, box=(40.0, 12.0 * row, 500.0, 12.0 * row + 10)))
    language = None if case.language is None else Fact(case.language)
    return replace(facts, language=language)


def _stated(case: Case, law: Expectation, witness: Witness, place: Callable[[int], Place]) -> InvoiceFacts:
    """What the law asks for, as one witness states it."""
    totals = law.law.totals[0]
    statements = [(m.kind, *m.phrases[0]) for m in law.law.mentions]
    words = [NUMBER, *_words(case.seller), *_words(case.buyer), *(line.description for line in case.lines)]
    words += [phrases[0] for _, _, phrases in statements] + ([case.credits] if case.credits else [])
    return InvoiceFacts(
        witness,
        kind=Fact(case.kind),
        number=Fact(NUMBER),
        issue_date=Fact(case.issue_date),
        supply_date=Fact(case.supply_date),
        currency=Fact(case.currency),
        seller=_party(case.seller),
        buyer=_party(case.buyer),
        lines=tuple(_line(line) for line in law.facts.lines),
        vat=tuple(VatRow(Fact(row.rate), Fact(row.base), Fact(row.amount)) for row in totals.breakdown),
        net_total=Fact(totals.net),
        tax_total=Fact(totals.tax),
        gross_total=Fact(totals.gross),
        mentions=tuple(Mention(kind, language, Fact(phrases[0])) for kind, language, phrases in statements),
        text=tuple(TextLine(line, place(row)) for row, line in enumerate(words)),
    )


def _line(line: LineFacts) -> LineFacts:
    """The line with all that a witness can state about it; the rate of a line is judged by the breakdown."""
    return LineFacts(
        description=line.description,
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount=line.discount,
        net_amount=line.net_amount,
    )


def _words(party: CaseParty) -> list[str]:
    number = [f"VAT {party.vat_id}"] if party.vat_id else []
    return [party.name, party.street, f"{party.post_code} {party.city}", *number]


def _party(party: CaseParty) -> PartyFacts:
    return PartyFacts(
        Fact(party.name),
        Fact(party.street),
        Fact(party.post_code),
        Fact(party.city),
        Fact(party.country),
        None if party.vat_id is None else Fact(party.vat_id),
    )
