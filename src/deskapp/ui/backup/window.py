"""The backups of the shop: where they go, which there are, what each holds, and the way back to one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deskapp.domain.backup import Backup, Facts, Made, Preview
from deskapp.domain.permission import Action
from deskapp.i18n import _, ngettext
from deskapp.settings import LONGEST_BACKUP_HOURS
from deskapp.ui.backup import words
from deskapp.ui.backup.facts import BackupFacts
from deskapp.ui.backup.folder_field import FolderField
from deskapp.ui.shared import places, style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.empty_state import EmptyState
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.only import only
from deskapp.ui.shared.paged_model import Column, PagedModel
from deskapp.ui.shared.plain import muted, title
from deskapp.ui.shared.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from deskapp.ui.backup.keeper import BackupKeeper
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.formats import Formats

_SIZE = (940, 640)


@dataclass(frozen=True, slots=True)
class Row:
    """A backup in the list."""

    id: int
    backup: Backup


class BackupWindow(QDialog):
    """`keep` remembers choices of this computer; `restore` is called with the file that is to come back."""

    def __init__(
        self,
        parent: QWidget | None,
        context: DeskContext,
        keeper: BackupKeeper,
        keep: Callable[..., None],
        restore: Callable[[Path], None],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Backups"))
        self._context, self._keeper, self._keep, self._restore = context, keeper, keep, restore
        self._rows: tuple[Row, ...] = ()
        self._today: Facts | None = None
        self._asked = False  # for a backup now
        self._wanted: Path | None = None  # to be chosen once it is listed
        kept = context.settings
        self.first = FolderField(kept.backup_folder, _("Folder for backups"))
        self.second = FolderField(kept.backup_second, _("Second folder for copies"))
        self.hours = QSpinBox()
        self.hours.setRange(1, LONGEST_BACKUP_HOURS)
        self.hours.setValue(kept.backup_hours)
        self.readable = QCheckBox(
            _("Once a day also a copy that people can rea&d without this program (CSV and HTML)")
        )
        self._readable = "readable_though_encrypted" if context.desk.is_encrypted else "backup_readable"
        self.readable.setChecked(kept.wants_readable(encrypted=context.desk.is_encrypted))
        self.words = muted(wrap=True)
        self.banner = Banner()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Backing up"))
        self.records = PagedModel(
            _columns(context.formats), sentence=partial(_sentence, context.formats), parent=self
        )
        self.table = RecordTable(self.records, _("Backups"))
        self.empty = EmptyState()
        self.facts = BackupFacts(context.formats)
        self.now = button(_("&Back up now"), self.make, kind="primary", icon="save")
        self.prove = button(_("&Try a restore"), keeper.drill)
        self.stop = button(_("Sto&p"), keeper.stop)
        self.other = button(_("&Other file…"), self.ask_for_file)
        self.back = button(_("&Restore…"), self.ask_restore)
        self._connect()
        self._lay_out()
        only(context, Action.BACKUP, self.now, self.prove)
        only(context, Action.RESTORE, self.back, self.other)
        only(context, Action.SHOP_DATA, self.first, self.second, self.hours, self.readable)
        self._show_state()
        self.read()

    # What the person does ---------------------------------------------------------------------

    def make(self) -> None:
        """Make a backup now."""
        self.banner.hush()
        self._asked = True
        self._keeper.make()

    def ask_restore(self, _row: int = 0) -> None:
        """Ask where the chosen backup is to go."""
        if row := self._current():
            self._restore(row.backup.path)

    def ask_for_file(self) -> None:
        """Take a backup from anywhere, or a copy that somebody made by hand."""
        folder = self.first.value() or str(places.documents())
        dialog = QFileDialog(self, _("Choose a backup"), folder, _("Shop files (*.desk)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._take_file)
        dialog.open()

    def read(self) -> None:
        """Read again which backups there are."""
        desk, actor, folders = self._context.desk, self._context.actor, self._keeper.folders()

        def look() -> tuple[Sequence[Backup], Facts]:
            found = {one.path: one for folder in folders for one in desk.backups.list(actor, folder)}
            newest_first = sorted(found.values(), key=lambda one: one.made_at, reverse=True)
            return newest_first, desk.backups.facts(actor)

        self._keeper.ask(look, self._take)

    # What comes back --------------------------------------------------------------------------

    def _take(self, found: tuple[Sequence[Backup], Facts]) -> None:
        backups, self._today = found
        rows = tuple(Row(place, backup) for place, backup in enumerate(backups, start=1))
        chosen = self._current()
        self._rows = rows
        self.records.show(lambda offset, limit: rows[offset : offset + limit], len(rows), rows)
        self._pages.setCurrentWidget(self.table if rows else self.empty)
        wanted = self._wanted or (chosen and chosen.backup.path)
        again = next((row.id for row in rows if row.backup.path == wanted), 0)
        self._wanted = None
        if not (again and self.table.select_id(again)) and rows:
            self.table.select_place(0)
        self._show_current()

    def _take_file(self, path: str) -> None:
        self._restore(Path(path))

    def _show_state(self) -> None:
        said, tone = words.foot_words(self._keeper, self._context.formats)
        self.words.setText(said)
        self.words.set_tone(tone or "muted")
        busy = bool(self._keeper.doing)
        self.bar.setVisible(busy)
        self.bar.setRange(0, 0)
        self.stop.setVisible(busy)
        self.now.setEnabled(not busy and bool(self._keeper.folders()))
        state = self._keeper.state
        self.prove.setEnabled(not busy and state is not None and state.newest is not None)

    def _show_progress(self, done: int, whole: int) -> None:
        self.bar.setRange(0, whole)
        self.bar.setValue(done)

    def _show_current(self, _row: object = None) -> None:
        row = self._current()
        self.back.setEnabled(row is not None)
        self.facts.show_preview(_preview(row.backup, self._today) if row else None)

    def _tell_made(self, made: Made) -> None:
        if self._asked:  # one that made itself moves nobody's choice
            self._asked, self._wanted = False, made.backup.path
        if gone := len(made.removed):
            words_ = ngettext(
                "Backed up; {count} older backup made room.",
                "Backed up; {count} older backups made room.",
                gone,
            )
            self.banner.say("good", words_.format(count=gone))
        elif not made.missed:
            self.banner.say("good", _("Backed up, and read again: it holds what the shop holds."))
        self.read()

    def _tell_proven(self, _backup: Backup) -> None:
        self.banner.say("good", _("A restore was tried: the backup opens, and everything in it is sound."))
        self.read()

    def tell_copy(self, path: Path, open_it: Callable[[], object]) -> None:
        """A backup was restored into a file of its own, which can be opened."""
        self.banner.say("good", words.copy_lies(path), _("Open it"), open_it)

    def _tell_failed(self, sentence: str) -> None:
        self._asked = False
        self.banner.say("error", sentence)

    def _use_folders(self) -> None:
        self._keep(
            backup_folder=self.first.value(),
            no_backups=not (self.first.value() or self.second.value()),
            backup_second=self.second.value(),
            backup_hours=self.hours.value(),
            **{self._readable: self.readable.isChecked()},
        )
        self._keeper.look()
        self._show_state()
        self.read()

    def _current(self) -> Row | None:
        chosen = self.table.current_id()
        return next((row for row in self._rows if row.id == chosen), None)

    def _connect(self) -> None:
        self._keeper.changed.connect(self._show_state)
        self._keeper.progressed.connect(self._show_progress)
        self._keeper.made.connect(self._tell_made)
        self._keeper.proven.connect(self._tell_proven)
        self._keeper.failed.connect(self._tell_failed)
        self.table.current_changed.connect(self._show_current)
        self.table.opened.connect(self.ask_restore)
        for field in (self.first, self.second):
            field.changed.connect(self._use_folders)
        self.hours.editingFinished.connect(self._use_folders)
        self.readable.clicked.connect(self._use_folders)
        QShortcut(QKeySequence("F5"), self).activated.connect(self.read)

    def _lay_out(self) -> None:
        form = Form()
        form.add("first", _("Folder for b&ackups"), self.first, hint=_("Best on another disk than the shop."))
        form.add_beside(
            "second",
            _("&Second folder for copies"),
            self.second,
            hint=_("For example a stick that you take home."),
        )
        form.add_beside("hours", _("Ever&y … hours"), self.hours, stretch=0)
        form.add_widget(self.readable)
        self.empty.say("save", _("No backups yet"), _("They appear here as soon as one is made."))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        foot = QHBoxLayout()
        foot.setSpacing(style.S)
        for piece in (self.now, self.prove, self.stop):
            foot.addWidget(piece)
        foot.addStretch(1)
        for piece in (button(_("Close"), self.close), self.other, self.back):
            foot.addWidget(piece)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.M)
        for widget in (title(_("Backups")), self.words, self.banner, form, self.bar, self._pages, self.facts):
            column.addWidget(widget, 1 if widget is self._pages else 0)
        column.addLayout(foot)
        self.resize(*_SIZE)
        self.table.setFocus()


def _preview(backup: Backup, today: Facts | None) -> Preview:
    """What the manifest says; the file itself is read before it is restored."""
    return Preview(backup.path, backup.made_at, backup.facts, backup.size, backup, today)


def _columns(formats: Formats) -> list[Column]:
    return [
        Column("made", _("Made"), lambda row: formats.moment(row.backup.made_at), 160, strong=True),
        Column("why", _("Why"), lambda row: row.backup.reason.label, 215),
        Column(
            "tickets",
            _("Tickets"),
            lambda row: formats.number(row.backup.facts.count("ticket")),
            80,
            align="right",
            tabular=True,
        ),
        Column("newest", _("Newest ticket"), lambda row: row.backup.facts.newest, 140, tabular=True),
        Column(
            "size",
            _("Size"),
            lambda row: words.size(row.backup.size, formats),
            90,
            align="right",
            tabular=True,
        ),
        Column(
            "where",
            _("Folder"),
            lambda row: str(row.backup.path.parent),
            160,
            muted=True,
            stretch=True,
            tip=lambda row: str(row.backup.path),
        ),
    ]


def _sentence(formats: Formats, row: Row) -> str:
    backup = row.backup
    return ", ".join(
        (formats.moment(backup.made_at), backup.reason.label, words.in_a_line(backup.facts, formats))
    )
