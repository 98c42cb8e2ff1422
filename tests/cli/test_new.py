"""Making shop files at a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Answers, Ok, Run, check_refused


def test_a_new_shop(ok: Ok, answers: Answers, tmp_path: Path) -> None:
    path = tmp_path / "folder" / "new.desk"
    assert ok("new", path, "--name", "Corner Repairs", "--country", "NL", "--owner", "Joris") == str(path)
    number = ok("ticket", "add", path, "--fault", "Flat tyre")
    shown = answers("ticket", "show", path, number)
    assert (shown["received_by"], shown["total"]) == ("Joris", {"amount": "0.00", "currency": "EUR"})


def test_a_new_shop_with_the_catalog_of_its_trade(answers: Answers, tmp_path: Path) -> None:
    path = tmp_path / "new.desk"
    assert answers("new", path, "--name", "Corner", "--trade", "phone-repair") == {"shop": str(path)}
    assert len(answers("catalog", "list", path)) > 10


def test_a_made_up_shop_to_look_around_in(ok: Ok, answers: Answers, tmp_path: Path) -> None:
    path = tmp_path / "sample.desk"
    ok("new", path, "--sample")
    assert len(answers("ticket", "list", path)) >= 100
    assert ok("check", path) == "All is well."


@pytest.mark.parametrize(
    ("words", "sentence", "code"),
    [
        ((), "A new shop needs a name: --name NAME", 2),
        (("--name", " "), "The shop needs a name", 1),
        (("--name", "A", "--country", "XX"), "“XX” is not a country code", 1),
        (("--name", "A", "--trade", "space-travel"), "no trade “space-travel”; known are", 1),
        (("--name", "A", "--owner", ""), "A person needs a name", 1),
    ],
)
def test_a_shop_that_cannot_be_made_leaves_nothing(
    run: Run, tmp_path: Path, words: tuple[str, ...], sentence: str, code: int
) -> None:
    said = run("new", tmp_path / "new.desk", *words)
    assert said.code == code
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert not list(tmp_path.glob("new*"))


def test_a_shop_that_is_stopped_while_its_catalog_is_written_leaves_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("deskapp.services.trade.Trades.set_up", stopped)
    assert run("new", tmp_path / "new.desk", "--name", "A", "--trade", "phone-repair").code == 130
    assert not list(tmp_path.glob("new*"))


def test_a_new_shop_never_replaces_a_file(run: Run, shop_path: Path) -> None:
    check_refused(run, shop_path, "already a file “shop.desk”", "new", shop_path, "--name", "A")
