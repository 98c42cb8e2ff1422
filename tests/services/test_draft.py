"""Drafts: they are there after the program was killed, and gone without a trace when they are dropped."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deskapp.errors import Invalid, NotFound
from deskapp.services.desk import Desk

if TYPE_CHECKING:
    from deskapp.clock import FixedClock
    from deskapp.domain.actor import Actor

CONTENT = {"items": [{"fault": "Display cracked 📱 <b>"}], "customer": {"search": "07700 900142"}}


def test_a_draft_is_kept_written_over_and_dropped(desk: Desk, owner: Actor) -> None:
    first = desk.drafts.keep(owner, CONTENT)
    second = desk.drafts.keep(owner, {"items": []})
    assert desk.drafts.ids(owner) == (first, second)
    assert desk.drafts.get(owner, first).content == CONTENT
    assert desk.drafts.get(owner, first).person == "Priya Nair"
    assert desk.drafts.keep(owner, {"customer": {}}, first) == first
    assert desk.drafts.get(owner, first).content == {"customer": {}}
    desk.drafts.drop(owner, first)
    assert desk.drafts.ids(owner) == (second,)
    with pytest.raises(NotFound):
        desk.drafts.get(owner, first)


def test_a_draft_that_was_dropped_elsewhere_is_written_anew(desk: Desk, owner: Actor) -> None:
    gone = desk.drafts.keep(owner, CONTENT)
    desk.drafts.drop(owner, gone)
    again = desk.drafts.keep(owner, CONTENT, gone)
    assert desk.drafts.get(owner, again).content == CONTENT


def test_a_page_of_megabytes_is_refused_in_a_sentence(desk: Desk, owner: Actor) -> None:
    with pytest.raises(Invalid, match="too much text"):
        desk.drafts.keep(owner, {"fault": "x" * 3_000_000})
    assert not desk.drafts.ids(owner)


def test_nobody_is_told_of_a_draft_because_no_list_shows_it(desk: Desk, owner: Actor) -> None:
    told: list[bool] = []
    desk.on_change(lambda: told.append(True))
    desk.drafts.drop(owner, desk.drafts.keep(owner, CONTENT))
    assert not told


def test_nothing_of_a_dropped_draft_is_left_in_the_file(desk: Desk, owner: Actor, shop_path: Path) -> None:
    desk.drafts.drop(owner, desk.drafts.keep(owner, {"secret": "swordfish-4711"}))
    desk.close()
    assert b"swordfish-4711" not in shop_path.read_bytes()


_KILLED = """
import os, signal, sys
from pathlib import Path
from deskapp.clock import SystemClock
from deskapp.services.desk import Desk
desk = Desk.open(Path(sys.argv[1]), SystemClock())
desk.drafts.keep(desk.actor(), {"items": [{"fault": "typed before the power went"}]})
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a signal of Unix")
def test_a_draft_outlives_a_killed_program(shop_path: Path, clock: FixedClock) -> None:
    done = subprocess.run([sys.executable, "-c", _KILLED, str(shop_path)], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    desk = Desk.open(shop_path, clock)
    actor = desk.actor()
    [kept] = desk.drafts.ids(actor)
    assert desk.drafts.get(actor, kept).content == {"items": [{"fault": "typed before the power went"}]}
    desk.close()
