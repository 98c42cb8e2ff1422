"""The way of the Tab key past pieces that were made after their neighbours."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def put_before(stop: QWidget, *pieces: QWidget) -> None:
    """Let Tab come by these pieces, in this order, on its way to `stop`."""
    put_behind(stop, *pieces, stop)  # nothing can be put behind a container whose focus is a piece's


def put_behind(stop: QWidget, *pieces: QWidget) -> None:
    """Let Tab come by these pieces, in this order, after `stop`."""
    before = stop
    for piece in pieces:
        holder = piece.parentWidget()
        if holder is not None and holder.focusProxy() is piece:
            _bring_along(before, holder, piece)
        else:
            QWidget.setTabOrder(before, piece)
        before = piece


def put_inside(holder: QWidget, *pieces: QWidget) -> None:
    """Let Tab come by pieces that were made late where the widget that holds them stands."""
    holder.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # nothing is put behind what takes no focus
    put_behind(holder, *pieces)
    holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def _bring_along(before: QWidget, holder: QWidget, piece: QWidget) -> None:
    """Put a piece and what hands its focus on to it behind another: Tab stops where the holder stands too."""
    holder.setFocusProxy(None)  # type: ignore[arg-type]  # takes it away
    holder.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # what takes no focus is not put in order
    QWidget.setTabOrder(before, holder)
    QWidget.setTabOrder(holder, piece)
    holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    holder.setFocusProxy(piece)
