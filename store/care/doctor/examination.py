"""The whole examination: data folder, share, clock. What concerns the terminal is added by whoever has one."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from checkpoints.ledger.events import decode_event
from checkpoints.work.sites import SiteLoaded
from store import device as devices
from store.care import folder
from store.care.doctor import clock as clocks
from store.care.doctor.disk import reason_of, space, writing
from store.care.doctor.locks import honesty
from store.care.doctor.share import in_time, newest_of, share
from store.care.folder import DEVICE, JOURNAL
from store.care.rows import Row, not_ok, ok
from store.disk import DISK, Disk
from store.errors import StoreError
from store.journal.scan import scan
from store.sync import share as shares
from store.sync import standing

__all__ = ["examine"]

_LOW, _NONE = 500, 50
_FAR_LOW, _FAR_NONE = 200, 20
_SLOW, _FAR_SLOW = 50.0, 1000.0
"""Milliseconds."""
_SHARE_PATIENCE = 60.0


def examine(data: Path, now: datetime, path: Path | None = None, disk: Disk = DISK, far: Disk = DISK) -> list[Row]:
    """Look over the data folder and the share (`path`, or the one that is remembered). Leaves nothing behind."""
    place = next(folder for folder in (data, *data.parents) if folder.is_dir())
    site, zone = _site(data, disk)
    rows = [
        space("space", place, _LOW, _NONE),
        writing("writing", place, _SLOW, disk),
        honesty("locks", place),
    ]
    known = shares.load(data, disk)
    target = path or (Path(known.path) if known is not None else None)
    newest = dict(newest_of(data / JOURNAL, disk).hands.newest)
    if target is None:
        rows.append(ok("share.none"))
    else:
        rows += in_time(_SHARE_PATIENCE, lambda: _share(target, site, data, newest, disk, far), target)
    with suppress(OSError):
        device = devices.load(data / DEVICE, disk)
        shared = standing.read(data, disk)
        own = device.id if device is not None else "-"
        rows += clocks.clock(own, now, newest, shared.synced_at if shared is not None else None)
    rows += [clocks.zone(now, zone), clocks.synchronised()]
    return rows


def _share(path: Path, site: str, data: Path, newest: dict[str, datetime], disk: Disk, far: Disk) -> list[Row]:
    """Rows on the share; what its newest lines say of clocks goes into `newest`."""
    shared = standing.read(data, disk)
    rows = share(path, site, shared.damaged if shared is not None and shared.share == str(path) else 0, far)
    if rows[-1].state == "not_ok":
        return rows
    for device, at in newest_of(path, far).hands.newest.items():
        newest[device] = max(at, newest.get(device, at))
    rows.append(space("shared_space", path.parent, _FAR_LOW, _FAR_NONE))
    written = writing("shared_writing", path.parent, _FAR_SLOW, far)
    rows.append(written)
    if written.state != "not_ok":
        try:
            rows += [honesty("shared_locks", path.parent), *clocks.that_of_share(path.parent, far)]
        except OSError as error:
            rows.append(not_ok("shared_locks.unknown", reason=reason_of(error)))
    return rows


def _site(data: Path, disk: Disk) -> tuple[str, str]:
    """Id and time zone of the site, from the first entry that loads one; '' before there is one."""
    with suppress(OSError, StoreError):
        for path in reversed(list(folder.journals(data, disk))):
            for parsed in scan(path, disk):
                for _table, _key, raw in (op for commit in parsed.commits for op in commit):
                    if raw is not None and b'"site.loaded"' in raw:
                        body = decode_event(raw).body
                        if isinstance(body, SiteLoaded):
                            return body.site.site.id, body.site.site.timezone
    return "", ""
