"""Customers in and out on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Answers, Ok, Run, check_refused

LIST = "Kunde;Telefon;E-Mail\nAnna;07700 900123;a@example.org\n;1;2\nOtto;07700 900124;o@example\n"


def test_a_list_is_tried_imported_and_its_problems_are_saved(
    answers: Answers, ok: Ok, shop_path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "kunden.csv"
    file.write_text(LIST, encoding="cp1252")
    dry = answers("import", shop_path, file, "--dry-run")
    assert (dry["new"], dry["skipped"], dry["batch"]) == (2, 1, None)
    problems = tmp_path / "problems.csv"
    said = ok("import", shop_path, file, "--problems", problems)
    assert "3 records read: 2 new, 0 changed, 0 unchanged, 1 skipped." in said
    lines = problems.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Line,Column,What is wrong,Kunde,Telefon,E-Mail"
    assert lines[1].endswith(",,1,2")
    assert lines[2].endswith(",Otto,07700 900124,o@example")


def test_customers_go_out_as_cards_and_come_in_again(
    answers: Answers, ok: Ok, shop_path: Path, tmp_path: Path
) -> None:
    ok("customer", "add", shop_path, "--name", "Øyvind Łoś", "--phone", "07700 900199")
    out = tmp_path / "all.vcf"
    assert answers("customer", "export", shop_path, "900199", "-o", out) == {"file": str(out), "customers": 1}
    again = answers("import", shop_path, out)
    assert (again["new"], again["unchanged"]) == (0, 1)


def test_columns_are_said_and_what_is_no_list_is_refused(
    run: Run, answers: Answers, shop_path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("who,what\nAnna,x\n", encoding="utf-8")
    check_refused(run, shop_path, "no column says a name", "import", shop_path, file)
    assert answers("import", shop_path, file, "--map", "who=name", "--map", "what=-")["new"] == 1
    words = ("customer", "export", shop_path, "-o", tmp_path / "x.doc")
    check_refused(run, shop_path, r"end in \.vcf or \.csv", *words)
