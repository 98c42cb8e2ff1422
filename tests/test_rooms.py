"""The rooms keep to their contracts."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "deskapp"
NAMES_FOR_NO_ROOM = {"utils", "util", "common", "helpers", "core", "misc", "mixed"}


def modules() -> Iterator[Path]:
    return SOURCE.rglob("*.py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_every_import_contract_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    result = lint_imports(str(ROOT / "pyproject.toml"), no_cache=True)
    assert result == 0, capsys.readouterr().out


def test_everything_has_a_name_of_its_own() -> None:
    assert not [
        path for path in modules() if NAMES_FOR_NO_ROOM & {path.stem, *path.relative_to(SOURCE).parts}
    ]


def test_migrations_never_import_the_program() -> None:
    revisions = list((ROOT / "migrations").rglob("*.py"))
    assert revisions
    assert not [path.name for path in revisions if any(name.startswith("deskapp") for name in imports(path))]


def test_what_ships_beside_the_code_is_no_package() -> None:
    assert not [
        path for folder in ("migrations", "resources") for path in (ROOT / folder).rglob("__init__.py")
    ]


def test_files_stay_short_enough_to_read() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    too_long = {path.name: length for path, length in lengths.items() if length > 400}
    assert not too_long
