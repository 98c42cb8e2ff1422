"""Every screen of the real window: what a customer wrote is shown as text, and no field hangs on a paste."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from deskapp.clock import FixedClock
from deskapp.domain.catalog import ServiceDraft
from deskapp.services.desk import Desk
from tests.builders import a_customer, a_device, a_line, a_service, an_item
from tests.faults.cuts import new_shop
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.nursery import nursery
from tests.faults.soak import in_line

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from deskapp.tour.guide import Guide

COLOUR = (254, 1, 252)  # that nothing of ours has
MARK = '<b style="color:#fe01fc;background:#fe01fc">PAID</b>'
LONGEST = 0.2  # seconds that a paste may take
PASTED = "a customer's own words, again and again. " * 25_000
NOT_RUN = {  # and what opens the system's own dialog for files
    "quit",
    "full_screen",
    "open_shop",
    "new_shop",
    "export_list",
    "lock",
    "undo",
    "redo",
    "delete",
    "add_photos",
}
Look = Callable[["Guide", str, "QWidget"], Iterator[str]]


def marked(trial: Trial, *, planted: bool = False) -> Tally:
    """Names, words and notes that are markup: nowhere in its colour, nowhere in a label that reads markup."""
    return _walked(trial, _as_text_planted if planted else _as_text)


def pasted(trial: Trial, *, planted: bool = False) -> Tally:
    """A megabyte pasted into every field: in time, and taken whole or not at all."""
    return _walked(trial, _paste_planted if planted else _PasteAll())


def _walked(trial: Trial, look: Look) -> Tally:
    path = new_shop(trial.folder / "shop")
    _fill(path)
    with ProcessPoolExecutor(1, nursery()) as pool:
        return tally(pool.submit(_walk, path, look, trial.count).result())


def _fill(path: Path) -> None:
    """A shop in which everything that people write is markup."""
    from tests.faults.shop import NOON

    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        owner = desk.actor()
        service: ServiceDraft = a_service("MARK", MARK)
        desk.catalog.add(owner, service)
        for turn in range(3):
            who = desk.customers.add(
                owner, a_customer(f"{MARK} {turn}", f"0770090014{turn}", note=MARK)
            ).value
            item = an_item(MARK, device=a_device(MARK, brand=MARK), condition=MARK, accessories=MARK)
            intake = _intake(item, who.id)
            number = desk.tickets.take_in(owner, intake).value.number
            desk.tickets.note(owner, number, MARK)
            desk.tickets.message(owner, number, MARK)
            desk.tickets.add_line(owner, number, a_line(MARK))


def _intake(item: Any, customer_id: int) -> Any:
    from deskapp.domain.ticket import Intake

    return Intake((item,), customer_id=customer_id, tags=("<i>rush</i>",))


# The walk ----------------------------------------------------------------------------------------


def _walk(path: Path, look: Look, count: int) -> list[str]:
    """So many of the commands are run, and what is open then looked at."""
    for name in ("DATA", "CONFIG", "LOG"):
        os.environ[f"DESKAPP_{name}"] = str(path.with_name(name.lower()))
    os.environ |= {"QT_QPA_PLATFORM": "offscreen", "DESKAPP_LANGUAGE": "en"}
    from PySide6.QtWidgets import QApplication

    from deskapp.tour.album import Album
    from deskapp.tour.guide import Guide

    guide = Guide(QApplication([]), Album(path.with_name("album")))
    guide.open_window(path)
    guide.expect("the shop is open", lambda: guide.desk.path, path)
    guide.at_rest()
    keys = _commands(guide)
    keys = keys[:: max(len(keys) // count, 1)]
    verdicts = [verdict for key in keys for verdict in _at(guide, key, look)]
    crashes = sorted(path.with_name("log").glob("crash-*"))
    verdicts += [f"broken: {one.read_text(encoding='utf-8').splitlines()[-1]}" for one in crashes]
    guide.abandon()
    return verdicts


def _commands(guide: Guide) -> list[str]:
    return ["", *(command.key for command in guide.window.commands.bound() if command.key not in NOT_RUN)]


def _at(guide: Guide, key: str, look: Look) -> Iterator[str]:
    """The windows that a command opens, with every tab of them."""
    from PySide6.QtWidgets import QApplication, QTabWidget

    from deskapp.tour import hands

    _home(guide)
    action = guide.window.commands.action(key) if key else None
    if action is not None:
        if not action.isEnabled():
            return
        action.trigger()
    guide.at_rest()
    hands.settle(4)
    for window in [one for one in QApplication.topLevelWidgets() if one.isVisible()]:
        yield from look(guide, key, window)
        for tabs in window.findChildren(QTabWidget):
            for place in range(tabs.count() if tabs.isVisible() else 0):
                tabs.setCurrentIndex(place)
                guide.at_rest()
                hands.settle(2)
                yield from look(guide, key, window)


def _home(guide: Guide) -> None:
    """The queue with a ticket, and nothing else open."""
    from PySide6.QtWidgets import QApplication

    from deskapp.tour import hands

    for window in QApplication.topLevelWidgets():
        if window is not guide.window and window.isVisible():
            window.close()
    hands.settle(2)
    guide.window.activateWindow()
    hands.press("Ctrl+2", "Home")
    guide.at_rest()


# Text alone --------------------------------------------------------------------------------------


def _as_text(_guide: Guide, key: str, window: QWidget) -> Iterator[str]:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QLabel, QWidget

    where = f"{type(window).__name__} at {key or 'the start'}"
    for label in window.findChildren(QLabel):
        if MARK in label.text() and label.textFormat() is not Qt.TextFormat.PlainText:
            yield f"broken: a label reads markup, {where}"
    for widget in window.findChildren(QWidget):
        if "<b style" in widget.toolTip():
            yield f"broken: a tip reads markup, {where}"
    yield f"broken: seen in colour, {where}" if _has_colour(window.grab().toImage()) else "ok"


def _as_text_planted(guide: Guide, key: str, window: QWidget) -> Iterator[str]:
    """The control: a label as Qt makes it."""
    from PySide6.QtWidgets import QLabel

    label = QLabel(MARK, window)
    label.resize(80, 20)
    label.show()
    yield from _as_text(guide, key, window)
    label.setParent(None)
    label.deleteLater()


def _has_colour(image: QImage) -> bool:
    """Whether any pixel is of the colour that only the markup has."""
    from PySide6.QtGui import QImage

    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    wanted, content = bytes(COLOUR), bytes(plain.constBits())
    place = content.find(wanted)
    while place >= 0:
        if place % plain.bytesPerLine() % 3 == 0:
            return True
        place = content.find(wanted, place + 1)
    return False


# A megabyte --------------------------------------------------------------------------------------


class _PasteAll:
    """Each field once, however many commands show it."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, ...]] = set()

    def __call__(self, _guide: Guide, key: str, window: QWidget) -> Iterator[str]:
        from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit

        kinds = (QLineEdit, QPlainTextEdit, QTextEdit)
        for field in [cast("Any", one) for kind in kinds for one in window.findChildren(kind)]:
            name = (type(window).__name__, type(field).__name__, field.accessibleName(), field.objectName())
            if field.isVisible() and field.isEnabled() and not field.isReadOnly() and name not in self._seen:
                self._seen.add(name)
                yield _paste(f"{name[1]} “{name[2]}” of {name[0]} at {key or 'the start'}", field)


def _paste(where: str, field: Any) -> str:
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QLineEdit

    from deskapp.tour import hands

    read = field.text if isinstance(field, QLineEdit) else field.toPlainText
    QGuiApplication.clipboard().setText(PASTED)
    before = read()
    began = time.monotonic() - in_line()
    field.setFocus()
    field.paste()
    hands.settle(1)
    taken, after = time.monotonic() - in_line() - began, len(read())
    if after != len(before):
        field.setText(before) if isinstance(field, QLineEdit) else field.setPlainText(before)
    if taken > LONGEST:
        return f"broken: {taken:.1f} s in {where}"
    return (
        "ok"
        if after in {len(before), len(before) + len(PASTED)}
        else f"broken: cut without a word in {where}"
    )


def _paste_planted(guide: Guide, key: str, window: QWidget) -> Iterator[str]:
    """The control: a field as Qt makes it."""
    from PySide6.QtWidgets import QTextEdit

    field = QTextEdit(window)
    field.show()
    yield _paste("a bare field", field)
    field.setParent(None)
    field.deleteLater()


FAULTS = (
    Fault(
        "F38", "markup in all that customers write, on every screen", 10, 100,
        marked, partial(marked, planted=True), "a label as Qt makes it", 1,
    ),
    Fault(
        "F40", "a megabyte pasted into every field", 10, 100,
        pasted, partial(pasted, planted=True), "a field as Qt makes it", 1,
    ),
)  # fmt: skip
