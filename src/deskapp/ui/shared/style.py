"""How the window looks: Fusion with our own palette and one small style sheet, light or dark."""

from __future__ import annotations

from functools import cache
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from deskapp.paths import shipped
from deskapp.ui.shared.palette import DARK, LIGHT, Palette

Mode = Literal["system", "light", "dark"]
Density = Literal["compact", "normal", "comfortable"]

XS, S, M, L, XL, XXL = 4, 8, 12, 16, 24, 32
"""The only distances in a layout, in pixels."""

CAPTION, BODY, SECTION, TITLE, FIGURE = 0.85, 1.0, 1.2, 1.5, 2.0
"""The type scale, relative to the base size; from SECTION up the weight is 600."""

_SMALLEST_BASE = 10.0


class _News(QObject):
    changed = Signal()


class _State:
    worn: tuple[Palette, int] = (LIGHT, 0)  # nothing yet
    mode: Mode = "system"
    base: QFont | None = None
    listening: bool = False
    fusion: bool = False


def application(arguments: list[str]) -> QApplication:
    """The program's one `QApplication`, born in the right style, which is cheaper than changing it."""
    _State.fusion = True
    return QApplication([*arguments[:1], "-style", "fusion", *arguments[1:]])


def apply(app: QApplication, mode: Mode = "system", text_size: int = 100) -> None:
    """Dress the whole program; may be called again at any time to switch mode or text size.

    `text_size` is in percent of the system's own.
    """
    _State.mode = mode
    _listen(app)
    wanted = _palette_for(app, mode), text_size
    if wanted != _State.worn:
        _State.worn = wanted
        _dress(app)
        news().changed.emit()


def _dress(app: QApplication) -> None:
    """Put on what is to be worn; every widget there is is touched, so only when something changed."""
    if not _State.fusion:
        app.setStyle("Fusion")
        _State.fusion = True
    app.setPalette(_qt_palette(palette()))
    app.setFont(_base_font(app, _State.worn[1]))
    app.setStyleSheet(_sheet(palette().name, row_height("compact")))


def palette() -> Palette:
    """The colours in use now."""
    return _State.worn[0]


def colour(token: str) -> QColor:
    """A token of the palette in use, as Qt's colour."""
    return qcolor(palette().colour(token))


@cache
def qcolor(value: str) -> QColor:
    """A colour such as `#1B2430` as Qt's; never change what this gives."""
    return QColor(value)


@cache
def news() -> _News:
    """Its signal `changed` tells that mode or text size changed."""
    return _News()


def font(scale: float = BODY, *, strong: bool = False, tabular: bool = False) -> QFont:
    """The window's font in a size of the type scale; `tabular` for columns of figures."""
    made = QFont(QApplication.font())
    made.setPointSizeF(made.pointSizeF() * scale)
    if strong or scale >= SECTION:
        made.setWeight(QFont.Weight.DemiBold)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def row_height(density: Density = "normal") -> int:
    """Height of a table's row in pixels, grown with the text size."""
    return round({"compact": 24, "normal": 32, "comfortable": 40}[density] * (_State.worn[1] or 100) / 100)


def set_kind(widget: QWidget, kind: str) -> None:
    """Give a widget one of the sheet's looks: `primary`, `quiet`, `danger`, `card`, `sidebar` and so on."""
    set_property(widget, "kind", kind)


def set_wrong(widget: QWidget, *, wrong: bool) -> None:
    """Mark a field whose value cannot be kept, or clear the mark."""
    if bool(widget.property("wrong")) != wrong:
        set_property(widget, "wrong", wrong)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the sheet looks at.

    A widget that was never shown is dressed later anyway; undressing it now would lose its own font.
    """
    widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _palette_for(app: QApplication, mode: Mode) -> Palette:
    if mode == "system":
        return DARK if app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
    return DARK if mode == "dark" else LIGHT


def _listen(app: QApplication) -> None:
    if not _State.listening:
        _State.listening = True
        app.styleHints().colorSchemeChanged.connect(_follow_system)


def _follow_system() -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication) and _State.mode == "system":
        apply(app, "system", _State.worn[1])


def _base_font(app: QApplication, text_size: int) -> QFont:
    if _State.base is None:
        _State.base = QFont(app.font())
    made = QFont(_State.base)
    made.setPointSizeF(max(made.pointSizeF(), _SMALLEST_BASE) * text_size / 100)
    return made


def _qt_palette(tokens: Palette) -> QPalette:
    made = QPalette()
    for role, token in _ROLES.items():
        made.setColor(role, qcolor(tokens.colour(token)))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, qcolor(tokens.disabled))
    return made


_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "sheet",
    QPalette.ColorRole.AlternateBase: "window",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Button: "sheet",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "tip",
    QPalette.ColorRole.ToolTipText: "on_tip",
    QPalette.ColorRole.Light: "sheet",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "control",
    QPalette.ColorRole.Shadow: "line",
}


@cache
def _sheet(name: str, row: int) -> str:
    folder = shipped("resources") / "style"
    tokens = (DARK if name == "dark" else LIGHT).tokens()
    text = (folder / "window.qss").read_text(encoding="utf-8")
    return Template(text).substitute(tokens, folder=folder.as_posix(), mode=name, row=row)
