"""A crash report says where the program failed, and nothing of anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskapp import crash_report, paths
from deskapp.crash_report import masked

CANARIES = (
    *("blauer", "elefant", "canary-note"),
    *("Łukasz", "Wójcik", "Byron", "O’Neill", "王", "07700", "900142", "+447700900142", "ada.byron"),
    *(
        "blauer",
        "canary-note",
        "elefant",
        "a.example",
        "Privet",
        "SW1A",
        "4711",
        "hunter2",
        "356938035643809",
        "meyer",
        "Documents",
        "Ada's",
    ),
)
WORDS = (
    "(IntegrityError) UNIQUE constraint failed: customer.name [parameters: ('Łukasz Wójcik', '4711')]",
    "invalid literal for int() with base 10: '4711 hunter2'",
    "could not convert “Ada Byron” of 12 Privet Drive, SW1A 2AA",
    "no customer O’Neill 王 Byron (+447700900142)",
    "[Errno 13] Permission denied: '/home/meyer/Documents/Ada's shop.desk'",
    r"cannot open C:\Users\meyer\Documents\Byron.desk",
    "/home/meyer/Documents/shop.desk is locked",
    "mail to ada.byron@a.example failed, IMEI 356938035643809",
    "half of it: 'Byron",
    "cannot take blauer elefant of canary-note-between-us",
    "CustomerDraft(name='Łukasz Wójcik', phones=(Phone(number='+447700900142'),), street=\"Privet\")",
)


@pytest.mark.parametrize("words", WORDS)
def test_nobody_stands_in_it(words: str) -> None:
    said = masked(words)
    assert not [one for one in CANARIES if one.casefold() in said.casefold()], said


def test_what_helps_stays() -> None:
    assert masked("unsupported operand type(s) for +: int and NoneType") == (
        "unsupported operand type(s) for +: int and […]"
    )
    assert "UNIQUE constraint failed: customer.name" in masked(WORDS[0])
    assert masked("Internal C++ object already deleted.") == "Internal C++ object already deleted."


def _fail(words: str) -> None:
    try:
        raise LookupError(words)
    except LookupError as error:
        raise ExceptionGroup("both of Byron", [KeyError("+447700900142"), RuntimeError(words)]) from error


@pytest.mark.parametrize("words", WORDS)
def test_the_whole_report(words: str) -> None:
    with pytest.raises(ExceptionGroup) as caught:
        _fail(words)
    caught.value.add_note("seen by Łukasz Wójcik")
    report = crash_report.write_report(caught.value)
    assert report is not None
    text = report.read_text(encoding="utf-8")
    assert not [one for one in CANARIES if one in text], text
    assert str(Path.home()) not in text.replace(str(paths.log_folder()), "")
    for part in ("LookupError: ", "KeyError: ", "ExceptionGroup: ", "RuntimeError: ", "in _fail"):
        assert part in text


def test_an_error_that_cannot_say_what_it_is() -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise ValueError("Byron")

    report = crash_report.write_report(Mute())
    assert report is not None
    assert "Mute: " in report.read_text(encoding="utf-8")
