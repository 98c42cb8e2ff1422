"""The choices of this computer survive, and a damaged file does not stop anybody."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp import settings
from deskapp.settings import Settings

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_without_a_file_the_choices_are_the_usual_ones(file: Path) -> None:
    assert settings.load(file) == Settings()
    assert not file.exists()


def test_what_is_kept_comes_back(file: Path) -> None:
    kept = (
        Settings(
            mode="dark",
            text_size=125,
            last_shop=r"C:\Läden\“Nord”.desk",
            geometry="AdnQywAD+A==",
            sidebar=False,
        )
        .with_splitter("tickets", "AAAA/w==")
        .with_header("tickets", "AAAB")
        .with_printer("service-summary", "Brother QL-700")
    )
    assert settings.save(kept, file)
    assert settings.load(file) == kept
    assert settings.load(file).printers["service-summary"] == "Brother QL-700"


def test_the_usual_place_is_the_user_s_folder() -> None:
    assert settings.save(Settings(mode="light"))
    assert settings.load().mode == "light"
    assert settings.settings_file().name == "settings.toml"


@given(shop=TEXTS, key=TEXTS, value=TEXTS)
def test_any_text_comes_back(
    shop: str, key: str, value: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("settings") / "settings.toml"
    kept = Settings(last_shop=shop, headers={key: value})
    assert settings.save(kept, file)
    assert settings.load(file) == kept


@pytest.mark.parametrize("damage", [b"mode = ", b"\xff\xfe\x00", b"[[[", b"mode = 'dark'\nmode = 'light'\n"])
def test_a_damaged_file_is_put_aside(file: Path, damage: bytes) -> None:
    file.write_bytes(damage)
    assert settings.load(file) == Settings()
    assert not file.exists()
    assert file.with_name("settings.toml.damaged").read_bytes() == damage


@pytest.mark.parametrize(
    "text",
    [
        'mode = "pink"',
        "mode = 3",
        "text_size = 4000",
        "text_size = true",
        'text_size = "big"',
        "sidebar = 1",
        "headers = 3",
        "headers = { tickets = 3 }",
        'future = "unknown"',
    ],
)
def test_a_wrong_value_is_the_usual_one(file: Path, text: str) -> None:
    file.write_text(f'{text}\nlast_shop = "/home/mia/shop.desk"\n', encoding="utf-8")
    assert settings.load(file) == Settings(last_shop="/home/mia/shop.desk")


def test_a_disk_that_takes_nothing_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.save(Settings(mode="dark"), file)

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert not settings.save(Settings(mode="light"), file)
    assert settings.load(file).mode == "dark"
    assert [one.name for one in file.parent.iterdir()] == ["settings.toml"]


def test_the_file_can_be_read_by_people(file: Path) -> None:
    settings.save(Settings(mode="dark").with_printer("label", "QL"), file)
    text = file.read_text(encoding="utf-8")
    assert text.splitlines()[0] == 'mode = "dark"'
    assert tomllib.loads(text)["printers"] == {"label": "QL"}
