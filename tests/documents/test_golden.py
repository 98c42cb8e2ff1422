"""Every paper says, word for word, what was last agreed on."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskapp.documents.render import render
from deskapp.domain.paper import Document
from deskapp.domain.shop import Paper
from tests.documents import builders, reading

EXPECTED = Path(__file__).parent / "expected"


@pytest.mark.parametrize("case", builders.CASES)
@pytest.mark.parametrize("size", Paper)
@pytest.mark.parametrize("document", Document)
def test_the_words_of_a_paper(document: Document, size: Paper, case: str, update_expected: bool) -> None:
    pages = reading.pages_text(render(document, builders.CASES[case](), size))
    words = "".join(f"=== page {number}\n{page.rstrip()}\n" for number, page in enumerate(pages, 1))
    file = EXPECTED / f"{document}-{size}-{case}.txt"
    if update_expected:
        file.parent.mkdir(exist_ok=True)
        file.write_text(words, encoding="utf-8", newline="\n")
    assert words == file.read_text(encoding="utf-8"), "if this is meant, run with --update-expected and look"
