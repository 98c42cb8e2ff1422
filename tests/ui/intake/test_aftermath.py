"""What became of the page before is said for some seconds, not during the whole of the next intake."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from deskapp.ui.intake import aftermath
from deskapp.ui.intake.aftermath import Aftermath


@pytest.fixture
def foot(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Aftermath:
    monkeypatch.setattr(aftermath, "SECONDS", 0.05)
    made = Aftermath()
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_is_past_goes_by_itself(qtbot: QtBot, foot: Aftermath) -> None:
    foot.say("Ticket 26000018 saved", ("Undo", foot.hush))
    assert foot.buttons[0].isVisible()
    qtbot.waitUntil(lambda: not foot.words.full_text())
    assert not foot.buttons[0].isVisible()
    assert foot.keys.isVisible()


def test_what_goes_on_stays(qtbot: QtBot, foot: Aftermath) -> None:
    foot.say("Gone soon")
    foot.say("The photos are being read…", lasting=True)
    other = Aftermath()
    qtbot.addWidget(other)
    other.say("Gone soon")
    qtbot.waitUntil(lambda: not other.words.full_text())
    assert foot.words.full_text()
