"""`roundsman bench store`: what keeping and sharing costs, against the bytes alone, SQLite and stock TinyDB.

Everything that is compared is done in turns in one run on one disk, so that a noisy machine is noisy to all. Ratios
are what counts; the milliseconds are this machine's. Needs about 3 GB of disk for the million.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from store.journal import JournalDB
from store.journal.lines import commit_line
from tests.bench import sharing, years
from tests.bench.opening import opened

SIZES = (1_000, 10_000, 100_000, 1_000_000)
STOCK_LIMIT = 100_000
"""Stock TinyDB rewrites its file at each insert; beyond this a single one takes longer than a minute."""


def timed(work: Callable[[], object]) -> float:
    """Seconds that something takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def spread(seconds: list[float]) -> dict[str, float]:
    """Median and 99th of a hundred, in microseconds."""
    ordered = sorted(seconds)
    return {
        "p50_us": round(statistics.median(ordered) * 1e6, 1),
        "p99_us": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1e6, 1),
    }


class Raw:
    """The same bytes, written at the end of a file and forced: what no store can go below."""

    def __init__(self, path: Path, size: int, force: Callable[[int], None]) -> None:
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT)
        os.ftruncate(self._fd, size)
        self._at, self._force = size, force

    def put(self, line: bytes) -> None:
        """Write and force one line."""
        self._at += os.pwrite(self._fd, line, self._at)
        self._force(self._fd)


def sqlite(path: Path, rows: int) -> sqlite3.Connection:
    """A database of so many events as SQLite keeps them safest while still fast: WAL, FULL, one row a commit."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE events (id TEXT PRIMARY KEY, body TEXT)")
    db.execute("BEGIN")
    db.executemany("INSERT INTO events VALUES (?, ?)", ((i, raw.decode()) for i, raw in years.events(rows)))
    db.execute("COMMIT")
    return db


def fresh(count: int, salt: str) -> list[tuple[str, dict[str, Any]]]:
    """Events that nobody has yet, as documents: ordinary ones, of another month's ids."""
    picked = [raw for _, raw in years.events(count + 200)][-count:]
    made: list[tuple[str, dict[str, Any]]] = []
    for n, raw in enumerate(picked):
        event = json.loads(raw)
        event["id"] = f"{salt}{n:07x}-{event['id'][9:]}"[:36].ljust(36, "0")
        event["device"], event["seq"] = "bench-new", n + 1
        made.append((event["id"], event))
    return made


def inserting(folder: Path, rows: int, times: int) -> dict[str, object]:
    """Durable inserts in turns, into a journal, a plain file, SQLite and (while it can) stock TinyDB."""
    path = folder / "events.journal"
    raw_fsync = Raw(folder / "raw.fsync", path.stat().st_size, os.fsync)
    raw_data = Raw(folder / "raw.fdatasync", path.stat().st_size, os.fdatasync)
    other = sqlite(folder / "events.sqlite", rows)
    taken: dict[str, list[float]] = {name: [] for name in ("raw_fsync", "raw_fdatasync", "journal", "sqlite")}
    with JournalDB(path) as db:
        events = db.table("events")
        for key, event in fresh(times, "a"):
            text = json.dumps(event, separators=(",", ":"), ensure_ascii=False)
            line = commit_line([("events", key, text.encode())])
            taken["raw_fsync"].append(timed(lambda line=line: raw_fsync.put(line)))
            taken["journal"].append(timed(lambda event=event: events.insert(event)))
            taken["raw_fdatasync"].append(timed(lambda line=line: raw_data.put(line)))
            taken["sqlite"].append(
                timed(lambda row=(key, text): other.execute("INSERT INTO events VALUES (?, ?)", row))
            )
        batch = [event for _, event in fresh(1000, "b")]
        lines = b"".join(commit_line([("events", e["id"], json.dumps(e).encode())]) for e in batch)
        batches = {
            "raw_ms": round(timed(lambda: raw_fsync.put(lines)) * 1e3, 2),
            "journal_ms": round(timed(lambda: events.insert_multiple(batch)) * 1e3, 2),
            "sqlite_ms": round(timed(lambda: _in_one(other, batch)) * 1e3, 2),
        }
    other.close()
    medians = {name: statistics.median(values) for name, values in taken.items()}
    result: dict[str, object] = {name: spread(values) for name, values in taken.items()}
    result["journal_to_raw_fsync"] = round(medians["journal"] / medians["raw_fsync"], 2)
    result["journal_to_raw_fdatasync"] = round(medians["journal"] / medians["raw_fdatasync"], 2)
    result["journal_to_sqlite"] = round(medians["journal"] / medians["sqlite"], 2)
    if rows <= STOCK_LIMIT:
        result["stock_tinydb_us"] = round(stock(folder / "stock.json", rows) * 1e6, 1)
    return result | {"batch_of_1000": batches}


def _in_one(db: sqlite3.Connection, batch: list[dict[str, Any]]) -> None:
    db.execute("BEGIN")
    db.executemany("INSERT INTO events VALUES (?, ?)", [(e["id"], json.dumps(e)) for e in batch])
    db.execute("COMMIT")


def stock(path: Path, rows: int) -> float:
    """Seconds of one insert into TinyDB as it comes."""
    kept = {str(n): json.loads(raw) for n, (_, raw) in enumerate(years.events(rows), 1)}
    path.write_text(json.dumps({"events": kept}), encoding="utf-8")
    del kept
    db = TinyDB(path)
    table = db.table("events")
    table.insert({"first": "reads the highest id"})
    seconds = statistics.median([timed(lambda: table.insert({"kind": "one more"})) for _ in range(3)])
    db.close()
    return seconds


def run(sizes: list[int], times: int, where: Path | None, say: Callable[[str], None]) -> dict[str, object]:
    """Measure everything at each size."""
    results: dict[str, object] = {}
    for rows in sizes:
        with tempfile.TemporaryDirectory(dir=where, prefix="roundsman-bench-") as scratch:
            folder = Path(scratch)
            say(f"{rows:,} events: writing them")
            made = years.write_journal(folder / "events.journal", rows)
            found: dict[str, object] = {"megabytes": round(made / 1e6, 1)}
            say(f"{rows:,} events: opening")
            (folder / "data").mkdir()
            shutil.copyfile(folder / "events.journal", folder / "data" / "events.journal")
            found["open"] = opened(folder / "data")
            say(f"{rows:,} events: sharing")
            found["share"] = sharing.measured(folder, times)
            say(f"{rows:,} events: inserting")
            found["insert"] = inserting(folder, rows, times)
            results[f"{rows}"] = found
            say(json.dumps(found, indent=2))
    return results


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="roundsman bench store", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="how many events")
    parser.add_argument("--times", type=int, default=300, help="single inserts and exchanges at each size")
    parser.add_argument("--where", type=Path, help="a folder on the disk to measure")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    chosen = parser.parse_args()
    quiet = bool(chosen.json)
    results = run(chosen.sizes, chosen.times, chosen.where, lambda line: None if quiet else print(line, flush=True))
    print(json.dumps(results, indent=2) if quiet else "done")


if __name__ == "__main__":
    sys.exit(main())
