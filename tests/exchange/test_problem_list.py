"""The list of an import's problems as a file that a spreadsheet opens."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain.import_plan import RowProblem
from deskapp.errors import DeskError
from deskapp.exchange.csv_file import guarded
from deskapp.exchange.problem_list import save_problems

PROBLEMS = (
    RowProblem(3, "event_date", "“x” is not a date."),
    RowProblem(1200, "", "This line has 3 cells, “a”;\nwhere the header has 14."),
    RowProblem(7, "=cmd|' /C calc'!A0", "@SUM(1)"),
)


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_every_problem_is_a_line_under_heads(tmp_path: Path) -> None:
    path = save_problems(PROBLEMS, tmp_path / "list")
    assert path == tmp_path / "list.csv"
    heads, *lines = read(path)
    assert heads == ["Line", "Column", "What is wrong"]
    assert lines[0] == ["3", "event_date", "“x” is not a date."]
    assert lines[1] == ["1200", "", "This line has 3 cells, “a”;\nwhere the header has 14."]
    assert lines[2] == ["7", "'=cmd|' /C calc'!A0", "'@SUM(1)"]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")  # or a spreadsheet guesses at its letters


@given(st.text())
def test_no_cell_begins_like_a_formula(cell: str) -> None:
    safe = guarded(cell)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe in {cell, f"'{cell}"}


@pytest.mark.parametrize("error", [28, 13, 30])
def test_a_disk_that_says_no_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    def refuse(_file: int) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, "fsync", refuse)
    (tmp_path / "list.csv").write_text("the old one", encoding="utf-8")
    with pytest.raises(DeskError, match=r"“list.csv” cannot be written: .*\. Choose another folder\."):
        save_problems(PROBLEMS, tmp_path / "list.csv")
    assert [file.name for file in tmp_path.glob("list*")] == ["list.csv"]
    assert (tmp_path / "list.csv").read_text(encoding="utf-8") == "the old one"


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="cannot be written"):
        save_problems(PROBLEMS, tmp_path / "gone" / "list.csv")
