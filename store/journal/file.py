"""One journal file: appended to under a lock, followed without one.

The order inside `append` is the promise: bytes written, forced to the disk, and only then does anybody's memory
change. Never write to the file in another way, never lock the file itself (a compacted journal is renamed into
its place), and never carry on after a failed force: the kernel may have dropped the bytes and forgotten it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from store.disk import Disk
from store.errors import StoreError, from_os
from store.journal import lines
from store.journal.lock import SidecarLock, busy
from store.journal.reader import JournalReader, Position, Sink

__all__ = ["JournalFile"]


class JournalFile(JournalReader):
    """An append-only file of commits, shared by several processes and threads.

    `exclusive` is the only way to write. All methods may be called from any thread.
    """

    def __init__(self, path: Path, sink: Sink, disk: Disk) -> None:
        super().__init__(path, sink, disk)
        self.torn_path = path.with_name(path.name + ".torn")
        self.torn: list[int] = []
        """Lengths in bytes of torn tails that this process set aside."""
        self.broken = False
        """A force failed: nothing is written until `reopen`."""
        self._lock = SidecarLock(path.with_name(path.name + ".lock"), disk)
        self._depth = 0
        self._alone = False
        self._deferred = 0
        self._unforced = False
        self._doubtful: tuple[int, int] | None = None
        """Where bytes begin and end that the disk did not confirm and that could not be cut off."""

    def open(self, timeout: float, after: Position | None = None) -> None:
        """Open, or create with its heading, and read everything, or what stands after a position of an earlier run.

        Raises:
            StoreError: `store.read_only`, `store.full`, `store.disk`, `store.busy` (a new or torn journal needs the
                lock), `store.newer`, `store.not_a_journal`.
        """
        with self.mutex:
            self._start(after)
            try:
                if self._cursor == 0 or self._cursor < self._size:
                    with self.exclusive(timeout):
                        pass
            except StoreError as error:
                # Bytes after the last line are as a rule another process in the middle of its write.
                if error.code != "store.busy" or self._cursor == 0:
                    self.close()
                    raise

    def reopen(self, timeout: float) -> None:
        """Open again after a failed force, from the file's start: only what the disk has counts.

        Raises StoreError as `open` does; writing stays stopped then.
        """
        with self.mutex:
            self.close()
            if self._doubtful is not None:
                self._cut_doubtful(*self._doubtful, timeout)
            self._start()
            self.broken = False

    def close(self) -> None:
        """Close the files. Nothing waits to be written: every commit was forced."""
        with self.mutex:
            self._lock.close()
            self._stop()

    def follow(self) -> bool:
        """Read what was added since the last look; whether there was any. Finding nothing costs one stat.

        Takes no lock and only takes complete lines. Returns False at once while another thread writes.
        """
        if not self.mutex.acquire(blocking=False):
            return False
        try:
            return not (self._depth or self._fd < 0 or self.broken) and self._follow()
        except OSError as error:
            raise from_os(error, self.path) from error
        finally:
            self.mutex.release()

    def exclusive(self, timeout: float) -> Exclusive:
        """Hold the journal alone, among threads and processes, with everything that others wrote taken in.

        A context; reentrant. The wait is bounded: entering raises StoreError `store.busy` after `timeout` seconds,
        `store.broken` after a failed force, `store.replaced` once when another journal stands in this one's place.
        """
        return Exclusive(self, timeout)

    def enter(self, timeout: float) -> None:
        """Begin `exclusive`; every call needs its `leave`."""
        if not self.mutex.acquire(timeout=timeout):
            raise busy(self.path)
        try:
            if self._depth == 0:
                if self.broken:
                    raise _broken()
                self._lock.take(timeout)
                self._alone = True
                try:
                    self._settle()
                except BaseException:
                    self._alone = False
                    self._lock.give()
                    raise
            self._depth += 1
        except BaseException:
            self.mutex.release()
            raise

    def leave(self) -> None:
        """End `exclusive`."""
        self._depth -= 1
        if self._depth == 0:
            self._alone = False
            self._lock.give()
        self.mutex.release()

    def _make_sure(self) -> None:
        """Whoever wrote these lines may be waiting for the disk still, or was killed while it did: not saved yet.

        Who holds the lock need not ask: its own next line brings them to the disk with it.
        """
        if not self._alone:
            self._disk.force(self._fd)

    def _settle(self) -> None:
        """Under the lock: read to the end, and leave the file ending with a whole line."""
        known = self.file_id
        try:
            self._follow()
            if self._size > self._cursor:
                self._set_aside(self._size)
                self._read_on()
            if self._cursor == 0:
                self._write_heading()
        except OSError as error:
            raise from_os(error, self.path) from error
        if known and self.file_id != known:
            raise StoreError(
                "store.replaced",
                "Another journal was put in the place of this one. It was read anew and nothing was written;"
                " look again before you go on.",
            )

    def _write_heading(self) -> None:
        file_id = self.former or os.urandom(16).hex()  # one that was emptied under us stays the same file
        line = lines.heading_line(file_id)
        self._disk.write_all(self._fd, line, 0)
        self._force_or_break()
        self._disk.force_directory(self.path.parent)
        self._advance(line)
        self.file_id = file_id

    def _set_aside(self, size: int) -> None:
        """Move a torn tail to the .torn file; whole commits inside it (only the LF was hit) are written again."""
        tail = self._disk.read(self._fd, size - self._cursor, self._cursor)
        expected = lines.HEADING_START
        if self._cursor == 0 and tail.strip(b"\0") and not expected.startswith(tail[9:][: len(expected)]):
            raise self._not_a_journal()
        whole = b"".join(map(lines.seal, lines.salvage(tail)))
        fd = self._disk.open(self.torn_path, os.O_RDWR | os.O_CREAT)
        try:
            self._disk.write_all(fd, tail + b"\n", self._disk.stat_of(fd).st_size)
            self._disk.force(fd)
        finally:
            self._disk.close(fd)
        self._disk.cut(self._fd, self._cursor)
        self._disk.write_all(self._fd, whole, self._cursor)
        self._force_or_break()
        self.torn.append(len(tail))

    def append(self, line: bytes, then: Callable[[], None]) -> None:
        """Write one sealed line, force it to the disk, and call `then`. Only inside `exclusive`.

        Raises StoreError: `store.full` or `store.disk` with the file as it was, `store.force_failed` when the disk
        did not confirm; then the file is closed for writing until `reopen`.
        """
        at = self._cursor
        if self.broken:
            raise _broken()
        try:
            self._disk.write_all(self._fd, line, at)
        except BaseException as error:
            self._cut_back(at, at + len(line))
            if isinstance(error, OSError):
                raise from_os(error, self.path) from error
            raise
        if self._deferred:
            self._unforced = True
        else:
            self._force(at, at + len(line))
        # Memory first: should this be interrupted, the line is read from the file once more, which does no harm.
        then()
        self._advance(line)

    @contextmanager
    def deferred(self) -> Generator[None]:
        """Force once at the end instead of at each line. Nothing in between may be shown as saved."""
        start = self._cursor
        self._deferred += 1
        try:
            yield
        finally:
            self._deferred -= 1
            if self._unforced and not self._deferred:
                self._unforced = False
                self._force(start, self._cursor)

    def _force_or_break(self) -> None:
        try:
            self._disk.force(self._fd)
        except BaseException:
            self.broken = True
            raise

    def _force(self, at: int, end: int) -> None:
        try:
            self._force_or_break()
        except BaseException as error:
            self._cut_back(at, end)
            if isinstance(error, OSError):
                raise StoreError(
                    "store.force_failed",
                    "The disk did not confirm the last entry ({reason}). It was not saved; everything before it is."
                    " Check the disk, then try again.",
                    reason=error.strerror or str(error),
                ) from error
            raise

    def _cut_back(self, at: int, end: int) -> None:
        try:
            self._disk.cut(self._fd, at)
        except OSError:
            # A disk that is going away refuses this too. `reopen` does it once the disk is back.
            self.broken = True
            self._doubtful = (at, end)

    def _cut_doubtful(self, start: int, end: int, timeout: float) -> None:
        """What was told as not saved must not come back from the system's memory; unless others wrote after it."""
        before = self._identity
        self._lock.take(timeout)
        try:
            self._open_fd()
            if self._identity == before and start < self._size <= end:
                self._disk.cut(self._fd, start)
            self._doubtful = None
        except OSError as error:
            raise from_os(error, self.path) from error
        finally:
            self._lock.give()


class Exclusive:
    """The context of `JournalFile.exclusive`. A class, because a generator costs as much as the lock itself."""

    __slots__ = ("_file", "_timeout")

    def __init__(self, file: JournalFile, timeout: float) -> None:
        self._file = file
        self._timeout = timeout

    def __enter__(self) -> None:
        self._file.enter(self._timeout)

    def __exit__(self, *_: object) -> None:
        self._file.leave()


def _broken() -> StoreError:
    return StoreError(
        "store.broken",
        "Writing was stopped after the disk did not confirm an entry. Nothing was saved; open the records again.",
    )
