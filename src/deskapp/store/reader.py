"""A connection of each thread for lists: statements go straight to the driver, and what is kept stays true.

Taking a connection from the pool and opening a unit takes as long as reading a page of the queue.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock, local
from typing import TYPE_CHECKING, Any, TypeVar

from deskapp.errors import Stopped
from deskapp.i18n import _
from deskapp.store.kept import look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import Engine

    from deskapp.store.prepared import Prepared

    Interrupt = Callable[[], object]

Value = TypeVar("Value")

_CACHE_KIB = 12_288
"""Whoever jumps through a long list fills it; the system keeps the file's pages besides."""


class Stop:
    """Ends readings from another thread; for good, so each search that may be given up takes its own."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._interrupt: Interrupt | None = None
        self.stopped = False

    def stop(self) -> None:
        """End what is being read under this name, now and later; the reader gets `Stopped`."""
        with self._lock:
            self.stopped = True
            if self._interrupt:
                self._interrupt()

    @contextmanager
    def watching(self, interrupt: Interrupt) -> Iterator[None]:
        """While a statement runs that `interrupt` would end."""
        with self._lock:
            self.check()
            self._interrupt = interrupt
        try:
            yield
        finally:
            with self._lock:
                self._interrupt = None

    def check(self) -> None:
        """Raise `Stopped` if nobody waits for an answer any more."""
        if self.stopped:
            raise Stopped(_("The search was given up."))


class Reader:
    """One thread's connection. Each statement by itself sees one state of the file."""

    def __init__(self, driver: Any) -> None:
        driver.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._driver = driver
        self.info: dict[Any, Any] = {}
        self._kept: dict[object, Any] = {}
        self._version = -1
        self._stop: Stop | None = None

    def rows(self, prepared: Prepared, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        if self._stop is None:
            return prepared.rows(self._driver, parameters)
        with self._stop.watching(self._driver.interrupt):
            return prepared.rows(self._driver, parameters)

    def kept(self, key: object, read: Callable[[Reader], Value]) -> Value:
        """What was read under this key, for as long as nobody writes to the file."""
        if key not in self._kept:
            self._kept[key] = read(self)
        value: Value = self._kept[key]
        return value

    def look(self, stop: Stop | None) -> None:
        """At the beginning of a reading: forget what is kept if anybody has written since."""
        self._stop = stop
        [version] = self._driver.execute("PRAGMA data_version").fetchone()
        if version != self._version or len(self._kept) > _MOST_KEPT:
            self._kept.clear()
            self._version = version

    @contextmanager
    def unit(self) -> Iterator[Reader]:
        """Several statements that see one state of the file."""
        self._driver.execute("BEGIN")
        try:
            look(self, self._driver)
            yield self
        finally:
            self._driver.rollback()

    @property
    def connection(self) -> Reader:
        """The reader itself, which stands in for SQLAlchemy's connection in a unit."""
        return self

    @property
    def dbapi_connection(self) -> Any:
        """The driver's connection."""
        return self._driver

    def close(self) -> None:
        """Let go of the file."""
        self._driver.close()


_MOST_KEPT = 500


class Readers:
    """The readers of one file, one for each thread that reads lists."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._mine = local()
        self._lock = Lock()
        self._all: list[Reader] = []

    def mine(self) -> Reader:
        """The reader of the thread that asks."""
        reader: Reader | None = getattr(self._mine, "reader", None)
        return reader or self._new()

    def close(self) -> None:
        """Close them all; a thread that asks again gets a new one."""
        with self._lock:
            for reader in self._all:
                reader.close()
            self._all.clear()
            self._mine = local()

    def _new(self) -> Reader:
        pooled = self._engine.raw_connection()
        driver: Any = pooled.dbapi_connection
        pooled.detach()
        reader = self._mine.reader = Reader(driver)
        with self._lock:
            self._all.append(reader)
        return reader
