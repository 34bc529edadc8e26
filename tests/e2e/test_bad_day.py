"""A bad day for the real program on a real terminal: full and read-only disks, records that are moved or replaced under
it, a neighbour that hangs, the power cut again and again, and rubbish on the line.

The same questions each time: is it said plainly, is nothing called saved that is not, does the work go on afterwards.
"""

from __future__ import annotations

import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from store.logbook import Logbook
from tests.support.mounts import fill, small_disk
from tests.support.terminal import Terminal
from tests.support.tour import Walker, furnish

pytestmark = pytest.mark.e2e

ROUTE = "上午·东组团"
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 1200 + b"\xff\xd9"
HOLDER = """
import sys, time
from pathlib import Path
from store.logbook import Logbook
book = Logbook.open(Path(sys.argv[1]))
with book.batch():
    print("held", flush=True)
    time.sleep(600)
"""


def program(folder: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "tui.cli", "--data", str(folder), "--place", "tablet", "--lang", "zh", *more]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default site with two assistants; copied, because labels take a second to issue."""
    folder = tmp_path_factory.mktemp("furnished") / "data"
    furnish(folder)
    return folder


@pytest.fixture
def folder(furnished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(furnished, tmp_path / "data"))


@contextmanager
def walking(folder: Path) -> Generator[Walker]:
    """Somebody at the first point of a round, before its first answer."""
    with closing(Logbook.open(folder)) as book, Terminal(program(folder)) as terminal:
        walker = Walker(terminal, book)
        walker.sign_in()
        walker.start(ROUTE)
        walker.scan(first(walker))
        yield walker


def first(walker: Walker) -> str:
    return walker.round.points[0]


def answers(walker: Walker) -> int:
    return len(walker.round.visit(first(walker)).answers)


def press_until_answered(walker: Walker, wanted: int) -> None:
    walker.terminal.key("space")
    walker.until(lambda: answers(walker) == wanted, f"{wanted} answers on the disk")


def test_on_a_full_disk_nothing_is_called_saved_and_the_next_tap_after_freeing_space_works(
    furnished: Path, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        data = Path(shutil.copytree(furnished, disk / "data"))
        (data / "inbox").mkdir()
        (data / "inbox" / "gate.jpg").write_bytes(JPEG)
        with walking(data) as walker:
            terminal = walker.terminal
            ballast = fill(disk)
            full = 0
            while "磁盘已满" not in terminal.text:  # the journal's last block may have room for an answer or two
                assert full < 40, terminal.text
                full += 1
                terminal.key("space")
                terminal.settle(0.2)
            walker.book.follow()
            saved, given = walker.book.saved, answers(walker)
            assert "没有保存" in terminal.text
            terminal.key("space")
            terminal.settle(0.3)
            walker.book.follow()
            assert (walker.book.saved, answers(walker)) == (saved, given)
            ballast.unlink()
            press_until_answered(walker, given + 1)
            terminal.wait_gone("磁盘已满")
            terminal.wait_for(rf"已存 {saved + 1}")

            terminal.key("x")
            terminal.wait_for("新问题")
            terminal.tap("拍照")
            terminal.wait_for("gate.jpg")
            ballast = fill(disk)
            terminal.tap("gate.jpg")
            terminal.wait_for("磁盘已满")
            assert not [*(data / "photos").glob("*.part")]
            ballast.unlink()
            taps = 0
            while "gate.jpg" in terminal.text and taps < 10:  # a second tap within 0.2 s is one tap with the first
                taps += 1
                terminal.tap("gate.jpg")
                terminal.settle(0.3)
            terminal.wait_for("照片 1")
            terminal.tap("保存")
            walker.until(lambda: answers(walker) == given + 2, "the finding on the disk")


def test_a_folder_that_may_not_be_written_is_one_plain_line_in_both_languages(furnished: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        data = Path(shutil.copytree(furnished, disk / "data"))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with Terminal(program(data)) as terminal:
            assert terminal.wait_end() == 1
            said = terminal.text.replace("\n", "")
            assert "无法写入" in said
            assert "--data" in said
        english = subprocess.run(
            [*program(data)[:5], "status", "--lang", "en"], capture_output=True, text=True, check=False
        )
        assert english.returncode == 1
        assert "cannot be written" in english.stderr
        assert english.stderr.count("\n") == 1


def test_records_moved_away_or_replaced_by_yesterdays_copy_are_told_and_nothing_is_lost(folder: Path) -> None:
    journal, copy = folder / "events.journal", folder / "yesterday"
    with walking(folder) as walker:
        terminal = walker.terminal
        shutil.copy(journal, copy)
        press_until_answered(walker, 1)
        press_until_answered(walker, 2)

        copy.replace(journal)
        terminal.wait_for("记录被旧的副本替换。缺少的 2 条已补回")
        walker.until(lambda: answers(walker) == 2, "both answers again")
        terminal.key("Escape")
        terminal.wait_gone("旧的副本")

        journal.rename(copy)
        terminal.wait_for("记录被移动或删除")
        terminal.key("space")
        terminal.settle(0.3)
        copy.rename(journal)
        terminal.wait_gone("记录被移动或删除")
        assert answers(walker) == 2
        press_until_answered(walker, 3)


def test_a_neighbour_that_hangs_in_the_middle_of_a_write_holds_nobody_up_for_long(folder: Path) -> None:
    with walking(folder) as walker:
        holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(folder)], stdout=subprocess.PIPE, text=True)
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            holder.send_signal(signal.SIGSTOP)
            terminal = walker.terminal
            terminal.key("space")
            terminal.wait_for("没有保存任何内容", timeout=9)
            began = time.monotonic()
            for _ in range(4):
                terminal.key("space")
            terminal.key("F10")
            terminal.wait_for("关闭程序", timeout=5)
            assert time.monotonic() - began < 5
            terminal.key("Escape")
        finally:
            holder.kill()
            holder.wait()
        assert answers(walker) == 0
        terminal.settle()
        press_until_answered(walker, 1)
        terminal.wait_gone("没有保存")


def test_whatever_the_header_counted_is_there_after_every_power_cut(folder: Path) -> None:
    seeded = random.Random(20231123)
    with walking(folder) as walker:
        points = walker.round.points
        walker.terminal.kill()
        for cut in range(3):
            with Terminal(program(folder)) as terminal:
                walker.terminal = terminal
                walker.sign_in()
                terminal.tap("继续巡区")
                terminal.wait_for(r"点 \d+/18")
                until = time.monotonic() + seeded.uniform(0.3, 1.0)
                while time.monotonic() < until:
                    point = points[(cut + seeded.randrange(3)) % len(points)]
                    terminal.send(seeded.choice([" ", " ", walker.codes[point].digits + "\r"]))
                    terminal.pump(seeded.uniform(0, 0.04))
                terminal.kill()
                counted = re.search(r"已存 (\d+)", terminal.text)
            with closing(Logbook.open(folder)) as again:
                assert counted is None or again.saved >= int(counted[1])
                assert {p.code for p in again.problems} <= {"store.torn"}


def write(terminal: Terminal, data: bytes) -> None:
    """Write more than a pty holds at once, reading what comes back meanwhile."""
    while data:
        _, free, _ = select.select([], [terminal._master], [], 5)
        assert free, "the program reads no more"
        data = data[os.write(terminal._master, data[:4096]) :]
        terminal.pump_once(0)


RUBBISH = {
    "bytes that are no text": b"\xff\xfe\xe4\xbd\xc3\x28" + b"\xc0\xf8\xff" * 100,
    "keys of a shell": b"\x03\x04\x1a\x1c\x00\x7f",
    "answers of a terminal": b"\x1b[999~\x1b]0;x\x07\x1b[6n\x1b[c\x1bP1;2\x1b\\\x1b[<99999999;1;0M\x1b[M\xff\xff\xff",
    "a paste of a megabyte": b"\x1b[200~" + b"7" * 1_000_000 + b"\x1b[201~",
    "a paste of other letters": b"\x1b[200~" + "中文粘贴".encode() * 9000 + b"\x1b[31m\x07\x1b[201~",
}


def test_rubbish_on_the_line_ends_nothing_and_answers_nothing(folder: Path) -> None:
    with walking(folder) as walker:
        for name, rubbish in RUBBISH.items():
            write(walker.terminal, rubbish)
            walker.terminal.settle(0.3)
            assert walker.terminal.process.poll() is None, name
        walker.terminal.key("Escape")
        walker.terminal.settle()
        walker.terminal.key("F1")
        walker.terminal.wait_for("帮助 ·")
        assert answers(walker) == 0
