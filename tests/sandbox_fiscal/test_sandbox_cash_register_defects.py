"""Defects of cash registers and series, seen over HTTP; and what the honest sandbox prints of series."""

from collections.abc import Callable
from typing import Any

import pytest

SELLER = {
    "country": "Portugal", "tax_number": "PT123456789", "company_number": "1", "phone": "1", "email": "a@b.example",
    "address": "Rua 1", "city": "Lisboa", "post_code": "1000-001", "state": "Lisboa", "starting_capital": 5000,
    "settings": {"pt": {"operator_first_name": "A", "operator_last_name": "B", "operator_tax_number": "123456789"}},
}  # fmt: skip
LATE = "/fiscalization/furs/documents/{}/fiscalize"


def _place(device: str) -> dict[str, Any]:
    return {"business_premise_name": "P1", "electronic_device_name": device}


@pytest.fixture
def make_seller(make_tenant: Callable[..., Any]) -> Callable[..., Any]:
    def make(**entity: Any) -> Any:
        tenant = make_tenant(**SELLER, **entity)
        tenant.done("POST", "/fiscalization/pt/series", {"document_type": "invoice", "series_code": "A"})
        return tenant

    return make


def _page(tenant: Any, invoice: dict[str, Any]) -> str:
    text: str = tenant.get(f"/documents/{invoice['id']}/html").text
    return text


def test_number_without_premises(furs: Any) -> None:
    invoice = furs.with_defect("number-without-premises").invoice()
    assert (invoice["number"], invoice["furs"]["status"]) == ("1", "success")


def test_devices_share_a_sequence(make_furs: Callable[..., Any]) -> None:
    tenant = make_furs(numbering_strategy="B").with_defect("devices-share-a-sequence")
    assert [tenant.invoice(furs=_place(device))["number"] for device in ("E1", "E2")] == ["P1-E1-1", "P1-E2-2"]


def test_identifier_while_the_authority_is_down(furs: Any) -> None:
    furs.done("PUT", "/sandbox/authorities", {"furs": "down"})
    block = furs.with_defect("identifier-while-authority-down").invoice()["furs"]
    assert (block["status"], len(block["data"]["eor"])) == ("pending", 36)


def test_late_submission_changes_the_code(furs: Any) -> None:
    furs.done("PUT", "/sandbox/authorities", {"furs": "down"})
    waiting = furs.invoice()
    furs.done("PUT", "/sandbox/authorities", {"furs": "up"})
    late = furs.with_defect("code-changes-on-late-submission").done("POST", LATE.format(waiting["id"]))
    assert late["furs"]["data"]["zoi"] != waiting["furs"]["data"]["zoi"]


def test_code_of_another_minute(furs: Any) -> None:
    wrong = furs.with_defect("protective-code-of-another-minute").invoice()["furs"]["data"]
    assert wrong["issued_at"] == "2026-11-22T11:15:30"
    assert wrong["zoi"] != furs.invoice()["furs"]["data"]["zoi"]


def test_cash_left_out(furs: Any) -> None:
    tenant = furs.with_defect("cash-left-out")
    skipped = tenant.invoice(furs={"skip": True}, payments=[{"type": "cash"}])
    assert skipped["furs"]["status"] == "skipped"


def test_fiscalized_document_changed(furs: Any) -> None:
    path = f"/invoices/{furs.invoice()['id']}"
    assert furs.request("PATCH", path, json={"note": "x"}).status_code == 422
    changed = furs.with_defect("fiscalized-document-changed").request("PATCH", path, json={"note": "x"})
    assert (changed.status_code, changed.json()["note"]) == (200, "x")


def test_codes_of_void_lost(furs: Any) -> None:
    first, second = furs.invoice(), furs.invoice()
    assert furs.done("POST", f"/invoices/{first['id']}/void")["furs"]["data"]["zoi"]
    lost = furs.with_defect("codes-of-void-lost").done("POST", f"/invoices/{second['id']}/void")
    assert lost["furs"]["data"] is None


@pytest.mark.parametrize(
    ("defect", "missing"), [("time-of-issue-not-printed", "11:15:30"), ("operator-not-printed", "Ana")]
)
def test_left_out_of_the_page(furs: Any, defect: str, missing: str) -> None:
    invoice = furs.invoice()
    assert missing in _page(furs, invoice)
    assert missing not in _page(furs.with_defect(defect), invoice)


def test_printed_code_differs(furs: Any) -> None:
    invoice = furs.invoice()
    code = invoice["furs"]["data"]["zoi"]
    assert code in _page(furs, invoice)
    assert code not in _page(furs.with_defect("printed-code-differs"), invoice)


def test_line_of_the_certified_program(make_seller: Callable[..., Any]) -> None:
    seller = make_seller()
    invoice = seller.invoice(rate=23)
    right, block = f"{invoice['pt']['hash_printed']}-Processado", invoice["pt"]
    assert right in _page(seller, invoice)
    assert "Processado" not in _page(seller.with_defect("certificate-line-missing"), invoice)
    assert f"{block['hash'][:4]}-Processado" in _page(seller.with_defect("wrong-hash-characters"), invoice)


def test_reason_of_an_exemption_is_printed(make_seller: Callable[..., Any]) -> None:
    seller = make_seller()
    tax = {"rate": 0, "pt_exemption_code": "M07", "pt_exemption_reason": "Isento artigo 9.º do CIVA"}
    items = [{"name": name, "price": 1, "taxes": [tax]} for name in ("x", "y")]
    invoice = seller.invoice(items=items)
    assert _page(seller, invoice).count("M07 – Isento artigo 9.º do CIVA") == 1
    assert "M07" not in _page(seller.with_defect("exemption-reason-not-printed"), invoice)


@pytest.mark.parametrize(("region", "rate"), [("PT-AC", 16), ("PT-MA", 22), (None, 23)])
def test_the_first_fiscal_space_stands_in_the_fields_i(
    make_seller: Callable[..., Any], region: str | None, rate: int
) -> None:
    seller = make_seller(**({"fiscal_region_code": region} if region else {}))
    record = seller.invoice(rate=rate)["pt"]["qr_code"]
    fields = dict(part.split(":", 1) for part in record.split("*"))
    assert (fields["I1"], fields["I7"], fields["I8"]) == (region or "PT", "100.00", f"{rate}.00")
    assert not [name for name in fields if name[0] in "JK"]
