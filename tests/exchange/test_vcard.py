"""Address cards of every version in, cards of version 4.0 out, and there again the same."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain.customer import Address, Contact, Customer, CustomerDraft, Email, Phone, checked
from deskapp.domain.customer_import import ImportedCustomer
from deskapp.exchange.card_customers import record
from deskapp.exchange.customer_csv import save_customers
from deskapp.exchange.customer_list import list_reading, look
from deskapp.exchange.vcard import cards, lines
from deskapp.exchange.vcard_file import card_text, save_cards

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def read(text: str) -> list[ImportedCustomer]:
    """The customers on cards."""
    made = [record(card, "GB") for card in cards(lines(io.StringIO(text, newline="")))]
    return [one for one in made if isinstance(one, ImportedCustomer)]


def card(*properties: str, version: str = "3.0") -> str:
    """A card with these lines."""
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *properties, "END:VCARD", ""))


def test_a_card_of_2_1_with_soft_breaks_and_another_sign_set() -> None:
    text = card(
        "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg",
        "NOTE;ENCODING=QUOTED-PRINTABLE:first=0D=0Asec=",
        "ond",
        "TEL;CELL;VOICE:07700 900123",
        version="2.1",
    )
    [found] = read(text)
    assert found.draft.name == "Jörg Müller"
    assert found.draft.note == "first\nsecond"
    assert found.draft.phones == (Phone("07700 900123", "+447700900123", "mobile"),)


def test_a_card_of_3_0_folded_grouped_and_escaped() -> None:
    text = card(
        "FN:Anna Schm",
        " idt",
        "ORG:Schmidt\\, Sons;Sales",
        "item1.EMAIL;TYPE=INTERNET:a@example.org",
        "item1.X-ABLabel:_$!<Work>!$_",
        "EMAIL;TYPE=PREF:main@example.org",
        "ADR;TYPE=HOME:;;12 High St;York;;YO1 1AA;United Kingdom",
        "ADR;TYPE=WORK:;;1 Low St;Leeds;;LS1;England",
        "CATEGORIES:regular,key account",
        "PHOTO;ENCODING=b:" + "QUJD" * 50,
    )
    [found] = read(text)
    draft = found.draft
    assert (draft.name, draft.company, draft.email) == ("Anna Schmidt", "Schmidt, Sons", "main@example.org")
    assert draft.emails == (Email("a@example.org", "work"),)
    assert (draft.street, draft.postcode, draft.city, draft.country) == (
        "12 High St",
        "YO1 1AA",
        "York",
        "GB",
    )
    assert draft.addresses == (Address("1 Low St", "LS1", "Leeds", "GB", "work"),)
    assert draft.tags == ("regular", "key-account")
    assert "Sales" in draft.note
    assert [warning.place for warning in found.warnings] == ["Picture"]


def test_a_card_of_4_0_with_numbers_as_addresses() -> None:
    text = card(
        "FN:Simon",
        'TEL;VALUE=uri;PREF=1;TYPE="work,voice":tel:+44-20-7946-0018;ext=102',
        "UID:urn:x",
        version="4.0",
    )
    [found] = read(text)
    assert found.external_id == "urn:x"
    assert found.draft.phones[0].normal == "+442079460018"
    assert "102" in found.draft.phones[0].typed


def test_a_card_within_a_card_and_one_without_its_end() -> None:
    nested = card(
        "FN:Outer", "AGENT:", "BEGIN:VCARD", "FN:Inner", "TEL:030", "END:VCARD", "EMAIL:o@example.org"
    )
    made = [record(one, "GB") for one in cards(io.StringIO(nested + "begin:vcard\nFN:Half"))]
    assert isinstance(made[0], ImportedCustomer)
    assert (made[0].draft.name, made[0].draft.email, made[0].draft.phones) == ("Outer", "o@example.org", ())
    assert isinstance(made[1], list)
    assert "not finished" in made[1][0].problem


def test_a_card_that_names_nobody_is_called_by_its_number_or_refused() -> None:
    assert read(card("TEL:07700 900123"))[0].draft.name == "07700 900123"
    assert read(card("NOTE:nothing")) == []


CUSTOMER = CustomerDraft(
    "Anna Maria Schmidt",
    phones=(
        Phone("07700 900123", "+447700900123", "mobile"),
        Phone("020 7946 0018", "+442079460018", "work"),
    ),
    company="Schmidt, Sons; Ltd",
    email="a@example.org",
    emails=(Email("b@example.org", "work"),),
    street="12 High St, Flat \\ 2",
    postcode="YO1 1AA",
    city="York",
    country="GB",
    tags=("regular",),
    note="First line\nsecond; with, signs and a very long text " + "ÄÖÜ " * 60,
)


def test_what_goes_out_as_a_card_comes_in_the_same() -> None:
    text = card_text(Customer(7, checked(CUSTOMER), NOW))
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    [found] = read(text)
    assert found.draft == checked(CUSTOMER)
    assert found.external_id == "urn:deskapp:customer:7"


@pytest.mark.parametrize(
    ("country", "line"),
    [("GB", "TEL;VALUE=text:07700 900123"), ("DE", "TEL;VALUE=uri:tel:+447700900123")],
)
def test_a_number_is_the_same_one_wherever_the_card_is_read(country: str, line: str) -> None:
    phones = (Phone("07700 900123", "+447700900123"),)
    text = card_text(Customer(1, CustomerDraft("Ada Byron", phones, country=country), NOW))
    assert line in text.split("\r\n")
    [found] = read(text)
    assert found.draft.phones[0].normal == "+447700900123"


def test_a_table_says_all_that_is_known_of_somebody(tmp_path: Path) -> None:
    draft = CustomerDraft(
        "Ada Byron",
        kind="person",
        channel="phone",
        do_not_contact=True,
        iban="GB33BUKB20201555555555",
        payer_id=4,
        contacts=(Contact("Ines Duarte", "manager", "07700 900555"),),
        addresses=(Address("2 Quay Street", "LS1 2AB", "Leeds"),),
    )
    text = save_customers([Customer(3, draft, NOW)], tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    for said in (
        "Person",
        "By phone",
        "Yes",
        "GB33BUKB20201555555555",
        ",4,",
        "Ines Duarte, manager",
        "2 Quay Street",
    ):
        assert said in text


@given(st.text(max_size=60), st.text(max_size=200))
def test_no_text_breaks_a_card(name: str, note: str) -> None:
    draft = checked(CustomerDraft("x" + name, note=note))
    found = read(card_text(Customer(1, draft, NOW)))
    assert [(one.draft.name, one.draft.note) for one in found] == [(draft.name, draft.note)]


@given(st.text())
def test_no_file_of_cards_breaks_the_reader(text: str) -> None:
    for one in cards(lines(io.StringIO("BEGIN:VCARD\n" + text, newline=""))):
        record(one, "DE")


def test_what_goes_out_as_a_table_runs_nowhere_and_comes_in_again(tmp_path: Path) -> None:
    draft = checked(CustomerDraft("=cmd|'/C calc'!A0", phones=(Phone("+44 7700 900123"),), note="@SUM(1)\nx"))
    path = save_customers([Customer(3, draft, NOW)], tmp_path / "out.csv")
    assert "\n3,'=cmd" in path.read_text(encoding="utf-8-sig").replace("\r", "")
    found = look(path)
    [again] = list_reading(found, found.mapping, "GB").records()
    assert isinstance(again, ImportedCustomer)
    assert again.draft.name == draft.name
    assert again.draft.phones[0].normal == "+447700900123"
    assert again.draft.note.endswith("@SUM(1)\nx")


def test_cards_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = save_cards([Customer(1, checked(CUSTOMER), NOW)], tmp_path / "book")
    assert path.name == "book.vcf"
    with pytest.raises(Exception, match="cannot be written"):
        save_cards([], tmp_path / "no" / "book.vcf")
