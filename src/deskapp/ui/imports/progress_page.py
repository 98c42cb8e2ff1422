"""The page that is shown while something is read or written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar, QWidget

from deskapp.i18n import _
from deskapp.ui.imports.layout import above, foot, in_the_middle
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import PlainLabel, muted

if TYPE_CHECKING:
    from deskapp.ui.shared.formats import Formats


class ProgressPage(QWidget):
    """Says what is being done and how far it is; `on_cancel` is called once at most."""

    def __init__(self, formats: Formats, on_cancel: Callable[[], object]) -> None:
        super().__init__()
        self._formats, self._on_cancel = formats, on_cancel
        self._at_end = ""
        self.words = PlainLabel(scale=style.SECTION, wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.amount = muted()
        self.cancel = button(_("Cancel"), self.stop)
        policy = self.cancel.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.cancel.setSizePolicy(policy)
        middle = in_the_middle(self.words, self.bar, self.amount)
        self.setLayout(above(middle, foot((), (self.cancel,))))

    def begin(self, sentence: str, at_end: str, *, can_cancel: bool = True) -> None:
        """Start anew; `at_end` is said once all is counted and the last of the work is done."""
        self._at_end = at_end
        self.words.setText(sentence)
        self.bar.setAccessibleName(sentence)
        self.bar.setRange(0, 0)
        self.amount.setText("")
        self.cancel.setText(_("Cancel"))
        self.cancel.setEnabled(can_cancel)
        self.cancel.setVisible(can_cancel)
        announce(self, sentence)

    def show_progress(self, done: int, whole: int) -> None:
        """Show how far it is."""
        self.bar.setRange(0, whole)
        self.bar.setValue(done)
        number = self._formats.number
        words = _("{done} of {whole}").format(done=number(done), whole=number(whole))
        self.amount.setText(words if done < whole else self._at_end)

    def stop(self) -> None:
        """Cancel what is being done."""
        if self.cancel.isEnabled():
            self.cancel.setEnabled(False)
            self.cancel.setText(_("Cancelling…"))
            self._on_cancel()

    def enter(self) -> None:
        """Go to the one button, where there is one."""
        (self.cancel if self.cancel.isEnabled() else self).setFocus()
