"""What the window shows first is what the desk lists a moment later."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp.domain.actor import Actor
from deskapp.services.desk import Desk
from deskapp.services.first_look import ROWS, first_look
from tests.builders import an_intake
from tests.store.conftest import FILES


def test_the_first_page_is_that_of_the_open_view(sample: Desk) -> None:
    look, actor = first_look(sample.path), sample.actor()
    assert look is not None
    assert look.rows == sample.tickets.rows(actor, "is:open", sort="due", limit=ROWS)
    assert tuple(look.statuses.values()) == sample.statuses(actor)
    shop = sample.shop.get(actor)
    assert (look.name, look.language, look.zone, look.currency) == (
        shop.name, shop.language, shop.zone, shop.currency,
    )  # fmt: skip


def test_a_ticket_without_a_date_or_customer_is_shown_too(desk: Desk, owner: Actor) -> None:
    desk.tickets.take_in(owner, an_intake())
    desk.tickets.bin(owner, desk.tickets.take_in(owner, an_intake()).value.number)
    look = first_look(desk.path)
    assert look is not None
    assert look.rows == desk.tickets.rows(owner, "is:open", sort="due")


def test_there_is_nothing_to_show_of_an_empty_an_older_or_no_shop(desk: Desk, tmp_path: Path) -> None:
    spoiled = tmp_path / "spoiled.desk"
    spoiled.write_bytes(b"SQLite format 3\x00" + b"x" * 4000)
    for path in (desk.path, FILES / "0001.desk", tmp_path / "none.desk", tmp_path, spoiled):
        assert first_look(path) is None


def test_looking_first_needs_no_database_toolkit(desk: Desk, owner: Actor) -> None:
    desk.tickets.take_in(owner, an_intake())
    code = (
        "import sys; from pathlib import Path; from deskapp.services.first_look import first_look;"
        f"assert first_look(Path({str(desk.path)!r})); print('sqlalchemy' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert said.stdout.strip() == "False", said.stderr


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Desk]:
    from deskapp.clock import SystemClock
    from deskapp.sample import create_sample

    desk = create_sample(tmp_path / "sample.desk", SystemClock())
    yield desk
    desk.close()
