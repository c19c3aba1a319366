"""Operations on documents of any type: finalize, delete, next number, calculate, PDF and HTML (section 11.1)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from harness.sandbox import clock, numbering
from harness.sandbox.auth import Access
from harness.sandbox.call import Call, Handler, Reply, sent
from harness.sandbox.documents import lifecycle
from harness.sandbox.documents.content import build, prepare
from harness.sandbox.documents.foreign_marks import foreign_image, with_footer
from harness.sandbox.documents.kinds import kind_of_type
from harness.sandbox.errors import invalid, refused
from harness.sandbox.fiscal import issue
from harness.sandbox.pipeline import Route
from harness.sandbox.routes.documents import present
from harness.sandbox.routes.records import deleted_reply
from harness.sandbox.schemas.documents import DocumentCreate, Finalize
from harness.sandbox.tables import Document, StoredFile

if TYPE_CHECKING:
    from harness.sandbox.rendering.hybrid import Attachment

Json = dict[str, Any]
PDF = "application/pdf"
HTML = "text/html"


def _document(call: Call) -> Document:
    kind = kind_of_type(call.query["type"]).type if "type" in call.query else None
    return lifecycle.find(call, call.path["id"], kind)


def finalize(call: Call) -> Reply:
    """``POST /documents/{id}/finalize``."""
    fiscal = sent(call.read(Finalize, optional=True))
    document = _document(call)
    lifecycle.finalize(call, document, fiscal)
    return Reply(present(call, document))


def delete_draft(call: Call) -> Reply:
    """``DELETE /documents/{id}``: drafts only."""
    document = _document(call)
    lifecycle.delete_draft(call, document)
    return deleted_reply(call, document.body)


def next_number(call: Call) -> Reply:
    """``GET /documents/next-number``: a preview that takes nothing."""
    kind = kind_of_type(call.query.get("type") or "invoice")
    day: date = clock.today(call.server.clock, call.entity.body["timezone"])
    server = call.server
    number = numbering.preview(call.session, call.entity, kind.type, day.year, server.profile, call.seams)
    return Reply({"number": number, "furs": None, "fina": None, "pt": None, **issue.preview(call, kind.type)})


def calculate(call: Call) -> Handler:
    """``POST /documents/calculate``: the totals of a document that is not stored."""
    kind = kind_of_type(call.query.get("type") or "invoice")
    basis = prepare(call, kind, sent(call.read(DocumentCreate)))
    return lambda reading: Reply(build(reading, basis, stores=False))


def _logo(call: Call) -> bytes | None:
    settings = call.entity.body["settings"]
    if call.server.profile.logo_needs_has_logo and not settings.get("has_logo"):
        return None
    return _stored(call, "logo")


def _signature(call: Call) -> bytes | None:
    return _stored(call, "signature") if call.entity.body["settings"].get("has_signature") else None


def _stored(call: Call, category: str) -> bytes | None:
    query = select(StoredFile).filter_by(entity_id=call.entity.id, category=category, deleted=False)
    row = call.session.scalars(query).first()
    return row.data if row else None


def _printed(call: Call) -> dict[str, Any]:
    """What the renderer gets: the document and entity as this request's seams show them."""
    entity = call.entity.body
    settings = entity["settings"]
    seen = {
        "primary_color": call.seams.colour_for(settings.get("primary_color")),
        "logo_scale_percent": call.seams.logo_percent(settings.get("logo_scale_percent")),
    }
    return {
        "document": with_footer(call, call.seams.document_as_printed(present(call, _document(call)))),
        "entity": {**entity, "settings": {**settings, **seen}},
        "language": call.query.get("language"),
        "locale": call.query.get("locale"),
        "template": call.query.get("template"),
        "logo": call.seams.logo_for(_logo(call), lambda: foreign_image(call, "logo")),
        "signature": call.seams.signature_for(_signature(call), lambda: foreign_image(call, "signature")),
        "steps": call.seams,
    }


def pdf(call: Call) -> Handler:
    """``GET /documents/{id}/pdf``."""
    return setting_page(call)


def setting_page(call: Call, attachment: "Attachment | None" = None) -> Handler:
    """Read what is printed, then set it without holding a connection; with an attachment as a hybrid invoice."""
    from harness.sandbox.rendering import RenderingError, render_pdf

    printed = _printed(call)
    if attachment is not None:
        printed["document"] = call.seams.hybrid_page(printed["document"])

    def render(_: Call) -> Reply:
        try:
            page = render_pdf(**printed, attachment=attachment)
            return Reply(call.seams.page_as_set(page), media_type=PDF)
        except RenderingError as error:
            raise _unrenderable(call, error) from error

    return render


def html(call: Call) -> Handler:
    """``GET /documents/{id}/html``."""
    from harness.sandbox.rendering import RenderingError, render_html

    printed = _printed(call)

    def render(_: Call) -> Reply:
        try:
            return Reply(render_html(**printed), media_type=HTML)
        except RenderingError as error:
            raise _unrenderable(call, error) from error

    return render


def _unrenderable(call: Call, error: Exception) -> Exception:
    """422 that names the parameter when one was sent, else the document itself."""
    for name in ("language", "locale", "template"):
        if call.query.get(name) and repr(call.query[name]) in str(error):
            return invalid([name], str(error), "invalid_enum_value")
    return refused(str(error))


ROUTES = (
    Route("GET", "/documents/next-number", next_number),
    Route("POST", "/documents/calculate", None, prepare=calculate, changes=False),
    Route("POST", "/documents/{id}/finalize", finalize, Access.WRITE),
    Route("DELETE", "/documents/{id}", delete_draft, Access.WRITE),
    Route("GET", "/documents/{id}/pdf", None, prepare=pdf),
    Route("GET", "/documents/{id}/html", None, prepare=html),
)
