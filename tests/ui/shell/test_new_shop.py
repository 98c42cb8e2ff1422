"""A shop that is made by the wizard speaks its own language, whatever the window speaks."""

from __future__ import annotations

from pathlib import Path

from deskapp import i18n
from deskapp.clock import FixedClock
from deskapp.ui.shell.first_run.answers import Answers
from deskapp.ui.shell.opener import _create


def test_an_owner_without_a_name_is_called_so_in_the_language_of_the_shop(
    tmp_path: Path, clock: FixedClock
) -> None:
    with i18n.speaking("en"):
        opened = _create(tmp_path / "new.desk", Answers("Rad & Handy", "AT"), clock)
    try:
        assert [person.name for person in opened.desk.people.list(opened.actor)] == ["Inhaber"]
    finally:
        opened.desk.close()
