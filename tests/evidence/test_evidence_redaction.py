"""Planted secrets: nothing that is written may hold one, in whatever encoding it travels."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.evidence.redaction import MASK, Redactor

CANARY = "canary+7f/Q2=x~Zp.9_k-t"
"""Holds every character that URL quoting and base64 treat in a way of their own, and no shape that gives it away."""
UNKNOWN = "Zx81-unknown-credential"
KEY = "sk_sandbox_4fQ9aB-c_7"

SECRETS = st.text(
    alphabet="ABCXYZabcxyz0189+/=~._-!$ üč", min_size=8, max_size=40
).filter(lambda text: text.strip() == text)  # fmt: skip


def encodings(secret: str) -> dict[str, str]:
    """The forms in which a known secret travels."""
    raw = secret.encode()
    return {
        "raw": secret,
        "quoted": quote(secret, safe=""),
        "base64": base64.b64encode(raw).decode(),
        "base64-unpadded": base64.b64encode(raw).decode().rstrip("="),
        "basic-pair": base64.b64encode(raw + b":").decode(),
        "basic-pair-unpadded": base64.b64encode(raw + b":").decode().rstrip("="),
    }


@pytest.fixture
def redactor() -> Redactor:
    return Redactor((CANARY,))


@pytest.mark.parametrize("form", sorted(encodings(CANARY)))
@pytest.mark.parametrize(
    "around", ["{}", "before {} after", '{{"note": "{}"}}', "x={}&y=1", "\n{}\n", "<{}>", "{0}{0}"]
)
def test_a_known_secret_is_masked_in_every_encoding(redactor, form, around):
    secret = encodings(CANARY)[form]
    clean = redactor.redact_text(around.format(secret))

    assert secret not in clean
    assert MASK in clean


@given(secret=SECRETS, before=st.text(max_size=12), after=st.text(max_size=12))
@settings(derandomize=True, deadline=None, max_examples=120)
def test_any_known_secret_is_masked_in_every_encoding(secret, before, after):
    redactor = Redactor((secret,))
    for value in encodings(secret).values():
        clean = redactor.redact(f"{before}{value}{after}".encode("utf-8", "surrogatepass"))

        assert value.encode() not in clean


def test_a_secret_learned_late_is_masked_from_then_on(redactor):
    assert UNKNOWN in redactor.redact_text(UNKNOWN)
    redactor.learn(UNKNOWN)
    assert redactor.redact_text(f"{UNKNOWN} {CANARY}") == f"{MASK} {MASK}"


@pytest.mark.parametrize("short", ["", "a", "1234567"])
def test_a_short_secret_is_refused_instead_of_masking_words(short):
    with pytest.raises(ValueError, match="8 characters"):
        Redactor((short,))


@pytest.mark.parametrize("prefix", ["sk_sandbox_", "ek_sandbox_", "sk_live_", "ek_live_", "sk_test_", "ek_test_"])
@pytest.mark.parametrize("around", ["{}", "key={};", '"{}"', "'{}'", "\u017e {} \u017e", "/{}/"])
def test_an_unknown_key_is_masked_by_its_shape(prefix, around):
    clean = Redactor().redact_text(around.format(prefix + "Aa0_9-zzQ"))

    assert "Aa0_9-zzQ" not in clean
    assert clean == around.format(prefix + MASK)


@pytest.mark.parametrize("text", ["task_sandbox_manager", "sk_sandbox_", "sk_sandbox_...", "ask_live_music"])
def test_what_only_resembles_a_key_stays(text):
    assert Redactor().redact_text(text) == text


@pytest.mark.parametrize("scheme", ["Bearer ", "Basic ", "Token token=", "AWS4-HMAC-SHA256 Credential=", "Weird  ", ""])
@pytest.mark.parametrize(
    "name", ["Authorization", "authorization", "PROXY-AUTHORIZATION", "Cookie", "Set-Cookie", "X-Api-Key"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_credentials_in_headers_are_masked_whatever_the_scheme(name, scheme, newline):
    head = f"GET /v1{newline}Accept: */*{newline}{name}: {scheme}{UNKNOWN}{newline}Date: today{newline}{newline}body"
    clean = Redactor().redact_text(head)

    assert clean == f"GET /v1{newline}Accept: */*{newline}{name}: {MASK}{newline}Date: today{newline}{newline}body"


@pytest.mark.parametrize("name", ["Authorization", "Cookie", "X-Api-Key"])
@pytest.mark.parametrize(
    "form",
    [
        "curl -H '{name}: Token {secret}' http://127.0.0.1/v1",
        'error: sent "{name}: Token {secret}"',
        '{{"{name}": "Token {secret}"}}',
        "{{'{name}': 'Token {secret}'}}",
    ],
)
def test_credentials_are_masked_in_the_middle_of_a_line_too(name, form):
    """Curl lines, messages of exceptions, headers as JSON, and headers as Python prints them."""
    assert UNKNOWN not in Redactor().redact_text(form.format(name=name, secret=UNKNOWN))


FIELDS = ["password", "new_password", "passphrase", "access_token", "refresh_token", "token", "secret", "api_key"]


@pytest.mark.parametrize("field", [*FIELDS, "PASSWORD", "Token"])
@pytest.mark.parametrize("separators", [(", ", ": "), (",", ":")])
@pytest.mark.parametrize("value", [UNKNOWN, 'with "quotes" and \\ backslash', "with blanks", "ü\u2028ž", "x"])
def test_json_fields_are_masked_by_name_and_the_rest_stays(field, separators, value):
    body = json.dumps({"name": "Kavarna", field: value, "note": "keep"}, separators=separators)
    clean = Redactor().redact_text(body)

    assert json.loads(clean) == {"name": "Kavarna", field: MASK, "note": "keep"}


@pytest.mark.parametrize("field", ["accessToken", "apiKey", "client_secret", "webhook_secret", "user_token"])
def test_json_fields_with_longer_names_are_masked(field):
    assert json.loads(Redactor().redact_text(json.dumps({field: UNKNOWN}))) == {field: MASK}


@pytest.mark.parametrize(
    "body", [{"tokens": 3}, {"password": ""}, {"password": None}, {"secretary": "Ana"}, {"key": 1}]
)
def test_ordinary_json_fields_stay(body):
    assert json.loads(Redactor().redact_text(json.dumps(body))) == body


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        (f"https://user:{UNKNOWN}@host.example/v1", f"https://{MASK}@host.example/v1"),
        (f"http://user:{UNKNOWN}@127.0.0.1:8000", f"http://{MASK}@127.0.0.1:8000"),
        (f"https://host/?token={UNKNOWN}", f"https://host/?token={MASK}"),
        (f"https://host/?a=1&api_key={UNKNOWN}&b=2", f"https://host/?a=1&api_key={MASK}&b=2"),
        (f"https://host/?key={UNKNOWN}#top", f"https://host/?key={MASK}"),
        (f"https://host/?ACCESS_TOKEN={UNKNOWN}", f"https://host/?ACCESS_TOKEN={MASK}"),
        (f'<a href="https://host/?secret={UNKNOWN}">', f'<a href="https://host/?secret={MASK}">'),
        ("https://host/?page=2&monkey=banana", "https://host/?page=2&monkey=banana"),
        ("mail to a:b@host", "mail to a:b@host"),
    ],
)
def test_urls_lose_user_info_and_secret_parameters(url, clean):
    assert Redactor().redact_text(url) == clean


@pytest.mark.parametrize(
    "url",
    [
        f"https://{UNKNOWN}@host.example/",
        f"https://:{UNKNOWN}@host.example/",
        f"https://host/?password={UNKNOWN}",
        f"https://host/?refresh_token={UNKNOWN}",
    ],
)
def test_urls_lose_lone_tokens_and_passwords(url):
    assert UNKNOWN not in Redactor().redact_text(url)


@pytest.mark.parametrize(
    "body",
    [
        {"website": "https://shop.example", "email": "ana@shop.example"},
        {"website": "http://shop.example:8443", "email": "ana@shop.example"},
        {"a": ["https://one.example", "x:y@z"], "b": "c@d"},
    ],
)
@pytest.mark.parametrize("separators", [(", ", ": "), (",", ":")])
def test_a_body_without_secrets_is_kept_to_the_letter(body, separators):
    """Also where an address is followed by a mail address, as in the answer about an entity."""
    text = json.dumps(body, separators=separators)

    assert Redactor().redact_text(text) == text


@pytest.mark.parametrize(
    "message", [f'GET "https://host/?key={UNKNOWN}" failed', f'"https://u:{UNKNOWN}@host" refused', f'"{KEY}"']
)
def test_json_stays_json_when_a_message_quotes_an_address(message):
    clean = json.loads(Redactor().redact_text(json.dumps({"message": message, "code": "x"})))

    assert clean["code"] == "x"
    assert UNKNOWN not in clean["message"]


FRAGMENTS = [
    "sk_sandbox_abcd1234", "Authorization: Bearer abc", '"password": "p\\"w"', "https://u:p@h/?token=t", MASK, CANARY,
    "\n", "\r\n", "@", ":", '"', "&key=", "ek_live_", "ž", "x", " ",
]  # fmt: skip


@given(parts=st.lists(st.sampled_from(FRAGMENTS), max_size=8))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_redaction_is_idempotent(parts):
    redactor = Redactor((CANARY,))
    once = redactor.redact("".join(parts).encode())

    assert redactor.redact(once) == once


@given(data=st.binary(max_size=200))
@settings(derandomize=True, deadline=None, max_examples=60)
def test_bytes_without_secrets_stay_as_they_are(data):
    assert Redactor((CANARY,)).redact(data) == data


def test_a_pdf_keeps_its_bytes_except_for_the_secret(redactor):
    page = b"%PDF-1.7\n\xff\x00\xfe stream " + CANARY.encode() + b" endstream \x80"

    assert redactor.redact(page) == b"%PDF-1.7\n\xff\x00\xfe stream " + MASK.encode() + b" endstream \x80"


def test_text_with_lone_surrogates_can_be_redacted(redactor):
    clean = redactor.redact_text(f"\ud800 {CANARY}")

    assert clean.endswith(MASK)
    clean.encode()
