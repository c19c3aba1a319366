"""XML written to harm its reader is refused with a reason, quickly."""

from __future__ import annotations

import pytest

from harness.reading.einvoice import NotAnEInvoice, UnreadableXml, UnsafeXml, parse_einvoice
from harness.reading.einvoice.xml import MOST_BYTES, MOST_MARKS

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
UBL = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"


@pytest.mark.parametrize("data", [
    b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
    b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
    f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><x>&l11;</x>'.encode(),
    b"<!DOCTYPE x><x/>",
    "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>".encode("utf-16"),
    b'<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><x/>',
    b"<a/>" * MOST_MARKS + b"<a/>",
    b"<a>" + b" " * MOST_BYTES + b"</a>",
], ids=["entity", "external-dtd", "laughs", "bare", "utf-16", "parameter-entity", "marks", "bytes"])  # fmt: skip
def test_unsafe_documents_are_refused(data):
    with pytest.raises(UnsafeXml):
        parse_einvoice(data)


@pytest.mark.parametrize("data", [
    b"", b"  \n", b"<Invoice>", b"%PDF-1.7", b"{}", b"<a>" * 5000 + b"</a>" * 5000, b"\x00\xff",
    b"<a>" + b"x" * 11_000_000 + b"</a>",
], ids=["empty", "blank", "truncated", "pdf", "json", "deep", "binary", "long-text"])  # fmt: skip
def test_damaged_documents_are_refused(data):
    with pytest.raises(UnreadableXml):
        parse_einvoice(data)


@pytest.mark.parametrize("data", [
    b"<html/>", f'<Order xmlns="{UBL}"/>'.encode(), b'<Invoice xmlns="urn:other"/>',
    b'<x:CrossIndustryDocument xmlns:x="urn:ferd:CrossIndustryDocument:invoice:1p0"/>',
])  # fmt: skip
def test_other_documents_are_no_einvoice(data):
    with pytest.raises(NotAnEInvoice):
        parse_einvoice(data)


def test_xinclude_is_not_followed(ubl):
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
    invoice = parse_einvoice(ubl().replace("Thank you", include).encode())
    assert b"root:" not in b"".join(text.encode() for text in invoice.root.itertext())
