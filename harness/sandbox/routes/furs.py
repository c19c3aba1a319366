"""FURS: settings, certificate, premises and devices, late submission (contract section 21).

The contract leaves the path of the retry open: here it is ``POST /fiscalization/furs/documents/{id}/fiscalize``.
"""

from typing import Any

from harness.sandbox.auth import Access
from harness.sandbox.call import IMAGE_LIMIT, Call, Reply, sent
from harness.sandbox.documents import lifecycle
from harness.sandbox.errors import conflict, refused
from harness.sandbox.fiscal import furs, registers
from harness.sandbox.pipeline import Route
from harness.sandbox.routes.documents import present
from harness.sandbox.routes.fiscal_settings import settings_routes
from harness.sandbox.routes.records import created
from harness.sandbox.schemas.fiscal import DevicePatch, FursDevice, FursSettings, Movable, RealEstate
from harness.sandbox.tables import Register

Json = dict[str, Any]
DEFAULTS: Json = {
    "enabled": False,
    "default_skip_fiscalization": False,
    "numbering_strategy": "C",
    "operator_tax_number": None,
    "operator_label": None,
    "foreign_operator": None,
}
BASE = "/fiscalization/furs"


def _register(call: Call, given: Json, kind: str) -> Reply:
    name = given["business_premise_name"]
    if registers.named(call, furs.PREMISE, name):
        raise conflict(f"A business premise named {name} exists already")
    registers.add(call, furs.PREMISE, "premise", name, {"type": kind, "closed": False, **given})
    answer = {"success": True, "message": "The business premise is registered", "business_premise_name": name}
    return created(call, {**answer, "environment": "test"})


def real_estate(call: Call) -> Reply:
    """``POST …/premises/real-estate``."""
    return _register(call, sent(call.read(RealEstate)), "real_estate")


def movable(call: Call) -> Reply:
    """``POST …/premises/movable``."""
    return _register(call, sent(call.read(Movable)), "movable")


def _with_devices(call: Call, row: Register) -> Json:
    return {**row.body, "Devices": [each.body for each in registers.listed(call, furs.DEVICE, row.id)]}


def premises(call: Call) -> Reply:
    """``GET …/premises``: a bare array."""
    return Reply([_with_devices(call, row) for row in registers.listed(call, furs.PREMISE)])


def close(call: Call) -> Reply:
    """``POST …/premises/{id}/close``: nothing is issued there any more."""
    row = registers.find(call, furs.PREMISE, "Premise")
    row.body = {**row.body, "closed": True, "updated_at": call.now}
    return Reply(_with_devices(call, row))


def add_device(call: Call) -> Reply:
    """``POST …/premises/{id}/devices``."""
    premise, given = registers.find(call, furs.PREMISE, "Premise"), sent(call.read(FursDevice))
    if registers.named(call, furs.DEVICE, given["name"], premise.id):
        raise conflict(f"A device named {given['name']} exists already in this premise")
    body = {"premise_id": premise.id, "starting_number": None, **given}
    row = registers.add(call, furs.DEVICE, "device", given["name"], body, premise.id)
    return created(call, row.body)


def devices(call: Call) -> Reply:
    """``GET …/premises/{id}/devices``: a bare array."""
    premise = registers.find(call, furs.PREMISE, "Premise")
    return Reply([row.body for row in registers.listed(call, furs.DEVICE, premise.id)])


def get_device(call: Call) -> Reply:
    """``GET …/devices/{id}``."""
    return Reply(registers.find(call, furs.DEVICE, "Device").body)


def patch_device(call: Call) -> Reply:
    """``PATCH …/devices/{id}``: the first number, which only moves the series forward."""
    row = registers.find(call, furs.DEVICE, "Device")
    row.body = {**row.body, **sent(call.read(DevicePatch)), "updated_at": call.now}
    return Reply(row.body)


def fiscalize(call: Call) -> Reply:
    """Submit a pending document late: same ZOI, and the EOR at last."""
    document = lifecycle.find(call, call.path["id"])
    block = document.body["furs"] or {}
    if block.get("status") != "pending":
        raise refused("Only a document that waits for FURS can be submitted again")
    document.body = {**document.body, "furs": furs.submitted_late(call, document.id, block), "updated_at": call.now}
    return Reply(present(call, document))


ROUTES = (
    *settings_routes("furs", FursSettings, DEFAULTS, IMAGE_LIMIT),
    Route("POST", f"{BASE}/premises/real-estate", real_estate, Access.ADMIN),
    Route("POST", f"{BASE}/premises/movable", movable, Access.ADMIN),
    Route("GET", f"{BASE}/premises", premises),
    Route("POST", f"{BASE}/premises/{{id}}/close", close, Access.ADMIN),
    Route("POST", f"{BASE}/premises/{{id}}/devices", add_device, Access.ADMIN),
    Route("GET", f"{BASE}/premises/{{id}}/devices", devices),
    Route("GET", f"{BASE}/devices/{{id}}", get_device),
    Route("PATCH", f"{BASE}/devices/{{id}}", patch_device, Access.ADMIN),
    Route("POST", f"{BASE}/documents/{{id}}/fiscalize", fiscalize, Access.WRITE),
)
