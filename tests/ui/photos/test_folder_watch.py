"""The folder of the counter's camera: what is new, what is still being written, and when it is gone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

from deskapp import settings
from deskapp.ui.photos import folder_watch
from deskapp.ui.photos.folder_watch import Arrivals, FolderWatch, Stamp, watch_of
from tests.pictures import a_jpeg, photo_file

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

OLD, HALF, WHOLE, LATER = Stamp(900, 1), Stamp(400, 2), Stamp(800, 3), Stamp(800, 4)
LOOKS = {
    "what lay there is old": ([{"a": OLD}, {"a": OLD}, {"a": OLD}], []),
    "a new one once it rests": ([{}, {"a": WHOLE}, {"a": WHOLE}, {"a": WHOLE}], ["a"]),
    "not while it grows": ([{}, {"a": HALF}, {"a": WHOLE}], []),
    "when it has grown": ([{}, {"a": HALF}, {"a": WHOLE}, {"a": WHOLE}], ["a"]),
    "not while it is empty": ([{}, {"a": Stamp(0, 1)}, {"a": Stamp(0, 1)}], []),
    "one that went again": ([{}, {"a": WHOLE}, {}, {}], []),
    "oldest first": ([{}, *[{"b": WHOLE, "a": LATER}] * 2], ["b", "a"]),
    "an old one that changed": ([{"a": OLD}, {"a": WHOLE}, {"a": WHOLE}], []),
}


@pytest.mark.parametrize("name", LOOKS)
def test_what_arrives(name: str) -> None:
    looks, came = LOOKS[name]
    arrivals = Arrivals()
    assert [found for look in looks for found in arrivals.look(dict(look))] == came


def test_one_that_could_not_be_read_comes_again_when_it_changed() -> None:
    arrivals = Arrivals()
    for look in ({}, {"a": HALF}, {"a": HALF}):
        arrivals.look(dict(look))
    arrivals.refuse("a")
    assert arrivals.look({"a": HALF}) == []
    assert arrivals.look({"a": HALF}) == []
    assert arrivals.look({"a": WHOLE}) == []
    assert arrivals.look({"a": WHOLE}) == ["a"]


@pytest.fixture
def watch(context: DeskContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderWatch:
    """The watch of a folder with one old picture in it, looking often."""
    monkeypatch.setattr(folder_watch, "SLOWLY_MS", 60)
    monkeypatch.setattr(folder_watch, "SOON_MS", 30)
    camera = tmp_path / "DCIM"
    camera.mkdir()
    photo_file(camera, "old.jpg")
    made = watch_of(context)
    made.choose(str(camera))
    return made


def test_it_is_one_for_the_shop_and_remembered_on_this_computer(
    watch: FolderWatch, context: DeskContext, tmp_path: Path
) -> None:
    assert watch_of(context) is watch
    assert settings.load().photo_folder == str(tmp_path / "DCIM")
    watch.choose("")
    assert settings.load().photo_folder == ""


def test_new_pictures_come_and_nothing_else(qtbot: QtBot, watch: FolderWatch) -> None:
    came: list[str] = []
    folder = Path(watch.folder())
    with qtbot.waitSignal(watch.looked):
        watch.serve(lambda files: came.extend(file.name for file in files))
    (folder / "notes.txt").write_text("no picture")
    (folder / ".hidden.jpg").write_bytes(a_jpeg())
    (folder / "sub.jpg").mkdir()
    photo_file(folder, "new.JPG")
    qtbot.waitUntil(lambda: bool(came), timeout=5000)
    assert came == ["new.JPG"]


def test_a_folder_that_goes_and_comes_back_is_told_once_each(qtbot: QtBot, watch: FolderWatch) -> None:
    told: list[bool] = []
    came: list[Path] = []
    watch.missing.connect(told.append)
    watch.serve(came.extend)
    folder = Path(watch.folder())
    shutil.rmtree(folder)
    qtbot.waitUntil(lambda: told == [True], timeout=5000)
    folder.mkdir()
    photo_file(folder, "shot-meanwhile.jpg")
    qtbot.waitUntil(lambda: told == [True, False], timeout=5000)
    with qtbot.waitSignal(watch.looked):
        pass
    photo_file(folder, "new.jpg", "green")
    qtbot.waitUntil(lambda: [path.name for path in came] == ["new.jpg"], timeout=5000)


def test_nobody_looks_while_no_page_is_open(qtbot: QtBot, watch: FolderWatch, context: DeskContext) -> None:
    def take(_files: list[Path]) -> None:
        raise AssertionError

    watch.serve(take)
    watch.leave(take)
    photo_file(Path(watch.folder()), "new.jpg")
    watch.look()
    assert not context.worker.is_busy()
