"""One start of the window: says `painted`, `listed` and `ready` when they happen, then leaves."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from deskapp.app import make_window
from deskapp.clock import SystemClock
from deskapp.settings import Settings
from deskapp.ui.shared import style
from tests.benchmarks.measuring import pss_mib


def main() -> int:
    """Open the shop named on the command line."""
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
        print(pss_mib(), flush=True)
    app.exit(0)


if __name__ == "__main__":
    sys.exit(main())
