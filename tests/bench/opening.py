"""How long a data folder takes to become a usable ledger, and how much memory it then holds.

Each opening is a process of its own, because a second one in the same process finds everything warm and its memory
counted already. The snapshot is whatever the logbook itself leaves behind when it is closed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

__all__ = ["opened"]

_ONE = """
import json, sys, time
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
from pathlib import Path
from store.logbook import Logbook
before = resident()
begin = time.perf_counter()
book = Logbook.open(Path(sys.argv[1]))
opened = time.perf_counter() - begin
usable = len(book.ledger.findings.open()), len(book.ledger.rounds.open), book.ledger.site is not None
seconds = time.perf_counter() - begin
held = resident()
begin = time.perf_counter()
newest = book.ledger.rounds.newest(10)
page = time.perf_counter() - begin
begin = time.perf_counter()
book.close()
print(json.dumps({"seconds": round(seconds, 3), "resident_mb": round(held), "added_mb": round(held - before),
                  "events": book.saved, "history_page_ms": round(page * 1e3, 1),
                  "close_seconds": round(time.perf_counter() - begin, 3)}))
"""


def _open(data: Path) -> dict[str, object]:
    done = subprocess.run([sys.executable, "-c", _ONE, str(data)], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def opened(data: Path) -> dict[str, object]:
    """Open three times: as it is after an upgrade (no snapshot), then twice with the snapshot left behind."""
    without = _open(data)
    first, second = _open(data), _open(data)
    return {"without_snapshot": without, "with_snapshot": min(first, second, key=lambda one: one["seconds"])}
