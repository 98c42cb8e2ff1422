"""Short messages at the foot of the window that leave by themselves and can be acted on."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import icons, style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.buttons import button, icon_button
from deskapp.ui.shared.plain import PlainLabel

SECONDS = 8.0
_MOST = 3
_WIDEST = 560


class Toast(QFrame):
    """One message; waits while the pointer is on it or a button of it has the focus."""

    gone = Signal(object)
    changed = Signal()

    def __init__(
        self, host: QWidget, text: str, action: str, on_action: Callable[[], object] | None, seconds: float
    ) -> None:
        super().__init__(host)
        self.setProperty("kind", "toast")
        self.words = PlainLabel(text, wrap=len(text) > 70)
        self._on_action = on_action
        self._before: QWidget | None = None
        self._busy_by: dict[str, bool] = {}
        self.action: QPushButton | None = button(action, self._act, kind="quiet") if action else None
        self.more: QPushButton | None = None
        self._close = icon_button("close", _("Close"), self.leave)
        self._close.setIcon(icons.icon("close", "on_tip"))
        self._timer = QTimer(self, singleShot=True, interval=round(seconds * 1000))
        self._timer.timeout.connect(self.leave)
        self._lay_out()
        self.setAccessibleName(text)
        self._timer.start()

    def add(self, verb: str, on_action: Callable[[], object]) -> None:
        """Offer something else to do about it, before the button that is there."""

        def act() -> None:
            self.leave()
            on_action()

        self.more = button(verb, act, kind="quiet")
        self.more.installEventFilter(self)
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        row.insertWidget(1, self.more)
        self.more.show()  # what is not shown yet would be given no room
        self.changed.emit()

    def leave(self) -> None:
        """Go away now; who came here by key is back where he was."""
        self._timer.stop()
        if (
            self._before
            and shiboken6.isValid(self._before)
            and self.isAncestorOf(self.window().focusWidget())
        ):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.gone.emit(self)

    def enter(self) -> None:
        """Go to what can be done about it."""
        self._before = self.window().focusWidget()
        (self.action or self._close).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def is_waiting(self) -> bool:
        """Whether the time stands still because somebody is busy with it."""
        return not self._timer.isActive()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._busy(pointer=True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._busy(pointer=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent):
            self._busy(focus=event.gotFocus())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _busy(self, **by: bool) -> None:
        """The time stands still while the pointer or the focus is here, and begins anew afterwards."""
        self._busy_by |= by
        if any(self._busy_by.values()):
            self._timer.stop()
        elif self.isVisible():
            self._timer.start()

    def _act(self) -> None:
        self.leave()
        if self._on_action:
            self._on_action()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(style.L, style.S, style.S, style.S)
        row.setSpacing(style.S)
        row.addWidget(self.words, 1)
        buttons: list[QPushButton | QToolButton] = [self._close]
        if self.action:
            buttons.insert(0, self.action)
        for one in buttons:
            one.installEventFilter(self)
            row.addWidget(one)


class Toasts(QObject):
    """The messages of one window, stacked at its bottom centre, the newest lowest.

    `changed` tells that one came or left.
    """

    changed = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._toasts: list[Toast] = []
        host.installEventFilter(self)

    def show(
        self,
        text: str,
        action: str = "",
        on_action: Callable[[], object] | None = None,
        seconds: float = SECONDS,
    ) -> Toast:
        """Say a sentence, with a button such as Undo where `action` names one."""
        self._make_room(text)
        toast = Toast(self._host, text, action, on_action, seconds)
        toast.gone.connect(self._forget)
        toast.changed.connect(self._place)
        self._toasts.append(toast)
        self._place()  # first, or it would pass under the pointer and think that somebody is on it
        toast.show()
        self.changed.emit()
        announce(toast, f"{text} {action}".strip())
        return toast

    def current(self) -> Toast | None:
        """The newest message on the screen."""
        return self._toasts[-1] if self._toasts else None

    def enter(self) -> None:
        """Go to the newest message, by key."""
        if self._toasts:
            self._toasts[-1].enter()

    def clear(self) -> None:
        """Take all messages away."""
        for toast in list(self._toasts):
            toast.leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _make_room(self, text: str) -> None:
        """One message says the same thing only once; its earlier act is still in the list of undos."""
        for toast in [one for one in self._toasts if one.words.full_text() == text]:
            toast.leave()
        while len(self._toasts) >= _MOST:
            self._toasts[0].leave()

    def _forget(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            toast.deleteLater()
            self._place()
            self.changed.emit()

    def _place(self) -> None:
        bottom = self._host.height() - style.XXL
        for toast in reversed(self._toasts):
            widest = min(_WIDEST, self._host.width() - 2 * style.L)
            width = min(widest, max(toast.sizeHint().width(), 280))
            height = max(toast.heightForWidth(width), toast.sizeHint().height())
            toast.setGeometry((self._host.width() - width) // 2, bottom - height, width, height)
            toast.raise_()
            bottom -= height + style.S
