"""The trade packs that come with the program, and what of a pack is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deskapp.domain.field import FieldOf
from deskapp.domain.item_type import ICONS
from deskapp.domain.trade import pack_from, plain_of
from deskapp.errors import Invalid
from deskapp.paths import shipped

FOLDER = shipped("resources") / "trades"
PACKS = sorted(FOLDER.glob("*.json"))
TRADES = {
    *("phone-repair", "pc-repair", "bike-shop", "appliance-repair"),
    *("tailor", "it-support", "clinic-desk", "repair-cafe"),
}
each_pack = pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)


def read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def texts(value: object) -> Iterator[dict[str, str]]:
    """Every text that is written in several languages."""
    if isinstance(value, dict) and "en" in value:
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)


def test_there_is_a_pack_for_each_trade() -> None:
    assert {path.stem for path in PACKS} == TRADES


@each_pack
@pytest.mark.parametrize("language", ["en_GB", "de_DE"])
def test_a_pack_has_all_that_a_shop_begins_with(path: Path, language: str) -> None:
    pack = pack_from(read(path), language)
    assert pack.key == path.stem
    assert len(pack.item_types) >= 3
    assert len(pack.fields) >= 4
    assert len(pack.services) >= 10
    assert pack.terms
    assert any(field.of is FieldOf.ITEM for field in pack.fields)
    for item_type in pack.item_types:
        assert len(item_type.checklist) >= 2
    assert len({field.key for field in pack.fields}) == len(pack.fields)
    assert all(field.key for field in pack.fields)
    assert all(one.key for one in pack.item_types)


@each_pack
def test_every_text_of_a_pack_is_there_in_every_language(path: Path) -> None:
    for text in texts(read(path)):
        assert set(text) == {"en", "de"}, text
        assert all(said.strip() == said != "" for said in text.values()), text


@each_pack
def test_icons_are_pictures_that_ship(path: Path) -> None:
    for item_type in read(path)["item_types"]:
        assert item_type["icon"] in ICONS
    assert all((shipped("resources") / "icons" / f"{icon}.svg").is_file() for icon in ICONS)


@each_pack
def test_a_pack_that_was_written_is_read_as_it_was(path: Path) -> None:
    pack = pack_from(read(path), "de")
    assert pack_from(json.loads(json.dumps(plain_of(pack))), "en") == pack


def a_pack(**other: Any) -> dict[str, Any]:
    return {"key": "kite", "label": "Kites", **other}


def a_service(**other: Any) -> dict[str, Any]:
    return {"code": "A", "name": "Line", "price": "1.00", **other}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([], "is a JSON object"),
        ({}, "needs a key and a name"),
        (a_pack(format=99), "newer version"),
        (a_pack(colour="red"), "has no “colour”"),
        (a_pack(label=["A"]), "“label” of a trade pack is a text"),
        (a_pack(words={"boss": "Captain"}), "has no “boss”"),
        (a_pack(words={"item": "x" * 41}), "40 fit"),
        (a_pack(item_types={}), "“item_types” of a trade pack is a list"),
        (a_pack(item_types=[{"label": ""}]), "A type needs a name"),
        (a_pack(item_types=[{"label": "A", "checklist": ["x"]}]), "is a JSON object"),
        (a_pack(item_types=[{"label": "A", "key": "a"}] * 2), "twice"),
        (a_pack(fields=[{"label": "A", "kind": "colour"}]), "“colour” is no “kind”"),
        (a_pack(fields=[{"label": "A", "of": "dog"}]), "“dog” is no “of”"),
        (a_pack(fields=[{"label": "A", "kind": "choice", "choices": ["x"]}]), "at least two"),
        (a_pack(fields=[{"label": "A", "item_type": "kite"}]), "does not have"),
        (a_pack(services=[a_service(price="free")]), "is no amount"),
        (a_pack(services=[a_service(price=None)]), "needs a price"),
        (a_pack(services=[a_service(price="-1")]), "is no amount"),
        (a_pack(services=[a_service(minutes="x")]), "whole number"),
        (a_pack(services=[a_service(warranty={"number": 1, "unit": "moons"})]), "“moons”"),
        (a_pack(services=[a_service(), a_service(code="a")]), "twice"),
        (a_pack(services=[a_service(name="")]), "a code and a name"),
        (a_pack(services=[a_service()] * 501), "up to 500"),
        (a_pack(terms="x" * 2001), "2000 fit"),
    ],
)
def test_a_file_that_is_no_pack_is_refused_in_a_sentence(given: object, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        pack_from(given, "en")


def test_a_text_without_this_language_is_read_in_english() -> None:
    assert pack_from(a_pack(label={"en": "Kites", "de": "Drachen"}), "fr_FR").label == "Kites"
    assert pack_from(a_pack(label={"it": "Aquiloni"}), "fr_FR").label == "Aquiloni"
