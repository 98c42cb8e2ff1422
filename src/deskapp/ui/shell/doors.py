"""Answers what pages ask of the window: messages, undo, and the way to other screens and windows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from deskapp.domain.permission import Action, why_not
from deskapp.domain.status import Meaning
from deskapp.i18n import _
from deskapp.ui.backup.screen import BackupScreen
from deskapp.ui.imports.cut_off import CutOff
from deskapp.ui.people.prove import Proof
from deskapp.ui.scanner.door import ScanDoor
from deskapp.ui.shell.allowed import use_role
from deskapp.ui.shell.lock import Lock
from deskapp.ui.shell.unfinished import Unfinished
from deskapp.ui.undo_stack import UndoStack

if TYPE_CHECKING:
    from collections.abc import Callable

    from deskapp.domain.actor import Actor
    from deskapp.domain.paper import Document
    from deskapp.domain.undo import Done, Undo
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext
    from deskapp.ui.imports.window import ImportWindow
    from deskapp.ui.intake.next_window import NextWindow
    from deskapp.ui.intake.start import Start
    from deskapp.ui.main_window import MainWindow
    from deskapp.ui.shared.toast import Toast

_LOADED_MS = 300  # after the shop was opened, when the first list is there


class Doors(QObject):
    """Connects one open shop with the window, until the shop is closed."""

    def __init__(self, window: MainWindow, context: DeskContext) -> None:
        super().__init__(context)
        self._window, self._context = window, context
        self._windows: list[QWidget] = []
        self._next_intake: NextWindow | None = None
        self._toasts: list[tuple[Undo, Toast]] = []
        self.undo_stack = UndoStack(context, self)
        self.undo_stack.changed.connect(self._provide)
        self.undo_stack.undone.connect(self._tell_undone)
        self.undo_stack.redone.connect(self._tell_redone)
        self.undo_stack.left.connect(self._drop_of)
        context.done.connect(self._tell_done)
        context.failed.connect(self._tell_wrong)
        context.told.connect(self._tell)
        context.ticket_asked.connect(window.navigator.show_ticket)
        context.place_asked.connect(window.navigator.show_place)
        context.customer_asked.connect(window.navigator.show_customer)
        context.device_asked.connect(window.navigator.show_device)
        context.intake_asked.connect(self.open_intake)
        context.quick_job_asked.connect(self.open_quick_job)
        context.changed.connect(self._count_enquiries)
        context.new_customer_asked.connect(self._new_customer)
        context.window_asked.connect(self.open_ticket_window)
        context.preview_asked.connect(self.open_preview)
        self.scans = ScanDoor(window, context)
        drafts = Unfinished(context, lambda: window.banner)
        CutOff(context, lambda: window.banner, self.open_import, drafts.look)
        QTimer.singleShot(_LOADED_MS, self, self._load)
        self.backups = BackupScreen(window, context)
        self._provide()
        use_role(context.commands, context.actor.role)
        window.sidebar.refuse("shop", why_not(context.actor.role, Action.SHOP_DATA))
        self.proof = Proof(window, context)
        self.lock = Lock(window, context)

    def open_intake(self, asked: Start | int | None = None) -> None:
        """A window for a new ticket, with what is known already; several may be open."""
        if not self._refuses(Action.TAKE_IN):
            self._open(self._intakes().open(asked))

    def _intakes(self) -> NextWindow:
        from deskapp.ui.intake.next_window import NextWindow

        self._next_intake = self._next_intake or NextWindow(self._context)
        return self._next_intake

    def open_quick_job(self, content: Any = None) -> None:
        """The window for a quick job; asked for again, it comes to the front."""
        from deskapp.ui.intake.quick_window import QuickWindow

        if self._refuses(Action.SET_PRICE):
            return
        there = next((one for one in self.open_windows() if isinstance(one, QuickWindow)), None)
        self._open(there or QuickWindow(self._context, self._window, content))

    def open_ticket_window(self, number: str) -> None:
        """A window with one ticket; asked for again, it comes to the front."""
        from deskapp.ui.tickets.window import TicketWindow

        windows = [one for one in self.open_windows() if isinstance(one, TicketWindow)]
        there = next((one for one in windows if one.number == number), None)
        self._open(there or TicketWindow(self._context, number))

    def open_preview(self, number: str, document: Document) -> None:
        """A window with a paper as it will be printed."""
        from deskapp.ui.papers.preview_window import PreviewWindow

        self._open(PreviewWindow(self._context, number, document))

    def open_import(self) -> ImportWindow | None:
        """The window for records of another system; there is one at most."""
        from deskapp.ui.imports.window import ImportWindow

        if self._refuses(Action.IMPORT):
            return None
        there = next((one for one in self.open_windows() if isinstance(one, ImportWindow)), None)
        if there is None:
            there = ImportWindow(self._context)
            there.show_asked.connect(self._window.navigator.show_closed)
            there.customers_asked.connect(self._window.navigator.show_customers)
            there.duplicates_asked.connect(self._window.navigator.show_duplicates)
        self._open(there)
        return there

    def open_windows(self) -> list[QWidget]:
        """The windows that are open beside the main one."""
        self._windows = [one for one in self._windows if _is_there(one)]
        return self._windows

    def close_windows(self) -> bool:
        """Close them all; False when one wants to stay."""
        if self._next_intake:
            self._next_intake.rest()
        return all(one.close() for one in list(self.open_windows()))

    def _refuses(self, action: Action) -> bool:
        """Whether it is not for this person, which is said then."""
        reason = why_not(self._context.actor.role, action)
        if reason:
            self._context.tell(reason)
        return bool(reason)

    def _load(self) -> None:
        """Load what is done to tickets, and the enquiries, while the first list is being looked at."""
        self._context.worker.submit(self._context.desk.load)
        self._count_enquiries()
        self._intakes().expect()

    def _open(self, window: QWidget) -> None:
        if window not in self.open_windows():
            self._windows.append(window)
        window.show()
        window.raise_()
        window.activateWindow()

    def _tell_done(self, done: Done[Any]) -> None:
        self._window.banner.hush()
        self.undo_stack.push(done)
        toast = self._offer(done.undo.label, _("Undo"), self.undo_stack.take_back, done.undo)
        if _became_ready(done):
            from deskapp.domain.paper import Document

            summary = partial(self._context.preview, done.value.number, Document.SERVICE_SUMMARY)
            toast.add(_("Print summary"), summary)

    def _tell_undone(self, redo: Undo) -> None:
        self._offer(
            _("Taken back: {what}").format(what=redo.label), _("Redo"), self.undo_stack.do_again, redo
        )

    def _tell_redone(self, undo: Undo) -> None:
        self._offer(
            _("Done again: {what}").format(what=undo.label), _("Undo"), self.undo_stack.take_back, undo
        )

    def _offer(self, words: str, verb: str, act: Callable[[Undo], None], undo: Undo) -> Toast:
        """A message with the button that takes back what it tells."""
        toast = self._window.toasts.show(words, verb if undo.steps else "", partial(act, undo))
        self._toasts.append((undo, toast))
        toast.gone.connect(self._drop)
        return toast

    def _drop(self, toast: Toast) -> None:
        self._toasts = [pair for pair in self._toasts if pair[1] is not toast]

    def _drop_of(self, undo: Undo) -> None:
        """What was taken back, or done again, by key is no longer offered by its message."""
        for one, toast in list(self._toasts):
            if one is undo:
                toast.leave()

    def _count_enquiries(self) -> None:
        self._context.read(self._open_enquiries, then=self._show_enquiries)

    def _open_enquiries(self, actor: Actor) -> int:
        """On the worker, where the book is loaded too."""
        return self._context.desk.enquiries.count(actor)

    def _show_enquiries(self, count: int) -> None:
        self._window.sidebar.set_counts({"enquiries": count})

    def _new_customer(self, typed: str) -> None:
        self._window.navigator.new_customer(typed)
        self._window.raise_()
        self._window.activateWindow()

    def _tell_wrong(self, error: DeskError) -> None:
        self._window.say_wrong(str(error))

    def _tell(self, text: str, action: str, on_action: Any) -> None:
        self._window.toasts.show(text, action, on_action)

    def _provide(self) -> None:
        self._context.commands.provide("undo", there=self.undo_stack.can_undo())
        self._context.commands.provide("redo", there=self.undo_stack.can_redo())


def _became_ready(done: Done[Any]) -> bool:
    """Whether a ticket took the step after which its customer gets the summary."""
    took_step = any(step.table == "status_step" for step in done.undo.steps)
    return took_step and getattr(done.value, "meaning", None) == Meaning.READY


def _is_there(window: QWidget) -> bool:
    import shiboken6

    return shiboken6.isValid(window) and window.isVisible()
