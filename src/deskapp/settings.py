"""The choices of this computer, kept in one small file; what belongs to the shop is in the shop file."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from deskapp.paths import config_folder, usual_backups
from deskapp.whole_file import write_whole

MODES = ("system", "light", "dark")
DENSITIES = ("compact", "normal", "comfortable")
TEXT_SIZES = (90, 100, 110, 125, 150)
LONGEST_BACKUP_HOURS = 24
_FILE = "settings.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """Look, places and printers.

    `geometry` and the states are base64 texts by view as Qt gives them; `printers` go by document. Backups
    go to a folder, with copies in a second one, every so many hours while a shop is open, and once a day a
    copy that people can read (of an encrypted shop only where that is wished too); with `no_backups` somebody
    wants none. With `single_keys` letters alone are commands in lists; `scanner` holds what
    `domain.scan.ScanRules` keeps.
    """

    mode: str = "system"
    text_size: int = 100
    last_shop: str = ""
    geometry: str = ""
    sidebar: bool = True
    pane: bool = True
    pane_below: bool = False
    density: str = "normal"
    splitters: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    backup_folder: str = ""
    backup_second: str = ""
    no_backups: bool = False
    backup_hours: int = 4
    backup_readable: bool = True
    readable_though_encrypted: bool = False
    printers: Mapping[str, str] = field(default_factory=dict)
    single_keys: bool = True
    scanner: Mapping[str, str] = field(default_factory=dict)
    photo_folder: str = ""

    def backup_folders(self) -> tuple[Path, ...]:
        """Where backups go: the first that takes one, and copies of it into the others."""
        return tuple(Path(folder) for folder in (self.backup_folder, self.backup_second) if folder.strip())

    def with_usual_backups(self) -> Settings:
        """The settings with a folder for backups, unless somebody wants none."""
        if self.backup_folders() or self.no_backups:
            return self
        return replace(self, backup_folder=str(usual_backups()))

    def wants_readable(self, *, encrypted: bool) -> bool:
        """Whether copies that anybody can read are wished; of an encrypted shop that is a wish of its own."""
        return self.readable_though_encrypted if encrypted else self.backup_readable

    def with_splitter(self, view: str, state: str) -> Settings:
        """The settings with another splitter state."""
        return replace(self, splitters={**self.splitters, view: state})

    def with_header(self, view: str, state: str) -> Settings:
        """The settings with another header state."""
        return replace(self, headers={**self.headers, view: state})

    def with_printer(self, document: str, printer: str) -> Settings:
        """The settings with another printer for a document."""
        return replace(self, printers={**self.printers, document: printer})


def settings_file() -> Path:
    """Where the settings are kept."""
    return config_folder() / _FILE


def load(path: Path | None = None) -> Settings:
    """The settings as kept; a damaged file is put aside as `….damaged` and a wrong value is its default."""
    file = path or settings_file()
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError):
        return _aside(file)
    import tomllib

    try:
        kept = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return _aside(file)
    return _checked(kept)


def save(settings: Settings, path: Path | None = None) -> bool:
    """Keep the settings, whole or not at all; False where the disk does not take them."""
    file = path or settings_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, ("\n".join(_lines(settings)) + "\n").encode())
    except (OSError, UnicodeEncodeError):  # the name of the last shop may hold bytes that are no text
        return False
    return True


def _aside(file: Path) -> Settings:
    with contextlib.suppress(OSError):
        file.replace(file.with_suffix(file.suffix + ".damaged"))
    return Settings()


def _checked(kept: Mapping[str, Any]) -> Settings:
    """The known values that are of the right kind."""
    default = Settings()
    good = {known.name: kept[known.name] for known in fields(Settings) if _fits(known.name, kept, default)}
    settings = replace(default, **good)
    if settings.mode not in MODES:
        settings = replace(settings, mode=default.mode)
    if settings.density not in DENSITIES:
        settings = replace(settings, density=default.density)
    if not min(TEXT_SIZES) <= settings.text_size <= max(TEXT_SIZES):
        settings = replace(settings, text_size=default.text_size)
    if not 1 <= settings.backup_hours <= LONGEST_BACKUP_HOURS:
        settings = replace(settings, backup_hours=default.backup_hours)
    return settings


def _fits(name: str, kept: Mapping[str, Any], default: Settings) -> bool:
    value, model = kept.get(name), getattr(default, name)
    if isinstance(model, Mapping):
        return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    return type(value) is type(model)


def _lines(settings: Settings) -> Iterator[str]:
    tables: dict[str, Mapping[str, str]] = {}
    for known in fields(settings):
        value = getattr(settings, known.name)
        if isinstance(value, Mapping):
            tables[known.name] = value
        else:
            yield f"{known.name} = {_literal(value)}"
    for name, table in tables.items():
        yield f"\n[{name}]"
        yield from (f"{_literal(key)} = {_literal(value)}" for key, value in sorted(table.items()))


def _literal(value: str | int | bool) -> str:
    """A value as TOML writes it; JSON's texts are TOML's basic strings but for the DEL sign."""
    if isinstance(value, str):
        import json

        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value).lower()
