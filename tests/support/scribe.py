"""A process that writes events to a journal and tells each one it was promised: python scribe.py JOURNAL NAME COUNT."""

from __future__ import annotations

import sys

from store.journal import JournalDB


def main(path, name, count):
    with JournalDB(path) as db:
        events = db.table("events")
        for n in range(int(count)):
            batch = [{"id": f"{name}-{n}-{i}", "of": 1 + n % 3} for i in range(1 + n % 3)]
            events.insert_multiple(batch)
            sys.stdout.write("".join(row["id"] + "\n" for row in batch))
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
