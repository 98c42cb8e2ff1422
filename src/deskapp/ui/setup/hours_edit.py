"""Opening hours, one field for each weekday: `09:00–17:30`, with a lunch break as two spans."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QGridLayout, QWidget

from deskapp.domain.shop import OpeningDay
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.formats import Formats
from deskapp.ui.shared.plain import PlainLabel

_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?")
_DAYS = 7


class HoursEdit(QWidget):
    """An empty day is closed."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self.days = [TextField(_("closed"), 60) for _day in range(_DAYS)]
        self.setFocusProxy(self.days[0])
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(style.M)
        grid.setVerticalSpacing(style.XS)
        for weekday, field in enumerate(self.days):
            name = formats.spoken.dayName(weekday + 1, QLocale.FormatType.LongFormat)
            field.setAccessibleName(name)
            column = 0 if weekday < 4 else 2  # Monday to Thursday, then the rest beside them
            grid.addWidget(PlainLabel(name), weekday % 4, column)
            grid.addWidget(field, weekday % 4, column + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)

    def hours(self) -> tuple[OpeningDay, ...]:
        """What is typed; raises `Invalid` (field `opening_hours`)."""
        found = [
            OpeningDay(weekday, opens, closes)
            for weekday, field in enumerate(self.days)
            for opens, closes in self._spans(field)
        ]
        self.setFocusProxy(self.days[0])
        return tuple(found)

    def _spans(self, field: TextField) -> list[tuple[str, str]]:
        style.set_wrong(field, wrong=False)
        self.setFocusProxy(field)  # a reason is shown where it belongs
        return parse_spans(field.value())

    def set_hours(self, hours: Sequence[OpeningDay]) -> None:
        """Show these hours."""
        for weekday, field in enumerate(self.days):
            spans = sorted((day.opens, day.closes) for day in hours if day.weekday == weekday)
            field.setText(", ".join(f"{opens}–{closes}" for opens, closes in spans))


def parse_spans(text: str) -> list[tuple[str, str]]:
    """The spans in a text such as `9–13, 14:00-18:00` as `HH:MM`; raises `Invalid` (`opening_hours`)."""
    return [_span(part.strip()) for part in re.split(r"[,;]", text) if part.strip()]


def _span(part: str) -> tuple[str, str]:
    found = _SPAN.fullmatch(part)
    if not found:
        words = _("“{text}” is not a span of hours; write it like 09:00–17:30.")
        raise Invalid(words.format(text=part), "opening_hours")
    opens, closes = _clock(found[1], found[2]), _clock(found[3], found[4])
    if not opens < closes <= "24:00":
        words = _("“{text}”: a day cannot close before it opens.")
        raise Invalid(words.format(text=part), "opening_hours")
    return opens, closes


def _clock(hour: str, minute: str | None) -> str:
    return f"{int(hour):02}:{int(minute or 0):02}"
