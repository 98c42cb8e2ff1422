"""The fields in which is said what several tickets become; each begins at “as it is”."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from deskapp.domain.ticket_bulk import LONGEST_REASON, BulkChange
from deskapp.domain.ticket_row import PRIORITY_LABELS, Priority
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.shared.fields import ChoiceBox, TextField
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.moment_edit import DateTimeEdit
from deskapp.ui.shared.tags_edit import TagsEdit

if TYPE_CHECKING:
    from deskapp.domain.person import Person
    from deskapp.domain.status import Status
    from deskapp.ui.shared.formats import Formats

_NONE, _AT = "none", "at"


class ChangeForm(Form):
    """`edited` tells that something else is to be done."""

    edited = Signal()

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self.status, self.reason = ChoiceBox(), TextField(longest=LONGEST_REASON)
        self.person, self.priority = ChoiceBox(), ChoiceBox()
        self.due, self.moment = ChoiceBox(), DateTimeEdit(formats)
        self.add_tags, self.remove_tags = TagsEdit(), TagsEdit(_("Take a tag off"))
        self.add("status", _("&Status"), self.status)
        self._why = self.add(
            "reason", _("&Why"), self.reason, hint=_("Stands in the history of each ticket.")
        )
        self.add("person_id", _("Pe&rson"), self.person)
        self.add("due", _("D&ue"), self.due)
        self._when = self.add("moment", _("Due &at"), self.moment)
        self.add("priority", _("Prior&ity"), self.priority)
        self.add("add_tags", _("A&dd tags"), self.add_tags)
        self.add("remove_tags", _("Re&move tags"), self.remove_tags)
        self.begin()
        self._connect()

    def begin(self) -> None:
        """Everything as it is."""
        same = ("", _("As it is"))
        levels = ((level.value, _(PRIORITY_LABELS[level])) for level in reversed(Priority))
        self.priority.set_choices((same, *levels))
        self.due.set_choices((same, (_AT, _("Set a day…")), (_NONE, _("No date"))))
        for box in (self.status, self.person, self.priority, self.due):
            box.set_key("")
        for tags in (self.add_tags, self.remove_tags):
            tags.edit.clear()
            tags.set_tags(())
        self.reason.clear()
        self.moment.set_moment(None)
        self.clear_errors()
        self.ask_reason(on=False)
        self._ask_moment()

    def offer_statuses(self, statuses: Sequence[Status]) -> None:
        """The statuses that at least one ticket may go to."""
        self.status.set_choices([("", _("As it is")), *((one.key, one.label) for one in statuses)])

    def offer_people(self, people: Sequence[Person]) -> None:
        """The people who work here, and nobody."""
        known = ((str(one.id), one.name) for one in people if one.active)
        self.person.set_choices([("", _("As it is")), (_NONE, _("Nobody")), *known])

    def ask_reason(self, *, on: bool) -> None:
        """Show the field for a reason, or not."""
        self._why.setVisible(on)

    def change(self) -> BulkChange:
        """What is to be done; raises `Invalid` for a day that is none."""
        fields: dict[str, object] = {}
        if self.person.key():
            fields["person_id"] = None if self.person.key() == _NONE else int(self.person.key())
        if self.priority.key():
            fields["priority"] = self.priority.key()
        if self.due.key() == _NONE:
            fields["promised_at"] = None
        elif self.due.key() == _AT and (moment := self.moment.moment()):
            fields["promised_at"] = moment
        reason = self.reason.value() if self._why.isVisibleTo(self) else ""
        return BulkChange(self.status.key(), reason, fields, self.add_tags.tags(), self.remove_tags.tags())

    def missing(self) -> Invalid | None:
        """What has to be said before it can be done."""
        if self._why.isVisibleTo(self) and not self.reason.value():
            return Invalid(_("Say why in a few words, please."), "reason")
        if self.due.key() == _AT and not self.moment.edit.text().strip():
            return Invalid(_("Write a day, for example “fri” or “+3d”."), "moment")
        return None

    def _ask_moment(self, _key: str = "") -> None:
        self._when.setVisible(self.due.key() == _AT)

    def _ask_day(self, key: str) -> None:
        if key == _AT:
            self.moment.setFocus()

    def _tell(self, *_value: object) -> None:
        self.edited.emit()

    def _connect(self) -> None:
        self.due.chosen.connect(self._ask_moment)
        self.due.chosen.connect(self._ask_day)
        for box in (self.status, self.person, self.priority, self.due):
            box.chosen.connect(self._tell)
        for edit in (self.add_tags.edit, self.remove_tags.edit, self.moment.edit):
            edit.textChanged.connect(self._tell)
        self.add_tags.changed.connect(self._tell)
        self.remove_tags.changed.connect(self._tell)
