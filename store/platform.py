"""Whatever differs by operating system: file locks, forcing bytes to the disk, reading at an offset, boot clock.

Nothing else in the project imports fcntl or msvcrt. Where a system lacks something the function says so by its
value ('' or a weaker call), and the documentation of the promise names it.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from functools import cache
from pathlib import Path

__all__ = [
    "BINARY",
    "ask_terminal",
    "boot_id",
    "boot_ms",
    "force_directory",
    "force_file",
    "home_mark",
    "pread",
    "pwrite",
    "try_lock",
    "unlock",
]

BINARY: int = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
"""Flags for os.open: no newline translation (Windows), not inherited by child processes, and no waiting for the other
end of a pipe that stands where a file should."""

if sys.platform == "win32":
    import msvcrt

    def try_lock(fd: int) -> bool:
        """Take the whole-file lock of an open lock file without waiting; False when somebody else has it."""
        os.lseek(fd, 0, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def unlock(fd: int) -> None:
        """Give the lock back."""
        os.lseek(fd, 0, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)

    def pread(fd: int, count: int, offset: int) -> bytes:
        """Read at an offset. Not atomic with other users of the same descriptor: callers hold a mutex."""
        os.lseek(fd, offset, os.SEEK_SET)
        return os.read(fd, count)

    def pwrite(fd: int, part: bytes | memoryview, offset: int) -> int:
        """Write at an offset; may write less than asked."""
        os.lseek(fd, offset, os.SEEK_SET)
        return os.write(fd, part)

    def force_file(fd: int) -> None:
        """Return only when the file's bytes and length are on the disk (FlushFileBuffers)."""
        os.fsync(fd)

    def force_directory(path: Path) -> None:
        """Windows has no call for a directory; NTFS journals the entry by itself."""

    def ask_terminal(question: bytes, end: bytes, seconds: float) -> bytes:  # noqa: ARG001
        """What a terminal answers to a question; nothing here, where it is not asked."""
        return b""

else:
    import fcntl
    import select
    import termios
    import tty

    pread = os.pread
    pwrite = os.pwrite

    def try_lock(fd: int) -> bool:
        """Take the whole-file lock of an open lock file without waiting; False when somebody else has it."""
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(fd: int) -> None:
        """Give the lock back."""
        fcntl.flock(fd, fcntl.LOCK_UN)

    if sys.platform == "darwin":

        def force_file(fd: int) -> None:
            """Return only when the drive itself has the bytes; plain fsync on macOS stops at the drive's cache."""
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)

    else:
        force_file = os.fdatasync

    def ask_terminal(question: bytes, end: bytes, seconds: float) -> bytes:
        """What the terminal of this process answers, up to `end`; b'' when it is silent. Raises OSError."""
        fd = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
        try:
            before = termios.tcgetattr(fd)
            try:
                tty.setcbreak(fd)
                os.write(fd, question)
                told, until = b"", time.monotonic() + seconds
                while not told.endswith(end) and select.select([fd], [], [], max(0.0, until - time.monotonic()))[0]:
                    told += os.read(fd, 64)
            finally:
                termios.tcsetattr(fd, termios.TCSANOW, before)
        except termios.error as error:
            raise OSError(*error.args) from error
        finally:
            os.close(fd)
        return told if told.endswith(end) else b""

    def force_directory(path: Path) -> None:
        """Make a new or renamed entry of a directory survive a power cut."""
        fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


@cache
def boot_id() -> str:
    """Eight hex digits that change with every start of the machine; '' where the system tells none.

    Hashed, because the kernel's own id would let anyone link the events to other records of the machine.
    """
    try:
        raw = Path("/proc/sys/kernel/random/boot_id").read_bytes().strip()
    except OSError:
        return ""
    return hashlib.blake2s(raw, digest_size=4, person=b"rm-boot").hexdigest()


def home_mark(folder: Path) -> str:
    """Sixteen hex digits for this folder on this machine; a copy of the folder has others. Raises OSError.

    The machine's own id where it has one, and the folder's number on its disk: the number stays when the disk is
    mounted elsewhere, and is another one for whatever `cp`, a backup or a cloned image's file system makes anew.
    """
    try:
        machine = Path("/etc/machine-id").read_bytes().strip()
    except OSError:
        machine = b""
    place = b"%b %d" % (machine, folder.stat().st_ino)
    return hashlib.blake2s(place, digest_size=8, person=b"rm-home").hexdigest()


def boot_ms() -> int:
    """Milliseconds since the machine started, sleep included where the system can tell. No hand can set it."""
    source: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return (time.monotonic_ns() if source is None else time.clock_gettime_ns(source)) // 1_000_000
