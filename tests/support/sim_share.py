"""What people and other programs do to a share behind everybody's back."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from random import Random

from tests.support.memory_disk import MemoryFiles
from tests.support.sim_device import held

__all__ = ["FILE", "FOLDER", "Outside", "copies", "events"]

FOLDER = Path("/share")
FILE = FOLDER / "rounds.roundsman"

_SEGMENT = re.compile(r"/rounds\.[0-9a-z]{10}-[0-9a-z]{4}\.roundsman$")


def events(share: MemoryFiles) -> dict[str, bytes]:
    """The events that can be read in the files of the share, by id; copies that were set aside are not looked at."""
    found: dict[str, bytes] = {}
    for path, inode in share.files.items():
        if path.endswith(".roundsman") and Path(path).parent == FOLDER:
            found |= held(bytes(inode.data))
    return found


def copies(share: MemoryFiles) -> list[str]:
    """Conflict copies with events in them that still stand beside the shared file."""
    beside = (path for path in share.files if path.endswith(".roundsman") and Path(path).parent == FOLDER)
    return [p for p in beside if p != str(FILE) and not _SEGMENT.search(p) and held(share.take(p))]


class Outside:
    """The rest of the world. `strike` does one thing to one file of the share; `mend` puts away what stands open."""

    def __init__(self, share: MemoryFiles, chance: Random, counts: Counter[str]):
        self.share = share
        self.chance = chance
        self.counts = counts
        self.backups: list[dict[str, bytes]] = []
        self._away: dict[str, bytes] = {}
        self._forks = 0
        self.gentle = chance.random() < 0.4
        """Nothing rots on this share: whatever it loses, the next exchange finds out without an audit."""
        share.folders.update(("/", str(FOLDER)))

    def strike(self, wanted: str = "") -> str:
        """Something happens to the share, or what is wanted; returns what, "" when there was nothing to strike."""
        self.mend()
        names = [p for p, inode in self.share.files.items() if Path(p).parent == FOLDER and inode.data]
        if not names:
            return ""
        acts = (
            self.back_up,
            self.back_up,
            self.roll_back,
            self.roll_back,
            self.truncate,
            self.flip,
            self.flip,
            self.fork,
            self.shuffle,
            self.copy_part,
            self.move_away,
            self.empty,
            self.scribble,
            self.restart_server,
        )
        act = getattr(self, wanted) if wanted else self.chance.choice(acts)
        if self.gentle and act in (self.flip, self.shuffle, self.restart_server):
            act = self.roll_back
        act(self.chance.choice(sorted(names)))
        self.counts["share " + act.__name__] += 1
        return act.__name__

    def mend(self) -> None:
        """What was moved away stands there again, as a copy beside it where somebody began anew meanwhile."""
        for path, content in self._away.items():
            self.share.put(path if path not in self.share.files else self._copy_name(), content)
        self._away.clear()

    def _copy_name(self) -> str:
        """How tools and people call a second version."""
        self._forks += 1
        stem = FILE.stem
        names = (
            f"{stem}.sync-conflict-20251124-0900{self._forks:02d}-K7Q2ABC.roundsman",
            f"{stem} (conflicted copy {self._forks}).roundsman",
            f"{stem}-LAPTOP{self._forks}.roundsman",
        )
        return str(FOLDER / self.chance.choice(names))

    def back_up(self, _path: str) -> None:
        self.backups.append({p: c for p, c in self.share.copy().items() if p.endswith(".roundsman")})

    def roll_back(self, path: str) -> None:
        """Yesterday's backup of one file, or of all, is put in place."""
        if not self.backups:
            return
        copied = self.chance.choice(self.backups)
        anew = self.chance.random() < 0.5
        for name in copied if self.chance.random() < 0.5 else (path,):
            if name in copied:
                self.share.put(name, copied[name], anew)

    def truncate(self, path: str) -> None:
        content = self.share.take(path)
        self.share.put(path, content[: self.chance.randrange(len(content))])

    def flip(self, path: str) -> None:
        """A bit rots; old bytes, which nobody reads again, as often as new ones."""
        content = bytearray(self.share.take(path))
        content[self.chance.randrange(len(content))] ^= 1 << self.chance.randrange(8)
        self.share.put(path, bytes(content))

    def fork(self, path: str) -> None:
        """A tool that copies files between machines found two versions and kept both under two names."""
        if not self.backups or path not in (older := self.chance.choice(self.backups)):
            return
        main, copy = self.share.take(path), older[path]
        if self.chance.random() < 0.5:
            main, copy = copy, main
        self.share.put(path, main, anew=True)
        self.share.put(self._copy_name(), copy)

    def shuffle(self, path: str) -> None:
        """Lines stand twice, or in another order."""
        first, *lines = self.share.take(path).splitlines(keepends=True)
        lines += self.chance.sample(lines, self.chance.randrange(len(lines) + 1))
        if self.chance.random() < 0.7:
            self.chance.shuffle(lines)
        self.share.put(path, first + b"".join(lines))

    def copy_part(self, path: str) -> None:
        """A copy that broke off takes the file's place."""
        content = self.share.take(path)
        self.share.put(path, content[: self.chance.randrange(len(content) // 2, len(content))], anew=True)

    def move_away(self, path: str) -> None:
        """Somebody moves the file away for a while."""
        self._away[path] = self.share.take(path)
        self.share.drop(path)

    def empty(self, path: str) -> None:
        if self.chance.random() < 0.3:
            self.share.put(path, b"")

    def scribble(self, path: str) -> None:
        """A program gone wild appends something."""
        rubbish = self.chance.randbytes(self.chance.randrange(1, 60)) + self.chance.choice((b"", b"\n"))
        self.share.put(path, self.share.take(path) + rubbish)

    def restart_server(self, _path: str) -> None:
        """The machine that holds the share loses power."""
        self.share.lose_power(self.chance)
