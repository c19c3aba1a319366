"""What happens to a document after it was made: drafts, voids, credit notes, payments, changes."""

from typing import Any

from harness.sandbox.profile import Profile


def test_draft_to_issued(tenant: Any) -> None:
    draft = tenant.issue(is_draft=True, payments=[{"type": "cash"}])
    assert draft["number"].startswith("draft-")
    assert len(draft["number"]) == len("draft-") + 8
    assert (draft["is_draft"], draft["total_paid"]) == (True, 0)
    issued = tenant.post(f"/documents/{draft['id']}/finalize?type=invoice").json()
    assert (issued["number"], issued["is_draft"]) == ("2026-00001", False)
    assert (issued["total_due"], issued["paid_in_full"]) == (0, True)
    assert tenant.post(f"/documents/{draft['id']}/finalize").status_code == 409
    assert tenant.delete(f"/documents/{draft['id']}?type=invoice").status_code == 422


def test_a_deleted_draft_takes_no_number(tenant: Any) -> None:
    draft = tenant.issue(is_draft=True)
    assert tenant.delete(f"/documents/{draft['id']}?type=invoice").json()["deleted_at"]
    assert tenant.get(f"/invoices/{draft['id']}").status_code == 404
    assert tenant.issue()["number"] == "2026-00001"


def test_void_is_final_and_keeps_number_and_totals(tenant: Any) -> None:
    body = tenant.issue()
    voided = tenant.post(f"/invoices/{body['id']}/void", {"reason": "mistake"}).json()
    assert voided["voided_at"] == "2026-11-22T10:00:00.000Z"
    assert (voided["number"], voided["total_with_tax"]) == (body["number"], 122)
    assert tenant.post(f"/invoices/{body['id']}/void").status_code == 422
    assert tenant.patch(f"/invoices/{body['id']}", {"note": "x"}).status_code == 422
    assert tenant.post("/payments", {"document_id": body["id"], "amount": 1, "type": "cash"}).status_code == 422
    assert tenant.issue()["number"] == "2026-00002"


def test_void_can_issue_a_credit_note(make_api: Any) -> None:
    tenant = make_api(profile=Profile(void_creates_credit_note=True)).entity()
    body = tenant.issue()
    voided = tenant.post(f"/invoices/{body['id']}/void").json()
    assert (voided["total_due"], voided["paid_in_full"]) == (0, True)
    (relation,) = voided["document_relations"]
    assert (relation["relation_type"], relation["related_document"]["number"]) == ("has_credit", "CN-2026-00001")


def test_a_credit_note_is_linked_both_ways(tenant: Any) -> None:
    body = tenant.issue()
    note = tenant.issue(to="/credit-notes", linked_documents=[body["id"]])
    assert note["id"].startswith("cre_")
    assert (note["number"], note["total_with_tax"]) == ("CN-2026-00001", 122)
    (forth,) = note["document_relations"]
    (back,) = tenant.get(f"/invoices/{body['id']}").json()["document_relations"]
    assert (forth["relation_type"], forth["target_id"]) == ("credit_for", body["id"])
    assert (back["relation_type"], back["related_document"]) == (
        "has_credit",
        {"id": note["id"], "number": note["number"]},
    )
    draft = tenant.issue(is_draft=True)
    refused = tenant.post("/credit-notes", {"items": [{"name": "x", "price": 1}], "linked_documents": [draft["id"]]})
    assert refused.status_code == 422
    negative = tenant.post("/credit-notes", {"items": [{"name": "x", "price": -1}]})
    assert negative.json()["cause"]["issues"][0]["path"] == ["items", 0, "price"]


def test_payments_settle_and_can_be_taken_back(tenant: Any) -> None:
    body = tenant.issue()
    first = tenant.post("/payments", {"document_id": body["id"], "amount": 22, "type": "bank_transfer"}).json()
    assert first["invoice_id"] == body["id"]
    tenant.post("/payments", {"invoice_id": body["id"], "amount": 100, "type": "card", "date": "2026-11-20"})

    def state() -> tuple[Any, ...]:
        found = tenant.get(f"/invoices/{body['id']}").json()
        return found["total_paid"], found["total_due"], found["paid_in_full"]

    assert state() == (122, 0, True)
    tenant.delete(f"/payments/{first['id']}")
    assert state() == (100, 22, False)
    tenant.post(f"/payments/{first['id']}/restore")
    assert state() == (122, 0, True)
    tenant.patch(f"/payments/{first['id']}", {"amount": 2})
    assert state() == (102, 20, False)
    tenant.delete(f"/payments/{first['id']}/permanent")
    assert state() == (100, 22, False)


def test_a_credit_note_pays_an_invoice(tenant: Any) -> None:
    body, note = tenant.issue(), tenant.issue(to="/credit-notes")
    both = {"invoice_id": body["id"], "credit_note_id": note["id"], "type": "credit_note"}
    assert tenant.post("/payments", {**both, "amount": 123}).status_code == 422
    assert tenant.post("/payments", {**both, "credit_note_id": None, "amount": 1}).status_code == 422
    assert tenant.post("/payments", {**both, "amount": 122}).status_code == 201
    assert tenant.get(f"/invoices/{body['id']}").json()["paid_in_full"] is True
    assert tenant.get(f"/credit-notes/{note['id']}").json()["total_due"] == 0


def test_status_queries(tenant: Any) -> None:
    paid = tenant.issue(payments=[{"type": "cash"}])
    part = tenant.issue(payments=[{"type": "cash", "amount": 10}])
    open_ = tenant.issue(date="2026-01-01")
    queries = {
        '{"paid_in_full":true}': [paid["id"]],
        '{"paid_in_full":false,"total_paid":{"gt":0},"voided_at":null}': [part["id"]],
        '{"paid_in_full":false,"total_paid":0,"voided_at":null}': [open_["id"]],
        '{"paid_in_full":false,"date_due":{"lt":"2026-11-22"},"voided_at":null}': [open_["id"]],
        '{"customer.name":{"contains":"buy"},"date":"2026-01-01"}': [open_["id"]],
    }
    for query, ids in queries.items():
        found = tenant.get("/invoices", params={"query": query}).json()["data"]
        assert [row["id"] for row in found] == ids, query


def test_a_change_keeps_the_number_and_leaves_a_version(tenant: Any, samples: Any) -> None:
    body = tenant.issue()
    patch = {"items": [samples.line(price=200)], "note": "Corrected", "change_reason": "typo"}
    changed = tenant.patch(f"/invoices/{body['id']}", patch).json()
    assert (changed["number"], changed["total_with_tax"], changed["note"]) == (body["number"], 244, "Corrected")
    assert changed["created_at"] == body["created_at"]
    (version,) = tenant.get(f"/invoices/{body['id']}/versions").json()["data"]
    assert (version["version"], version["reason"]) == (1, "typo")
    assert {"items", "note", "total"} <= set(version["changed_fields"])


def test_issued_documents_can_be_made_immutable(make_api: Any) -> None:
    tenant = make_api(profile=Profile(issued_documents_editable=False)).entity()
    assert tenant.patch(f"/invoices/{tenant.issue()['id']}", {"note": "x"}).status_code == 422
    assert tenant.patch(f"/invoices/{tenant.issue(is_draft=True)['id']}", {"note": "x"}).status_code == 200
