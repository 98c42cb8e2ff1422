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
@pytest.mark.parametrize("document", builders.SHEETS)
def test_the_words_of_a_paper(document: Document, size: Paper, case: str, update_expected: bool) -> None:
    _compare(
        f"{document}-{size}-{case}", render(document, builders.CASES[case](), size), update=update_expected
    )


@pytest.mark.parametrize("case", builders.RECEIPTS)
@pytest.mark.parametrize("size", Paper)
def test_the_words_of_a_receipt(size: Paper, case: str, update_expected: bool) -> None:
    made = render(Document.RECEIPT, builders.OF_RECEIPTS[case](), size)
    _compare(f"receipt-{size}-{case}", made, update=update_expected)


@pytest.mark.parametrize("case", builders.CASES)
def test_the_words_of_a_label(case: str, update_expected: bool) -> None:
    _compare(f"label-{case}", render(Document.LABEL, builders.CASES[case]()), update=update_expected)


def _compare(name: str, pdf: bytes, *, update: bool) -> None:
    pages = reading.pages_text(pdf)
    words = "".join(f"=== page {number}\n{page.rstrip()}\n" for number, page in enumerate(pages, 1))
    file = EXPECTED / f"{name}.txt"
    if update:
        file.parent.mkdir(exist_ok=True)
        file.write_text(words, encoding="utf-8", newline="\n")
    assert words == file.read_text(encoding="utf-8"), "if this is meant, run with --update-expected and look"
