"""Closes the shop, has its file written anew, and opens it again; also when that could not be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from deskapp.domain.backup import Reason
from deskapp.domain.encryption import Change
from deskapp.i18n import _
from deskapp.ui.encryption.plain_dialog import PlainDialog

if TYPE_CHECKING:
    from deskapp.clock import Clock
    from deskapp.domain.backup import Progress
    from deskapp.errors import DeskError
    from deskapp.services.encryption import Rewriting
    from deskapp.ui.main_window import MainWindow


def begin(window: MainWindow, change: Rewriting) -> None:
    """Carry out a change that somebody may make; its keys are held until the shop is open again."""
    path = window.leave_shop()
    if path is None:
        return
    window.keys.append(change)
    ended = Qt.ConnectionType.SingleShotConnection

    def tell(_nothing: object) -> None:
        window.opener.ended.connect(partial(_tell, window, change.change), ended)

    def fail(error: DeskError) -> None:
        window.opener.ended.connect(partial(window.say_wrong, str(error)), ended)

    window.worker.submit(
        partial(_carry_out, change, window.opener.clock),
        on_done=tell,
        on_failed=fail,
        on_finished=partial(window.open_shop, path),
        can_cancel=True,
    )


def _tell(window: MainWindow, change: Change) -> None:
    """The first encrypted backup is made at once: then the plain ones can go."""
    context = window.context
    if context is None:
        return
    if change is Change.ENCRYPT:
        context.tell(_("The shop file is encrypted"))
        look = partial(PlainDialog.ask, window, context)
        context.after_backup(Reason.ENCRYPT, look, lambda error: window.say_wrong(str(error)))
    elif change is Change.REKEY:
        context.tell(_("The passphrase was changed"))
    else:
        context.tell(_("The shop file is not encrypted any more"))


def _carry_out(change: Rewriting, clock: Clock, *, progress: Progress) -> None:
    from deskapp.services.encryption import carry_out

    carry_out(change, clock, progress)
