"""A quiet line while somebody types a customer: perhaps it is one whom the shop knows already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from deskapp.domain.duplicate import Lookalike, Typed
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.picture import Picture
from deskapp.ui.shared.plain import muted

if TYPE_CHECKING:
    from deskapp.domain.customer import Customer
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job

_PAUSE_MS = 250


def typed_of(customer: Customer) -> Typed:
    """A customer of the directory as if somebody typed them."""
    draft = customer.draft
    return Typed(
        draft.name,
        draft.company,
        tuple(phone.normal or phone.typed for phone in draft.phones),
        (draft.email, *(one.address for one in draft.emails)),
        draft.street,
        draft.postcode,
        customer.id,
    )


class DuplicatesHint(QWidget):
    """`taken` carries the known customer; `read` answers what is typed so far. It never stops anybody."""

    taken = Signal(int)

    def __init__(self, context: DeskContext, read: Callable[[], Typed]) -> None:
        super().__init__()
        self._context, self._read = context, read
        self._job: Job | None = None
        self._found: Lookalike | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self.words = muted(wrap=True)
        self.use = button(_("Use"), self._take, kind="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.S)
        row.addWidget(Picture("customers"))
        row.addWidget(self.words, 1)
        row.addWidget(self.use)
        self.hide()

    def watch(self, *fields: QLineEdit) -> None:
        """Look again after these are typed in."""
        for line in fields:
            line.textEdited.connect(self.wait)

    def wait(self, _text: str = "") -> None:
        """Look when nothing more is typed for a moment."""
        self._pause.start()

    def look(self) -> None:
        """Look now."""
        self._pause.stop()
        if self._job:
            self._job.cancel()
        self._job = self._context.read(self._context.desk.duplicates.like, self._read(), then=self._show)

    def hush(self) -> None:
        """Say nothing more; what is being looked up is not waited for."""
        self._pause.stop()
        if self._job:
            self._job.cancel()
        self._show(())

    def found(self) -> Lookalike | None:
        """Whom it names."""
        return self._found

    def _show(self, found: Sequence[Lookalike]) -> None:
        new = found[0] if found else None
        if new and new != self._found:
            said = ", ".join(filter(None, (new.name, new.phone or new.email or new.address)))
            why = ", ".join(reason.label for reason in new.reasons)
            self.words.setText(_("Perhaps the same: {who} ({why})").format(who=said, why=why))
            self.use.setAccessibleName(_("Use {name}").format(name=new.name))
            announce(self, self.words.full_text())
        self._found = new
        self.setVisible(new is not None)

    def _take(self) -> None:
        if self._found:
            self.taken.emit(self._found.id)
