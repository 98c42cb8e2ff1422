"""One open shop file: units of reading and writing, each a transaction of its own."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy import URL, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from deskapp.domain.text import fold
from deskapp.errors import DeskError, Moved, Overwritten, Stopped
from deskapp.i18n import _
from deskapp.store import kept, search_index, shop_file
from deskapp.store.dialect import Compiler
from deskapp.store.driver import JOURNAL, LEVELS, SYNCHRONOUS, Keyed, sqlite, tell_key
from deskapp.store.key import known, salt_of
from deskapp.store.reader import Readers
from deskapp.store.same_file import SameFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection, Engine

    from deskapp.store.key import Key
    from deskapp.store.prepared import Prepared
    from deskapp.store.reader import Reader, Stop

PRAGMAS: tuple[str, ...] = (
    f"journal_mode = {JOURNAL}",
    f"synchronous = {SYNCHRONOUS}",
    "recursive_triggers = ON",
    "secure_delete = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "mmap_size = 0",
    "cache_size = -65536",
    "fullfsync = ON",
    "checkpoint_fullfsync = ON",
)
ERASED = "erased"  # said of a unit: pages that the log holds from before have to go
_BUSY_MS = 5000
_PAUSE_S = 0.02  # for other programs, which look every tenth of a second at the latest
_PATIENCE_S = 0.5  # for threads of this one, which do so too
_LOOK_S = 0.005
_STATEMENTS = 512  # that a connection keeps prepared; more than the program has in daily use


class ShopFile:
    """A shop file that is open; hands out connections inside one transaction each.

    `foreign_keys` is off only while a file is upgraded (rebuilding a parent table would empty its
    children), `durable` only for a file that is thrown away when anything goes wrong. `alone` keeps
    every other program out from the first unit until the file is closed; units then take turns.
    """

    def __init__(
        self, path: Path, *, foreign_keys: bool = True, durable: bool = True, alone: bool = False
    ) -> None:
        self.path = path
        salt = salt_of(path)
        self.key: Key | None = known(salt)
        own = [f"foreign_keys = {'ON' if foreign_keys else 'OFF'}"]
        own += [] if durable else ["synchronous = OFF"]
        first = ["locking_mode = EXCLUSIVE"] if alone else []  # before the first look into the file
        self._same = SameFile(path, salt, log=JOURNAL == "wal")
        self._engine = _engine(path, (*first, *PRAGMAS, *own), self._same, lambda: self.key)
        self._readers = Readers(self._engine)
        self._idle: list[Connection] = []  # that wrote last, with their pages and statements at hand
        self._keeps_idle = not alone  # a connection that is kept would keep out the others
        self._waiting: list[None] = []  # one for each thread that is about to write
        self._listeners: list[Callable[[], None]] = []
        self._bytes: BinaryIO | None = None
        self._log_holds_erased = False

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A unit that sees one state of the file and changes nothing."""
        with self._translated(), self._plausible(), self._engine.connect() as connection:
            connection.begin()  # closing rolls it back, which works in a damaged file too
            yield connection

    def rows(self, prepared: Prepared, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of one statement, which by itself sees one state of the file: lists need no unit."""
        with self.reading() as reader:
            return reader.rows(prepared, parameters)

    @contextmanager
    def reading(self, stop: Stop | None = None) -> Iterator[Reader]:
        """A reading of lists on this thread's own connection, which another thread may `stop`."""
        try:
            reader = self._readers.mine()
            reader.look(stop)
            yield reader
        except (sqlite.Error, UnicodeDecodeError) as error:
            if told := self._told(error):
                raise told from error
            raise

    @contextmanager
    def record(self) -> Iterator[Reader]:
        """A unit that reads one record by statements made once, on this thread's own connection."""
        with self._translated(), self._plausible(), self._readers.mine().unit() as reader:
            yield reader

    @contextmanager
    def write(self, *, quietly: bool = False) -> Iterator[Connection]:
        """A unit that is saved whole or not at all; it holds the file's only write lock.

        `quietly`: nobody is told, because no list and no record shows what it writes.
        """
        self.check_place()
        with self._translated():
            connection = self._take_writer()
            try:
                self._begin_writing(connection)
                yield connection
                _commit(connection)
            except BaseException:
                kept.forget(connection)  # it may come from what was not saved
                connection.info.pop(ERASED, None)
                connection.close()
                raise
            self._empty_log(connection)
            self._put_back(connection)
        for listener in () if quietly else self._listeners:
            listener()

    def give_way(self) -> None:
        """Between two of many units: let those write who wait, which SQLite by itself does by luck alone."""
        sleep(_PAUSE_S)
        patient_until = monotonic() + _PATIENCE_S
        while self._waiting and monotonic() < patient_until:
            sleep(_LOOK_S)

    def _begin_writing(self, connection: Connection) -> None:
        self._waiting.append(None)
        try:
            _begin(connection, "BEGIN IMMEDIATE")
        finally:
            self._waiting.pop()

    @contextmanager
    def lent(self) -> Iterator[Any]:
        """A connection of the driver with no unit open, to attach other files to; it is not used again.

        What goes wrong is raised as the driver says it: it may be of the other file.
        """
        pooled = self._engine.raw_connection()
        try:
            yield pooled.dbapi_connection
        finally:
            pooled.invalidate()

    def is_in_place(self) -> bool:
        """Whether the file is still under its name."""
        try:
            self._same.look()
        except DeskError:
            return False
        return True

    def check_place(self) -> None:
        """Raise `Moved` where the file is not under its name any more; all that was saved is in it then."""
        try:
            self._same.look()
        except Overwritten:
            raise  # what lies in the log belongs to a file that is no more
        except Moved:
            self._bring_along()
            raise

    def settle(self, *, anew: bool = False) -> bool:
        """Bring the file back to one piece, or write it `anew`; answers False while others hold it."""
        from deskapp.store import erasing

        with self._translated():
            pooled = self._engine.raw_connection()
            try:
                done = erasing.settle(pooled.dbapi_connection, anew=anew)
            finally:
                pooled.close()
        self._log_holds_erased = not done
        return done

    def own_bytes(self) -> BinaryIO:
        """The file past SQLite, from its beginning.

        Closing any handle on it would take away the locks that SQLite holds in this program, so there is one
        that stays until the file is closed.
        """
        if self._bytes is None:
            self._bytes = self._same.keep(self.path.open("rb"))
        self._bytes.seek(0)
        return self._bytes

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each unit that wrote; it may run on any thread."""
        self._listeners.append(listener)

    def retire(self) -> None:
        """Another file is about to take its place: nothing is opened any more, only closed."""
        self._same.end()

    def close(self) -> None:
        """Close every connection, which also brings the file back to one piece."""
        with suppress(Moved, Stopped):
            self.check_place()
        self._same.end()
        self._readers.close()
        while self._idle:
            self._idle.pop().close()
        self._engine.dispose()
        self._same.let_go()
        self._bytes = None
        self.key = None  # forgotten, unless somebody else holds it

    def _bring_along(self) -> None:
        """What lies in the log beside the old name belongs to the file, wherever that is now.

        SQLite would leave it there; and a file that was put in the place would be read with it.
        """
        with suppress(DeskError, DBAPIError, sqlite.Error):
            connection = self._take_writer()
            try:
                _driver(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                self._put_back(connection)

    def _empty_log(self, connection: Connection) -> None:
        """After a unit that erased; while somebody reads, after one of the next, or at the end."""
        if connection.info.pop(ERASED, False) or self._log_holds_erased:
            from deskapp.store import erasing

            self._log_holds_erased = not erasing.settle_at_once(_driver(connection))

    def _take_writer(self) -> Connection:
        """A connection that nobody writes with; taking one from the pool takes a tenth of a write."""
        try:
            return self._idle.pop()
        except IndexError:
            return self._engine.connect()

    def _put_back(self, connection: Connection) -> None:
        if self._keeps_idle:
            self._idle.append(connection)
        else:
            connection.close()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite.Error, UnicodeDecodeError) as error:
            if told := self._told(error):
                raise told from error
            raise

    @contextmanager
    def _plausible(self) -> Iterator[None]:
        """Unless a value is none that is ever written in its place: pages got mixed up, or bits flipped."""
        try:
            yield
        except (ValueError, TypeError) as error:
            if any(
                words in str(error) for words in ("is not a valid", "isoformat")
            ):  # one of a few; a moment
                raise shop_file.damaged(self.path) from error
            raise

    def _told(self, error: Exception) -> DeskError | None:
        """What is told to people; nothing where it is a bug."""
        if isinstance(error, UnicodeDecodeError):  # text in the file that nobody ever wrote
            return shop_file.damaged(self.path)
        return self._sentence(error)

    def _sentence(self, error: Exception) -> DeskError | None:
        said = str(error.orig if isinstance(error, DBAPIError) else error)
        if "interrupted" in said:
            return Stopped(_("The search was given up."))
        if "locked" in said or "busy" in said:
            return shop_file.busy(self.path)
        if "disk is full" in said or "disk I/O error" in said:
            return DeskError(_("The disk is full or failing; nothing was saved. Make room and try again."))
        if "readonly" in said or "unable to open" in said:
            return DeskError(
                _("“{name}” may not be written here; nothing was saved.").format(name=self.path.name)
            )
        if any(
            words in said for words in ("malformed", "not a database", "fts5", "vtable", "Could not decode")
        ):
            return shop_file.damaged(self.path)
        return None


_DAMAGED = ("malformed", "not a database", "fts5", "vtable", "Could not decode")
_IMPLAUSIBLE = ("is not a valid", "isoformat")  # one of a few words; a moment


def _refuse_weaker(dbapi: Any, path: Path, pragmas: Sequence[str]) -> None:
    """What was asked for has to be what SQLite says it does; else a power cut could take what was saved."""
    asked = dict(pragma.split(" = ") for pragma in pragmas)  # the last one counts
    if dbapi.execute("PRAGMA journal_mode").fetchone()[0] != asked["journal_mode"].lower():
        raise shop_file.busy(path)
    if dbapi.execute("PRAGMA synchronous").fetchone()[0] != LEVELS.index(asked["synchronous"].upper()):
        raise DeskError(
            _("What is saved in “{name}” would not be safe on this computer, so it was not opened.").format(
                name=path.name
            )
        )


def _engine(path: Path, pragmas: Sequence[str], same: SameFile, key: Callable[[], Key | None]) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=sqlite,
        poolclass=QueuePool,
        pool_use_lifo=True,  # the connection used last has its pages and statements at hand
        connect_args={
            "timeout": _BUSY_MS / 1000,
            "check_same_thread": False,
            "cached_statements": _STATEMENTS,
            "factory": Keyed,
        },
    )

    engine.dialect.statement_compiler = Compiler

    @event.listens_for(engine, "do_connect")
    def _connects(*_values: object) -> None:
        same.look()  # before SQLite makes an empty file where the other one was

    @event.listens_for(engine, "connect")
    def _connected(dbapi: Any, _record: object) -> None:
        tell_key(dbapi, key())
        dbapi.isolation_level = None  # the program says BEGIN itself, so that schema changes roll back too
        dbapi.create_function("folded", 1, fold, deterministic=True)  # for fields outside the index
        for pragma in pragmas:
            dbapi.execute(f"PRAGMA {pragma}")
        search_index.list_words(dbapi)
        _refuse_weaker(dbapi, path, pragmas)

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        if not _driver(connection).in_transaction:  # a unit of writing is open already
            _begin(connection, "BEGIN")

    return engine


def _begin(connection: Connection, how: str) -> None:
    """Open a unit on the driver; SQLAlchemy joins it with the first statement that it runs itself."""
    driver = _driver(connection)
    driver.execute(how)
    kept.look(connection, driver)


def _commit(connection: Connection) -> None:
    connection.commit()  # if SQLAlchemy has joined
    _driver(connection).commit()  # if it has not


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection
