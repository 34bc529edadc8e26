"""Writing to the share what it lacks: into the main file under its lock, or into a segment of this device's own.

A segment needs no lock, because nobody else writes to it. It is used where the person asked for it, where a
file-sync tool carries the file about, and wherever the lock cannot be had.
"""

from __future__ import annotations

from collections.abc import Iterator

from checkpoints.ledger.known import Known
from store.disk import Disk
from store.journal.lock import SidecarLock
from store.sync.balance import Balance
from store.sync.copies import Folder, of_sync_tool
from store.sync.faults import far_error
from store.sync.own import OwnRecords
from store.sync.pen import NoLock, Pen, batches, line_of
from store.sync.reading import Reading, Run, Stopped
from store.sync.report import Progress
from store.sync.shared_file import Place

__all__ = ["Writing"]

AT_ONCE = 1 << 20
"""Bytes that are written under one hold of the lock."""


class Writing:
    """The pen of one exchange after another."""

    def __init__(
        self,
        folder: Folder,
        reading: Reading,
        balance: Balance,
        own: OwnRecords,
        far: Disk,
        wait: float,
        segments: bool,
    ) -> None:
        self._folder = folder
        self._reading = reading
        self._balance = balance
        self._own = own
        self._far = far
        self._wait = wait
        main = folder.main
        self._lock = SidecarLock(main.with_name(main.name + ".lock"), far)
        self._asked = segments
        self._tool: bool | None = None

    @property
    def segments(self) -> bool:
        """Whether this device writes to a file of its own."""
        if self._tool is None:
            self._tool = not self._asked and of_sync_tool(self._folder.path, self._far)
        return self._asked or self._tool

    def push(self, run: Run) -> None:
        """Append what the share lacks. Raises OSError, StoreError as the share does; Changed, Stopped."""
        balance = self._balance
        if balance.surplus <= 0:
            if run.report.audited and self._headless():
                self._append([])
            run.written = balance.tops
            return
        lines: list[bytes] = []
        size = events = done = 0
        tops, vector, me = balance.tops, balance.here.vector, self._own.me.id
        for batch, last in batches(self._entries()):
            # Until the last line is written, others may only be told of what they can read already.
            lines.append(line_of(batch, me, vector if last else balance.there.vector))
            size += len(lines[-1])
            events += len(batch)
            if size >= AT_ONCE or last:
                self._append(lines)
                run.report.written += events
                done += size
                run.tell(Progress("write", done, done if last else max(done, self._expected())))
                lines, size, events = [], 0, 0
                if run.stop() and not last:
                    raise Stopped
        run.written = tops

    @property
    def target(self) -> str:
        """The name of the file to which this device writes, as long as its lock can be had."""
        return self._folder.segment(self._own.me.id) if self.segments else self._folder.main.name

    def _headless(self) -> bool:
        """Whether the heading of the file was damaged: a new device could not join, a stranger not be told apart."""
        place = self._reading.places.get(self.target)
        return place is not None and place.cursor > 0 and not place.headed

    def close(self) -> None:
        """Let the lock go."""
        self._lock.close()

    def _entries(self) -> Iterator[tuple[str, bytes]]:
        """What the share lacks; found by reading all records once more where it is not at hand."""
        balance = self._balance
        if balance.at_hand:
            yield from [(key, raw) for key, (_, _, raw) in balance.lacking.items()]
            return
        sent = Known()
        for dot, raw in self._own.stream():
            if not balance.is_there(dot) and sent.add(dot.device, dot.seq, dot.id):
                yield dot.id, raw

    def _expected(self) -> int:
        held = self._own.position
        return held.cursor * self._balance.surplus // max(1, self._balance.here.count) if held else 0

    def _append(self, lines: list[bytes]) -> None:
        main = self._folder.main
        if not self.segments:
            try:
                self._write(main.name, lines, self._lock)
            except NoLock:
                pass
            except PermissionError:  # the file is another user's; a segment may be possible still
                pass
            else:
                return
        self._write(self._folder.segment(self._own.me.id), lines, None)

    def _write(self, name: str, lines: list[bytes], lock: SidecarLock | None) -> None:
        places, path = self._reading.places, self._folder.at(name)
        place = places.get(name) or Place()
        try:
            Pen(path, place, self._reading.site, self._far, lock, self._wait).append(lines)
        except OSError as error:
            if place.doubt != (0, 0):
                places[name] = place
            if isinstance(error, PermissionError):
                raise
            raise far_error(error, path) from error
        places[name] = place
