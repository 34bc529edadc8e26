"""Devices as processes: started, watched, killed, and asked in the end whether anything they promised is missing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

from store.archive import archived
from store.journal import JournalDB, lines
from store.journal.storage import decode
from store.logbook import Logbook
from store.setup import load_site
from tests.support.small_site import small_site

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "tests" / "support" / "device_program.py"
LOOK = 0.002
"""Seconds between two looks at what a process told."""


def wait_until(condition, what, timeout=30.0):
    """Look again and again until it holds."""
    until = time.monotonic() + timeout
    while not (found := condition()):
        assert time.monotonic() < until, f"waited {timeout} s for {what}"
        time.sleep(LOOK)
    return found


def let_run(seconds, processes):
    """Let processes work on for a while; one that ends by itself with an error ends the test."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        for process in processes:
            process.check()
        time.sleep(min(LOOK, left))


class DeviceProcess:
    """One process on a folder. What it tells goes to a file, which a kill cannot take back."""

    def __init__(self, folder, told, seed, *options):
        self.folder = folder
        self.told = told
        self.begun = told.stat().st_size if told.exists() else 0
        self.errors = told.with_suffix(".errors")
        command = [sys.executable, str(PROGRAM), str(folder), str(seed), *map(str, options)]
        with told.open("ab") as out, self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                command, stdout=out, stderr=errors, env=os.environ | {"PYTHONPATH": str(ROOT)}
            )

    def spoke(self):
        """Whether this run has told anything yet; an end that was not ours is an error at once."""
        return self.says_more_than(self.begun)

    def says_more_than(self, size):
        """Whether it has told anything beyond so many bytes of its file."""
        self.check()
        return self.told.stat().st_size > size

    def check(self):
        assert self.process.poll() in (None, 0), self.errors.read_text()

    def kill(self):
        """The end as a power cut brings it; checks that it was still at work until then."""
        self.check()
        self.process.kill()
        self.process.wait()

    def wait(self, timeout=60):
        self.process.wait(timeout)
        self.check()


def end_all(processes):
    """Kill whatever runs still, so that a test that fails leaves nobody behind; then say if one had failed before."""
    for process in processes:
        with suppress(AssertionError):
            process.kill()
        process.process.kill()
    for process in processes:
        assert process.process.wait() in (0, -signal.SIGKILL), process.errors.read_text()


def told_in(*files):
    """Every whole line that processes told, as lists of words."""
    found = []
    for file in files:
        text = file.read_text() if file.exists() else ""
        found += [line.split() for line in text[: text.rfind("\n") + 1].splitlines()]
    return found


def acknowledged(*files):
    """Ids of the events that were told as saved."""
    return {word for words in told_in(*files) if words[0] == "+" for word in words[1:] if word[0] != "@"}


def furnished(folder, site=None):
    """A data folder with the small site in force."""
    with closing(Logbook.open(folder)) as book:
        load_site(book, "boss", site or small_site())
    return folder


def copied(folder, to):
    """Another device with the same history, as joining makes it: the records without the device."""
    to.mkdir(parents=True)
    shutil.copy(folder / "events.journal", to / "events.journal")
    return to


def raws_in(folder):
    """The events of a data folder by id, raw: those of its journal, of which no line is damaged, and of its archive."""
    damage = []
    raws = dict(archived(folder, damage=damage))
    with closing(JournalDB(folder / "events.journal")) as db:
        assert damage + db.storage.damage == []
        return raws | db.storage.raws("events")


def ids_in(folder):
    """Ids of the events in a data folder."""
    return set(raws_in(folder))


def dots_in(folder):
    """(device, seq, id) of every event in a folder."""
    return [(row["device"], row["seq"], row["id"]) for row in map(decode, raws_in(folder).values())]


def shared_ids(*files):
    """Ids of the events that can be read in files of a share, whatever else is wrong with them."""
    found = set()
    for file in files:
        for commit in lines.parse(file.read_bytes()).commits:
            found |= {key for table, key, raw in commit if table == "events" and raw is not None}
    return found
