"""One photograph large, in a window of its own: whole or in true size, with those before and behind it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.errors import DeskError
from deskapp.i18n import N_, _
from deskapp.ui.command import PALETTE, SHEET, Command
from deskapp.ui.commands import Commands
from deskapp.ui.photos.model import Tile
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button, icon_button
from deskapp.ui.shared.fitting import open_at
from deskapp.ui.shared.plain import PlainLabel, muted
from deskapp.ui.shared.shortcut_sheet import sheet_of
from deskapp.ui.shell.palette_bar import palette_of

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job

COMMANDS = (
    Command("photo_before", N_("Photo before"), "view", "chevron-left", ("Left",)),
    Command("photo_next", N_("Next photo"), "view", "chevron-right", ("Right",)),
    Command("photo_fit", N_("Whole photo"), "view", keys=("Ctrl+0",)),
    Command("photo_true", N_("True size"), "view", keys=("Ctrl+1",)),
    Command("photo_close", N_("&Close"), "file", keys=("Esc", "Ctrl+W")),
    PALETTE,
    SHEET,
)


class PhotoViewer(QWidget):
    """Shows some photographs one at a time, beginning with that at `place`; closed with the window `over`
    which it stands.
    """

    def __init__(self, context: DeskContext, tiles: Sequence[Tile], place: int, over: QWidget) -> None:
        super().__init__(over, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._tiles, self._place = context, tuple(tiles), place
        self._job: Job | None = None
        self.view = PhotoView()
        self.banner = Banner()
        self.caption = PlainLabel(elide=True)
        self.count, self.zoom = muted(), muted()
        self.commands = Commands(self, COMMANDS)
        self.before = icon_button("chevron-left", _("Photo before"), partial(self._step, -1), keys="Left")
        self.next = icon_button("chevron-right", _("Next photo"), partial(self._step, 1), keys="Right")
        self.fit = button(_("Whole photo"), self.view.show_whole)
        self.true = button("100 %", self.view.show_true)
        self._lay_out()
        self._bind()
        open_at(self, 1000, 780)
        self.view.zoomed.connect(self._say_zoom)
        self.view.setFocus()
        self._load()

    def place(self) -> int:
        """Which photograph is shown."""
        return self._place

    def _step(self, by: int) -> None:
        place = self._place + by
        if 0 <= place < len(self._tiles):
            self._place = place
            self._load()

    def _load(self) -> None:
        tile = self._tiles[self._place]
        words = _("Photo {place} of {count}").format(place=self._place + 1, count=len(self._tiles))
        self.count.setText(words)
        self.setWindowTitle(tile.caption or words)
        self.caption.setText("  ·  ".join(filter(None, (tile.caption, tile.about))))
        self.before.setEnabled(self._place > 0)
        self.next.setEnabled(self._place < len(self._tiles) - 1)
        self.view.setAccessibleName("  ·  ".join(filter(None, (words, tile.caption))))
        announce(self.view, words)
        self.banner.hush()
        if self._job:
            self._job.cancel()
        read = self._context.desk.photos.content
        self._job = self._context.worker.submit(
            lambda: QImage.fromData(read(self._context.actor, tile.kept.sha256)),
            on_done=self.view.show_image,
            on_failed=self._refuse,
        )

    def _refuse(self, error: DeskError) -> None:
        self.view.show_image(QImage())
        self.banner.say("error", str(error))

    def _say_zoom(self, share: float) -> None:
        self.zoom.setText(f"{round(share * 100)} %")

    def _bind(self) -> None:
        for key, run in (
            ("photo_before", partial(self._step, -1)),
            ("photo_next", partial(self._step, 1)),
            ("photo_fit", self.view.show_whole),
            ("photo_true", self.view.show_true),
            ("photo_close", self.close),
            ("omnibox", palette_of(self, self.commands, self._context)),
            ("shortcuts", sheet_of(self, self.commands)),
        ):
            self.commands.bind(key, run)

    def _lay_out(self) -> None:
        bar = QFrame()
        bar.setProperty("kind", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(style.L, style.S, style.L, style.S)
        row.setSpacing(style.S)
        for piece in (self.before, self.count, self.next):
            row.addWidget(piece)
        row.addSpacing(style.M)
        row.addWidget(self.caption, 1)
        for shown in (self.zoom, self.fit, self.true):
            row.addWidget(shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.banner)
        column.addWidget(self.view, 1)


class PhotoView(QScrollArea):
    """`zoomed` carries how large a pixel of the photograph is on the screen; a double click goes to and
    fro between whole and true size, dragging moves what does not fit.
    """

    zoomed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._picture = _Picture()
        self._is_true = False
        self._grip: QPoint | None = None
        self.setWidget(self._picture)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_image(self, image: QImage) -> None:
        """Show another photograph, as large as the one before."""
        self._picture.image = QPixmap.fromImage(image)
        self._fit()

    def is_there(self) -> bool:
        """Whether a photograph is shown."""
        return not self._picture.image.isNull()

    def show_whole(self) -> None:
        """As large as the window has room for, and not above true size."""
        self._is_true = False
        self._fit()

    def show_true(self) -> None:
        """Each pixel as one of the screen."""
        self._is_true = True
        self._fit()
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.setValue((bar.minimum() + bar.maximum()) // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.show_whole() if self._is_true else self.show_true()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            way, self._grip = event.position().toPoint() - self._grip, event.position().toPoint()
            for bar, by in ((self.horizontalScrollBar(), way.x()), (self.verticalScrollBar(), way.y())):
                bar.setValue(bar.value() - by)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def _fit(self) -> None:
        true = self._picture.image.size() / self.devicePixelRatioF()
        room = self.maximumViewportSize() - QSize(2 * style.M, 2 * style.M)
        small = true.width() <= room.width() and true.height() <= room.height()
        size = true if self._is_true or small else true.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        self._picture.resize(size)
        if true.width():
            self.zoomed.emit(size.width() / true.width())


class _Picture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.image = QPixmap()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self.rect(), self.image)
