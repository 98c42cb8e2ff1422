"""CSV as other programs write it: read right, or refused line by line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskapp.errors import DeskError
from deskapp.exchange import encoding, reader
from deskapp.exchange.reader import open_table

ANY_FILE = settings(
    max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


def read(path: Path, content: bytes) -> tuple[list[str], list[tuple[int, list[str], str]]]:
    """The header, and each row as line, cells and problem."""
    path.write_bytes(content)
    with open_table(path) as table:
        return table.header, [(row.line, row.cells, row.problem) for row in table.rows()]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "records.csv"


@pytest.mark.parametrize(
    "content",
    [
        "name,town\nŁukasz,Köln\n".encode(),
        "name,town\nŁukasz,Köln\n".encode("utf-8-sig"),
        "name,town\nŁukasz,Köln\n".encode("utf-16"),
        "name,town\nŁukasz,Köln\n".encode("utf-16-le"),
        "name,town\nŁukasz,Köln\n".encode("utf-16-be"),
        "name;town\r\nŁukasz;Köln\r\n".encode(),
        "name\ttown\rŁukasz\tKöln".encode(),
        'name|town\n\n \n"Łukasz"|"Köln"\n||\n|\n'.encode(),
    ],
    ids=[
        "utf-8",
        "mark",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "semicolon",
        "tab and CR",
        "bar and blank lines",
    ],
)
def test_encoding_delimiter_and_line_ends_are_found(file: Path, content: bytes) -> None:
    header, rows = read(file, content)
    assert header == ["name", "town"]
    assert [cells for _line, cells, problem in rows if not problem] == [["Łukasz", "Köln"]]


def test_what_cannot_be_utf8_is_read_as_windows_western(file: Path) -> None:
    _header, rows = read(file, "name,town\nJosé,Köln – “Süd”\n".encode("cp1252"))
    assert rows[0][1] == ["José", "Köln – “Süd”"]


def test_a_sign_cut_off_at_the_end_does_not_change_the_rest(file: Path) -> None:
    _header, rows = read(file, "name,town\nJosé,Köln\nJosé,K".encode() + "ö".encode()[:1])
    assert rows[0][1] == ["José", "Köln"]
    assert rows[1][1][0] == "José"


def test_rows_carry_the_line_on_which_they_begin(file: Path) -> None:
    _header, rows = read(file, b'a,b\n1,"two\nlines"\n\n2,x\n')
    assert rows == [(2, ["1", "two\nlines"], ""), (5, ["2", "x"], "")]


@pytest.mark.parametrize(
    ("content", "good", "bad_lines"),
    [
        (b"a,b,c\n1,2,3\n4,5\n6,7,8\n", ["1", "6"], [3]),
        (b"a,b,c\n1,2,3\n4,5,6,7\n6,7,8\n", ["1", "6"], [3]),
        (b"a,b,c\n1,2,3,,\n", ["1"], []),
        (b'a,b,c\n1,"2,3\n4,5,6\n7,8,9\n', ["4", "7"], [2]),
        (b'a,b,c\n1,2,"3\n4,5,6\n', ["4"], [2]),
        (b'a,b,c\n1,"2,3\n4,5,6\n7,"8,9\n0,0,0\n', ["4", "0"], [2, 4]),
        (b'a,b,c\n1,2,"3\n4,"5",6\n7,8,"9"\n', ["4", "7"], [2]),
        (b'a,b,c\n1,12" wheel,3\n4,5,6\n', ["1", "4"], []),
        (b'a,b,c\n1,"he said ""no""",3\n', ["1"], []),
        (b"a,b,c\n1,\x00,3\n\x00\x00,5,6\n", ["1", "\x00\x00"], []),
        (b'a,b,c\n1,2,3\n4,5,"6', ["1"], [3]),
    ],
    ids=[
        *("half row", "too long a row", "empty cells behind", "stray quote", "stray quote in the last cell"),
        "two stray quotes",
        *("stray quote before quoted cells", "inch", "doubled quotes", "zero bytes", "file cut off"),
    ],
)
def test_a_bad_line_spoils_only_itself(
    file: Path, content: bytes, good: list[str], bad_lines: list[int]
) -> None:
    _header, rows = read(file, content)
    assert [cells[0] for _line, cells, problem in rows if not problem] == good
    assert [line for line, _cells, problem in rows if problem] == bad_lines


def test_a_line_that_is_far_too_long_is_a_problem_of_that_line(file: Path) -> None:
    content = b"a,b\n1,2\n3," + b"x" * 400_000 + b"\n5,6\n"
    _header, rows = read(file, content)
    assert [line for line, _cells, problem in rows if problem] == [3]
    assert rows[2][:2] == (4, ["5", "6"])


def test_many_stray_quotes_cost_no_more_than_the_file_is_long(file: Path) -> None:
    content = b"a,b\n" + b'1,"2\n3,4\n' * 20_000
    _header, rows = read(file, content)
    assert len(rows) >= 20_000


def test_too_many_rows_are_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_ROWS", 3)
    with pytest.raises(DeskError, match="more than 3 rows"):
        read(file, b"a,b\n" + b"1,2\n" * 4)


def test_too_large_a_file_is_refused_unread(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "LARGEST_FILE", 2**20)
    with pytest.raises(DeskError, match="larger than 1 MB"):
        read(file, b"a,b\n" * 300_000)


def test_what_is_no_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    (tmp_path / "blank.csv").write_text("\n \n")
    for name, sentence in {
        "": "is a folder",
        "gone.csv": "There is no file",
        "empty.csv": "is empty",
        "blank.csv": "holds no text",
        "bad\x00name": "There is no file",
    }.items():
        with pytest.raises(DeskError, match=sentence), open_table(tmp_path / name):
            pass


@ANY_FILE
@given(st.binary(max_size=400) | st.text('a,;"\n\r\t |é', max_size=200).map(str.encode))
def test_no_bytes_break_it(file: Path, content: bytes) -> None:
    try:
        header, rows = read(file, content)
    except DeskError:
        return
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    assert all(len(cells) == len(header) for _line, cells, problem in rows if not problem)


@ANY_FILE
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=3, max_size=3),
        max_size=8,
    )
)
def test_what_a_csv_writer_writes_is_read_back(file: Path, table: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *table])
    _header, rows = read(file, text.getvalue().encode())
    assert [cells for _line, cells, _problem in rows] == [cells for cells in table if any(cells)]
