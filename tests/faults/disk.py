"""A disk that loses power: from what a program did it builds the files that could be left of it.

What was synced is there. Of what was written since, nothing, all, a beginning, or half by chance is there,
and of some writes only some of the sectors. A folder inside is there once the one around it was synced.
Limits: a new file's name is there at once, a sector is written whole, and nothing is written before the
program asked for it.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.faults.trace import Event

SECTOR = 512
TORN = 0.3
MODES = ("none", "all", "some", "some", "prefix")


class Disk:
    """Names lead to files (numbers); each has its synced content and the writes since."""

    def __init__(self, files: Mapping[str, bytes], chance: random.Random) -> None:
        self._chance = chance
        self._names = {name: number for number, name in enumerate(files)}
        self._content = {number: bytearray(content) for number, content in enumerate(files.values())}
        self._waiting: dict[int, list[Event]] = {number: [] for number in self._content}
        self._synced_names = dict(self._names)
        self._synced_folders = {folder for name in files for folder in _folders(name)}

    def happens(self, event: Event) -> None:
        """Take one change over."""
        if event.kind == "create" and event.path not in self._names:
            number = len(self._content)
            self._content[number], self._waiting[number] = bytearray(), []
            self._names[event.path] = number
            self._synced_names.setdefault(event.path, number)
        elif event.kind in {"write", "cut"}:
            self._waiting[self._names[event.path]].append(event)
        elif event.kind == "sync":
            self._sync(event.path)
        elif event.kind == "unlink":
            self._names.pop(event.path, None)
        elif event.kind == "rename":
            self._names[event.to] = self._names.pop(event.path)
        elif event.kind == "link":
            self._names[event.to] = self._names[event.path]

    def left(self) -> dict[str, bytes]:
        """The files as they may be after a power cut at this moment."""
        mode = self._chance.choice(MODES)
        names = self._chance.choice((self._names, self._names, self._safe_names()))
        return {name: self._left_of(number, mode) for name, number in names.items()}

    def _sync(self, path: str) -> None:
        if path not in self._names:
            self._sync_folder(path)
            return
        number = self._names[path]
        for event in self._waiting[number]:
            _apply(self._content[number], event, None)
        self._waiting[number].clear()

    def _sync_folder(self, path: str) -> None:
        """The names of what lies in it; what those of its folders lead to is theirs to sync."""
        stay = {name: number for name, number in self._synced_names.items() if _folder(name) != path}
        self._synced_names = stay | {name: one for name, one in self._names.items() if _folder(name) == path}
        inner = {folder for name in self._names for folder in _folders(name)}
        self._synced_folders |= {folder for folder in inner if _folder(folder) == path}

    def _safe_names(self) -> dict[str, int]:
        names = self._synced_names.items()
        return {name: number for name, number in names if self._synced_folders.issuperset(_folders(name))}

    def _left_of(self, number: int, mode: str) -> bytes:
        content, waiting = bytearray(self._content[number]), self._waiting[number]
        for event in self._taken(waiting, mode):
            torn = mode == "some" and self._chance.random() < TORN
            _apply(content, event, self._chance if torn else None)
        return bytes(content)

    def _taken(self, waiting: Sequence[Event], mode: str) -> Sequence[Event]:
        if mode == "some":
            return [event for event in waiting if self._chance.random() < 0.5]
        count = {"none": 0, "all": len(waiting)}.get(mode)
        return waiting[: self._chance.randint(0, len(waiting)) if count is None else count]


def cut_power(
    events: Sequence[Event],
    files: Mapping[str, bytes],
    cuts: int,
    judge: Callable[[Mapping[str, bytes], Sequence[bytes]], str],
    seed: int,
) -> dict[str, int]:
    """Cut the power at so many moments of chance; answers how often each verdict was given.

    `judge` gets the files that are left and what the program had said until then; where both are what they
    were at a cut before, so is its verdict.
    """
    known: dict[tuple[bytes, int], str] = {}
    chance = random.Random(seed)
    moments = sorted(chance.choices(range(len(events)), k=cuts))
    disk, said, verdicts = Disk(files, chance), list[bytes](), dict[str, int]()
    for place, event in enumerate(events):
        if event.kind == "say":
            said += event.content.splitlines()
        else:
            disk.happens(event)
        while moments and moments[0] == place:
            moments.pop(0)
            left = disk.left()
            key = (_mark_of(left), len(said))
            verdict = known[key] = known.get(key) or judge(left, said)
            verdicts[verdict] = verdicts.get(verdict, 0) + 1
    return verdicts


def _mark_of(files: Mapping[str, bytes]) -> bytes:
    """What is the same for the same files, without the memory beside a shop file."""
    mark = hashlib.sha256()
    for name in sorted(files):
        if not name.endswith("-shm"):
            mark.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    return mark.digest()


def put_back(files: Mapping[str, bytes], folder: Path) -> None:
    """Write these files into an empty folder; the memory beside a shop file is lost with the power."""
    for name, content in files.items():
        if not name.endswith("-shm"):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _folders(name: str) -> list[str]:
    """Those that a name lies in, inside the one that is looked at."""
    folder = _folder(name)
    return [*_folders(folder), folder] if folder else []


def _apply(content: bytearray, event: Event, chance: random.Random | None) -> None:
    if event.kind == "cut":
        del content[event.place :]
        content.extend(bytes(event.place - len(content)))
        return
    end = event.place + len(event.content)
    content.extend(bytes(max(0, end - len(content))))
    if chance is None:
        content[event.place : end] = event.content
        return
    for start in range(event.place, end, SECTOR):
        if chance.random() < 0.5:
            stop = min(start + SECTOR, end)
            content[start:stop] = event.content[start - event.place : stop - event.place]
