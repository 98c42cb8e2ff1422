"""Spreadsheets and address books as other programs wrote them, where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskapp.domain.actor import Actor
from deskapp.errors import DeskError
from deskapp.exchange.importing import apply_plan, read_plan
from deskapp.services.desk import Desk

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "imports"
TICKETS, NO_NAME, NO_CONTACT = "list of tickets", "no column says a name", "no phone, e-mail or address"
CUSTOMERS = {  # how many come in
    "spreadsheets/kunden_de.csv": 2,
    "vcard/fullcontact.vcf": 1,
    "vcard/gmail-list.vcf": 3,
    "vcard/gmail-single.vcf": 1,
    "vcard/gmail-single2.vcf": 1,
    "vcard/nuovo_Example.vcf": 1,
    "vcard/nuovo_Example2.1.vcf": 1,
    "vcard/nuovo_Example3.0.vcf": 1,
    "vcard/outlook-2003.vcf": 1,
    "vcard/rfc2426-example.vcf": 2,
    "vcard/rfc6350-example.vcf": 1,
}
OTHERS = {
    "faq_articles_japanese_bom.csv": TICKETS,
    "itsm_ddmm_dates_odd_numbers.csv": TICKETS,
    "tickets_italian_first200.csv": TICKETS,
    "tickets_plain.csv": TICKETS,
    "openrefine_csv-with-bom.csv": NO_NAME,
    "openrefine_dates.xls": NO_NAME,
    "openrefine_example-latin1.tsv": NO_NAME,
    "openrefine_example-utf16le-bom.tsv": NO_NAME,
    "tabulator_multiline-headers.xlsx": NO_NAME,
    "frictionless_bom.csv": NO_CONTACT,
    "frictionless_duplicate-headers.csv": NO_CONTACT,
    "openrefine_example-linebreaks-in-cells.csv": NO_CONTACT,
    "tabulator_skip-rows-before-headers.csv": NO_CONTACT,
}

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the sample files are not beside this checkout")


@pytest.mark.parametrize(("name", "count"), CUSTOMERS.items())
def test_customers_come_in_once_and_go_again(desk: Desk, owner: Actor, name: str, count: int) -> None:
    file = FOLDER / name
    report = apply_plan(desk, owner, read_plan(desk, owner, file))
    assert (report.new, report.errors) == (count, ())
    again = apply_plan(desk, owner, read_plan(desk, owner, file))
    assert (again.new, again.changed, again.unchanged) == (0, 0, count)
    assert report.batch is not None
    assert desk.imports.undo(owner, report.batch).binned == count


@pytest.mark.parametrize(("name", "sentence"), OTHERS.items())
def test_what_is_no_list_of_customers_says_why(desk: Desk, owner: Actor, name: str, sentence: str) -> None:
    with pytest.raises(DeskError, match=sentence):
        read_plan(desk, owner, FOLDER / "spreadsheets" / name)


def test_every_file_of_these_folders_is_looked_at() -> None:
    there = {
        f"{folder}/{one.name}" for folder in ("spreadsheets", "vcard") for one in (FOLDER / folder).iterdir()
    }
    assert there - set(CUSTOMERS) - {f"spreadsheets/{name}" for name in OTHERS} <= {
        "spreadsheets/SOURCE.md", "vcard/SOURCE.md",
    }  # fmt: skip
