"""One start of the window: says `painted`, `listed` and `ready` when they happen, then leaves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from deskapp.app import make_window
from deskapp.clock import SystemClock
from deskapp.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def main() -> int:
    """Open the shop named on the command line; Qt is loaded where the program loads it too.

    Loaded first, it reads the source of each module that follows: 10 ms and 2 MiB that no start takes.
    """
    from PySide6.QtCore import QTimer

    from deskapp.ui.shared import style

    app = style.application(sys.argv[:1])
    window = make_window(app, Settings(), SystemClock())
    window.painted.connect(lambda: print("painted", flush=True))
    window.listed.connect(lambda: print("listed", flush=True))
    window.ready.connect(lambda: QTimer.singleShot(0, lambda: _ready(app)))
    window.start(Path(sys.argv[1]))
    window.show()
    code = app.exec()
    window.worker.close()  # a thread that still loads something would end badly with the interpreter
    return code


def _ready(app: QApplication) -> None:
    print("ready", flush=True)
    if "--memory" in sys.argv:
        from tests.benchmarks.measuring import pss_mib  # which the program has no need of

        print(pss_mib(), flush=True)
    app.exit(0)


if __name__ == "__main__":
    sys.exit(main())
