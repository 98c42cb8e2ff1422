"""Erasing a person: what goes, what stays, and the number typed before it is done for good."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from deskapp.domain.backup import Progress, Reason
from deskapp.domain.privacy import Erased, ErasurePlan
from deskapp.errors import Invalid
from deskapp.i18n import _, ngettext
from deskapp.ui.privacy.counted_list import CountedList
from deskapp.ui.privacy.working_dialog import WorkingDialog
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.plain import muted, title

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

_COPIES, _BEHIND = (".desk", ".zip"), (" ", ".", "-", "_")
_MOST_LEFT = 3
_WIDTH, _LISTS_HEIGHT, _ROOM = 760, 380, 60  # lines that wrap are not in the hint


@dataclass(frozen=True, slots=True)
class Looked:
    """What the dialog shows: the plan, and the backups that still hold the person afterwards."""

    plan: ErasurePlan
    backups: tuple[str, ...]


class EraseDialog(WorkingDialog):
    """Opens with the plan; Enter cancels, and nothing goes before the customer's number is typed."""

    def __init__(
        self, parent: QWidget, context: DeskContext, looked: Looked, then: Callable[[], object] | None = None
    ) -> None:
        super().__init__(parent, context, _("Erase person"))
        self.plan, self._then = looked.plan, then
        self.goes = CountedList(_("Goes for good"), "trash", "danger", context.formats)
        self.stays = CountedList(_("Stays, as books must"), "tick", "success", context.formats)
        self.goes.show_counts(looked.plan.goes)
        self.stays.show_counts(looked.plan.stays)
        self.backups = muted(_about_backups(looked.backups), wrap=True)
        self.remarks = muted("\n".join(looked.plan.remarks), wrap=True)
        self.remarks.setVisible(bool(looked.plan.remarks))
        self.number = TextField(longest=20)
        self.form = Form()
        label = _("Type the customer’s &number, {number}, to confirm").format(number=self.plan.customer_id)
        self.form.add("confirmed", label, self.number)
        self.cancel = button(_("Cancel"), self.reject)
        self.erase = button(_("&Erase for good"), self.erase_now, kind="danger")
        self._lay_out()
        self.number.textChanged.connect(self.allow)
        self.allow()

    @classmethod
    def ask(
        cls,
        parent: QWidget,
        context: DeskContext,
        customer_id: int,
        then: Callable[[], object] | None = None,
    ) -> None:
        """Look what there is on the worker, then open it."""

        def opened(looked: Looked) -> None:
            dialog = cls(parent, context, looked, then)
            dialog.open()
            (dialog.cancel if looked.plan.obstacles else dialog.number).setFocus()

        folders = context.settings.backup_folders()
        context.worker.submit(
            look, context.desk, context.actor, customer_id, folders,
            on_done=opened, on_failed=context.show_error,
        )  # fmt: skip

    def erase_now(self) -> None:
        """Erase them, once the number is right."""
        try:
            self.plan.confirm(self.number.value())
        except Invalid as error:
            self.form.show_error(error)
            return
        self.do_after_backup(
            Reason.ERASE,
            _("The person is being erased…"),
            self._erased,
            _erase,
            self._context.desk,
            self._context.actor,
            self.plan.customer_id,
            self._context.settings.backup_folders(),
        )

    def _erased(self, done: tuple[Erased, int]) -> None:
        erased, copies = done
        self._job = None
        self.accept()
        words = _("{name} is erased; from now on it says “Erased customer {number}”.")
        if not erased.clean:
            words = _(
                "{name} is erased. Another program keeps pieces; close it, then “check --rebuild-index”."
            )
        elif erased.left:
            words = _("{name} is erased. Of what was theirs, this is still said of others: {left}.")
        left = ", ".join(erased.left[:_MOST_LEFT]) + (" …" if len(erased.left) > _MOST_LEFT else "")
        said = words.format(name=self.plan.name, number=self.plan.customer_id, left=left)
        self._context.tell(f"{said} {_gone_beside(copies)}".rstrip())
        if self._then:
            self._then()

    def allow(self) -> None:
        right = self.number.value().strip() == str(self.plan.customer_id)
        self.erase.setEnabled(right and not self.plan.obstacles and not self.is_busy())
        self.number.setEnabled(not self.is_busy() and not self.plan.obstacles)

    def _lay_out(self) -> None:
        self.cancel.setDefault(True)
        buttons = QDialogButtonBox()
        buttons.addButton(self.cancel, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(self.erase, QDialogButtonBox.ButtonRole.DestructiveRole)
        if self.plan.obstacles:
            self.banner.say("warning", "\n".join(self.plan.obstacles))
        lists = QWidget()
        both = QHBoxLayout(lists)
        both.setContentsMargins(0, 0, style.XS, 0)
        both.setSpacing(style.M)
        both.addWidget(self.goes, 3)
        both.addWidget(self.stays, 2)
        area = QScrollArea()
        area.setWidget(lists)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumHeight(min(lists.sizeHint().height(), _LISTS_HEIGHT))
        area.setMaximumHeight(lists.sizeHint().height() + _ROOM)
        heading = title(_("Erase {name}?").format(name=self.plan.name), elide=True)
        hint = muted(
            _("This cannot be undone. What is said of the person goes from the file and from every search."),
            wrap=True,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.M)
        for piece in (
            heading,
            hint,
            self.banner,
            area,
            self.remarks,
            self.backups,
            self.form,
            self.work,
            buttons,
        ):
            column.addWidget(piece, 1 if piece is area else 0)
        self.resize(_WIDTH, self.sizeHint().height())


def _erase(
    desk: Desk, actor: Actor, customer_id: int, folders: Sequence[Path], *, progress: Progress
) -> tuple[Erased, int]:
    """Erase a person, then what tells of them beside the backups; how many readable copies that were."""
    erased = desk.privacy.erase(actor, customer_id, progress=progress)
    return erased, desk.backups.forget_erased(actor, folders).readable


def _gone_beside(copies: int) -> str:
    if not copies:
        return ""
    words = ngettext(
        "{count} readable copy beside the backups was deleted.",
        "{count} readable copies beside the backups were deleted.",
        copies,
    )
    return words.format(count=copies)


def look(desk: Desk, actor: Actor, customer_id: int, folders: Sequence[Path]) -> Looked:
    """What an erasure would do, and which backups there are; runs on the worker."""
    plan = desk.privacy.plan(actor, customer_id)
    found = (one.path for folder in folders for one in desk.backups.list(actor, folder))
    copies = (one for folder in (desk.path.parent, *folders) for one in _copies(desk.path, folder))
    return Looked(plan, tuple(dict.fromkeys(str(one) for one in (*found, *copies))))


def _copies(path: Path, folder: Path) -> Iterator[Path]:
    """What lies there under the shop's name: from before an upgrade or a restore, restored, or readable."""
    with suppress(OSError):
        for one in sorted(folder.iterdir()):
            rest = one.name.removeprefix(path.stem)
            if one.name not in {path.name, rest} and rest[:1] in _BEHIND and one.suffix in _COPIES:
                yield one


def _about_backups(backups: Sequence[str]) -> str:
    if not backups:
        return _("No backup of this shop is known here; copies made elsewhere still hold the person.")
    words = ngettext(
        "{count} backup still holds the person until it is old enough to be deleted: {names}",
        "{count} backups still hold the person until they are old enough to be deleted: {names}",
        len(backups),
    )
    names = ", ".join(Path(one).name for one in backups[:3]) + (" …" if len(backups) > 3 else "")
    return words.format(count=len(backups), names=names)
