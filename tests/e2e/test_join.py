"""Real processes join a share: killed again and again, watched in a terminal, while another device writes."""

from __future__ import annotations

import json
import os
import pty
import random
import subprocess
import sys
import time
from contextlib import closing, suppress

import pytest

from store.logbook import Logbook
from store.sync.exchange import Exchange
from store.sync.share import Share
from tests.bench import years
from tests.support.albums import keep, noted, on_share, picture, sha_of
from tests.support.devices import ROOT, DeviceProcess, acknowledged, ids_in, let_run, wait_until
from tests.support.offices import office, share

pytestmark = pytest.mark.e2e

EVENTS = 20_000
LONG = 30.0
"""Seconds that 20,000 events may take on a machine that has much else to do; 1 s on an idle one."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A share with the records of a year."""
    folder = tmp_path_factory.mktemp("year")
    (folder / "office").mkdir()
    (folder / "share").mkdir()
    years.write_journal(folder / "office" / "events.journal", EVENTS)
    file = folder / "share" / "site.journal"
    share(folder / "office", file)
    return folder / "office", file


def joining(folder, file, *options, **streams):
    return running("join", folder, "--share", str(file), *options, **streams)


def running(command, folder, *options, **streams):
    command = [sys.executable, "-m", "tui.cli", command, "--data", str(folder), *options]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
    return subprocess.Popen(command, env=environment, **streams)


def test_a_year_comes_in_within_seconds(shared, tmp_path):
    start = time.perf_counter()
    process = joining(tmp_path / "new", shared[1], "--json")
    out, err = process.communicate()
    took = time.perf_counter() - start
    print(f"{EVENTS} events joined in {took:.2f} s, the start of the program included")
    assert (process.returncode, err) == (0, b"")
    told = json.loads(out)
    assert (told["events"], told["complete"]) == (EVENTS, True)
    assert took < LONG
    assert ids_in(tmp_path / "new") == ids_in(shared[0])


def test_killed_again_and_again_it_ends_with_everything(shared, tmp_path):
    seed = random.randrange(10**6)
    print("seed", seed)
    rng, folder = random.Random(seed), tmp_path / "new"
    journal, kills = folder / "events.journal", 0
    for part in sorted(rng.uniform(0, 1) for _ in range(8)):
        process = joining(folder, shared[1])
        much = part * (shared[0] / "events.journal").stat().st_size
        wait_until(
            lambda p=process, m=much: p.poll() is not None or (journal.exists() and journal.stat().st_size >= m),
            "the join to come so far",
            60,
        )
        kills += process.poll() is None
        process.kill()
        process.communicate()
    assert kills >= 5
    process = joining(folder, shared[1], "--json")
    out, _ = process.communicate()
    assert json.loads(out)["complete"]
    assert ids_in(folder) == ids_in(shared[0])


def test_joining_while_another_device_writes_misses_nothing(tmp_path):
    file = tmp_path / "share" / "site.journal"
    folder = office(tmp_path / "office", file, 2000)
    writer = DeviceProcess(folder, tmp_path / "told", 1, "--share", file, "--pause", 0.02)
    try:
        wait_until(writer.spoke, "the office to write")
        processes = [joining(tmp_path / f"new{n}", file, "--json") for n in range(2)]
        outs = [process.communicate()[0] for process in processes]
        let_run(0.3, [writer])
    finally:
        writer.kill()
    assert all(json.loads(out)["complete"] for out in outs)
    share(folder, file)
    for n in range(2):
        share(tmp_path / f"new{n}", file)
        assert acknowledged(tmp_path / "told") <= ids_in(tmp_path / f"new{n}") == ids_in(folder)


def test_photos_of_a_killed_exchange_arrive_whole(tmp_path):
    file = tmp_path / "share" / "site.journal"
    folder = office(tmp_path / "office", file)
    with closing(Logbook.open(folder)) as book:
        shas = [keep(book.photos, picture(n, 2_000_000)) for n in range(12)]
        book.record("p1", lambda _: [noted(*shas)])

    kills = []

    def killed_once(data, photos, much):
        process = running("sync", data, "--share", str(file))
        wait_until(lambda: process.poll() is not None or weight(photos) >= much, "photos to be carried", 60)
        kills.append(process.poll() is None)
        process.kill()
        process.communicate()

    shelf = file.with_name("site.photos")
    for much in range(1, 22, 4):
        killed_once(folder, shelf, much * 1_000_000)
    assert running("sync", folder).wait(60) == 0
    assert {sha_of(content) for content in on_share(file).values()} == set(shas)
    new = tmp_path / "new"
    assert joining(new, file).wait(60) == 0
    killed_once(new, new / "photos", 7_000_000)
    assert running("sync", new).wait(60) == 0
    assert {sha_of(path.read_bytes()) for path in (new / "photos").iterdir()} == set(shas)
    assert sum(kills) >= 3, kills


def weight(folder):
    """Bytes of all files in a folder; those that are renamed meanwhile count or not."""
    total = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            total += path.stat().st_size
    return total


def test_whoever_watches_sees_a_bar_that_goes_away(shared, tmp_path):
    master, slave = pty.openpty()
    process = joining(tmp_path / "new", shared[1], "--lang", "en", stderr=slave)
    os.close(slave)
    seen = b""
    try:
        while part := os.read(master, 4096):
            seen += part
    except OSError:  # how Linux says that the other end is closed
        pass
    finally:
        os.close(master)
    out, _ = process.communicate()
    assert process.returncode == 0
    assert b"reading the shared file [####" in seen
    assert seen.endswith(b"\r\x1b[K")
    assert b"is here: 20000 entries." in out


def test_what_joined_is_an_ordinary_device(shared, tmp_path):
    joining(tmp_path / "new", shared[1]).communicate()
    with closing(Exchange(tmp_path / "new", Share(str(shared[1])))) as exchange:
        report = exchange.sync()
    assert (report.pulled, report.written, report.audited, report.reread) == (0, 0, False, False)
