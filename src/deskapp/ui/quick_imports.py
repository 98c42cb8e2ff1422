"""Keeps PySide from reading the source of every module that is imported after it.

PySide looks for `from __feature__ import …` in each of them, which nothing here uses. Reading
SQLAlchemy that way costs a start 50 ms and 15 MiB (measured with PySide6 6.11.3).
"""

from __future__ import annotations

from importlib import import_module


def no_module_uses_features() -> None:
    """Answer PySide's question for all modules at once; does nothing where PySide does not ask it."""
    try:
        feature = import_module("shibokensupport.feature")
    except ImportError:
        return
    if hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", _never)  # noqa: B010  a private name of another package


def _never(_module: object) -> bool:
    return False
