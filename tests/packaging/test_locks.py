"""The locks hold what pyproject.toml asks for, with hashes and without private addresses."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def name_of(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def locked(lock: str) -> dict[str, str]:
    """Each package of a lock, with the lines that follow its name."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.findall(r"^([\w.-]+)==(.+?)(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    return {name_of(name): rest for name, rest in entries}


def uv_packages() -> list[dict[str, Any]]:
    packages: list[dict[str, Any]] = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    return packages


def imported() -> set[str]:
    """The top-level names that the program and its migrations import, without the standard library."""
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "migrations").rglob("*.py")]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    whole = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    parts = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.split(".")[0] for name in whole | parts} - sys.stdlib_module_names - {"deskapp"}


def test_the_program_asks_for_what_it_imports() -> None:
    asked = {name_of(one) for one in project()["project"]["dependencies"]}
    comes_with_pyside = {"shiboken6"}
    makers = packages_distributions()
    assert not [
        name for name in imported() - comes_with_pyside if not asked & set(map(name_of, makers.get(name, [])))
    ]


def test_the_runtime_lock_holds_every_dependency() -> None:
    assert {name_of(one) for one in project()["project"]["dependencies"]} <= set(locked("requirements.lock"))


def test_the_development_lock_holds_the_runtime_and_the_tools() -> None:
    tools = {name_of(one) for one in project()["dependency-groups"]["dev"]}
    assert tools | set(locked("requirements.lock")) <= set(locked("requirements-dev.lock"))


def test_uv_locked_the_ranges_that_are_asked_for() -> None:
    [deskapp] = [package for package in uv_packages() if package["name"] == "deskapp"]
    known = deskapp["metadata"]
    locked_ranges = {
        (one["name"], one["specifier"]) for one in [*known["requires-dist"], *known["requires-dev"]["dev"]]
    }
    asked = map(Requirement, [*project()["project"]["dependencies"], *project()["dependency-groups"]["dev"]])
    assert {(name_of(one.name), frozenset(str(one.specifier).split(","))) for one in asked} == {
        (name, frozenset(specifier.split(","))) for name, specifier in locked_ranges
    }


def test_uv_and_pip_install_the_same_versions() -> None:
    versions = {(package["name"], package.get("version")) for package in uv_packages()}
    for name, rest in locked("requirements-dev.lock").items():
        assert (name, rest.split()[0]) in versions


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes(lock: str) -> None:
    assert not [name for name, rest in locked(lock).items() if "--hash=sha256:" not in rest]


@pytest.mark.parametrize("lock", [*LOCKS, "uv.lock"])
def test_locks_name_public_addresses_only(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    hosts = set(re.findall(r"(?:https?|file|ssh|git)://([^/\"\s]*)", text))
    assert hosts <= {"pypi.org", "files.pythonhosted.org"}
    assert not re.search(r"^\s*(--(extra-)?index|--find-links|-e|/)", text, re.MULTILINE)
