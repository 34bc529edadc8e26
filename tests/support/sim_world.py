"""One story, told by one seed: tablets, their processes, a share, clocks, and everything that can happen to them.

`World(seed).run()` raises `Broken` when the store broke its word. What was acknowledged (record returned) may only go
where the last place that held it was destroyed by hand: an older copy put over a folder, a flipped byte of the only
file. Those few are found by looking at all files before and after, and are counted, never guessed.
"""

from __future__ import annotations

import errno
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random

from store import snapshot
from store.archive.compacting import compact
from store.errors import StoreError
from tests.support import sim_end
from tests.support.memory_disk import Killed, MemoryFiles
from tests.support.sim_device import DATA, Broken, Process, Tablet, held, no_room, raises
from tests.support.sim_exchange import Sharing
from tests.support.sim_time import still

__all__ = ["Broken", "World"]

MOST_TABLETS = 5
ENDING = ".roundsman"


class World:
    """Everything that one seed runs. `counts` says how often each thing happened."""

    def __init__(self, seed: int, steps: int | None = None, shared: bool = True):
        self.seed = seed
        self.chance = Random(seed)
        self.steps = steps or self.chance.randrange(40, 81)
        self.counts: Counter[str] = Counter()
        self.acked: dict[str, bytes] = {}
        self.excused: set[str] = set()
        self.share = MemoryFiles("share")
        self.sharing = Sharing(self, shared)
        self.tablets: list[Tablet] = []
        self.story: list[str] = []
        """What happened, line by line, for whoever replays a seed."""

    def tell(self, *words: object) -> None:
        self.story.append(" ".join(map(str, words)))

    def run(self) -> World:
        """The whole story and its end."""
        with still(self.chance):
            for _ in range(self.chance.randrange(2, 5)):
                self._new_tablet()
            for _ in range(self.steps):
                self.step()
            self.end()
        return self

    def end(self) -> None:
        """All faults are over. Raises Broken."""
        sim_end.end(self)

    def step(self) -> None:
        """Something happens."""
        acts: list[tuple[int, Callable[[Tablet], None]]] = [
            (30, self.record),
            (30, self.sharing.exchange),
            (10, self.sharing.outside),
            (4, self.power_cut),
            (3, self.kill),
            (3, self.restart),
            (4, self.second),
            (3, lambda tablet: self.look_into(self.chance.choice(tablet.processes))),
            (4, self.set_clock),
            (3, self.sharing.audit),
            (2, self.compact),
            (2, self.remember),
            (1, self.clone),
            (1, self.back_up),
            (1, self.restore),
            (1, self.flip),
        ]
        tablet = self.chance.choice(self.tablets)
        for files in (tablet.files, self.share):
            if self.chance.random() < 0.3:
                files.write_back()
        tablet.clock.advance(seconds=self.chance.randrange(1, 4000))
        act = self.chance.choices([act for _, act in acts], [weight for weight, _ in acts])[0]
        self.tell(act.__name__, tablet.name)
        act(tablet)

    # What a tablet's people and its machine do

    def record(self, tablet: Tablet) -> None:
        """Somebody taps; the disk may do anything meanwhile."""
        process = self.chance.choice(tablet.processes)
        self.trouble(process)
        self.tap(process)
        if self.chance.random() < 0.15:
            self.power_cut(tablet)

    def tap(self, process: Process) -> None:
        """Record once; what returns is acknowledged."""

        def say() -> None:
            saved = process.record(self.chance)
            self.acked.update(saved)
            process.tablet.mine.update(saved)
            self.counts["recorded"] += len(saved)
            self.tell("   recorded", process.tablet.name, *(key[-6:] for key in saved))

        self.attempt(process, say)

    def trouble(self, process: Process) -> None:
        """Plan what goes wrong with the tablet's own disk during the next call."""
        kind = self.chance.choice((*["none"] * 6, "eio", "eio", "full", "short", "kill", "power", "meanwhile"))
        disk, nth = process.disk, self.chance.randrange(1, 16)
        self.counts["local " + kind] += kind != "none"
        self.tell("   disk:", kind, nth)
        if kind == "eio":
            disk.at(nth, raises(errno.EIO))
        elif kind == "full":
            disk.weather = no_room
        elif kind == "short":
            disk.short = 0.6
        elif kind in ("kill", "power"):
            disk.at(nth, lambda _: process.die(power=kind == "power"))
        elif kind == "meanwhile":
            disk.at(nth, lambda _: self.meanwhile(process))

    def meanwhile(self, busy: Process) -> None:
        """While one process is inside a call, another one on the same folder taps."""
        others = [p for p in busy.tablet.processes if p is not busy] or [self._start(busy.tablet)]
        self.tap(others[0])

    def attempt(self, process: Process, act: Callable[[], None]) -> None:
        """Let a process try; errors are told to people, and a death is cleared up."""
        try:
            act()
        except StoreError as error:
            self.counts["told " + error.code] += 1
            self.tell("   told", error.code)
        except Killed:
            self.tell("   killed")
            self.bury(process)
        finally:
            process.disk.calm()
            process.far.calm()

    def bury(self, process: Process) -> None:
        """A dead process is started anew, after the machine if that fell too."""
        tablet = process.tablet
        process.die()
        if process.fell:
            self.power_cut(tablet)
        elif process in tablet.processes:
            tablet.processes.remove(process)
            self._start(tablet)

    def power_cut(self, tablet: Tablet) -> None:
        self.counts["power cut"] += 1
        self.counts["power cut that lost bytes"] += tablet.lose_power(self.chance)
        self.boot(tablet)

    def kill(self, tablet: Tablet) -> None:
        self.counts["kill"] += 1
        self.bury(self.chance.choice(tablet.processes))

    def restart(self, tablet: Tablet) -> None:
        """Somebody closes the program and opens it again, perhaps on a bad disk."""
        process = self.chance.choice(tablet.processes)
        self.close(process)
        self.trouble(process)
        self.look_into(process)

    def second(self, tablet: Tablet) -> None:
        """A second program on the same folder comes or goes."""
        if len(tablet.processes) > 1:
            self.close(tablet.processes.pop())
        else:
            self.look_into(self._start(tablet))

    def look_into(self, process: Process) -> None:
        """Follow what others wrote; everything acknowledged here must be among it."""

        mine = set(process.tablet.mine)

        def see() -> None:
            book = process.open()
            book.follow()
            known = book._storage.raws("events")
            missing = [key for key in mine if key not in known]
            # After a failed force a process looks at the disk again only when it is asked to record.
            if missing and not book._storage.broken:
                raise Broken(f"{process.tablet.name} acknowledged and has not: {missing}")

        self.attempt(process, see)

    def set_clock(self, tablet: Tablet) -> None:
        """Somebody sets the clock, or it ran wrong for months."""
        self.counts["clock set"] += 1
        hours = self.chance.choice((-24, 24, -24, 24, self.chance.uniform(-6, 6), self.chance.uniform(-1, 1)))
        tablet.clock.at += timedelta(hours=hours)

    def compact(self, tablet: Tablet) -> None:
        """Last year's records go to the archive, perhaps on a bad disk."""
        process = self.chance.choice(tablet.processes)
        self.trouble(process)
        self.counts["compact"] += 1

        def seal() -> None:
            done = compact(DATA, process.disk, now=tablet.clock.now(), wait=0)
            self.counts["archived"] += done.archived
            self.tell("   ", done)

        self.attempt(process, seal)

    def remember(self, tablet: Tablet) -> None:
        """A snapshot of the ledger is left, perhaps on a bad disk."""
        process = self.chance.choice(tablet.processes)
        self.trouble(process)
        self.counts["snapshot"] += 1

        def build() -> None:
            with suppress(OSError):
                snapshot.build(DATA, process.disk)

        self.attempt(process, build)

    # What happens to a whole folder

    def clone(self, tablet: Tablet) -> None:
        """The folder is copied to another machine, or the machine is cloned so well that nothing tells them apart."""
        if len(self.tablets) >= MOST_TABLETS:
            return
        self.counts["clone"] += 1
        mark = tablet.files.mark if self.chance.random() < 0.5 else f"clone{len(self.tablets)}"
        twin = self._new_tablet(mark, tablet.files.copy())
        twin.mine = {key for key in tablet.mine if key in twin.journal()}

    def back_up(self, tablet: Tablet) -> None:
        tablet.backups.append(tablet.files.copy())

    def restore(self, tablet: Tablet) -> None:
        """An older copy of the folder is put in its place: under the same mark (an image of the disk) or another."""
        if not tablet.backups:
            return
        self.counts["restore"] += 1
        copied = self.chance.choice(tablet.backups)

        def put() -> None:
            for process in tablet.processes:
                process.die()
            tablet.files.restore(copied)
            if self.chance.random() < 0.5:
                tablet.files.mark += "'"

        self.destroy(tablet, put)
        self.boot(tablet)

    def flip(self, tablet: Tablet) -> None:
        """A bit of one of its files rots while the tablet is off: mostly of the records, at times of anything else."""
        others = [path for path, inode in tablet.files.files.items() if inode.data]
        path = self.chance.choice(tablet.records() if self.chance.random() < 0.7 else others)
        self.counts["local flip"] += 1
        self.tell("   in", path)

        def rot() -> None:
            tablet.lose_power(self.chance)
            content = bytearray(tablet.files.take(path))
            if content:
                content[self.chance.randrange(len(content))] ^= 1 << self.chance.randrange(8)
                tablet.files.put(path, bytes(content))

        self.destroy(tablet, rot)
        self.boot(tablet)

    def destroy(self, tablet: Tablet | None, act: Callable[[], None]) -> None:
        """Do what no program can undo, and excuse what nobody holds any more."""
        before = self.everywhere()
        act()
        gone = before - self.everywhere()
        self.excused |= gone & self.acked.keys()
        if tablet is not None:
            tablet.mine &= tablet.journal().keys()

    def everywhere(self) -> set[str]:
        """Every event that can be read on any tablet or anywhere on the share."""
        found = {key for path, content in self.share.copy().items() if path.endswith(ENDING) for key in held(content)}
        return found.union(*(tablet.journal() for tablet in self.tablets))

    # Coming and going

    def _new_tablet(self, mark: str = "", copied: dict[str, bytes] | None = None) -> Tablet:
        name = f"tablet{len(self.tablets) + 1}"
        tablet = Tablet(name, mark or name, self.chance)
        if copied is None:
            tablet.found()
        else:
            tablet.files.restore(copied)
        self.tablets.append(tablet)
        self.boot(tablet)
        return tablet

    def _start(self, tablet: Tablet) -> Process:
        process = Process(tablet, self.share, self.chance)
        tablet.processes.append(process)
        return process

    def boot(self, tablet: Tablet) -> None:
        """The machine starts, and with it one program that looks whether all is there."""
        for process in tablet.processes:
            process.die()
        tablet.processes.clear()
        self.look_into(self._start(tablet))

    def close(self, process: Process) -> None:
        self.sharing.close(process)
        if process.book is not None:
            process.book.close()
            process.book = None
