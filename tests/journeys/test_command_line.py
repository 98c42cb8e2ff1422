"""Days at the desk on the command line: log, move and print; import, find, move and print."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deskapp import app
from tests.documents.reading import text
from tests.exchange.ords_file import a_record, write_ords

Desk = Callable[..., str]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Type a command in a folder with a new shop, `shop.desk`; answers what it says."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DESKAPP_NOW", "2026-03-10T09:06:00+00:00")

    def typed(*words: str) -> str:
        code = app.main(list(words))
        said = capsys.readouterr()
        assert code == 0, said.err
        return said.out.strip()

    typed("new", "shop.desk", "--name", "Corner Repairs", "--country", "GB")
    return typed


def shown(desk: Desk, number: str) -> dict[str, Any]:
    ticket: dict[str, Any] = json.loads(desk("ticket", "show", "shop.desk", number, "--json"))
    return ticket


def paper(desk: Desk, document: str, number: str) -> str:
    desk("print", "shop.desk", document, number, "-o", "paper.pdf")
    return text(Path("paper.pdf").read_bytes())


def test_a_phone_comes_in_is_repaired_and_goes_home_with_its_papers(desk: Desk) -> None:
    intake = (
        "--customer",
        "Zoë Müller",
        "--phone",
        "07700 900142",
        "--device",
        "iPhone 13",
        "--fault",
        "Cracked",
    )
    number = desk("ticket", "add", "shop.desk", *intake)
    assert "Zoë Müller" in paper(desk, "claim-ticket", number)

    desk("ticket", "move", "shop.desk", number, "diagnosing")
    desk("ticket", "note", "shop.desk", number, "Was opened before by somebody else")
    desk("ticket", "move", "shop.desk", number, "waiting_part", "--reason", "Display ordered")
    desk("ticket", "line", "shop.desk", number, "--description", "Display", "--price", "189.00")
    for status in ("in_work", "ready", "collected"):
        desk("ticket", "move", "shop.desk", number, status)

    ticket = shown(desk, number)
    assert (ticket["status"], ticket["meaning"]) == ("collected", "closed")
    assert ticket["total"] == {"amount": "189.00", "currency": "GBP"}
    summary = paper(desk, "service-summary", number)
    assert "£189.00" in summary
    assert "somebody else" not in summary


def test_records_of_another_system_are_found_opened_moved_and_printed(desk: Desk) -> None:
    kettle = a_record(7, problem="Smells of smoke")
    write_ords(Path("repairs.csv"), a_record(1), kettle, a_record(8, brand="Nordlicht"))
    report = json.loads(desk("import", "shop.desk", "repairs.csv", "--json"))
    assert (report["read"], report["new"], report["errors"]) == (3, 3, [])

    [found] = json.loads(desk("ticket", "list", "shop.desk", "smoke", "--json"))
    number = found["number"]
    assert shown(desk, number)["meaning"] == "closed"
    desk("ticket", "move", "shop.desk", number, "in_work", "--reason", "It came back")
    assert shown(desk, number)["meaning"] == "active"
    assert "Smells of smoke" in paper(desk, "service-summary", number)

    again = json.loads(desk("import", "shop.desk", "repairs.csv", "--json"))
    assert again["new"] == 0
    assert len(json.loads(desk("ticket", "list", "shop.desk", "--json"))) == 3
