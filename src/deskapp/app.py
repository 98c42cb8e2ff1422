"""Puts the program together: words of the command line, screen, settings, log, and the window."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from deskapp import i18n
from deskapp import settings as settings_
from deskapp.clock import clock_from_environment
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.log_file import keep_log
from deskapp.screen import has_screen, missing_library

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from deskapp.clock import Clock
    from deskapp.services.desk import Desk
    from deskapp.settings import Settings
    from deskapp.ui.main_window import MainWindow

NO_SCREEN = 3


def main(argv: list[str]) -> int:
    """`deskapp [SHOP]` opens the window; every other first word is a command without one."""
    if argv and not names_file(argv):
        from deskapp import cli

        return cli.main(argv)
    i18n.use(i18n.system_language())
    try:
        clock = clock_from_environment()
    except DeskError as error:
        return _refuse(str(error), 1)
    if not has_screen():
        return _refuse(_("There is no screen here to open the window on; “deskapp --help” shows what works."))
    return _open_window(Path(argv[0]) if argv else None, clock)


def names_file(argv: list[str]) -> bool:
    """Whether the only word names a file: it has an ending or a folder, which no command has."""
    word = argv[0]
    return len(argv) == 1 and not word.startswith("-") and ("." in word or os.sep in word or "/" in word)


def _open_window(path: Path | None, clock: Clock) -> int:
    try:
        from PySide6.QtCore import QLocale

        from deskapp.ui.shared import style
        from deskapp.ui.shell import one_window
    except ImportError as error:
        return _refuse(_missing(str(error).partition(":")[0]))
    if library := missing_library():
        return _refuse(_missing(library))
    i18n.use(i18n.system_language(told=QLocale.system().uiLanguages()))
    keep_log()
    app = style.application(sys.argv[:1])
    _name(app)
    kept = settings_.load().with_usual_backups()
    shop = path or (Path(kept.last_shop) if kept.last_shop else None)
    if shop and one_window.came_forward(shop):
        return 0
    window = make_window(app, kept, clock)
    window.start(shop)
    window.show()
    return app.exec()


def make_window(app: QApplication, kept: Settings, clock: Clock) -> MainWindow:
    """The dressed window without a shop; the tour and the tests use it too."""
    from deskapp.ui.main_window import MainWindow
    from deskapp.ui.shared import failures, style

    _translate_qt(app)
    style.apply(app, kept.mode, kept.text_size)  # type: ignore[arg-type]  # settings keep only known modes
    window = MainWindow(kept, clock, open_sample)
    failures.install(window.alive, window.say_wrong)
    return window


def open_sample(clock: Clock) -> Desk:
    """The sample shop of this user, made when it is not there."""
    from deskapp.paths import data_folder
    from deskapp.services.desk import Desk

    path = data_folder() / "sample.desk"
    if path.exists():
        return Desk.open(path, clock)
    from deskapp.sample import create_sample

    return create_sample(path, clock)


def _name(app: QApplication) -> None:
    from deskapp import __version__

    app.setApplicationName("deskapp")
    app.setApplicationDisplayName("Deskapp")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("deskapp")


def _translate_qt(app: QApplication) -> None:
    """Let Qt's own buttons, menus and names of keys speak the language of the window."""
    from PySide6.QtCore import QLibraryInfo, QTranslator

    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator(app)
    if i18n.language() != "en" and translator.load(f"qtbase_{i18n.language()}", folder):
        app.installTranslator(translator)


def _missing(library: str) -> str:
    words = _(
        "The window needs the system library “{name}”, which is missing here; install it and start again."
    )
    return words.format(name=library)


def _refuse(sentence: str, code: int = NO_SCREEN) -> int:
    if sys.stderr:  # a windowed build has none
        sys.stderr.write(sentence + "\n")
    return code
