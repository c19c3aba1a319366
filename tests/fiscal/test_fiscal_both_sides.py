"""The library and the sandbox, which share no code, agree on every code; a mistake of one side would show here."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.fiscal import epc, hash_chain, hub3, upn, zki, zki_url, zoi, zoi_record
from harness.fiscal.hash_chain import ChainLink, SignedDocument
from harness.fiscal.protection import ProtectedInvoice
from harness.fiscal.zki_url import InvoiceLookup
from harness.fiscal.zoi_record import ZoiRecord
from harness.sandbox.fiscal import codes
from harness.sandbox.rendering import payloads

REPEATABLE = settings(derandomize=True, deadline=None, database=None)

NAMES = st.from_regex("[0-9A-Za-z]{1,20}", fullmatch=True)
AMOUNTS = st.decimals(-(10**9), 10**9, places=2)
TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)).map(lambda at: at.replace(microsecond=0))


@REPEATABLE
@given(at=TIMES, sequence=st.integers(1, 10**9), premise=NAMES, device=NAMES, amount=AMOUNTS)
def test_protective_codes(at, sequence, premise, device, amount, private_key):
    theirs = codes.Receipt("10039856", at, sequence, premise, device, amount)
    ours = ProtectedInvoice("10039856", at, str(sequence), premise, device, amount)
    assert zoi.recompute(codes.zoi(private_key, theirs), ours, private_key).verified
    assert zki.recompute(codes.zki(private_key, theirs), ours, private_key).verified


@REPEATABLE
@given(TIMES, AMOUNTS, st.from_regex("[0-9a-f]{32}", fullmatch=True))
def test_records_and_addresses(at, amount, code):
    assert zoi_record.recompute(codes.furs_record(code, "10039856", at), ZoiRecord(code, "10039856", at)).verified
    assert zki_url.recompute(codes.fina_address(None, code, at, amount), InvoiceLookup(at, amount, zki=code)).verified


@REPEATABLE
@given(at=TIMES, gross=st.decimals(0, 10**9, places=2), previous=st.sampled_from(["", "A" * 171 + "="]))
def test_document_hashes(at, gross, previous, private_key):
    entered = at.strftime("%Y-%m-%dT%H:%M:%S")
    theirs = codes.chain_hash(private_key, "2026-01-02", entered, "FT A/1", gross, previous)
    link = ChainLink(SignedDocument(date(2026, 1, 2), at, "FT A/1", gross), theirs)
    assert hash_chain.verify(link, previous, private_key.public_key()).verified
    assert hash_chain.recompute_printed(codes.printed_hash(theirs), theirs).verified


def test_payment_codes():
    party = {"name": "Čebela d.o.o.", "address": "Pot 1", "post_code": "1000", "city": "Ljubljana"}
    asked = payloads.Transfer(
        Decimal("81.05"), "SI56020170014356205", "LJBASI2X", party, party, "INV-2026-17", "01.04.2026"
    )
    transfer = epc.parse(payloads.epc(asked))
    assert (transfer.amount, transfer.text, transfer.bic) == (Decimal("81.05"), "INV-2026-17", "LJBASI2X")
    payment = upn.parse(payloads.upn(asked, "OTHR"))
    assert (payment.amount, payment.due, payment.reference) == (Decimal("81.05"), date(2026, 4, 1), "SI002026-17")
    croatian = payloads.Transfer(Decimal("5.10"), "HR1210010051863000160", "", party, party, "1/PP1/1", "")
    order = hub3.parse(payloads.hub3(croatian, "OTHR", "HR00"))
    assert (order.amount, order.reference, order.payee.place) == (Decimal("5.10"), "1-1-1", "1000 Ljubljana")
