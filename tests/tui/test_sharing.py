"""The app shares while somebody works: by itself, without ever holding up a tap, and it ends when it is told to."""

from __future__ import annotations

import time

import pytest

from checkpoints.work.people import PersonAdded
from store.joining import join
from store.logbook import Logbook
from store.sync import Share
from store.sync import share as shares
from store.sync.exchange import Exchange
from tests.support.stuck_disk import StuckDisk
from tests.support.taps import tap
from tests.tui.conftest import until
from tests.tui.test_join import go_on
from tests.tui.test_shell import shown
from tui import likely, sharing
from tui.cli.options import take
from tui.screens.menu import MenuSheet
from tui.screens.message import MessageSheet
from tui.screens.records import RecordsScreen
from tui.screens.share_file import ShareFileSheet
from tui.widgets.chips import Chips


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A folder for the shared file, and the only place that is looked into."""
    folder = tmp_path / "office"
    folder.mkdir()
    monkeypatch.setattr(likely, "roots", lambda: [likely.Root(folder)])
    return folder


def person(number):
    return PersonAdded(person=f"x{number}", zh="甲", en=f"Person {number}", role="assistant", department="service")


def counts(app):
    return app.screen.query_one("Header .saved").text


async def test_what_is_recorded_is_shared_by_itself(book, run_app, office):
    shares.save(book.data, Share(str(office / "site.journal")))
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        app.record(lambda _now: [person(1)])
        await until(pilot, lambda: "to share 0" in counts(app), "everything read back")
        assert (office / "site.journal").stat().st_size > 0


async def test_what_another_device_records_shows_by_itself(book, run_app, office, tmp_path, clock):
    file = office / "site.journal"
    shares.save(book.data, Share(str(file)))
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        await until(pilot, lambda: "to share 0" in counts(app), "everything shared")
        join(tmp_path / "other", file)
        other = Logbook.open(tmp_path / "other", clock=clock)
        other.record("x1", lambda _now: [person(1)])
        exchange = Exchange(other.data, Share(str(file)))
        exchange.sync()
        exchange.close()
        other.close()
        await until(pilot, lambda: "x1" in app.book.ledger.people, "the other one's entry")


async def test_the_file_named_on_the_command_line_becomes_the_shared_one(book, run_app, office):
    async with run_app(book, share=office / "site.journal") as (_app, pilot):
        await until(pilot, lambda: shares.load(book.data) is not None, "the choice")
        assert shares.load(book.data).path == str(office / "site.journal")
        await until(pilot, (office / "site.journal").exists, "the file")


async def test_a_share_that_hangs_holds_up_no_tap_and_not_the_end(book, run_app, office, monkeypatch):
    monkeypatch.setattr(sharing, "END", 0.2)
    shares.save(book.data, Share(str(office / "site.journal")))
    far = StuckDisk()
    try:
        async with run_app(book, person="p02", far=far) as (app, pilot):
            await until(pilot, far.asked.is_set, "the courier to hang")
            assert app.record(lambda _now: [person(1)])
            await pilot.press("f10")
            await until(pilot, lambda: isinstance(app.screen, MenuSheet), "the menu")
            courier = app.sharing._courier
            began = time.monotonic()
        assert time.monotonic() - began < 10
        assert courier._thread.is_alive()
    finally:
        far.let_go()


async def test_a_long_history_comes_in_by_and_by(book, run_app, tmp_path, monkeypatch):
    monkeypatch.setattr("tui.session.AT_ONCE", 50)
    async with run_app(book, person="p02") as (app, pilot):
        folded = []
        plain = book.follow
        monkeypatch.setattr(book, "follow", lambda most=None: (folded.append(most), plain(most=most))[1])
        other = Logbook.open(book.data)
        other.record("p01", lambda _now: [person(n) for n in range(1000)])
        other.close()
        await until(pilot, lambda: "x999" in app.book.ledger.people, "the last of them")
        assert set(folded) == {50}
        assert len(folded) >= 20


async def test_a_new_file_is_made_in_a_folder_that_was_tapped(book, run_app, office):
    async with run_app(book, person="p01", lang="en") as (app, pilot):
        app.action_records()
        await until(pilot, lambda: isinstance(app.screen, RecordsScreen), "records")
        await pilot.pause()
        await tap(pilot, "#records-file")
        await until(pilot, lambda: isinstance(app.screen, ShareFileSheet), "the sheet")
        await until(pilot, lambda: "New file here:" in shown(app), "the folder")
        await pilot.pause()
        await tap(pilot, "#share-spots .tile")
        assert app.screen.query_one(Chips).one == str(office / "site.journal")
        await go_on(app, pilot)
        await until(pilot, lambda: "it will be made" in shown(app), "what will happen")
        await pilot.pause()
        await go_on(app, pilot)
        await until(pilot, (office / "site.journal").exists, "the file")
        await until(pilot, lambda: "to share 0" in counts(app), "everything shared")


async def test_the_file_of_another_site_is_refused_before_anything_is_chosen(book, run_app, office, tmp_path):
    from store.setup import load_site
    from tests.support.small_site import small_site

    other = Logbook.open(tmp_path / "other")
    load_site(other, "-", small_site())
    exchange = Exchange(other.data, Share(str(office / "site.journal")))
    exchange.sync()
    exchange.close()
    other.close()
    async with run_app(book, person="p01", lang="en") as (app, pilot):
        app.action_records()
        await until(pilot, lambda: isinstance(app.screen, RecordsScreen), "records")
        await pilot.pause()
        await tap(pilot, "#records-file")
        await until(pilot, lambda: isinstance(app.screen, ShareFileSheet), "the sheet")
        await pilot.pause()
        app.screen.query_one("#share-path").value = str(office / "site.journal")
        await go_on(app, pilot)
        await until(pilot, lambda: app.screen.query_one("Notice").waits, "the refusal")
        assert "of another site" in shown(app)
        assert shares.load(book.data) is None
        assert not isinstance(app.screen, MessageSheet)


def test_the_option_belongs_to_the_app_before_a_command_and_to_the_command_behind_it():
    before, rest = take(["--share", "/mnt/a"])
    assert (str(before.share), rest) == ("/mnt/a", [])
    behind, rest = take(["sync", "--share", "/mnt/a"])
    assert (behind.share, rest) == (None, ["sync", "--share", "/mnt/a"])


def test_shared_files_are_found_by_their_heading(tmp_path):
    from store.journal.lines import heading_line

    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.journal").write_bytes(heading_line("ab" * 16, "7"))
    (tmp_path / "events.journal").write_bytes(heading_line("cd" * 16))
    (tmp_path / "letter.journal").write_text("Dear all")
    found = likely.look_into(likely.Root(tmp_path))
    assert [spot.path.name for spot in found if spot.size is not None] == ["a.journal"]
    assert found[-1].path == tmp_path


def test_network_folders_and_drives_are_read_from_the_kernels_list(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\n//nas/x /data/my\\040share cifs rw 0 0\n/dev/sdb1 /media/stick vfat rw 0 0\n"
    )
    (tmp_path / "Syncthing").mkdir()
    found = {str(root.path): root.in_step for root in likely.roots(tmp_path, mounts)}
    assert found == {"/data/my share": False, "/media/stick": False, str(tmp_path / "Syncthing"): True}
