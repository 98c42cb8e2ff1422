"""Logging, listing, showing and moving tickets at a terminal."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from deskapp.clock import SystemClock
from deskapp.services.desk import Desk
from tests.cli.conftest import LUKASZ, Answers, Ok, Run, check_refused


def test_adding_a_ticket_prints_its_number(ok: Ok, shop_path: Path) -> None:
    assert ok("ticket", "add", shop_path, *LUKASZ, "Does not charge") == "26000018"


def test_the_example_of_the_design(ok: Ok, answers: Answers, shop_path: Path) -> None:
    number = ok("ticket", "add", shop_path, *LUKASZ, "Does not charge")
    ok("ticket", "line", shop_path, number, "--description", "Charging port", "--price", "79.00")
    ok("ticket", "move", shop_path, number, "waiting_part", "--reason", "Port ordered")
    shown = answers("ticket", "show", shop_path, number)
    example = {
        "number": "26000018",
        "status": "waiting_part",
        "meaning": "waiting",
        "received_at": "2026-03-10T09:06:00+00:00",
        "promised_at": None,
        "total": {"amount": "79.00", "currency": "GBP"},
    }
    assert example.items() <= shown.items()
    assert {"name": "Łukasz Wójcik", "phones": ["+447700900142"]}.items() <= shown["customer"].items()
    [item] = shown["items"]
    assert {
        "item": 1,
        "device": "Galaxy S21",
        "fault": "Does not charge",
        "status": "waiting_part",
    }.items() <= item.items()
    [line] = item["lines"]
    assert (line["description"], line["unit_price"]) == (
        "Charging port",
        {"amount": "79.00", "currency": "GBP"},
    )


def test_every_option_of_adding_is_kept(ok: Ok, answers: Answers, shop_path: Path) -> None:
    desk_words = ("--brand", "Samsung", "--serial", "353456112874307", "--condition", "Scratched")
    more = (
        "--accessories",
        "Case",
        "--promised",
        "2026-03-12",
        "--priority",
        "high",
        "--place",
        "R7",
        "--tag",
        "rush",
    )
    shown = answers(
        "ticket", "add", shop_path, *LUKASZ, "Hot", *desk_words, *more, "--email", "l@example.org"
    )
    [item] = shown["items"]
    assert (item["device"], item["serial"]) == ("Samsung Galaxy S21", "353456112874307")
    assert (item["condition"], item["accessories"]) == ("Scratched", "Case")
    assert shown["promised_at"] == "2026-03-12T17:00:00+00:00"
    assert (shown["priority"], shown["place"], shown["tags"]) == ("high", "R7", ["rush"])
    assert shown["customer"]["email"] == "l@example.org"


def test_a_returning_customer_is_known_by_phone_and_name(ok: Ok, answers: Answers, shop_path: Path) -> None:
    for phone in ("07700 900142", "+44 7700 900142", "07700900142"):
        ok("ticket", "add", shop_path, "--customer", "lukasz WOJCIK", "--phone", phone, "--fault", "Again")
    assert [customer["name"] for customer in answers("customer", "list", shop_path)] == ["lukasz WOJCIK"]
    for name, phone in (("Anna Wójcik", "07700 900142"), ("lukasz wojcik", "900142")):
        ok("ticket", "add", shop_path, "--customer", name, "--phone", phone, "--fault", "Other")
    assert len(answers("customer", "list", shop_path)) == 3


def test_a_phone_alone_names_the_customer(ok: Ok, answers: Answers, shop_path: Path) -> None:
    for _visit in range(2):
        shown = answers(
            "ticket", "add", shop_path, "--phone", "0113 496 0123", "--fault", "x", "--email", "a@b.de"
        )
        assert shown["customer"]["name"] == "0113 496 0123"
    assert len(answers("customer", "list", shop_path)) == 1


def test_the_list_is_newest_first_and_takes_a_limit(
    ok: Ok, answers: Answers, shop_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for minute in range(3):
        monkeypatch.setenv("DESKAPP_NOW", f"2026-03-10T09:0{minute}:00+00:00")
        ok("ticket", "add", shop_path, "--fault", f"Fault {minute}")
    listed = answers("ticket", "list", shop_path)
    assert [row["fault"] for row in listed] == ["Fault 2", "Fault 1", "Fault 0"]
    assert [row["fault"] for row in answers("ticket", "list", shop_path, "--limit", 2)] == [
        "Fault 2",
        "Fault 1",
    ]
    [oldest, *_others] = answers("ticket", "list", shop_path, "--sort", "received")
    assert oldest["fault"] == "Fault 0"
    assert {
        "number",
        "status",
        "meaning",
        "customer",
        "device",
        "fault",
        "received_at",
        "promised_at",
    } <= listed[0].keys()
    assert (listed[0]["customer"], listed[0]["received_at"]) == (None, "2026-03-10T09:02:00+00:00")


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("lukasz", 1), ("LUKASZ charge", 1), ("0142", 1), ('"does not"', 1), ('"not does"', 0),
        ("-lukasz", 0), ("status:received", 1), ("status:Received", 1), ("status:new", 1),
        ("status:ready", 0), ("is:open", 1), ("no:26000018", 1), ("is:deleted", 0), ("nothing", 0), ("", 1),
    ],
)  # fmt: skip
def test_a_query_narrows_the_list(ok: Ok, shop_path: Path, query: str, count: int) -> None:
    assert len(ok("ticket", "list", shop_path, "--", query).splitlines()) == count


def test_an_empty_list_says_nothing(ok: Ok, shop_path: Path) -> None:
    assert ok("ticket", "list", shop_path) == ""
    assert ok("ticket", "list", shop_path, "--json") == "[]"


@pytest.mark.parametrize(
    ("words", "sentence", "code"),
    [
        (("colour:red",), "does not know “colour:”; it knows status:, is:, due:", 1),
        (("status:vanished",), "no status “vanished”; the shop has Received", 1),
        (("is:lost",), "does not know “is:lost”", 1),
        (("x" * 500,), "up to 400 characters", 1),
        (("--sort", "weather"), "cannot be sorted by “weather”", 1),
        (("--limit", "0"), "“0” is not a number from 1 on", 2),
        (("--limit", "-3"), "“-3” is not a number from 1 on", 2),
        (("--limit", "many"), "“many” is not a number from 1 on", 2),
        (("--limit", "9" * 30), "is not a number from 1 on", 2),
        (("one", "two"), "unrecognized arguments: two", 2),
    ],
)
def test_a_list_that_cannot_be_made(
    run: Run, shop_path: Path, words: tuple[str, ...], sentence: str, code: int
) -> None:
    check_refused(run, shop_path, sentence, "ticket", "list", shop_path, *words, code=code)


def test_columns_stand_below_each_other(ok: Ok, shop_path: Path) -> None:
    ok("ticket", "add", shop_path, *LUKASZ, "Does not\ncharge")
    ok(
        "ticket",
        "add",
        shop_path,
        "--customer",
        "山田太郎",
        "--device",
        "Käse\u0301toaster",
        "--fault",
        "Rattles",
    )
    ok("ticket", "add", shop_path, "--customer", "Bo", "--fault", "Loose")
    number = ok("ticket", "add", shop_path, "--fault", "Cut")
    ok("ticket", "move", shop_path, number, "waiting_customer", "--reason", "x")
    assert sorted(ok("ticket", "list", shop_path).splitlines()) == [
        "26000018  Received              Łukasz Wójcik  Galaxy S21   Does not charge",
        "26000026  Received              山田太郎       Käse\u0301toaster  Rattles".replace("e\u0301", "é"),
        "26000034  Received              Bo                          Loose",
        "26000042  Waiting for customer                              Cut",
    ]


def test_a_ticket_shown_to_a_person(ok: Ok, shop_path: Path, number: str) -> None:
    ok(
        "ticket",
        "line",
        shop_path,
        number,
        "--description",
        "Charging port",
        "--price",
        "79.00",
        "--quantity",
        "2",
    )
    ok("ticket", "note", shop_path, number, "Slow payer")
    ok("ticket", "message", shop_path, number, "Ihr Telefon\nist fertig.")
    assert ok("ticket", "show", shop_path, number) == (
        """\
26000018  Received

Customer  Łukasz Wójcik · 07700 900142
Received  10 Mar 2026, 09:06 · Priya Nair

Galaxy S21
Problem  Does not charge
2 ×  Charging port  £158.00

Net       £131.67
VAT 20 %  £26.33
Total     £158.00

Internal notes
  10 Mar 2026, 09:06 · Priya Nair · Slow payer

Messages
  10 Mar 2026, 09:06 · Priya Nair · Ihr Telefon
  ist fertig.

History
  10 Mar 2026, 09:06 · Priya Nair · Taken in
  10 Mar 2026, 09:06 · Priya Nair · Added a line"""
    )


def test_a_move_says_where_the_ticket_stands(ok: Ok, answers: Answers, shop_path: Path, number: str) -> None:
    assert ok("ticket", "move", shop_path, number, "in_work") == f"{number} in_work"
    assert (
        ok("ticket", "move", shop_path, number, "Waiting for part", "--reason", "Port")
        == f"{number} waiting_part"
    )
    moved = answers("ticket", "move", shop_path, number, "ready")
    assert (moved["status"], moved["meaning"]) == ("ready", "ready")
    assert [(step["from"], step["to"], step["reason"]) for step in moved["history"]] == [
        (None, "received", ""),
        ("received", "in_work", ""),
        ("in_work", "waiting_part", "Port"),
        ("waiting_part", "ready", ""),
    ]


def test_one_item_is_moved_alone(answers: Answers, shop_path: Path) -> None:
    intake = json.dumps({"items": [{"fault": "one"}, {"fault": "two"}]})
    number = answers("ticket", "add", shop_path, "--from", "-", typed=intake)["number"]
    moved = answers("ticket", "move", shop_path, number, "in_work", "--item", 2)
    assert [item["status"] for item in moved["items"]] == ["received", "in_work"]
    assert moved["status"] == "received"


def test_notes_are_internal_and_messages_are_not(
    ok: Ok, answers: Answers, shop_path: Path, number: str
) -> None:
    assert ok("ticket", "note", shop_path, number, "Slow payer") == number
    shown = answers("ticket", "message", shop_path, number, "Fertig", "--as", "priya")
    assert [note["text"] for note in shown["notes"]] == ["Slow payer"]
    assert shown["messages"] == [
        {"text": "Fertig", "person": "Priya Nair", "at": "2026-03-10T09:06:00+00:00"}
    ]


@pytest.mark.usefixtures("catalog")
def test_lines_from_the_catalog_and_by_hand(ok: Ok, answers: Answers, shop_path: Path, number: str) -> None:
    ok("ticket", "line", shop_path, number, "--service", "scr-ip13-oem")
    shown = answers("ticket", "line", shop_path, number, "--service", "BAT-IP13", "--result", "Fitted")
    assert shown["total"] == {"amount": "248.00", "currency": "GBP"}
    assert (shown["net"]["amount"], shown["taxes"][0]["tax"]["amount"]) == ("206.67", "41.33")
    lines = answers("ticket", "line", shop_path, number, "--description", "Case", "--price", "1.234,50")[
        "items"
    ][0]["lines"]
    assert [line["unit_price"]["amount"] for line in lines] == ["189.00", "59.00", "1234.50"]


@pytest.mark.usefixtures("catalog")
def test_what_is_retired_is_charged_no_more(run: Run, shop_path: Path, number: str) -> None:
    with closing(Desk.open(shop_path, SystemClock())) as desk:
        desk.catalog.retire(desk.actor(), desk.catalog.by_code(desk.actor(), "BAT-IP13").id)
    words = ("ticket", "line", shop_path, number, "--service", "bat-ip13")
    check_refused(run, shop_path, "“BAT-IP13” is retired; bring it back first", *words)


@pytest.mark.parametrize(
    ("words", "sentence", "code"),
    [
        (("show", "SHOP", "26999999"), "There is no ticket 26999999; check the number", 1),
        (("show", "SHOP", "\udcff"), "There is no ticket", 1),
        (("show", "SHOP"), "required: NUMBER", 2),
        (("move", "SHOP", "26999999", "in_work"), "There is no ticket 26999999", 1),
        (
            ("move", "SHOP", "NUMBER", "vanished"),
            "no status “vanished”; the shop has received, diagnosing",
            1,
        ),
        (("move", "SHOP", "NUMBER", "collected"), "“Received” cannot become “Collected”; it may become", 1),
        (("move", "SHOP", "NUMBER", "waiting_part"), "“Waiting for part” needs a reason", 1),
        (("move", "SHOP", "NUMBER", "in_work", "--item", "7"), "no item 7", 1),
        (("move", "SHOP", "NUMBER", "in_work", "--item", "x"), "not a number from 1 on", 2),
        (("note", "SHOP", "NUMBER", " "), "Write something first", 1),
        (("message", "SHOP", "NUMBER"), "required: text", 2),
        (("line", "SHOP", "NUMBER"), "A line needs a catalog code, or a description", 1),
        (
            ("line", "SHOP", "NUMBER", "--description", "x", "--price", "lots"),
            "“lots” is not an amount in GBP",
            1,
        ),
        (("line", "SHOP", "NUMBER", "--service", "NOPE"), "no entry “NOPE”", 1),
        (
            ("note", "SHOP", "NUMBER", "x", "--as", "Nobody"),
            "Nobody here is called “Nobody”; the shop has Priya",
            1,
        ),
        (("vanish", "SHOP"), "invalid choice: 'vanish'", 2),
        ((), "required: action", 2),
    ],
)
def test_what_cannot_be_done_to_a_ticket(
    run: Run, shop_path: Path, number: str, words: tuple[str, ...], sentence: str, code: int
) -> None:
    filled = [{"SHOP": str(shop_path), "NUMBER": number}.get(word, word) for word in words]
    check_refused(run, shop_path, sentence, "ticket", *filled, code=code)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("note", "SHOP", "NUMBER", "Call\x07 back"), "text"),
        (("message", "SHOP", "NUMBER", "Ready\u202e"), "text"),
        (("move", "SHOP", "NUMBER", "cancelled", "--reason", "Sold\x1b[1m"), "reason"),
    ],
)
def test_a_sign_that_cannot_be_shown_is_refused_by_the_name_of_its_option(
    run: Run, shop_path: Path, number: str, words: tuple[str, ...], name: str
) -> None:
    filled = [{"SHOP": str(shop_path), "NUMBER": number}.get(word, word) for word in words]
    check_refused(run, shop_path, f"“{name}” holds a sign that cannot be shown: U\\+", "ticket", *filled)


def test_line_breaks_of_a_note_are_kept(ok: Ok, answers: Answers, shop_path: Path, number: str) -> None:
    ok("ticket", "note", shop_path, number, "First\nsecond")
    assert answers("ticket", "show", shop_path, number)["notes"][0]["text"] == "First\nsecond"
