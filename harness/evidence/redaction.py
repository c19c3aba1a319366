"""Takes secrets out of everything that is written, by value and by key, before it is written.

Known secrets are removed in each encoding in which they travel (raw, URL-quoted, base64, the Basic pair); unknown
ones by the shape of a key and by the name of the field that holds them. A PDF or an image is not text, but the
same byte replacement applies to it.
"""

from __future__ import annotations

import base64
import re
from urllib.parse import quote

MASK = "[redacted]"

_KEY_SHAPE = re.compile(rb"\b((?:sk|ek)_(?:sandbox|live|test)_)[A-Za-z0-9_\-]{4,}")
_AUTHORIZATION = re.compile(rb"(?im)^((?:proxy-)?authorization|cookie|set-cookie|x-api-key)(\s*:\s*)([^\r\n]+)")
_HEADERS = rb"(?:proxy-)?authorization|set-cookie|cookie|x-api-key"
_HEADER_IN_TEXT = re.compile(rb"(?i)\b(" + _HEADERS + rb")(\s*:\s*)[^\"'\\\r\n]+")
"""A header inside a command line or a message: its value ends with the quote that encloses it."""
_HEADER_AS_REPR = re.compile(rb"(?i)('(?:" + _HEADERS + rb")'\s*:\s*)'(?:[^'\\]|\\.)+'")
_JSON_FIELD = re.compile(
    rb'(?i)("(?:[a-z_]*(?:password|passphrase|token|secret|api_?key)|' + _HEADERS + rb')"\s*:\s*)"(?:[^"\\]|\\.)+"'
)
_URL_USERINFO = re.compile(rb"(https?://)[^/\s@\"'<>\\?#]+@")
_URL_QUERY = re.compile(rb"(?i)([?&](?:[a-z_]*(?:token|password|secret|api_?key)|key)=)[^&\s\"'<>\\]+")


class Redactor:
    """Knows the secrets of this run and removes them from bytes and text."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        self._values: dict[bytes, None] = {}
        for secret in secrets:
            self.learn(secret)

    def learn(self, secret: str) -> None:
        """Remember a secret; strings under eight characters are refused, since they would mask ordinary words."""
        if len(secret) < 8:
            raise ValueError("a secret of under 8 characters cannot be redacted by value")
        raw = secret.encode()
        encoded = base64.b64encode(raw)
        pair = base64.b64encode(raw + b":")
        for value in (raw, quote(secret, safe="").encode(), encoded, encoded.rstrip(b"="), pair, pair.rstrip(b"=")):
            self._values[value] = None

    def redact(self, data: bytes) -> bytes:
        """The bytes without secrets. Idempotent."""
        for value in self._values:
            data = data.replace(value, MASK.encode())
        data = _KEY_SHAPE.sub(rb"\1" + MASK.encode(), data)
        data = _AUTHORIZATION.sub(rb"\1\2" + MASK.encode(), data)
        data = _HEADER_IN_TEXT.sub(rb"\1\2" + MASK.encode(), data)
        data = _HEADER_AS_REPR.sub(rb"\1'" + MASK.encode() + b"'", data)
        data = _JSON_FIELD.sub(rb'\1"' + MASK.encode() + b'"', data)
        data = _URL_USERINFO.sub(rb"\1" + MASK.encode() + b"@", data)
        return _URL_QUERY.sub(rb"\1" + MASK.encode(), data)

    def redact_text(self, text: str) -> str:
        """The text without secrets."""
        return self.redact(text.encode("utf-8", "surrogatepass")).decode("utf-8", "replace")
