"""The shop's own fields on the command line: taken in, shown and refused by name."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

from deskapp.clock import FixedClock
from deskapp.domain.field import Field, FieldOf
from deskapp.services.desk import Desk
from tests.cli.conftest import Answers, Ok, Run
from tests.conftest import NOON


def test_values_go_in_and_come_out_as_json(ok: Ok, run: Run, answers: Answers, tmp_path: Path) -> None:
    shop, source = tmp_path / "bikes.desk", tmp_path / "in.json"
    ok("new", shop, "--name", "Bikes", "--trade", "bike-shop")
    own = {"mileage": "1200.5", "leased": True, "next_service": "2026-05-01"}
    source.write_text(json.dumps({"fault": "Brake", "item_type": "e_bike", "fields": own}))
    number = ok("ticket", "add", shop, "--from", source)
    item = answers("ticket", "show", shop, number)["items"][0]
    assert (item["item_type"], item["fields"]) == ("e_bike", own)
    told = [line.split() for line in ok("ticket", "show", shop, number).splitlines()]
    assert {("Mileage", "1200.5", "km"), ("Leased", "Yes"), ("Next", "service", "2026-05-01")} <= {
        *map(tuple, told)
    }
    source.write_text(json.dumps({"fault": "Brake", "fields": {"mileage": "far"}}))
    refused = run("ticket", "add", shop, "--from", source)
    assert refused.code == 1
    assert "no field “mileage”" in refused.err


def test_a_thing_that_is_called_as_a_type_is_one(ok: Ok, answers: Answers, tmp_path: Path) -> None:
    shop, source = tmp_path / "bikes.desk", tmp_path / "in.json"
    ok("new", shop, "--name", "Bikes", "--trade", "bike-shop")
    device = {"category": "e-bike", "brand": "Gazelle"}
    source.write_text(json.dumps({"fault": "Brake", "device": device, "fields": {"mileage": "1200"}}))
    [item] = answers("ticket", "show", shop, ok("ticket", "add", shop, "--from", source))["items"]
    assert (item["item_type"], item["fields"]) == ("e_bike", {"mileage": "1200"})


def test_a_customer_has_them_too(ok: Ok, run: Run, answers: Answers, tmp_path: Path) -> None:
    shop = tmp_path / "bikes.desk"
    ok("new", shop, "--name", "Bikes")
    with closing(Desk.open(shop, FixedClock(NOON))) as desk:
        source = Field("Heard of us", of=FieldOf.CUSTOMER, key="source")
        desk.fields.keep(desk.actor(), [source, Field("Card", of=FieldOf.CUSTOMER, key="card")], [])
    added = ("customer", "add", shop, "--name", "Jo", "--phone", "07700 900199")
    ok(*added, "--field", "source=Poster", "--field", "Card=A=7")
    shown = answers("customer", "show", shop, 1)
    assert shown["fields"] == {"source": "Poster", "card": "A=7"}
    ok("customer", "edit", shop, 1, "--city", "Leeds", "--field", "heard of us=A friend", "--field", "card=")
    shown = answers("customer", "show", shop, 1)
    assert (shown["city"], shown["fields"]) == ("Leeds", {"source": "A friend"})
    assert shown["phones"] == ["+447700900199"]
    assert "Heard of us" in ok("customer", "show", shop, 1)
    assert run("customer", "edit", shop, 1, "--field", "source").code == 2
    assert "no field “hat”" in run("customer", "edit", shop, 1, "--field", "hat=red").err
