"""Reading the share: every file that belongs to it, taken in before it is believed, and what its writers claim.

Main file and segments are the share; an event in one of them counts as there. A conflict copy only brings events.
When a file is not the one that was read (rolled back, replaced, cut, gone), or somebody claims to have written what
could not be read, everything is read again from the start, once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from checkpoints.ledger.known import Vector
from store.disk import Disk
from store.errors import StoreError
from store.journal.lines import Parsed
from store.problems import Problem
from store.sync.balance import Balance, Dot
from store.sync.copies import Folder, Found
from store.sync.faults import foreign, gone
from store.sync.own import OwnRecords
from store.sync.pen import Changed
from store.sync.report import Progress, Report
from store.sync.shared_file import Place, SharedFile, claims_of, events_of

__all__ = ["Reading", "Run", "Stopped"]


class Stopped(Exception):  # noqa: N818  (somebody asked for it)
    """The exchange was asked to end early. What was taken in stays."""


@dataclass(slots=True)
class Run:
    """One exchange under way."""

    tell: Callable[[Progress], None]
    stop: Callable[[], bool]
    report: Report = field(default_factory=Report)
    problems: list[Problem] = field(default_factory=list[Problem])
    read: bool = False
    """The share was read to its end."""
    synced: bool = False
    """Everything was done."""
    written: Vector = field(default_factory=Vector)


class Reading:
    """What was read of the share so far, kept from one exchange to the next."""

    def __init__(self, folder: Folder, balance: Balance, own: OwnRecords, far: Disk) -> None:
        self.folder = folder
        self.places: dict[str, Place] = {}
        self.claimed: Vector = {}
        """Up to which number each device's events were said to be in the share."""
        self.excused: Vector = {}
        """Where rows broke off although somebody claimed more and everything was read again."""
        self.site = ""
        self.target = ""
        """The name of the file to which this device writes."""
        self._balance = balance
        self._own = own
        self._far = far

    def forget(self, names: Iterable[str] = ()) -> None:
        """Read everything from the start."""
        self._balance.forget_there()
        doubts = {name: self.places[name].doubt for name in names if name in self.places}
        self.places = {name: Place(doubt=doubt) for name, doubt in doubts.items() if doubt != (0, 0)}

    def read(self, run: Run, site: str, seen_before: bool) -> Found:
        """Read what is new in the share and take it in. `site` is '' for a folder that joins.

        Raises StoreError `share.gone`, `share.foreign` and the others; OSError as the share does; Stopped, Changed.
        """
        self.site = site
        found = self.folder.look()
        names = [*([self.folder.main.name] if found.main else []), *found.segments]
        if not names and seen_before:
            raise gone(self.folder.main)
        if not self._read_all(names, run):
            self._read_again(names, run)
        if self._unexplained():
            if not (run.report.reread or run.report.audited):
                self._read_again(names, run)
            self.excused = {d: self._balance.here.full(d) for d in self.claimed}
        if missing := sum(max(0, seq - self._balance.here.full(d)) for d, seq in self.claimed.items()):
            message = (
                "{count} entries that other devices wrote are not in the shared file any more. Those devices write them"
                " again at their next audit, within a day."
            )
            run.problems.append(Problem("share.lacks", message, {"count": missing}))
        return found

    def _read_again(self, names: list[str], run: Run) -> None:
        self.forget(names)
        run.report.reread = True
        if not self._read_all(names, run):
            raise Changed

    def _unexplained(self) -> bool:
        """Whether somebody claims more than could be read, and no full reading has shown yet that it is not there."""
        full = self._balance.here.full
        return any(seq > full(device) != self.excused.get(device, -1) for device, seq in self.claimed.items())

    def _read_all(self, names: list[str], run: Run) -> bool:
        """Read files on; False when one of them is not the one that was read."""
        return not self.places.keys() - set(names) and all(self._read_file(name, run) for name in names)

    def _read_file(self, name: str, run: Run) -> bool:
        path, known = self.folder.at(name), self.places.get(name)
        place = known or Place()
        try:
            with SharedFile(path, self._far, place) as file:
                if not file.holds():
                    return False
                self._identify(file)
                damaged, before = place.damaged, place.cursor
                try:
                    for parsed in file.stretches():
                        self._stands(name, file, run)
                        self._take(parsed, file, run)
                finally:
                    # Whatever ends this reading, what was counted as there stands before a place that proves it.
                    if place.cursor:
                        self.places[name] = place
                if place.cursor > before:
                    self._stands(name, file, run)
                run.report.damaged += place.damaged - damaged
        except StoreError as error:
            if name == self.folder.main.name or error.code not in _NOT_OURS:
                raise
            run.problems.append(_left_out(error))
            if known is None:
                self.places.pop(name, None)
            return known is None
        if name in self.places:
            self.places[name] = place
        return True

    def _stands(self, name: str, file: SharedFile, run: Run) -> None:
        """Say how far it is, once all before the place was taken in: whoever hears of it may write it down."""
        if file.place.cursor:
            self.places[name] = file.place
            run.tell(Progress("read", file.place.cursor, file.size))

    def _identify(self, file: SharedFile) -> None:
        theirs = file.check(self.site, self._knows)
        self.site = self.site or theirs

    def _knows(self, device: str) -> bool:
        return self._balance.here.highest(device) > 0

    def _take(self, parsed: Parsed, file: SharedFile, run: Run) -> None:
        """Take in a piece of the share; only when that is done does it count as read."""
        for heading in parsed.headings:
            if heading.site != self.site:
                raise foreign(file.path, heading.site, self.site)
        low, high = file.place.doubt
        events = list(events_of(parsed))
        # A file without a heading means nothing to a device that knows nobody in it. Where this one cannot write
        # another heading into it, its events are brought to where everybody finds them, like those of a copy.
        counts = file.heading is not None or file.place.headed or file.path.name == self.target
        self._take_in([(dot, raw) for dot, raw, _ in events], run, keep=not counts)
        for dot, _, offset in events:
            if counts and not low <= offset < high:
                self._balance.confirm(dot)
        for vector in claims_of(parsed):
            for device, seq in vector.items():
                if seq > self.claimed.get(device, 0):
                    self.claimed[device] = seq

    def _take_in(self, events: list[tuple[Dot, bytes]], run: Run, *, keep: bool) -> None:
        unknown = [(dot, raw) for dot, raw in events if not self._balance.is_here(dot)]
        if unknown:
            run.report.pulled += self._own.take_in(unknown, run.stop, keep)
        if run.stop():
            raise Stopped

    # Conflict copies

    def read_copies(self, run: Run, found: Found) -> list[str]:
        """Take in what stands in conflict copies; returns those of which the share has everything."""
        done: list[str] = []
        for name in found.copies:
            try:
                if self._read_copy(name, run):
                    done.append(name)
            except FileNotFoundError:
                continue
            except StoreError as error:
                if error.code not in _NOT_OURS:
                    raise
                run.problems.append(_left_out(error))
        return done

    def _read_copy(self, name: str, run: Run) -> bool:
        """Take in one copy, from its start each time: it may have been replaced, and there is little to read."""
        whole = True
        with SharedFile(self.folder.at(name), self._far, Place()) as file:
            file.holds()
            if not file.check(self.site, self._knows):
                return False
            for parsed in file.stretches():
                for heading in parsed.headings:
                    if heading.site != self.site:
                        raise foreign(file.path, heading.site, self.site)
                events = [(dot, raw) for dot, raw, _ in events_of(parsed)]
                self._take_in(events, run, keep=True)
                whole = whole and all(self._balance.is_there(dot) for dot, _ in events)
            run.report.damaged += file.place.damaged
        return whole

    def set_aside(self, run: Run, names: Iterable[str]) -> None:
        """Move copies of which everything was read back from the share."""
        for name in names:
            try:
                self.folder.set_aside(name)
            except OSError as error:
                message = (
                    "The conflict copy {name} could not be moved to merged/ ({reason}). Everything in it is in the"
                    " shared file; it can be moved away by hand."
                )
                reason = error.strerror or str(error)
                run.problems.append(Problem("share.copy_stays", message, {"name": name, "reason": reason}))


_NOT_OURS = {"share.foreign", "share.not_a_journal", "store.newer"}


def _left_out(error: StoreError) -> Problem:
    return Problem(error.code, error.message, error.params)
