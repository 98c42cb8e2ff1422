"""The questions of a view that is kept: how it is called, and who sees it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from deskapp.domain.saved_view import LONGEST_NAME, SavedView, ViewDraft
from deskapp.errors import DeskError, Invalid
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.fields import ChoiceBox, TextField
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.plain import muted, title

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext


class ViewDialog(QDialog):
    """Keeps what the list shows under a name, or names a kept view anew; `open()` it, never `exec()`."""

    def __init__(
        self, parent: QWidget, context: DeskContext, draft: ViewDraft, view: SavedView | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._draft, self._view = context, draft, view
        self._title = _("Rename view") if view else _("Save view")
        self.setWindowTitle(self._title)
        self.name = TextField(longest=LONGEST_NAME)
        self.name.setText(draft.name)
        self.seen_by = ChoiceBox([("me", _("Only me")), ("all", _("Everybody in the shop"))])
        self.seen_by.set_key("all" if draft.shared else "me")
        self.form = Form()
        self.form.add("name", _("&Name"), self.name)
        self.form.add("shared", _("&Who sees it"), self.seen_by)
        self._lay_out()
        self.name.selectAll()
        self.name.setFocus()

    def keep(self) -> None:
        """Keep the view, or say at the field why it cannot be kept."""
        self.form.clear_errors()
        self.save.setEnabled(False)
        draft = replace(self._draft, name=self.name.value(), shared=self.seen_by.key() == "all")
        views, view = self._context.desk.views, self._view
        call, values = (views.edit, (view.id, draft, view.row_version)) if view else (views.add, (draft,))
        self._context.act(call, *values, then=self._kept, on_failed=self._say_wrong)

    def _kept(self, _kept: SavedView) -> None:
        self.accept()

    def _say_wrong(self, error: DeskError) -> None:
        self.save.setEnabled(True)
        if not (isinstance(error, Invalid) and self.form.show_error(error)):
            self.form.show_error(Invalid(str(error), "name"))

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox()
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.save = buttons.addButton(self._title, QDialogButtonBox.ButtonRole.AcceptRole)
        self.save.setProperty("kind", "primary")
        self.save.setDefault(True)
        buttons.accepted.connect(self.keep)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.L)
        column.addWidget(title(self._title))
        column.addWidget(muted(self._draft.query or _("Every ticket"), elide=True))
        column.addWidget(self.form)
        if not self._view:
            column.addWidget(muted(_("Its order, columns, groups and row height are kept too."), wrap=True))
        column.addWidget(buttons)
        self.setMinimumWidth(420)
