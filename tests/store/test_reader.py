"""Lists are read on a connection of each thread; others can end a reading, and their writing is seen."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import bindparam, func, select

from deskapp.errors import Stopped
from deskapp.store import schema
from deskapp.store.driver import sqlite
from deskapp.store.engine import ShopFile
from deskapp.store.prepared import Prepared
from deskapp.store.reader import Reader, Stop

_numbers = select(bindparam("one").label("n")).cte("numbers", recursive=True)
_numbers = _numbers.union_all(select(_numbers.c.n + 1).where(_numbers.c.n < 10**9))
ENDLESS = Prepared(select(func.count()).select_from(_numbers))
PEOPLE = Prepared(select(schema.person.c.name))


@pytest.fixture
def file(blank_shop: Path, tmp_path: Path) -> ShopFile:
    path = tmp_path / "read.desk"
    path.write_bytes(blank_shop.read_bytes())
    return ShopFile(path)


def test_a_reading_is_stopped_from_another_thread(file: ShopFile) -> None:
    stop, begun, ended = Stop(), threading.Event(), []

    def read() -> None:
        with file.reading(stop) as reader:
            begun.set()
            try:
                reader.rows(ENDLESS, {"one": 1})
            except sqlite.Error as error:
                ended.append(str(error))
                raise

    def guarded() -> None:
        try:
            read()
        except Stopped as told:
            ended.append(type(told).__name__)

    thread = threading.Thread(target=guarded)
    thread.start()
    assert begun.wait(10)
    while thread.is_alive():
        stop.stop()
        thread.join(0.01)
    assert ended[-1] == "Stopped"
    file.close()


def test_what_was_given_up_is_not_begun(file: ShopFile) -> None:
    stop = Stop()
    stop.stop()
    with pytest.raises(Stopped), file.reading(stop) as reader:
        reader.rows(PEOPLE, {})
    with file.reading() as reader:
        assert reader.rows(PEOPLE, {})
    file.close()


def test_what_is_kept_is_read_again_after_somebody_wrote(file: ShopFile) -> None:
    asked: list[int] = []

    def read(reader: Reader) -> int:
        asked.append(1)
        return len(reader.rows(PEOPLE, {}))

    def people() -> int:
        with file.reading() as reader:
            return reader.kept("people", read)

    assert [people(), people()] == [1, 1]
    assert len(asked) == 1
    with closing(sqlite.connect(file.path)) as other, other:
        other.execute("INSERT INTO person (name, role) VALUES ('Mia', 'technician')")
    assert [people(), people()] == [2, 2]
    assert len(asked) == 2
    with file.write() as tx:
        tx.execute(schema.person.insert(), {"name": "Tom", "role": "technician"})
    assert people() == 3
    file.close()


def test_each_thread_has_its_own_and_closing_leaves_one_file(file: ShopFile) -> None:
    readers = []

    def read() -> None:
        with file.reading() as reader:
            readers.append(reader)
            reader.rows(PEOPLE, {})

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    read()
    assert len(set(map(id, readers))) == 4
    with file.write() as tx:
        tx.execute(schema.person.insert(), {"name": "Tom", "role": "technician"})
    file.close()
    assert [path.name for path in file.path.parent.iterdir()] == [file.path.name]
