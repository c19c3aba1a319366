"""ZOI and ZKI: the signed text, known signatures, and what their records and addresses state."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.fiscal import keys, zki, zki_url, zoi, zoi_record
from harness.fiscal.errors import CodeError, KeyUnusable
from harness.fiscal.protection import ProtectedInvoice, code_of_signature
from harness.fiscal.zki_url import InvoiceLookup
from harness.fiscal.zoi_record import ZoiRecord

REPEATABLE = settings(derandomize=True, deadline=None, database=None)

INVOICE = ProtectedInvoice("10039856", datetime(2026, 4, 25, 10), "11", "BP101", "B1", Decimal("19.15"))
PUBLIC = """-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAnldTUXEegheVTmhg4VAH
YN68uoZ4QdjxYu7Pv+PHwzcaZgolTepb5QbC278egrkapwRtpYh/2AisigqvmpP4
hEGPVft7RgdMpywVrmTc8aLZ1ER7a6NLW6dDxa15X2PDR6eM9b1BQIR96vyEbkgU
YIJKtW0SB56GLBNeq9lTlMR2MD7Nox4D12Lhi1q5XOa7HhKYQJd+fkoqYxtBVCOE
qhBVMJM5ubbQjEptEZ7nHrJzGJb5mHxq94S7enJjQ+TEl7MoG1jkGGic2g9KTQkZ
3tjDN3WmreUwP0aQhGd6qLJWiujQUMr7EzZdfMHE9vTjYP94ab1/zuZJo2/3iEd4
rwIDAQAB
-----END PUBLIC KEY-----
"""
SIGNATURE = (
    "VXUODD/pThuppQRGUVqCpOWvfxQ5cH05A1vsN13DYK8KM/CLgUmtEqCwfOI6FLCyaw3fSwF1FXmZhIQwTRVgg+45gHhuq7YxB5BgXzAHiAQfeS7XJ"
    "fjX7VR8M768yGaj6/V2Oa8y0UUfqxhkbnZnfvvs++3vOO0kAkiDbNS8Ub77d839Yv21XK1OwwvAwJm7m2+NO73sIX5mqpYrKpnrxa7uOXSUKGTfypFY"
    "Yoh3yeLrER3Il1wvaVWbfhThNYR8ZyvXkHAkdOND+T54ek7O47NfdbsA0akdotpXLi+XdXRfGuLGA0CGTgt4v/P1QDTx+Le8pcZiH81ozclP4qYf1g"
    "=="
)
RECORDS = [
    ("a7e5f55e1dbb48b799268e1a6d8618a3", "223175087923687075112234402528973166755123456781508151013321"),
    ("3024e56bf1ddd2e7eeb5715c6859a913", "063994519708649896901260100447252359443123456781508151013320"),
]
ADDRESSES = [
    (
        InvoiceLookup(datetime(2020, 9, 21, 6, 30), Decimal("1525.99"), jir="12345678-1234-1234-1234-123456789012"),
        "https://porezna.gov.hr/rn?jir=12345678-1234-1234-1234-123456789012&datv=20200921_0630&izn=152599",
    ),
    (
        InvoiceLookup(datetime(2021, 2, 5, 8, 1), Decimal("5.10"), zki="12345678123412341234123456789012"),
        "https://porezna.gov.hr/rn?zki=12345678123412341234123456789012&datv=20210205_0801&izn=510",
    ),
]


def test_the_signed_text():
    assert INVOICE.message() == "1003985625.04.2026 10:00:0011BP101B119.15"
    assert replace(INVOICE, amount=Decimal("100")).message().endswith("B1100.00")
    assert replace(INVOICE, amount=Decimal("-0.00")).message().endswith("B10.00")


def test_fractions_of_a_cent_are_refused():
    with pytest.raises(CodeError, match=r"amount is '1\.005'"):
        replace(INVOICE, amount=Decimal("1.005")).message()


def test_a_known_signature_gives_the_known_zoi():
    signature = base64.b64decode(SIGNATURE)
    key = keys.load_public_key(PUBLIC.encode())
    assert keys.signature_holds(key, signature, INVOICE.message().encode(), keys.Digest.SHA256)
    assert not keys.signature_holds(key, signature, INVOICE.message().encode(), keys.Digest.SHA1)
    assert code_of_signature(signature) == "5d6e8d5c29c11ca408260817f8bbfab9"


@pytest.mark.parametrize("scheme", [zoi, zki])
def test_codes_are_recomputed_with_the_key_and_change_with_every_value(scheme, private_key):
    code = scheme.compute(INVOICE, private_key)
    assert scheme.recompute(code, INVOICE, private_key).verified
    assert not scheme.recompute(code.upper(), INVOICE, private_key).verified
    later = INVOICE.issued + timedelta(seconds=1)
    for other in ({"number": "12"}, {"premise": "BP102"}, {"device": "B2"}, {"issued": later}):
        assert not scheme.recompute(code, replace(INVOICE, **other), private_key).holds


def test_the_two_codes_differ_by_their_digest(private_key):
    signature = keys.sign(private_key, INVOICE.message().encode(), keys.Digest.SHA1)
    assert zki.compute(INVOICE, private_key) == code_of_signature(signature)
    assert zki.compute(INVOICE, private_key) != zoi.compute(INVOICE, private_key)


def test_data_that_the_schemes_allow():
    assert list(zoi.faults(INVOICE)) == []
    croatian = ProtectedInvoice("23618229102", INVOICE.issued, "1", "PP1", "1", Decimal("-125.00"))
    assert list(zki.faults(croatian)) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"tax_number": "12345678"}, "tax_number"), ({"tax_number": "1003985"}, "tax_number"),
        ({"number": "011"}, "number"), ({"number": "1A"}, "number"), ({"premise": "BP-1"}, "premise"),
        ({"premise": "x" * 21}, "premise"), ({"device": ""}, "device"), ({"amount": Decimal("NaN")}, "amount"),
        ({"amount": Decimal("1e30")}, "amount"),
    ],
)  # fmt: skip
def test_data_that_breaks_a_rule_is_named(change, field):
    assert [fault.field for fault in zoi.faults(replace(INVOICE, **change))] == [field]


def test_the_device_of_a_zki_is_a_number():
    invoice = ProtectedInvoice("12345678901", INVOICE.issued, "1", "POSLOVNICA1", "BLAG1", Decimal("100.00"))
    assert [fault.field for fault in zki.faults(invoice)] == ["tax_number", "device"]


@pytest.mark.parametrize(
    ("number", "holds"), [("10039856", True), ("12345678", False), ("10039857", False), ("00000000", False)]
)
def test_tax_numbers(number, holds):
    assert zoi.tax_number_holds(number) is holds


def test_keys_that_cannot_be_loaded_are_named_without_their_content():
    for data in (b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"):
        with pytest.raises(KeyUnusable) as caught:
            keys.load_private_key(data)
        assert "AAAA" not in str(caught.value)
    with pytest.raises(KeyUnusable, match="neither a PEM key nor a certificate"):
        keys.load_public_key(b"-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n")


def test_private_keys_load_from_pem_and_pkcs12(private_key):
    from cryptography.hazmat.primitives import serialization as form

    pem = private_key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    container = form.pkcs12.serialize_key_and_certificates(
        b"test", private_key, None, None, form.BestAvailableEncryption(b"secret")
    )
    expected = zoi.compute(INVOICE, private_key)
    assert zoi.compute(INVOICE, keys.load_private_key(pem)) == expected
    assert zoi.compute(INVOICE, keys.load_private_key(container, "secret")) == expected
    with pytest.raises(KeyUnusable, match="wrong passphrase"):
        keys.load_private_key(container, "wrong")


@pytest.mark.parametrize(("code", "digits"), RECORDS)
def test_published_records(code, digits):
    record = ZoiRecord(code, "12345678", datetime(2015, 8, 15, 10, 13, 32))
    assert zoi_record.build(record) == digits
    assert zoi_record.parse(digits) == record
    assert zoi_record.recompute(digits, record).verified


@pytest.mark.parametrize(
    ("digits", "field"),
    [
        (RECORDS[0][1][:59] + "2", "control digit"), (RECORDS[0][1][:59], "record"), ("x" * 60, "record"),
        ("٣" * 60, "record"),
    ],
)  # fmt: skip
def test_records_that_are_wrong(digits, field):
    with pytest.raises(CodeError) as caught:
        zoi_record.parse(digits)
    assert [fault.field for fault in caught.value.faults] == [field]


def test_a_record_with_an_impossible_time_or_code_is_wrong():
    body = RECORDS[0][1][:47] + "151315101332"
    with pytest.raises(CodeError, match="issued is '151315101332'"):
        zoi_record.parse(body + zoi_record.control_digit(body))
    body = "9" * 39 + RECORDS[0][1][39:59]
    with pytest.raises(CodeError, match="128 bits"):
        zoi_record.parse(body + zoi_record.control_digit(body))


records = st.builds(
    ZoiRecord, st.from_regex("[0-9a-f]{32}", fullmatch=True), st.from_regex("[0-9]{8}", fullmatch=True),
    st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)).map(lambda at: at.replace(microsecond=0)),
)  # fmt: skip


@REPEATABLE
@given(records, st.integers(2, 6))
def test_records_are_read_as_they_were_built(record, parts):
    digits = zoi_record.build(record)
    assert zoi_record.parse(digits) == record
    assert zoi_record.join(list(reversed(zoi_record.split(digits, parts)))) == digits


def test_all_data_digits_follow_the_prefix_of_a_part():
    assert zoi_record.split(RECORDS[0][1], 3) == (
        "4122317508792368707511", "4222344025289731667551", "4323456781508151013321"
    )  # fmt: skip
    assert zoi_record.split(RECORDS[0][1], 4)[3].startswith("444")


@pytest.mark.parametrize(
    "codes",
    [
        ["41" + "1" * 18, "42" + "1" * 18, "43" + "1" * 18],
        ["41" + "1" * 30] * 2,
        ["41" + "1" * 60],
        ["42" + "1" * 30] * 2,
    ],
)
def test_parts_that_do_not_make_a_record(codes):
    with pytest.raises(CodeError):
        zoi_record.join(codes)


@pytest.mark.parametrize(("lookup", "url"), ADDRESSES)
def test_published_addresses(lookup, url):
    assert zki_url.build(lookup) == url
    assert zki_url.parse(url) == lookup
    assert zki_url.recompute(url, lookup).verified


def test_the_order_of_parameters_matters_only_to_the_letter():
    lookup, url = ADDRESSES[1]
    turned = "https://porezna.gov.hr/rn?datv=20210205_0801&izn=510&zki=12345678123412341234123456789012"
    assert zki_url.parse(turned) == lookup
    assert not zki_url.recompute(turned, lookup).holds
    assert zki_url.recompute(turned, lookup).expected == url


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("izn=510", "izn=5.10", "izn"), ("izn=510", "izn=5,10", "izn"), ("izn=510", "izn=0510", "izn"),
        ("20210205_0801", "2021-02-05T08:01", "datv"), ("https", "http", "address"),
        ("20210205_0801", "20210230_0801", "datv"), ("zki=12", "zki=XX", "zki"), ("zki=", "oib=1&zki=", "oib"),
        ("zki=", "jir=12345678-1234-1234-1234-123456789012&zki=", "jir, zki"),
        ("izn=510", "izn=510&izn=510", "parameters"),
        ("&izn=510", "", "izn"),
    ],
)  # fmt: skip
def test_addresses_that_are_wrong(old, new, field):
    with pytest.raises(CodeError) as caught:
        zki_url.parse(ADDRESSES[1][1].replace(old, new))
    assert field in [fault.field for fault in caught.value.faults]


lookups = st.builds(
    lambda at, amount, code: InvoiceLookup(at.replace(second=0, microsecond=0), amount, zki=code),
    st.datetimes(datetime(1000, 1, 1), datetime(2999, 1, 1)),
    st.decimals(min_value=-(10**9), max_value=10**9, places=2),
    st.from_regex("[0-9a-f]{32}", fullmatch=True),
)


@REPEATABLE
@given(lookups)
def test_addresses_are_read_as_they_were_built(lookup):
    assert zki_url.parse(zki_url.build(lookup)) == lookup
