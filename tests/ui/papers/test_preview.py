"""A paper on the screen: it is there, it can be switched, saved and printed, and the history says so."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import QPoint, QRect, QStandardPaths, Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from deskapp.domain.paper import Document
from deskapp.errors import DeskError
from deskapp.ui.papers import printing, saving
from deskapp.ui.papers.preview_window import PreviewWindow
from deskapp.ui.papers.printing import PrintOrder
from tests.builders import a_line, an_intake

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def number(desk: Desk, owner: Actor) -> str:
    return desk.tickets.take_in(owner, an_intake("Does not <b>charge</b>", lines=(a_line(),))).value.number


@pytest.fixture
def preview(context: DeskContext, number: str, qtbot: QtBot) -> Iterator[PreviewWindow]:
    window = PreviewWindow(context, number, Document.CLAIM_TICKET)
    with qtbot.waitSignal(window.view.drawn):
        window.show()
    yield window
    window.close()


def dark_dots(image: QImage | None) -> int:
    assert image is not None
    small = image.scaled(300, 300).convertToFormat(QImage.Format.Format_Grayscale8)
    return sum(value < 128 for value in bytes(small.constBits()))


def history(desk: Desk, owner: Actor, number: str) -> list[str]:
    return [entry.kind for entry in desk.tickets.get(owner, number).history]


def text_of(pdf: Path) -> str:
    with PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def test_the_page_is_shown_on_white_with_ink_on_it(preview: PreviewWindow) -> None:
    [image] = preview.view.images()
    assert image is not None
    assert image.pixelColor(2, 2).name() == "#ffffff"
    assert 100 < dark_dots(image) < 30_000


def test_document_and_sheet_can_be_switched_by_keys(preview: PreviewWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(preview.view.drawn):
        QTest.keyClick(preview.view, Qt.Key.Key_2, CONTROL)
    made = preview.made()
    assert made is not None
    assert made.document is Document.SERVICE_SUMMARY
    assert preview.windowTitle().startswith("Service summary")
    with qtbot.waitSignal(preview.view.drawn):
        preview.paper.setFocus()
        QTest.keyClicks(preview.paper, "Letter")
        QTest.keyClick(preview.paper, Qt.Key.Key_Return)
        preview.paper.chosen.emit(preview.paper.key())
    made = preview.made()
    assert made is not None
    assert made.sizes[0] == pytest.approx((612, 792), abs=1)


def test_zoom_by_keys_makes_the_page_larger_and_drawn_anew(preview: PreviewWindow, qtbot: QtBot) -> None:
    before = preview.view.zoom()
    with qtbot.waitSignal(preview.view.drawn):
        QTest.keyClick(preview.view, Qt.Key.Key_Plus, CONTROL)
    assert preview.view.zoom() > before
    [image] = preview.view.images()
    assert image is not None
    assert image.width() / image.devicePixelRatio() == pytest.approx(
        595 / 72 * 96 * preview.view.zoom(), abs=3
    )
    QTest.keyClick(preview.view, Qt.Key.Key_0, CONTROL)
    assert preview.view.zoom() == pytest.approx(before, abs=0.03)


def test_saving_writes_a_readable_pdf_and_the_history_says_so(
    preview: PreviewWindow, desk: Desk, owner: Actor, number: str, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(preview.outlet.told):
        preview.outlet.save_to(str(tmp_path / "paper"))
    assert number in text_of(tmp_path / "paper.pdf")
    assert "<b>charge</b>" in text_of(tmp_path / "paper.pdf")
    assert "print" in history(desk, owner, number)
    toast = preview.toasts.current()
    assert toast is not None
    assert "paper.pdf" in toast.words.full_text()


def test_a_folder_that_is_not_there_is_one_sentence(
    preview: PreviewWindow, desk: Desk, owner: Actor, number: str, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(preview.outlet.refused):
        preview.outlet.save_to(str(tmp_path / "gone" / "paper.pdf"))
    assert "choose another folder" in preview.banner.text()
    assert "print" not in history(desk, owner, number)
    assert preview.save_button.isEnabled()


@pytest.mark.parametrize(
    ("number_of_error", "words"),
    [(28, "disk is full"), (13, "may not be written"), (30, "may not be written")],
)
def test_a_disk_that_says_no_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number_of_error: int, words: str
) -> None:
    def refuse(_file: int) -> None:
        raise OSError(number_of_error, os.strerror(number_of_error))

    monkeypatch.setattr(os, "fsync", refuse)
    (tmp_path / "paper.pdf").write_bytes(b"the old one")
    with pytest.raises(DeskError, match=words):
        saving.save(b"%PDF new", tmp_path / "paper.pdf")
    assert (tmp_path / "paper.pdf").read_bytes() == b"the old one"
    assert [file.name for file in tmp_path.glob("paper*")] == ["paper.pdf"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Claim ticket", "Claim ticket 26001230.pdf"),
        ("A/B: <c>", "A B c 26001230.pdf"),
        ("..", "26001230.pdf"),
    ],
)
def test_the_suggested_name_fits_every_system(title: str, name: str) -> None:
    assert saving.suggested_name(title, "26001230") == name


def test_printing_to_a_file_through_the_dialogs_printer_keeps_the_pdf_as_it_is(
    preview: PreviewWindow, desk: Desk, owner: Actor, number: str, tmp_path: Path, qtbot: QtBot
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    with qtbot.waitSignal(preview.outlet.told):
        preview.outlet.print_on(printer)
    assert number in text_of(tmp_path / "printed.pdf")
    assert "print" in history(desk, owner, number)


def test_without_cups_the_pages_go_to_the_printer_as_pictures(preview: PreviewWindow, tmp_path: Path) -> None:
    made = preview.made()
    assert made is not None
    [image] = printing.pictures(made, PrintOrder("any"))
    assert image.width() == pytest.approx(595 / 72 * 300, abs=4)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "raster.pdf"))
    printing.paint(printer, [image])
    with PdfDocument(tmp_path / "raster.pdf") as document:
        assert len(document) == 1


def test_cups_gets_copies_paper_and_pages(
    preview: PreviewWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = tmp_path / "heard"
    fake = tmp_path / "lp"
    fake.write_text(f'#!/bin/sh\necho "$@" > "{heard}"\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    made = preview.made()
    assert made is not None
    assert printing.can_hand_over()
    printing.hand_over(made, PrintOrder("Brother", 2, 1, 1), "Claim ticket 1")
    assert heard.read_text().startswith("-d Brother -n 2 -t Claim ticket 1 -o media=A4 -P 1-1 -- ")


def test_a_printer_that_refuses_is_one_sentence_with_its_reason(
    preview: PreviewWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "lp"
    fake.write_text("#!/bin/sh\necho 'lp: no such printer' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    made = preview.made()
    assert made is not None
    with pytest.raises(DeskError, match="no such printer"):
        printing.hand_over(made, PrintOrder("Gone"), "x")


def test_a_ticket_that_is_gone_is_said_in_the_window(context: DeskContext, qtbot: QtBot) -> None:
    window = PreviewWindow(context, "99999999", Document.SERVICE_SUMMARY)
    window.show()
    qtbot.waitUntil(lambda: bool(window.banner.text()))
    assert not window.print_button.isEnabled()
    window.close()


def test_on_a_low_screen_its_buttons_stay_in_sight(preview: PreviewWindow) -> None:
    screen = preview.screen().availableGeometry()
    assert preview.height() < screen.height()
    preview.resize(preview.width(), 360)
    assert preview.height() == 360
    for one in (preview.print_button, preview.save_button):
        assert preview.rect().contains(QRect(one.mapTo(preview, QPoint(0, 0)), one.size()))


def test_the_place_for_a_pdf_is_asked_in_a_folder_that_is_there(
    preview: PreviewWindow, number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _kind: str(tmp_path / "not there"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    QTest.keyClick(preview.view, Qt.Key.Key_S, CONTROL)
    dialog = preview.findChild(QFileDialog)
    assert dialog is not None
    assert [Path(one) for one in dialog.selectedFiles()] == [tmp_path / f"Claim ticket {number}.pdf"]
    dialog.close()


def test_opening_the_print_dialog_does_not_stop_the_window(preview: PreviewWindow, qtbot: QtBot) -> None:
    QTest.keyClick(preview.view, Qt.Key.Key_P, CONTROL)
    from PySide6.QtPrintSupport import QPrintDialog

    dialog = preview.findChild(QPrintDialog)
    assert dialog is not None
    dialog.close()
