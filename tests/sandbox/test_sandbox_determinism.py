"""The same seed and the same requests give the same bytes."""

from typing import Any


def _run(api: Any, samples: Any) -> list[bytes]:
    tenant = api.entity(settings={"has_logo": True, "tax_rules": {"eu": {"auto_reverse_charge": True}}})
    tenant.request("POST", "/upload/image", files={"file": ("a.png", samples.png())})
    body = tenant.issue(customer={"name": "A", "country": "Austria"}, payments=[{"type": "cash", "amount": 5}])
    tenant.issue(to="/credit-notes", linked_documents=[body["id"]])
    tenant.issue(customer=samples.german_business())
    key = tenant.post("/entities/api-keys", {"name": "x"}).content
    paths = ("/customers", "/taxes", "/invoices", "/credit-notes", "/payments", "/files")
    answers = [tenant.get(path).content for path in paths]
    return [*answers, key, tenant.get(f"/documents/{body['id']}/pdf").content]


def test_two_sandboxes_with_one_seed_agree_to_the_byte(make_api: Any, samples: Any) -> None:
    assert _run(make_api(seed=7), samples) == _run(make_api(seed=7), samples)


def test_another_seed_gives_other_ids_and_keys(make_api: Any) -> None:
    one, two = make_api(seed=1), make_api(seed=2)
    assert one.server.key != two.server.key
    assert one.entity().entity_id != two.entity().entity_id


def test_an_entitys_id_depends_on_the_request_id_and_not_on_the_order(make_api: Any) -> None:
    def create(api: Any, *names: str) -> dict[str, str]:
        body = {"name": "A", "country": "Slovenia"}
        return {name: api.post("/entities", body, headers={"x-request-id": name}).json()["id"] for name in names}

    assert create(make_api(), "a", "b") == create(make_api(), "b", "a")


def test_tenants_do_not_disturb_each_others_ids(make_api: Any) -> None:
    def ids(interleaved: bool) -> list[str]:
        api = make_api()
        one, two = api.entity(), api.entity()
        if interleaved:
            two.issue()
        return [one.issue()["id"], one.post("/customers", {"name": "x"}).json()["id"]]

    assert ids(True) == ids(False)


def test_ids_sort_in_the_order_of_creation(tenant: Any) -> None:
    made = [tenant.post("/customers", {"name": "x"}).json()["id"] for _ in range(5)]
    assert made == sorted(made)
