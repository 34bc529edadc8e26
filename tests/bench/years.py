"""Years of a site's records, made from thirty real days: the same rounds and findings again, a month earlier each time.

Writing a million events through the decisions would take an hour. So the demo's events are copied as text, with
other ids, earlier dates, and numbers in the rows of six devices; what is measured cannot tell the difference.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from checkpoints.ledger.events import encode_event
from store import demo
from store.journal.lines import commit_line, heading_line
from store.logbook import Logbook

__all__ = ["events", "months", "write_journal"]

DAYS = 30
DEVICES = 6
_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_DATE = re.compile(rb"20\d\d-\d\d-\d\d")
_HLC = re.compile(rb'"hlc":"([0-9a-f]{12})')
_DEVICE = re.compile(rb'"device":"[^"]*","seq":\d+')


@cache
def months(seed: int = 7) -> tuple[list[bytes], list[bytes]]:
    """The demo's events as JSON: what sets the site up, and what one month of work leaves."""
    with tempfile.TemporaryDirectory() as folder:
        book = Logbook.open(Path(folder) / "data")
        demo.write(book, days=DAYS, seed=seed)
        raws = [(event.subject.partition(":")[0], encode_event(event)) for event in book.events()]
        book.close()
    work = ("round", "finding", "missed")
    return [raw for kind, raw in raws if kind not in work], [raw for kind, raw in raws if kind in work]


def _earlier(raw: bytes, back: int, device: str, seq: int) -> bytes:
    """An event `back` months before, of another device, under other ids."""
    dates: dict[bytes, bytes] = {}

    def moved(found: re.Match[bytes]) -> bytes:
        text = found.group()
        if text not in dates:
            dates[text] = str(date.fromisoformat(text.decode()) - timedelta(days=DAYS * back)).encode()
        return dates[text]

    ms = timedelta(days=DAYS * back) // timedelta(milliseconds=1)
    raw = _HLC.sub(lambda m: b'"hlc":"%012x' % (int(m.group(1), 16) - ms), raw, count=1)
    raw = _DEVICE.sub(b'"device":"%b","seq":%d' % (device.encode(), seq), raw, count=1)
    return _UUID.sub(lambda m: m.group()[:-4] + b"%04x" % back, _DATE.sub(moved, raw))


def events(count: int) -> Iterator[tuple[str, bytes]]:
    """So many events as (id, JSON), oldest month first, the newest month ending today."""
    ground, month = months()
    back = max(0, count - len(ground) - 1) // len(month)
    seqs = [0] * DEVICES
    made = 0
    oldest = back
    for raws in (ground, *(month for _ in range(back + 1))):
        for raw in raws:
            if made == count:
                return
            of = back % DEVICES
            seqs[of] += 1
            moved = _earlier(raw, oldest if raws is ground else back, f"bench-{of}", seqs[of])
            yield moved[7:43].decode(), moved
            made += 1
        back -= raws is not ground


def write_journal(path: Path, count: int) -> int:
    """Write a journal of so many events, one a line; returns its bytes."""
    size = 0
    with path.open("wb") as file:
        size += file.write(heading_line("be" * 16))
        for event_id, raw in events(count):
            size += file.write(commit_line([("events", event_id, raw)]))
    return size
