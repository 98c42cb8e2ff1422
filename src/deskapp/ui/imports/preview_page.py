"""What importing a file would do: counts, problems and records, before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QFrame, QTabWidget, QVBoxLayout, QWidget

from deskapp.domain.customer_import import CustomerPlan
from deskapp.i18n import _
from deskapp.ui.imports import words
from deskapp.ui.imports.columns import (
    customer_columns,
    duplicate_columns,
    placed,
    problem_columns,
    problem_sentence,
    record_columns,
)
from deskapp.ui.imports.counts import Counts
from deskapp.ui.imports.layout import above, enter_presses, foot
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.paged_model import PagedModel
from deskapp.ui.shared.pages import PAGE
from deskapp.ui.shared.plain import PlainLabel, muted
from deskapp.ui.shared.record_table import RecordTable

if TYPE_CHECKING:
    from deskapp.domain.import_plan import Plan
    from deskapp.ui.shared.formats import Formats

Act = Callable[[], object]


class PreviewPage(QWidget):
    """Shows a plan; `go` is the one button that writes."""

    def __init__(
        self,
        formats: Formats,
        *,
        go: Act,
        save_list: Act,
        choose: Act,
        close: Act,
        back: Act,
        with_erased: Callable[[bool], object],
    ) -> None:
        super().__init__()
        self._formats = formats
        self.name = PlainLabel(scale=style.SECTION, elide=True)
        self.read = muted()
        self.counts = Counts(formats)
        self.problems = PagedModel(problem_columns(formats), sentence=problem_sentence, parent=self)
        self.records = PagedModel(record_columns(formats), parent=self)
        self.customers = PagedModel(customer_columns(formats), parent=self)
        self.duplicates = PagedModel(duplicate_columns(formats), parent=self)
        self.problem_table = RecordTable(self.problems, _("Problems"))
        self.record_table = RecordTable(self.records, _("Records"))
        self.customer_table = RecordTable(self.customers, _("Customers"))
        self.duplicate_table = RecordTable(self.duplicates, _("Possible duplicates"))
        self.with_erased = QCheckBox()
        self.with_erased.clicked.connect(with_erased)
        self.tabs = QTabWidget()
        self.save_list = enter_presses(button(_("Save the list…"), save_list, kind="quiet", icon="save"))
        self.choose = button(_("Choose another file…"), choose)
        self.back = button(_("Back to the columns"), back)
        self.close_button = button(_("Close"), close)
        self.go = button("", go, kind="primary", icon="import")
        self._lay_out()

    def show_plan(self, plan: Plan | CustomerPlan, known_as: str, *, can_go_back: bool = False) -> None:
        """Show what a file would do; `known_as` says which kind of file it is."""
        report, formats = plan.report, self._formats
        self.back.setVisible(can_go_back)
        self.name.setText(plan.source.file_name)
        self.read.setText(f"{known_as} · {words.read(formats, report)}")
        self.counts.show_report(report)
        self.with_erased.setVisible(report.erased > 0)
        self.with_erased.setText(words.with_erased(formats, report))
        self.with_erased.setChecked(isinstance(plan, CustomerPlan) and plan.reading.with_erased)
        self._fill(self.problems, (*report.errors, *report.warnings))
        self._fill(self.records, () if report.of_customers else plan.records)
        self._fill(self.customers, plan.records if report.of_customers else ())
        self._fill(self.duplicates, report.duplicates)
        self._show_tabs()
        self.go.setText(words.verb(formats, report))
        self.go.setEnabled(words.to_do(report) > 0)

    def forget(self) -> None:
        """Let go of the file that was shown."""
        for model in (self.problems, self.records, self.customers, self.duplicates):
            self._fill(model, ())

    def enter(self) -> None:
        """Go to what is most likely wanted next."""
        (self.go if self.go.isEnabled() else self.choose).setFocus()

    def _fill(self, model: PagedModel, values: tuple[object, ...]) -> None:
        fetch = placed(values)
        model.show(fetch, len(values), fetch(0, PAGE))

    def _show_tabs(self) -> None:
        """A list without rows has no tab; problems come first."""
        self.tabs.clear()
        named = (
            (self.problem_table, self.problems, _("Problems ({count})")),
            (self.duplicate_table, self.duplicates, _("Possible duplicates ({count})")),
            (self.record_table, self.records, _("Records ({count})")),
            (self.customer_table, self.customers, _("Customers ({count})")),
        )
        for table, model, text in named:
            if count := model.rowCount():
                self.tabs.addTab(table, text.format(count=self._formats.number(count)))
                table.select_place(0)
        self.save_list.setVisible(self.problems.rowCount() > 0)

    def _sheet(self) -> QFrame:
        """The lists lie on a sheet from edge to edge, their heads in line with what is above."""
        sheet = QFrame()
        sheet.setProperty("kind", "sheet")
        row = QVBoxLayout(sheet)
        row.setContentsMargins(style.M, style.XS, style.M, 0)
        row.addWidget(self.tabs)
        return sheet

    def _lay_out(self) -> None:
        self.tabs.setDocumentMode(True)
        self.tabs.setProperty("kind", "pane")
        self.tabs.setCornerWidget(self.save_list)
        top = QVBoxLayout()
        top.setContentsMargins(style.XL, 0, style.XL, style.L)
        top.setSpacing(style.XS)
        for piece in (self.name, self.read):
            top.addWidget(piece)
        top.addSpacing(style.S)
        top.addWidget(self.counts)
        top.addWidget(self.with_erased)
        body = QVBoxLayout()
        body.setSpacing(0)
        body.addLayout(top)
        body.addWidget(self._sheet(), 1)
        self.setLayout(above(body, foot((self.choose, self.back), (self.close_button, self.go))))
