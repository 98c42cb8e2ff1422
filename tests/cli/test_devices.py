"""`deskapp device list`: the register for other programs."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Answers, Ok


def test_the_register_is_listed_and_searched(ok: Ok, answers: Answers, shop_path: Path) -> None:
    words = ("--customer", "Zoë", "--phone", "0161", "--device", "Galaxy S21", "--serial", "R58N30ABC")
    number = ok("ticket", "add", shop_path, *words, "--fault", "Dead")
    ok("ticket", "add", shop_path, *words[:4], "--device", "Mouse", "--fault", "Clicks twice")
    [found] = answers("device", "list", shop_path, "n30a")
    assert (found["device"], found["serial"], found["owner"]) == ("Galaxy S21", "R58N30ABC", "Zoë")
    assert (found["tickets"], found["last_ticket"], found["lent"]) == (1, number, None)
    assert answers("device", "list", shop_path, "--show", "out") == []
    assert len(answers("device", "list", shop_path, "--limit", 1)) == 1
    said = ok("device", "list", shop_path).splitlines()
    assert [line.split()[0] for line in said] == ["Mouse", "Galaxy"]
    assert "R58N30ABC" in said[1]
