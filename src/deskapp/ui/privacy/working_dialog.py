"""A dialog in which something is done part by part: it shows how far, and closing it stops that first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QWidget

from deskapp.ui.privacy.work_bar import WorkBar
from deskapp.ui.shared.banner import Banner

if TYPE_CHECKING:
    from deskapp.domain.backup import Reason
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job


class WorkingDialog(QDialog):
    """One piece of work at a time; `allow` is called whenever what may be pressed is another."""

    def __init__(self, parent: QWidget, context: DeskContext, name: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(name)
        self._context = context
        self._job: Job | None = None
        self._busy = False  # from the key press on, while a backup is made too
        self.banner, self.work = Banner(), WorkBar(self._stop)

    def allow(self) -> None:
        """Let be pressed what can be done now."""
        raise NotImplementedError

    def is_busy(self) -> bool:
        """Whether something is being done, or the backup before it."""
        return self._busy

    def do_after_backup(
        self, reason: Reason, sentence: str, done: Callable[[Any], object], *call: Any
    ) -> None:
        """Do what cannot be undone once a backup is proven: a function and what it gets."""

        def begin() -> None:
            self._job = self._context.worker.submit(
                *call,
                on_done=done,
                on_failed=self.refuse,
                on_progress=self.work.show_progress,
                on_finished=self.rest,
            )
            self.allow()

        self._busy = True
        self.work.begin(sentence)
        self.allow()
        self._context.after_backup(reason, begin, self._not_kept)

    def rest(self) -> None:
        """It came to its end."""
        self._end()

    def refuse(self, error: DeskError) -> None:
        """Say why not."""
        self.banner.say("error", str(error))

    def reject(self) -> None:
        """Close it, unless something is being done; then stop that first."""
        if self._job:
            self.work.stop()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self._job is None)
        if self._job:
            self.work.stop()

    def _not_kept(self, error: DeskError) -> None:
        """There could be no backup."""
        self.refuse(error)
        self._end()

    def _end(self) -> None:
        self._job, self._busy = None, False
        self.work.hide()
        self.allow()

    def _stop(self) -> None:
        if self._job:
            self._job.cancel()
