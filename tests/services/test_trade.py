"""Setting a shop up for a trade, its own fields and item types, on a real file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskapp import i18n
from deskapp.domain.actor import Actor
from deskapp.domain.field import Field, FieldKind, FieldOf, of_record, said
from deskapp.domain.item_type import Check, ItemType, Point
from deskapp.domain.ticket import TicketEdit
from deskapp.domain.trade import Pack, pack_from, plain_of
from deskapp.errors import Invalid, NotFound, StaleWrite
from deskapp.services.desk import Desk
from deskapp.services.trade import known_trades, read_trade, together, trade_labels
from tests.builders import a_service, an_intake, an_item

BATTERY = Field("Battery", FieldKind.NUMBER, unit="%", item_type="phone")
SOURCE = Field("Heard of us", FieldKind.CHOICE, FieldOf.TICKET, choices=("Poster", "Friends"))
PHONE = ItemType("Phone", "device", (Point("", "Screen"), Point("", "Touch")), ("SIM card",))


@pytest.fixture
def fields(desk: Desk, owner: Actor) -> tuple[Field, ...]:
    """A shop with a type and two fields."""
    desk.item_types.keep(owner, [PHONE], [])
    return desk.fields.keep(owner, [BATTERY, SOURCE], []).value


@pytest.mark.parametrize("trade", known_trades())
def test_a_shop_is_set_up_by_its_trade_in_its_language(desk: Desk, owner: Actor, trade: str) -> None:
    pack = read_trade(trade, "de_DE")
    shop = desk.trades.set_up(owner, pack).value
    assert (shop.trade, dict(shop.words), shop.terms) == (trade, dict(pack.words), pack.terms)
    assert desk.item_types.list(owner) == pack.item_types
    assert desk.fields.list(owner) == pack.fields
    assert desk.catalog.count(owner) == len(pack.services)
    assert desk.check(owner) == ()


def test_what_the_shop_had_stays(desk: Desk, owner: Actor, fields: tuple[Field, ...]) -> None:
    desk.catalog.add(owner, a_service("DIA", "My diagnosis"))
    desk.shop.save(owner, replace(desk.shop.get(owner), terms="Mine"))
    desk.trades.set_up(owner, read_trade("phone-repair"))
    assert desk.catalog.by_code(owner, "DIA").name == "My diagnosis"
    assert desk.shop.get(owner).terms == "Mine"
    assert [field.label for field in desk.fields.list(owner)][-2:] == ["Battery", "Heard of us"]
    types = desk.item_types.list(owner)
    assert [one.key for one in types].count("phone") == 1
    assert len(types[0].checklist) > len(PHONE.checklist)


def test_a_shop_that_was_exported_sets_another_up(desk: Desk, owner: Actor) -> None:
    desk.trades.set_up(owner, read_trade("bike-shop"))
    own = desk.trades.own_pack(owner)
    again = pack_from(plain_of(own), "en")
    assert again == own
    assert own.services == tuple(read_trade("bike-shop").services)
    undone = desk.trades.set_up(owner, replace(again, label="Copy"))
    assert desk.trades.own_pack(owner) == own
    assert undone.undo.label == "Set up as Copy"


def test_a_currency_without_cents_gets_whole_prices(desk: Desk, owner: Actor) -> None:
    pack = read_trade("repair-cafe")
    from deskapp.services.country import currency_named

    desk.shop.save(owner, replace(desk.shop.get(owner), currency=currency_named("JPY")))
    desk.trades.set_up(owner, pack)
    assert desk.catalog.by_code(owner, "PLUG").draft.price.minor == 3


def test_an_unknown_trade_names_the_known() -> None:
    with pytest.raises(NotFound, match=r"no trade “kites”; known are appliance-repair, bike-shop"):
        read_trade("kites")
    assert ("tailor", "Tailor and alterations") in trade_labels()


def test_a_pack_that_cannot_be_kept_changes_nothing(desk: Desk, owner: Actor) -> None:
    doubled = Pack("a", "A", fields=(SOURCE, SOURCE))
    with pytest.raises(Invalid, match="two fields"):
        desk.trades.set_up(owner, replace(doubled, item_types=(PHONE,)))
    assert desk.item_types.list(owner) == ()


def test_fields_are_kept_in_their_order_with_keys(
    fields: tuple[Field, ...], desk: Desk, owner: Actor
) -> None:
    assert [(field.key, field.label) for field in fields] == [
        ("battery", "Battery"),
        ("heard_of_us", "Heard of us"),
    ]
    turned = (fields[1], replace(fields[0], label="Akku"))
    assert desk.fields.keep(owner, turned, fields).value == turned
    assert desk.fields.list(owner) == turned


def test_a_list_that_changed_elsewhere_is_not_written_over(
    fields: tuple[Field, ...], desk: Desk, owner: Actor
) -> None:
    desk.fields.keep(owner, fields[:1], fields)
    with pytest.raises(StaleWrite):
        desk.fields.keep(owner, fields, fields)
    types = desk.item_types.list(owner)
    desk.item_types.keep(owner, (), types)
    with pytest.raises(StaleWrite):
        desk.item_types.keep(owner, types, types)


def test_values_are_taken_in_shown_searched_and_listed(
    fields: tuple[Field, ...], desk: Desk, owner: Actor
) -> None:
    item = an_item(
        item_type="phone", fields={"battery": "81,5"}, checklist=(Check("touch", "Touch", "fail"),)
    )
    ticket = desk.tickets.take_in(owner, an_intake(items=(item,), fields={"heard_of_us": "poster"})).value
    assert ticket.items[0].fields == {"battery": "81.5"}
    assert ticket.items[0].checklist == (Check("touch", "Touch", "fail"),)
    assert [said(fact) for fact in (*ticket.items[0].own, *ticket.own)] == ["81.5 %", "Poster"]
    assert [row.number for row in desk.tickets.rows(owner, "poster")] == [ticket.number]
    assert desk.tickets.count(owner, "friends") == 0
    [listed] = desk.fields.of_tickets(owner, [ticket.id]).values()
    assert [(fact.field.key, said(fact)) for fact in listed] == [
        ("battery", "81.5 %"),
        ("heard_of_us", "Poster"),
    ]


def test_values_are_changed_found_and_taken_back(fields: tuple[Field, ...], desk: Desk, owner: Actor) -> None:
    ticket = desk.tickets.take_in(owner, an_intake()).value
    edit = replace(ticket.edit, fields={"heard_of_us": "Friends"})
    done = desk.tickets.edit(owner, ticket.number, edit, ticket.row_version)
    assert done.value.edit.fields == {"heard_of_us": "Friends"}
    assert done.value.history[-1].text == "Changed own fields"
    assert desk.tickets.count(owner, "friends") == 1
    desk.undo(owner, done.undo)
    assert desk.tickets.count(owner, "friends") == 0
    assert desk.tickets.get(owner, ticket.number).edit.fields == {}
    assert desk.check(owner) == ()


def test_a_value_that_cannot_be_kept_is_refused(fields: tuple[Field, ...], desk: Desk, owner: Actor) -> None:
    ticket = desk.tickets.take_in(owner, an_intake()).value
    with pytest.raises(Invalid, match="is one of Poster, Friends"):
        desk.tickets.edit(owner, ticket.number, TicketEdit(fields={"heard_of_us": "TV"}), ticket.row_version)
    with pytest.raises(Invalid, match="no field “battery”"):  # which only phones have
        desk.tickets.take_in(owner, an_intake(items=(an_item(fields={"battery": "1"}),)))
    assert desk.tickets.count(owner) == 1


def test_a_field_that_is_gone_comes_back_with_its_values(
    fields: tuple[Field, ...], desk: Desk, owner: Actor
) -> None:
    ticket = desk.tickets.take_in(owner, an_intake(fields={"heard_of_us": "Poster"})).value
    desk.fields.keep(owner, fields[:1], fields)
    changed = desk.tickets.edit(
        owner, ticket.number, replace(ticket.edit, place="R1"), ticket.row_version
    ).value
    assert changed.own == ()
    desk.fields.keep(owner, (fields[0], replace(SOURCE, label="Heard of us")), fields[:1])
    assert [said(fact) for fact in desk.tickets.get(owner, ticket.number).own] == ["Poster"]


def test_there_is_an_end_to_fields(desk: Desk, owner: Actor) -> None:
    with pytest.raises(Invalid, match="up to 40 fields"):
        desk.fields.keep(owner, [Field(f"F {n}") for n in range(41)], [])


def test_what_was_done_names_the_trade_in_the_language_of_the_window(desk: Desk, owner: Actor) -> None:
    with i18n.speaking("de"):
        done = desk.trades.set_up(owner, read_trade("phone-repair", desk.shop.get(owner).language))
        assert done.undo.label == "Eingerichtet als Handyreparatur"


def test_in_a_shop_of_two_trades_each_asks_of_its_own_things_alone(desk: Desk, owner: Actor) -> None:
    for pack in together([read_trade("phone-repair", "de_AT"), read_trade("bike-shop", "de_AT")]):
        desk.trades.set_up(owner, pack)
    known = desk.fields.list(owner)

    def asked(item_type: str) -> set[str]:
        return {one.key for one in of_record(known, FieldOf.ITEM, item_type)}

    assert asked("") == set()
    assert {"storage", "locked_to_account"} < asked("tablet")
    assert {"frame_size", "leased"} < asked("bike") < asked("e_bike")
    assert not asked("tablet") & asked("bike")
    own = desk.trades.own_pack(owner)
    assert pack_from(plain_of(own), "de") == own


def test_a_field_of_two_trades_is_asked_of_the_things_of_both() -> None:
    packs = together([read_trade("phone-repair"), read_trade("pc-repair")])
    [phone, computer] = [next(one for one in pack.fields if one.key == "backup_made") for pack in packs]
    assert phone.item_type == computer.item_type
    assert phone.is_for("watch")
    assert phone.is_for("laptop")
