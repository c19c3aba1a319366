import pytest

from harness.reporting.pages import Gallery, Mark
from harness.reporting.stored import SHOWN, Stored
from harness.reporting.text import one_line, plural, visible
from harness.run.record.document import ArtefactRecord


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("a\r\nb", "a\nb"),
        ("\x1b[31m\x00\x7f\x9b", "\\x1b[31m\\x00\\x7f\\x9b"),
        ("\u202e\u2066", "\\u202e\\u2066"),
        ("\ud800", "\\ud800"),
        ("Žižek ß 東京", "Žižek ß 東京"),
    ],
)
def test_visible(raw, shown):
    assert visible(raw) == shown


def test_one_line_is_one_line_and_short():
    assert one_line("a\n b\x1b") == "a b\\x1b"
    assert one_line("x" * 400, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("count", "noun", "words"),
    [(1, "gap", "1 gap"), (0, "gap", "0 gaps"), (2, "country", "2 countries"), (1234, "finding", "1,234 findings")],
)
def test_plural(count, noun, words):
    assert plural(count, noun) == words


@pytest.fixture
def stored_as(document, tmp_path):
    def store(data):
        (tmp_path / "file").write_bytes(data)
        record = ArtefactRecord(path="file", media_type="message/http", size=len(data))
        return Stored(document.model_copy(update={"artefacts": {"d": record}}), tmp_path).text("d")

    return store


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (b'POST /x\r\na: b\r\n\r\n{"p": 1.10}', 'POST /x\na: b\n\n{\n  "p": 1.10\n}'),
        (b"HTTP 200\na: b\n\n[1]", "HTTP 200\na: b\n\n[\n  1\n]"),
        (b'{"a":"{ [ ], }\\"","b":[],"c":{ }}', '{\n  "a": "{ [ ], }\\"",\n  "b": [],\n  "c": {}\n}'),
        (b'{"a": 1}', '{\n  "a": 1\n}'),
        (b"HTTP 502\n\n<b>no</b>", "HTTP 502\n\n<b>no</b>"),
        (b"HTTP 200\n\n\xff\xfe\x00", "HTTP 200\n\n(3 bytes that are no text)"),
        (b"%PDF-1.7\n\n\xff", "(11 bytes that are no text)"),
    ],
)
def test_stored_messages_become_readable(stored_as, data, shown):
    assert stored_as(data) == shown


def test_long_messages_are_cut_and_counted(stored_as):
    assert stored_as(b"x" * (SHOWN + 7)).endswith("… 7 more characters in the stored file")


def test_gallery_draws_each_page_once_and_stops_at_its_limit(document, folder, page_image):
    drawn = []

    def counting(data, page, boxes):
        drawn.append(page)
        return page_image(data, page, boxes)

    gallery = Gallery(Stored(document, folder), counting, limit=1)
    first, second = [d for d, a in document.artefacts.items() if a.media_type == "application/pdf"][:2]
    sheet = gallery.sheet(first, 1, [Mark((100.0, 100.0, 140.0, 120.0), "x")])
    assert (sheet.page.width, sheet.page.height) == (595.0, 842.0)
    assert gallery.sheet(first, 1, ()).page is sheet.page
    assert gallery.sheet(first, 9, ()) is None
    assert gallery.sheet(second, 1, ()) is None
    assert drawn == [1]
    left, top, width, height = sheet.cut
    assert 0 <= left <= 100
    assert left + width >= 140
    assert top <= 100
    assert top + height >= 120
