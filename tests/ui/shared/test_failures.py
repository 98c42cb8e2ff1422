"""When something fails the window stays: a sentence for the desk, a report for the makers."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from typing import NoReturn

import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from deskapp import paths
from deskapp.errors import DeskError
from deskapp.ui.shared import failures
from deskapp.ui.shared.crash_notice import CrashNotice
from deskapp.ui.shared.notice import Notice

pytestmark = [pytest.mark.usefixtures("dressed"), pytest.mark.qt_no_exception_capture]


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QMainWindow]:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.show()
    before = sys.excepthook, threading.excepthook
    failures.install(lambda: made)
    yield made
    failures.uninstall()
    sys.excepthook, threading.excepthook = before


def _raise(error: Exception) -> NoReturn:
    raise error


def _reports() -> list[str]:
    return [file.read_text(encoding="utf-8") for file in paths.log_folder().glob("crash-*.txt")]


def test_a_bug_in_a_slot_is_written_down_and_said_calmly(window: QMainWindow, qtbot: QtBot) -> None:
    QTimer.singleShot(0, lambda: _raise(ZeroDivisionError("division by zero")))
    qtbot.waitUntil(lambda: window.findChild(CrashNotice) is not None)
    notice = window.findChild(CrashNotice)
    assert notice is not None
    assert notice.isVisible()
    assert "Traceback" not in notice.words.full_text() + notice.detail.full_text()
    [report] = _reports()
    assert "ZeroDivisionError: division by zero" in report
    assert "Python" in report.splitlines()[0]


def test_the_report_can_be_copied(window: QMainWindow, qtbot: QtBot) -> None:
    failures.report(ZeroDivisionError("x"))
    notice = window.findChild(CrashNotice)
    assert notice is not None
    copy = next(one for one in notice.findChildren(QPushButton) if one.text() == "Copy report")
    copy.click()
    assert "ZeroDivisionError" in QGuiApplication.clipboard().text()
    assert notice.isVisible()


def test_a_failure_that_repeats_shows_one_window(window: QMainWindow) -> None:
    for _ in range(30):
        failures.report(ValueError("again"))
    assert len(window.findChildren(CrashNotice)) == 1
    assert len(_reports()) <= 20


def test_a_sentence_for_the_desk_goes_where_the_window_shows_it(window: QMainWindow) -> None:
    told: list[str] = []
    failures.install(lambda: window, told.append)
    failures.report(DeskError("The folder is read-only; choose another."))
    assert told == ["The folder is read-only; choose another."]
    assert _reports() == []


def test_without_such_a_place_a_small_window_says_it(window: QMainWindow, qtbot: QtBot) -> None:
    QTimer.singleShot(0, lambda: _raise(DeskError("The <b>disk</b> is full.")))
    qtbot.waitUntil(lambda: window.findChild(Notice) is not None)
    notice = window.findChild(Notice)
    assert notice is not None
    assert notice.words.text() == "The <b>disk</b> is full."


def test_a_bug_in_another_thread_comes_to_the_window(window: QMainWindow, qtbot: QtBot) -> None:
    thread = threading.Thread(target=_raise, args=(RuntimeError("no such thread"),))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: window.findChild(CrashNotice) is not None)
    assert "no such thread" in _reports()[0]


def test_a_full_disk_does_not_make_it_worse(window: QMainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "log_folder", lambda: _raise(OSError(28, "No space left on device")))
    failures.report(ZeroDivisionError())
    notice = window.findChild(CrashNotice)
    assert notice is not None
    assert "disk full" in notice.detail.full_text()


@pytest.mark.qt_log_ignore("invalid signal")
def test_what_qt_complains_about_goes_to_the_log(window: QMainWindow) -> None:
    qWarning("invalid signal")
    log = (paths.log_folder() / "deskapp.log").read_text(encoding="utf-8")
    assert "invalid signal" in log
