"""What this program is, in which version and on what it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from deskapp.i18n import _
from deskapp.ui.shared.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deskapp.ui.context import DeskContext


class About(Notice):
    """Name, version, licence and where things are kept on this computer."""

    def __init__(self, parent: QWidget | None, context: DeskContext | None = None) -> None:
        super().__init__(parent, f"Deskapp {_version()}", detail=_words(context), icon="logo")
        self.setWindowTitle(_("About Deskapp"))


def _version() -> str:
    from deskapp import __version__

    return __version__


def _words(context: DeskContext | None) -> str:
    import platform

    import PySide6

    from deskapp.paths import config_folder, log_folder
    from deskapp.services.keeping import how_kept

    lines = (
        _("A service desk for small shops, in one file on one computer. Licence: MIT."),
        "",
        _("Settings: {folder}").format(folder=config_folder()),
        _("Log: {folder}").format(folder=log_folder()),
        _("Shop files: {engine}, checked whenever one is opened").format(engine=how_kept()),
        *_shop_words(context),
        f"Python {platform.python_version()} · Qt {PySide6.__version__} · {platform.system()}",
    )
    return "\n".join(lines)


def _shop_words(context: DeskContext | None) -> Iterator[str]:
    """Of the shop that is open."""
    if context is None:
        return
    words = (
        _("“{name}” is encrypted (AES-256)") if context.desk.is_encrypted else _("“{name}” is not encrypted")
    )
    yield words.format(name=context.desk.path.name)
