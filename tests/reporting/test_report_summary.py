import re

import pytest

from harness.reporting import summary


def test_summary_has_verdicts_failures_gaps_and_gate(document, tmp_path):
    path = tmp_path / "summary"
    path.write_text("earlier step\n", encoding="utf-8")
    summary.append(document, path)
    earlier, text = path.read_text(encoding="utf-8").split("\n", 1)
    assert earlier == "earlier step"
    assert text.startswith("## Readiness: gate not passed")
    assert all(f"**{r.verdict}**" in text for r in document.readiness)
    assert "### Failures" in text
    assert "### Open gaps" in text
    assert "**another tax amount than the law asks** (blocker, DE, FR, 4 documents)" in text
    assert text.count("28 facts of law: 24 recalled, 1 single-source") == 3
    assert "✅ gaps are accepted" in text
    assert "2 planned items did not run." in text


def test_table_keeps_its_columns_whatever_names_say(document):
    readiness = document.readiness[0].model_copy(update={"name": "A|B", "reasons": ["x|y\nz"]})
    text = summary.markdown(document.model_copy(update={"readiness": [readiness]}))
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {10}


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a|b", r"a\|b"),
        ("<img src=x>", "&lt;img src=x&gt;"),
        ("`code` *b*", r"\`code\` \*b\*"),
        ("[x](http://e)", r"\[x\]\(http://e\)"),
        ("one\ntwo", "one two"),
        ("\x1b[31m", r"\\x1b\[31m"),
        ("@team", r"\@team"),
    ],
)
def test_escape(raw, shown):
    assert summary.escape(raw) == shown


def test_summary_is_trimmed_below_the_limit(document):
    failed = next(f for f in document.findings if f.verdict == "failed")
    many = [failed.model_copy(update={"code": str(n), "message": "é" * 300}) for n in range(3000)]
    text = summary.markdown(document.model_copy(update={"findings": many}))
    assert len(text.encode()) <= summary.LIMIT < 1024 * 1024
    assert text.endswith("cut here: the report of the run holds the rest.\n")
