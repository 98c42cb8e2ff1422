"""Rows of the queue as a file for spreadsheets."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from deskapp.domain.ticket_row import TicketRow
from deskapp.errors import DeskError
from deskapp.exchange.ticket_csv import save_tickets

SUMMER = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
ROW = TicketRow(
    id=1, number="26001230", status="waiting_part", meaning="waiting", priority="high",
    received_iso=SUMMER.isoformat(), promised_iso=None, closed_iso=None,
    customer="=HYPERLINK(1)", phone="+44 7700 900142", device="Galaxy S21", fault='says "no", twice',
    person="Mia", place="Shelf 2", tags="rush later", items=2, total_minor=7900,
    since_iso=SUMMER.isoformat(), updated_iso=SUMMER.isoformat(),
)  # fmt: skip


def read(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_a_line_says_what_the_queue_says(tmp_path: Path) -> None:
    labels = {"waiting_part": "Waiting for part"}
    path = save_tickets([ROW], labels, ZoneInfo("Europe/London"), tmp_path / "tickets")
    assert path.name == "tickets.csv"
    heads, line = read(path)
    cells = dict(zip(heads, line, strict=True))
    assert (cells["No."], cells["Status"], cells["Priority"]) == ("26001230", "Waiting for part", "High")
    assert (cells["Received"], cells["Due"], cells["Items"]) == ("2026-07-01 09:30", "", "2")
    assert cells["Problem"] == 'says "no", twice'


def test_no_cell_is_taken_for_a_formula(tmp_path: Path) -> None:
    [_heads, line] = read(save_tickets([ROW], {}, UTC, tmp_path / "tickets.csv"))
    assert "'=HYPERLINK(1)" in line
    assert "'+44 7700 900142" in line
    assert not [cell for cell in line if cell.startswith(("=", "+", "-", "@"))]


def test_a_folder_that_is_gone_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match=r"tickets\.csv"):
        save_tickets([ROW], {}, UTC, tmp_path / "gone" / "tickets.csv")
