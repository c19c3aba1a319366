"""PDFs made to harm their reader: each ends in facts or a typed error, within the time, and the next one is read."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator, Sequence

import pytest

from harness.reading import Labels, UnreadablePdf, read_pdf
from harness.reading.einvoice import read_hybrid
from harness.reading.errors import TooCostly
from harness.reading.room import MOST_BYTES, ReadingRoom

SECONDS = 1.5
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
TEXTS = b"<</Font<</F1 4 0 R>>>>"
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"


def file_of(objects: Sequence[bytes]) -> bytes:
    out, starts = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size, at = len(objects) + 1, len(out)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, at)
    return bytes(out) + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def stream(data: bytes, more: bytes = b"/Filter/FlateDecode") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), more, data)


def page(content: bytes, box: bytes = b"[0 0 595 842]", resources: bytes = TEXTS, more: Sequence[bytes] = ()) -> bytes:
    """One page with a compressed content, as object 5; further objects from 6."""
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 5 0 R/Resources%s>>" % (box, resources)
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return file_of([CATALOG, pages, leaf, FONT, content, *more])


def deflated(operators: bytes) -> bytes:
    return stream(zlib.compress(operators, 9))


def bomb(megabytes: int) -> bytes:
    """Blanks, in blocks that are packed once and repeated; the check sum at the end is left out."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + block * megabytes + b"\x03\x00"


def nested_forms(depth: int, fan: int) -> bytes:
    """Forms that each paint the next ones: ``fan`` to the power of ``depth`` squares."""
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]%s/Length %d>>stream\n%s\nendstream"
    forms = []
    for level in range(depth):
        body = b"/X%d Do " % (level + 1) * fan
        inner = b"/Resources<</XObject<</X%d %d 0 R>>>>" % (level + 1, 7 + level)
        forms.append(head % (inner, len(body), body))
    forms.append(head % (b"", 14, b"0 0 1 1 re f  "))
    return page(deflated(b"/X0 Do "), resources=b"<</XObject<</X0 6 0 R>>>>", more=forms)


def pictures(count: int, side: int, data: bytes) -> bytes:
    about = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8" % (side, side)
    image = stream(data, about + b"/Filter/FlateDecode")
    content = deflated(b"q 99 0 0 99 50 50 cm /I Do Q " * count)
    return page(content, resources=b"<</XObject<</I 6 0 R>>>>", more=[image])


def tree(*nodes: bytes) -> bytes:
    return file_of([CATALOG, *nodes])


READ = "read"
HOSTILE: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "200 000 operators": (lambda: page(deflated(b"BT /F1 9 Tf " + b"(x) Tj " * 200_000 + b"ET")), {READ, "TooCostly"}),
    "a million squares": (lambda: page(deflated(b"10 10 5 5 re f " * 1_000_000)), {READ, "TooCostly"}),
    "bomb in a stream": (lambda: page(stream(bomb(2000))), {"TooCostly"}),
    "bomb in a bomb": (
        lambda: page(stream(zlib.compress(bomb(2000), 9), b"/Filter[/FlateDecode/FlateDecode]")),
        {"TooCostly"},
    ),
    "square kilometres": (lambda: page(deflated(b"0 0 1e9 1e9 re f"), b"[0 0 1e9 1e9]"), {READ, "UnreadablePdf"}),
    "white on a large page": (
        lambda: page(deflated(b"1 1 1 rg BT /F1 9 Tf 20 20 Td (Invoice) Tj ET"), b"[0 0 14400 14400]"),
        {READ},
    ),
    "tree that is its own child": (lambda: tree(b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"), {"UnreadablePdf"}),
    "tree in a circle": (
        lambda: tree(b"<</Type/Pages/Kids[3 0 R]/Count 199>>", b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 199>>"),
        {"UnreadablePdf"},
    ),
    "endless count": (lambda: tree(b"<</Type/Pages/Kids[]/Count 2000000000>>"), {"UnreadablePdf"}),
    "deep array": (lambda: tree(b"<</Type/Pages/Count 1/X" + b"[" * 100_000 + b">>"), {"UnreadablePdf"}),
    "form in itself": (
        lambda: page(
            deflated(b"/X Do"),
            resources=b"<</XObject<</X 6 0 R>>>>",
            more=[
                b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length 5>>stream\n"
                b"/X Do\nendstream"
            ],
        ),
        {READ},
    ),
    "forms to the twelfth power": (lambda: nested_forms(12, 16), {"TooCostly"}),
    "image of a billion pixels": (lambda: pictures(1, 30_000, bomb(4)), {READ}),
    "20 000 images": (lambda: pictures(20_000, 300, zlib.compress(bytes(270_000), 9)), {"TooCostly"}),
    "nothing": (lambda: b"", {"UnreadablePdf"}),
    "a web page": (lambda: b"<html>", {"UnreadablePdf"}),
    "large file": (lambda: b"%PDF-1.7" + bytes(MOST_BYTES), {"TooCostly"}),
}


@pytest.fixture(scope="module")
def room(labels: Labels) -> Iterator[ReadingRoom]:
    opened = ReadingRoom(labels, seconds=SECONDS, megabytes=512)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def plain(labels: Labels) -> bytes:
    data = page(deflated(b"BT /F1 12 Tf 40 800 Td (Invoice number: 2026-17) Tj ET"))
    assert read_pdf(data, labels).number.value == "2026-17"
    return data


def outcome(room: ReadingRoom, data: bytes) -> tuple[str, str]:
    try:
        room.read(data)
    except UnreadablePdf as error:
        return type(error).__name__, error.reason
    return READ, READ


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_time_and_the_next_is_read(name: str, room: ReadingRoom, plain: bytes) -> None:
    make, allowed = HOSTILE[name]
    data = make()
    room.read(plain)  # so that the time of the start is not counted
    started = time.perf_counter()
    came_to, reason = outcome(room, data)
    assert time.perf_counter() - started < 3 * SECONDS
    assert came_to in allowed
    assert reason
    assert room.read(plain).number.value == "2026-17"


def test_the_same_facts_as_in_this_process(room: ReadingRoom, plain: bytes, labels: Labels) -> None:
    assert room.read(plain) == read_pdf(plain, labels)
    assert room.read(plain, codes=True).symbols == ()


def test_the_carrier_of_an_einvoice_is_read_apart_too(room: ReadingRoom, plain: bytes) -> None:
    assert room.read_hybrid(plain) == read_hybrid(plain)
    with pytest.raises(UnreadablePdf):
        room.read_hybrid(b"%PDF-1.7\nhello")
    assert room.read_hybrid(plain).attachments == ()


def test_a_room_that_was_closed_opens_again(labels: Labels, plain: bytes) -> None:
    room = ReadingRoom(labels)
    assert room.read(plain).number
    room.close()
    assert room.read(plain).number
    room.close()
    room.close()


def test_an_interrupted_caller_does_not_get_the_answer_later(labels: Labels, plain: bytes, monkeypatch) -> None:
    room = ReadingRoom(labels)
    room.read(plain)
    monkeypatch.setattr(type(room._pipe), "poll", _interrupted)
    with pytest.raises(KeyboardInterrupt):
        room.read(page(deflated(b"BT /F1 12 Tf 40 800 Td (Invoice number: 2026-99) Tj ET")))
    monkeypatch.undo()
    assert room.read(plain).number.value == "2026-17"
    room.close()


def _interrupted(*_: object) -> bool:
    raise KeyboardInterrupt


def test_a_limit_is_an_error_of_reading() -> None:
    assert issubclass(TooCostly, UnreadablePdf)
