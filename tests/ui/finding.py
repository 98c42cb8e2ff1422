"""Finds pieces of a window the way a person does: by what they are and what stands on them."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QAbstractButton, QWidget

Piece = TypeVar("Piece", bound=QWidget)


def child(parent: QWidget, kind: type[Piece], text: str = "") -> Piece:
    """The first piece of a kind under `parent`, where `text` is its words or its spoken name."""
    for piece in parent.findChildren(kind):
        shown = piece.text() if isinstance(piece, QAbstractButton) else ""
        if not text or text in {shown.replace("&", ""), piece.accessibleName()}:
            return piece
    raise AssertionError(f"no {kind.__name__} “{text}” in {parent}")
