"""``harness explain``: what the law asks of a case, and why; alone, or for a whole file of cases."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn

import click

from harness.cli.shared import all_countries, console, reported
from harness.model.case import Arrangement, Case, CaseLine, CaseParty, ServicePlace, Supply, ViesState

_LARGEST = 10**15
_DAY = click.DateTime(["%Y-%m-%d"])


class _Amount(click.ParamType[Decimal]):
    """A decimal, never by way of a float."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            amount = Decimal(value)
        except InvalidOperation:
            self.fail(f"{value!r} is no amount: write it like 100.00", param, ctx)
        if not amount.is_finite() or abs(amount) > _LARGEST:
            self.fail(f"{value!r} is no amount up to {_LARGEST}", param, ctx)
        return amount


class _Currency(click.ParamType[str]):
    """An ISO 4217 code, in whatever case it is written."""

    name = "currency"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from babel.numbers import list_currencies

        code = str(value).upper()
        return code if code in list_currencies() else self.fail(f"{value!r} is no ISO 4217 currency code", param, ctx)


@click.command(short_help="Derive what an invoice must be, with articles.")
@click.option("--seller", metavar="COUNTRY", help="Where the seller is established.")
@click.option("--buyer", metavar="COUNTRY", help="Where the buyer is established.")
@click.option("--vat-id", metavar="NUMBER", help="The VAT number that the buyer gives, with its prefix.")
@click.option("--vies", type=click.Choice(list(map(str, ViesState))),
              help="What VIES says about the number [default: assume that it confirms a number in order].")  # fmt: skip
@click.option("--supply", type=click.Choice(list(map(str, Supply))), default="services", show_default=True)
@click.option("--consumer", is_flag=True, help="The buyer is a private person.")
@click.option("--small-business", is_flag=True, help="The seller is exempt as a small enterprise (Art. 284).")
@click.option("--oss", is_flag=True, help="The seller taxes consumers in their state (One-Stop Shop).")
@click.option("--post-code", default="", metavar="CODE", help="The buyer's, where a territory of its own may be meant.")
@click.option("--region", default="", metavar="NAME", help="The buyer's part of the country, such as Canary Islands.")
@click.option("--service-place", type=click.Choice(list(map(str, ServicePlace))), default="general", metavar="RULE",
              help=f"Rule on the place of the service: {', '.join(ServicePlace)}.")  # fmt: skip
@click.option("--performed-in", metavar="COUNTRY", help="Where the property, the event or the meal is.")
@click.option("--delivered-to", metavar="COUNTRY", help="Where the transport of the goods ends [default: the buyer's].")
@click.option("--arrangement", type=click.Choice(list(map(str, Arrangement))), multiple=True, metavar="KIND",
              help=f"What is special: {', '.join(Arrangement)}; may be given again.")  # fmt: skip
@click.option("--amount", type=_Amount(), default="100", show_default=True, help="Price of the one line.")
@click.option("--gross", is_flag=True, help="The amount includes VAT.")
@click.option("--category", default="standard", show_default=True, help="Rate category of the line.")
@click.option("--currency", type=_Currency(), metavar="CODE", help="ISO 4217 [default: the seller's].")
@click.option("--date", "issued", type=_DAY, metavar="YYYY-MM-DD", help="Date of issue [default: today].")
@click.option("--supplied", type=_DAY, metavar="YYYY-MM-DD", help="Date of the supply [default: the date of issue].")
@click.option("--cases", "file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Judge every case of a JSON file instead.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def explain(file: Path | None, as_json: bool, **given: Any) -> NoReturn:
    """Derive what the invoice must be, step by step, with articles; and what the API documents instead.

    \b
    harness explain --seller SI --buyer DE --vat-id DE136695976 --supply services
    harness explain --cases FILE --json

    Without --vies the first step says what is assumed, and the end what another answer of VIES would change.

    With --cases, the file is a list of cases (or an object with a list under "cases"); outcomes that it holds itself
    are ignored. Exit code 2 if the file is none; 3 if a case could not be judged, which its "error" names: the others
    are judged all the same.
    """
    with reported():
        code = _file(file, as_json) if file else _one(given, as_json)
    raise SystemExit(code)


def _one(given: dict[str, Any], as_json: bool) -> int:
    from harness.law.supposition import suppose
    from harness.reporting.explanation import as_json as to_json
    from harness.reporting.explanation import as_terminal, as_text

    if not (given["seller"] and given["buyer"]):
        raise click.UsageError("give --seller and --buyer, or --cases FILE")
    countries = all_countries()
    case = _case(given, countries.folder(given["seller"].upper(), "the seller").identity.currency.code)
    supposed = suppose(case, countries)
    if as_json:
        click.echo(as_text(to_json(supposed)))
    else:
        console().print(as_terminal(supposed))
    return 0


def _case(given: dict[str, Any], currency: str) -> Case:
    issued = _day(given["issued"]) or date.today()
    price = {"gross_price" if given["gross"] else "net_price": given["amount"]}
    return Case(
        seller=CaseParty("Seller", given["seller"].upper(), is_taxable=not given["small_business"]),
        buyer=CaseParty(
            "Buyer",
            given["buyer"].upper(),
            post_code=given["post_code"],
            region=given["region"],
            vat_id=given["vat_id"],
            is_business=not given["consumer"],
        ),
        lines=(CaseLine("Line", category=given["category"], **price),),
        issue_date=issued,
        supply_date=_day(given["supplied"]) or issued,
        currency=given["currency"] or currency,
        supply=Supply(given["supply"]),
        vies=ViesState(given["vies"]) if given["vies"] else None,
        oss=given["oss"],
        service_place=ServicePlace(given["service_place"]),
        performed_in=_code(given["performed_in"]),
        delivered_to=_code(given["delivered_to"]),
        arrangements=tuple(map(Arrangement, given["arrangement"])),
    )


def _code(country: str | None) -> str | None:
    return country.upper() if country else None


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _file(file: Path, as_json: bool) -> int:
    from harness.law.cases import explain_cases
    from harness.reporting.case_answers import as_terminal, read_cases
    from harness.reporting.explanation import as_text
    from harness.run.errors import ExitCode

    explained = explain_cases(read_cases(file), all_countries())
    if as_json:
        click.echo(as_text(explained))
    else:
        console().print(as_terminal(explained))
    failed = any("error" in one for one in explained)
    return int(ExitCode.INCOMPLETE if failed else ExitCode.PASSED)
