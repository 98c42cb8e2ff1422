"""What a program did to the files of a folder, in order, as strace saw it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "openat,write,pwrite64,pwritev,ftruncate,lseek,fsync,fdatasync,unlink,unlinkat,rename,renameat,renameat2,link,linkat,"
    "close,dup,dup2,dup3,sendfile,copy_file_range,fallocate"
)
UNKNOWN = {"pwritev", "dup", "dup2", "dup3", "sendfile", "copy_file_range", "fallocate"}
_LINE = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Event:
    """`create`, `write` (place, content), `cut` (to a length), `sync`, `unlink`, `rename`/`link`, `say`."""

    kind: str
    path: str = ""
    content: bytes = b""
    place: int = 0
    to: str = ""


def is_there() -> bool:
    """Whether strace can be used here."""
    tool = shutil.which("strace")
    return (
        tool is not None
        and subprocess.run([tool, "-qq", "true"], capture_output=True, check=False).returncode == 0
    )


def traced(command: Sequence[str], folder: Path, log: Path, **where: object) -> list[Event]:
    """Run a program and answer what it did below the folder; paths are relative to it."""
    strace = ["strace", "-qq", "-xx", "-s", "100000000", "-e", f"trace={CALLS}", "-o", str(log), *command]
    subprocess.run(strace, check=True, stdout=subprocess.DEVNULL, **where)  # type: ignore[call-overload]  # cwd, env
    return list(_events(log.read_text(encoding="ascii").splitlines(), folder))


class _Descriptors:
    """Which file of the folder each descriptor means, and where it stands."""

    def __init__(self, folder: Path) -> None:
        self._folder = f"{folder}/"
        self.paths: dict[int, str] = {}
        self.places: dict[int, int] = {}
        self.lost = 0

    def relative(self, path: bytes) -> str | None:
        name = path.decode()
        return name.removeprefix(self._folder) if name.startswith(self._folder) else None


def _events(lines: Sequence[str], folder: Path) -> Iterator[Event]:
    known = _Descriptors(folder)
    for line in lines:
        if (seen := _LINE.match(line)) and int(seen[3]) >= 0:
            name, values, answer = seen[1], seen[2], int(seen[3])
            texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(values)]
            if act := _ACTS.get(name):
                yield from act(known, values, texts, answer)
            elif name in UNKNOWN and int(values.split(",")[0]) in known.paths:
                raise ValueError(f"the model of the disk does not know this call: {name}")


def _opened(known: _Descriptors, values: str, texts: list[bytes], answer: int) -> Iterator[Event]:
    path = known.relative(texts[0])
    known.paths.pop(answer, None)
    if path is None:
        if texts[0].decode() == known._folder.rstrip("/"):  # noqa: SLF001  the folder itself, to sync it
            known.paths[answer] = ""
        return
    known.paths[answer], known.places[answer] = path, 0
    if "O_CREAT" in values:
        yield Event("create", path)
    if "O_TRUNC" in values:
        yield Event("cut", path)


def _written(known: _Descriptors, values: str, texts: list[bytes], answer: int) -> Iterator[Event]:
    descriptor = int(values.split(",", maxsplit=1)[0])
    if descriptor in known.paths:
        yield Event("write", known.paths[descriptor], texts[0][:answer], known.places[descriptor])
        known.places[descriptor] += answer
    elif descriptor == 1:
        yield Event("say", content=texts[0])


def _written_at(known: _Descriptors, values: str, texts: list[bytes], answer: int) -> Iterator[Event]:
    descriptor = int(values.split(",", maxsplit=1)[0])
    if descriptor in known.paths:
        yield Event("write", known.paths[descriptor], texts[0][:answer], int(values.rsplit(",", 1)[1]))


def _cut(known: _Descriptors, values: str, texts: list[bytes], answer: int) -> Iterator[Event]:
    descriptor, length = (int(value) for value in values.split(","))
    if descriptor in known.paths:
        yield Event("cut", known.paths[descriptor], place=length)


def _sought(known: _Descriptors, values: str, texts: list[bytes], answer: int) -> Iterator[Event]:
    known.places[int(values.split(",", maxsplit=1)[0])] = answer
    yield from ()


def _synced(known: _Descriptors, values: str, texts: list[bytes], answer: int) -> Iterator[Event]:
    if int(values) in known.paths:
        yield Event("sync", known.paths[int(values)])


def _unlinked(known: _Descriptors, values: str, texts: list[bytes], answer: int) -> Iterator[Event]:
    if (path := known.relative(texts[0])) is not None:
        yield Event("unlink", path)


def _renamed(known: _Descriptors, values: str, texts: list[bytes], answer: int) -> Iterator[Event]:
    before, after = (known.relative(text) for text in texts)
    if before is not None and after is not None:
        yield from _kept_open(known, after)
        yield Event("rename", before, to=after)
        for descriptor, path in known.paths.items():
            if path == before:
                known.paths[descriptor] = after


def _kept_open(known: _Descriptors, path: str) -> Iterator[Event]:
    """A file that loses its name while it is open can still be written, so it gets one that nobody reads."""
    open_ = [descriptor for descriptor, name in known.paths.items() if name == path]
    if open_:
        known.lost += 1
        yield Event("link", path, to=f"{path}#{known.lost}")
        known.paths |= dict.fromkeys(open_, f"{path}#{known.lost}")


def _linked(known: _Descriptors, values: str, texts: list[bytes], answer: int) -> Iterator[Event]:
    before, after = (known.relative(text) for text in texts)
    if before is not None and after is not None:
        yield Event("link", before, to=after)


def _closed(known: _Descriptors, values: str, texts: list[bytes], answer: int) -> Iterator[Event]:
    known.paths.pop(int(values), None)
    yield from ()


_Act = Callable[[_Descriptors, str, list[bytes], int], Iterator[Event]]
_ACTS: dict[str, _Act] = {
    "openat": _opened,
    "write": _written,
    "pwrite64": _written_at,
    "ftruncate": _cut,
    "lseek": _sought,
    "fsync": _synced,
    "fdatasync": _synced,
    "unlink": _unlinked,
    "unlinkat": _unlinked,
    "rename": _renamed,
    "renameat": _renamed,
    "renameat2": _renamed,
    "link": _linked,
    "linkat": _linked,
    "close": _closed,
}
