"""Shows what a scanner types, so that it can be set right before anybody needs it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from deskapp.domain.scan import (
    LAYOUTS,
    LONGEST_PREFIX,
    Burst,
    Ending,
    ScanRules,
    imei,
    layout_of,
    ticket_code,
)
from deskapp.i18n import N_, _
from deskapp.ui.scanner.wedge import Scan
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fields import ChoiceBox, TextField
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.plain import PlainLabel, caption, muted, section, title

SAMPLE = "DESK-YZ-0123456789"
"""What the code on the page says: letters and signs that lie elsewhere on other keyboards."""

LAYOUT_NAMES = {
    "": N_("As it is typed"),
    "azerty": N_("French keyboard"),
    "belgian": N_("Belgian keyboard"),
    "german": N_("German keyboard"),
    "czech": N_("Czech keyboard"),
    "slovak": N_("Slovak keyboard"),
    "hungarian": N_("Hungarian keyboard"),
    "shifted": N_("Scanner set to French"),
}
ENDING_NAMES = {Ending.KEY: N_("Enter or Tab"), Ending.PAUSE: N_("Nothing, it just stops")}


class ScannerTest(QDialog):
    """`rules_changed` carries how the scanner is set from now on."""

    rules_changed = Signal(object)

    def __init__(self, parent: QWidget, rules: ScanRules, template: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Scanner test"))
        self._template, self._rules = template, rules
        self.pad = _Pad()
        self.verdict = PlainLabel(wrap=True, strong=True)
        self.keys, self.pace, self.end = (PlainLabel(wrap=True) for _line in range(3))
        self.layout_guess, self.text = PlainLabel(), PlainLabel(wrap=True)
        self.take_guess = button(_("Use this layout"), self._take_guess)
        self.prefix = TextField(longest=LONGEST_PREFIX)
        self.ending = ChoiceBox([(key.value, _(name)) for key, name in ENDING_NAMES.items()])
        self.layout_choice = ChoiceBox([(key or _GUESS, _choice(key)) for key in LAYOUT_NAMES])
        self._guess = ""
        self._lay_out()
        self._show_rules()
        self.prefix.editingFinished.connect(self._tell)
        self.ending.chosen.connect(self._tell)
        self.layout_choice.chosen.connect(self._tell)
        self.clear()

    def clear(self) -> None:
        """Wait for the first scan."""
        self._say("muted", _("Waiting for a scan …"))
        for line in (self.keys, self.pace, self.end, self.layout_guess, self.text):
            line.setText("–")
        self.take_guess.hide()
        self.pad.setFocus()

    def show_scan(self, scan: Scan) -> None:
        """Show what came, and what it means."""
        self._show_keys(scan.typed, scan.gaps)
        self.end.setText(_("{key} key").format(key=scan.end) if scan.end else _("nothing"))
        self._guess = "" if self._rules.layout else layout_of(scan.text, SAMPLE)
        self.layout_guess.setText(_(LAYOUT_NAMES[self._guess or self._rules.layout]))
        self.take_guess.setVisible(bool(self._guess))
        read = scan.text.translate(LAYOUTS.get(self._guess, {}))
        self.text.setText(read)
        self._say("warning" if self._guess else "success", self._meaning(read))

    def show_slow(self, burst: Burst) -> None:
        """Show what was typed too slowly for a scanner."""
        self._show_keys(burst.typed, tuple(burst.gaps))
        self._say("warning", _("That came too slowly for a scanner; a prefix makes it known at any pace."))

    def _meaning(self, text: str) -> str:
        if code := ticket_code(text, self._template):
            return _("Ticket {number}: it is opened, whatever has the focus.").format(number=code)
        if text == SAMPLE and self._guess:
            return _("The computer has another keyboard than the scanner thinks; use the layout below.")
        if text == SAMPLE:
            return _("Right: letters, digits and signs come as they were printed.")
        if found := imei(text):
            return _("IMEI {number}: its history and a new ticket are offered.").format(number=found)
        return _("Any other text: typed into the field that has the focus, or looked up.")

    def _show_keys(self, typed: str, gaps: tuple[int, ...]) -> None:
        self.keys.setText(" ".join(typed))
        if gaps:
            words = _("{least} to {most} ms between keys, mostly {median}")
            median = round(Burst(typed, list(gaps)).median)
            self.pace.setText(words.format(least=min(gaps), most=max(gaps), median=median))

    def _say(self, tone: str, words: str) -> None:
        self.verdict.set_tone(tone)
        self.verdict.setText(words)
        announce(self.verdict, words)

    def _take_guess(self) -> None:
        self.layout_choice.set_key(self._guess)
        self.take_guess.hide()
        self._tell()
        self.pad.setFocus()

    def _tell(self, _key: str = "") -> None:
        layout = self.layout_choice.key()
        rules = ScanRules(self.prefix.value(), Ending(self.ending.key()), "" if layout == _GUESS else layout)
        if rules != self._rules:
            self._rules = rules
            self.rules_changed.emit(rules)

    def _show_rules(self) -> None:
        self.prefix.setText(self._rules.prefix)
        self.ending.set_key(self._rules.ending.value)
        self.layout_choice.set_key(self._rules.layout or _GUESS)

    def _lay_out(self) -> None:
        shown = QHBoxLayout()
        shown.setSpacing(style.L)
        shown.addWidget(self.pad)
        words = QVBoxLayout()
        words.addWidget(muted(_("Scan this code, or any label and paper you have."), wrap=True))
        words.addWidget(self.verdict)
        words.addStretch(1)
        shown.addLayout(words, 1)
        lines = QFormLayout()
        lines.setHorizontalSpacing(style.L)
        for name, line in (
            (_("Keys"), self.keys), (_("Pace"), self.pace), (_("Ended by"), self.end),
            (_("Layout"), self.layout_guess), (_("Read as"), self.text),
        ):  # fmt: skip
            lines.addRow(caption(name), line)
            line.setAccessibleName(name)
        form = Form()
        form.add("prefix", _("&Prefix that the scanner is told to send"), self.prefix)
        form.add("ending", _("&Ends with"), self.ending)
        form.add("layout", _("&Layout"), self.layout_choice)
        buttons = QDialogButtonBox()
        close = buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)  # the Enter of a slow scanner is to be seen, not to close
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.M)
        column.addWidget(title(_("Scanner test")))
        column.addLayout(shown)
        column.addLayout(lines)
        column.addWidget(self.take_guess, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(section(_("How the scanner is set")))
        column.addWidget(form)
        column.addWidget(buttons)
        self.setMinimumWidth(520)


class _Pad(QFrame):
    """The code to scan; it has the focus and does nothing with keys."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(QSize(148, 148))
        self.setAccessibleName(_("A code to scan, it says {text}").format(text=SAMPLE))

    def paintEvent(self, event: QPaintEvent) -> None:
        from deskapp.documents.codes import QR_QUIET, qr  # late: its library is not needed to start

        super().paintEvent(event)
        side, runs = qr(SAMPLE)
        module = min(self.width(), self.height()) / (side + 2 * QR_QUIET)
        painter = QPainter(self)
        painter.fillRect(self.rect().adjusted(2, 2, -2, -2), Qt.GlobalColor.white)
        corner = QPointF(QR_QUIET * module, QR_QUIET * module)
        for left, top, width, height in runs:
            box = QRectF(left * module, top * module, width * module, height * module)
            painter.fillRect(box.translated(corner), Qt.GlobalColor.black)


_GUESS = "guess"


def _choice(layout: str) -> str:
    return _(LAYOUT_NAMES[layout]) if layout else _("Guessed from what is scanned")
