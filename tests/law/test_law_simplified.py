"""The limit for simplified invoices: the folder's, else the Directive's in the Union."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.law.simplified import FLOOR, simplified_limit


@pytest.mark.parametrize(
    ("code", "limit"),
    [("DE", "250 EUR gross"), ("SI", "100 EUR gross"), ("AT", "400 EUR gross"), ("CH", None)],
)
def test_limit(countries, code, limit):
    known = simplified_limit(countries[code])
    assert (known and f"{known.limit} {known.currency} {known.basis}") == limit


def test_a_folder_comes_before_the_directive(countries):
    de = countries["DE"]
    bare = replace(de, invoicing=replace(de.invoicing, simplified_invoice=None))
    assert simplified_limit(bare) is FLOOR
    assert simplified_limit(de) is de.invoicing.simplified_invoice
