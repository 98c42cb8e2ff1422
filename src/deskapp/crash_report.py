"""The local report of a failure that is a bug: a file in the log folder, sent nowhere."""

from __future__ import annotations

from pathlib import Path

from deskapp import paths

_MOST_REPORTS = 20


def write_report(failure: BaseException) -> Path | None:
    """Write what happened to a file in the log folder; None where that is impossible.

    It holds the program's own lines and the error's words, no data of the shop beyond those.
    """
    from datetime import UTC, datetime

    name = f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
    try:
        folder = paths.log_folder()
        file = folder / name
        file.write_text(_account(failure), encoding="utf-8", errors="backslashreplace")
        for old in sorted(folder.glob("crash-*.txt"))[:-_MOST_REPORTS]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return file


def _account(failure: BaseException) -> str:
    import platform
    import traceback

    from deskapp import __version__

    parts = (f"Deskapp {__version__}", f"Python {platform.python_version()}")
    return ", ".join((*parts, platform.platform())) + "\n\n" + "".join(traceback.format_exception(failure))
