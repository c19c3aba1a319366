"""FINA: settings, certificate, premises and devices, late submission (contract section 22)."""

from typing import Any

from harness.sandbox.auth import Access
from harness.sandbox.call import IMAGE_LIMIT, Call, Reply, sent
from harness.sandbox.documents import lifecycle
from harness.sandbox.errors import conflict, refused
from harness.sandbox.fiscal import fina, registers
from harness.sandbox.pipeline import Route
from harness.sandbox.routes.documents import present
from harness.sandbox.routes.fiscal_settings import settings_routes
from harness.sandbox.routes.records import created, deleted_reply
from harness.sandbox.schemas.fiscal import DevicePatch, FinaDevice, FinaPremise, FinaSettings
from harness.sandbox.tables import Register

Json = dict[str, Any]
DEFAULTS: Json = {
    "enabled": False,
    "operator_oib": None,
    "operator_label": None,
    "u_sust_pdv": True,
    "numbering_sequence": "P",
    "unified_numbering": None,
}
BASE = "/fiscalization/fina"


def _with_devices(call: Call, row: Register) -> Json:
    return {**row.body, "Devices": [each.body for each in registers.listed(call, fina.DEVICE, row.id)]}


def add_premise(call: Call) -> Reply:
    """``POST …/premises``: the label of a premise that exists at the tax office."""
    given = sent(call.read(FinaPremise))
    name = given["business_premise_name"]
    if registers.named(call, fina.PREMISE, name):
        raise conflict(f"A business premise named {name} exists already")
    body = {"starting_number": None, "is_active": True, **given}
    return created(call, registers.add(call, fina.PREMISE, "fina_premise", name, body).body)


def premises(call: Call) -> Reply:
    """``GET …/premises``: a bare array."""
    return Reply([_with_devices(call, row) for row in registers.listed(call, fina.PREMISE)])


def get_premise(call: Call) -> Reply:
    """``GET …/premises/{id}``."""
    return Reply(_with_devices(call, registers.find(call, fina.PREMISE, "Premise")))


def add_device(call: Call) -> Reply:
    """``POST …/premises/{id}/devices``."""
    premise, given = registers.find(call, fina.PREMISE, "Premise"), sent(call.read(FinaDevice))
    name = given["electronic_device_name"]
    if registers.named(call, fina.DEVICE, name, premise.id):
        raise conflict(f"A device named {name} exists already in this premise")
    body = {"premise_id": premise.id, "starting_number": None, **given}
    return created(call, registers.add(call, fina.DEVICE, "fina_device", name, body, premise.id).body)


def get_device(call: Call) -> Reply:
    """``GET …/devices/{id}``."""
    return Reply(registers.find(call, fina.DEVICE, "Device").body)


def patch_device(call: Call) -> Reply:
    """``PATCH …/devices/{id}``: the first number, which only moves the series forward."""
    row = registers.find(call, fina.DEVICE, "Device")
    row.body = {**row.body, **sent(call.read(DevicePatch)), "updated_at": call.now}
    return Reply(row.body)


def _deactivate(call: Call, kind: str, label: str) -> Reply:
    row = registers.find(call, kind, label)
    row.deleted = True
    row.body = {**row.body, "is_active": False, "updated_at": call.now}
    return deleted_reply(call, row.body)


def delete_premise(call: Call) -> Reply:
    """``DELETE …/premises/{id}``: deactivates it."""
    return _deactivate(call, fina.PREMISE, "Premise")


def delete_device(call: Call) -> Reply:
    """``DELETE …/devices/{id}``: deactivates it."""
    return _deactivate(call, fina.DEVICE, "Device")


def fiscalize(call: Call) -> Reply:
    """Submit a pending document late: same ZKI, and the JIR at last."""
    document = lifecycle.find(call, call.path["id"])
    block = document.body["fina"] or {}
    if block.get("status") != "pending":
        raise refused("Only a document that waits for FINA can be submitted again")
    document.body = {**document.body, "fina": fina.submitted_late(call, document, block), "updated_at": call.now}
    return Reply(present(call, document))


ROUTES = (
    *settings_routes("fina", FinaSettings, DEFAULTS, IMAGE_LIMIT),
    Route("POST", f"{BASE}/premises", add_premise, Access.ADMIN),
    Route("GET", f"{BASE}/premises", premises),
    Route("GET", f"{BASE}/premises/{{id}}", get_premise),
    Route("DELETE", f"{BASE}/premises/{{id}}", delete_premise, Access.ADMIN),
    Route("POST", f"{BASE}/premises/{{id}}/devices", add_device, Access.ADMIN),
    Route("GET", f"{BASE}/devices/{{id}}", get_device),
    Route("PATCH", f"{BASE}/devices/{{id}}", patch_device, Access.ADMIN),
    Route("DELETE", f"{BASE}/devices/{{id}}", delete_device, Access.ADMIN),
    Route("POST", f"{BASE}/documents/{{id}}/fiscalize", fiscalize, Access.WRITE),
)
