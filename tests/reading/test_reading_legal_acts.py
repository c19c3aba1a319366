"""The number of a directive is nobody's VAT number, although some countries give numbers of as few digits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.reading import Labels, read_pdf


@pytest.mark.parametrize("act", ["2006/112/EC", "2006/112/CE", "2006/112/ЕО"])
def test_a_directive_beside_vat_is_no_number(act: str, typeset: Callable[..., bytes], labels: Labels) -> None:
    markup = f"""
Northlight Software \\ Bulevardul Unirii 5 \\ 030167 București, Romania \\ VAT ID: RO65314024
= Invoice 2026-00001
Date 23.11.2026

Reverse charge; VAT \\ {act}, Art. 196
"""
    seller = read_pdf(typeset(markup), labels).seller
    assert seller.vat_id
    assert seller.vat_id.value == "RO65314024"
