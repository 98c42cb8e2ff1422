"""How long each kind of data is kept, what may go now, and letting it go; nothing goes by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.domain.backup import Reason
from deskapp.domain.retention import KINDS, Due, Rules, checked, years_of_books
from deskapp.errors import Invalid
from deskapp.i18n import _, ngettext
from deskapp.ui.privacy.retention_row import RetentionRow
from deskapp.ui.privacy.working_dialog import WorkingDialog
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.notice import Question
from deskapp.ui.shared.plain import caption, muted, title

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

Look = tuple[Rules, tuple[Due, ...]]
_WIDTH = 780


class RetentionDialog(WorkingDialog):
    """Rules are kept with Save, one act that can be taken back; what goes is gone."""

    def __init__(self, parent: QWidget, context: DeskContext) -> None:
        super().__init__(parent, context, _("How long data is kept"))
        self._rules: Rules | None = None
        self.rows = {kind: RetentionRow(_(label), context.formats) for kind, label in KINDS.items()}
        self.save_button = button(_("&Save"), self.save, kind="primary")
        self.go = button(_("&Let go now…"), self.ask, kind="danger")
        self.leave = button(_("Close"), self.reject)
        self._lay_out()
        for row in self.rows.values():
            row.changed.connect(self.allow)
        self.allow()
        self._read()

    def is_read(self) -> bool:
        """Whether what is due is shown."""
        return self._rules is not None and not self.is_busy()

    def save(self) -> None:
        """Keep the months, and look again what may go."""
        try:
            rules = self._typed()
        except Invalid as error:
            self.rows[error.field].say_wrong(str(error))
            return
        keep = self._context.desk.retention.keep
        self._context.act(keep, rules, then=self._kept, on_failed=self.refuse)

    def ask(self) -> None:
        """Ask once more before it goes."""
        number = sum(self.rows[kind].number for kind in self._chosen())
        words = ngettext("Let {count} record go for good?", "Let {count} records go for good?", number)
        sentence = words.format(count=self._context.formats.number(number))
        labels = ", ".join(_(KINDS[kind]) for kind in self._chosen())
        Question(self, sentence, _("Let go"), self.let_go, detail=labels).open()

    def let_go(self) -> None:
        """Let go what is chosen, part by part, once a backup is proven."""
        self.banner.hush()
        self.do_after_backup(
            Reason.RETENTION,
            _("Old data is being let go…"),
            self._gone,
            self._context.desk.retention.run,
            self._context.actor,
            self._chosen(),
        )

    def rest(self) -> None:
        """Look again what may go."""
        super().rest()
        self._read()

    def _read(self) -> None:
        self._context.worker.submit(
            _look, self._context.desk, self._context.actor, on_done=self._show, on_failed=self.refuse
        )

    def _show(self, look: Look) -> None:
        self._rules, due = look[0], {one.kind: one for one in look[1]}
        for kind, row in self.rows.items():
            row.show_rule(self._rules.of(kind), due.get(kind))
        self.allow()

    def _kept(self, _rules: Rules) -> None:
        self._read()

    def _gone(self, gone: dict[str, int]) -> None:
        number = sum(gone.values())
        words = ngettext("{count} record is gone.", "{count} records are gone.", number)
        self.banner.say("good", words.format(count=self._context.formats.number(number)))

    def _typed(self) -> Rules:
        return checked(Rules(tuple((kind, row.months(kind)) for kind, row in self.rows.items())))

    def _chosen(self) -> Sequence[str]:
        return [kind for kind, row in self.rows.items() if row.is_chosen()]

    def allow(self) -> None:
        try:
            changed = self._rules is not None and self._typed() != self._rules
        except Invalid:
            changed = True
        idle = self.is_read()
        self.save_button.setEnabled(changed and idle)
        self.go.setEnabled(idle and not changed and bool(self._chosen()))

    def _lay_out(self) -> None:
        years = years_of_books(self._context.shop.country)
        hint = ngettext(
            "Nothing goes by itself: you see here what may go, and decide. Lines, prices, tax, dates and the "
            "status history always stay; books have to be kept for {count} year here.",
            "Nothing goes by itself: you see here what may go, and decide. Lines, prices, tax, dates and the "
            "status history always stay; books have to be kept for {count} years here.",
            years,
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.L)
        grid.setVerticalSpacing(style.S)
        grid.setColumnStretch(2, 1)
        for column, heading in enumerate((_("Kind of data"), _("Months"), _("May go now"))):
            grid.addWidget(caption(heading, tone="muted"), 0, column)
        for place, row in enumerate(self.rows.values(), start=1):
            row.put_into(grid, place)
        feet = QHBoxLayout()
        feet.setSpacing(style.S)
        feet.addWidget(self.go)
        feet.addStretch(1)
        feet.addWidget(self.leave)
        feet.addWidget(self.save_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        outer.setSpacing(style.M)
        outer.addWidget(title(_("How long data is kept")))
        outer.addWidget(muted(hint.format(count=years), wrap=True))
        outer.addWidget(self.banner)
        outer.addLayout(grid)
        outer.addWidget(muted(_("Empty or 0 keeps it for good."), wrap=True), 0, Qt.AlignmentFlag.AlignTop)
        outer.addWidget(self.work)
        outer.addStretch(1)
        outer.addLayout(feet)
        self.setMinimumWidth(_WIDTH)


def _look(desk: Desk, actor: Actor) -> Look:
    return desk.retention.rules(actor), desk.retention.due(actor)
