"""Several programs on one data folder: each sees what the others record within a second, on a full disk too."""

from __future__ import annotations

import collections
import shutil
import statistics
import sys
import time
from contextlib import closing

import pytest

from checkpoints.work.people import PersonAdded
from store.logbook import Logbook
from tests.support.devices import DeviceProcess, acknowledged, end_all, furnished, ids_in, told_in, wait_until
from tests.support.mounts import fill, small_disk
from tests.support.terminal import Terminal

pytestmark = pytest.mark.e2e

PROMISED = 1.0
"""Seconds after which the others show it."""
PATIENCE = 5.0
"""Seconds that a busy machine is given in a test."""


def add(book, name):
    fact = PersonAdded(person=name, zh="王敏", en="Wang Min", role="assistant", department="service")
    return book.record("boss", lambda _: [fact])


def shown(seconds):
    return f"median {statistics.median(seconds):.2f} s, longest {max(seconds):.2f} s, {len(seconds)} times"


def test_two_open_programs_show_what_a_third_recorded_within_a_second(tmp_path):
    folder = furnished(tmp_path / "data")

    def program(place):
        command = [sys.executable, "-m", "tui.cli", "--data", str(folder), "--place", place, "--lang", "zh"]
        return Terminal(command)

    with program("tablet") as tablet, program("kiosk") as kiosk, closing(Logbook.open(folder)) as third:
        for terminal in (tablet, kiosk):
            terminal.wait_for(rf"已存 {third.saved}")
        waits = []
        for n in range(5):
            add(third, f"p{n}")
            began = time.monotonic()
            for terminal in (tablet, kiosk):
                terminal.wait_for(rf"已存 {third.saved}", timeout=PATIENCE)
                waits.append(time.monotonic() - began)
    print(f"an open program shows another's record after: {shown(waits)}")
    assert statistics.median(waits) < PROMISED


def test_processes_that_write_at_once_see_each_others_events_within_a_second(tmp_path):
    folder = furnished(tmp_path / "data")
    files = [tmp_path / f"told-{n}" for n in range(3)]
    processes = [
        DeviceProcess(folder, file, n, "--watch", "--burst", 5, "--pause", 0.02) for n, file in enumerate(files)
    ]
    try:
        wait_until(lambda: all(process.spoke() for process in processes), "all to begin")
        early = acknowledged(*files)  # some of it was there already when the last one opened the folder
        wait_until(lambda: all(len(told_in(file)) > 100 for file in files), "a hundred lines of each")
        recorded = acknowledged(*files) - early
        wait_until(lambda: all(recorded <= seen_in(f) | acknowledged(f) for f in files), "all to be seen by all")
    finally:
        end_all(processes)
    saved_at = {word: int(words[-1][1:]) for words in told_in(*files) if words[0] == "+" for word in words[1:-1]}
    waits = [
        (int(words[2]) - saved_at[words[1]]) / 1e9
        for words in told_in(*files)
        if words[0] == "?" and words[1] in recorded
    ]
    print(f"a process that writes sees another's record after: {shown(waits)}")
    assert len(waits) == 2 * len(recorded)
    assert max(waits) < PATIENCE
    assert statistics.median(waits) < PROMISED
    assert acknowledged(*files) <= ids_in(folder)


def seen_in(file):
    return {words[1] for words in told_in(file) if words[0] == "?"}


def refusals(file):
    return collections.Counter(words[1] for words in told_in(file) if words[0] == "!")


def test_two_writers_fill_the_disk_are_told_and_go_on_when_there_is_room_again(tmp_path):
    with small_disk(tmp_path / "disk", "512k") as disk:
        folder = furnished(disk / "data")
        ballast, files = fill(disk), [tmp_path / "told-a", tmp_path / "told-b"]
        with ballast.open("r+b") as file:
            file.truncate(ballast.stat().st_size - 60_000)
        writers = [DeviceProcess(folder, file, n, "--pause", 0.01) for n, file in enumerate(files)]
        try:
            wait_until(lambda: all(refusals(file)["store.full"] > 3 for file in files), "both to be told")
            full = [acknowledged(file) for file in files]
            assert all(full)
            ballast.unlink()
            wait_until(lambda: all(acknowledged(f) > had for f, had in zip(files, full, strict=True)), "more of both")
        finally:
            end_all(writers)
        told, final = acknowledged(*files), ids_in(folder)
        codes = sum(map(refusals, files), collections.Counter())
        print(f"{len(told)} acknowledged, {len(told - final)} lost, refused {dict(codes)}")
        assert told - final == set()
        assert set(codes) == {"store.full"}
        shutil.rmtree(folder)
