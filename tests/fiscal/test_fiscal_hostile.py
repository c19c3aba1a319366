"""Whatever a symbol holds, the parsers answer with a value or with a CodeError, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.fiscal import atcud, atcud_record, epc, hub3, ksef, numbers, upn, verifactu, zki_url, zoi_record
from harness.fiscal.errors import CodeError

REPEATABLE = settings(derandomize=True, deadline=None, database=None)


def _name(parse):
    """A test's id that is the same in every process."""
    return f"{parse.__module__}.{parse.__name__}"


PARSERS = {
    zoi_record.parse: "223175087923687075112234402528973166755123456781508151013321",
    zki_url.parse: "https://porezna.gov.hr/rn?zki=12345678123412341234123456789012&datv=20210205_0801&izn=510",
    verifactu.parse: "https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQR"
    "?nif=89890001K&numserie=12345678%26G33&fecha=01-01-2024&importe=241.4",
    ksef.parse: "https://ksef.mf.gov.pl/client-app/invoice/1111111111/01-02-2026/" + "a" * 43,
    atcud.parse: "ATCUD:CSDF7T5H-35",
    atcud_record.parse: "A:123456789*B:4443332215*C:FR*D:FT*E:N*F:20190526*G:ABC BNH/4561*H:DK5ZJ2HN-4561*I1:FR"
    "*I7:100.00*I8:20.00*N:20.00*O:120.00*Q:YJRE*R:9999",
    epc.parse: "BCD\n002\n1\nSCT\nLJBASI2X\nSeller d.o.o.\nSI56020170014356205\nEUR1220.00\nOTHR\nRF18539007547034",
    upn.parse: "UPNQR\n\n\n\n\n\n\n\n00000008105\n\n\nRENT\nA\n01.04.2017\nSI56020170014356205\nSI99\nB\n\n\n094\n",
    hub3.parse: "HRVHUB30\nEUR\n000000000012355\n\n\n\nA\n\n\nHR1210010051863000160\nHR01\n\n\n\n",
    numbers.parse_dashed: "A-B-1",
    numbers.parse_slashed: "1/A/1",
}
NASTY = st.sampled_from(
    ["", "\0", "\n", "\r\n", "*", ":", "٣", "²", "%zz", "[", "#", "&", "-", "1" * 5000, "\ud800", "é"]
)


def outcome(parse, payload: str) -> object:
    """The value, or the faults; anything else that is raised fails the test."""
    try:
        return parse(payload)
    except CodeError as error:
        return error.faults


@pytest.mark.parametrize("parse", PARSERS, ids=_name)
@REPEATABLE
@given(data=st.data())
def test_changed_payloads_give_a_value_or_a_code_error(parse, data):
    valid = PARSERS[parse]
    start = data.draw(st.integers(0, len(valid)))
    end = data.draw(st.integers(start, min(len(valid), start + 12)))
    changed = valid[:start] + data.draw(NASTY | st.text(max_size=5)) + valid[end:]
    assert outcome(parse, changed)


@pytest.mark.parametrize("parse", PARSERS, ids=_name)
@REPEATABLE
@given(text=st.text(max_size=80))
def test_any_text_gives_a_value_or_a_code_error(parse, text):
    assert outcome(parse, text)


@pytest.mark.parametrize("parse", [epc.parse, upn.parse], ids=_name)
@REPEATABLE
@given(data=st.binary(max_size=80))
def test_any_bytes_are_no_payment(parse, data):
    with pytest.raises(CodeError):
        parse(data)


@pytest.mark.parametrize("parse", [key for key in PARSERS if key is not upn.parse], ids=_name)
def test_the_unchanged_payload_is_read(parse):
    assert parse(PARSERS[parse]) is not None
