"""Customers and the catalog at a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Answers, Ok, Run, check_refused


def test_customers_are_written_down_listed_and_shown(ok: Ok, answers: Answers, shop_path: Path) -> None:
    words = ("--name", "Zoë Müller", "--phone", "07700 900142", "--phone", "0113 496 0123", "--city", "Leeds")
    assert ok("customer", "add", shop_path, *words) == "1"
    typed = '{"company": "Greenleaf Café Ltd", "phones": ["0113 496 0999"], "street": "1 High St"}'
    assert answers("customer", "add", shop_path, "--from", "-", typed=typed)["name"] == "Greenleaf Café Ltd"
    ok(
        "ticket",
        "add",
        shop_path,
        "--customer",
        "Zoë Müller",
        "--phone",
        "07700 900142",
        "--fault",
        "Cracked",
    )
    [listed] = answers("customer", "list", shop_path, "zoe")
    assert (listed["id"], listed["phone"], listed["open_tickets"]) == (1, "07700 900142", 1)
    shown = answers("customer", "show", shop_path, 1)
    assert (shown["phones"], shown["city"]) == (["+447700900142", "+441134960123"], "Leeds")
    assert [ticket["fault"] for ticket in shown["tickets"]] == ["Cracked"]
    assert len(answers("customer", "list", shop_path, "--limit", 1)) == 1
    assert ok("customer", "list", shop_path).splitlines() == [
        "2  Greenleaf Café Ltd  0113 496 0999",
        "1  Zoë Müller          07700 900142   Leeds",
    ]
    assert ok("customer", "show", shop_path, 1) == (
        """\
1  Zoë Müller

Phone    07700 900142, 0113 496 0123
Address  Leeds

Tickets
  26000018  Received  Cracked"""
    )


def test_all_about_a_firm_goes_in_and_comes_out(ok: Ok, answers: Answers, shop_path: Path) -> None:
    typed = """{"company": "Greenleaf", "kind": "firm",
        "phones": [{"typed": "0113 496 0999", "label": "desk"}],
        "emails": [{"address": "o@greenleaf.example", "label": "orders"}], "tags": ["fleet"],
        "addresses": [{"street": "4 Mill Lane", "city": "Bradford"}], "do_not_contact": true,
        "contacts": [{"name": "Noor Haddad", "phone": "0113 496 0555"}], "channel": "email"}"""
    assert ok("customer", "add", shop_path, "--from", "-", typed=typed) == "1"
    words = ("--name", "Bo", "--payer", "1", "--tag", "fleet", "--iban", "GB82WEST12345698765432")
    assert ok("customer", "add", shop_path, *words, "--channel", "post", "--price-group", "trade") == "2"
    firm = answers("customer", "show", shop_path, 1)
    assert firm["emails"] == [{"address": "o@greenleaf.example", "label": "orders"}]
    assert firm["addresses"][0]["city"] == "Bradford"
    assert firm["contacts"][0]["normal"] == "+441134960555"
    assert (firm["kind"], firm["channel"], firm["do_not_contact"]) == ("firm", "email", True)
    assert (firm["tags"], firm["phone_labels"]) == (["fleet"], ["desk"])
    driver = answers("customer", "show", shop_path, 2)
    assert (driver["payer_id"], driver["payer"], driver["price_group"]) == (1, "Greenleaf", "trade")
    listed = answers("customer", "list", shop_path, "tag:fleet", "--sort", "-name")
    assert [(one["name"], one["tags"]) for one in listed] == [("Greenleaf", ["fleet"]), ("Bo", ["fleet"])]
    text = ok("customer", "show", shop_path, 2)
    assert "Who pays               Greenleaf" in text
    assert "GB82 WEST 1234 5698 7654 32" in text


def test_customers_go_to_the_bin_and_come_back(ok: Ok, answers: Answers, shop_path: Path) -> None:
    for name in ("Anna", "Bo"):
        ok("customer", "add", shop_path, "--name", name)
    assert ok("customer", "bin", shop_path, 1) == "Deleted Anna"
    assert [one["name"] for one in answers("customer", "list", shop_path)] == ["Bo"]
    assert [one["name"] for one in answers("customer", "list", shop_path, "--bin")] == ["Anna"]
    assert ok("customer", "restore", shop_path, 1, 2) == "Restored 1 customer"
    assert answers("customer", "list", shop_path, "--bin") == []


@pytest.mark.parametrize(
    ("words", "sentence", "code"),
    [
        (("add", "SHOP"), "A customer needs a name", 1),
        (("add", "SHOP", "--name", "A", "--email", "x"), "is not an e-mail address", 1),
        (("add", "SHOP", "--from", "-"), "no “nam” in a customer; there is addresses", 1),
        (("add", "SHOP", "--name", "A", "--iban", "GB82WEST12345698765433"), "check digits do not fit", 1),
        (("add", "SHOP", "--name", "A", "--channel", "owl"), "“owl” is not known here", 1),
        (("add", "SHOP", "--name", "A", "--payer", "9"), "Somebody else has to pay", 1),
        (("list", "SHOP", "--sort", "shoe"), "no column “shoe” to sort by", 1),
        (("show", "SHOP", "99"), "no customer 99 in the directory", 1),
        (("show", "SHOP", "99999999999999999999"), "is not a number from 1 on", 2),
        (("list", "SHOP", "word " * 30), "up to 20 words", 1),
    ],
)
def test_what_the_directory_refuses(
    run: Run, shop_path: Path, words: tuple[str, ...], sentence: str, code: int
) -> None:
    filled = [str(shop_path) if word == "SHOP" else word for word in words]
    check_refused(run, shop_path, sentence, "customer", *filled, code=code, typed='{"nam": "A"}')


@pytest.mark.usefixtures("catalog")
def test_the_catalog_is_listed(ok: Ok, answers: Answers, shop_path: Path) -> None:
    listed = answers("catalog", "list", shop_path)
    assert [(service["code"], service["price"]) for service in listed] == [
        ("BAT-IP13", {"amount": "59.00", "currency": "GBP"}),
        ("SCR-IP13-OEM", {"amount": "189.00", "currency": "GBP"}),
    ]
    assert ok("catalog", "list", shop_path, "bat") == "BAT-IP13  Entry BAT-IP13  59.00"
