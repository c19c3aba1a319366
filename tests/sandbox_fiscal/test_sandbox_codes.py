"""The codes against published and independently computed values."""

import base64
from datetime import datetime
from decimal import Decimal

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from harness.sandbox.fiscal.codes import Receipt, chain_hash, fina_address, furs_record, printed_hash, zki, zoi
from harness.sandbox.fiscal.keys import PURPOSES, signing_key


@pytest.mark.parametrize(
    ("code", "record"),
    [  # FURS technical specification 3.2, chapter 11
        ("a7e5f55e1dbb48b799268e1a6d8618a3", "223175087923687075112234402528973166755123456781508151013321"),
        ("3024e56bf1ddd2e7eeb5715c6859a913", "063994519708649896901260100447252359443123456781508151013320"),
    ],
)
def test_the_record_of_the_official_examples(code: str, record: str) -> None:
    assert furs_record(code, "12345678", datetime(2015, 8, 15, 10, 13, 32)) == record


def test_the_address_of_the_official_examples() -> None:  # CIS technical specification 2.6, chapter 2.7
    jir, code = "12345678-1234-1234-1234-123456789012", "12345678123412341234123456789012"
    start = "https://porezna.gov.hr/rn?"
    by_jir = fina_address(jir, code, datetime(2020, 9, 21, 6, 30), Decimal("1525.99"))
    assert by_jir == f"{start}jir={jir}&datv=20200921_0630&izn=152599"
    by_code = fina_address(None, code, datetime(2021, 2, 5, 8, 1), Decimal("5.10"))
    assert by_code == f"{start}zki={code}&datv=20210205_0801&izn=510"
    assert fina_address(None, code, datetime(2021, 2, 5, 8, 1), Decimal("-5.1")).endswith("izn=-510")


def test_keys_depend_on_seed_and_purpose() -> None:
    numbers = {signing_key(seed, purpose).public_key().public_numbers().n for seed in (1, 2) for purpose in PURPOSES}
    assert len(numbers) == 6
    assert signing_key(1, "pt").key_size == 1024
    assert signing_key(1, "furs").key_size == 2048


def test_codes_change_with_every_part_of_the_receipt() -> None:
    key, moment = signing_key(1, "furs"), datetime(2026, 4, 25, 10)
    parts = ("10039856", moment, 11, "BP101", "B1", Decimal("19.15"))
    other = ("10039857", moment.replace(second=1), 12, "BP102", "B2", Decimal("19.16"))
    receipts = [Receipt(*parts)] + [Receipt(*parts[:at], other[at], *parts[at + 1 :]) for at in range(len(parts))]
    assert len({zoi(key, receipt) for receipt in receipts}) == len(receipts)
    assert zoi(key, receipts[0]) != zki(key, receipts[0])
    assert zoi(key, receipts[0]) == zoi(key, Receipt(*parts[:5], Decimal("19.150")))


def test_the_chain_can_be_verified_with_the_public_key() -> None:
    key = signing_key(1, "pt")
    value = chain_hash(key, "2010-05-18", "2010-05-18T11:22:19", "FAC 001/14", Decimal("3.12"), "")
    message = b"2010-05-18;2010-05-18T11:22:19;FAC 001/14;3.12;"  # Despacho 8632/2014
    key.public_key().verify(base64.b64decode(value), message, padding.PKCS1v15(), hashes.SHA1())
    assert len(value) == 172
    assert printed_hash(value) == value[0] + value[10] + value[20] + value[30]
