"""The number of a directive is nobody's VAT number, although some countries give numbers of as few digits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.reading import Labels, read_pdf


@pytest.mark.parametrize("act", ["2006/112/EC", "2006/112/CE", "2006/112/ЕО"])
def test_a_directive_beside_vat_is_no_number(act: str, typeset: Callable[..., bytes], labels: Labels) -> None:
    markup = f"""
#align(center)[*Northlight Software* \\ Test Street 1 · 010011 București · Romania \\ VAT ID: RO65314024]
#align(center)[Invoice 2026-00002]
#grid(columns: (1fr, 1fr),
  [Bill to \\ Mälaren Trading \\ Test Street 2 \\ 11120 Stockholm \\ Sweden \\ VAT ID: SE475483008301],
  grid(columns: 2, column-gutter: 40pt, [Issue date], [11/23/2026], [Due date], [12/23/2026]))
#grid(columns: 2, column-gutter: 60pt,
  [Total excl. VAT], [RON 335.50], [VAT], [RON 0.00], [Total incl. VAT], [RON 335.50])
Reverse charge: VAT is to be accounted for by the customer (Directive \\ {act}, Art. 196; goods: exempt, Art. 138).
"""
    seller = read_pdf(typeset(markup), labels).seller
    assert seller.vat_id
    assert seller.vat_id.value == "RO65314024"
