"""Every published vector, where the file with them is at hand; the essential ones stand in the other tests, too."""

from __future__ import annotations

import base64
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from harness.fiscal import (
    atcud,
    atcud_record,
    atcud_rules,
    authority_id,
    epc,
    hash_chain,
    hub3,
    keys,
    ksef,
    numbers,
    upn,
    verifactu,
    zki,
    zki_url,
    zoi,
    zoi_record,
)
from harness.fiscal.code_list import load_code_list
from harness.fiscal.errors import CodeError
from harness.fiscal.hash_chain import ChainLink, SignedDocument
from harness.fiscal.protection import ProtectedInvoice, code_of_signature
from harness.fiscal.shapes import iso7064_mod11_10
from harness.fiscal.zki_url import InvoiceLookup
from harness.fiscal.zoi_record import ZoiRecord

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "fiscal"


def _invoice(row) -> ProtectedInvoice:
    issued = datetime.strptime(row["issue"], "%d.%m.%Y %H:%M:%S")
    tax_number = row.get("tax_number") or row["oib"]
    return ProtectedInvoice(tax_number, issued, row["number"], row["premise"], row["device"], Decimal(row["amount"]))


def _agrees(row, code, key_pem, digest):
    invoice, signature = _invoice(row["input"]), base64.b64decode(row["signature_b64"])
    assert invoice.message() == row["message"]
    assert keys.signature_holds(keys.load_public_key(key_pem.encode()), signature, row["message"].encode(), digest)
    assert code_of_signature(signature) == row[code]


def test_zoi(vectors):
    for row in vectors["SI"]["zoi"]:
        _agrees(row, "zoi", vectors["SI"]["public_key_pem"], keys.Digest.SHA256)
        record = ZoiRecord(row["zoi"], row["input"]["tax_number"], _invoice(row["input"]).issued)
        assert zoi_record.build(record) == row["qr60"]
        parts = numbers.InvoiceNumber(row["input"]["premise"], row["input"]["device"], int(row["input"]["number"]))
        assert numbers.dashed(parts) == row["printed_number"]
    for row in [*vectors["SI"]["zoi_format_examples"], *vectors["SI"]["zoi_published_key"]]:
        assert zoi.check_format(row["zoi"]).holds
    published = vectors["SI"]["zoi_published_key"][0]
    invoice = ProtectedInvoice("10039856", datetime(2026, 4, 25, 10), "11", "BP101", "B1", Decimal("19.15"))
    assert invoice.message() == published["message"]


def test_zoi_records(vectors):
    for row in vectors["SI"]["qr"]:
        record = ZoiRecord(row["zoi"], row["tax_number"], datetime.fromisoformat(row["issued"]))
        assert zoi_record.build(record) == row["record"]
        assert zoi_record.parse(row["record"]) == record
    for row in vectors["SI"]["code128"]:
        assert list(zoi_record.split(row["record"], row["parts"])) == row["codes"]
        assert zoi_record.join(row["codes"]) == row["record"]


def test_identifiers_and_tax_numbers(vectors):
    for row in vectors["SI"]["eor"]["examples"]:
        assert authority_id.check_format("EOR", row["value"]).holds
    for row in vectors["SI"]["tax_number_mod11"]:
        assert zoi.tax_number_holds(row["value"]) is row["valid"]
    for row in vectors["HR"]["oib_iso7064"]:
        assert iso7064_mod11_10(row["value"]) is row["valid"]
    for row in vectors["PT"]["nif"]:
        assert atcud_rules.tax_number_holds(row["value"]) is row["valid"]


def test_zki(vectors):
    for row in vectors["HR"]["zki_third_party"]:
        _agrees(row, "zki", vectors["HR"]["third_party_public_key_pem"], keys.Digest.SHA1)
    for row in vectors["HR"]["zki"]:
        _agrees(row, "zki", vectors["HR"]["public_key_pem"], keys.Digest.SHA1)
        parts = numbers.InvoiceNumber(row["input"]["premise"], row["input"]["device"], int(row["input"]["number"]))
        assert numbers.slashed(parts) == row["printed_number"]
    for row in vectors["HR"]["zki_format_examples"]:
        assert zki.check_format(row["zki"]).holds


def test_zki_addresses_and_means_of_payment(vectors):
    for row in vectors["HR"]["qr_url"]:
        issued = datetime.fromisoformat(row["issued"])
        lookup = InvoiceLookup(issued, Decimal(row["total"]), jir=row.get("jir"), zki=row.get("zki"))
        assert zki_url.build(lookup) == row["url"]
        assert zki_url.parse(row["url"]) == lookup
    means = load_code_list(FIXTURES / "means_of_payment.toml")
    assert set(means.values) == set(vectors["HR"]["payment_methods"])


def test_qr_records_with_atcud(vectors):
    for row in vectors["PT"]["qr"]:
        record = atcud_record.parse(row["record"])
        assert re.fullmatch(vectors["PT"]["qr_field_regex"].strip("^$"), row["record"])
        assert atcud_record.build(record) == row["record"]
        assert atcud_rules.faults(record) == ()
        tax = sum(space.taxes() for space in record.spaces) + (record.stamp_duty or 0)
        bases = sum(space.bases() for space in record.spaces) + (record.not_subject or 0)
        assert (tax, record.gross_total) == (Decimal(row["reconcile"]["tax"]), Decimal(row["reconcile"]["O"]))
        assert bases == Decimal(row["reconcile"]["base"])


def test_hash_chain(vectors):
    known = vectors["PT"]["hash_kat"]
    first = SignedDocument(date(2010, 5, 18), datetime(2010, 5, 18, 11, 22, 19), "FAC 001/14", Decimal("3.12"))
    assert first.message("") == known["message"]
    assert hash_chain.verify(
        ChainLink(first, known["hash"]), "", keys.load_public_key(known["public_key_pem"].encode())
    ).verified
    for row in [known, *vectors["PT"]["hash_4chars"]]:
        assert hash_chain.recompute_printed(row["printed4"], row["hash"]).verified
    key = keys.load_public_key(vectors["PT"]["public_key_pem"].encode())
    for row in vectors["PT"]["chain"]:
        document = SignedDocument(
            date.fromisoformat(row["invoice_date"]), datetime.fromisoformat(row["system_entry"]), row["invoice_no"],
            Decimal(row["gross_total"]),
        )  # fmt: skip
        assert document.message(row["previous_hash"]) == row["message"]
        assert hash_chain.verify(ChainLink(document, row["hash"]), row["previous_hash"], key).verified
        assert hash_chain.printed_characters(row["hash"]) == row["printed4"]
        assert atcud.build_line(atcud.CertificateLine(row["printed4"], "9999")) == row["print_line"]
        assert atcud.recompute(row["atcud"], "CSDF7T5H", row["invoice_no"]).verified


def test_exemption_codes(vectors):
    ours = load_code_list(FIXTURES / "exemption_codes.toml").values
    today = {code for code, value in ours.items() if value.holds_on(date(2026, 11, 23))}
    assert today == set(vectors["PT"]["exemption_codes"])


def test_digests_and_addresses_without_keys(vectors):
    issued, cancelled = vectors["ES"]["huella"]
    records = (
        verifactu.IssueRecord(
            "89890001K", "12345678/G33", date(2024, 1, 1), "F1", "12.35", "123.45", "", "2024-01-01T19:20:30+01:00"
        ),
        verifactu.CancellationRecord(
            "89890001K", "12345679/G34", date(2024, 1, 1), cancelled["message"].split("Huella=")[1].split("&")[0],
            "2024-01-01T19:20:40+01:00",
        ),
    )  # fmt: skip
    for record, row in zip(records, (issued, cancelled), strict=True):
        assert record.message() == row["message"]
        assert verifactu.recompute(row["huella"], record).verified
    for row in vectors["ES"]["qr_url"]:
        day = datetime.strptime(row["fecha"], "%d-%m-%Y").date()
        address = verifactu.LookupAddress(row["nif"], row["numserie"], day, row["importe"])
        assert verifactu.build(address) == row["url"]
    pattern = vectors["PL"]["ksef_qr"]["pattern"]
    assert pattern.startswith(f"{ksef.HOST}/client-app/invoice/")


def test_payment_codes(vectors):
    for row in vectors["payment"]["UPN_QR"]:
        assert upn.build(upn.parse(row["payload"])) == row["payload"]
    for row in vectors["payment"]["EPC"]:
        transfer = epc.parse(row["payload"])
        assert epc.parse(epc.build(transfer)) == transfer
        assert epc.build(transfer).replace(".00", "") == row["payload"].rstrip("\n").replace(".00", "")
    for row in vectors["payment"]["HUB3"]:
        euro = row["payload"].replace("HRK", "EUR")
        assert hub3.build(hub3.parse(euro)) == euro
        with pytest.raises(CodeError, match="currency is 'HRK'"):
            hub3.parse(row["payload"])
