"""Names and texts of many scripts, each found on a real file however it is typed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.domain.ticket import Intake, ItemDraft
from deskapp.services.desk import Desk
from tests.conftest import NOON

WRITTEN = {
    "polish": "Łukasz Wójcik",
    "danish": "Søren Østergård",
    "german": "Jürgen Großmann",
    "turkish": "Mehmet Yıldız İnci",
    "greek": "Οδυσσεύς Παπαδόπουλος",
    "russian": "Пётр Сёмин",
    "vietnamese": "Đặng Thị Ánh",
    "czech": "Antonín Dvořák",
    "french": "Benoît Lebœuf",
    "icelandic": "Guðrún Þórsdóttir",
    "romanian": "Ştefan Ţepeş",
    "maltese": "Ġorġ Ħamrun",
    "azeri": "Fəridə Əliyeva",
    "arabic": "فاطمة أحمد",
    "persian": "علی کریمی",
    "hebrew": "שָׁלוֹם כהן",
    "hindi": "एकता शर्मा",
    "chinese": "王小明",
    "japanese": "山田 ﾀﾛｳ",
    "korean": "김철수",
    "wide": "Ａｎａ Ｐｏｐａ",
}
TYPED = [
    ("lukasz", "polish"),
    ("WOJCIK", "polish"),
    ("soren", "danish"),
    ("ostergard", "danish"),
    ("grossmann", "german"),
    ("GROSSMANN", "german"),
    ("großm", "german"),
    ("yildiz", "turkish"),
    ("YILDIZ", "turkish"),
    ("yıldız", "turkish"),
    ("inci", "turkish"),
    ("İNCİ", "turkish"),
    ("οδυσσευς", "greek"),
    ("ΟΔΥΣΣΕΥΣ", "greek"),
    ("παπαδ", "greek"),
    ("петр", "russian"),
    ("СЕМИН", "russian"),
    ("dang anh", "vietnamese"),
    ("đặng", "vietnamese"),
    ("dvorak", "czech"),
    ("antonin", "czech"),
    ("leboeuf", "french"),
    ("lebœuf", "french"),
    ("LEBŒUF", "french"),
    ("gudrun thorsdottir", "icelandic"),
    ("ștefan", "romanian"),
    ("tepes", "romanian"),
    ("hamrun", "maltese"),
    ("feride", "azeri"),
    ("فاطمه", "arabic"),
    ("احمد", "arabic"),
    ("علي", "persian"),
    ("كريمي", "persian"),
    ("שלום", "hebrew"),
    ("כהן", "hebrew"),
    ("शर्मा", "hindi"),
    ("小明", "chinese"),
    ("王", "chinese"),
    ("タロウ", "japanese"),
    ("田", "japanese"),
    ("김철", "korean"),
    ("ana popa", "wide"),
    ("ａｎａ", "wide"),
]
DIGITS = ["0142", "٠١٤٢", "०१४२", "０１４２", "۰۱۴۲"]


@pytest.fixture(scope="module")
def desk(blank_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A customer of each script, and a ticket whose text is the same without a customer."""
    desk = Desk.open(Path(shutil.copy(blank_shop, tmp_path_factory.mktemp("folding"))), FixedClock(NOON))
    owner = desk.actor()
    for key, name in WRITTEN.items():
        customer = CustomerDraft(name, (Phone("07700 900142"),) if key == "polish" else ())
        desk.tickets.take_in(owner, Intake((ItemDraft("Serviced"),), customer=customer, tags=(key,)))
        desk.tickets.take_in(owner, Intake((ItemDraft(f"For {name}: १३"),), tags=(key, "text")))
    yield desk
    desk.close()


def found(desk: Desk, query: str) -> set[str]:
    return {row.tags.split()[0] for row in desk.tickets.rows(desk.actor(), query)}


@pytest.mark.parametrize(("typed", "script"), TYPED)
def test_a_name_is_found_in_customers_and_in_texts(desk: Desk, typed: str, script: str) -> None:
    assert found(desk, f"{typed} -tag:text") == {script}
    assert found(desk, f"{typed} tag:text") == {script}
    assert found(desk, f'customer:"{typed}"') == {script}
    assert {match.name for match in desk.customers.rows(desk.actor(), typed)} == {WRITTEN[script]}


@pytest.mark.parametrize("typed", DIGITS)
def test_digits_of_every_script_find_a_phone(desk: Desk, typed: str) -> None:
    assert found(desk, typed) == found(desk, f"phone:{typed}") == {"polish"}


def test_digits_of_every_script_are_the_same_in_texts(desk: Desk) -> None:
    assert found(desk, "13") == found(desk, "１३") == found(desk, "١٣") == set(WRITTEN)
