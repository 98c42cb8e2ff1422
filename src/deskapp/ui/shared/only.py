"""Which action of the list of permissions a field or a button is: who may not do it finds it shut, and why.

A shut field is still read and copied from; everything else is greyed, and stays so whatever switches it on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)

from deskapp.domain.permission import Action, why_not
from deskapp.ui.shared.plain import set_tip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.paged_model import Column

DOES, SHUT, TIP = "does", "shut", "tip_of_open"
_TEXTS = (QLineEdit, QPlainTextEdit)
_COLUMNS = {
    Action.SEE_MONEY: ("total", "price", "amount", "cost", "tax"),
    Action.SEE_ADDRESS: ("city", "email"),
}
_PIECES = (*_TEXTS, QAbstractButton, QComboBox, QAbstractSpinBox, QListWidget)


def only(context: DeskContext, action: Action, *roots: QWidget) -> None:
    """These widgets, with all that is in them, are for who may do this action."""
    for root in roots:
        root.setProperty(DOES, action.value)
        shut(root, why_not(context.actor.role, action))


def shut(root: QWidget, reason: str) -> None:
    """Close what can be used in a widget, with the reason as its tip, or open what was closed so.

    A part that is another action of its own is left alone.
    """
    if not reason and not root.property(SHUT):
        return
    root.setProperty(SHUT, bool(reason))
    for piece in _pieces(root):
        if reason:
            _close(piece, reason)
        elif piece.property(SHUT) is not None:
            _open(piece)


def seen(context: DeskContext, columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns whose values this person may see; nobody is shown an empty one."""
    hidden = {key for action, keys in _COLUMNS.items() if not context.may(action) for key in keys}
    return tuple(one for one in columns if one.key not in hidden)


def does(widget: QWidget | None) -> str:
    """The action that a widget is said to be a part of, or nothing."""
    while widget is not None:
        if action := widget.property(DOES):
            return str(action)
        widget = widget.parentWidget()
    return ""


def _pieces(root: QWidget) -> Iterator[QWidget]:
    if isinstance(root, _PIECES):
        yield root
    for child in root.children():
        if isinstance(child, QWidget) and not child.property(DOES):
            yield from _pieces(child)


def _close(piece: QWidget, reason: str) -> None:
    if not piece.property(SHUT) or piece.property(TIP) is None:
        piece.setProperty(TIP, piece.toolTip())
    piece.setProperty(SHUT, True)
    set_tip(piece, reason)
    if isinstance(piece, _TEXTS):
        piece.setReadOnly(True)
    else:
        piece.installEventFilter(_keeper())
        piece.setEnabled(False)


def _open(piece: QWidget) -> None:
    piece.setProperty(SHUT, None)
    piece.setToolTip(piece.property(TIP) or "")
    piece.setProperty(TIP, None)
    if isinstance(piece, _TEXTS):
        piece.setReadOnly(False)
    else:
        piece.removeEventFilter(_keeper())
        piece.setEnabled(True)


class _Keeper(QObject):
    """Keeps shut what a screen would switch on because there is something to do."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.EnabledChange and isinstance(watched, QWidget) and watched.isEnabled():
            watched.setEnabled(False)
        return False


_made: list[_Keeper] = []


def _keeper() -> _Keeper:
    if not _made:
        _made.append(_Keeper())
    return _made[0]
