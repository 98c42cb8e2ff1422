"""Every text has its translation, the translations are whole, and people are spoken to in their language."""

from __future__ import annotations

import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from deskapp import cli, i18n
from deskapp.domain.actor import Actor
from deskapp.domain.paper import Document
from deskapp.i18n import _
from deskapp.paths import shipped
from deskapp.services.desk import Desk
from tests.builders import a_customer, a_line, an_intake
from tests.documents import reading

SOURCE = Path(__file__).parents[1] / "src"
FILES = sorted((shipped("resources") / "translations").glob("*/LC_MESSAGES/deskapp.po"))
every_language = pytest.mark.parametrize("file", FILES, ids=lambda file: file.parents[1].name)


@cache
def read(file: Path) -> Catalog:
    """A translation as its people write it."""
    with file.open("rb") as opened:
        return read_po(opened)


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """One text, or its singular and plural."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def texts(catalog: Catalog) -> list[Message]:
    """The messages without the header."""
    return [message for message in catalog if message.id]


def fields(text: str) -> set[str]:
    """The names in braces; those in doubled braces stand there as they are."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


@cache
def extracted() -> frozenset[tuple[str, ...]]:
    """Every text that the sources mark."""
    found = extract_from_dir(SOURCE, method_map=[("**.py", "python")])
    return frozenset(forms(message) for _file, _line, message, _comments, _context in found)


def test_german_is_there() -> None:
    assert "de" in [file.parents[1].name for file in FILES]


@every_language
def test_every_text_is_translated(file: Path) -> None:
    known = {forms(message.id) for message in texts(read(file)) if all(forms(message.string))}
    assert sorted(extracted() - known) == [], "see “Translate” in CONTRIBUTING.md"


@every_language
def test_nothing_is_left_to_look_at(file: Path) -> None:
    catalog = read(file)
    assert [message.id for message in catalog if message.fuzzy and message.id] == []
    assert list(catalog.obsolete) == []


@every_language
def test_the_names_in_braces_are_kept(file: Path) -> None:
    for message in texts(read(file)):
        original = fields(forms(message.id)[-1])
        for text in forms(message.string):
            assert fields(text) == original, text


@every_language
def test_what_has_a_key_keeps_one(file: Path) -> None:
    for message in texts(read(file)):
        assert "".join(forms(message.string)).count("&") == "".join(forms(message.id)).count("&"), message.id


@every_language
def test_the_program_reads_what_people_wrote(file: Path) -> None:
    with file.with_suffix(".mo").open("rb") as opened:
        compiled = {forms(message.id): forms(message.string) for message in texts(read_mo(opened))}
    assert compiled == {forms(message.id): forms(message.string) for message in texts(read(file))}


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de_DE.UTF-8"),
        ({"LANG": "de_AT@euro"}, "de_AT@euro"),
        ({"LANG": "en_GB.UTF-8"}, "en_GB.UTF-8"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "de"}, "en"),
        ({"LANG": "xx_XX.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "xx:de:en"}, "de"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "en:de"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "de_CH.UTF-8"}, "de_CH.UTF-8"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en_US.UTF-8"),
        ({"LANG": "en_US.UTF-8", "DESKAPP_LANGUAGE": "de"}, "de"),
        ({"LANG": "de_DE.UTF-8", "DESKAPP_LANGUAGE": "xx"}, "en"),
        ({"LANG": "../../de"}, "en"),
    ],
)
def test_the_computer_says_which_language(
    environment: dict[str, str], spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))
    assert i18n.system_language(environment) == spoken


@pytest.mark.parametrize("name", ["de_DE", "German_Germany", "German_Austria"])
def test_windows_names_languages_in_words(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("locale.getlocale", lambda: (name, "1252"))
    i18n.use(i18n.system_language({}))
    assert i18n.language() == "de"
    assert _("New ticket") == "Neuer Auftrag"


def test_the_system_may_say_it_by_other_ways() -> None:
    assert i18n.system_language({}, told=["xx-XX", "de-DE", "en-GB"]) == "de-DE"
    assert i18n.system_language({"LANG": "en_GB.UTF-8"}, told=["de-DE"]) == "en_GB.UTF-8"


def test_nothing_stays_nothing() -> None:
    i18n.use("de")
    assert _("") == ""


def test_a_paper_speaks_the_customer_s_language(desk: Desk, owner: Actor) -> None:
    words = service_summary(desk, owner, "de")
    assert "Servicebericht" in words
    assert "Status Wartet auf Teil" in words
    assert "Galaxy S21: Wartet auf Teil." in words
    assert "10. März 2026" in words
    assert "79,00 £" in words


@pytest.mark.parametrize("language", ["", "en", "fr"])
def test_a_paper_speaks_english_though_the_window_speaks_german(
    desk: Desk, owner: Actor, language: str
) -> None:
    """French is not spoken, so the shop's language holds for words and figures alike."""
    i18n.use("de")
    words = service_summary(desk, owner, language)
    assert "Status Waiting for part" in words
    assert "10 Mar 2026" in words
    assert "£79.00" in words


def service_summary(desk: Desk, owner: Actor, language: str) -> str:
    """The words of the paper for a ticket that waits for a part."""
    from deskapp.documents.render import render

    intake = an_intake(customer=a_customer(language=language), lines=(a_line(),))
    number = desk.tickets.take_in(owner, intake).value.number
    desk.tickets.move(owner, number, "waiting_part", reason="ordered")
    return reading.text(render(Document.SERVICE_SUMMARY, desk.papers.ticket(owner, number)))


def test_the_command_line_speaks_german(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKAPP_LANGUAGE", "de")
    with pytest.raises(SystemExit):
        cli.main(["new", "--help"])
    said = capsys.readouterr().out
    assert said.startswith("Aufruf: deskapp new")
    assert "eine neue Betriebsdatei anlegen" in said
    assert "diese Hilfe zeigen" in said
