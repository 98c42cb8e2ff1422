"""A grid of photographs: its model, its keys, and one of them large."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QSize, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from deskapp.domain.photo import KeptPhoto
from deskapp.exchange.photo_file import shrunk
from deskapp.ui.photos import viewer as registry
from deskapp.ui.photos.grid import PhotoGrid
from deskapp.ui.photos.model import PhotoModel, Tile
from deskapp.ui.photos.sources import FileSource, ImageSource, sources_in
from deskapp.ui.photos.viewer import PhotoViewer
from tests.pictures import a_jpeg

if TYPE_CHECKING:
    from pathlib import Path

    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

pytestmark = pytest.mark.usefixtures("dressed")
COLOURS = ("navy", "green", "orange", "purple")
Key = Qt.Key


def tiles(count: int = 4) -> list[Tile]:
    made = [shrunk(a_jpeg(colour), colour) for colour in COLOURS[:count]]
    kept = [KeptPhoto(one.sha256, one.width, one.height, one.thumbnail) for one in made]
    return [Tile(one, f"Side {place}", "Priya", place) for place, one in enumerate(kept, start=1)]


@pytest.fixture
def grid(qtbot: QtBot) -> PhotoGrid:
    model = PhotoModel()
    made = PhotoGrid(model, "Photos", QSize(100, 75), captions=True)
    made.setProperty("model", model)
    qtbot.addWidget(made)
    made.resize(340, 200)
    model.show(tiles())
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus()
    made.go_to(0)
    return made


def test_the_model_keeps_its_promises(qtmodeltester: ModelTester) -> None:
    model, four = PhotoModel(), tiles()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt's own
    model.show(four[:2])
    model.insert(2, four[2])
    model.insert(0, four[3])
    assert model.remove(1) is four[0]
    assert [tile.caption for tile in model.tiles()] == ["Side 4", "Side 2", "Side 3"]
    model.show(four)


def test_each_photo_says_what_it_is(grid: PhotoGrid) -> None:
    model = grid.photos
    spoken = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Photo 2 of 4  ·  Side 2  ·  Priya"
    assert model.index(1).data() == "Side 2"


def test_a_caption_is_never_read_as_markup(grid: PhotoGrid) -> None:
    kept = grid.photos.tiles()[0].kept
    grid.photos.show([Tile(kept, "<b>Dent</b>", "", 1)])
    assert "&lt;b&gt;" in grid.photos.index(0).data(Qt.ItemDataRole.ToolTipRole)


def test_another_caption_leaves_the_keys_where_they_are(grid: PhotoGrid) -> None:
    grid.go_to(2)
    four = tiles()
    grid.photos.show([*four[:3], Tile(four[3].kept, "Other", "", 4)])
    assert grid.place() == 2


@pytest.mark.parametrize(
    ("keys", "signal", "place"),
    [
        ((Key.Key_Return,), "opened", 0),
        ((Key.Key_Right, Key.Key_Enter), "opened", 1),
        ((Key.Key_Right, Key.Key_Right, Key.Key_Left, Key.Key_Space), "opened", 1),
        ((Key.Key_End, Key.Key_Delete), "removal_asked", 3),
        ((Key.Key_Down, Key.Key_Backspace), "removal_asked", 3),
    ],
)
def test_keys_open_and_remove(
    qtbot: QtBot, grid: PhotoGrid, keys: tuple[Key, ...], signal: str, place: int
) -> None:
    with qtbot.waitSignal(getattr(grid, signal)) as told:
        for key in keys:
            QTest.keyClick(grid, key)
    assert told.args == [place]


def test_it_is_as_high_as_its_rows_and_not_there_when_empty(grid: PhotoGrid) -> None:
    high = grid.height()
    grid.photos.remove(3)
    assert grid.height() < high
    while grid.photos.rowCount():
        grid.photos.remove(0)
    assert not grid.isVisible()


def mime_of_files(tmp_path: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.jpg")), QUrl("https://example.org/b.jpg")])
    return mime


def mime_of_image(_tmp_path: Path) -> QMimeData:
    image, mime = QImage(40, 30, QImage.Format.Format_ARGB32), QMimeData()
    image.fill(Qt.GlobalColor.transparent)
    mime.setImageData(image)
    return mime


def mime_of_text(_tmp_path: Path) -> QMimeData:
    mime = QMimeData()
    mime.setText("a.jpg")
    return mime


@pytest.mark.parametrize(
    ("make", "kind"), [(mime_of_files, FileSource), (mime_of_image, ImageSource), (mime_of_text, None)]
)
def test_what_is_copied_or_dragged(
    tmp_path: Path, make: Callable[[Path], QMimeData], kind: type[object] | None
) -> None:
    assert [type(source) for source in sources_in(make(tmp_path))] == ([kind] if kind else [])


def test_a_copied_picture_is_read_on_white(tmp_path: Path) -> None:
    [source] = sources_in(mime_of_image(tmp_path))
    picture = source.read()
    assert (picture.width, picture.height) == (40, 30)
    assert QImage.fromData(picture.content).pixelColor(20, 15).lightness() > 250


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    """The window from which a photograph is opened."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_one_large_and_those_beside_it(
    qtbot: QtBot, context: DeskContext, desk: Desk, owner: Actor, over: QWidget
) -> None:
    for colour in COLOURS:
        desk.photos.keep(owner, shrunk(a_jpeg(colour), colour))
    viewer = PhotoViewer(context, tiles(), 1, over)
    with qtbot.waitExposed(viewer):
        viewer.show()
    viewer.activateWindow()
    qtbot.waitUntil(viewer.view.hasFocus)
    qtbot.waitUntil(viewer.view.is_there)
    assert viewer.count.full_text() == "Photo 2 of 4"
    assert viewer.caption.full_text() == "Side 2  ·  Priya"
    for key, place in (
        (Key.Key_Right, 2), (Key.Key_Right, 3), (Key.Key_Right, 3), (Key.Key_Left, 2), (Key.Key_Left, 1),
        (Key.Key_Left, 0), (Key.Key_Left, 0),
    ):  # fmt: skip
        QTest.keyClick(viewer.view, key)
        assert viewer.place() == place
    qtbot.waitUntil(lambda: not context.worker.is_busy())
    viewer.resize(200, 200)
    qtbot.waitUntil(lambda: viewer.zoom.full_text() != "100 %")
    QTest.keyClick(viewer.view, Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert viewer.zoom.full_text() == "100 %"
    QTest.keyClick(viewer.view, Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert viewer.zoom.full_text() != "100 %"
    with qtbot.waitSignal(viewer.destroyed):
        QTest.keyClick(viewer.view, Key.Key_Escape)


def test_a_photo_that_is_gone_is_told_in_the_large_view(
    qtbot: QtBot, context: DeskContext, over: QWidget
) -> None:
    viewer = PhotoViewer(context, tiles(1), 0, over)
    viewer.show()
    qtbot.waitUntil(lambda: "no longer in the shop file" in viewer.banner.text())
    viewer.close()


def test_the_large_view_has_keys_for_everything() -> None:
    from deskapp.ui.command import check

    check(registry.COMMANDS)
    assert all(command.keys for command in registry.COMMANDS)
