"""The secret of a screen that shows a changing code, on the device that has the screen: the kiosk.

keys/screen.json, mode 0600. The office writes the same content into a file of its own (`write`), which is carried to
the kiosk by hand and put in place there (`install`). It never stands in the journal and is not shared; whoever has it
can make this one screen's codes for the days it was issued for, and no label's.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from checkpoints.ledger.ledger import Ledger
from checkpoints.site import screen_codes
from checkpoints.site.codes import Key
from checkpoints.site.screen_codes import ScreenSecret
from checkpoints.work import screens
from store.disk import DISK, Disk
from store.errors import UNREADABLE, StoreError, from_os
from store.whole import write_whole

__all__ = ["ScreenFile", "install", "load", "of", "write"]


class ScreenFile(msgspec.Struct, frozen=True, tag="screen", tag_field="roundsman"):
    """What a screen has to know."""

    site: str
    checkpoint: str
    number: int
    issue: int
    secret: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    first_day: int
    days: int

    def digits(self, at: datetime) -> str:
        """The 41 digits to show at a moment; empty outside the days it was issued for."""
        if self.days_left(at) <= 0:
            return ""
        secret = ScreenSecret(self.site, self.number, self.issue, bytes.fromhex(self.secret))
        return screen_codes.digits(secret, at)

    def days_left(self, at: datetime) -> int:
        """Whole days for which codes can still be shown, today included; the office issues the next ones in time."""
        today = screen_codes.window_of(at) // screen_codes.WINDOWS_A_DAY
        return self.first_day + self.days - today if today >= self.first_day else 0


def of(ledger: Ledger, checkpoint: str, key: Key) -> ScreenFile:
    """What the office hands over for the issue in force. Raises Refused as `screens.secret_of` does."""
    secret = screens.secret_of(ledger, checkpoint, key)
    issued = ledger.screens[checkpoint].issued[secret.issue]
    return ScreenFile(
        secret.site,
        checkpoint,
        secret.checkpoint,
        secret.issue,
        secret.secret.hex(),
        issued.first_day,
        len(issued.anchors),
    )


def path_in(data: Path) -> Path:
    """Where a device keeps it."""
    return data / "keys" / "screen.json"


def write(path: Path, file: ScreenFile, disk: Disk = DISK) -> None:
    """Write a secret for this user's eyes alone. Raises StoreError."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, msgspec.json.encode(file) + b"\n", disk, mode=0o600)
    except OSError as error:
        raise from_os(error, path) from error


def load(data: Path) -> ScreenFile | None:
    """The secret of this device's screen; None on a device that shows no code. Raises StoreError `screen.file`."""
    return _read(path_in(data))


def install(data: Path, handed_over: Path, site: str) -> ScreenFile:
    """Put what the office handed over in place on this device.

    Raises StoreError: `screen.file` for a file that is not one of ours, `screen.foreign` for another site's, and what
    `write` raises.
    """
    found = _read(handed_over)
    if found is None:
        raise StoreError(
            "screen.file", "{path} holds no code for a screen; nothing was changed.", path=str(handed_over)
        )
    if found.site != site:
        raise StoreError(
            "screen.foreign",
            "{path} is for the site {site}; nothing was changed.",
            path=str(handed_over),
            site=found.site,
        )
    write(path_in(data), found)
    return found


def _read(path: Path) -> ScreenFile | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=ScreenFile)
    except FileNotFoundError:
        return None
    except (OSError, *UNREADABLE) as error:
        raise StoreError(
            "screen.file", "{path} holds no code for a screen; nothing was changed.", path=str(path)
        ) from error
