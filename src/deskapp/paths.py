"""Where the program's own files and the user's folders are; nothing else knows."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent  # importlib.resources costs four milliseconds of a start
_CHECKOUT = _PACKAGE.parents[1]


def shipped(name: str) -> Path:
    """The folder `migrations` or `resources`, in an installed program as in a checkout."""
    checkout = _CHECKOUT / name
    return checkout if (_CHECKOUT / "pyproject.toml").is_file() and checkout.is_dir() else _PACKAGE / name


def data_folder() -> Path:
    """Where shop files live unless the user says otherwise."""
    return _user_folder("DESKAPP_DATA", "user_data_path")


def usual_backups() -> Path:
    """Where backups go unless the user says otherwise; nothing makes the folder but a backup."""
    return data_folder() / "backups"


def config_folder() -> Path:
    """Where this computer's choices are kept."""
    return _user_folder("DESKAPP_CONFIG", "user_config_path")


def log_folder() -> Path:
    """Where crash reports and the log are kept."""
    return _user_folder("DESKAPP_LOG", "user_log_path")


def _user_folder(variable: str, finder: str) -> Path:
    if chosen := os.environ.get(variable):
        folder = Path(chosen)
    else:
        import platformdirs

        folder = getattr(platformdirs, finder)("deskapp", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
