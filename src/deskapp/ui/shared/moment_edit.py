"""A field for a day and time that understands quick words and shows beside it what it understood."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.shared import icons, style
from deskapp.ui.shared.buttons import icon_button
from deskapp.ui.shared.formats import Formats
from deskapp.ui.shared.limits import limit
from deskapp.ui.shared.moments import CLOSING, parse_moment
from deskapp.ui.shared.plain import PlainLabel


def read_moment(typed: str, formats: Formats, closing: time = CLOSING) -> datetime | None:
    """The moment in UTC that a text means in this shop, None for no text; raises `Invalid` (`moment`)."""
    locale = formats.locale
    spoken = {one.name(): one for one in (locale, formats.spoken)}.values()
    names = [one.dayName(day, QLocale.FormatType.LongFormat) for one in spoken for day in range(1, 8)]
    now = formats.local(formats.now())
    moment = parse_moment(typed, now, closing=closing, weekdays=names, day_first=not _month_first(locale))
    return moment.astimezone(UTC) if moment else None


class DateTimeEdit(QWidget):
    """A moment or none, typed as `today 17:00`, `fri`, `+3d`, or picked from a calendar."""

    changed = Signal(object)

    def __init__(self, formats: Formats, closing: time = CLOSING) -> None:
        super().__init__()
        self._formats, self._closing = formats, closing
        self._told: datetime | None = None
        self._set: tuple[str, datetime | None] = ("", None)
        self.edit = QLineEdit()
        limit(self.edit, 40)
        self.edit.installEventFilter(self)
        self.edit.setPlaceholderText(_("today 17:00, fri, +3d"))
        self.understood = PlainLabel(tone="muted")
        self._pick = icon_button("calendar", _("Pick a day"), self._open_calendar)
        self._popup: _DayPopup | None = None
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._explain)
        self.edit.editingFinished.connect(self._tell)
        self._lay_out()

    def moment(self) -> datetime | None:
        """The moment in UTC, None where nothing is typed; raises `Invalid` (field `moment`) otherwise."""
        text, moment = self._set
        if self.edit.text() == text:  # nobody typed, and a moment may be finer than what is shown
            return moment
        return read_moment(self.edit.text(), self._formats, self._closing)

    def set_moment(self, moment: datetime | None) -> None:
        """Show a moment."""
        self._told = moment
        local = self._formats.local(moment) if moment else None
        text = f"{local:%Y-%m-%d %H:%M}" if local else ""
        self._set = text, moment
        self.edit.setText(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DynamicPropertyChange:
            self._explain()
        return super().eventFilter(watched, event)

    def _explain(self) -> None:
        try:
            moment = self.moment()
        except Invalid:
            self.understood.set_tone("danger")
            is_told = self.edit.property("wrong") is True  # by the reason under it
            self.understood.setText("" if is_told else _("not a day and time"))
            return
        self.understood.set_tone("muted")
        self.understood.setText(self._formats.moment(moment) if moment else "")

    def _tell(self) -> None:
        try:
            moment = self.moment()
        except Invalid:
            return
        if moment != self._told:
            self._told = moment
            self.changed.emit(moment)

    def _open_calendar(self) -> None:
        if self._popup is None:
            self._popup = _DayPopup(self)
            self._popup.picked.connect(self._take_day)
        self._popup.move(self.mapToGlobal(QPoint(0, self.height())))
        self._popup.show()

    def _take_day(self, day: date) -> None:
        try:
            before = self.moment()
        except Invalid:
            before = None
        clock = self._formats.local(before).time() if before else self._closing
        self.edit.setText(f"{day:%Y-%m-%d} {clock:%H:%M}")
        self._tell()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.S)
        row.addWidget(self.edit, 2)
        row.addWidget(self._pick)
        row.addWidget(self.understood, 3)


class _DayPopup(QWidget):
    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        _dress(calendar)
        calendar.activated.connect(self._pick)
        calendar.clicked.connect(self._pick)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(calendar)

    def _pick(self, day: QDate) -> None:
        self.hide()
        self.picked.emit(date(day.year(), day.month(), day.day()))


def _dress(calendar: QCalendarWidget) -> None:
    """Our arrows, and week-ends no louder than other days."""
    quiet = QTextCharFormat()
    quiet.setForeground(style.colour("muted"))
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, quiet)
    for name, icon in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
        arrow = calendar.findChild(QToolButton, name)
        if isinstance(arrow, QToolButton):
            arrow.setIcon(icons.icon(icon))


def _month_first(locale: QLocale) -> bool:
    return locale.dateFormat(QLocale.FormatType.ShortFormat).casefold().startswith("m")
