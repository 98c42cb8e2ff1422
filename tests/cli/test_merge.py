"""Customers who are one, at a terminal."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Answers, Ok, Run, check_refused


def two(ok: Ok, path: Path) -> None:
    ok("customer", "add", path, "--name", "Anna Meyer", "--phone", "07700 900142", "--city", "York")
    ok("customer", "add", path, "--name", "Ana Meier", "--phone", "07700 900142", "--city", "Leeds")
    ok("ticket", "add", path, "--from", "-", typed='{"customer": {"id": 2}, "items": [{"fault": "Cracked"}]}')


def test_look_alikes_are_listed_merged_and_parted_again(ok: Ok, answers: Answers, shop_path: Path) -> None:
    two(ok, shop_path)
    [pair] = answers("customer", "duplicates", shop_path)
    assert (pair["customers"], pair["reasons"]) == ([1, 2], ["phone"])
    assert "same phone" in ok("customer", "duplicates", shop_path)
    merged = answers("customer", "merge", shop_path, 1, 2, "--take", "city=2")
    assert (merged["name"], merged["city"]) == ("Anna Meyer", "Leeds")
    assert [one["id"] for one in answers("customer", "list", shop_path, "meier")] == [1]
    parted = answers("customer", "unmerge", shop_path, 2)
    assert (parted["gone"]["name"], parted["kept"]["city"], parted["stayed"]) == ("Ana Meier", "York", [])
    assert ok("check", shop_path) == "All is well."


def test_what_cannot_be_merged_is_refused_in_a_sentence(ok: Ok, run: Run, shop_path: Path) -> None:
    two(ok, shop_path)
    check_refused(run, shop_path, "two different customers", "customer", "merge", shop_path, 1, 1)
    check_refused(run, shop_path, "no customer 9", "customer", "merge", shop_path, 1, 9)
    check_refused(
        run, shop_path, "no field “colour”", "customer", "merge", shop_path, 1, 2, "--take", "colour=2"
    )
    check_refused(run, shop_path, "not merged", "customer", "unmerge", shop_path, 2)
    assert run("customer", "merge", shop_path, 1, 2, "--take", "city").code == 2
