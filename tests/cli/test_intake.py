"""Intakes as JSON or as options: what is taken, and what is refused whole."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Answers, Run, check_refused

INTAKE = {
    "customer": {"name": "Greenleaf Café Ltd", "phones": ["0113 496 0123"], "note": "internal"},
    "items": [
        {
            "device": {"brand": "Apple", "model": "iPad 9", "serial": "DMPX1"},
            "fault": "Screen <b>cracked</b>",
        },
        {"device": "iPad 8", "fault": "x" * 2000, "lines": [{"code": "bat-ip13", "quantity": "2"}]},
    ],
    "promised_at": "2026-03-12T17:00:00+01:00",
    "priority": "urgent",
    "tags": ["VIP"],
    "cost_limit": {"amount": "200", "currency": "GBP"},
}


@pytest.mark.usefixtures("catalog")
def test_a_ticket_from_a_json_file_or_standard_input(
    answers: Answers, shop_path: Path, tmp_path: Path
) -> None:
    source = tmp_path / "intake.json"
    source.write_text(json.dumps(INTAKE), encoding="utf-8-sig")
    from_file = answers("ticket", "add", shop_path, "--from", source)
    typed = answers("ticket", "add", shop_path, "--from", "-", typed=json.dumps(INTAKE, ensure_ascii=False))
    for shown in (from_file, typed):
        assert [item["fault"] for item in shown["items"]] == ["Screen <b>cracked</b>", "x" * 2000]
        assert shown["items"][0]["device"] == "Apple iPad 9"
        assert shown["total"] == {"amount": "118.00", "currency": "GBP"}
        assert (shown["promised_at"], shown["cost_limit"]["amount"]) == (
            "2026-03-12T16:00:00+00:00",
            "200.00",
        )
    assert from_file["customer"]["id"] == typed["customer"]["id"]
    assert "internal" not in json.dumps(from_file)


def line(**fields: object) -> str:
    """An intake with one line, as JSON."""
    return json.dumps({"fault": "x", "lines": [{"description": "a", "unit_price": "1", **fields}]})


BAD_JSON: list[tuple[str, str]] = [
    ("", "is not JSON in UTF-8"),
    ("{", "is not JSON in UTF-8"),
    ("[1]", "holds no JSON object"),
    ("[" * 100_000, "is not JSON in UTF-8"),
    ('{"fault": NaN}', "“fault” is a text"),
    ('{"fualt": "x"}', "no “fualt” in a ticket; there is accessories"),
    ('{"number": "26000018", "fault": "x"}', "no “number” in a ticket"),
    ("{}", "Write down what was brought"),
    ('{"fault": ["x"]}', "“fault” is a text"),
    ('{"fault": true}', "“fault” is a text"),
    ('{"fault": "\\u0000\\u202e"}', "“fault” holds a sign that cannot be shown: U+0000, U+202E."),
    ('{"fault": "x", "items": [{"fault": "y"}]}', "“fault” belongs into one of the items"),
    ('{"items": "x"}', "“items” is a list"),
    ('{"items": ["x"]}', "An item is a JSON object"),
    ('{"items": [{"falt": "x"}]}', "no “falt” in an item"),
    ('{"items": [{"device": {"modell": "x"}}]}', "no “modell” in a device"),
    ('{"fault": "x", "year": "last"}', "“year” is a whole number"),
    ('{"fault": "x", "year": 99999999999999999999}', "“year” is a whole number"),
    ('{"fault": "x", "customer": 5}', "A customer is a name or a JSON object"),
    ('{"fault": "x", "customer": {"name": ""}, "phone": ["1"]}', "“phone” is a text"),
    ('{"fault": "x", "customer": {"nam": "A"}}', "no “nam” in a customer"),
    ('{"fault": "x", "customer": {"name": "A", "phones": "1"}}', "“phones” is a list"),
    ('{"fault": "x", "customer": {"name": "A", "phones": [{"typ": "1"}]}}', "no “typ” in a phone"),
    ('{"fault": "x", "customer": {"email": "a@b.de"}}', "A customer needs a name"),
    ('{"fault": "x", "customer_id": 99}', "no customer 99"),
    ('{"fault": "x", "customer_id": 1e400}', "“customer_id” is a whole number"),
    ('{"fault": "x", "customer_id": 36893488147419103232}', "“customer_id” is a whole number"),
    ('{"fault": "x", "promised_at": "soon"}', "“soon” is not a date and time; write it like"),
    ('{"fault": "x", "promised_at": "2026-02-30"}', "is not a date and time"),
    ('{"fault": "x", "promised_at": "9999-12-31T23:59:59-12:00"}', "is not a date and time"),
    ('{"fault": "x", "promised_at": {"a": 1}}', "is not a date and time"),
    ('{"fault": "x", "priority": "asap"}', "The priority is one of low, normal, high, urgent"),
    ('{"fault": "x", "person": "Nobody"}', "Nobody here is called “Nobody”"),
    ('{"fault": "x", "tags": [{"a": 1}]}', "“tags” is a text"),
    ('{"fault": "x", "cost_limit": "much"}', "“much” is not an amount in GBP"),
    ('{"fault": "x", "cost_limit": {"amount": "5", "currency": "EUR"}}', "The shop counts in GBP"),
    ('{"fault": "x", "services": ["NOPE"]}', "no entry “NOPE”"),
    ('{"fault": "x", "lines": [5]}', "A line is a JSON object"),
    ('{"fault": "x", "lines": [{"cod": "X"}]}', "no “cod” in a line"),
    ('{"fault": "x", "lines": [{}]}', "A line needs a catalog code, or a description and a price"),
    (line(item="one"), "“item” is a whole number"),
    (line(item=2), "has no item 2"),
    (line(kind="gift"), "The kind of a line is one of"),
    (line(quantity="NaN"), "A quantity lies between"),
    (line(quantity="many"), "“many” is not a quantity"),
    (line(warranty={"unit": "days"}), "whole number"),
    (
        line(warranty={"number": 1, "unit": "eons"}),
        "A warranty has a number and a unit",
    ),
    (
        line(warranty={"number": 999999}),
        "from one day to a hundred years",
    ),
    (line(tax_class="luxury"), "no tax class “luxury”"),
    (json.dumps({"fault": "x" * 20_001}), "20001 characters; 20000 fit"),
]  # fmt: skip


def test_json_that_makes_no_ticket_is_refused_whole(run: Run, shop_path: Path) -> None:
    for typed, sentence in BAD_JSON:
        words = ("ticket", "add", shop_path, "--from", "-")
        check_refused(run, shop_path, re.escape(sentence), *words, typed=typed)


@pytest.mark.parametrize(
    ("words", "sentence", "code"),
    [
        (("--from", "missing.json"), "“missing.json” cannot be read: No such file", 1),
        (("--from", "-", "--fault", "x"), "Give either --from or the other options", 2),
        (("--fault", "x", "--promised", "tomorrow"), "“tomorrow” is not a date and time", 1),
        (("--fault", "x", "--service", "NOPE"), "no entry “NOPE”", 1),
        (("--fault", "x", "--priority", "asap"), "--priority: invalid choice", 2),
        (("--customer", "Ana"), "Write down what was brought", 1),
        (("--fault", " "), "Write down what was brought", 1),
        (("--fault", "x", "--email", "nobody"), "is not an e-mail address", 1),
        (("--colour", "red"), "unrecognized arguments", 2),
    ],
)
def test_an_intake_that_is_refused(
    run: Run, shop_path: Path, words: tuple[str, ...], sentence: str, code: int
) -> None:
    check_refused(run, shop_path, sentence, "ticket", "add", shop_path, *words, code=code, typed="{}")


def test_a_file_that_is_no_text_is_refused(run: Run, shop_path: Path, tmp_path: Path) -> None:
    source = tmp_path / "intake.json"
    source.write_bytes(b'{"fault": "\xff\xfe"}')
    check_refused(run, shop_path, "is not JSON in UTF-8", "ticket", "add", shop_path, "--from", source)
    check_refused(run, shop_path, "cannot be read", "ticket", "add", shop_path, "--from", tmp_path)
