"""Customer lists as people have them: detected, mapped, and refused in a sentence where they are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain.customer import CustomerDraft, checked
from deskapp.domain.customer_import import ImportedCustomer, Record
from deskapp.errors import DeskError
from deskapp.exchange.customer_draft import Said, customer
from deskapp.exchange.customer_list import HowToRead, ListLook, list_reading, look
from deskapp.exchange.customer_mapping import Mapping
from tests.exchange.xlsx_file import write_ods, write_xlsx

PLAIN = "Name;Telefon\nJörg Müller;030 987654\n"


def written(tmp_path: Path, content: str | bytes, name: str = "list.csv") -> Path:
    """A file with that content."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def fates(found: ListLook) -> dict[str, str]:
    """What each column becomes."""
    return dict(zip(found.layout.header, found.mapping.fates, strict=True))


def read(found: ListLook, country: str = "DE") -> list[Record]:
    """All records of a list, by the guessed mapping."""
    return list(list_reading(found, found.mapping, country).records())


def drafts(found: ListLook) -> list[CustomerDraft]:
    """The customers of a list without problems."""
    return [record.draft for record in read(found) if isinstance(record, ImportedCustomer)]


# How it is written ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(PLAIN, id="utf-8"),
        pytest.param(PLAIN.encode("utf-8-sig"), id="utf-8 with its mark"),
        pytest.param(PLAIN.encode("utf-16"), id="utf-16 with its mark"),
        pytest.param(PLAIN.encode("utf-16-le"), id="utf-16 without"),
        pytest.param(PLAIN.encode("cp1252"), id="windows"),
        pytest.param(PLAIN.replace(";", ","), id="commas"),
        pytest.param(PLAIN.replace(";", "\t"), id="tabs"),
        pytest.param(PLAIN.replace(";", "|"), id="upright lines"),
        pytest.param(PLAIN.replace("\n", "\r\n"), id="windows lines"),
        pytest.param(PLAIN.replace("\n", "\r"), id="old mac lines"),
        pytest.param("Name; Telefon\n" + '"Jörg Müller"; "030 987654"\n', id="blank before the quote"),
        pytest.param("'Name';'Telefon'\n'Jörg Müller';'030 987654'\n", id="single quotes"),
        pytest.param("# exported today\n\nKundenliste\n" + PLAIN, id="lines above the header"),
        pytest.param(PLAIN + "Name;Telefon\n\n\n", id="the header once more"),
        pytest.param(PLAIN.rstrip("\n"), id="no line end at the end"),
    ],
)
def test_a_list_opens_with_its_header_however_it_is_written(tmp_path: Path, content: str | bytes) -> None:
    found = look(written(tmp_path, content))
    assert fates(found) == {"Name": "name", "Telefon": "phone"}
    [draft] = drafts(found)
    assert draft.name == "Jörg Müller"
    assert [phone.normal for phone in draft.phones] == ["+4930987654"]


def test_a_doubt_about_the_letters_is_a_choice_and_the_choice_counts(tmp_path: Path) -> None:
    path = written(tmp_path, PLAIN.encode("mac_roman"))
    found = look(path)
    assert set(found.file.choices) >= {"cp1252", "mac_roman", "cp1251"}
    assert drafts(look(path, HowToRead(encoding="mac_roman")))[0].name == "Jörg Müller"
    assert look(written(tmp_path, PLAIN)).file.choices == ()


def test_separator_and_header_line_can_be_said(tmp_path: Path) -> None:
    path = written(tmp_path, "A|B,C\nName|Telefon,x\nAnna|030 987654,y\n")
    found = look(path, HowToRead(delimiter="|", head=2))
    assert found.layout.header == ("Name", "Telefon,x")
    bare = look(path, HowToRead(delimiter="|", head=0))
    assert bare.layout.header == ("Column 1", "Column 2")
    assert len(read(bare_named(bare))) == 3


def bare_named(found: ListLook) -> ListLook:
    """A list without a header whose first column is the name."""
    from dataclasses import replace

    return replace(found, mapping=Mapping(("name", "keep")))


def test_a_workbook_gives_stored_values_as_text(tmp_path: Path) -> None:
    rows: list[list[str | float]] = [
        ["Kundenliste 2026"],
        ["Nr", "Name", "PLZ", "Telefon"],
        [7, "Anna =1+1", 10115, "0049 30 987654"],
    ]
    found = look(write_xlsx(tmp_path / "list.dat", rows))
    assert fates(found) == {"Nr": "id", "Name": "name", "PLZ": "postcode", "Telefon": "phone"}
    [record] = read(found)
    assert isinstance(record, ImportedCustomer)
    assert (record.row, record.external_id, record.draft.postcode) == (3, "7", "10115")
    assert record.draft.name == "Anna =1+1"
    assert record.draft.phones[0].normal == "+4930987654"


def test_a_header_of_merged_cells_becomes_one_name_for_each_column(tmp_path: Path) -> None:
    rows = [["Name", "Contact", ""], ["", "Phone", "E-mail"], ["Anna", "030 987654", "a@example.org"]]
    found = look(write_xlsx(tmp_path / "list.xlsx", rows))
    assert found.layout.header == ("Name", "Contact Phone", "Contact E-mail")
    assert found.mapping.fates == ("name", "phone", "email")


# What its columns are ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("First name,Last name,Mobile,E-mail,ZIP", ["given", "family", "phone", "email", "postcode"]),
        ("Vorname,Nachname,Handy,PLZ,Straße", ["given", "family", "phone", "postcode", "street"]),
        ("Kunde,Firma,Tel.,E-Mail,Ort", ["name", "company", "phone", "email", "city"]),
        ("Nom,Prénom,Portable,Courriel,Ville", ["family", "given", "phone", "email", "city"]),
        ("Nome,Cognome,Cellulare,CAP,Città", ["given", "family", "phone", "postcode", "city"]),
        ("Nombre,Apellidos,Móvil,Correo,CP", ["given", "family", "phone", "email", "postcode"]),
        ("NAME:,e_mail,Phone No,TELEFON*,id", ["name", "email", "phone", "phone", "id"]),
        ("Name,Telefon,id,id,Passwort", ["name", "phone", "id", "keep", ""]),
    ],
)
def test_columns_are_known_by_name_in_several_languages(
    tmp_path: Path, header: str, expected: list[str]
) -> None:
    found = look(written(tmp_path, header + "\nx,y,z,1,2\n"))
    assert list(found.mapping.fates) == expected


def test_columns_without_a_telling_name_are_known_by_what_they_hold(tmp_path: Path) -> None:
    found = look(written(tmp_path, "Name,A,B,C\nAnna,a@example.org,030 / 987654,x\nOtto,o@example.org,,\n"))
    assert list(found.mapping.fates) == ["name", "email", "phone", "keep"]


def test_nothing_is_lost_what_has_no_field_is_in_the_note(tmp_path: Path) -> None:
    content = (
        "Kundennummer,Name,Telefon,E-Mail,Land,Geburtstag,Bemerkung,Telefon\n"
        "007,Anna,keins,anna@,Atlantis,1.2.1980,kommt oft,030 1\n"
    )
    [record] = read(look(written(tmp_path, content)))
    assert isinstance(record, ImportedCustomer)
    assert record.external_id == "007"
    for kept in ("007", "keins", "anna@", "Atlantis", "Geburtstag: 1.2.1980", "kommt oft"):
        assert kept in record.draft.note
    assert [warning.field for warning in record.warnings] == ["Land", "E-Mail", "Telefon"]
    assert record.warnings[0].original[0] == "007"
    assert [phone.typed for phone in record.draft.phones] == ["030 1"]


def test_numbers_that_a_spreadsheet_damaged_are_named(tmp_path: Path) -> None:
    [record] = read(look(written(tmp_path, "Name,Telefon\nAnna,4.93E+11\n")))
    assert isinstance(record, ImportedCustomer)
    assert "damaged by a spreadsheet" in record.warnings[0].problem
    assert not record.draft.phones


def test_one_cell_may_hold_several_phones_and_addresses(tmp_path: Path) -> None:
    content = 'Name,Telefon,E-Mail\nAnna,"030 987654; +44 7700 900123","a@example.org, b@example.org"\n'
    [draft] = drafts(look(written(tmp_path, content)))
    assert [phone.normal for phone in draft.phones] == ["+4930987654", "+447700900123"]
    assert (draft.email, [one.address for one in draft.emails]) == ("a@example.org", ["b@example.org"])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("id,title,priority,status\n1,Printer,high,open\n", "looks like a list of tickets"),
        ("ColA,ColB\nA1,B1\n", "no column says a name"),
        ("id,name\n1,english\n", "no phone, e-mail or address"),
    ],
)
def test_other_lists_are_doubted_in_a_sentence(tmp_path: Path, content: str, sentence: str) -> None:
    assert sentence in look(written(tmp_path, content)).doubt


@given(
    st.lists(
        st.text(alphabet=st.sampled_from("aÄ |\u0308\u202e\u00a0\n\t1@."), max_size=6)
        | st.sampled_from(["x" * 99, "x" * 101, "y" * 121, "1" * 21]),
        min_size=7, max_size=7,
    )
)  # fmt: skip
def test_the_quick_look_at_a_row_leaves_only_what_a_long_one_would(cells: list[str]) -> None:
    said = Said(2, notes=[cells[6]])
    for field, cell in zip(("name", "company", "street", "postcode", "city", "alert"), cells, strict=False):
        setattr(said, field, cell.strip())
    found = customer(said, "DE")
    if isinstance(found, ImportedCustomer):
        assert found.draft == checked(found.draft)


# Bad input --------------------------------------------------------------------------------------------


def test_rows_that_do_not_fit_are_told_with_their_cells_and_stop_nobody(tmp_path: Path) -> None:
    content = "Name,Telefon,Ort\nAnna,030 987654,Berlin\nOtto,Berlin\nEva,1,2,3\nRik,030 5555555,Bonn\n"
    records = read(look(written(tmp_path, content)))
    problems = [one for record in records if isinstance(record, list) for one in record]
    assert [(one.row, one.original) for one in problems] == [
        (3, ("Otto", "Berlin")),
        (4, ("Eva", "1", "2", "3")),
    ]
    assert len(records) == 4


def test_a_cell_of_a_megabyte_is_a_problem_of_its_line(tmp_path: Path) -> None:
    content = f"Name,Telefon\nAnna,{'x' * 2**20}\nOtto,030 987654\n"
    records = read(look(written(tmp_path, content)))
    assert isinstance(records[0], list)
    assert "more than 100000 characters" in records[0][0].problem
    assert isinstance(records[1], ImportedCustomer)


def test_a_header_longer_than_its_rows_shows_in_every_row(tmp_path: Path) -> None:
    records = read(look(written(tmp_path, "Name,Ort,Telefon,Notiz\nAnna,Bonn\nOtto,Köln\n")))
    assert all(isinstance(record, list) for record in records)


def test_an_archive_that_unpacks_without_end_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskapp.exchange.workbook.LARGEST_EXPANDED", 2**20)
    path = write_xlsx(tmp_path / "bomb.xlsx", [["Name", "Telefon"]], extra=" " * 3 * 2**20)
    with pytest.raises(DeskError, match="unpacks to far more"):
        look(path)


def test_a_cell_at_the_far_end_of_a_sheet_does_not_fill_the_memory(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = write_xlsx(tmp_path / "far.xlsx", [["Name", "Telefon"], ["Anna", "1"]], extra=far)
    with pytest.raises(DeskError, match="unpacks to far more"):
        look(path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 ...", "is a PDF document; save the list as CSV"),
        (b"<!DOCTYPE html><table>", "is a web page"),
        (b"<?xml version='1.0'?><Workbook/>", "is an XML document"),
        (b"PK\x03\x04 and nothing", "is no Excel file that can be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is no Excel file that can be read"),
        (b"", "is empty"),
        (b"\n\n  \n", "holds no rows"),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(DeskError, match=sentence) as refused:
        look(written(tmp_path, content))
    assert "\n" not in str(refused.value)


def test_a_file_that_changes_in_between_is_not_imported(tmp_path: Path) -> None:
    found = look(written(tmp_path, PLAIN))
    written(tmp_path, PLAIN + "Otto;030 5555555\n")
    with pytest.raises(DeskError, match="was changed since it was read"):
        read(found)


# Workbooks as people make them ----------------------------------------------------------------------


def test_a_cell_that_was_merged_over_several_rows_counts_for_each(tmp_path: Path) -> None:
    merged = (
        '</sheetData><mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="C3:C5"/></mergeCells><sheetData>'
    )
    rows = (
        *(["Customers 2026"], ["Name", "Phone", "City"], ["Anna", "030 1", "York"]),
        *(["Bo", "030 2"], ["Cy", "030 3"], ["Di", "030 4"]),
    )
    found = look(write_xlsx(tmp_path / "merged.xlsx", rows, merged))
    assert [one.city for one in drafts(found)] == ["York", "York", "York", ""]
    assert [one.city for one in drafts(found)] == ["York", "York", "York", ""]


def test_what_a_formula_could_not_work_out_is_left_empty_and_told(tmp_path: Path) -> None:
    found = look(written(tmp_path, "Name;Telefon;Ort\nAnna;030 98765;#NAME?\nBo;#N/A;Bonn\n"))
    assert [(one.city, len(one.phones), one.note) for one in drafts(found)] == [("", 1, ""), ("Bonn", 0, "")]
    [anna, bo] = [record for record in read(found) if isinstance(record, ImportedCustomer)]
    assert [one.problem for one in (*anna.warnings, *bo.warnings)] == [
        "In “Ort” stands “#NAME?”, an error of the spreadsheet; it is left empty.",
        "In “Telefon” stands “#N/A”, an error of the spreadsheet; it is left empty.",
    ]


def test_a_sheet_of_open_document_is_read(tmp_path: Path) -> None:
    found = look(write_ods(tmp_path / "list.ods", [["Name", "Phone"], ["Anna", "030 98765"]]))
    assert [(one.name, one.phones[0].typed) for one in drafts(found)] == [("Anna", "030 98765")]
