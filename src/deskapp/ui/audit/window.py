"""The history of the shop or of one record: acts newest first, by person and day, and their chain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskapp.domain.audit import AuditEntry, AuditQuestion, ChainState
from deskapp.domain.permission import Action, own_only
from deskapp.domain.person import ROLE_LABELS
from deskapp.domain.query.days import day_word, first_and_after
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.audit import words
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.card import hairline
from deskapp.ui.shared.empty_state import EmptyState
from deskapp.ui.shared.fields import ChoiceBox, TextField
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.paged_model import Column, PagedModel
from deskapp.ui.shared.pages import PAGE
from deskapp.ui.shared.plain import PlainLabel, muted, title
from deskapp.ui.shared.record_table import RecordTable

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.domain.person import Person
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext

Record = tuple[str, int, str]
"""Kind and id of a record, and how people call it."""
_SIZE = (1080, 680)


class AuditWindow(QDialog):
    """Reads, and changes nothing; who is no owner is shown what they did themselves."""

    def __init__(self, parent: QWidget | None, context: DeskContext, record: Record | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self.record = context, record
        self._owns_only = own_only(context.actor.role, Action.READ_AUDIT)
        self.head, self.count, self.banner = title(elide=True), muted(), Banner()
        self.person = ChoiceBox([("", _("Everybody"))])
        self.day = TextField(_("yesterday, fri, 2026-03-12"), longest=40)
        self.whole = button(_("&Whole shop"), self.show_whole)
        self.chain = button(_("&Check the chain"), self.check, icon="tick-circle")
        self.records = PagedModel(
            _columns(context), sentence=partial(_sentence, context), worker=context.worker, parent=self
        )
        self.table, self.empty = RecordTable(self.records, _("History")), EmptyState()
        self.what, self.detail = PlainLabel(strong=True, wrap=True), PlainLabel(wrap=True).selectable()
        self.about = muted(wrap=True)
        self.form = Form()
        self._connect()
        self._lay_out()
        if not self._owns_only:
            context.read(context.desk.people.list, then=self._offer_people)
        self.read()

    # What the person does ---------------------------------------------------------------------

    def read(self) -> None:
        """Read what the filters ask for."""
        self.form.clear_errors()
        self._say_head()
        try:
            question = self.question()
        except Invalid as error:
            self.form.show_error(error)
            return
        self._context.worker.submit(
            self._first, question, on_done=partial(self._show, question), on_failed=self._say_wrong
        )

    def show_whole(self) -> None:
        """No longer one record, but all."""
        self.record = None
        self.read()

    def check(self) -> None:
        """Look whether every act follows from the one before it, and the last from where others saw it."""
        self.chain.setEnabled(False)
        self._context.read(self._look, then=self._tell_chain, on_failed=self._say_wrong)

    def _look(self, actor: Actor) -> tuple[ChainState, tuple[str, ...]]:
        """On the worker; an end that was cut off leaves a chain that fits, so what others saw counts."""
        desk, folders = self._context.desk, self._context.settings.backup_folders()
        return desk.audit.chain(actor), desk.anchors.look(actor, folders)

    def question(self) -> AuditQuestion:
        """What the filters ask for; raises `Invalid` for a day that is none."""
        kind, record_id = self.record[:2] if self.record else ("", None)
        person = int(self.person.key()) if self.person.key() else None
        return AuditQuestion(person, *self._days(), kind=kind, record_id=record_id)

    def _days(self) -> tuple[datetime | None, datetime | None]:
        """The day, week or month that is typed, from its first moment to that of the next one."""
        typed, formats = self.day.value().casefold(), self._context.formats
        if not typed:
            return None, None
        word = day_word(typed)
        if word is None:
            raise Invalid(_("Write a day, for example “yesterday”, “fri” or 2026-03-12."), "day")
        midnights = (
            datetime.combine(day, time(), formats.zone) for day in first_and_after(word, formats.today())
        )
        begin, end = (one.astimezone(UTC) for one in midnights)
        return begin, end

    # What comes back --------------------------------------------------------------------------

    def _first(self, question: AuditQuestion) -> tuple[int, Sequence[AuditEntry]]:
        audit, actor = self._context.desk.audit, self._context.actor
        return audit.count(actor, question), audit.rows(actor, question, limit=PAGE)

    def _show(self, question: AuditQuestion, found: tuple[int, Sequence[AuditEntry]]) -> None:
        count, first = found
        audit, actor = self._context.desk.audit, self._context.actor

        def fetch(offset: int, limit: int) -> Sequence[AuditEntry]:
            return audit.rows(actor, question, offset=offset, limit=limit)

        self.records.show(fetch, count, first)
        self.count.setText(self._context.formats.number(count))
        self._pages.setCurrentWidget(self.table if count else self.empty)
        if count:
            self.table.select_place(0)
        self._show_current()

    def _show_current(self, _row: object = None) -> None:
        entry = self._current()
        self._foot.setVisible(entry is not None)
        if entry is None:
            return
        context = self._context
        self.what.setText(f"{words.action_text(entry)}: {words.record_text(entry)}")
        moment, role = context.formats.moment(entry.at), _(ROLE_LABELS[entry.role])
        self.about.setText(
            "  ·  ".join(filter(None, (moment, entry.person, role, _(words.SOURCES[entry.source]))))
        )
        hidden = any(not one.shown for one in entry.changes)
        lines = [words.change_text(context, one) for one in entry.changes]
        if hidden:
            lines.append(_("Values that are not shown here were erased, or are not for your role."))
        self.detail.setText("\n".join(lines))
        self.detail.setVisible(bool(lines))

    def _tell_chain(self, found: tuple[ChainState, tuple[str, ...]]) -> None:
        self.chain.setEnabled(True)
        state, seen_otherwise = found
        acts = self._context.formats.number(state.acts)
        if state.broken_at is None and seen_otherwise:
            self.banner.say("error", " ".join(seen_otherwise))
        elif state.broken_at is None:
            words_ = _("All {count} entries follow from each other: none was changed, taken out or put in.")
            self.banner.say("good", words_.format(count=acts))
        else:
            words_ = _(
                "Entry {number} does not follow from the one before it: the history was changed outside of"
                " this program, or the file is damaged. Keep the file, and look into a backup."
            )
            self.banner.say("error", words_.format(number=state.broken_at))

    def _offer_people(self, people: Sequence[Person]) -> None:
        self.person.set_choices([("", _("Everybody")), *((str(one.id), one.name) for one in people)])

    def _say_wrong(self, error: DeskError) -> None:
        self.chain.setEnabled(True)
        self.banner.say("error", str(error))

    def _current(self) -> AuditEntry | None:
        place = self.table.currentIndex().row()
        row = self.records.row(place) if 0 <= place < self.records.rowCount() else None
        return row if isinstance(row, AuditEntry) else None

    def _say_head(self) -> None:
        name = _("History of {name}").format(name=self.record[2]) if self.record else _("History of the shop")
        self.setWindowTitle(name)
        self.head.setText(name)
        self.whole.setVisible(self.record is not None)

    def _connect(self) -> None:
        self.table.current_changed.connect(self._show_current)
        self.person.chosen.connect(self.read)
        self.day.editingFinished.connect(self.read)
        self.day.returnPressed.connect(self.read)
        QShortcut(QKeySequence("F5"), self).activated.connect(self.read)

    def _lay_out(self) -> None:
        self.form.add("person", _("&Person"), self.person)
        self.form.add_beside("day", _("&Day"), self.day)
        self.form.row("person").setVisible(not self._owns_only)
        self.empty.say("history", _("Nothing was done here yet"))
        self._pages, self._foot = QStackedWidget(), QWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        head, foot = QHBoxLayout(), QVBoxLayout(self._foot)
        head.setSpacing(style.S)
        for piece, share in ((self.head, 1), (self.count, 0), (self.whole, 0), (self.chain, 0)):
            head.addWidget(piece, share)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(style.XS)
        for piece in (self.what, self.about, self.detail):
            foot.addWidget(piece)
        close = QDialogButtonBox()
        close.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        close.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.L, style.XL, style.L)
        column.setSpacing(style.M)
        column.addLayout(head)
        if self._owns_only:
            column.addWidget(muted(_("What you did yourself; all of it is for owners."), wrap=True))
        column.addWidget(self.banner)
        column.addWidget(self.form)
        column.addWidget(self._pages, 1)
        column.addWidget(hairline())
        column.addWidget(self._foot)
        column.addWidget(close)
        self.chain.setAutoDefault(False)
        self.resize(*_SIZE)
        self.table.setFocus()


def _columns(context: DeskContext) -> tuple[Column, ...]:
    formats = context.formats
    return (
        Column("at", _("When"), lambda row: formats.moment(row.at), 132, tabular=True),
        Column("person", _("Who"), lambda row: row.person, 120),
        Column("what", _("What"), words.action_text, 170, strong=True),
        Column("record", _("Where"), words.record_text, 210),
        Column(
            "changes", _("Changes"), partial(words.changes_text, context), 240, muted=True, stretch=True
        ),
    )  # fmt: skip


def _sentence(context: DeskContext, row: AuditEntry) -> str:
    return ", ".join(filter(None, (column.text(row) for column in _columns(context))))
