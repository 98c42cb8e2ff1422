"""The filter of the queue: text that is read as it is typed, what it means, and what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskapp.domain.query import QueryError, chips, completions, parse, without
from deskapp.domain.text import fold
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.plain import PlainLabel
from deskapp.ui.tickets.filter_chips import ChipRow
from deskapp.ui.tickets.filter_field import FilterField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deskapp.domain.query import Chip, Completion, Completions
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shell.hits import Hit
    from deskapp.ui.tickets.filter_offers import OfferList

_LEAST = 2
_SPOKEN_AFTER_MS = 700


class FilterBox(QWidget):
    """`edited` tells that a person changed the query."""

    edited = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._error: DeskError | None = None
        self._understood: str | None = None
        self._values: Mapping[str, Sequence[str]] = {}
        self._knows_values = self._awaits_values = False
        self._offers: OfferList | None = None
        self.field, self.chips = FilterField(), ChipRow()
        self.wrong = PlainLabel(tone="danger", wrap=True)
        self._speak = QTimer(self, singleShot=True, interval=_SPOKEN_AFTER_MS)
        self.setFocusProxy(self.field)
        self._connect()
        self._lay_out()

    def show_query(self, query: str) -> None:
        """Write a query in place of what stands there."""
        self.field.setText(query)
        self._understand()

    def is_understood(self) -> bool:
        """Whether what stands there can be looked for."""
        return self._error is None

    def say_wrong(self, error: DeskError | None) -> None:
        """Name what cannot be looked for, or nothing; a word is not wrong while it is being completed."""
        self._error = error
        self._show()

    def offered(self) -> list[str]:
        """What can be taken with Tab at the cursor."""
        return self._offers.titles() if self._offers else []

    # Reading ----------------------------------------------------------------------------------

    def _read(self) -> None:
        self._understand()
        self._offer()
        self._awaits_values = self._learn() or self._awaits_values
        self.edited.emit()

    def _understand(self) -> None:
        typed = self.field.text()
        if typed == self._understood:
            return
        self._understood = typed
        try:
            parse(typed)
        except DeskError as error:
            self.say_wrong(error)
        else:
            self.say_wrong(None)

    def _show(self) -> None:
        """Show what the text means and what is wrong with it."""
        offers = bool(self.offered())
        error = None if offers else self._error
        start, end = (error.start, error.end) if isinstance(error, QueryError) else (0, 0)
        self.field.mark_wrong(start, end)
        shown = (_refused(one, error) for one in chips(self.field.text()))
        self.chips.show_chips([one for one in shown if not (offers and one.problem)])
        for first in self.chips.buttons()[:1]:
            QWidget.setTabOrder(self.field, first)
        reason = str(error or "")
        if reason != self.wrong.full_text():
            self._speak.start()
        self.wrong.setText(reason)
        self.wrong.setVisible(bool(reason))

    def _speak_reason(self) -> None:
        """Only what stands for a while is spoken, or every letter would be interrupted."""
        if self.wrong.full_text():
            announce(self.field, self.wrong.full_text())

    def _remove(self, chip: Chip) -> None:
        self.field.rewrite(0, len(self.field.text()), without(self.field.text(), chip))

    # Offering ---------------------------------------------------------------------------------

    def _learn(self) -> bool:
        """Read what can stand after a colon, unless it is known; whether it has to be read."""
        if self._knows_values:
            return False
        self._knows_values = True
        self._context.read(self._context.desk.queue.query_values, then=self._take_values)
        return True

    def _forget(self) -> None:
        self._knows_values = False

    def _take_values(self, values: Mapping[str, Sequence[str]]) -> None:
        self._values = values
        if self._awaits_values:
            self._awaits_values = False
            self._offer()

    def _offer(self) -> None:
        """Offer what can come next; one letter of a word is too little to guess at."""
        found = completions(self.field.text(), self.field.cursorPosition(), self._values)
        is_word = bool(found.choices) and found.choices[0].text.endswith(":")
        self._hang(found if not is_word or found.end - found.start >= _LEAST else _nothing(found))

    def _offer_all(self) -> None:
        """Offer what can come next even where nothing is typed yet."""
        from deskapp.ui.tickets.filter_offers import every_operator

        found = completions(self.field.text(), self.field.cursorPosition(), self._values)
        self._hang(found if found.choices else replace(found, choices=every_operator()))

    def _hang(self, found: Completions) -> None:
        typed = self.field.text()[found.start : found.end]
        said = fold(typed.strip('"'))
        more = tuple(one for one in found.choices if fold(one.text.strip('"')) != said)
        choices = more if self.field.hasFocus() else ()
        hits = [self._hit(found, one, first=not place) for place, one in enumerate(choices)]
        if hits or self._offers:
            self._the_offers().offer(hits, found.start)
        self._show()
        if self._offers and hits:
            self._offers.place()

    def _hit(self, found: Completions, one: Completion, *, first: bool) -> Hit:
        from deskapp.ui.shell.hits import Hit

        detail = one.label if one.label.casefold() != one.text.strip('"').casefold() else ""
        return Hit(one.text, detail, aside=_("Tab") if first else "", run=partial(self._take, found, one))

    def _take(self, found: Completions, one: Completion) -> None:
        text, cursor = found.accepted(self.field.text(), one)
        self.field.rewrite(0, len(self.field.text()), text)
        self.field.setCursorPosition(cursor)
        if one.text.endswith(":"):
            self._offer()

    def _the_offers(self) -> OfferList:
        if self._offers is None:
            from deskapp.ui.tickets.filter_offers import OfferList

            self._offers = OfferList(self.field, self.chips, self.window())
            self._offers.closed.connect(self._show)
        return self._offers

    # Own --------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.field.textEdited.connect(self._read)
        self.field.textChanged.connect(self._understand)
        self.field.focused.connect(self._learn)
        self.field.offers_asked.connect(self._offer_all)
        self.chips.removed.connect(self._remove)
        self.chips.left.connect(self.field.setFocus)
        self._speak.timeout.connect(self._speak_reason)
        self._context.changed.connect(self._forget)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.S)
        for piece in (self.field, self.chips, self.wrong):
            column.addWidget(piece)
        self.wrong.hide()


def _refused(chip: Chip, error: DeskError | None) -> Chip:
    """The chip, with what is wrong where the shop does not know what it asks for."""
    there = isinstance(error, QueryError) and error.word and chip.start <= error.start < chip.end
    return replace(chip, problem=str(error)) if there and not chip.problem else chip


def _nothing(found: Completions) -> Completions:
    return replace(found, choices=())
