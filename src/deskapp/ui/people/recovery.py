"""The recovery code, shown once: to be printed or written down, and kept where no customer comes."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from deskapp.i18n import _
from deskapp.ui.shared.notice import Notice


class RecoveryNotice(Notice):
    """Says the code; it stands nowhere else, so that who has not kept it makes another one."""

    def __init__(self, parent: QWidget, code: str, shop: str) -> None:
        self._code, self._shop = code, shop
        detail = _(
            "With this code an owner who forgot the PIN is let in once. It is shown only now: print it or"
            " write it down, and keep it where only owners come."
        )
        super().__init__(parent, code, detail=detail)

    def _add_buttons(self) -> None:
        self.print = self.add_button(_("Print…"), QDialogButtonBox.ButtonRole.ActionRole, self._ask_printer)
        super()._add_buttons()

    def _ask_printer(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        dialog = QPrintDialog(QPrinter(), self)
        dialog.accepted.connect(lambda: self.print_on(dialog.printer()))
        QDialog.open(dialog)

    def print_on(self, printer: object) -> None:
        """Print the code with the name of the shop, on one page."""
        from PySide6.QtGui import QTextDocument

        paper = QTextDocument()
        paper.setPlainText(f"{self._shop}\n\n{self._code}\n\n{self.detail.full_text()}")
        paper.print_(printer)  # type: ignore[arg-type]  # a QPrinter, which is loaded late
