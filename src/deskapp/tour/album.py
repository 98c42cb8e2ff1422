"""What the tour leaves behind: numbered pictures, the papers, and a page that shows them all."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

_PAPER_SCALE = 1.6
_FRAME = QColor(0, 0, 0, 90)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A file of the album, and what is seen on it."""

    file: str
    says: str


class Album:
    """Files in one folder, in the order in which they were added."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.leaves: list[Leaf] = []
        self._pictures = 0

    def picture(self, name: str, window: QWidget, says: str) -> Path:
        """Keep a picture of a window with the dialogs that lie on it."""
        self._pictures += 1
        path = self.folder / f"{self._pictures:02d}-{name}.png"
        _save(window_with_dialogs(window), path)
        self.leaves.append(Leaf(path.name, says))
        return path

    def failure(self, name: str, window: QWidget | None) -> Path:
        """Keep what is on the screen now, whichever window it is."""
        path = self.folder / f"failed-{name}.png"
        front = QApplication.activeModalWidget() or QApplication.activeWindow() or window
        shown = front.parentWidget() or front if isinstance(front, QDialog) else front
        if shown is not None:
            _save(window_with_dialogs(shown.window()), path)
        return path

    def paper(self, name: str, says: str) -> Path:
        """Draw the pages of the paper `name`.pdf, which lies in the folder, as pictures too."""
        from deskapp.ui.papers.drawing import draw_page, page_sizes

        path = self.folder / f"{name}.pdf"
        pdf = path.read_bytes()
        self.leaves.append(Leaf(path.name, says))
        for place in range(len(page_sizes(pdf))):
            picture = f"{name}-page-{place + 1}.png"
            draw_page(pdf, place, _PAPER_SCALE).save(str(self.folder / picture))
            self.leaves.append(Leaf(picture, f"{says} Page {place + 1}."))
        return path

    def write_index(self) -> Path:
        """Write the page that shows every picture with its sentence."""
        path = self.folder / "index.html"
        figures = "\n".join(_figure(leaf) for leaf in self.leaves)
        path.write_text(_PAGE.format(figures=figures), encoding="utf-8")
        return path


def window_with_dialogs(window: QWidget) -> QPixmap:
    """A window as it is on the screen, with its open dialogs on it."""
    picture = window.grab()
    painter = QPainter(picture)
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            corner = _place_on(window, dialog)
            painter.setPen(_FRAME)
            painter.drawRect(dialog.rect().translated(corner).adjusted(-1, -1, 0, 0))
            painter.drawPixmap(corner, dialog.grab())
    painter.end()
    return picture


def _place_on(window: QWidget, dialog: QWidget) -> QPoint:
    """In the middle, where a window manager puts it; an unseen screen is too small for that."""
    return QPoint((window.width() - dialog.width()) // 2, (window.height() - dialog.height()) // 3)


def _save(picture: QPixmap, path: Path) -> None:
    if not picture.save(str(path)):
        raise OSError(f"{path} cannot be written")


def _figure(leaf: Leaf) -> str:
    file, says = escape(leaf.file), escape(leaf.says)
    shown = f'<img src="{file}" alt="{says}" loading="lazy">' if file.endswith(".png") else file
    caption = f"<figcaption>{says} <small>{file}</small></figcaption>"
    return f'<figure><a href="{file}">{shown}</a>{caption}</figure>'


_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Deskapp: the tour</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 1320px; padding: 0 1rem;
  color: #1b2430; background: #f6f7f9; }}
figure {{ margin: 0 0 2.5rem; }}
img {{ max-width: 100%; border: 1px solid #d5dae1; border-radius: 6px; }}
figcaption {{ margin-top: .4rem; }}
small {{ color: #5b6675; }}
</style>
<h1>Deskapp: the tour</h1>
<p>The main job, driven through the real window by keys. Every step was checked against the window and the
shop file.</p>
{figures}
</html>
"""
