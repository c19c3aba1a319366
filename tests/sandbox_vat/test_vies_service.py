"""The simulated VIES answers in the shapes of the real REST API, traps included."""

from pathlib import Path

import httpx
import pytest

from harness.sandbox.vies.register import RegisterError, default_register, load_register
from harness.sandbox.vies.service import BASE_PATH, MAGIC_NUMBERS, MEMBER_STATES

DATE = "2026-11-23T08:30:15.250Z"
VALID, VALID_TOO = "U23406053", "U31138266"
UNDISCLOSED, MISMATCH, SLOW, INVALID = "U21703716", "U27275800", "U82757660", "U33718938"
DOWN, TIMEOUT, CROWDED = "U77332138", "U08059278", "U29414229"
ERRORS = [(DOWN, "MS_UNAVAILABLE"), (TIMEOUT, "TIMEOUT"), (CROWDED, "MS_MAX_CONCURRENT_REQ")]


@pytest.fixture
def vies(vies_transport):
    with httpx.Client(transport=vies_transport, base_url=f"http://vies.test{BASE_PATH}") as client:
        yield client


def post(vies, number, country="AT", route="/check-vat-number", **fields):
    response = vies.post(route, json={"countryCode": country, "vatNumber": number, **fields})
    return response.status_code, response.json()


def test_valid_number(vies):
    status, body = post(vies, VALID)
    assert status == 200
    assert body == {
        "countryCode": "AT",
        "vatNumber": VALID,
        "requestDate": DATE,
        "valid": True,
        "requestIdentifier": "",
        "name": "Alpenland Software",
        "address": "Test Street 1\n1010 Wien",
        **dict.fromkeys(("traderName", "traderStreet", "traderPostalCode", "traderCity", "traderCompanyType"), "---"),
        **dict.fromkeys(
            (
                *("traderNameMatch", "traderStreetMatch", "traderPostalCodeMatch"),
                *("traderCityMatch", "traderCompanyTypeMatch"),
            ),
            "NOT_PROCESSED",
        ),
    }


@pytest.mark.parametrize("number", [INVALID, "U99999999", f"AT{VALID}"])
def test_real_negative_has_no_error(vies, number):
    status, body = post(vies, number)
    assert (status, body["valid"], body["name"]) == (200, False, "---")
    assert "errorWrappers" not in body


@pytest.mark.parametrize(("number", "code"), ERRORS)
def test_errors_are_http_200(vies, number, code):
    status, body = post(vies, number)
    assert (status, body["actionSucceed"], body["errorWrappers"][0]["error"]) == (200, False, code)
    assert "valid" not in body


@pytest.mark.parametrize(("country", "number"), [("GR", "162904311"), ("GB", "123456789"), ("AT", "1"), ("AT", "U 1")])
def test_input_that_vies_refuses(vies, country, number):
    status, body = post(vies, number, country)
    assert (status, body["errorWrappers"][0]["error"]) == (200, "INVALID_INPUT")


def test_greece_is_el(vies):
    assert post(vies, "162904311", "EL")[1]["valid"] is True


@pytest.mark.parametrize(
    "content",
    [b"", b"not json", b"[]", b'"text"', b"{}", b'{"countryCode": "AT"}', b'{"countryCode": "AT", "vatNumber": 1}'],
)
@pytest.mark.parametrize("route", ["/check-vat-number", "/check-vat-test-service"])
def test_malformed_request_is_http_500(vies, route, content):
    response = vies.post(route, content=content)
    assert (response.status_code, response.json()["errorWrappers"][0]["error"]) == (500, "VOW-ERR-1")


def test_undisclosed_name_is_three_hyphens(vies):
    body = post(vies, UNDISCLOSED, traderName="Anybody")[1]
    assert (body["valid"], body["name"], body["address"]) == (True, "---", "---")
    assert body["traderNameMatch"] == "NOT_PROCESSED"


@pytest.mark.parametrize(
    ("number", "sent", "match"),
    [
        (VALID, "alpenland SOFTWARE ", "VALID"),
        (VALID, "Other", "INVALID"),
        (MISMATCH, "Alpenland Catering", "INVALID"),
        (INVALID, "Alpenland", "NOT_PROCESSED"),
    ],
)
def test_trader_name_is_compared(vies, number, sent, match):
    body = post(vies, number, traderName=sent, traderCity="Wien")[1]
    assert (body["traderName"], body["traderNameMatch"], body["traderCityMatch"]) == (sent, match, "NOT_PROCESSED")


def test_slow_number_is_valid_after_the_delay(vies, waits):
    assert post(vies, SLOW)[1]["valid"] is True
    assert waits == [7]


def test_consultation_number_needs_a_valid_requester(vies):
    requester = {"requesterMemberStateCode": "AT", "requesterNumber": VALID_TOO}
    first, second = post(vies, VALID, **requester)[1], post(vies, VALID, **requester)[1]
    assert first["requestIdentifier"].startswith("WAPIAAAA")
    assert first["requestIdentifier"] == second["requestIdentifier"]
    assert first["requestIdentifier"] != post(vies, UNDISCLOSED, **requester)[1]["requestIdentifier"]
    wrong = post(vies, VALID, requesterMemberStateCode="AT", requesterNumber=INVALID)[1]
    assert wrong["errorWrappers"][0]["error"] == "INVALID_REQUESTER_INFO"


@pytest.mark.parametrize(
    ("number", "valid", "error", "name"),
    [
        (VALID, True, "VALID", "Alpenland Software"),
        (UNDISCLOSED, True, "VALID", "---"),
        (INVALID, False, "INVALID", ""),
        *((number, False, code, "") for number, code in ERRORS),
    ],
)
def test_get_call_tells_errors_from_negatives_by_user_error_only(vies, number, valid, error, name):
    response = vies.get(f"/ms/AT/vat/{number}")
    body = response.json()
    assert (response.status_code, body["isValid"], body["userError"], body["name"]) == (200, valid, error, name)
    assert (body["vatNumber"], body["requestDate"]) == (number, DATE)
    assert body["viesApproximate"]["matchName"] == 3
    assert "valid" not in body


def test_get_call_takes_a_requester_and_refuses_gr(vies):
    query = {"requesterMemberStateCode": "AT", "requesterNumber": VALID_TOO, "traderName": "Other"}
    body = vies.get(f"/ms/AT/vat/{VALID}", params=query).json()
    assert body["requestIdentifier"].startswith("WAPIAAAA")
    assert body["viesApproximate"]["matchName"] == 2
    assert vies.get("/ms/GR/vat/162904311").json()["userError"] == "INVALID_INPUT"


@pytest.mark.parametrize(("number", "valid"), [("100", True), ("200", False)])
def test_magic_numbers_with_a_result(vies, number, valid):
    body = post(vies, number, "XX", "/check-vat-test-service")[1]
    assert body == {"countryCode": "XX", "vatNumber": number, "requestDate": DATE, "valid": valid}


@pytest.mark.parametrize(("number", "code"), [*MAGIC_NUMBERS.items(), ("999", "SERVICE_UNAVAILABLE")])
def test_magic_numbers_with_an_error(vies, number, code):
    status, body = post(vies, number, route="/check-vat-test-service")
    assert (status, body["actionSucceed"], body["errorWrappers"][0]["error"]) == (200, False, code)


def test_magic_numbers_work_on_the_test_route_only(vies):
    assert post(vies, "301")[1]["valid"] is False


def test_status_lists_the_28_prefixes(vies):
    body = vies.get("/check-status").json()
    assert body["vow"] == {"available": True}
    assert [country["countryCode"] for country in body["countries"]] == list(MEMBER_STATES)
    assert len(MEMBER_STATES) == 28


def test_every_prefix_has_every_answer():
    answers = {"valid", "undisclosed", "name_mismatch", "slow", "invalid", *(code for _, code in ERRORS)}
    for state in MEMBER_STATES:
        assert {entry.answer for entry in default_register().values() if entry.member_state == state} == answers


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ('member_state = "AT"\nnumber = "1"\nanswer = "valid"', "AT1 is registered twice"),
        ('member_state = "AT"\nnumber = "2"\nanswer = "maybe"', "AT2: answer 'maybe'"),
    ],
)
def test_bad_register_is_refused(tmp_path: Path, second, message):
    path = tmp_path / "register.toml"
    first = 'member_state = "AT"\nnumber = "1"\nanswer = "valid"'
    path.write_text(f"[[registration]]\n{first}\n[[registration]]\n{second}\n")
    with pytest.raises(RegisterError, match=message):
        load_register(path)
