"""Portugal's series (contract section 23, which leaves their paths open)."""

from harness.sandbox.auth import Access
from harness.sandbox.call import Call, Reply, sent
from harness.sandbox.errors import conflict, refused
from harness.sandbox.fiscal import pt, registers
from harness.sandbox.ids import digest
from harness.sandbox.pipeline import Route
from harness.sandbox.routes.records import created, deleted_reply
from harness.sandbox.schemas.fiscal import PtSeries

BASE = "/fiscalization/pt/series"
_LETTERS = "BCDFGHJKLMNPQRSTVWXYZ23456789"


def _validation_code(call: Call, name: str) -> str:
    """Eight characters, as the simulated authority would give them to a series."""
    drawn = digest(call.server.seed, call.entity.id, "series", name)
    return "".join(_LETTERS[int(drawn[at : at + 4], 16) % len(_LETTERS)] for at in range(0, 32, 4))


def add(call: Call) -> Reply:
    """``POST …/series``: communicate a series; without a validation code the simulated authority gives one."""
    if call.entity.body["country_code"] != "PT":
        raise refused("Series are registered for Portuguese entities")
    given = sent(call.read(PtSeries))
    name, kind = given["series_code"], given["document_type"]
    if any(row.name == name and row.body["document_type"] == kind for row in registers.listed(call, pt.SERIES)):
        raise conflict(f"A series {name} exists already for {kind}")
    first = given.get("first_number") or given.get("initial_sequence") or 1
    code = given.get("validation_code") or _validation_code(call, f"{kind} {name}")
    body = {"is_manual": False, "start_date": None, **given, "validation_code": code, "first_number": first}
    return created(call, registers.add(call, pt.SERIES, "series", name, {**body, "last": None}).body)


def listing(call: Call) -> Reply:
    """``GET …/series``: a bare array."""
    return Reply([row.body for row in registers.listed(call, pt.SERIES)])


def delete(call: Call) -> Reply:
    """``DELETE …/series/{id}``: only while nothing was issued in it."""
    row = registers.find(call, pt.SERIES, "Series")
    if row.body["last"] is not None:
        raise refused("A series in which documents were issued cannot be removed")
    row.deleted = True
    return deleted_reply(call, row.body)


ROUTES = (
    Route("POST", BASE, add, Access.ADMIN),
    Route("GET", BASE, listing),
    Route("DELETE", f"{BASE}/{{id}}", delete, Access.ADMIN),
)
