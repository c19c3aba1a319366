"""Checks of brands: logo, colour, name, footer, signature and fonts of the tenant, and nothing of another."""

from harness.checks.branding.images import places_the_logo, shows_the_logo, shows_the_signature
from harness.checks.branding.isolation import shows_no_other_brand
from harness.checks.branding.marks import BrandMarks
from harness.checks.branding.page import embeds_its_fonts, judge_brand, uses_the_colour
from harness.checks.branding.texts import (
    carries_the_footer,
    carries_the_name,
    carries_the_signature,
    has_no_placeholder,
)

__all__ = [
    "BrandMarks",
    "carries_the_footer",
    "carries_the_name",
    "carries_the_signature",
    "embeds_its_fonts",
    "has_no_placeholder",
    "judge_brand",
    "places_the_logo",
    "shows_no_other_brand",
    "shows_the_logo",
    "shows_the_signature",
    "uses_the_colour",
]
