"""The exchanges of a story: who speaks with the share, what fails meanwhile, and whether "shared" was ever a lie."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from checkpoints.ledger.known import Vector
from store.errors import StoreError
from store.journal.storage import decode
from store.sync import standing
from store.sync.exchange import Exchange
from store.sync.share import Share
from tests.support.memory_disk import MemoryDisk, refuse
from tests.support.sim_device import DATA, FOUNDING_ID, Broken, Process, Tablet, no_room, raises, read_only, vanished
from tests.support.sim_share import FILE, Outside, copies, events

if TYPE_CHECKING:
    from tests.support.sim_world import World

__all__ = ["Sharing"]

MEETINGS = 3
"""Rounds in which everybody exchanges once the faults are over; the audit comes after the first."""


class Sharing:
    """All that concerns the share. `on` is False for stories of tablets alone."""

    def __init__(self, world: World, on: bool):
        self.world = world
        self.on = on
        self.outer = Outside(world.share, world.chance, world.counts)
        self.own_files = world.chance.random() < 0.3
        """Every device has a file of its own on this share."""
        self.locks_lie = world.chance.random() < 0.3
        self._depth = 0
        self._seen: set[tuple[str, int]] = set()
        """What could be read in the share when an exchange began, ever."""

    def exchange(self, tablet: Tablet) -> None:
        """Somebody's program exchanges; the share, the disk and the power may do anything meanwhile."""
        if not self.on:
            return
        process = self.world.chance.choice(tablet.processes)
        kind = self.trouble(process)
        if self.world.chance.random() < 0.1:
            self.world.trouble(process)
        self.sync(process, honest=kind != "meanwhile")
        if self.world.chance.random() < 0.3:
            self.close(process)

    def audit(self, tablet: Tablet) -> None:
        """A daily audit, perhaps on a bad share."""
        if self.on:
            process = self.world.chance.choice(tablet.processes)
            self.trouble(process)
            self.world.attempt(process, lambda: self._opened(process).audit())
            self.world.counts["audit"] += 1

    def outside(self, _tablet: Tablet) -> None:
        """The world strikes the share."""
        if self.on:
            self.strike()

    def strike(self, wanted: str = "") -> None:
        """Strike it; what stood there alone is excused."""
        self.world.destroy(None, lambda: self.world.tell("   share:", self.outer.strike(wanted)))

    def trouble(self, process: Process) -> str:
        """Plan what goes wrong on the share's side during the next call."""
        world, far = self.world, process.far
        choices = [*["none"] * 8, "eio", "eio", "full", "read only", "vanished", "short", "kill", "power", "server"]
        kind = world.chance.choice([*choices, "meanwhile", "meanwhile", "busy"])
        if kind == "server" and self.outer.gentle:
            kind = "none"
        nth = world.chance.randrange(1, 14)
        world.counts["far " + kind] += kind != "none"
        world.tell("   far:", kind, nth)
        far.locking = True if self.locks_lie else None
        if kind == "eio":
            far.at(nth, raises(world.chance.choice((errno.EIO, errno.ETIMEDOUT, errno.ESTALE))))
        elif kind == "full":
            far.weather = no_room
        elif kind == "read only":
            far.weather = read_only
        elif kind == "vanished":
            far.at(nth, lambda _: _turn(far))
        elif kind == "short":
            far.short = 0.6
        elif kind in ("kill", "power"):
            far.at(nth, lambda _: process.die(power=kind == "power"))
        elif kind == "server":
            far.at(nth, lambda _: world.share.lose_power(world.chance) and None)
        elif kind == "meanwhile":
            far.at(nth, lambda _: self.meanwhile(process))
        elif kind == "busy":
            far.locking = False
        return kind

    def meanwhile(self, busy: Process) -> None:
        """While one program is inside a call to the share, another one exchanges or somebody taps."""
        tablet = self.world.chance.choice(self.world.tablets)
        others = [p for p in tablet.processes if p is not busy]
        if not others or self._depth:
            return
        self._depth += 1
        try:
            if self.world.chance.random() < 0.3:
                self.world.tap(others[0])
            else:
                others[0].far.locking = True if self.locks_lie else None
                self.sync(others[0], honest=False)
        finally:
            self._depth -= 1

    def sync(self, process: Process, honest: bool = True) -> None:
        """Exchange once. With `honest`, what is newly called shared must have been read before,
        and on a share where nothing rots all that was here before must be there after.
        """
        self._seen |= _dots(events(self.world.share))
        claimed, here = self._claimed(process), process.tablet.journal().keys()
        self.world.counts["exchange"] += 1

        done: list[bool] = []

        def speak() -> None:
            report = self._opened(process).sync()
            self.world.counts["exchange done"] += 1
            done.append(True)
            self.world.counts["pulled"] += report.pulled
            self.world.counts["reread"] += report.reread
            self.world.counts["reborn"] += report.reborn
            self.world.tell("   synced", process.tablet.name, report)

        self.world.attempt(process, speak)
        if honest and not process.disk.dead:
            self._check_claims(process, claimed)
            if self.outer.gentle and done:
                missing = here - events(self.world.share).keys()
                if missing:
                    raise Broken(f"{process.tablet.name} exchanged, and the share has not: {sorted(missing)}")

    def _claimed(self, process: Process) -> Vector:
        found = standing.read(DATA, MemoryDisk(process.tablet.files))
        return found.shared if found is not None else {}

    def _check_claims(self, process: Process, claimed: Vector) -> None:
        here = _dots(process.tablet.journal())
        for device, last in self._claimed(process).items():
            for seq in range(claimed.get(device, 0) + 1, last + 1):
                # A number whose event nobody has any more is passed over.
                if (device, seq) not in self._seen and (device, seq) in here:
                    raise Broken(f"{process.tablet.name} calls {device} {seq} shared, and nobody can have read it")

    def _opened(self, process: Process) -> Exchange:
        if process.exchange is None:
            share = Share(path=str(FILE), segments=self.own_files)
            clock, disk, far = process.tablet.clock, process.disk, process.far
            process.exchange = Exchange(DATA, share, clock=clock, disk=disk, far=far, wait=0)
        return process.exchange

    def close(self, process: Process) -> None:
        """The program ends its exchanges and keeps its place."""
        if process.exchange is not None:
            exchange, process.exchange = process.exchange, None
            self.world.attempt(process, exchange.close)

    def settle(self) -> None:
        """All faults are over: everybody exchanges, audits once, and exchanges again."""
        if not self.on:
            return
        self.outer.mend()
        for meeting in range(MEETINGS):
            for tablet in self.world.tablets:
                try:
                    self._rejoin(tablet)
                    exchange = self._opened(tablet.processes[0])
                    report = exchange.sync()
                    self.world.tell("meeting", meeting, tablet.name, report)
                    if meeting == 0:
                        self.world.tell("audit", tablet.name, exchange.audit())
                except StoreError as error:
                    raise Broken(f"{tablet.name} cannot exchange though all is well: {error}") from error
                if meeting == MEETINGS - 1 and (report.pulled or report.written or report.waiting):
                    raise Broken(f"{tablet.name} does not come to rest: {report}")
        if left := copies(self.world.share):
            raise Broken(f"everything is shared, and copies are not set aside: {left}")
        self.live_on()

    def live_on(self) -> None:
        """The days after: everybody taps, shares it, and reads it back.

        On the first of them copies of a folder find out that they are copies; then no number is given out twice.
        """
        for _ in range(2):
            before = set(self.world.acked)
            self._one_day()
        fresh = [decode(raw) for key, raw in self.world.acked.items() if key not in before]
        if len({(event["device"], event["seq"]) for event in fresh}) < len(fresh):
            raise Broken(f"one number was given to two events: {[(e['device'], e['seq']) for e in fresh]}")

    def _one_day(self) -> None:
        for tablet in self.world.tablets:
            self.world.tap(tablet.processes[0])
            exchange = self._opened(tablet.processes[0])
            first, second = exchange.sync(), exchange.sync()
            if not first.written or second.written or second.waiting or not second.shared:
                raise Broken(f"{tablet.name} did not write and read back: {first} {second}")
        for tablet in self.world.tablets:
            self._opened(tablet.processes[0]).sync()

    def _rejoin(self, tablet: Tablet) -> None:
        """What people are told to do where the line with the site rotted before the first exchange."""
        known = standing.read(DATA, MemoryDisk(tablet.files))
        if FOUNDING_ID not in tablet.journal() and (known is None or not known.site):
            self.world.counts["rejoined"] += 1
            share = Share(path=str(FILE), segments=self.own_files)
            disk, far = tablet.processes[0].disk, tablet.processes[0].far
            exchange = Exchange(DATA, share, clock=tablet.clock, disk=disk, far=far, wait=0, joining=True)
            self.world.tell("rejoin", tablet.name, exchange.sync())
            exchange.close()


def _dots(found: dict[str, bytes]) -> set[tuple[str, int]]:
    return {(event["device"], event["seq"]) for event in map(decode, found.values())}


def _turn(far: MemoryDisk) -> None:
    far.weather = vanished
    raise refuse(errno.ENOENT)
