import re
from html.parser import HTMLParser

import pytest

from harness.model.finding import Verdict
from harness.reporting import html


class Elements(HTMLParser):
    """Every start tag with its attributes, and the text outside of script and style."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.text, self._quiet = [], [], False
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._quiet = tag in ("script", "style")

    def handle_endtag(self, tag):
        self._quiet = self._quiet and tag not in ("script", "style")

    def handle_data(self, data):
        if not self._quiet:
            self.text.append(data)

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(scope="module")
def source(document, folder, page_image):
    return html.render(document, folder, page_image)


@pytest.fixture(scope="module")
def page(source):
    return Elements(source)


def test_hostile_text_is_shown_and_never_acts(source, page):
    assert len(page.all("script")) == 1
    assert "<script>alert" not in source
    assert '<script>alert("x")</script> \\x1b[31mAcme|Co & Söhne\\x00 \\u202egpj' in "".join(page.text)
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", source)


def test_policy_forbids_every_request_and_nothing_asks_for_one(page):
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert not page.all("link")
    assert all("src" not in attrs for _, attrs in page.tags)
    addresses = [attrs["href"] for tag, attrs in page.tags if "href" in attrs]
    assert addresses
    assert all(a.startswith(("#", "data:image/png;base64,", "evidence/")) for a in addresses)


def test_every_fragment_link_has_its_target(page):
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    wanted = {a["href"][1:] for _, a in page.tags if a.get("href", "").startswith("#")}
    assert wanted <= set(ids)


def test_matrix_holds_every_requirement_in_every_country(document, page):
    cells = [a for a in page.all("td") if "data-verdict" in a]
    expected = sorted((r.country, s.verdict) for r in document.readiness for s in r.standings)
    assert sorted((a["data-country"], a["data-verdict"]) for a in cells) == expected


def test_verdicts_carry_words_not_colour_alone(page):
    text = "".join(page.text)
    assert {word for _, word in html.VERDICTS.values()} & set(re.findall(r"[a-z ]+", text)) >= {
        "passed",
        "failed",
        "gap",
        "unverifiable",
        "broken",
        "not run",
    }


def test_page_images_are_embedded_once_per_page_and_marked(page):
    symbols = [a["id"] for a in page.all("symbol")]
    used = {a["href"] for a in page.all("use")}
    assert len(symbols) == len(page.all("image")) == 6
    assert used == {f"#{s}" for s in symbols}
    assert {a["class"] for a in page.all("rect")} == {"mark passed", "mark failed", "mark unverifiable"}


def test_not_one_failure_gap_or_unverifiable_finding_is_left_out(document, page):
    looked_at = [f for f in document.findings if f.verdict is not Verdict.PASSED]
    cards = [a["class"] for a in page.all("article") if a["class"].startswith("card ")]
    assert sorted(cards) == sorted(f"card {f.verdict}" for f in looked_at)


@pytest.mark.parametrize(
    ("fidelity", "css", "words"),
    [
        ("embedded", "fidelity rehearsal", "Seen on the embedded sandbox: a rehearsal, not proof about the vendor."),
        ("local", "fidelity rehearsal", "Seen on another server of this machine: a rehearsal"),
        ("vendor-sandbox", "fidelity vendor", "Seen on the vendor's sandbox on 2026-11-02."),
    ],
)
def test_fidelity_is_unmistakable(build_run, tmp_path, page_image, fidelity, css, words):
    page = Elements(html.render(build_run(tmp_path, 1, fidelity), tmp_path, page_image))
    assert css in [a.get("class") for a in page.all("div")]
    assert words in "".join(page.text)


@pytest.mark.parametrize("problem", [ValueError("encrypted"), RuntimeError("no page"), OSError("gone")])
def test_a_page_that_cannot_be_drawn_is_named_and_stops_nothing(document, folder, problem):
    def broken(data, page, boxes):
        raise problem

    page = Elements(html.render(document, folder, broken))
    assert not page.all("symbol")
    assert f"page 1 cannot be shown: {problem}" in "".join(page.text)


def test_missing_and_outside_files_are_never_read(document, tmp_path, page_image):
    (tmp_path / "secret.txt").write_text("s3cret")
    folder = tmp_path / "run"
    folder.mkdir()
    stray = {digest: a.model_copy(update={"path": "../secret.txt"}) for digest, a in document.artefacts.items()}
    source = html.render(document.model_copy(update={"artefacts": stray}), folder, page_image)
    assert "s3cret" not in source
    assert "secret.txt" not in source
    assert "(not stored)" in source


def test_interrupted_and_empty_runs_never_look_finished(document, folder, page_image):
    run = document.run.model_copy(update={"interrupted": "SIGTERM", "finished_at": None})
    empty = document.model_copy(
        update={
            "run": run,
            "readiness": [],
            "plan": [],
            "results": [],
            "findings": [],
            "requirements": {},
            "exchanges": [],
        }
    )
    text = "".join(Elements(html.render(empty, folder, page_image)).text)
    assert html.headline(empty) == "The run did not come to its end"
    assert "SIGTERM" in text
    assert "No country was judged" in text


def test_a_blocked_country_that_is_also_incomplete_says_so(page):
    assert "".join(page.text).count("Also incomplete") == 1


def test_retries_are_counted(document, folder, page_image):
    again = document.exchanges[0].model_copy(update={"attempt": 2, "id": "again"})
    changed = document.model_copy(update={"exchanges": [*document.exchanges, again]})
    assert "7, 1 retried" in "".join(Elements(html.render(changed, folder, page_image)).text)


def test_a_requirement_outside_the_catalogue_is_shown(document, folder, page_image):
    stray = document.findings[0].model_copy(update={"requirement": "STRAY-1"})
    changed = document.model_copy(update={"findings": [*document.findings, stray]})
    page = Elements(html.render(changed, folder, page_image))
    assert "r-STRAY-1" in [a.get("id") for a in page.all("section")]


def test_size_stays_sane_for_three_countries_of_sixty_invoices(build_run, tmp_path, page_image):
    document = build_run(tmp_path, 60)
    assert len(document.findings) == 3 * 60 * 12
    path = html.write(document, tmp_path, page_image)
    assert path == tmp_path / "index.html"
    assert path.stat().st_size < 4_000_000
    assert not list(tmp_path.glob("*.part"))


def test_findings_that_held_link_to_their_numbered_steps(page, document):
    links = [a["href"] for a in page.all("a") if "data-why" in a]
    held = [f for f in document.findings if f.verdict is Verdict.PASSED]
    assert len(links) == len({(f.country, f.requirement, f.subject) for f in held})
    assert set(links) == {"#d-1"}  # all samples follow from the same steps
    assert "d-1" in [a.get("id") for a in page.all("details")]


def test_recalled_and_single_source_facts_stand_under_each_verdict(page):
    assert "".join(page.text).count("28 facts of law: 24 recalled, 1 single-source") == 3
    assert "84: 72 recalled, 3 single-source" in "".join(page.text)


def test_gaps_stand_apart_with_what_they_do_and_their_severity(source):
    decide = source[source.index('id="decide-h"') : source.index('id="matrix"')]
    failures, gaps = decide.split("open gap to accept or refuse")
    assert "Another tax amount than the law asks" in gaps
    assert "Another tax amount" not in failures
    assert '<span class="severity blocker">blocker</span>' in gaps
    assert "No defect of the target" in gaps


@pytest.fixture(scope="module")
def wide(document):
    """The same run as if it had been made in 33 countries."""
    codes = [f"{a}{b}" for a in "ABC" for b in "ABCDEFGHIJK"]
    first = document.readiness[0]
    return document.model_copy(
        update={
            "readiness": [first.model_copy(update={"country": code, "name": f"Country {code}"}) for code in codes],
            "findings": [f.model_copy(update={"country": code}) for code in codes for f in document.findings],
        }
    )


def test_many_countries_are_counted_tabled_and_shown_as_glyphs(wide, folder, page_image):
    page = Elements(html.render(wide, folder, page_image))
    assert html.headline(wide) == "33 countries are rehearsed"
    assert "overview" in [a.get("class") for a in page.all("table")]
    assert not [a for a in page.all("article") if a["class"].startswith("country ")]
    cells = [a for a in page.all("td") if "data-verdict" in a]
    glyphs = [a["title"] for a in page.all("span") if a.get("class", "").startswith("chip bare")]
    assert len(glyphs) == len(cells) == 33 * len(wide.requirements)
    assert "Country AA: passed" in glyphs


def test_findings_that_held_are_a_choice_in_many_countries_and_never_lost_count(wide, folder, page_image, monkeypatch):
    monkeypatch.setattr("harness.reporting.dossier.HELD", 0)
    more = [
        f.model_copy(update={"subject": f"invoice {n}"}) for n in range(9) for f in wide.findings if f.code == "agrees"
    ]
    page = Elements(html.render(wide.model_copy(update={"findings": more}), folder, page_image))
    assert re.search(r"\d+ further findings that held, in run.json", " ".join("".join(page.text).split()))


def test_headline_names_the_worst_first(document):
    assert html.headline(document) == "Slovenia is blocked; France is incomplete; Germany is rehearsed"
    two = document.model_copy(update={"readiness": [document.readiness[0]] * 2})
    assert html.headline(two) == "Germany and Germany are rehearsed"
