"""Privacy at the command line: see first, then erase; old data goes only when asked."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from deskapp.clock import SystemClock
from deskapp.services.desk import Desk
from tests.builders import a_customer
from tests.cli.conftest import Answers, Ok, Run, check_refused


@pytest.fixture
def shop(shop_path: Path) -> Path:
    """A shop with a customer who has no ticket."""
    with closing(Desk.open(shop_path, SystemClock())) as desk:
        desk.customers.add(desk.actor(), a_customer("Zoë Müller", note="Rings often"))
    return shop_path


def test_seen_first_and_then_erased(answers: Answers, ok: Ok, shop: Path) -> None:
    plan = answers("customer", "erase", shop, 1, "--preview")
    assert (plan["name"], plan["erased"], plan["goes"]["reach"]) == ("Zoë Müller", [], 1)
    assert "Zoë" in ok("customer", "show", shop, 1)
    said = ok("customer", "erase", shop, 1, "--yes")
    assert said.startswith("Goes:\n")
    assert "Erased. Backups that are older than today still hold the person" in said
    assert "Erased customer 1" in ok("customer", "show", shop, 1)
    assert ok("customer", "list", shop) == ""
    assert ok("check", shop) == "All is well."


@pytest.mark.parametrize("options", [(), ("--yes", "--preview")])
def test_one_of_both_has_to_be_said(run: Run, shop: Path, options: tuple[str, ...]) -> None:
    sentence = "Say --preview to see what goes and what stays, or --yes to erase for good."
    check_refused(run, shop, sentence, "customer", "erase", shop, 1, *options, code=2)


def test_an_open_ticket_stands_in_the_way(run: Run, ok: Ok, shop: Path) -> None:
    number = ok("ticket", "add", shop, "--customer", "Ola", "--fault", "Rattles")
    sentence = f"Tickets that are still open: {number}. Hand them over or close them first."
    check_refused(run, shop, sentence, "customer", "erase", shop, 2, "--yes")


def test_one_persons_data_in_a_folder(ok: Ok, shop: Path, tmp_path: Path) -> None:
    assert ok("customer", "export", shop, 1, "--out", tmp_path / "hers") == str(tmp_path / "hers")
    data = json.loads((tmp_path / "hers" / "data.json").read_text(encoding="utf-8"))
    assert data["customer"]["note"] == "Rings often"
    assert (tmp_path / "hers" / "index.html").exists()


def test_old_data_is_told_and_goes_only_when_asked(answers: Answers, ok: Ok, shop: Path) -> None:
    assert ok("retention", shop) == "Nothing may go now."
    with closing(Desk.open(shop, SystemClock())) as desk:
        desk.drafts.keep(desk.actor(), {"customer": {}})
    assert answers("retention", shop, "--set", "history=0", "--set", "drafts=1200") == {"due": [], "gone": {}}


def test_a_kind_that_there_is_not_is_refused(run: Run, shop: Path) -> None:
    sentence = "Write a number of months from 0 to 1200; 0 keeps it for good."
    check_refused(run, shop, sentence, "retention", shop, "--set", "lines=12")
    sentence = "Write the kind with its months, like photos=24."
    check_refused(run, shop, sentence, "retention", shop, "--set", "photos=soon", code=2)
