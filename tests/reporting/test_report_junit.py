from xml.etree import ElementTree as ET

import pytest

from harness.reporting import junit


@pytest.fixture
def root(document, tmp_path):
    return ET.parse(junit.write(document, tmp_path)).getroot()


def cases(root, kind):
    return root.findall(f"testsuite/testcase/{kind}")


def test_one_case_per_planned_item(document, root):
    found = root.findall("testsuite/testcase")
    assert len(found) == len(document.plan)
    modules = {m.module.removesuffix(".py").replace("/", ".") for m in document.plan}
    assert {c.get("classname") for c in found} == modules
    assert found[0].get("name").startswith("test_")


def test_counts_agree_with_the_cases(document, root):
    for element in (root, root[0]):
        assert int(element.get("tests")) == len(document.plan)
        assert int(element.get("failures")) == len(cases(root, "failure")) == 2
        assert int(element.get("errors")) == len(cases(root, "error")) == 4
        assert int(element.get("skipped")) == 0
        assert float(element.get("time")) == pytest.approx(0.25 * len(document.results))


def test_planned_but_not_run_is_an_error(document, root):
    missing = [e for e in cases(root, "error") if e.get("message") == "planned, but not run"]
    assert len(missing) == len(document.plan) - len(document.results) == 2


def test_requirement_ids_are_properties(root):
    ids = {p.get("value") for p in root.iter("property") if p.get("name") == "requirement"}
    assert {"VAT-226-09", "NUM-SEQUENCE", "BRAND-LOGO"} <= ids


def test_failures_carry_message_expected_and_observed(root):
    text = cases(root, "failure")[0].text
    assert "VAT-226-09 [blocker]" in text
    assert "expected: 22.00 EUR" in text
    assert "why: 1. The buyer is a taxable person" in text
    assert "\\x1b[31mAcme|Co & Söhne\\x00" in text


def test_gaps_are_visible_and_no_failures(root):
    assert any("gap VAT-226-11a" in e.text for e in cases(root, "system-out"))


def test_an_empty_plan_is_an_error(document, tmp_path):
    empty = document.model_copy(update={"plan": [], "results": []})
    root = ET.parse(junit.write(empty, tmp_path)).getroot()
    assert root.get("errors") == "1"
