"""Documents with ATCUD: code, hash chain, printed line, QR record, and digests and addresses of two other schemes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.fiscal import atcud, atcud_record, atcud_rules, hash_chain, keys, ksef, verifactu
from harness.fiscal.atcud import Atcud, CertificateLine
from harness.fiscal.atcud_record import AtcudRecord, TaxSpace
from harness.fiscal.errors import CodeError
from harness.fiscal.hash_chain import ChainLink, SignedDocument

REPEATABLE = settings(derandomize=True, deadline=None, database=None)

FIRST = SignedDocument(date(2010, 5, 18), datetime(2010, 5, 18, 11, 22, 19), "FAC 001/14", Decimal("3.12"))
HASH = (
    "ubv6TL+ypqJqOYoeX6gnXweIYB2yXARPgmPgZGKhf0FtYhu29uf9pMmXIVrC7RVQz1BiQxAhO9fjYml0oGUrQ5rWou8Zg3Au46fYGh/sRF0tofNvHj7a"
    "besL9RtJijdNht/ig8CDFnQemg+0J6kwHmETRwtCaiDwHWrE88iOWuc="
)
PUBLIC = """-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7KwZs44wCuMBlllf15ym3ZW4Y
fTK0XLh5AeMgy7Jl9XhoRdheWM8COAogCffQf5VEQ17Bv3xI0NdCxNOHtekaEG+l
CSZ625bmcQXXcgcW42WG5GcKc3IPcUhIIqMPCZFzfD+fMLJa7VIsJqp7U7dkCV/m
lFYWicYiit71MPUVmQIDAQAB
-----END PUBLIC KEY-----
"""
RECORDS = {
    "three regions": (
        "A:123456789*B:999999990*C:PT*D:FT*E:N*F:20191231*G:FT AB2019/0035*H:CSDF7T5H-0035*I1:PT*I2:12000.00"
        "*I3:15000.00*I4:900.00*I5:50000.00*I6:6500.00*I7:80000.00*I8:18400.00*J1:PT-AC*J2:10000.00*J3:25000.56*J4:1000.02"
        "*J5:75000.00*J6:6750.00*J7:100000.00*J8:18000.00*K1:PT-MA*K2:5000.00*K3:12500.00*K4:625.00*K5:25000.00"
        "*K6:3000.00*K7:40000.00*K8:8800.00*L:100.00*M:25.00*N:64000.02*O:513600.58*P:100.00*Q:kLp0*R:9999"
        "*S:TB;PT00000000000000000000000;513500.58"
    ),
    "foreign tax": (
        "A:123456789*B:4443332215*C:FR*D:FT*E:N*F:20190526*G:ABC BNH/4561*H:DK5ZJ2HN-4561*I1:FR*I7:100.00*I8:20.00"
        "*N:20.00*O:120.00*Q:YJRE*R:9999"
    ),
    "margin scheme": (
        "A:500000000*B:123456789*C:PT*D:FT*E:N*F:20191124*G:NF 19A/789145*H:JL9DS4TT-789145*I1:PT-AC*I7:50.00*I8:9.00"
        "*L:1000.00*N:9.00*O:1059.00*Q:d8/K*R:9999"
    ),
}
SMALL = AtcudRecord(
    "500000000", "999999990", "PT", "FT", "N", date(2026, 1, 2), "FT A2026/1", "CSDF7T5H-1",
    (TaxSpace("PT", normal_base=Decimal("100.00"), normal_tax=Decimal("23.00")),), Decimal("23.00"), Decimal("123.00"),
    "Riwk", "9999",
)  # fmt: skip


def test_a_known_hash_verifies_with_the_public_key():
    key = keys.load_public_key(PUBLIC.encode())
    assert FIRST.message("") == "2010-05-18;2010-05-18T11:22:19;FAC 001/14;3.12;"
    assert hash_chain.verify(ChainLink(FIRST, HASH), "", key).verified
    assert hash_chain.printed_characters(HASH) == "uJXR"
    assert hash_chain.check_format(HASH).holds
    for wrong in (replace(FIRST, gross_total=Decimal("3.13")), replace(FIRST, number="FAC 001/15")):
        assert not hash_chain.verify(ChainLink(wrong, HASH), "", key).holds
    assert not hash_chain.verify(ChainLink(FIRST, "no base64!"), "", key).holds


def _chain(key, count: int = 4) -> list[ChainLink]:
    links, previous = [], ""
    for number in range(1, count + 1):
        document = SignedDocument(
            date(2026, 1, number), datetime(2026, 1, number, 9), f"FT A/{number}", Decimal(number)
        )
        previous = hash_chain.compute(document, previous, key)
        links.append(ChainLink(document, previous))
    return links


def test_a_chain_is_verified_link_by_link(private_key):
    links = _chain(private_key)
    public = private_key.public_key()
    assert [result.verified for result in hash_chain.verify_chain(links, public)] == [True] * 4
    broken = [*links[:1], replace(links[1], hash=links[0].hash), *links[2:]]
    assert [result.verified for result in hash_chain.verify_chain(broken, public)] == [True, False, False, True]
    assert [result.verified for result in hash_chain.verify_chain(links[1:], public)] == [False, True, True]
    assert all(result.verified for result in hash_chain.verify_chain(links[1:], public, links[0].hash))


def test_a_hash_of_the_wrong_length_breaks_the_format():
    assert [fault.field for fault in hash_chain.check_format(HASH[:-4]).faults] == ["document hash"]
    with pytest.raises(CodeError, match="at least 31 characters"):
        hash_chain.printed_characters("short")


def test_atcud_is_read_with_and_without_its_name():
    assert atcud.parse("ATCUD:CSDF7T5H-0035") == atcud.parse("CSDF7T5H-0035") == Atcud("CSDF7T5H", "0035")
    assert atcud.parse("ATCUD:CSDF7T5H-0035").ordinal == 35
    assert atcud.parse("0") == Atcud("0", "")
    assert atcud.parse("0").ordinal is None


@pytest.mark.parametrize("wrong", ["", "CSDF7T5-1", "csdf7t5h-1", "CSDF7T5H1", "CSDF7T5H-", "CSDF7T5H-1 ", "0-1"])
def test_atcud_that_is_wrong(wrong):
    with pytest.raises(CodeError, match="ATCUD is"):
        atcud.parse(wrong)


def test_atcud_follows_from_series_and_number():
    assert atcud.recompute("ATCUD:CSDF7T5H-0035", "CSDF7T5H", "FT AB2019/35").verified
    wrong = atcud.recompute("ATCUD:CSDF7T5H-36", "CSDF7T5H", "FT AB2019/35")
    assert (wrong.verified, wrong.expected) == (False, "ATCUD:CSDF7T5H-35")


@REPEATABLE
@given(st.from_regex("[0-9A-Z]{8,20}", fullmatch=True), st.from_regex("[0-9]{1,9}", fullmatch=True), st.booleans())
def test_atcud_is_read_as_it_was_built(validation_code, sequence, prefix):
    code = Atcud(validation_code, sequence)
    assert atcud.parse(atcud.build(code, prefix=prefix)) == code


@pytest.mark.parametrize(
    "text",
    ["Riwk-Processado por programa certificado n.º 9999/AT", "x\nRiwk - Processado por programa certificado nº 9999/AT",
     "Riwk -Processado por programa certificado n.o 9999/AT."],
)  # fmt: skip
def test_the_certificate_line_is_found_in_text(text):
    assert atcud.find_lines(text) == (CertificateLine("Riwk", "9999"),)


def test_the_certificate_line_as_built():
    line = atcud.build_line(CertificateLine("ac/2", "9999"))
    assert line == "ac/2-Processado por programa certificado n.º 9999/AT"
    with pytest.raises(CodeError, match="certificate line"):
        atcud.build_line(CertificateLine("abc", "9999"))
    assert atcud.find_lines("Processado por programa certificado n.º 9999/AT") == ()


@pytest.mark.parametrize("text", RECORDS.values(), ids=RECORDS)
def test_published_records_hold(text):
    record = atcud_record.parse(text)
    assert atcud_record.build(record) == text
    assert atcud_rules.faults(record) == ()


def test_the_values_of_a_record():
    record = atcud_record.parse(RECORDS["three regions"])
    assert [space.region for space in record.spaces] == ["PT", "PT-AC", "PT-MA"]
    assert sum(space.bases() for space in record.spaces) == Decimal("449500.56")
    assert sum(space.taxes() for space in record.spaces) == Decimal("63975.02")
    assert (record.issued, record.gross_total, record.withheld) == (
        date(2019, 12, 31), Decimal("513600.58"), Decimal("100.00")
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("A:500000000*", "", "A"), ("E:N*F:", "F:", "E"), ("O:123.00", "O:123.0", "O"), ("O:123.00", "O:123,00", "O"),
        ("O:123.00", "O:-123.00", "O"), ("F:20260102", "F:20260230", "F"), ("F:20260102", "F:2026-01-02", "F"),
        ("*Q:Riwk*R:9999", "*R:9999*Q:Riwk", "fields"), ("*C:PT", "*C:PT*C:PT", "C"), ("*C:PT", "*Z:PT", "field"),
        ("H:CSDF", "H: CSDF", "H"), ("I1:PT*", "", "I1"), ("*C:PT", "*C", "field"),
    ],
)  # fmt: skip
def test_records_that_cannot_be_read(old, new, field):
    text = atcud_record.build(SMALL)
    assert old in text
    with pytest.raises(CodeError) as caught:
        atcud_record.parse(text.replace(old, new))
    assert field in [fault.field for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"issuer": "500000001"}, "A"), ({"issuer": "PT500000000"}, "A"), ({"buyer": "9" * 31}, "B"),
        ({"country": "Portugal"}, "C"), ({"kind": "Invoice"}, "D"), ({"status": "X"}, "E"),
        ({"number": "FT A2026/2"}, "H"), ({"number": "A2026-1"}, "G"), ({"atcud": "CSDF7T5H1"}, "H"),
        ({"tax_total": Decimal("23.01")}, "N"), ({"gross_total": Decimal("123.01")}, "O"),
        ({"stamp_duty": Decimal("1.00")}, "N"), ({"not_subject": Decimal("5.00")}, "O"),
        ({"hash_characters": "Riw"}, "Q"), ({"certificate": "99999"}, "R"), ({"extra": "x" * 66}, "S"),
        ({"spaces": ()}, "I1"), ({"spaces": (TaxSpace("Portugal"),)}, "I1"),
        ({"spaces": (TaxSpace("0", exempt=Decimal("1.00")),)}, "I1"),
        ({"spaces": (TaxSpace("PT", normal_base=Decimal("100.00")),)}, "I7, I8"),
        ({"spaces": (*SMALL.spaces, *SMALL.spaces)}, "I1, J1, K1"),
        ({"spaces": (TaxSpace("0"), *SMALL.spaces)}, "I1"),
        ({"spaces": (*SMALL.spaces, TaxSpace("0"))}, "J1"),
    ],
)  # fmt: skip
def test_values_that_break_a_rule_are_named(change, field):
    assert atcud_rules.faults(SMALL) == ()
    assert field in [fault.field for fault in atcud_rules.faults(replace(SMALL, **change))]


def test_a_document_without_vat_states_no_bases():
    record = replace(SMALL, spaces=(TaxSpace("0"),), tax_total=Decimal("0.00"))
    assert "*I1:0*N:0.00" in atcud_record.build(record)
    assert atcud_rules.faults(record) == ()


def test_what_would_break_the_record_cannot_be_built():
    for change in ({"extra": "a*b"}, {"number": " FT A/1"}, {"spaces": SMALL.spaces * 4}):
        with pytest.raises(CodeError):
            atcud_record.build(replace(SMALL, **change))


money = st.decimals(min_value=0, max_value=10**9, places=2)
spaces = st.builds(TaxSpace, st.sampled_from(["PT", "PT-AC", "PT-MA"]), *[st.none() | money] * 7)
words = st.text("ABCabc019 /;-", min_size=1).map(str.strip).filter(bool)


@REPEATABLE
@given(
    st.builds(
        AtcudRecord,
        words,
        words,
        words,
        words,
        words,
        st.dates(date(1000, 1, 1)),
        words,
        words,
        st.lists(spaces, min_size=1, max_size=3).map(tuple),
        money,
        money,
        words,
        words,
        st.none() | money,
        st.none() | money,
        st.none() | money,
        st.none() | words,
    )
)
def test_records_are_read_as_they_were_built(record):
    assert atcud_record.parse(atcud_record.build(record)) == record


@pytest.mark.parametrize(("number", "holds"), [("123456789", True), ("500000000", True), ("500000001", False)])
def test_tax_numbers(number, holds):
    assert atcud_rules.tax_number_holds(number) is holds


def test_digests_of_records_are_recomputed_without_a_key():
    record = verifactu.IssueRecord(
        "89890001K", "12345678/G33", date(2024, 1, 1), "F1", "12.35", "123.45", "", "2024-01-01T19:20:30+01:00"
    )
    digest = "3C464DAF61ACB827C65FDA19F352A4E3BDC2C640E9E9FC4CC058073F38F12F60"
    assert verifactu.recompute(digest, record).verified
    assert not verifactu.recompute(digest.lower(), record).holds
    assert not verifactu.recompute(digest, replace(record, gross_total="123.450")).holds
    assert (verifactu.check_format(digest).holds, verifactu.check_format(digest).verified) == (True, False)


def test_cancellations_have_digests_of_their_own():
    record = verifactu.CancellationRecord(
        "89890001K", "12345679/G34", date(2024, 1, 1),
        "F7B94CFD8924EDFF273501B01EE5153E4CE8F259766F88CF6ACB8935802A2B97", "2024-01-01T19:20:40+01:00",
    )  # fmt: skip
    assert verifactu.compute(record) == "177547C0D57AC74748561D054A9CEC14B4C4EA23D1BEFD6F2E69E3A388F90C68"


LOOKUP = verifactu.LookupAddress("89890001K", "12345678&G33", date(2024, 1, 1), "241.4")
LOOKUP_URL = (
    "https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQR"
    "?nif=89890001K&numserie=12345678%26G33&fecha=01-01-2024&importe=241.4"
)


def test_the_published_lookup_address():
    assert verifactu.build(LOOKUP) == LOOKUP_URL
    assert verifactu.parse(LOOKUP_URL) == LOOKUP
    assert LOOKUP.amount == Decimal("241.4")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [("%26", "&", "parameters"), ("01-01-2024", "2024-01-01", "fecha"), ("241.4", "241,4", "importe"),
     ("nif=8", "nif=88", "nif"), ("ValidarQR?", "Validar?", "address")],
)  # fmt: skip
def test_lookup_addresses_that_are_wrong(old, new, field):
    with pytest.raises(CodeError) as caught:
        verifactu.parse(LOOKUP_URL.replace(old, new))
    assert [fault.field for fault in caught.value.faults] == [field]


@REPEATABLE
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=60), st.dates(date(1000, 1, 1)))
def test_lookup_addresses_are_read_as_they_were_built(number, day):
    address = replace(LOOKUP, number=number, issued=day)
    assert verifactu.parse(verifactu.build(address)) == address


@REPEATABLE
@given(st.binary(max_size=50), st.from_regex("[0-9]{10}", fullmatch=True), st.dates(date(1000, 1, 1)))
def test_addresses_with_the_digest_of_the_xml(xml, seller, day):
    url = ksef.build(ksef.KsefAddress(seller, day, ksef.digest_of(xml)))
    assert ksef.parse(url) == ksef.KsefAddress(seller, day, ksef.digest_of(xml))
    assert ksef.recompute(url, seller, day, xml).verified
    assert not ksef.recompute(url, seller, day, xml + b" ").holds


def test_ksef_addresses_that_are_wrong():
    url = ksef.build(ksef.KsefAddress("1111111111", date(2026, 2, 1), ksef.digest_of(b"<x/>")))
    for wrong in (url.replace("01-02-2026", "31-02-2026"), url + "?x=1", url[:-1], url.replace("/client-app", "")):
        with pytest.raises(CodeError):
            ksef.parse(wrong)
