"""``harness explain``: what the law asks of a case, and why; alone, or for a whole file of cases."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from harness.cli.shared import all_countries, console, reported

if TYPE_CHECKING:
    from harness.model.case import Case

_DAY = click.DateTime(["%Y-%m-%d"])
_VIES = ("valid", "undisclosed", "name_mismatch", "slow", "invalid", "unreachable", "timeout", "throttled")


class _Amount(click.ParamType[Decimal]):
    """A decimal, never by way of a float."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            amount = Decimal(value)
        except InvalidOperation:
            self.fail(f"{value!r} is no amount: write it like 100.00", param, ctx)
        return amount if amount.is_finite() else self.fail(f"{value!r} is no amount", param, ctx)


@click.command(short_help="Derive what an invoice must be, with articles.")
@click.option("--seller", metavar="COUNTRY", help="Where the seller is established.")
@click.option("--buyer", metavar="COUNTRY", help="Where the buyer is established.")
@click.option("--vat-id", metavar="NUMBER", help="The VAT number that the buyer gives, with its prefix.")
@click.option("--vies", type=click.Choice(_VIES), help="What VIES says about the number.")
@click.option("--supply", type=click.Choice(("goods", "services", "digital")), default="services", show_default=True)
@click.option("--consumer", is_flag=True, help="The buyer is a private person.")
@click.option("--small-business", is_flag=True, help="The seller is exempt as a small enterprise (Art. 284).")
@click.option("--oss", is_flag=True, help="The seller taxes consumers in their state (One-Stop Shop).")
@click.option("--post-code", default="", metavar="CODE", help="The buyer's, where a territory of its own may be meant.")
@click.option("--amount", type=_Amount(), default="100", show_default=True, help="Price of the one line.")
@click.option("--gross", is_flag=True, help="The amount includes VAT.")
@click.option("--category", default="standard", show_default=True, help="Rate category of the line.")
@click.option("--currency", metavar="CODE", help="ISO 4217 [default: the seller's].")
@click.option("--date", "issued", type=_DAY, metavar="YYYY-MM-DD", help="Date of issue [default: today].")
@click.option("--supplied", type=_DAY, metavar="YYYY-MM-DD", help="Date of the supply [default: the date of issue].")
@click.option("--cases", "file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Judge every case of a JSON file instead.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def explain(file: Path | None, as_json: bool, **given: Any) -> NoReturn:
    """Derive what the invoice must be, step by step, with articles; and what the API documents instead.

    \b
    harness explain --seller SI --buyer DE --vat-id DE136695976 --vies valid --supply services
    harness explain --cases FILE --json

    With --cases, outcomes that the file itself holds are ignored. Exit code 3 if a case is not decided by the data.
    """
    with reported():
        code = _file(file, as_json) if file else _one(given, as_json)
    raise SystemExit(code)


def _one(given: dict[str, Any], as_json: bool) -> int:
    from harness.law import expect
    from harness.reporting.explanation import as_terminal, as_text, one_as_json

    if not (given["seller"] and given["buyer"]):
        raise click.UsageError("give --seller and --buyer, or --cases FILE")
    countries = all_countries()
    case = _case(given, countries.folder(given["seller"].upper(), "the seller").identity.currency.code)
    expectation = expect(case, countries)
    if as_json:
        click.echo(as_text(one_as_json(expectation)))
    else:
        console().print(as_terminal(expectation))
    return 0


def _case(given: dict[str, Any], currency: str) -> Case:
    from harness.model.case import Case, CaseLine, CaseParty, Supply, ViesState

    issued = _day(given["issued"]) or date.today()
    price = {"gross_price" if given["gross"] else "net_price": given["amount"]}
    return Case(
        seller=CaseParty("Seller", given["seller"].upper(), is_taxable=not given["small_business"]),
        buyer=CaseParty(
            "Buyer",
            given["buyer"].upper(),
            post_code=given["post_code"],
            vat_id=given["vat_id"],
            is_business=not given["consumer"],
        ),
        lines=(CaseLine("Line", category=given["category"], **price),),
        issue_date=issued,
        supply_date=_day(given["supplied"]) or issued,
        currency=(given["currency"] or currency).upper(),
        supply=Supply(given["supply"]),
        vies=ViesState(given["vies"]) if given["vies"] else None,
        oss=given["oss"],
    )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _file(file: Path, as_json: bool) -> int:
    from harness.law.cases import explain_cases
    from harness.reporting.explanation import as_text, cases_as_terminal
    from harness.reporting.explanation import read_cases as read
    from harness.run.errors import ExitCode

    explained = explain_cases(read(file), all_countries())
    if as_json:
        click.echo(as_text(explained))
    else:
        console().print(cases_as_terminal(explained))
    undecided = any("error" in one for one in explained)
    return int(ExitCode.INCOMPLETE if undecided else ExitCode.PASSED)
