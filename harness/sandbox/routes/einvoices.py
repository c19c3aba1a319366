"""Downloads of e-invoices (contract sections 11.1 and 24)."""

from collections.abc import Callable

from harness.sandbox.call import Call, Handler, Reply
from harness.sandbox.documents import lifecycle
from harness.sandbox.documents.kinds import KINDS, Kind
from harness.sandbox.einvoice import forms
from harness.sandbox.pipeline import Route
from harness.sandbox.tables import Document

XML = "application/xml"


def _download(kind: Kind, write: Callable[[Call, Document], bytes]) -> Handler:
    return lambda call: Reply(write(call, lifecycle.find(call, call.path["id"], kind.type)), media_type=XML)


ROUTES = tuple(Route("GET", f"/{kind.collection}/{{id}}/xrechnung", _download(kind, forms.xrechnung)) for kind in KINDS)
