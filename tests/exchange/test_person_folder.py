"""One person's data in a folder: everything that is theirs, nothing of others, and nothing that runs."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain.actor import Actor
from deskapp.domain.customer import Contact, CustomerDraft, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.field import Field, FieldKind, FieldOf
from deskapp.domain.photo import Picture
from deskapp.domain.ticket import Intake, ItemDraft
from deskapp.errors import DeskError
from deskapp.exchange.person_folder import free_folder, save_person
from deskapp.exchange.person_html import _facts
from deskapp.services.desk import Desk
from tests.builders import a_customer, a_line

NASTY = "<script>alert(1)</script>\"&' </td>"


@pytest.fixture
def person(desk: Desk, owner: Actor) -> int:
    """Somebody with a little of everything, between two others."""
    desk.customers.add(owner, a_customer("Somebody Else", "0161 4960001", note="their own note"))
    who = desk.customers.add(
        owner,
        CustomerDraft(
            "Zoë Müller",
            (Phone("07700 900142", label="mobile"),),
            note=NASTY,
            contacts=(Contact("Her Sister"),),
        ),
    ).value
    device = DeviceDraft("Bike", "Trek", "FX", "SN-77120")
    ticket = desk.tickets.take_in(owner, Intake((ItemDraft(NASTY, device),), customer_id=who.id)).value
    number = ticket.number
    desk.tickets.note(owner, number, "Internal: pays late")
    desk.tickets.message(owner, number, "Dear Zoë")
    desk.tickets.add_line(owner, number, a_line("Brake pads"))
    desk.photos.add(owner, number, [a_picture(b"\xff\xd8 hers")], 1, "The scratch")
    other = desk.tickets.take_in(
        owner, Intake((ItemDraft("Other fault"),), customer=a_customer("Third Person"))
    )
    desk.tickets.note(owner, other.value.number, "Nothing to do with her")
    desk.photos.add(owner, other.value.number, [a_picture(b"\xff\xd8 another")])
    return who.id


def a_picture(content: bytes) -> Picture:
    return Picture(content, content, 4, 3)


def test_everything_of_the_person_is_in_it(desk: Desk, owner: Actor, person: int, tmp_path: Path) -> None:
    folder = save_person(desk, owner, person, tmp_path / "hers")
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    [ticket] = data["tickets"]
    assert data["customer"]["name"] == "Zoë Müller"
    assert data["customer"]["note"] == NASTY
    assert [note["text"] for note in ticket["notes"]] == ["Internal: pays late"]
    assert [line["description"] for line in ticket["items"][0]["lines"]] == ["Brake pads"]
    assert data["devices"][0]["serial"] == "SN-77120"
    [photo] = data["photos"]
    assert (folder / photo["file"]).read_bytes() == b"\xff\xd8 hers"
    assert {one["action"] for one in data["history"]} >= {"add", "take_in", "note", "message"}
    page = Page.read(folder)
    for said in ("Zoë Müller", "07700 900142 (mobile)", "Internal: pays late", "Dear Zoë", NASTY, "SN-77120"):
        assert said in page.text, said
    assert page.pictures == [photo["file"]]
    assert f"Ticket {ticket['number']}: taken in" in page.text
    assert "take_in" not in page.text


def test_the_shops_own_fields_go_by_their_names(desk: Desk, owner: Actor, tmp_path: Path) -> None:
    fields = (
        Field("Inside leg", FieldKind.NUMBER, FieldOf.CUSTOMER, "cm", key="inseam"),
        Field("Pinned at fitting", FieldKind.YES_NO, key="pinned"),
    )
    desk.fields.keep(owner, fields, ())
    who = a_customer(fields={"inseam": "81"})
    item = ItemDraft("Shorten", DeviceDraft("Trousers"), fields={"pinned": True})
    desk.tickets.take_in(owner, Intake((item,), customer=who))
    desk.fields.keep(owner, fields[:1], desk.fields.list(owner))
    page = Page.read(save_person(desk, owner, 1, tmp_path / "hers"))
    assert page.text.count("Inside leg81 cm") == 1
    assert "pinnedYes" in page.text, "a field that is gone goes by its key"


def test_nothing_of_anybody_else_is_in_it(desk: Desk, owner: Actor, person: int, tmp_path: Path) -> None:
    folder = save_person(desk, owner, person, tmp_path / "hers")
    for file in folder.rglob("*.*"):
        content = file.read_bytes()
        for said in (b"Somebody Else", b"Third Person", b"Other fault", b"Nothing to do", b"another"):
            assert said not in content, (file, said)


def test_the_page_runs_and_loads_nothing(desk: Desk, owner: Actor, person: int, tmp_path: Path) -> None:
    page = Page.read(save_person(desk, owner, person, tmp_path / "hers"))
    assert page.tags.isdisjoint({"script", "iframe", "object", "embed", "form", "link", "base", "a"})
    assert not any(name.startswith("on") or "http" in value for name, value in page.attributes)


def test_whole_or_not_at_all(
    desk: Desk, owner: Actor, person: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_values: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(desk.photos, "content", fail)
    with pytest.raises(DeskError, match="No space left"):
        save_person(desk, owner, person, tmp_path / "hers")
    assert not [one for one in tmp_path.iterdir() if one.name.startswith("hers")]


def test_a_folder_that_is_there_is_left_alone(desk: Desk, owner: Actor, person: int, tmp_path: Path) -> None:
    (tmp_path / "hers").mkdir()
    (tmp_path / "hers" / "mine.txt").write_text("mine")
    with pytest.raises(DeskError, match="already"):
        save_person(desk, owner, person, tmp_path / "hers")
    free = free_folder(tmp_path, desk, person)
    assert free.name == f"Customer {person} 2026-03-10"
    free.mkdir()
    assert free_folder(tmp_path, desk, person).name == f"Customer {person} 2026-03-10 (1)"


def test_that_it_was_given_is_written_down(desk: Desk, owner: Actor, person: int, tmp_path: Path) -> None:
    save_person(desk, owner, person, tmp_path / "first")
    folder = save_person(desk, owner, person, tmp_path / "second")
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    assert [one["action"] for one in data["history"] if one["kind"] == "customer"][-1] == "export"


@given(st.text(), st.text())
def test_any_text_is_text(name: str, value: str) -> None:
    page = Page()
    page.feed(_facts([(name, value)]))
    page.close()
    assert page.tags <= {"table", "tr", "th", "td"}


class Page(HTMLParser):
    """What a browser would make of it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags = set[str]()
        self.attributes: list[tuple[str, str]] = []
        self.pictures: list[str] = []
        self.text = ""

    @classmethod
    def read(cls, folder: Path) -> Page:
        made = cls()
        made.feed((folder / "index.html").read_text(encoding="utf-8"))
        return made

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.pictures += [value for name, value in attrs if tag == "img" and name == "src"]

    def handle_data(self, data: str) -> None:
        self.text += data
