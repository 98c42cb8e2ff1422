"""Folders in which people look for files; one that is not there would lead a dialog elsewhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

_Location = QStandardPaths.StandardLocation


def documents() -> Path:
    """Where papers are kept: the person's documents, or else their home."""
    return _first(_Location.DocumentsLocation)


def downloads() -> Path:
    """Where files from elsewhere lie: the downloads, or else the documents."""
    return _first(_Location.DownloadLocation, _Location.DocumentsLocation)


def pictures() -> Path:
    """Where a logo may lie: the pictures, or else the documents."""
    return _first(_Location.PicturesLocation, _Location.DocumentsLocation)


def _first(*locations: QStandardPaths.StandardLocation) -> Path:
    places = (QStandardPaths.writableLocation(location) for location in locations)
    return next((Path(place) for place in places if place and Path(place).is_dir()), Path.home())
