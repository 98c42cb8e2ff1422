"""Photographs on tickets: one content once, captions, what is taken back, and what goes for good."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.photo import LONGEST_CAPTION, MOST_PHOTOS, PhotoDraft, Picture
from deskapp.errors import Invalid, NotFound, StaleWrite
from deskapp.services.desk import Desk
from tests.builders import an_intake, an_item
from tests.contents import rows
from tests.services.conftest import TakeIn


def a_picture(content: str = "one") -> Picture:
    """What the shrinking gives; the desk does not look into it."""
    return Picture(content.encode(), f"small {content}".encode(), 2000, 1500)


def contents(desk: Desk) -> list[bytes]:
    return [bytes(content) for (content,) in rows(desk.path, "SELECT content FROM photo ORDER BY id")]


@pytest.fixture
def number(take_in: TakeIn) -> str:
    """A ticket with two items."""
    return take_in(items=(an_item(), an_item("Rattles"))).number


def test_photos_stand_in_their_order_with_who_and_when(desk: Desk, owner: Actor, number: str) -> None:
    desk.photos.add(owner, number, [a_picture("one"), a_picture("two")], 2, "  Scratch at the back ")
    shown = desk.photos.add(owner, number, [a_picture("three")]).value
    assert [photo.kept.thumbnail for photo in shown] == [b"small one", b"small two", b"small three"]
    assert [(photo.item, photo.caption) for photo in shown] == [
        (2, "Scratch at the back"),
        (2, "Scratch at the back"),
        (None, ""),
    ]
    assert {(photo.person, photo.at) for photo in shown} == {("Priya Nair", desk.clock.now())}
    assert desk.photos.content(owner, shown[1].kept.sha256) == b"two"
    assert desk.photos.taken_out(owner, shown[1].id) == b"two"
    assert desk.photos.of_ticket(owner, number) == shown


def test_one_content_lies_in_the_file_once(desk: Desk, owner: Actor, number: str, take_in: TakeIn) -> None:
    other = take_in().number
    for ticket in (number, number, other):
        desk.photos.add(owner, ticket, [a_picture()])
    assert contents(desk) == [b"one"]
    assert len(desk.photos.of_ticket(owner, number)) == 2
    assert len(desk.photos.of_ticket(owner, other)) == 1


def test_photos_of_an_intake_belong_to_their_items(desk: Desk, owner: Actor) -> None:
    kept = [desk.photos.keep(owner, a_picture(name)) for name in ("one", "two", "three")]
    drafts = [PhotoDraft(one.sha256, one.thumbnail.decode()) for one in kept]
    items = (an_item(photos=(drafts[0],)), an_item("Rattles", photos=tuple(drafts[1:])))
    ticket = desk.tickets.take_in(owner, an_intake(items=items))
    shown = desk.photos.of_ticket(owner, ticket.value.number)
    assert [(photo.item, photo.caption) for photo in shown] == [
        (1, "small one"),
        (2, "small two"),
        (2, "small three"),
    ]
    desk.undo(owner, ticket.undo)
    assert desk.photos.tidy(owner) == 0  # the ticket lies in the bin with them


def test_an_intake_with_a_photo_that_is_gone_is_refused_whole(desk: Desk, owner: Actor) -> None:
    items = (an_item(photos=(PhotoDraft("0" * 64),)),)
    with pytest.raises(Invalid, match="no longer in the shop file; remove it and add it again"):
        desk.tickets.take_in(owner, an_intake(items=items))
    assert desk.tickets.count(owner) == 0


def test_a_caption_is_changed_and_a_stale_one_refused(desk: Desk, owner: Actor, number: str) -> None:
    [photo] = desk.photos.add(owner, number, [a_picture()]).value
    told = desk.photos.describe(owner, photo.id, "Dent", photo.row_version).value
    assert told.caption == "Dent"
    with pytest.raises(StaleWrite) as stale:
        desk.photos.describe(owner, photo.id, "Scratch", photo.row_version)
    assert stale.value.theirs == {"caption": "Dent"}
    assert desk.photos.describe(owner, photo.id, "Scratch", told.row_version).value.caption == "Scratch"
    with pytest.raises(Invalid) as long:
        desk.photos.describe(owner, photo.id, "x" * (LONGEST_CAPTION + 1), told.row_version + 1)
    assert long.value.field == "caption"


def test_the_history_tells_of_photos_without_their_content(desk: Desk, owner: Actor, number: str) -> None:
    done = desk.photos.add(owner, number, [a_picture("pixels")])
    [photo] = done.value
    desk.photos.describe(owner, photo.id, "Dent", 1)
    desk.undo(owner, desk.photos.bin(owner, photo.id).undo)
    told = [entry.text for entry in desk.tickets.get(owner, number).history[-4:]]
    assert told == ["Added a photo", "Changed a photo: caption", "Removed a photo", "Took back an entry"]
    assert done.undo.label == f"Added 1 photo to {number}"
    assert "pixels" not in str(rows(desk.path, "SELECT before, after FROM audit_value"))
    assert desk.check(owner) == ()


def test_what_is_gone_is_told_so(desk: Desk, owner: Actor, number: str) -> None:
    [photo] = desk.photos.add(owner, number, [a_picture()]).value
    desk.photos.bin(owner, photo.id)
    for act in (
        lambda: desk.photos.bin(owner, photo.id),
        lambda: desk.photos.describe(owner, photo.id, "", 1),
        lambda: desk.photos.content(owner, "0" * 64),
        lambda: desk.photos.taken_out(owner, photo.id),
        lambda: desk.photos.add(owner, number, [a_picture()], 3),
        lambda: desk.photos.add(owner, "123", [a_picture()]),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_ticket_in_the_bin_takes_no_photo(desk: Desk, owner: Actor, number: str) -> None:
    desk.tickets.bin(owner, number)
    with pytest.raises(Invalid, match="is in the bin"):
        desk.photos.add(owner, number, [a_picture()])
    assert contents(desk) == []


def test_a_ticket_holds_no_more_than_it_can_show(desk: Desk, owner: Actor, number: str) -> None:
    many = desk.photos.add(owner, number, [a_picture()] * MOST_PHOTOS).value
    with pytest.raises(Invalid, match="holds up to 100 photos; remove one first"):
        desk.photos.add(owner, number, [a_picture()])
    desk.photos.bin(owner, many[0].id)
    assert len(desk.photos.add(owner, number, [a_picture()]).value) == MOST_PHOTOS


def test_what_was_removed_can_be_brought_back_for_thirty_days(
    desk: Desk, owner: Actor, number: str, clock: FixedClock
) -> None:
    [photo] = desk.photos.add(owner, number, [a_picture()]).value
    undo = desk.photos.bin(owner, photo.id).undo
    clock.moment += timedelta(days=29)
    assert desk.photos.tidy(owner) == 0
    redo = desk.undo(owner, undo)
    assert desk.photos.of_ticket(owner, number)[0].id == photo.id
    undo = desk.undo(owner, redo)
    clock.moment += timedelta(days=31)
    assert desk.photos.tidy(owner) == 1
    assert contents(desk) == []
    with pytest.raises(NotFound):
        desk.undo(owner, undo)
    assert desk.check(owner) == ()


def test_a_content_goes_when_no_draft_names_it_any_more(desk: Desk, owner: Actor, number: str) -> None:
    kept = desk.photos.keep(owner, a_picture("draft"))
    desk.photos.keep(owner, a_picture("dropped"))
    desk.photos.add(owner, number, [a_picture("shown")])
    draft = desk.drafts.keep(owner, {"items": [{"photos": [kept.sha256]}]})
    assert desk.photos.tidy(owner) == 1
    assert contents(desk) == [b"draft", b"shown"]
    assert [one.thumbnail for one in desk.photos.kept(owner, [kept.sha256, "0" * 64])] == [b"small draft"]
    desk.drafts.drop(owner, draft)
    assert desk.photos.tidy(owner) == 1
    assert contents(desk) == [b"shown"]


def test_what_is_kept_for_a_page_tells_no_list(desk: Desk, owner: Actor) -> None:
    told: list[int] = []
    desk.on_change(lambda: told.append(1))
    desk.photos.keep(owner, a_picture())
    desk.photos.tidy(owner)
    assert told == []
