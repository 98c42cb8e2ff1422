"""What an installed or built program must prove: shop file, ticket, papers, icons, languages, window."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from deskapp.clock import SystemClock
from deskapp.errors import DeskError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from deskapp.services.desk import Desk

_WINDOW_MS = 20_000


def run() -> int:
    """Prove every part in turn, a line each; answers 0 when all of them hold."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("DATA", "CONFIG", "LOG"):
            os.environ[f"DESKAPP_{name}"] = folder
        failed = [name for name, proof in _PROOFS.items() if not _holds(name, proof, Path(folder))]
    print("self-test failed: " + ", ".join(failed) if failed else "self-test passed")
    return 1 if failed else 0


def _holds(name: str, proof: Callable[[Path], str], folder: Path) -> bool:
    try:
        print(f"ok      {name}: {proof(folder)}", flush=True)
    except Exception as error:  # noqa: BLE001  whatever is wrong with this installation is the answer
        print(f"FAILED  {name}: {type(error).__name__}: {error}", flush=True)
        return False
    return True


def _shop_file(folder: Path) -> str:
    desk = _sample(folder)
    try:
        if problems := desk.check(desk.actor()):
            raise DeskError(problems[0])
        return f"{desk.tickets.count(desk.actor())} tickets, {len(desk.statuses(desk.actor()))} statuses"
    finally:
        desk.close()


def _papers(folder: Path) -> str:
    from deskapp.documents.render import render
    from deskapp.domain.paper import Document
    from deskapp.domain.shop import Paper

    desk = _sample(folder)
    try:
        actor = desk.actor()
        paper = desk.papers.ticket(actor, desk.tickets.rows(actor, "is:closed", limit=1)[0].number)
        made = [render(document, paper, size) for document in Document for size in Paper]
    finally:
        desk.close()
    if not all(pdf.startswith(b"%PDF") for pdf in made):
        raise DeskError("a paper is not a PDF")
    return f"{len(made)} papers, {sum(map(len, made)) // 1024} KiB"


def _pictures(_folder: Path) -> str:
    from deskapp.paths import shipped
    from deskapp.ui.shared.icons import pixmap

    _application()
    names = sorted(path.stem for path in (shipped("resources") / "icons").glob("*.svg"))
    if not names or any(pixmap(name).isNull() for name in names):
        raise DeskError("an icon cannot be drawn")
    return f"{len(names)} icons"


def _languages(_folder: Path) -> str:
    from deskapp.i18n import translations
    from deskapp.paths import shipped

    folder = shipped("resources") / "translations"
    found = sorted(path.name for path in folder.glob("*") if path.is_dir()) if folder.is_dir() else []
    for language in found:
        translations(language)
    return ", ".join(["en", *found])


def _window(folder: Path) -> str:
    """Show the window on the sample shop, unseen, until its list is there."""
    from PySide6.QtCore import QEventLoop, QTimer

    from deskapp.app import make_window
    from deskapp.settings import Settings

    _sample(folder).close()
    window = make_window(_application(), Settings(), SystemClock())
    loop = QEventLoop()
    opened = False

    def note() -> None:
        nonlocal opened
        opened = True
        loop.quit()

    window.ready.connect(note)
    QTimer.singleShot(_WINDOW_MS, loop.quit)
    window.start(folder / "sample.desk")
    window.show()
    loop.exec()
    window.close()
    if not opened:
        raise DeskError("the window did not open the shop")
    return "opened and closed"


def _application() -> QApplication:
    """The one application of this process; unseen where nobody chose otherwise."""
    from PySide6.QtWidgets import QApplication

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication(sys.argv[:1])


def _sample(folder: Path) -> Desk:
    from deskapp.sample import create_sample
    from deskapp.services.desk import Desk

    path = folder / "sample.desk"
    return Desk.open(path, SystemClock()) if path.exists() else create_sample(path, SystemClock())


_PROOFS: dict[str, Callable[[Path], str]] = {
    "shop file": _shop_file,
    "papers": _papers,
    "icons": _pictures,
    "languages": _languages,
    "window": _window,
}
