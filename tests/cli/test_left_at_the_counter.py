"""What a customer leaves at the counter, as JSON: checklist, passcode, deposit and terms."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Answers

LEFT = {
    "customer": "Ada Byron",
    "device": "Pixel 6",
    "passcode": {"kind": "pattern", "value": "1-4-7-8"},
    "checklist": [{"key": "display", "label": "Display", "result": "fail", "note": "black"}],
    "deposit": "20",
    "terms": "As agreed",
}


def test_it_is_kept_and_the_passcode_is_not_told(answers: Answers, shop_path: Path) -> None:
    shown = answers("ticket", "add", shop_path, "--from", "-", typed=json.dumps(LEFT))
    [item] = shown["items"]
    assert item["checklist"] == LEFT["checklist"]
    assert item["passcode"] == "pattern"
    assert "1478" not in json.dumps(shown)
    assert shown["deposit"] == {"amount": "20.00", "currency": "GBP"}
    assert shown["terms"] == "As agreed"
