"""Everything that a run knows before its first scenario, in the controller and in each worker."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from harness.api import CallFailed, GuardRefused, diagnose_target
from harness.law import Catalogue, Countries, LawDataError, load_catalogue, load_countries
from harness.model.case import Case, ViesState
from harness.model.depth import Depth
from harness.model.finding import Fidelity
from harness.reading import LabelsError, load_labels
from harness.run import replay
from harness.run.engine.watchdog import REMOTE_SECONDS, SECONDS
from harness.run.errors import Incomplete, UsageError
from harness.run.national.particulars import particulars
from harness.run.options import RunOptions
from harness.run.resources import fixtures
from harness.run.targets import EmbeddedSandbox, Target, check_defects, named_target
from harness.run.tenants.casting import load_cast
from harness.run.tenants.parties import Cast, prefix_of

SHOWN_PROBLEMS = 8
_LOG = "sandbox.log"


@dataclass(frozen=True, slots=True)
class RunContext:
    """A prepared run: validated options, loaded law, a target that answers."""

    run_id: str
    options: RunOptions
    folder: Path
    """The run's folder; exists and is empty when the run starts."""
    as_of: date
    started_at: datetime
    countries: Countries
    selected: tuple[str, ...]
    """Codes of the country folders that this run covers, sorted."""
    catalogue: Catalogue
    cast: Cast
    target: Target
    cases: Mapping[str, Case] = field(default_factory=dict)
    """Kept cases that this run issues again, by name; where there are any, it does nothing else."""

    @property
    def time_limit(self) -> float:
        """Seconds that one scenario may take."""
        return self.options.time_limit or (REMOTE_SECONDS if self.target.is_remote else SECONDS)

    def neighbour(self, code: str) -> str:
        """Another Member State to sell to: the next country folder by code that there is a valid VAT number for.

        Northern Ireland is none: what holds for goods sold there does not hold for services.
        """
        states = sorted(c for c, country in self.countries.items() if country.identity.vat_area.member_state)
        members = [c for c in states if c != code]
        usable = [c for c in members if self.states(c, confirms=True)]
        if not usable:
            raise UsageError(
                f"{code} has no buyer abroad: a run needs the country folder of another Member State, "
                "and a valid VAT number of it (fixtures/vies/numbers.toml, or --vies-numbers FILE)"
            )
        return next((c for c in usable if c > code), usable[0])

    def states(self, code: str, *, confirms: bool | None) -> list[ViesState]:
        """The VIES states that can be provoked with numbers of a country, by what they say about the number."""
        prefix = prefix_of(self.countries, code)
        return [state for state in self.cast.states(prefix) if state.confirms is confirms]

    def for_worker(self) -> dict[str, Any]:
        """What a worker process needs to build its own context; plain data. Contains the key: never store it."""
        options = {**asdict(self.options), "depth": str(self.options.depth)}
        options["as_of"] = self.as_of.isoformat()
        options["out"] = str(self.folder)
        options["cases"] = [str(path) for path in self.options.cases]
        options["vies_numbers"] = str(self.options.vies_numbers) if self.options.vies_numbers else None
        return {
            "run_id": self.run_id,
            "started_at": self.started_at.isoformat(),
            "options": options,
            "address": self.target.address,
            "key": self.target.key,
            "fidelity": str(self.target.fidelity),
        }


def from_controller(data: dict[str, Any]) -> RunContext:
    """The context inside a worker, from ``RunContext.for_worker``."""
    raw = data["options"]
    options = RunOptions(
        **{
            **raw,
            "countries": tuple(raw["countries"]),
            "defects": tuple(raw["defects"]),
            "cases": tuple(Path(path) for path in raw["cases"]),
            "depth": Depth(raw["depth"]),
            "as_of": date.fromisoformat(raw["as_of"]),
            "out": Path(raw["out"]),
            "vies_numbers": Path(raw["vies_numbers"]) if raw["vies_numbers"] else None,
        }
    )
    target = Target(data["address"], data["key"], Fidelity(data["fidelity"]))
    return _loaded(options, data["run_id"], datetime.fromisoformat(data["started_at"]), Path(raw["out"]), target)


def planning(options: RunOptions) -> RunContext:
    """What a run with these options would know, for planning: nothing is created, started or asked.

    Raises ``UsageError`` for options or data that a run would refuse, too.
    """
    now = datetime.now(UTC)
    dated = replace(options, as_of=options.as_of or now.date())
    return _loaded(dated, "plan", now, Path(), Target("", "", Fidelity.EMBEDDED))


class Preparation:
    """Prepares a run and cleans up after it. Use as a context manager around the whole run."""

    def __init__(self, options: RunOptions) -> None:
        self._options = options
        self._sandbox: EmbeddedSandbox | None = None
        self._folder: Path | None = None
        self.context: RunContext | None = None

    def __enter__(self) -> RunContext:
        """Validate everything first, then create the folder, then start the target. Raises ``RunError``."""
        now = datetime.now(UTC)
        options = replace(self._options, as_of=self._options.as_of or now.date())
        run_id = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        folder = (options.out or Path("reports") / run_id).absolute()
        self._check(options, now.date())
        law_and_cast = _loaded(options, run_id, now, folder, Target("", "", Fidelity.EMBEDDED))
        _check_law(law_and_cast)
        _check_labels()
        particulars()  # refused here, not by every scenario that needs them
        named = _reached(named_target(options.target)) if options.target else None
        if named and named.is_remote and options.vies_numbers is None:
            raise UsageError("the vendor's sandbox asks the real VIES: give real VAT numbers with --vies-numbers FILE")
        _create(folder)
        self._folder = folder
        target = named or self._start_sandbox(options, folder)
        self.context = replace(law_and_cast, target=target)
        return self.context

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the embedded sandbox, if there is one."""
        if self._sandbox is not None:
            self._sandbox.stop()
            self._sandbox = None

    def discard(self) -> None:
        """Stop the embedded sandbox, and remove a folder of ours in which the run has left nothing else."""
        self.close()
        if self._folder is not None and {path.name for path in self._folder.iterdir()} <= {_LOG}:
            (self._folder / _LOG).unlink(missing_ok=True)
            self._folder.rmdir()

    def _check(self, options: RunOptions, today: date) -> None:
        if options.target and options.defects:
            raise UsageError("--defect switches on faults of the embedded sandbox; leave out --target")
        if options.target and options.as_of is not None and options.as_of > today:
            raise UsageError(f"--date {options.as_of} lies in the future; only the embedded sandbox's clock can be set")
        if options.defects:
            check_defects(options.defects)

    def _start_sandbox(self, options: RunOptions, folder: Path) -> Target:
        assert options.as_of is not None
        self._sandbox = EmbeddedSandbox(seed=options.seed, as_of=options.as_of, log=folder / _LOG)
        return self._sandbox.target()


def _reached(target: Target) -> Target:
    """The target, if an API answers there; ``Incomplete`` otherwise, before anything is written."""
    try:
        diagnose_target(target.address)
    except GuardRefused:
        raise
    except CallFailed as error:
        raise Incomplete(str(error)) from error
    return target


def _loaded(options: RunOptions, run_id: str, started_at: datetime, folder: Path, target: Target) -> RunContext:
    try:
        countries = load_countries(fixtures("countries"))
        catalogue = load_catalogue(fixtures("requirements"))
    except LawDataError as error:
        raise UsageError(_first(error)) from error
    assert options.as_of is not None
    cases = replay.load(options.cases)
    asked = tuple(case.seller.country for case in cases.values()) or options.countries
    return RunContext(
        run_id=run_id,
        options=options,
        folder=folder,
        as_of=options.as_of,
        started_at=started_at,
        countries=countries,
        selected=_selected(asked, countries),
        catalogue=catalogue,
        cast=load_cast(fixtures(), options.vies_numbers),
        target=target,
        cases=cases,
    )


def _first(error: LawDataError) -> str:
    """The first problems: a folder that somebody has begun has dozens, and `harness country check` lists them."""
    shown = [str(problem) for problem in error.problems[:SHOWN_PROBLEMS]]
    more = len(error.problems) - len(shown)
    return "\n".join([*shown, *([f"and {more} more: see `harness country check`"] if more else [])])


def _selected(asked: tuple[str, ...], countries: Countries) -> tuple[str, ...]:
    codes = {code.upper() for code in asked} or set(countries)
    unknown = [code or "''" for code in sorted(codes - set(countries))]
    if unknown:
        raise UsageError(
            f"no country folder for {', '.join(unknown)}; there are {', '.join(sorted(countries))} "
            "(a folder below fixtures/countries adds a country)"
        )
    return tuple(sorted(codes))


def _check_law(context: RunContext) -> None:
    """Every selected country has a seller's number and account, a buyer abroad, and rates on the day of issue."""
    for code in context.selected:
        context.cast.sells_from(code, prefix_of(context.countries, code))
        context.cast.account(code)
        context.neighbour(code)
        rates = context.countries[code].rates
        if not context.countries[code].rates_on(context.as_of):
            first = min((rate.since for rate in rates), default=None)
            known = f"the first is of {first}" if first else "its folder has none"
            raise UsageError(f"no VAT rate of {code} is known on {context.as_of}: {known}; give a later --date")


def _check_labels() -> None:
    """The reader's vocabulary loads; workers read it with their first page, and would each break on it."""
    try:
        load_labels(fixtures("labels"))
    except LabelsError as error:
        raise UsageError(str(error)) from error


def _create(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; give --out a folder that does not exist yet")
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty; give --out a folder that does not exist yet")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"the run's folder {folder} cannot be created: {error}") from error
