"""Papers, checks, and files that are no shop."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from deskapp.clock import SystemClock
from deskapp.services.desk import Desk
from deskapp.store.driver import sqlite
from tests.cli.conftest import Answers, Ok, Run, check_refused
from tests.contents import rows


@pytest.mark.parametrize("document", ["claim-ticket", "service-summary"])
def test_a_paper_is_made_and_that_is_written_down(
    ok: Ok, answers: Answers, shop_path: Path, number: str, tmp_path: Path, document: str
) -> None:
    out = tmp_path / "paper.pdf"
    ok("ticket", "note", shop_path, number, "Slow payer")
    assert ok("print", shop_path, document, number, "-o", out) == str(out)
    first = out.read_bytes()
    assert first.startswith(b"%PDF-")
    assert answers("print", shop_path, document, number, "-o", out, "--paper", "Letter") == {"file": str(out)}
    assert out.read_bytes() != first
    ok("print", shop_path, document, number, "-o", out)
    assert out.read_bytes() == first
    assert rows(shop_path, "SELECT document, count(*) FROM printing") == [(document, 3)]
    assert sorted(path.name for path in tmp_path.glob("paper*")) == ["paper.pdf"]


@pytest.mark.parametrize(
    ("words", "sentence", "code"),
    [
        (("invoice", "NUMBER", "-o", "OUT"), "invalid choice: 'invoice'", 2),
        (("claim-ticket", "26999999", "-o", "OUT"), "There is no ticket", 1),
        (("claim-ticket", "NUMBER"), "required: -o/--out", 2),
        (("claim-ticket", "NUMBER", "-o", "OUT", "--paper", "A3"), "invalid choice: 'A3'", 2),
        (("claim-ticket", "NUMBER", "-o", "FOLDER"), "is a folder; write the name of a file", 1),
        (("claim-ticket", "NUMBER", "-o", "MISSING/paper.pdf"), "cannot be written: No such file", 1),
        (("claim-ticket", "NUMBER", "-o", "x" * 300), "cannot be written: File name too long", 1),
        (("claim-ticket", "NUMBER", "-o", "SHOP"), "would replace the shop file", 2),
    ],
)
def test_a_paper_that_cannot_be_made(
    run: Run, shop_path: Path, number: str, tmp_path: Path, words: tuple[str, ...], sentence: str, code: int
) -> None:
    places = {"NUMBER": number, "OUT": "paper.pdf", "FOLDER": str(tmp_path), "SHOP": str(shop_path)}
    filled = [places.get(word, word.replace("MISSING", str(tmp_path / "missing"))) for word in words]
    before = sorted(tmp_path.iterdir())
    check_refused(run, shop_path, sentence, "print", shop_path, *filled, code=code)
    assert sorted(tmp_path.iterdir()) == before


def test_a_sound_file_checks_clean(ok: Ok, answers: Answers, shop_path: Path, number: str) -> None:
    assert ok("check", shop_path) == "All is well."
    assert answers("check", shop_path) == {"ok": True, "problems": []}


def test_an_altered_file_fails_its_check(run: Run, shop_path: Path, number: str) -> None:
    with closing(sqlite.connect(shop_path, isolation_level=None)) as connection:
        connection.execute("UPDATE ticket SET status = 'ready'")
    said = run("check", shop_path)
    assert (said.code, said.out) == (1, "1 ticket does not agree with its own history.\n")
    assert json.loads(run("check", shop_path, "--json").out) == {"ok": False, "problems": [said.out.strip()]}


COMMANDS_ON_A_SHOP = [
    ("ticket", "list", "SHOP"),
    ("ticket", "add", "SHOP", "--fault", "x"),
    ("ticket", "show", "SHOP", "1"),
    ("customer", "list", "SHOP"),
    ("catalog", "list", "SHOP"),
    ("check", "SHOP"),
    ("backup", "SHOP", "--to", "."),
    ("backup", "list", "SHOP", "--to", "."),
    ("restore", "SHOP", "--dry-run"),
    ("print", "SHOP", "claim-ticket", "1", "-o", "paper.pdf"),
]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(("check",), "cannot be read: File name too long"), (("new",), "cannot be made in")],
)
def test_a_name_that_the_system_refuses_is_told(run: Run, words: tuple[str, ...], sentence: str) -> None:
    said = run(*words, "x" * 300 + ".desk", *(("--name", "A") if words == ("new",) else ()))
    assert said.code == 1
    assert sentence in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("words", COMMANDS_ON_A_SHOP, ids=lambda words: " ".join(words[:2]))
@pytest.mark.parametrize(
    ("content", "sentence"), [(None, "There is no shop file"), (b"notes", "is not a Deskapp shop")]
)
def test_what_is_no_shop_file_is_refused_by_every_command(
    run: Run, tmp_path: Path, words: tuple[str, ...], content: bytes | None, sentence: str
) -> None:
    shop = tmp_path / "shop.desk"
    if content is not None:
        shop.write_bytes(content)
    said = run(*(str(shop) if word == "SHOP" else word for word in words))
    assert (said.code, said.out) == (1, "")
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert (shop.read_bytes() if shop.exists() else None) == content


def test_the_clock_can_be_set(
    run: Run, ok: Ok, answers: Answers, shop_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKAPP_NOW", "2027-01-01T00:30:00.5+01:00")
    number = ok("ticket", "add", shop_path, "--fault", "x")
    assert number == "26000018"
    assert answers("ticket", "show", shop_path, number)["received_at"] == "2026-12-31T23:30:00+00:00"
    for wrong in ("noon", "0001-01-01T00:00:00+10:00"):
        monkeypatch.setenv("DESKAPP_NOW", wrong)
        said = run("ticket", "list", shop_path)
        assert said.code == 1
        assert f"DESKAPP_NOW is not a date and time: '{wrong}'" in said.err


def test_another_program_may_hold_the_file_open(ok: Ok, shop_path: Path) -> None:
    with closing(Desk.open(shop_path, SystemClock())) as window:
        number = ok("ticket", "add", shop_path, "--fault", "From the terminal")
        assert window.tickets.get(window.actor(), number).items[0].fault == "From the terminal"


@pytest.mark.parametrize("words", [[], ["dance"], ["ticket"], ["--nonsense"], ["import", "x.desk"]])
def test_wrong_usage_is_one_sentence_and_code_2(run: Run, words: list[str]) -> None:
    said = run(*words)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    "words", [["--help"], ["ticket", "--help"], ["ticket", "add", "--help"], ["new", "-h"]]
)
def test_help_is_shown(run: Run, words: list[str]) -> None:
    said = run(*words)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("usage: deskapp")
