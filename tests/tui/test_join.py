"""Joining a site from the first screen: pick the file, see what it is, take it in, stop, sign in."""

from __future__ import annotations

import threading

import pytest

from checkpoints.work.people import PersonAdded
from store.errors import StoreError
from store.logbook import Logbook
from store.sync import Progress, Share
from store.sync import share as shares
from store.sync.exchange import Exchange
from tests.support.stuck_disk import StuckDisk
from tests.support.taps import tap
from tests.tui.conftest import until
from tests.tui.test_shell import shown, type_pin
from tui import likely
from tui.screens.join import JoinSheet
from tui.screens.pin_sheet import PinSheet
from tui.screens.share_file import ShareFileSheet
from tui.screens.sign_in import SignInScreen
from tui.screens.welcome import WelcomeScreen


@pytest.fixture(autouse=True)
def drives(tmp_path, monkeypatch):
    """The only place that is looked into for shared files."""
    folder = tmp_path / "mnt" / "office"
    folder.mkdir(parents=True)
    monkeypatch.setattr(likely, "roots", lambda: [likely.Root(folder)])
    return folder


@pytest.fixture
def shared(book, drives):
    """The file through which another device, with the site and three people, shares."""
    file = drives / "site.journal"
    exchange = Exchange(book.data, Share(str(file)))
    exchange.sync()
    exchange.close()
    return file


@pytest.fixture
def newcomer(tmp_path, clock):
    """The logbook of a device that was never used."""
    made = Logbook.open(tmp_path / "new", clock=clock)
    yield made
    made.close()


async def go_on(app, pilot):
    """Press the button on the right; one tap after another within a moment counts as one."""
    await until(pilot, lambda: not app.screen.query_one("#share-next").has_class("-active"), "the button at rest")
    await tap(pilot, "#share-next")


async def open_sheet(app, pilot):
    await tap(pilot, "#welcome-join")
    await until(pilot, lambda: isinstance(app.screen, ShareFileSheet), "the sheet")
    await pilot.pause()


async def pick(app, pilot, path):
    await open_sheet(app, pilot)
    app.screen.query_one("#share-path").value = str(path)
    await go_on(app, pilot)


async def look(app, pilot, path):
    await pick(app, pilot, path)
    await until(pilot, lambda: app.screen._step == "shown", "what the file is")
    await pilot.pause()


async def test_a_found_file_is_shown_joined_and_signed_in_to(book, shared, newcomer, run_app):
    async with run_app(newcomer, lang="en") as (app, pilot):
        await open_sheet(app, pilot)
        await until(pilot, lambda: "site.journal" in shown(app), "the file")
        await pilot.pause()
        await tap(pilot, "#share-spots .tile")
        await go_on(app, pilot)
        await until(pilot, lambda: app.screen._step == "shown", "what the file is")
        await pilot.pause()
        assert book.ledger.site.site.name_en in shown(app)
        assert "People: 3" in shown(app)
        assert newcomer.saved == 0
        await go_on(app, pilot)
        await until(pilot, lambda: isinstance(app.screen, SignInScreen), "the sign-in screen")
        assert {p.id for p in newcomer.ledger.people.active()} == {"p01", "p02", "p03"}
        assert shares.load(newcomer.data).path == str(shared)
        await until(pilot, lambda: [t for t in app.screen.query(".tile") if "Li Qiang" in t.text], "the tiles")
        tile = next(t for t in app.screen.query(".tile") if "Li Qiang" in t.text)
        await tap(pilot, tile)
        await until(pilot, lambda: isinstance(app.screen, PinSheet), "the PIN pad")
        await type_pin(pilot, app, "2468")
        await until(pilot, lambda: app.person == "p01", "the sign-in")


async def test_what_the_newcomer_records_reaches_the_first_device(book, shared, newcomer, run_app):
    async with run_app(newcomer, lang="en") as (app, pilot):
        await look(app, pilot, shared)
        await go_on(app, pilot)
        await until(pilot, lambda: isinstance(app.screen, SignInScreen), "the sign-in screen")
        app.sign_in("p02")
        await until(pilot, lambda: newcomer.waiting == 0, "everything read back")
        exchange = Exchange(book.data, Share(str(shared)))
        exchange.sync()
        exchange.close()
        book.follow()
        assert newcomer.device.id in book.ledger.by_device


async def test_the_file_that_the_command_line_named_is_suggested(shared, newcomer, run_app):
    async with run_app(newcomer, share=shared) as (app, pilot):
        await open_sheet(app, pilot)
        assert app.screen.query_one("#share-path").value == str(shared)
        assert shares.load(newcomer.data) is None


@pytest.mark.parametrize(("lang", "words"), [("en", "is not there"), ("zh", "找不到")])
async def test_a_file_that_is_not_there_is_said_in_words(newcomer, run_app, drives, lang, words):
    async with run_app(newcomer, lang=lang) as (app, pilot):
        await pick(app, pilot, drives / "gone" / "site.journal")
        await until(pilot, lambda: app.screen.query_one("Notice").waits, "the words")
        assert words in shown(app)
        assert app.screen._step == "pick"
        assert newcomer.saved == 0


async def test_a_letter_is_no_shared_file(newcomer, run_app, drives):
    (drives / "letter.journal").write_text("Dear all,\n")
    async with run_app(newcomer, lang="en") as (app, pilot):
        await pick(app, pilot, drives / "letter.journal")
        await until(pilot, lambda: app.screen.query_one("Notice").waits, "the words")
        assert "not a shared file of Roundsman" in shown(app)
        assert (drives / "letter.journal").read_text() == "Dear all,\n"


async def test_half_a_path_is_asked_for_again(newcomer, run_app):
    async with run_app(newcomer, lang="en") as (app, pilot):
        await pick(app, pilot, "office/site.journal")
        await until(pilot, lambda: "Type the whole path" in shown(app), "the question")


async def test_a_drive_that_does_not_answer_leaves_the_buttons_working(shared, newcomer, run_app):
    far = StuckDisk()
    try:
        async with run_app(newcomer, lang="en", far=far) as (app, pilot):
            await pick(app, pilot, shared)
            await until(pilot, far.asked.is_set, "the question to the drive")
            assert "Looking at" in shown(app)
            await pilot.press("f2")
            assert "正在查看" in shown(app)
            await pilot.press("escape")
            await pilot.pause()
            assert app.screen._step == "pick"
            far.let_go()
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, WelcomeScreen), "the first screen")
    finally:
        far.let_go()


async def test_how_far_it_is_and_a_way_to_stop(shared, newcomer, run_app, monkeypatch):
    asked, ended = [], threading.Event()

    def slow_join(_data, _path, tell, stop, **_more):
        tell(Progress("read", 12_400_000, 41_000_000))
        ended.wait(60)
        asked.append(stop())
        raise StoreError("join.stopped", "Stopped before the site was here. What came in is kept.")

    monkeypatch.setattr("store.joining.join", slow_join)
    async with run_app(newcomer, lang="en") as (app, pilot):
        await look(app, pilot, shared)
        await go_on(app, pilot)
        await until(pilot, lambda: isinstance(app.screen, JoinSheet) and "12.4 MB / 41.0 MB" in shown(app), "the bar")
        assert "▰" in shown(app)
        assert "Reading the shared file" in shown(app)
        await pilot.press("f2")
        assert "正在读共享文件" in shown(app)
        await tap(pilot, "#sheet-back")
        await until(pilot, lambda: isinstance(app.screen, WelcomeScreen), "the first screen")
        ended.set()
        await until(pilot, lambda: asked == [True], "the end of the join")


async def test_a_join_that_fails_says_why_on_the_first_screen(shared, newcomer, run_app, monkeypatch):
    def no_join(*_all, **_more):
        raise StoreError("share.slow", "The share did not answer in time ({path}).", path="x")

    monkeypatch.setattr("store.joining.join", no_join)
    async with run_app(newcomer, lang="en") as (app, pilot):
        await look(app, pilot, shared)
        await go_on(app, pilot)
        await until(pilot, lambda: isinstance(app.screen, WelcomeScreen), "the first screen")
        await until(pilot, lambda: "did not answer in time" in shown(app), "the words")
        assert not app.sharing.held


async def test_a_stopped_join_is_gone_on_with_and_nothing_else_is_begun_on_top_of_it(newcomer, run_app):
    person = PersonAdded(person="p09", zh="王", en="Wang", role="assistant", department="service")
    newcomer.record("p09", lambda _now: [person])
    async with run_app(newcomer, lang="en") as (app, _pilot):
        assert "Go on joining" in shown(app)
        assert app.screen.query_one("#welcome-demo").disabled
        assert app.screen.query_one("#welcome-site").disabled
