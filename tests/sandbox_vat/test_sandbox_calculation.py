"""The sandbox's totals: the documented worked example, the readings of what is left open, and sums that must hold."""

from decimal import ROUND_DOWN, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.sandbox.vat.calculation import (
    CalculationError,
    DocumentTotals,
    Line,
    LineDiscount,
    LineTax,
    SummaryTax,
    calculate,
    half_up,
)

D = Decimal
REPEATABLE = settings(derandomize=True, deadline=None, database=None)


def line(net=None, gross=None, qty="1", discounts=(), rates=(), reverse_charge=False) -> Line:
    return Line(
        price=None if net is None else D(net),
        gross_price=None if gross is None else D(gross),
        quantity=D(qty),
        discounts=tuple(LineDiscount(kind, D(value)) for kind, value in discounts),
        taxes=tuple(LineTax(D(rate), f"tax_{rate}", reverse_charge) for rate in rates),
    )


def totals(result: DocumentTotals) -> tuple[str, str, str]:
    return str(result.total), str(result.total_with_tax), str(result.total_discount)


def test_official_example():
    result = calculate([line("100", qty="2", discounts=[("percent", "10")], rates=["22"])], "b2b_standard")
    assert totals(result) == ("180.00", "219.60", "20.00")
    assert result.taxes == (SummaryTax(D(22), "tax_22", False, D("180.00"), D("39.60")),)
    assert result.lines[0].tax == D("39.60")
    assert result.lines[0].net_unit_price == D(100)


@pytest.mark.parametrize(
    ("lines", "mode", "expected"),
    [
        pytest.param([line("99")], "b2b_standard", ("99.00", "99.00", "0.00"), id="no tax"),
        pytest.param([line(gross="122", rates=["22"])], "b2b_standard", ("100.00", "122.00", "0.00"), id="gross price"),
        pytest.param(
            [line(gross="122", qty="2", discounts=[("percent", "10")], rates=["22"])],
            "b2b_standard",
            ("180.00", "219.60", "24.40"),
            id="gross price: the discount is gross too",
        ),
        pytest.param(
            [line("100", discounts=[("percent", "10"), ("amount", "5"), ("percent", "10")], rates=["20"])],
            "b2b_standard",
            ("75.00", "90.00", "25.00"),
            id="standard: every discount from the original subtotal",
        ),
        pytest.param(
            [line(gross="100", discounts=[("percent", "10"), ("amount", "5"), ("percent", "10")], rates=["20"])],
            "b2c_gross_discount",
            ("63.75", "76.50", "23.50"),
            id="gross discount: one after the other (100, 90, 85, 76.50)",
        ),
        pytest.param(
            [line(gross="100", discounts=[("amount", "5"), ("percent", "10")], rates=["20"])],
            "b2c_gross_discount",
            ("71.25", "85.50", "14.50"),
            id="gross discount: the order counts",
        ),
        pytest.param(
            [line("100", discounts=[("amount", "12")], rates=["20"])],
            "b2c_gross_discount",
            ("90.00", "108.00", "12.00"),
            id="gross discount with a net price: grossed up first",
        ),
        pytest.param(
            [line("100", discounts=[("percent", "1")] * 5, rates=["22"])],
            "b2b_standard",
            ("95.00", "115.90", "5.00"),
            id="five discounts",
        ),
        pytest.param(
            [line("0.333", qty="3", rates=["9.5"])], "b2b_standard", ("1.00", "1.10", "0.00"), id="0.095 rounds up"
        ),
        pytest.param([line("0.005", rates=["0"])], "b2b_standard", ("0.01", "0.01", "0.00"), id="half a cent up"),
        pytest.param([line("1.0", "122", rates=["22"])], "b2b_standard", ("100.00", "122.00", "0.00"), id="gross wins"),
        pytest.param(
            [line("100", rates=["0"], reverse_charge=True)], "b2b_standard", ("100.00", "100.00", "0.00"), id="reverse"
        ),
        pytest.param(
            [line("999999999999.99", qty="1.23456789012345", rates=["25.5"])],
            "b2b_standard",
            ("1234567890123.44", "1549382702104.92", "0.00"),
            id="large amounts keep every digit",
        ),
        pytest.param([], "b2b_standard", ("0", "0", "0"), id="no lines"),
    ],
)
def test_totals(lines, mode, expected):
    assert totals(calculate(lines, mode)) == expected


def test_vat_is_rounded_per_line_or_per_rate():
    lines = [line("0.13", rates=["19"])] * 3
    per_line = calculate(lines, "b2b_standard")
    per_rate = calculate(lines, "b2b_standard", vat_rounding="per_rate")
    assert (per_line.total, per_line.total_with_tax) == (D("0.39"), D("0.45"))
    assert (per_rate.total, per_rate.total_with_tax) == (D("0.39"), D("0.46"))
    assert per_rate.taxes[0].amount == D("0.07")


def test_gross_total_holds_when_vat_is_rounded_per_rate():
    lines = [line(gross="0.99", rates=["22"])] * 7
    result = calculate(lines, "b2c_gross_discount", vat_rounding="per_rate")
    assert (result.total, result.total_with_tax) == (D("5.68"), D("6.93"))
    assert calculate(lines, "b2c_gross_discount").total == D("5.67")


def test_summary_has_one_row_per_tax_rate_and_reverse_charge():
    lines = [
        line("100", rates=["22"]),
        line("50", rates=["9.5"]),
        line("10", rates=["22.0"]),
        line("7", rates=["0"], reverse_charge=True),
        line("8", rates=["0"]),
    ]
    lines[2] = Line(D(10), None, D(1), (), (LineTax(D("22.0"), "tax_22"),))
    rows = [(row.rate, row.reverse_charge, row.base, row.amount) for row in calculate(lines, "b2b_standard").taxes]
    assert rows == [
        (D(22), False, D(110), D("24.20")),
        (D("9.5"), False, D(50), D("4.75")),
        (D(0), True, D(7), D(0)),
        (D(0), False, D(8), D(0)),
    ]


def test_several_taxes_of_a_line_are_additive():
    net = calculate([line("100", rates=["5", "9.975"])], "b2b_standard")
    gross = calculate([line(gross="114.98", rates=["5", "9.975"])], "b2b_standard")
    assert [row.amount for row in net.taxes] == [D("5.00"), D("9.98")]
    assert [row.amount for row in gross.taxes] == [D("5.00"), D("9.98")]
    assert (gross.total, gross.total_with_tax) == (D("100.00"), D("114.98"))


@pytest.mark.parametrize(
    ("gross", "rate", "unit"),
    [("122", "22", "100"), ("10", "22", "8.1967213115"), ("1000", "0", "1000"), ("1.19", "19", "1")],
)
def test_derived_unit_price_keeps_its_digits(gross, rate, unit):
    result = calculate([line(gross=gross, rates=[rate])], "b2b_standard")
    assert str(result.lines[0].net_unit_price) == unit


def test_rounding_is_injected():
    down = lambda amount: amount.quantize(D("0.01"), rounding=ROUND_DOWN)  # noqa: E731
    result = calculate([line("0.333", qty="3", rates=["9.5"])], "b2b_standard", rounding=down)
    assert totals(result) == ("0.99", "1.08", "0.00")


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (line(), "line 1: neither price nor gross_price"),
        (line("1", discounts=[("percent", "1")] * 6), "line 1: 6 discounts"),
        (line("1", discounts=[("percent", "101")]), "discount percentage 101"),
        (line("1", discounts=[("amount", "-1")]), "discount amount -1"),
        (line("1", discounts=[("rebate", "1")]), "unknown discount kind on line 1 'rebate'"),
        (line("1", rates=["100.5"]), "tax rate 100.5"),
        (line("NaN"), "price NaN"),
        (line("1E+60"), "more than 60 digits"),
        (line("1E+999999", qty="1E+999999"), "more than 60 digits"),
        (line("1", qty="Infinity"), "quantity Infinity"),
    ],
)
def test_bad_lines_are_named(bad, message):
    with pytest.raises(CalculationError, match=message):
        calculate([bad], "b2b_standard")


def test_unknown_mode_names_the_allowed_ones():
    with pytest.raises(CalculationError, match="b2b_standard, b2c_gross_discount"):
        calculate([], "b2b")


def test_half_up_is_away_from_zero():
    assert [half_up(D(value)) for value in ("0.005", "0.0049", "-0.005", "2.675")] == [
        D("0.01"),
        D("0.00"),
        D("-0.01"),
        D("2.68"),
    ]


amounts = st.decimals(min_value=0, max_value=10**12, places=4, allow_nan=False)
rates = st.sampled_from(["0", "2.1", "5", "5.5", "7", "9.5", "19", "22", "25.5", "27"]).map(Decimal)
discounts = st.builds(
    LineDiscount,
    st.just("percent"),
    st.decimals(min_value=0, max_value=20, places=2, allow_nan=False),
)


@st.composite
def priced_lines(draw) -> Line:
    price, gross = draw(amounts), draw(st.booleans())
    taxes = tuple(LineTax(rate, f"tax_{rate}") for rate in draw(st.lists(rates, max_size=2, unique=True)))
    quantity = draw(st.decimals(min_value=0, max_value=1000, places=6, allow_nan=False))
    offers = tuple(draw(st.lists(discounts, max_size=5)))
    return Line(None if gross else price, price if gross else None, quantity, offers, taxes)


@REPEATABLE
@given(
    st.lists(priced_lines(), max_size=6),
    st.sampled_from(["b2b_standard", "b2c_gross_discount"]),
    st.sampled_from(["per_line", "per_rate"]),
)
def test_parts_add_up(lines, mode, vat_rounding):
    result = calculate(lines, mode, vat_rounding=vat_rounding)
    assert result.total + sum(row.amount for row in result.taxes) == result.total_with_tax
    assert result.total_discount == sum(row.discount for row in result.lines)
    for row in result.lines:
        assert row.total + row.tax == row.total_with_tax
        assert row.total == half_up(row.total)
    if vat_rounding == "per_line":
        assert result.total == sum(row.total for row in result.lines)
        assert result.total_with_tax == sum(row.total_with_tax for row in result.lines)


@REPEATABLE
@given(st.lists(priced_lines(), min_size=1, max_size=4))
def test_gross_prices_are_never_changed_by_vat(lines):
    gross_lines = [Line(None, each.price or each.gross_price or D(0), each.quantity, (), each.taxes) for each in lines]
    expected = sum(half_up(each.gross_price * each.quantity) for each in gross_lines)
    for vat_rounding in ("per_line", "per_rate"):
        assert calculate(gross_lines, "b2c_gross_discount", vat_rounding=vat_rounding).total_with_tax == expected
