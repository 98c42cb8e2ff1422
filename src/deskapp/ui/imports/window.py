"""The window for bringing in records of another system, page by page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from deskapp.domain.customer_import import CustomerPlan
from deskapp.domain.import_plan import ImportCancelled
from deskapp.exchange.customer_list import CARDS, LIST
from deskapp.exchange.importing import PRESETS
from deskapp.i18n import N_, _
from deskapp.ui.command import PALETTE, SHEET, Command
from deskapp.ui.commands import Commands
from deskapp.ui.imports import words
from deskapp.ui.imports.choose_page import ChoosePage
from deskapp.ui.imports.importer import Importer
from deskapp.ui.imports.layout import scaled
from deskapp.ui.imports.list_saver import ListSaver
from deskapp.ui.imports.mapping_page import MappingPage
from deskapp.ui.imports.preview_page import PreviewPage
from deskapp.ui.imports.progress_page import ProgressPage
from deskapp.ui.imports.result_page import ResultPage
from deskapp.ui.shared import places, style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.fitting import open_at
from deskapp.ui.shared.plain import title
from deskapp.ui.shared.shortcut_sheet import sheet_of
from deskapp.ui.shared.toast import Toasts
from deskapp.ui.shell.palette_bar import palette_of

if TYPE_CHECKING:
    from deskapp.domain.import_plan import ImportReport, Plan, UndoneImport
    from deskapp.domain.import_unfinished import UnfinishedImport
    from deskapp.errors import DeskError
    from deskapp.exchange.customer_list import HowToRead, ListLook
    from deskapp.exchange.customer_mapping import Mapping
    from deskapp.ui.context import DeskContext

COMMANDS = (
    Command("import_choose", N_("Choose a file…"), "file", "folder", ("Ctrl+O",)),
    Command("import_save_list", N_("Save the list…"), "file", "save", ("Ctrl+S",)),
    Command("import_go", N_("Import"), "file", "import", ("Ctrl+Return", "Ctrl+Enter")),
    Command("import_undo", N_("Take the import back"), "file", "undo", ("Ctrl+Z",)),
    Command("import_leave", N_("Cancel or close"), "file", keys=("Esc",)),
    Command("import_close", N_("Close"), "file", keys=("Ctrl+W",)),
    PALETTE,
    SHEET,
)


class Page(Protocol):
    """What the window asks of its pages."""

    def enter(self) -> None:
        """Put the focus where work goes on."""


class ImportWindow(QWidget):
    """Choose, look, import, undo. `show_asked` wants the imported tickets to be shown,
    `customers_asked` the directory, and `duplicates_asked` those in it who may be one.

    Closing it stops what is being read or written; nothing half-done stays.
    """

    show_asked = Signal()
    customers_asked = Signal()
    duplicates_asked = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.setWindowTitle(_("Import"))
        self._context = context
        self._plan: Plan | CustomerPlan | None = None
        self._compared: tuple[ListLook, Mapping] | None = None
        self._folder = str(places.downloads())
        self.importer = Importer(context)
        self.saver = ListSaver(context, self)
        self.toasts = Toasts(self)
        formats = context.formats
        self.choose = ChoosePage(known(), self.ask_for_file)
        self.progress = ProgressPage(formats, self.importer.cancel)
        self.mapping = MappingPage(
            formats,
            again=self.read_again,
            go_on=self.compare,
            choose=self.ask_for_file,
            close=self.close,
            forget=self.importer.forget,
        )
        self.preview = PreviewPage(
            formats,
            go=self.go,
            save_list=self.saver.ask_place,
            choose=self.ask_for_file,
            close=self.close,
            back=self.back_to_columns,
            with_erased=self.compare_again,
        )
        self.result = ResultPage(
            formats,
            show=self._show_them,
            alike=self._show_alike,
            undo=self.take_back,
            again=self.ask_for_file,
            close=self.close,
        )
        self._pages = QStackedWidget()
        self._page: QWidget = self.choose
        self._before: QWidget = self.choose
        self._batch: int | None = None
        self._file_name = ""
        self.banner = Banner()
        self.commands = Commands(self, COMMANDS)
        self._lay_out()
        self._bind()
        self._connect()
        open_at(self, scaled(880), scaled(660))

    # What the person does ---------------------------------------------------------------------

    def ask_for_file(self) -> None:
        """Let the person choose a file."""
        if self.importer.is_busy():
            return
        kinds = _("Lists and address cards (*.csv *.tsv *.txt *.xlsx *.xls *.ods *.vcf);;All files (*)")
        dialog = QFileDialog(self, _("Choose a file to import"), self._folder, kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.read)
        dialog.open()

    def read(self, place: str) -> None:
        """Read a file and show what it would do."""
        path = Path(place)
        if self._begin(_("Reading “{name}”").format(name=path.name), _("Comparing with the shop…")):
            self._folder = str(path.parent)
            self._forget()
            self.importer.read(path)

    def read_again(self, path: Path, how: HowToRead) -> None:
        """Look at the list in another way."""
        if self._begin(_("Reading “{name}”").format(name=path.name), ""):
            self.importer.look(path, how)

    def compare(self) -> None:
        """Hold the list against the shop, with its columns as they are mapped."""
        look, mapping = self.mapping.look, self.mapping.mapping
        if look is None or mapping is None or mapping.problem:
            return
        if self._begin(_("Comparing with the shop…"), ""):
            self._compared = look, mapping
            self.importer.compare(look, mapping)

    def back_to_columns(self) -> None:
        """From the preview back to what becomes of the columns."""
        self._turn_to(self.mapping)

    def go(self) -> None:
        """Import what is shown, or go on to it."""
        if self.page() is self.mapping:
            self.compare()
            return
        plan = self._plan
        if plan is None or not words.to_do(plan.report):
            return
        sentence = words.under_way(self._context.formats, plan.report)
        if self._begin(sentence, _("Writing to the disk…")):
            self.importer.apply(plan)

    def go_on(self, cut_off: UnfinishedImport) -> None:
        """Bring in the rest of an import that was cut off."""
        sentence = _("Importing the rest of “{name}”").format(name=cut_off.file_name)
        if self._begin(sentence, _("Writing to the disk…")):
            self._forget()
            self._file_name = cut_off.file_name
            self.importer.go_on(cut_off)

    def compare_again(self, with_erased: bool) -> None:
        """See what the import does with those, or without those, who were erased."""
        if isinstance(self._plan, CustomerPlan) and self._begin(_("Comparing with the shop…"), ""):
            self.importer.compare_again(self._plan, with_erased=with_erased)

    def take_back(self) -> None:
        """Undo the import that is shown."""
        batch = self._batch if self.page() is self.result else None
        if batch is not None and self._begin(_("Taking the import back"), "", can_cancel=False):
            self.importer.take_back(batch)

    def leave(self) -> None:
        """Cancel what is going on, or close the window."""
        if self.page() is self.progress:
            self.progress.stop()
        else:
            self.close()

    def page(self) -> QWidget:
        """The page that is shown."""
        return self._page

    def _begin(self, sentence: str, at_end: str, *, can_cancel: bool = True) -> bool:
        """Show that work begins; False where something else is still going on."""
        if self.importer.is_busy():
            return False
        self._before = self.page()
        self.progress.begin(sentence, at_end, can_cancel=can_cancel)
        self._turn_to(self.progress)
        return True

    def _show_them(self) -> None:
        (self.customers_asked if self.result.of_customers else self.show_asked).emit()
        self.close()

    def _show_alike(self) -> None:
        self.duplicates_asked.emit()
        self.close()

    # What comes back --------------------------------------------------------------------------

    def _looked(self, look: ListLook) -> None:
        self.mapping.show_look(look)
        self._turn_to(self.mapping)
        announce(self, self.mapping.said.full_text())

    def _planned(self, plan: Plan | CustomerPlan) -> None:
        self._plan = plan
        report = plan.report
        self.saver.use((*report.errors, *report.warnings), plan.source.file_name, plan.header)
        self.preview.show_plan(plan, _kind(plan.source.preset), can_go_back=self.mapping.look is not None)
        self._turn_to(self.preview)
        announce(self, plan.report.sentence())
        if not words.to_do(plan.report):
            self.banner.say("info", words.nothing_to_do(plan.report))

    def _refused(self, error: DeskError) -> None:
        if not isinstance(error, ImportCancelled):
            self.choose.refuse(str(error))
            announce(self, str(error))
        self._turn_to(self.choose)

    def _imported(self, report: ImportReport) -> None:
        self._batch = report.batch
        self._remember()
        self.result.show_report(report, self._plan.source.file_name if self._plan else self._file_name)
        self._forget()
        self._turn_to(self.result)

    def _remember(self) -> None:
        """What was said about the columns holds for the next list like this one."""
        if self._compared:
            look, mapping = self._compared
            if mapping != look.as_kept:
                self.importer.remember(look, mapping)

    def _taken_back(self, undone: UndoneImport) -> None:
        if undone.batch != self._batch:
            return
        self._batch = None
        self.result.show_taken_back(undone)
        if self.page() in {self.progress, self.result}:
            self._turn_to(self.result)

    def _failed(self, error: DeskError) -> None:
        """Nothing was written: what was shown before is shown again, with the reason."""
        self._rested()
        self.banner.say("info" if isinstance(error, ImportCancelled) else "error", str(error))

    def _rested(self) -> None:
        """Whatever ended the work, nobody is left waiting."""
        if self.page() is self.progress:
            self._turn_to(self._before)

    def _forget(self) -> None:
        """Let go of the plan, which may be large."""
        self._plan = self._compared = None
        self.preview.forget()
        self.mapping.forget()
        self.saver.use((), "")
        self.choose.invite()

    def _turn_to(self, page: QWidget) -> None:
        self.banner.hush()
        self._page = page
        self._pages.setCurrentWidget(page)
        cast("Page", page).enter()

    # Qt ---------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            cast("Page", self.page()).enter()

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is being read or written stops; nothing of it is kept."""
        self.importer.leave()
        self._forget()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event.mimeData()) and not self.importer.is_busy():
            self.choose.zone.set_hot(hot=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.choose.zone.set_hot(hot=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.choose.zone.set_hot(hot=False)
        if place := dropped(event.mimeData()):
            event.acceptProposedAction()
            self.read(place)

    # Looks ------------------------------------------------------------------------------------

    def _connect(self) -> None:
        for signal, take in (
            (self.importer.progressed, self.progress.show_progress),
            (self.importer.looked, self._looked),
            (self.importer.planned, self._planned),
            (self.importer.refused, self._refused),
            (self.importer.imported, self._imported),
            (self.importer.taken_back, self._taken_back),
            (self.importer.failed, self._failed),
            (self.importer.rested, self._rested),
            (self.saver.told, self.toasts.show),
            (self.saver.refused, self._say_wrong),
        ):
            signal.connect(take)

    def _say_wrong(self, error: DeskError) -> None:
        self.banner.say("error", str(error), _("Choose another place"), self.saver.ask_place)

    def _bind(self) -> None:
        for key, run in (
            ("import_choose", self.ask_for_file),
            ("import_save_list", self.saver.ask_place),
            ("import_go", self.go),
            ("import_undo", self.take_back),
            ("import_leave", self.leave),
            ("import_close", self.close),
            ("omnibox", palette_of(self, self.commands, self._context)),
            ("shortcuts", sheet_of(self, self.commands)),
        ):
            self.commands.bind(key, run)
        for made, key in (
            (self.choose.choose, "import_choose"),
            (self.preview.choose, "import_choose"),
            (self.preview.save_list, "import_save_list"),
            (self.preview.go, "import_go"),
            (self.mapping.choose, "import_choose"),
            (self.mapping.go_on, "import_go"),
            (self.result.undo, "import_undo"),
        ):
            made.setToolTip(self.commands.action(key).toolTip())

    def _lay_out(self) -> None:
        for page in (self.choose, self.progress, self.mapping, self.preview, self.result):
            self._pages.addWidget(page)
        head = QVBoxLayout()
        head.setContentsMargins(style.XL, style.L, style.XL, style.M)
        head.setSpacing(style.M)
        head.addWidget(title(_("Import records")))
        head.addWidget(self.banner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)


def known() -> str:
    """The names of the files that can be read."""
    return ", ".join(preset.title for preset in PRESETS.values())


def _kind(preset: str) -> str:
    """What a file of that preset is called."""
    named = {LIST: _("List of customers"), CARDS: _("Address cards")}
    return named.get(preset) or PRESETS[preset].title


def dropped(data: QMimeData) -> str:
    """The one file of this computer that is being dragged, or nothing."""
    urls = data.urls()
    return urls[0].toLocalFile() if len(urls) == 1 else ""
