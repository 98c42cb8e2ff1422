"""`deskapp enquiry …` and `deskapp ticket quick`: scriptable, refused in a sentence, nothing half-done."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import LUKASZ, Answers, Ok, Run, check_refused
from tests.documents import reading

ASKED = "Screen of a Galaxy A52, about £95?"


@pytest.fixture
def asked(ok: Ok, shop_path: Path) -> str:
    return ok("enquiry", "add", shop_path, ASKED, "--name", "Hannah", "--phone", "0113 496 0155")


def test_it_is_written_down_listed_and_found(ok: Ok, answers: Answers, shop_path: Path, asked: str) -> None:
    assert asked == "E-1"
    other = answers("enquiry", "add", shop_path, "Kettle?", "--email", "k@example.org")
    assert (other["number"], other["at"], other["person"]) == (
        "E-2",
        "2026-03-10T09:06:00+00:00",
        "Priya Nair",
    )
    assert [one["number"] for one in answers("enquiry", "list", shop_path)] == ["E-2", "E-1"]
    [found] = answers("enquiry", "list", shop_path, "galaxy")
    assert (found["name"], found["phone"], found["text"], found["ticket"]) == (
        "Hannah", "0113 496 0155", ASKED, None,
    )  # fmt: skip
    assert answers("enquiry", "list", shop_path, "4960155", "--limit", 1)[0]["number"] == "E-1"
    assert ok("enquiry", "list", shop_path).splitlines()[1].split()[:2] == ["E-1", "Hannah"]
    assert answers("ticket", "list", shop_path) == []


def test_it_becomes_a_ticket_of_whoever_asked(ok: Ok, answers: Answers, shop_path: Path, asked: str) -> None:
    ticket = answers("enquiry", "convert", shop_path, asked, "--device", "Galaxy A52", "--place", "B3")
    assert (ticket["number"], ticket["enquiry"], ticket["place"]) == ("26000018", "E-1", "B3")
    assert ticket["customer"]["name"] == "Hannah"
    assert ticket["items"][0]["fault"] == ASKED
    assert answers("enquiry", "list", shop_path) == []
    [closed] = answers("enquiry", "list", shop_path, "--show", "closed")
    assert closed["ticket"] == "26000018"
    ok("check", shop_path)


def test_a_known_customer_is_not_written_down_twice(ok: Ok, answers: Answers, shop_path: Path) -> None:
    ok("ticket", "add", shop_path, *LUKASZ, "Dead")
    made = answers("enquiry", "add", shop_path, "Battery?", "--phone", "+44 7700 900142")
    assert (made["customer_id"], made["customer"]) == (1, "Łukasz Wójcik")
    assert answers("enquiry", "convert", shop_path, "1")["customer"]["name"] == "Łukasz Wójcik"
    assert len(answers("customer", "list", shop_path)) == 1


def test_it_is_closed_and_opened_again(ok: Ok, answers: Answers, shop_path: Path, asked: str) -> None:
    assert answers("enquiry", "close", shop_path, asked)["closed_at"] == "2026-03-10T09:06:00+00:00"
    assert ok("enquiry", "list", shop_path) == ""
    assert ok("enquiry", "reopen", shop_path, "e1") == "E-1"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add", "SHOP", " "), "Write down what was asked"),
        (("add", "SHOP", "?", "--email", "k"), "is not an e-mail address"),
        (("add", "SHOP", "?", "--customer", 9), "customer"),
        (("close", "SHOP", "E-9"), "not in the book"),
        (("close", "SHOP", "nine"), "write its number like E-12"),
        (("convert", "SHOP", "E-9"), "not in the book"),
        (("reopen", "SHOP", "E-1"), "is open"),
    ],
)
def test_what_is_refused(
    run: Run, shop_path: Path, asked: str, words: tuple[object, ...], sentence: str
) -> None:
    assert asked
    given = [shop_path if word == "SHOP" else word for word in words]
    check_refused(run, shop_path, sentence, "enquiry", *given)


def test_it_is_converted_once(run: Run, ok: Ok, shop_path: Path, asked: str) -> None:
    ok("enquiry", "convert", shop_path, asked)
    check_refused(run, shop_path, "Ticket 26000018 was made of this", "enquiry", "convert", shop_path, asked)
    check_refused(run, shop_path, "became ticket 26000018", "enquiry", "reopen", shop_path, asked)


@pytest.mark.usefixtures("catalog")
def test_a_quick_job_and_its_receipt(ok: Ok, answers: Answers, shop_path: Path, tmp_path: Path) -> None:
    free = ("--description", "Puncture repair", "--price", "17.50")
    ticket = answers("ticket", "quick", shop_path, *free)
    assert (ticket["number"], ticket["status"], ticket["kind"]) == ("26000018", "collected", "quick")
    assert (ticket["total"]["amount"], ticket["customer"]) == ("17.50", None)
    words = ("--service", "BAT-IP13", "--quantity", "2", "--customer", "Zoë", "--phone", "0161 496")
    assert answers("ticket", "quick", shop_path, *words)["total"]["amount"] == "118.00"
    assert [row["number"] for row in answers("ticket", "list", shop_path, "is:quick")] == [
        "26000026",
        "26000018",
    ]
    assert answers("ticket", "list", shop_path, "is:open") == []
    for size in ("A4", "A5", "Letter"):
        out = tmp_path / f"{size}.pdf"
        ok("print", shop_path, "receipt", "26000018", "-o", out, "--paper", size)
        (page,) = reading.pages_text(out.read_bytes())
        assert {"Receipt", "26000018", "£17.50"} <= set(page.split())
    assert "Printed: Receipt" in ok("ticket", "show", shop_path, "26000018")


@pytest.mark.usefixtures("catalog")
@pytest.mark.parametrize(
    ("words", "sentence", "code"),
    [
        ((), "Choose a service, or type what was done", 1),
        (("--service", "NONE"), "NONE", 1),
        (("--description", "Glue"), "needs a catalog code, or a description and a price", 1),
        (("--description", "Glue", "--price=-2"), "not less than nothing", 1),
        (("--description", "Glue", "--price", "0"), "Say what “Glue” costs", 1),
        (("--description", "Glue", "--price", "much"), "much", 1),
        (("--service", "BAT-IP13", "--quantity=-1"), "more than nothing", 1),
        (("--service", "BAT-IP13", "--service", "BAT-IP13", "--quantity", "2"), "goes with one line", 2),
    ],
)
def test_a_quick_job_that_is_refused(
    run: Run, shop_path: Path, words: tuple[str, ...], sentence: str, code: int
) -> None:
    check_refused(run, shop_path, sentence, "ticket", "quick", shop_path, *words, code=code)
