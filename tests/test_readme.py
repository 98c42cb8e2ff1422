"""What the README says can be done, can be done."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MADE_BY_SETUP = ".venv/"


def quoted(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", text)


def commands(program: str) -> list[list[str]]:
    """The lines of the README's code blocks that start a program, in parts and without their comments."""
    lines = re.findall(rf"^    {re.escape(program)} (.+)$", README, re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines]


def paths(text: str) -> list[str]:
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    named = [
        part
        for part in quoted(text)
        if re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", part) and re.search(r"[/.]", part)
    ]
    return [path for path in [*linked, *named] if not path.startswith(MADE_BY_SETUP)]


def is_there(path: str) -> bool:
    """Whether a path leads somewhere from the root, the package or the tests; a bare name, in any room."""
    places = (ROOT, ROOT / "src" / "deskapp", ROOT / "tests")
    return any((place / path).exists() for place in places) or any((ROOT / "src").rglob(path))


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_path_that_is_named_is_there(text: str) -> None:
    known = [path for path in paths(text) if not path.endswith(".desk") and not path.startswith("deskapp.")]
    assert known
    assert not [path for path in known if not is_there(path)]


def test_the_recipe_for_a_field_names_the_places_where_its_example_stands() -> None:
    recipe = CONTRIBUTING.split("## Add a field to a ticket")[1].split("\n## ")[0]
    named = {path for path in quoted(recipe) if re.fullmatch(r"[\w/]+/\w+\.py|cli\w*\.py", path)}
    assert len(named) > 10
    for path in named:
        found = ROOT / path if path.startswith("migrations/") else ROOT / "src" / "deskapp" / path
        assert re.search(r"\bcondition\b", found.read_text(encoding="utf-8")), path


def test_every_dev_command_that_is_named_is_known() -> None:
    named = set(re.findall(r"dev\.py (\w+)", README + CONTRIBUTING))
    assert {"run", "test"} <= named
    assert named <= set(re.findall(r"^python3 dev\.py (\w+)", str(dev.__doc__), re.MULTILINE))


def test_the_command_line_of_the_readme_works_as_it_stands(tmp_path: Path) -> None:
    environment = os.environ | {"DESKAPP_NOW": "2026-03-10T09:06:00+00:00"}
    lines = [line for line in commands("deskapp") if "repairs.csv" not in line]
    assert lines
    for line in lines:
        program = [sys.executable, "-m", "deskapp", *line]
        done = subprocess.run(
            program,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, (line, done.stderr)
    assert (tmp_path / "summary.pdf").read_bytes().startswith(b"%PDF")
