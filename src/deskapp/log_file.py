"""The log of this computer: a file that turns over by itself, opened with its first line."""

from __future__ import annotations

import logging

_MOST_BYTES = 1_000_000
_KEPT = 3


class LogFile(logging.Handler):
    """Hands records to a rotating file; most runs write none, so nothing is loaded for it at the start."""

    def __init__(self) -> None:
        super().__init__()
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._opened().handle(record)
        except OSError:  # a full disk is no reason to stop
            return

    def close(self) -> None:
        """Close the file."""
        if self._file:
            self._file.close()
        super().close()

    def _opened(self) -> logging.Handler:
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            from deskapp.paths import log_folder

            path = log_folder() / "deskapp.log"
            self._file = RotatingFileHandler(path, maxBytes=_MOST_BYTES, backupCount=_KEPT, encoding="utf-8")
            self._file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        return self._file


def keep_log() -> None:
    """Write what the program logs into the file from now on."""
    root = logging.getLogger()
    if not any(isinstance(handler, LogFile) for handler in root.handlers):
        root.addHandler(LogFile())
        root.setLevel(logging.INFO)
