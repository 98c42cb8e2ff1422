"""The way of the Tab key past pieces that were made after their neighbours."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def put_before(stop: QWidget, *pieces: QWidget) -> None:
    """Let Tab come by these pieces, in this order, on its way to `stop`."""
    put_behind(stop, *pieces, stop)  # nothing can be put behind a container whose focus is a piece's


def put_behind(stop: QWidget, *pieces: QWidget) -> None:
    """Let Tab come by these pieces, in this order, after `stop`."""
    before = stop
    for piece in pieces:
        QWidget.setTabOrder(before, piece)
        before = piece
