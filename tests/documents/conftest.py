"""The switch that writes the golden texts anew."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-expected",
        action="store_true",
        default=False,
        help="write the texts of the papers to tests/documents/expected instead of comparing them",
    )


@pytest.fixture
def update_expected(request: pytest.FixtureRequest) -> bool:
    """Whether the golden texts are to be written instead of compared."""
    return bool(request.config.getoption("--update-expected", default=False))
