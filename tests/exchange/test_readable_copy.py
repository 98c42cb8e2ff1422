"""The copy that people can read: complete, harmless in a spreadsheet, without passcodes, one for each day."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.item_secret import Secret, SecretKind
from deskapp.exchange.readable_copy import keep_readable
from deskapp.services.desk import Desk
from tests.builders import a_customer, a_line, a_service, an_intake, an_item


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def kept(desk: Desk, *folders: Path) -> tuple[Path, ...]:
    actor = desk.actor()
    return keep_readable(desk, actor, desk.backups.make(actor, folders).backup, folders)


def table(path: Path, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(path) as archive:
        text = archive.read(f"{name}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_table_is_there_as_people_read_it(desk: Desk, owner: Actor, folder: Path) -> None:
    customer = a_customer("Zoë <b>Müller</b>")
    number = desk.tickets.take_in(owner, an_intake("No power", customer=customer)).value.number
    desk.tickets.add_line(owner, number, a_line("Port", "79.50"))
    desk.tickets.note(owner, number, "two\nlines")
    desk.catalog.add(owner, a_service())
    [path] = kept(desk, folder)
    assert path.name == "shop-2026-03-10-readable.zip"
    [ticket] = table(path, "tickets")
    assert (ticket["number"], ticket["status"], ticket["customer"]) == (
        number,
        "Received",
        "Zoë <b>Müller</b>",
    )
    assert (ticket["problem"], ticket["total"]) == ("No power", "79.50")
    [line] = table(path, "lines")
    assert (line["ticket"], line["description"], line["unit_price"]) == (number, "Port", "79.50")
    assert [note["text"] for note in table(path, "notes")] == ["two\nlines"]
    assert [one["phone"] for one in table(path, "phones")] == ["07700 900142"]
    assert [one["price"] for one in table(path, "services")] == ["79.00"]
    with zipfile.ZipFile(path) as archive:
        page = archive.read("index.html").decode()
        assert set(archive.namelist()) >= {
            "index.html",
            "items.csv",
            "messages.csv",
            "steps.csv",
            "devices.csv",
        }
    assert "<h1>Northgate Repairs</h1>" in page
    assert '<a href="tickets.csv">tickets</a></td><td>1</td>' in page


def test_the_page_shows_markup_as_letters(desk: Desk, owner: Actor, folder: Path) -> None:
    from dataclasses import replace

    shop = desk.shop.get(owner)
    desk.shop.save(owner, replace(shop, name="A & <script>B</script>"))
    [path] = kept(desk, folder)
    with zipfile.ZipFile(path) as archive:
        assert b"<script" not in archive.read("index.html")


@pytest.mark.parametrize("evil", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(desk: Desk, owner: Actor, folder: Path, evil: str) -> None:
    customer = a_customer(f"{evil.strip()} Ltd")
    desk.tickets.take_in(owner, an_intake(f"{evil} fault", customer=customer))
    [path] = kept(desk, folder)
    cells = [
        cell
        for name in ("tickets", "items", "customers")
        for row in table(path, name)
        for cell in row.values()
    ]
    assert not [cell for cell in cells if cell and cell[0] in "=+-@\t"]


def test_passcodes_stay_out(desk: Desk, owner: Actor, folder: Path) -> None:
    item = an_item(secret=Secret(SecretKind.PASSCODE, "48151623"))
    desk.tickets.take_in(owner, an_intake(items=(item,)))
    [path] = kept(desk, folder)
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if b"48151623" in archive.read(name)]


def test_one_is_made_for_each_day_and_folder(
    desk: Desk, folder: Path, tmp_path: Path, clock: FixedClock
) -> None:
    second = tmp_path / "second"
    assert len(kept(desk, folder, second)) == 2
    clock.moment += timedelta(hours=2)
    assert kept(desk, folder, second) == ()
    clock.moment += timedelta(days=1)
    assert [path.parent for path in kept(desk, folder, second)] == [folder, second]


def test_it_goes_with_the_last_backup_of_its_day(desk: Desk, folder: Path, clock: FixedClock) -> None:
    folder.mkdir()
    strange = folder / "shop-2001-01-01-readable.zip"
    with zipfile.ZipFile(strange, "w") as archive:
        archive.writestr("mine.txt", "not the program's")
    for _ in range(20):
        clock.moment += timedelta(days=1)
        kept(desk, folder)
    days = {path.name[:15] for path in folder.glob("*.desk")}
    assert {path.name[:15] for path in folder.glob("*.zip")} == days | {"shop-2001-01-01"}
    assert len(days) < 20


def test_a_full_drive_costs_only_the_readable_copy(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_values: object) -> None:
        raise OSError(28, "No space left on device")

    actor = desk.actor()
    backup = desk.backups.make(actor, [folder]).backup
    before = sorted(folder.iterdir())
    assert backup.path in before
    monkeypatch.setattr("os.fsync", full)
    assert keep_readable(desk, actor, backup, [folder]) == ()
    assert sorted(folder.iterdir()) == before
