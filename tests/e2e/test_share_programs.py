"""`roundsman sync --watch` on two folders, as it is left running on real machines: killed at any moment, and ended."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from store.logbook import Logbook
from tests.support.devices import ROOT, copied, furnished, ids_in, let_run, wait_until
from tests.support.sharing import Sharer, check_nothing_lost, person, settle

pytestmark = pytest.mark.e2e

KILLS = 6


@contextlib.contextmanager
def watching(folder, file, said):
    command = [sys.executable, "-m", "tui.cli", "--data", folder, "--lang", "en", "sync", "--share", file, "--watch"]
    with said.open("ab") as out:
        process = subprocess.Popen(
            list(map(str, command)), stdout=out, stderr=out, env=os.environ | {"PYTHONPATH": str(ROOT)}
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_what_is_recorded_arrives_although_the_watching_programs_are_killed_again_and_again(tmp_path):
    seed = random.randrange(10**6)
    rng, told = random.Random(seed), set()
    first, file, said = furnished(tmp_path / "first"), tmp_path / "share" / "small.patrol", tmp_path / "said"
    file.parent.mkdir()
    folders = [copied(first, tmp_path / name) for name in "ab"]
    with contextlib.ExitStack() as open_books:
        books = [open_books.enter_context(contextlib.closing(Logbook.open(folder))) for folder in folders]

        def record():
            for book in books:
                name = f"p{len(told)}"
                told.update(event.id for event in book.record("boss", lambda _, name=name: [person(name)]))

        for _ in range(KILLS):
            with watching(rng.choice(folders), file, said) as one:
                until = time.monotonic() + rng.uniform(0.3, 1.8)
                while time.monotonic() < until:
                    record()
                    let_run(0.01, [])
                assert one.poll() is None, said.read_text()
        began = time.monotonic()
        with watching(folders[0], file, said) as one, watching(folders[1], file, said) as two:
            wait_until(lambda: all(told <= ids_in(folder) for folder in folders), "everything to arrive on both", 60)
            took = time.monotonic() - began
            for process in (one, two):
                process.send_signal(signal.SIGINT)
            assert {one.wait(20), two.wait(20)} <= {0, 130}, said.read_text()
    assert "Traceback" not in said.read_text()
    print(f"seed {seed}: {KILLS} kills, {len(told)} acknowledged, all on both devices {took:.1f} s after a calm start")
    sharers = [Sharer(folder, file) for folder in folders]
    settle(sharers)
    check_nothing_lost(sharers, told)
    for sharer in sharers:
        sharer.close()
