"""The shop's own fields on the command line: taken in, shown and refused by name."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Answers, Ok, Run


def test_values_go_in_and_come_out_as_json(ok: Ok, run: Run, answers: Answers, tmp_path: Path) -> None:
    shop, source = tmp_path / "bikes.desk", tmp_path / "in.json"
    ok("new", shop, "--name", "Bikes", "--trade", "bike-shop")
    own = {"mileage": "1200.5", "leased": True, "next_service": "2026-05-01"}
    source.write_text(json.dumps({"fault": "Brake", "item_type": "e_bike", "fields": own}))
    number = ok("ticket", "add", shop, "--from", source)
    item = answers("ticket", "show", shop, number)["items"][0]
    assert (item["item_type"], item["fields"]) == ("e_bike", own)
    source.write_text(json.dumps({"fault": "Brake", "fields": {"mileage": "far"}}))
    refused = run("ticket", "add", shop, "--from", source)
    assert refused.code == 1
    assert "no field “mileage”" in refused.err
