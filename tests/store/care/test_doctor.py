"""The doctor tells an honest lock from none, a disk with room from a full one, and leaves nothing behind."""

from __future__ import annotations

import errno
import os
import threading
from datetime import UTC, datetime, timedelta

import pytest

from store.care.doctor import clock as clocks
from store.care.doctor import disk, examine, locks, machine, meet, neighbour, partner
from store.care.doctor import share as shares
from store.care.rows import worst
from store.disk import DISK
from store.journal.lines import heading_line
from tests.support.faulty_disk import FaultyDisk


def codes(rows):
    for row in rows:
        assert row.title
        assert row.said.format(**row.params)
        assert row.state == "ok" or row.advice
    return [row.code for row in rows]


class TestExamination:
    def test_of_a_good_folder_without_a_share(self, care):
        before = sorted(care.data.iterdir())
        rows = examine(care.data, care.now)
        assert [c for c in codes(rows) if not c.startswith(("zone", "synchronised", "space", "writing"))] == [
            "locks.honest", "share.none", "clock.right",
        ]  # fmt: skip
        assert sorted(care.data.iterdir()) == before

    def test_of_a_good_share_leaves_nothing_there(self, care, tmp_path):
        share = tmp_path / "office" / "site.journal"
        share.parent.mkdir()
        share.write_bytes(heading_line("f" * 32, "small"))
        rows = examine(care.data, care.now, share)
        assert {"share.there", "shared_locks.honest"} <= set(codes(rows))
        assert [p.name for p in share.parent.iterdir()] == ["site.journal"]

    def test_a_share_of_another_site_is_not_asked_any_further(self, care, tmp_path):
        share = tmp_path / "site.journal"
        share.write_bytes(heading_line("f" * 32, "elsewhere"))
        found = codes(examine(care.data, care.now, share))
        assert "share.foreign" in found
        assert not any(code.startswith("shared_") for code in found)

    def test_a_clock_behind_the_own_entries_is_not_ok(self, care):
        rows = examine(care.data, care.now - timedelta(hours=3))
        assert "clock.went_back" in codes(rows)
        assert worst(rows) == 2

    def test_a_folder_that_is_not_there_yet_is_examined_where_it_would_be(self, tmp_path):
        assert "locks.honest" in codes(examine(tmp_path / "a" / "b", datetime.now(UTC)))
        assert list(tmp_path.iterdir()) == []


class TestDisk:
    def test_room(self, tmp_path):
        assert disk.space("space", tmp_path, 1, 0).state == "ok"
        assert disk.space("space", tmp_path, 1 << 60, 0).code == "space.low"
        assert disk.space("shared_space", tmp_path, 1 << 60, 1 << 60).code == "shared_space.none"
        assert disk.space("space", tmp_path / "gone", 1, 0).code == "writing.failed"

    def test_writing_is_timed_and_the_file_removed(self, tmp_path):
        assert disk.writing("writing", tmp_path, 1e9, DISK).code == "writing.good"
        assert disk.writing("writing", tmp_path, 0, DISK).code == "writing.slow"
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("call", ["open", "write", "force"])
    def test_writing_that_fails_says_why_and_leaves_nothing(self, tmp_path, call):
        faulty = FaultyDisk()
        faulty.fail(call, 1, errno.EROFS)
        row = disk.writing("shared_writing", tmp_path, 1e9, faulty)
        assert (row.code, row.params["reason"]) == ("shared_writing.failed", os.strerror(errno.EROFS))
        assert list(tmp_path.iterdir()) == []


class TestLocks:
    def test_between_two_programs(self, tmp_path):
        assert codes([locks.honesty("locks", tmp_path)]) == ["locks.honest"]
        assert list(tmp_path.iterdir()) == []

    def test_a_lock_that_does_not_hold_is_found_out(self, tmp_path, monkeypatch):
        # The other program gets another lock file than ours: what a mount without shared locks comes to.
        monkeypatch.setattr(locks, "lock_of", lambda path: neighbour.lock_of(path.with_name("elsewhere")))
        assert codes([locks.honesty("shared_locks", tmp_path)]) == ["shared_locks.dishonest"]

    def test_lines_written_over_each_other_are_found_out(self, tmp_path, monkeypatch):
        monkeypatch.setattr(locks, "turns_in", lambda *_: False)
        assert codes([locks.honesty("locks", tmp_path)]) == ["locks.dishonest"]

    def test_a_file_system_without_locks(self, tmp_path, monkeypatch):
        def no_lock(_fd):
            raise OSError(errno.ENOLCK, "No locks available")

        monkeypatch.setattr(DISK, "lock", no_lock, raising=False)
        assert codes([locks.honesty("shared_locks", tmp_path)]) == ["shared_locks.none"]
        assert list(tmp_path.iterdir()) == []

    def test_a_folder_that_is_not_there(self, tmp_path):
        assert codes([locks.honesty("locks", tmp_path / "gone")]) == ["locks.unknown"]

    @pytest.mark.parametrize(
        ("content", "whole"),
        [
            (b"a 0\nb 0\na 1\nb 1\n", True),
            (b"a 0\na 1\nb 0\n", False),
            (b"a 0\nb 0\na 1\nb 1\nb 1\n", False),
            (b"a 0\na 0b 0\na 1\nb 1\n", False),
            (b"a 1\nb 0\na 0\nb 1\n", False),
        ],
    )
    def test_turns_are_counted(self, tmp_path, content, whole):
        (tmp_path / "trial").write_bytes(content)
        assert neighbour.turns_in(tmp_path / "trial", ("a", "b"), 2) is whole

    def test_the_neighbour_tells_by_its_exit_code(self, tmp_path):
        trial = tmp_path / "trial"
        trial.touch()
        assert neighbour.main(["append", str(trial), "a", "3"]) == 0
        assert trial.read_text() == "a 0\na 1\na 2\n"
        assert neighbour.main(["try", str(trial)]) == 0
        lock = neighbour.lock_of(trial)
        lock.take(1)
        assert neighbour.main(["try", str(trial)]) == 1
        lock.close()
        assert neighbour.main(["try", str(tmp_path / "gone" / "trial")]) == 2


class TestTwoMachines:
    def both(self, share, **options):
        rows = {}
        other = threading.Thread(target=lambda: rows.update(b=meet(share, **options)))
        other.start()
        rows["a"] = meet(share, **options)
        other.join()
        return codes(rows.values())

    def test_that_meet_at_a_share_try_its_locks_together(self, tmp_path):
        assert self.both(tmp_path / "site.journal", seconds=30) == ["partner.honest"] * 2
        assert list(tmp_path.iterdir()) == []

    def test_whose_locks_do_not_reach_each_other_are_both_told(self, tmp_path, monkeypatch):
        lock_of = neighbour.lock_of

        def own(path):
            return lock_of(path.with_name(f".of-{threading.get_ident()}"))

        monkeypatch.setattr(partner, "lock_of", own)
        monkeypatch.setattr(neighbour, "lock_of", own)
        assert self.both(tmp_path / "site.journal", seconds=30) == ["partner.dishonest"] * 2

    def test_alone_one_gives_up_in_time_and_takes_its_seat_away(self, tmp_path):
        assert codes([meet(tmp_path / "site.journal", seconds=0.5)]) == ["partner.alone"]
        assert list(tmp_path.iterdir()) == []

    def test_a_seat_left_behind_by_a_crash_is_nobody(self, tmp_path):
        (tmp_path / ".roundsman-seat-000000000000").write_text('{"beat": 7, "partner": null}')
        (tmp_path / ".roundsman-seat-111111111111").write_text("rubbish")
        assert codes([meet(tmp_path / "site.journal", seconds=0.5)]) == ["partner.alone"]

    def test_one_that_goes_silent_in_the_middle_is_not_waited_for_for_ever(self, tmp_path):
        table = partner._Table(tmp_path)
        table.token = "zzzzzzzzzzzz"
        gone = threading.Thread(target=lambda: (table.tell(step="here"), table.wait_for_partner(20)))
        gone.start()
        assert codes([meet(tmp_path / "site.journal", seconds=20, step=0.5)]) == ["partner.broken"]
        gone.join()

    def test_without_the_folder_it_says_so(self, tmp_path):
        assert codes([meet(tmp_path / "gone" / "site.journal", seconds=1)]) == ["shared_locks.unknown"]


class TestShare:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (None, "share.new"),
            (b"", "share.there"),
            (heading_line("f" * 32, "small"), "share.there"),
            (heading_line("f" * 32, "other"), "share.foreign"),
            (heading_line("f" * 32).replace(b'"version":1', b'"version":9'), "share.strange"),
            (b"hello\n", "share.strange"),
        ],
    )
    def test_what_stands_there(self, tmp_path, content, code):
        path = tmp_path / "site.journal"
        if content is not None:
            path.write_bytes(content)
        assert codes(shares.share(path, "small", 0, DISK))[0] == code

    def test_a_newer_one(self, tmp_path):
        from store.journal.lines import seal

        (tmp_path / "site.journal").write_bytes(seal(b'{"roundsman":"journal","version":9,"file":"x"}'))
        assert codes(shares.share(tmp_path / "site.journal", "small", 0, DISK)) == ["share.newer"]

    def test_copies_and_damage_are_something_to_know(self, tmp_path):
        for name in ("site.journal", "site (copy of Wang).journal"):
            (tmp_path / name).write_bytes(heading_line("f" * 32, "small"))
        rows = shares.share(tmp_path / "site.journal", "small", 3, DISK)
        assert codes(rows) == ["share.there", "share.damaged", "share.copies"]
        assert worst(rows) == 1

    def test_a_folder_of_a_sync_tool_is_told(self, tmp_path):
        (tmp_path / ".stfolder").mkdir()
        assert "share.tool" in codes(shares.share(tmp_path / "site.journal", "", 0, DISK))

    def test_that_is_not_there(self, tmp_path):
        assert codes(shares.share(tmp_path / "gone" / "site.journal", "", 0, DISK)) == ["share.gone"]

    def test_that_never_answers_holds_nobody_up(self, tmp_path):
        hang = threading.Event()
        assert codes(shares.in_time(0.1, lambda: [] * hang.wait(30), tmp_path)) == ["share.gone"]
        hang.set()


class TestClock:
    def test_the_share_machines_clock_is_read_from_a_file_written_there(self, tmp_path):
        class Late(FaultyDisk):
            def stat_of(self, fd):
                os.utime(fd, (0, 0))
                return super().stat_of(fd)

        assert clocks.that_of_share(tmp_path, DISK) == []
        assert codes(clocks.that_of_share(tmp_path, Late())) == ["clock.share"]
        assert list(tmp_path.iterdir()) == []

    def test_zones_count_by_their_offset(self, monkeypatch):
        now = datetime(2026, 11, 23, tzinfo=UTC)
        there = now.astimezone().utcoffset()
        far = "Asia/Shanghai" if there != timedelta(hours=8) else "UTC"
        assert codes([clocks.zone(now, far)]) == ["zone.differs"]
        assert codes([clocks.zone(now, ""), clocks.zone(now, "No/Where")]) == ["zone.same", "zone.same"]


class TestMachine:
    @pytest.mark.parametrize(
        ("environ", "code"),
        [
            ({"TERM": "xterm-256color", "LANG": "zh_CN.UTF-8"}, "terminal.good"),
            ({"TERM": "xterm", "LC_ALL": "C.utf8"}, "terminal.good"),
            ({"TERM": "xterm", "LANG": "zh_CN.GB18030"}, "terminal.encoding"),
            ({"TERM": "xterm"}, "terminal.encoding"),
            ({"TERM": "linux", "LANG": "C.UTF-8"}, "terminal.bare"),
            ({"TERM": "dumb"}, "terminal.dumb"),
            ({}, "terminal.dumb"),
        ],
    )
    def test_terminals(self, environ, code):
        assert codes(machine.terminal(environ, there=True)) == [code]
        assert codes(machine.terminal(environ, there=False)) == ["terminal.none"]

    def test_sizes_and_widths(self):
        assert codes([machine.size(80, 24), machine.size(79, 24), machine.size(200, 23)]) == [
            "size.enough", "size.small", "size.small",
        ]  # fmt: skip
        assert codes([machine.width(2), machine.width(1), machine.width(None)]) == [
            "width.right", "width.wrong", "width.unknown",
        ]  # fmt: skip

    def test_fonts_are_asked_for_where_there_is_a_display(self, tmp_path, monkeypatch):
        listing = tmp_path / "fc-list"
        listing.write_text("#!/bin/sh\necho 'Noto Sans CJK SC'; echo 'Noto Sans Mono CJK SC,Noto Sans Mono'\n")
        listing.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
        row = machine.fonts({"DISPLAY": ":0"})
        assert (row.code, row.params["name"]) == ("fonts.there", "Noto Sans Mono CJK SC")
        listing.write_text("#!/bin/sh\n")
        assert codes([machine.fonts({"DISPLAY": ":0"}), machine.fonts({})]) == ["fonts.none", "fonts.unknown"]

    def test_the_program_names_its_versions(self):
        assert codes([machine.program()]) == ["program.current"]
