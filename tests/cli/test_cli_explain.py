import json

import pytest

ISSUE = ("explain", "--seller", "SI", "--buyer", "DE", "--vat-id", "DE136695976", "--supply", "services")
CASE = {
    "id": "A",
    "seller_country": "SI",
    "buyer_country": "DE",
    "buyer_type": "b2b",
    "buyer_vat_id": "DE136695976",
    "vies_status": "valid",
    "supply": "services",
    "date": "2026-11-22",
    "currency": "EUR",
    "lines": [{"net": "100.00"}],
}


@pytest.fixture
def cases(tmp_path):
    def write(content):
        path = tmp_path / "cases.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return write


def test_the_line_of_the_issue_works_as_printed(json_of):
    told = json_of(*ISSUE, "--date", "2026-11-23", "--json")
    assert told["assumptions"] == ["VIES confirms DE136695976, whose format and check digits are right"]
    assert (told["law"]["transaction_type"], told["law"]["reverse_charge"]) == ("intra_eu_b2b", True)
    assert [mention["kind"] for mention in told["law"]["mentions"]] == ["reverse_charge"]
    assert {totals["tax"] for totals in told["law"]["totals"]} == {"0.00"}
    assert told["gap"] == {"severity": "none", "differs_in": []}


def test_the_assumption_is_the_first_step_and_articles_follow(json_of):
    steps = json_of(*ISSUE, "--json")["derivation"]
    assert [step["step"] for step in steps] == list(range(1, len(steps) + 1))
    assert steps[0]["statement"].startswith("assumed")
    sources = " ".join(step["source"] for step in steps)
    assert all(article in sources for article in ("Art. 18(1)(a)", "Art. 44", "Art. 196", "226(11a)"))


def test_other_answers_of_vies_are_told_with_what_they_change(json_of):
    others = json_of(*ISSUE, "--json")["if_vies_answers"]
    assert set(others) == {"invalid", "unreachable"}
    denied = others["invalid"]["law"]
    assert (denied["transaction_type"], denied["totals"][0]["tax"]) == ("intra_eu_b2c", "22.00")
    assert others["unreachable"]["law"]["reverse_charge"] is None
    assert others["unreachable"]["gap"]["severity"] == "undocumented"


def test_terminal_shows_derivation_both_yardsticks_gap_and_the_other_answers(command):
    result = command(*ISSUE)
    assert result.exit_code == 0
    for words in (
        "1.  assumed",
        "The law asks",
        "The API documents",
        "Compliance gap: none",
        "If VIES does not confirm the number (invalid)",
        "If VIES cannot be asked (unreachable)",
    ):
        assert words in result.stdout


@pytest.mark.parametrize(
    ("number", "assumed", "kind"),
    [
        ("DE136695976", True, "intra_eu_b2b"),
        ("de 136.695-976", True, "intra_eu_b2b"),
        ("DE136695977", True, "intra_eu_b2c"),  # check digits are wrong
        ("DE12", False, "intra_eu_b2c"),  # malformed: VIES is not asked
        ("SI58571108", False, "intra_eu_b2c"),  # the seller's own state
    ],
)
def test_the_number_decides_what_is_assumed(json_of, number, assumed, kind):
    told = json_of("explain", "--seller", "si", "--buyer", "de", "--vat-id", number, "--json")
    assert bool(told["assumptions"]) is assumed
    assert bool(told["if_vies_answers"]) is assumed
    assert told["law"]["transaction_type"] == kind


def test_a_malformed_number_is_called_so(json_of):
    steps = json_of("explain", "--seller", "SI", "--buyer", "DE", "--vat-id", "DE12", "--json")["derivation"]
    assert any("DE12 is malformed" in step["statement"] for step in steps)


@pytest.mark.parametrize(("vies", "others"), [("slow", {"invalid", "unreachable"}), ("timeout", {"valid", "invalid"})])
def test_a_given_answer_is_no_assumption(json_of, vies, others):
    told = json_of(*ISSUE, "--vies", vies, "--json")
    assert told["assumptions"] == []
    assert set(told["if_vies_answers"]) == others


def test_a_gap_comes_with_its_severity(json_of):
    told = json_of("explain", "--seller", "SI", "--buyer", "US", "--consumer", "--json")
    assert told["gap"] == {"severity": "amount", "differs_in": ["reverse_charge_label", "tax_amount"]}
    assert told["documented"]["totals"][0]["tax"] == "0.00"
    assert told["law"]["totals"][0]["tax"] == "22.00"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--seller", "SI"), "--buyer"),
        (("--seller", "QQ", "--buyer", "DE"), "'QQ'"),
        (("--seller", "SI", "--buyer", "QQ"), "'QQ'"),
        (("--seller", "SI", "--buyer", "DE", "--currency", "FOOO"), "'FOOO'"),
        (("--seller", "SI", "--buyer", "DE", "--amount", "1e400"), "'1e400'"),
        (("--seller", "SI", "--buyer", "DE", "--amount", "1,50"), "'1,50'"),
        (("--seller", "SI", "--buyer", "DE", "--category", "none"), "'none'"),
        (("--seller", "SI", "--buyer", "DE", "--date", "1990-01-01"), "1990-01-01"),
        (("--cases", "/nowhere/cases.json"), "/nowhere/cases.json"),
    ],
)
def test_bad_input_is_one_line_that_names_it(refused, arguments, named):
    assert named in refused("explain", *arguments)


@pytest.mark.parametrize("content", ["{", "[1, 2", "{}", '"text"', '{"cases": 3}', "[" * 100_000])
def test_a_file_that_is_none_is_refused(refused, cases, content):
    path = cases(content)
    assert str(path) in refused("explain", "--cases", path)


@pytest.mark.parametrize("wrap", [lambda found: found, lambda found: {"count": 1, "cases": found}])
def test_a_file_answers_each_case_by_its_id_and_ignores_outcomes_in_it(json_of, cases, wrap):
    wrong = {**CASE, "id": "B", "expected": {"tax_total": "99.00"}, "api_documented": {"severity": "amount"}}
    one, two = json_of("explain", "--cases", cases(wrap([CASE, wrong])), "--json")
    assert (one["id"], two["id"]) == ("A", "B")
    assert one["expected"]["transaction_type"] == "intra_eu_b2b"
    assert two["expected"] == one["expected"]
    assert two["api_documented"] == one["api_documented"]
    assert one["derivation"][0]["step"] == 1


@pytest.mark.parametrize(
    ("broken", "name", "told"),
    [
        ({"supply": "magic"}, "X", "magic"),
        ({"seller_country": "QQ"}, "X", "'QQ'"),
        ({"seller_country": ["SI"]}, "X", "country code"),
        ({"currency": "EURO"}, "X", "'EURO'"),
        ({"date": "22.11.2026"}, "X", "22.11.2026"),
        ({"lines": []}, "X", "no line"),
        ({"lines": [{"net": "nan"}]}, "X", "'nan'"),
        ({"lines": [{"net": "1e30"}]}, "X", "line 1"),
        ({"id": None, "supply": "magic"}, "#2", "magic"),
    ],
)
def test_a_broken_case_is_named_and_the_others_are_judged(json_of, cases, broken, name, told):
    answers = json_of("explain", "--cases", cases([CASE, {**CASE, "id": "X", **broken}, CASE]), "--json", code=3)
    assert ["error" in answer for answer in answers] == [False, True, False]
    assert answers[1]["id"] == name
    assert name in answers[1]["error"]
    assert told in answers[1]["error"]


@pytest.mark.parametrize(
    "key", ["seller_country", "buyer_country", "buyer_type", "supply", "date", "currency", "lines"]
)
def test_a_missing_key_is_named(json_of, cases, key):
    lacking = {name: value for name, value in CASE.items() if name != key}
    (answer,) = json_of("explain", "--cases", cases([lacking]), "--json", code=3)
    assert f"'{key}' is missing" in answer["error"]


def test_an_entry_that_is_no_object_is_named_by_its_place(command, cases):
    result = command("explain", "--cases", cases([CASE, 5]))
    assert result.exit_code == 3
    assert "not judged: case #2" in result.stdout
    assert "2 cases, 1 not judged: #2" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "country", "article"),
    [
        (("--service-place", "immovable_property", "--performed-in", "at"), "AT", "Art. 47"),
        (("--supply", "goods", "--arrangement", "new_means_of_transport", "--consumer"), "SI", "138(2)(a)"),
        (("--buyer", "SI", "--arrangement", "domestic_reverse_charge"), "SI", "199"),
        (("--buyer", "ES", "--region", "Canary Islands", "--supply", "goods"), "SI", "146"),
    ],
)
def test_what_is_special_about_a_supply_can_be_said(json_of, arguments, country, article):
    told = json_of("explain", "--seller", "SI", "--buyer", "DE", *arguments, "--json")
    assert told["law"]["vat_country"] == country
    assert article in " ".join(step["source"] for step in told["derivation"])
