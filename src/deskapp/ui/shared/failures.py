"""What happens when something fails: a sentence for what a person can mend, else a report kept here."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from deskapp import paths
from deskapp.crash_report import masked, write_report
from deskapp.errors import DeskError

Tell = Callable[[str], object]


class _Desk(QObject):
    """Brings a failure of any thread to the window's thread."""

    came = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.tell: Tell | None = None
        self.window: Callable[[], Any] | None = None
        self.shown: Any = None
        self.came.connect(self._handle, Qt.ConnectionType.AutoConnection)

    def _handle(self, failure: BaseException) -> None:
        if isinstance(failure, DeskError):
            self._say(str(failure))
        else:
            self._crashed(failure)

    def _say(self, sentence: str) -> None:
        if self.tell:
            self.tell(sentence)
            return
        from deskapp.ui.shared.notice import Notice

        Notice(self._parent(), sentence).open()

    def _crashed(self, failure: BaseException) -> None:
        report = write_report(failure)
        if self.shown is not None:
            return  # one calm window is enough, however often it fails
        from deskapp.ui.shared.crash_notice import CrashNotice

        self.shown = CrashNotice(self._parent(), report)
        self.shown.finished.connect(self._forget)
        self.shown.open()

    def _forget(self) -> None:
        self.shown = None

    def _parent(self) -> Any:
        return self.window() if self.window else None


_desk: _Desk | None = None


def install(window: Callable[[], Any] | None = None, tell: Tell | None = None) -> None:
    """Catch every failure from now on; call it once there is an application.

    `window` answers the window that dialogs belong to. `tell` shows a sentence there, for example in a
    banner; without it a small dialog does.
    """
    desk = _the_desk()
    desk.window, desk.tell = window, tell
    sys.excepthook = _from_anywhere
    threading.excepthook = _from_thread
    qInstallMessageHandler(_from_qt)


def uninstall() -> None:
    """Go back to how Python and Qt behave by themselves."""
    global _desk  # noqa: PLW0603  one for the program, as the hooks are
    sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
    qInstallMessageHandler(None)
    _desk = None


def report(failure: BaseException) -> None:
    """Show a `DeskError` to the person at the desk; keep a report of anything else and say so calmly."""
    _the_desk().came.emit(failure)


def log(line: str) -> None:
    """Add a line to the log of this computer; a full disk is no reason to stop."""
    from datetime import UTC, datetime

    try:
        with (paths.log_folder() / "deskapp.log").open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {line}\n")
    except OSError:
        return


def _the_desk() -> _Desk:
    global _desk  # noqa: PLW0603  one for the program, as the hooks are
    if _desk is None:
        _desk = _Desk()
    return _desk


def _from_anywhere(kind: type[BaseException], failure: BaseException, trace: TracebackType | None) -> None:
    if isinstance(failure, KeyboardInterrupt):
        sys.__excepthook__(kind, failure, trace)
        return
    report(failure)


def _from_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        report(args.exc_value)


def _from_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    if kind not in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg}:
        log(f"Qt {kind.name} {context.category}: {masked(message)}")
