"""Stored evidence: named by what it holds, kept once, whole or not at all, and free of secrets."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.evidence import ArtefactStore, Redactor

CANARY = "canary+7f/Q2=x~Zp.9_k-t"


@pytest.fixture
def store(tmp_path) -> ArtefactStore:
    return ArtefactStore(tmp_path, Redactor((CANARY,)))


def files(folder) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_file_is_named_by_its_digest(store, tmp_path):
    artefact = store.put(b"%PDF-1.7", "application/pdf")
    digest = hashlib.sha256(b"%PDF-1.7").hexdigest()

    assert (artefact.digest, artefact.media_type, artefact.size) == (digest, "application/pdf", 8)
    assert artefact.path == f"evidence/{digest[:2]}/{digest}.pdf"
    assert (tmp_path / artefact.path).read_bytes() == b"%PDF-1.7"


@pytest.mark.parametrize(
    ("media_type", "base", "suffix"),
    [
        ("application/json; charset=utf-8", "application/json", ".json"),
        ("Application/PDF", "application/pdf", ".pdf"),
        ("text/html;charset=UTF-8", "text/html", ".html.txt"),
        ("text/plain", "text/plain", ".txt"),
        ("image/png", "image/png", ".png"),
        ("message/http", "message/http", ".http"),
        ("application/../../x", "application/../../x", ".bin"),
        ("", "", ".bin"),
    ],
)
def test_the_media_type_gives_a_harmless_suffix(store, tmp_path, media_type, base, suffix):
    artefact = store.put(b"<script>", media_type)

    assert artefact.media_type == base
    assert artefact.path.endswith(f"{artefact.digest}{suffix}")
    assert files(tmp_path) == [artefact.path]


def test_equal_bytes_are_kept_once_and_not_written_again(store, tmp_path):
    first = store.put(b"same", "text/plain")
    written = (tmp_path / first.path).stat()
    second = ArtefactStore(tmp_path, Redactor()).put(b"same", "text/plain")
    after = (tmp_path / first.path).stat()

    assert first == second
    assert files(tmp_path) == [first.path]
    assert (after.st_ino, after.st_mtime_ns) == (written.st_ino, written.st_mtime_ns)


@given(blobs=st.lists(st.binary(max_size=40), max_size=8))
@settings(derandomize=True, deadline=None, max_examples=25)
def test_as_many_files_as_different_contents(tmp_path_factory, blobs):
    folder = tmp_path_factory.mktemp("store")
    store = ArtefactStore(folder, Redactor())
    kept = [store.put(blob, "application/octet-stream") for blob in blobs]

    assert len(files(folder)) == len(set(blobs))
    assert [(folder / artefact.path).read_bytes() for artefact in kept] == blobs


def test_secrets_never_reach_the_disk_and_the_digest_is_of_the_clean_bytes(store, tmp_path):
    artefact = store.put(f"key {CANARY}".encode(), "text/plain")
    stored = (tmp_path / artefact.path).read_bytes()

    assert stored == b"key [redacted]"
    assert artefact.digest == hashlib.sha256(stored).hexdigest()
    assert artefact.size == len(stored)


def test_nothing_half_written_is_left_when_writing_fails(store, tmp_path, monkeypatch):
    def fail(self, target):
        raise OSError("disk full")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        store.put(b"content", "text/plain")

    assert [name for name in files(tmp_path) if not name.endswith(".partial")] == []


def test_several_writers_of_the_same_bytes_do_not_disturb_each_other(tmp_path):
    def put(number: int) -> str:
        return ArtefactStore(tmp_path, Redactor()).put(b"shared" * 1000, "text/plain").path

    with ThreadPoolExecutor(4) as pool:
        paths = set(pool.map(put, range(16)))

    assert files(tmp_path) == sorted(paths)
    assert len(paths) == 1
