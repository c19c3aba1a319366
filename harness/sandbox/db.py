"""The database: any SQLAlchemy URL, with SQLite tuned so that parallel writers queue instead of failing.

SQLite lets one writer in at a time. A writing transaction here starts with ``BEGIN IMMEDIATE`` (no upgrade from
read to write, hence no deadlock), and writers of this process wait for each other on a lock, which is fair, rather
than by polling the file.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from harness.sandbox.jsonio import dumps, loads
from harness.sandbox.tables import Base

BUSY_SECONDS = 30
_POOL_SIZE = 64  # more than the worker threads of the server, so that nobody waits for a connection


def _set_up_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY_SECONDS * 1000}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("sandbox_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Database:
    """An engine with two kinds of transaction: ``reading()`` and ``writing()``."""

    def __init__(self, url: str) -> None:
        """Connect to ``url`` and create the tables that are missing. ``ValueError`` for SQLite in memory."""
        parsed = make_url(url)
        self._is_sqlite = parsed.get_backend_name() == "sqlite"
        if self._is_sqlite and parsed.database in (None, "", ":memory:"):
            raise ValueError("SQLite in memory cannot be shared by threads; name a file, or leave it to the sandbox")
        self._engine = create_engine(
            url,
            json_serializer=dumps,
            json_deserializer=loads,
            pool_size=_POOL_SIZE,
            max_overflow=_POOL_SIZE,
            hide_parameters=True,  # an error that is logged must not show keys or tokens
        )
        if self._is_sqlite:
            _set_up_sqlite(self._engine)
        self._write_engine = self._engine.execution_options(sandbox_write=True)
        self._write_lock = threading.Lock()
        Base.metadata.create_all(self._write_engine)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one consistent state and changes nothing."""
        with Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one transaction: committed at the end, rolled back whole when anything is raised."""
        turn = self._write_lock if self._is_sqlite else nullcontext()
        with turn, Session(self._write_engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()
