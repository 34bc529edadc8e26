"""Safeguards taken out of the store, one at a time, to see whether the tests miss them.

A mutation is a few edits of source text, made while a module is imported in a process of its own; no file changes.
As a pytest plugin (`-p tests.support.mutations`, with ROUNDSMAN_MUTATION naming one) it must be loaded before the store
is. An edit that fits nowhere any more is an error: the code moved on and the mutation has to follow.
"""

from __future__ import annotations

import os
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from typing import NamedTuple

__all__ = ["MUTATIONS", "Edit", "apply"]


class Edit(NamedTuple):
    """Text to be replaced wherever it stands in a module."""

    module: str
    old: str
    new: str


MUTATIONS: dict[str, tuple[Edit, ...]] = {
    "fdatasync": (Edit("store.journal.file", "self._disk.force(self._fd)", "None"),),
    "entry of the folder": (
        Edit("store.journal.file", "self._disk.force_directory(self.path.parent)", "None"),
        Edit("store.whole", "disk.force_directory(path.parent)", "None"),
    ),
    "checksum": (Edit("store.journal.lines", 'line[:9] == b"%08x " % crc32(payload)', "True"),),
    "lock": (Edit("store.journal.lock", "not self._disk.lock(self._fd)", "False"),),
    "cursor before own bytes": (
        Edit(
            "store.sync.pen",
            "        if new:\n            far.force_directory",
            "        place.cursor = size + len(content)\n"
            "        place.mark = far.read(fd, 512, max(0, place.cursor - 512))\n"
            "        place.headed = True\n"
            "        if new:\n            far.force_directory",
        ),
    ),
    "reading back": (
        Edit(
            "store.sync.writing",
            "run.report.written += events\n",
            "run.report.written += events\n"
            "                from store.sync.balance import dot_of\n"
            "                [balance.confirm(dot_of(key, raw)) for key, raw in batch]\n",
        ),
    ),
    "fingerprint": (
        Edit("store.sync.shared_file", "return not place.mark or self._far.read(", "return True or self._far.read("),
        Edit("store.sync.pen", "(place.mark and far.read(fd, len(place.mark), at) != place.mark)", "False"),
    ),
    "audit": (
        Edit(
            "store.sync.exchange", "self._run(Run(tell, stop), whole=True)", "self._run(Run(tell, stop), whole=False)"
        ),
        Edit("store.sync.exchange", "whole=whole or self._account.audit_due", "whole=False"),
    ),
    "new incarnation": (
        Edit("store.sync.own", "device = device.reborn(self._disk.home_mark(self.data))", "pass"),
        Edit(
            "store.device", "settled = device.reborn(home) if device.home else", "settled = device if device.home else"
        ),
    ),
    "conflict copies": (Edit("store.sync.copies", "elif middle and self._is_file(name):", "elif False:"),),
}
"""What is taken out, by name."""


class _Mutant(SourceFileLoader):
    """Loads a module from edited source, past the compiled one."""

    edits: tuple[Edit, ...] = ()

    def path_stats(self, path):
        raise OSError("no compiled copy of a mutant is read or written")

    def source_to_code(self, data, path, *, _optimize=-1):
        text = bytes(data).decode()
        for edit in self.edits:
            if edit.module == self.name:
                if edit.old not in text:
                    raise LookupError(f"{edit.old!r} stands nowhere in {edit.module}")
                text = text.replace(edit.old, edit.new)
        return super().source_to_code(text.encode(), path, _optimize=_optimize)


class _Finder(MetaPathFinder):
    def __init__(self, edits: tuple[Edit, ...]):
        self._edits = edits

    def find_spec(self, fullname, path=None, target=None) -> ModuleSpec | None:
        if all(edit.module != fullname for edit in self._edits):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin is not None:
            loader = _Mutant(fullname, spec.origin)
            loader.edits = self._edits
            spec.loader = loader
        return spec


def apply(name: str) -> None:
    """Take a safeguard out of this process. Raises KeyError for a name that is none."""
    edits = MUTATIONS[name]
    early = [edit.module for edit in edits if edit.module in sys.modules]
    if early:
        raise ImportError(f"{early} were imported before they could be changed")
    sys.meta_path.insert(0, _Finder(edits))


if os.environ.get("ROUNDSMAN_MUTATION"):
    apply(os.environ["ROUNDSMAN_MUTATION"])
