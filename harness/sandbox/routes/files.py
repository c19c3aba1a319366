"""Files: the logo and other images of an entity (contract section 20)."""

from pathlib import PurePosixPath
from typing import Any, get_args

from sqlalchemy import select

from harness.sandbox.auth import Access
from harness.sandbox.call import IMAGE_LIMIT, Call, Reply
from harness.sandbox.errors import bad_request, invalid, not_found, too_large
from harness.sandbox.images import ImageFacts, read_image
from harness.sandbox.listing import list_reply
from harness.sandbox.multipart import Upload, read_upload
from harness.sandbox.pipeline import Route
from harness.sandbox.routes.records import created, deleted_reply
from harness.sandbox.schemas.files import Category
from harness.sandbox.tables import StoredFile

Json = dict[str, Any]
FORM_OVERHEAD = 64 * 1024
_NO_DOCUMENT = dict.fromkeys(("invoice_id", "estimate_id", "credit_note_id", "advance_invoice_id"))


def _upload(call: Call) -> Upload:
    content_type = call.headers.get("content-type", "")
    if not content_type.lower().startswith("multipart/form-data"):
        raise bad_request("The Content-Type of an upload must be multipart/form-data")
    upload = read_upload(content_type, call.raw)
    if len(upload.data) > IMAGE_LIMIT:
        raise too_large(IMAGE_LIMIT)
    return upload


def _image(upload: Upload) -> ImageFacts:
    found = read_image(upload.data)
    if found is None:
        raise invalid(["file"], "The file must be a PNG, JPG, WEBP or GIF image")
    return found


def _replace(call: Call, category: str) -> None:
    if category == "attachment":
        return
    for row in call.session.scalars(select(StoredFile).filter_by(entity_id=call.entity.id, category=category)):
        call.session.delete(row)


def _store(call: Call, upload: Upload, category: str) -> Json:
    facts = _image(upload)
    _replace(call, category)
    identity = call.new_id("file")
    url = f"/files/{identity}"
    body: Json = {
        "id": identity,
        "entity_id": call.entity.id,
        **_NO_DOCUMENT,
        "category": category,
        "url": url,
        "secure_url": url,
        "secureUrl": url,
        "public_id": identity,
        "publicId": identity,
        "format": facts.format,
        "width": facts.width,
        "height": facts.height,
        "bytes": len(upload.data),
        "filename": PurePosixPath(upload.filename.replace("\\", "/")).name,
        "mime_type": facts.mime_type,
        "metadata": {},
        "created_at": call.now,
        "updated_at": call.now,
    }
    call.session.add(StoredFile(id=identity, entity_id=call.entity.id, body=body, category=category, data=upload.data))
    return body


def upload_logo(call: Call) -> Reply:
    """``POST /upload/image``: sets the entity's logo."""
    return created(call, _store(call, _upload(call), "logo"))


def upload(call: Call) -> Reply:
    """``POST /files``: an image of a category; logo and signature replace the one before."""
    found = _upload(call)
    category = found.fields.get("category", "")
    if category not in get_args(Category):
        raise invalid(["category"], f"category must be one of {', '.join(get_args(Category))}", "invalid_enum_value")
    return created(call, _store(call, found, category))


def listing(call: Call) -> Reply:
    """``GET /files``: also by ``category``."""
    rows = call.session.scalars(select(StoredFile).filter_by(entity_id=call.entity.id, deleted=False))
    wanted = call.query.get("category")
    return list_reply(call, [row.body for row in rows if wanted in (None, row.category)])


def _find(call: Call) -> StoredFile:
    row = call.load(StoredFile, call.path["id"])
    if row is None:
        raise not_found("File")
    return row


def get(call: Call) -> Reply:
    """``GET /files/{id}``: the file object."""
    return Reply(_find(call).body)


def delete(call: Call) -> Reply:
    """``DELETE /files/{id}``."""
    row = _find(call)
    call.session.delete(row)
    return deleted_reply(call, row.body)


ROUTES = (
    Route("POST", "/upload/image", upload_logo, Access.WRITE, limit=IMAGE_LIMIT + FORM_OVERHEAD),
    Route("POST", "/files", upload, Access.WRITE, limit=IMAGE_LIMIT + FORM_OVERHEAD),
    Route("GET", "/files", listing),
    Route("GET", "/files/{id}", get),
    Route("DELETE", "/files/{id}", delete, Access.WRITE),
)
