"""Puts the kiosk's files into a machine and takes them out again, without losing anything of anybody else's.

/etc/roundsman/installed.json remembers each file with its hash and what lay there before. A file that we wrote and that
is still as we wrote it is ours; any other is set aside under another name and said.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec

from tui.machine.plan import ETC, Placed

__all__ = ["MANIFEST", "Done", "install", "uninstall"]

MANIFEST = ETC / "installed.json"
BEFORE, EDITED = ".before-roundsman", ".edited"

What = Literal["written", "unchanged", "left", "taken away", "put back", "set aside", "gone"]


class _Ours(msgspec.Struct):
    """What is remembered of a file."""

    sha256: str
    before: str = ""
    """The path under which a file that lay there was set aside."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one file; `aside` is where another one was moved that lay in its place."""

    path: PurePosixPath
    what: What
    aside: str = ""


def _in(root: Path, path: PurePosixPath | str) -> Path:
    return root / str(path).lstrip("/")


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all; readers of the folder pass over the name it has meanwhile.

    Folders too are for everybody to read, whatever root's umask is: sshd reads the keys as the kiosk's account.
    """
    for folder in (*reversed(path.parent.parents), path.parent):
        if not folder.is_dir():
            folder.mkdir()
            folder.chmod(0o755)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    fresh.chmod(0o644)
    fresh.replace(path)


def _set_aside(path: Path, ending: str) -> Path:
    aside = path.with_name(path.name + ending)
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}{ending}.{number}")
    path.rename(aside)
    return aside


def _known(root: Path) -> dict[str, _Ours]:
    content = _read(_in(root, MANIFEST))
    return msgspec.json.decode(content, type=dict[str, _Ours]) if content else {}


def _remember(root: Path, known: dict[str, _Ours]) -> None:
    _write(_in(root, MANIFEST), msgspec.json.format(msgspec.json.encode(known)))


def install(root: Path, files: Iterable[Placed]) -> list[Done]:
    """Write the files under `root`, a second time what has changed; what is not wanted now goes. Raises OSError."""
    known = _known(root)
    done: list[Done] = []
    wanted: set[str] = set()
    for placed in files:
        path, name, content = _in(root, placed.path), str(placed.path), placed.text.encode()
        wanted.add(name)
        there = _read(path)
        if there is not None and placed.yours:
            done.append(Done(placed.path, "left"))
            continue
        before, aside = known[name].before if name in known else "", ""
        if there == content:
            done.append(Done(placed.path, "unchanged"))
        else:
            if there is not None and (name not in known or known[name].sha256 != _hash(there)):
                aside = "/" + str(_set_aside(path, BEFORE).relative_to(root))
                before = before or aside
            _write(path, content)
            done.append(Done(placed.path, "written", aside))
        if not placed.yours:
            known[name] = _Ours(_hash(content), before)
            _remember(root, known)  # after each file: an installation cut short can be undone
    return done + [_take_away(root, known, name) for name in list(known) if name not in wanted]


def uninstall(root: Path) -> list[Done]:
    """Take away what was written, and put back what lay there before. Raises OSError."""
    known = _known(root)
    done = [_take_away(root, known, name) for name in list(known)]
    _in(root, MANIFEST).unlink(missing_ok=True)
    return done


def _take_away(root: Path, known: dict[str, _Ours], name: str) -> Done:
    path, ours = _in(root, name), known[name]
    there, aside = _read(path), ""
    if there is not None and _hash(there) != ours.sha256:
        aside = "/" + str(_set_aside(path, EDITED).relative_to(root))
    elif there is not None:
        path.unlink()
    what: What = "set aside" if aside else "gone" if there is None else "taken away"
    before = _in(root, ours.before) if ours.before else None
    if before is not None and before.exists():
        before.rename(path)
        what = "put back"
    del known[name]
    _remember(root, known)
    return Done(PurePosixPath(name), what, aside)
