"""A Tuesday in a phone shop in Leeds, typed at a terminal, with every sum, date and number."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deskapp import cli
from deskapp.clock import SystemClock
from deskapp.domain.actor import Role
from deskapp.domain.catalog import ServiceDraft
from deskapp.domain.warranty import Warranty, WarrantyUnit
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from deskapp.store.driver import sqlite
from tests.builders import pounds
from tests.documents.reading import text

At = Callable[..., Any]

CATALOG = (
    ("SCR-IP13", "Screen iPhone 13", "119.00", Warranty(90)),
    ("SCR-IP13-OEM", "Original screen iPhone 13", "189.00", Warranty(12, WarrantyUnit.MONTHS)),
    ("BAT-IP13", "Battery iPhone 13", "59.00", Warranty(180)),
    ("CHG-S21", "Charging port Galaxy S21", "79.00", Warranty(90)),
)
SHOP = "northgate.desk"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shop before it opens: three people, four services, 1,041 tickets counted."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / SHOP
    settings = replace(shop_in("GB", "Northgate Phone Repair"), ticket_template="N-{SEQ}")
    with closing(Desk.create(path, settings, "Priya Nair", SystemClock())) as desk:
        owner = desk.actor()
        for name, role in (("Tom Ellis", Role.TECHNICIAN), ("Aisha Khan", Role.FRONT_DESK)):
            desk.people.add(owner, name, role)
        for code, name, price, warranty in CATALOG:
            desk.catalog.add(owner, ServiceDraft(code, name, pounds(price), warranty=warranty))
    with closing(sqlite.connect(path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO number_series (series, period, last) VALUES ('ticket', '', 1040)")
    return path


@pytest.fixture
def at(shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> At:
    """What a command answers at a moment: `at("10 09:06", "ticket", "show", …)`."""

    def command(moment: str, *words: str, source: object = None) -> Any:
        monkeypatch.setenv("DESKAPP_NOW", f"2026-{moment.replace(' ', 'T')}:00+00:00")
        extra: tuple[str, ...] = ()
        if source is not None:
            Path("intake.json").write_text(json.dumps(source), encoding="utf-8")
            extra = ("--from", "intake.json")
        code = cli.main([words[0], words[1], SHOP, *words[2:], *extra, "--json"])
        said = capsys.readouterr()
        assert (code, said.err) == (0, "")
        return json.loads(said.out)

    return command


@pytest.fixture
def printed(shop: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[str, str], str]:
    """The words of a paper that is printed now."""

    def words(document: str, number: str) -> str:
        assert cli.main(["print", SHOP, document, number, "-o", "paper.pdf"]) == 0
        capsys.readouterr()
        return text(Path("paper.pdf").read_bytes())

    return words


def phone(brand: str, model: str, imei: str, fault: str, **more: object) -> dict[str, object]:
    device = {"category": "Phone", "brand": brand, "model": model, "serial": imei}
    return {"device": device, "fault": fault, **more}


def test_a_screen_is_broken_at_nine_and_whole_at_three(at: At, printed: Callable[[str, str], str]) -> None:
    # 20 January: the visit that is found again below
    lukasz = {"name": "Łukasz Wójcik", "phones": ["07700 900467"]}
    galaxy = phone("Samsung", "Galaxy S21", "353456112874307", "Does not charge", services=["CHG-S21"])
    january = at("01-20 10:00", "ticket", "add", source={"customer": lukasz, "items": [galaxy]})["number"]
    for status in ("in_work", "ready", "collected"):
        at("01-20 16:00", "ticket", "move", january, status)

    # 9:06 Zoë Müller brings her iPhone
    zoe = {"name": "Zoë Müller", "phones": ["07700 900142"]}
    iphone = phone("Apple", "iPhone 13", "359089114237654", "Display cracked, touch dead at the top",
                   condition="Scratches on the back", accessories="Case")  # fmt: skip
    added = at("03-10 09:06", "ticket", "add", source={"customer": zoe, "items": [iphone],
               "promised_at": "2026-03-10T15:30"})  # fmt: skip
    number = added["number"]
    assert number == "N-1042"
    assert (added["received_at"], added["promised_at"]) == (
        "2026-03-10T09:06:00+00:00",
        "2026-03-10T15:30:00+00:00",
    )
    accepted = at("03-10 09:09", "ticket", "line", number, "--service", "SCR-IP13-OEM")
    assert accepted["total"] == {"amount": "189.00", "currency": "GBP"}
    claim = printed("claim-ticket", number)
    assert all(said in claim for said in ("N-1042", "Zoë Müller", "359089114237654", "£189.00", "15:30"))

    # 9:25 somebody says “Lukasz, charging again”
    [found] = at("03-10 09:25", "ticket", "list", "lukasz")
    assert (found["number"], found["device"], found["status"]) == (january, "Samsung Galaxy S21", "collected")
    assert "20 Apr 2026" in printed("service-summary", january)

    # 10:00 Tom works on it, finds the battery weak, and it is ready at 11:20
    at("03-10 10:00", "ticket", "move", number, "in_work", "--as", "Tom")
    at("03-10 10:10", "ticket", "note", number, "Battery health 78 %, slow payer", "--as", "Tom")
    whole = at("03-10 10:12", "ticket", "line", number, "--service", "BAT-IP13", "--as", "Priya")
    assert [whole[name]["amount"] for name in ("total", "net")] == ["248.00", "206.67"]
    assert [tax["tax"]["amount"] for tax in whole["taxes"]] == ["41.33"]
    at("03-10 11:20", "ticket", "move", number, "ready", "--as", "Tom")
    at("03-10 11:20", "ticket", "message", number, "Ihr iPhone ist fertig.", "--as", "Tom")

    # 15:20 Zoë collects
    collected = at("03-10 15:20", "ticket", "move", number, "collected", "--as", "Aisha")
    assert (collected["meaning"], collected["closed_at"]) == ("closed", "2026-03-10T15:20:00+00:00")
    assert [(step["to"], step["person"]) for step in collected["history"]] == [
        ("received", "Priya Nair"),
        ("in_work", "Tom Ellis"),
        ("ready", "Tom Ellis"),
        ("collected", "Aisha Khan"),
    ]
    summary = printed("service-summary", number)
    sums = ("£248.00", "£206.67", "£41.33")
    warranties = ("10 Mar 2027", "6 Sept 2026")
    assert [said for said in (*sums, *warranties) if said not in summary] == []
    assert "slow payer" not in summary
    assert at("03-10 15:21", "ticket", "list", "is:open") == []


def test_a_part_is_ordered_and_the_clock_stands_still(at: At, shop: Path) -> None:
    huawei = phone("Huawei", "P30", "867645043319023", "Port loose")
    number = at("03-10 09:00", "ticket", "add", source={"customer": "Amara Okafor", "items": [huawei]})[
        "number"
    ]
    at("03-10 10:00", "ticket", "move", number, "diagnosing", "--as", "Tom")
    waiting = at(
        "03-10 11:45", "ticket", "move", number, "waiting_part", "--reason", "Port from MobileParts, 12 Mar"
    )
    assert (waiting["status"], waiting["meaning"]) == ("waiting_part", "waiting")
    assert [row["number"] for row in at("03-11 09:00", "ticket", "list", "is:waiting")] == [number]
    at("03-12 11:45", "ticket", "move", number, "in_work")
    at("03-12 12:30", "ticket", "move", number, "ready")
    at("03-12 13:00", "ticket", "move", number, "collected")
    with closing(sqlite.connect(shop)) as connection:
        [(minutes,)] = connection.execute("SELECT turnaround_min FROM ticket").fetchall()
    assert minutes == 165 + 75


def test_two_of_three_tablets_go_home(at: At, printed: Callable[[str, str], str]) -> None:
    screen = {"lines": [{"description": "Screen", "unit_price": "99.00"}]}
    battery = {"lines": [{"description": "Battery", "unit_price": "79.00"}]}
    items = [{"device": f"iPad {n}", "fault": fault, **line} for n, (fault, line) in enumerate(
        (("Screen cracked", screen), ("Screen black", screen), ("Battery flat", battery)), 1)]  # fmt: skip
    cafe = {"company": "Greenleaf Café Ltd", "phones": ["0113 496 0123"]}
    number = at("03-10 13:00", "ticket", "add", source={"customer": cafe, "items": items})["number"]
    at("03-10 13:10", "ticket", "move", number, "in_work")
    at("03-10 13:30", "ticket", "move", number, "waiting_part", "--item", "2", "--reason", "Screen ordered")
    half = at("03-10 13:31", "ticket", "move", number, "ready", "--item", "1")
    half = at("03-10 13:32", "ticket", "move", number, "ready", "--item", "3")
    assert [item["status"] for item in half["items"]] == ["ready", "waiting_part", "ready"]
    assert (half["status"], half["total"]["amount"]) == ("waiting_part", "277.00")
    at("03-10 16:00", "ticket", "note", number, "slow payer")
    left = at("03-10 16:10", "ticket", "move", number, "collected")
    assert [item["status"] for item in left["items"]] == ["collected", "waiting_part", "collected"]
    assert (left["status"], left["closed_at"]) == ("waiting_part", None)
    assert "slow payer" not in printed("service-summary", number) + printed("claim-ticket", number)
