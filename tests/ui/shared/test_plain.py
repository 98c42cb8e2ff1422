"""What customers write is shown letter by letter, wherever it is shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from deskapp.ui.shared import plain
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.card import Card
from deskapp.ui.shared.empty_state import EmptyState
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.form import FieldRow
from deskapp.ui.shared.notice import Notice, Question
from deskapp.ui.shared.status_chip import Chip, StatusChip
from deskapp.ui.shared.tags_edit import TagsEdit
from deskapp.ui.shared.toast import Toasts

MARKER = "<b style='color:red'>PAID</b>&amp;<img src=x>"

pytestmark = pytest.mark.usefixtures("dressed")


def _banner() -> QWidget:
    host = QWidget()
    made = Banner()
    made.setParent(host)
    made.say("error", MARKER, MARKER)
    return host


def _empty() -> QWidget:
    made = EmptyState()
    made.say("tickets", MARKER, MARKER, MARKER)
    return made


def _toast() -> QWidget:
    host = QWidget()
    Toasts(host).show(MARKER, MARKER)
    return host


def _row() -> QWidget:
    made = FieldRow(MARKER, TextField(MARKER), hint=MARKER)
    made.say_wrong(MARKER)
    return made


def _tags() -> QWidget:
    made = TagsEdit()
    made.set_tags(("<b>x</b>",))
    return made


PIECES: dict[str, Callable[[], QWidget]] = {
    "label": lambda: plain.PlainLabel(MARKER),
    "title": lambda: plain.title(MARKER, elide=True),
    "muted": lambda: plain.muted(MARKER, wrap=True),
    "card": lambda: Card(MARKER),
    "banner": _banner,
    "empty": _empty,
    "toast": _toast,
    "row": _row,
    "tags": _tags,
    "chip": lambda: StatusChip(Chip(MARKER)),
    "notice": lambda: Notice(None, MARKER, detail=MARKER),
    "question": lambda: Question(None, MARKER, MARKER, lambda: None, detail=MARKER),
}


@pytest.mark.parametrize("piece", PIECES)
def test_no_piece_reads_markup(piece: str, qtbot: QtBot) -> None:
    widget = PIECES[piece]()
    qtbot.addWidget(widget)
    widget.resize(120, 80)
    widget.grab()
    for child in (widget, *widget.findChildren(QWidget)):
        if isinstance(child, QLabel):
            assert not child.pixmap().isNull() or child.textFormat() is Qt.TextFormat.PlainText
        tip = child.toolTip()
        assert "<b" not in tip
        assert "<img" not in tip


def test_a_tip_shows_the_letters() -> None:
    assert plain.plain_tip("Smith & Sons") == "Smith & Sons"
    tip = plain.plain_tip("<b>Bob</b>")
    assert "&lt;b&gt;Bob&lt;/b&gt;" in tip
    assert QtText.mightBeRichText(tip)


def test_a_narrow_label_gives_way_and_keeps_the_whole_text_as_its_tip(qtbot: QtBot) -> None:
    label = plain.PlainLabel("A rather long name of a customer", elide=True)
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.toolTip() == label.full_text() == "A rather long name of a customer"
    label.resize(600, 20)
    assert label.text() == label.full_text()
    assert label.toolTip() == ""


def test_a_label_can_be_copied(qtbot: QtBot) -> None:
    label = plain.PlainLabel("26001230").selectable()
    qtbot.addWidget(label)
    label.setSelection(0, 8)
    assert label.selectedText() == "26001230"
    assert QApplication.instance() is not None
