"""Downloads of e-invoices (contract sections 11.1 and 24)."""

from collections.abc import Callable

from harness.sandbox.call import Call, Handler, Reply
from harness.sandbox.documents import lifecycle
from harness.sandbox.documents.kinds import KINDS, Kind
from harness.sandbox.einvoice import forms
from harness.sandbox.einvoice.carrier import Carrier
from harness.sandbox.pipeline import Route
from harness.sandbox.routes.document_actions import setting_page
from harness.sandbox.tables import Document

XML = "application/xml"


def _download(kind: Kind, write: Callable[[Call, Document], bytes]) -> Handler:
    return lambda call: Reply(write(call, lifecycle.find(call, call.path["id"], kind.type)), media_type=XML)


def _zugferd(kind: Kind) -> Callable[[Call], Handler]:
    """Read the XML and what is printed, then set the page without holding a connection."""

    def prepared(call: Call) -> Handler:
        from harness.sandbox.rendering.hybrid import Attachment

        xml = forms.zugferd(call, lifecycle.find(call, call.path["id"], kind.type))
        return setting_page(call, Attachment(xml, call.seams.carrier(Carrier())))

    return prepared


def _routes(kind: Kind) -> tuple[Route, ...]:
    path = f"/{kind.collection}/{{id}}"
    return (
        Route("GET", f"{path}/xrechnung", _download(kind, forms.xrechnung)),
        Route("GET", f"{path}/zugferd", None, prepare=_zugferd(kind)),
    )


def _eslog(call: Call) -> Reply:
    """``GET /documents/{id}/eslog``: the contract names the operation and not its path."""
    return Reply(forms.eslog_xml(call, lifecycle.find(call, call.path["id"])), media_type=XML)


ROUTES = (
    *(route for kind in KINDS for route in _routes(kind)),
    Route("GET", "/documents/{id}/eslog", _eslog),
)
