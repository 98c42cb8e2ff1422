"""What this program is, in which version and on what it stands."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from deskapp.i18n import _
from deskapp.ui.shared.notice import Notice


class About(Notice):
    """Name, version, licence and where things are kept on this computer."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, f"Deskapp {_version()}", detail=_words(), icon="logo")
        self.setWindowTitle(_("About Deskapp"))


def _version() -> str:
    from deskapp import __version__

    return __version__


def _words() -> str:
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
        f"Python {platform.python_version()} · Qt {PySide6.__version__} · {platform.system()}",
    )
    return "\n".join(lines)
