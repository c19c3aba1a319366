"""Running the sandbox as a process: its own HTTP server, the simulated VIES beside it, and an orderly end."""

import json
import logging
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import click
import uvicorn
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp

from harness.sandbox.app import create_app
from harness.sandbox.clock import Clock, frozen_clock, parse_moment, system_clock
from harness.sandbox.db import Database
from harness.sandbox.defects.catalogue import check_names
from harness.sandbox.profile import Profile, with_switches
from harness.sandbox.server import Server
from harness.sandbox.vies.client import ViesClient
from harness.sandbox.vies.service import BASE_PATH, create_vies_app

SHUTDOWN_SECONDS = 3


class ServeError(Exception):
    """The sandbox cannot start; the message says why and what to change."""


@dataclass(frozen=True)
class ServeOptions:
    """The options of ``serve``, as the command line gives them."""

    host: str = "127.0.0.1"
    port: int = 0
    url: str | None = None
    seed: int = 0
    moment: str | None = None
    switches: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    vies_url: str | None = None
    as_json: bool = False
    exit_with_parent: bool = False


def _clock(moment: str | None) -> Clock:
    try:
        return frozen_clock(parse_moment(moment)) if moment else system_clock
    except ValueError as error:
        raise ServeError(f"--clock {moment} is not an ISO 8601 moment such as 2026-11-22T10:00:00Z") from error


def _profile(options: ServeOptions) -> Profile:
    try:
        check_names(options.defects)
        return with_switches(Profile(), options.switches)
    except ValueError as error:
        raise ServeError(str(error)) from error


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # With the protocol named, asyncio sets TCP_NODELAY; without it each answer waits 40 ms for an acknowledgement.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    except OSError as error:
        raise ServeError(f"{host} is not an address of this machine: {error.strerror}") from error
    try:
        if sys.platform != "win32":  # there it would allow two servers on one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise ServeError(f"cannot listen on {host} port {port}: {error.strerror}; choose another --port") from error
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Uvicorn(uvicorn.Server):
    """uvicorn without signal handlers of its own: the process has two servers and one end."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the process."""
        yield


class BackgroundServer:
    """One application served from a thread of its own."""

    def __init__(self, app: ASGIApp, listener: socket.socket) -> None:
        """Serve ``app`` on a listening socket once entered."""
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=SHUTDOWN_SECONDS
        )
        self._server = _Uvicorn(config)
        self._listener = listener
        self._thread = threading.Thread(target=self._run, name="sandbox-http", daemon=True)

    def _run(self) -> None:
        self._server.run(sockets=[self._listener])

    def __enter__(self) -> str:
        """Start, and answer the address. The socket listens already, so no request can come too early."""
        self._thread.start()
        return _address(self._listener)

    def __exit__(self, *_: object) -> None:
        """Stop taking requests, finish those that run, and wait for the thread."""
        self._server.should_exit = True
        self._thread.join(SHUTDOWN_SECONDS + 2)
        self._listener.close()


@contextmanager
def _database(url: str | None) -> Iterator[Database]:
    with ExitStack() as stack:
        if url is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="sandbox-", ignore_cleanup_errors=True))
            url = f"sqlite:///{Path(folder) / 'sandbox.db'}"
        try:
            database = Database(url)
        except (SQLAlchemyError, ModuleNotFoundError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise ServeError(f"--db cannot be used: {reason}") from error
        stack.callback(database.close)
        yield database


def _until_told(with_parent: bool) -> threading.Event:
    """An event that is set by SIGTERM, by SIGINT, or when standard input closes."""
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    if with_parent:
        threading.Thread(target=_watch_input, args=(stop,), name="sandbox-parent", daemon=True).start()
    return stop


def _watch_input(stop: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 1024):  # not through sys.stdin: its lock would outlive this thread
        continue
    stop.set()


def _announce(options: ServeOptions, address: str, key: str, vies: str) -> None:
    if options.as_json:
        click.echo(json.dumps({"address": address, "key": key, "vies": vies}))
        return
    click.echo(f"Sandbox      {address}\nAccount key  {key}\nVIES         {vies}\nStop with Ctrl+C.")


def _warm_up() -> None:
    """Load the PDF renderer and its fonts before the first page is asked for; starting did not wait for it."""
    from harness.sandbox.rendering import render_pdf

    render_pdf({"id": "inv_0", "number": "0", "date": "2026-01-01"}, {})


@contextmanager
def _vies(options: ServeOptions, clock: Clock) -> Iterator[str]:
    """The address of the VIES to ask: the given one, or the simulated service started here."""
    if options.vies_url:
        if not options.vies_url.startswith(("http://", "https://")):
            raise ServeError(f"--vies-url {options.vies_url} is not an http:// or https:// address")
        yield options.vies_url
        return
    with BackgroundServer(create_vies_app(clock=clock), _listen("127.0.0.1", 0)) as address:
        yield f"{address}{BASE_PATH}"


def run(options: ServeOptions) -> None:
    """Serve until told to stop. Raises ``ServeError`` when it cannot start; nothing is left behind then."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    clock, profile = _clock(options.moment), _profile(options)
    with ExitStack() as stack:
        listener = _listen(options.host, options.port)
        stack.callback(listener.close)
        database = stack.enter_context(_database(options.url))
        vies_address = stack.enter_context(_vies(options, clock))
        vies = stack.enter_context(ViesClient(vies_address))
        server = Server(database, vies.check, clock, options.seed, profile, frozenset(options.defects))
        stop = _until_told(options.exit_with_parent)
        address = stack.enter_context(BackgroundServer(create_app(server), listener))
        _announce(options, address, server.key, vies_address)
        threading.Thread(target=_warm_up, name="sandbox-warm-up", daemon=True).start()
        stop.wait()
