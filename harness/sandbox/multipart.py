"""Multipart bodies of uploads."""

import io
from dataclasses import dataclass

from python_multipart import parse_form
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File

from harness.sandbox.errors import bad_request


@dataclass(frozen=True)
class Upload:
    """The file of a form, its name as the client gave it, and the form's other fields."""

    data: bytes
    filename: str
    fields: dict[str, str]


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace")


def read_upload(content_type: str, body: bytes) -> Upload:
    """The upload in a multipart body. 400 when the body is no form or holds no part named ``file``."""
    fields: dict[str, str] = {}
    files: list[Upload] = []

    def on_field(field: Field) -> None:
        fields[_text(field.field_name)] = _text(field.value)

    def on_file(file: File) -> None:
        with file.file_object as stored:  # a large part lies on disk until it is closed
            stored.seek(0)
            if file.field_name == b"file":
                files.append(Upload(stored.read(), _text(file.file_name), fields))

    headers = {"Content-Type": content_type.encode(), "Content-Length": str(len(body)).encode()}
    try:
        parse_form(headers, io.BytesIO(body), on_field, on_file)
    except (FormParserError, ValueError) as error:
        raise bad_request("The request body is not a valid multipart form") from error
    if not files:
        raise bad_request("The form has no part named file")
    return files[0]
