"""Branding: every page shows the tenant's own marks, in every template, and nobody else's.

All these tenants have a logo, a colour, a footer and a signature of their own.
"""

from harness.model.case import Supply
from harness.run.matrix import all_countries, for_sellers, full, smoke
from harness.run.scenario import line

TEMPLATES = ("modern", "classic", "condensed", "minimal", "fashion")
LANGUAGES = ("en", "de", "sl", "it", "fr", "es", "pt", "nl", "pl", "hr", "sv", "fi", "et", "bg", "cs", "sk", "nb", "is")


@smoke
@for_sellers(all_countries)
def test_two_tenants_side_by_side(issue, seller, neighbour, verify):
    """Does each of two tenants show its own logo, colour, name, footer and signature, and nothing of the other?"""
    for own, other in ((seller, neighbour), (neighbour, seller)):
        invoice = issue(own, to=own.home.business(), lines=[line(99)])
        verify(invoice).carries_the_brand(and_not=[other.tenant.brand])


def templates(country, context):
    """The page templates that the API offers there."""
    return context.cast.tenancy(country.code).templates or TEMPLATES


@for_sellers(all_countries, each=("template", templates))
def test_each_template(issue, seller, template, desk, neighbour, verify):
    """Does each visual template state what the law asks, and carry the brand?"""
    lines = [line("149.00", of="Onboarding workshop", quantity=2), line("12.50", of="Handbook", quantity=3)]
    invoice = issue(seller, to=seller.abroad.business(), lines=lines)
    shown = desk.rendered(invoice, template=template)
    verify(shown).as_the_law_asks().carries_the_brand(and_not=[neighbour.tenant.brand])


@for_sellers(all_countries)
def test_invoice_of_several_pages(issue, seller, neighbour, verify):
    """Does every page carry the brand, the last as well as the first, and none a mark of somebody else?"""
    lines = [line(12 + row, of=f"Seat in workshop {chr(65 + row % 26)}{row}", quantity=2) for row in range(48)]
    invoice = issue(seller, to=seller.home.business(), lines=lines)
    verify(invoice).as_the_law_asks().carries_the_brand(and_not=[neighbour.tenant.brand])


@for_sellers(all_countries)
def test_english_invoice(issue, seller, verify):
    """Is the invoice printed in English when that is asked for, and still what the law asks?"""
    invoice = issue(seller, to=seller.home.business(), lines=[line(64)], language="en")
    verify(invoice).as_the_law_asks()


@full
@for_sellers(all_countries, each=("language", lambda country, context: LANGUAGES))  # noqa: ARG005
def test_each_document_language(issue, seller, language, verify):
    """Is the invoice printed in each document language, with everything that the law asks?"""
    lines = [line("1499.00", of="Server rack", quantity=2), line("12.50", of="Cable", quantity=3)]
    invoice = issue(seller, to=seller.home.business(), lines=lines, supply=Supply.GOODS, language=language)
    verify(invoice).as_the_law_asks()
