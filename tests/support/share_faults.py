"""What befalls a shared file while devices use it: every fault is done to the real file, by its name, at random places.

`happen` does one of them and returns its name. None of them asks whether a device is just writing.
"""

from __future__ import annotations

import contextlib
import shutil

from tests.support.mounts import read_only

__all__ = ["FAULTS", "ShareFaults"]

FAULTS = (
    "flip", "truncate", "rollback", "rollback in place", "fork", "duplicate lines", "shuffle lines", "zeros",
    "rubbish", "read-only", "folder vanishes", "file vanishes",
)  # fmt: skip
COPIES = 3
"""Conflict copies at most: somebody would set them aside."""


class ShareFaults:
    """Faults on one share. `wait(seconds)` is called while something is away or write-protected."""

    def __init__(self, file, aside, rng, wait):
        self.file = file
        self.aside = aside
        aside.mkdir()
        self._rng = rng
        self._wait = wait
        self._backups = []
        self._copies = 0

    def backup(self):
        """Yesterday's backup, for a rollback later."""
        to = self.aside / f"backup-{len(self._backups) % 5}"
        shutil.copyfile(self.file, to)
        if to not in self._backups:
            self._backups.append(to)

    def happen(self, kinds=FAULTS):
        name = self._rng.choice(kinds)
        if self.file.exists() and (self._rng.random() < 0.3 or not self._backups):
            self.backup()
        getattr(self, f"_{name.replace(' ', '_').replace('-', '_')}")()
        return name

    def _any_file(self):
        return self._rng.choice(sorted(self.file.parent.glob(f"{self.file.stem}*{self.file.suffix}")))

    def _place(self, file):
        """Any byte, or one of the newest."""
        size = file.stat().st_size
        return self._rng.randrange(size) if self._rng.random() < 0.5 else max(0, size - 1 - self._rng.randrange(2000))

    def _flip(self):
        file = self._any_file()
        if not file.stat().st_size:
            return
        at = self._place(file)
        with file.open("r+b") as opened:
            opened.seek(at)
            byte = opened.read(1)
            opened.seek(at)
            opened.write(bytes([byte[0] ^ self._rng.randrange(1, 256)]) if byte else b"?")

    def _truncate(self):
        file = self._any_file()
        with file.open("r+b") as opened:
            opened.truncate(self._place(file) if file.stat().st_size else 0)

    def _rollback(self):
        new = self.aside / "new"
        shutil.copyfile(self._rng.choice(self._backups), new)
        new.replace(self.file)

    def _rollback_in_place(self):
        content = self._rng.choice(self._backups).read_bytes()
        with self.file.open("r+b") as opened:
            opened.write(content)
            opened.truncate()

    def _fork(self):
        """A copying program keeps what stands there as a conflict copy, and brings an older file of somebody else."""
        if self._copies >= COPIES:
            return
        self._copies += 1
        copy = f"{self.file.stem}.sync-conflict-2025112{self._copies}-101500-7KQ2ABC{self.file.suffix}"
        older = self.aside / "older"
        shutil.copyfile(self._rng.choice(self._backups), older)
        self.file.rename(self.file.with_name(copy))
        older.replace(self.file)

    def _lines(self):
        lines = self.file.read_bytes().splitlines(keepends=True)
        return lines[:1], lines[1:]

    def _duplicate_lines(self):
        _, lines = self._lines()
        with self.file.open("ab") as opened:
            opened.write(b"".join(self._rng.choices(lines, k=5)) if lines else b"")

    def _shuffle_lines(self):
        heading, lines = self._lines()
        tail = lines[-20:]
        self._rng.shuffle(tail)
        with self.file.open("r+b") as opened:
            opened.write(b"".join(heading + lines[:-20] + tail))

    def _zeros(self):
        with self._any_file().open("ab") as opened:
            opened.write(bytes(self._rng.randrange(1, 5000)))

    def _rubbish(self):
        with self._any_file().open("ab") as opened:
            opened.write(self._rng.randbytes(self._rng.randrange(1, 500)))

    def _read_only(self):
        with read_only(self.file.parent):
            self._wait(self._rng.uniform(0.1, 1))

    def _folder_vanishes(self):
        away = self.file.parent.with_name("away")
        self.file.parent.rename(away)
        self._wait(self._rng.uniform(0.1, 1))
        with contextlib.suppress(OSError):
            self.file.parent.rmdir()  # whoever made an empty folder in its place
        away.rename(self.file.parent)

    def _file_vanishes(self):
        away = self.aside / "away"
        self.file.rename(away)
        self._wait(self._rng.uniform(0.1, 1))
        away.replace(self.file)
