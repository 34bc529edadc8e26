"""Records and sharing: what a normal person reads there, in both languages, and what its buttons do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store.clock import stamp
from store.sync import Share, Standing, Trouble, standing
from store.sync import share as shares
from tests.support.taps import tap
from tests.tui.conftest import until
from tests.tui.test_shell import shown
from tui.screens.home import HomeScreen
from tui.screens.list_sheet import ListSheet
from tui.screens.message import MessageSheet
from tui.screens.records import RecordsScreen
from tui.screens.share_file import ShareFileSheet

NAS = "/mnt/office/site.journal"
GONE = "{path} is not there. Everything is kept here."


class StillCourier:
    """Carries nothing and remembers what it was asked for."""

    asked: list[str]
    progress = None

    def __init__(self, *_args, **_kwargs):
        StillCourier.asked = []

    def start(self):
        self.asked.append("start")

    def nudge(self):
        self.asked.append("nudge")

    def audit_now(self):
        self.asked.append("audit")

    def stop(self, _seconds):
        self.asked.append("stop")


@pytest.fixture(autouse=True)
def _nobody_carries(monkeypatch):
    monkeypatch.setattr("store.sync.courier.Courier", StillCourier)


@pytest.fixture
def stands(book, clock):
    """`stands(left=3, written=1, trouble="share.gone")`: so many of the entries here are not shared."""

    def put(left=0, written=0, trouble="", **more):
        shares.save(book.data, Share(NAS))
        me, now = book.device.id, clock.now()
        saved = book.ledger.by_device[me]
        why = Trouble(trouble, GONE, {"path": NAS}, now - timedelta(minutes=40)) if trouble else None
        found = Standing(
            share=NAS,
            shared={me: saved - left},
            written={me: saved - left + written},
            synced_at=now - timedelta(hours=1),
            tried_at=now,
            trouble=why,
            **more,
        )
        standing.write(book.data, found)

    return put


async def open_records(app, pilot):
    app.action_records()
    await until(pilot, lambda: isinstance(app.screen, RecordsScreen) and text(app), "records")
    await pilot.pause()


def text(app):
    return "\n".join(w.text for w in app.screen.query("Reader .columns Words"))


def counts(app):
    return app.screen.query_one("Header .saved").text


async def test_without_a_share_it_says_that_nothing_reaches_the_others(book, run_app):
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        await open_records(app, pilot)
        assert f"{book.saved} entries are safe on this device." in shown(app)
        assert "nothing of this reaches other devices" in shown(app)
        assert app.screen.query_one("#records-now").disabled
        await pilot.press("f2")
        assert "到不了其他设备" in shown(app)


async def test_all_shared_is_said_in_one_line_and_the_header_is_quiet(book, run_app, stands):
    stands()
    async with run_app(book, person="p01", lang="en") as (app, pilot):
        stands()
        await until(pilot, lambda: "to share 0" in counts(app), "nothing left")
        await open_records(app, pilot)
        assert "✓ Everything recorded here is shared." in shown(app)
        assert "Last exchange" in shown(app)
        assert "!" not in counts(app)


async def test_what_waits_is_counted_and_needs_nobody(book, run_app, stands):
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        stands(left=4, written=1, photos_waiting=2)
        await until(pilot, lambda: "to share 4" in counts(app), "four")
        await open_records(app, pilot)
        assert "4 entries wait to be shared." in shown(app)
        assert "1 of them stand in the shared file already" in shown(app)
        assert "There is nothing to do." in shown(app)
        assert "2 wait" in shown(app)
        await pilot.press("f2")
        assert "有 4 条等待共享" in shown(app)
        assert "2 张在等" in shown(app)


@pytest.mark.parametrize(
    ("lang", "header", "lines"),
    [
        ("en", "! 3 not shared since 08:20", ("Not shared since 08:20.", f"{NAS} is not there.", "3 entries wait.")),
        ("zh", "! 3 条自 08:20 起未共享", ("自 08:20 起没能共享", "有 3 条在等", "在本机很安全")),
    ],
)
async def test_trouble_says_since_when_what_is_kept_and_what_to_do(book, run_app, stands, lang, header, lines):
    async with run_app(book, person="p02", lang=lang) as (app, pilot):
        stands(left=3, trouble="share.gone", damaged=2, copies=["site.sync-conflict-1.journal"])
        await until(pilot, lambda: header in counts(app), "the trouble")
        await open_records(app, pilot)
        for line in lines:
            assert line in shown(app)
        assert "site.sync-conflict-1.journal" in shown(app)


@pytest.mark.parametrize(("size", "lang"), [((80, 24), "zh"), ((80, 24), "en"), ((100, 30), "en"), ((160, 48), "zh")])
async def test_trouble_keeps_its_glyph_and_its_word_on_every_screen(book, run_app, stands, size, lang):
    async with run_app(book, person="p02", lang=lang, size=size) as (app, pilot):
        stands(left=3, trouble="share.gone")
        await until(pilot, lambda: "!" in counts(app), "the trouble")
        await pilot.pause()
        line = app.screen.query_one("Header .saved")
        assert ("未共享" if lang == "zh" else "shared") in line.text
        assert line.region.width >= len(line.text)
        assert line.region.right <= size[0]


async def test_somebody_elses_turn_is_no_trouble_at_once(book, run_app, stands, clock):
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        clock.advance(hours=-1)  # so that it began a minute ago
        stands(left=3, trouble="share.busy")
        clock.advance(minutes=-39)
        await until(pilot, lambda: "to share 3" in counts(app), "three")
        assert "!" not in counts(app)


async def test_a_tap_on_the_counts_opens_it_and_back_leads_to_where_it_was_opened(book, run_app):
    async with run_app(book, person="p02") as (app, pilot):
        at = app.screen.query_one("Header .saved").region
        await pilot.click(offset=(at.right - 3, 1))  # a glove hits the row above it
        await until(pilot, lambda: isinstance(app.screen, RecordsScreen), "records")
        await pilot.pause()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen), "home")


async def test_every_target_is_big_enough_for_a_glove(book, run_app, stands):
    stands()
    async with run_app(book, person="p02", lang="en", size=(80, 24)) as (app, pilot):
        await open_records(app, pilot)
        for button in app.screen.query(".bar Big"):
            assert button.region.height >= 5
            assert button.region.width >= 16


async def test_share_now_and_check_everything_ask_the_courier(book, run_app, stands):
    stands()
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        await open_records(app, pilot)
        await until(pilot, lambda: not app.screen.query_one("#records-now").disabled, "a share")
        await tap(pilot, "#records-now")
        await tap(pilot, "#records-check")
        await until(pilot, lambda: StillCourier.asked[-2:] == ["nudge", "audit"], "both")


async def test_how_far_a_long_check_is_stands_above_the_text(book, run_app, stands):
    from store.sync import Progress

    stands()
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        await open_records(app, pilot)
        await until(pilot, lambda: app.sharing._courier, "the courier")
        app.sharing._courier.progress = Progress("read", 12_400_000, 41_000_000)
        await until(pilot, lambda: "12.4 MB / 41.0 MB" in shown(app), "the bar")
        app.sharing._courier.progress = None
        await until(pilot, lambda: "12.4 MB" not in shown(app), "its end")


async def test_an_assistant_does_not_change_the_shared_file(book, run_app):
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        await open_records(app, pilot)
        await tap(pilot, "#records-file")
        await until(pilot, lambda: "A supervisor or the manager chooses" in shown(app), "the refusal")
        assert isinstance(app.screen, RecordsScreen)


async def test_a_supervisor_shares_no_more_after_being_asked(book, run_app, stands):
    stands()
    async with run_app(book, person="p01", lang="en") as (app, pilot):
        await open_records(app, pilot)
        await tap(pilot, "#records-file")
        await until(pilot, lambda: isinstance(app.screen, ShareFileSheet), "the sheet")
        await pilot.pause()
        await tap(pilot, "#share-forget")
        await until(pilot, lambda: isinstance(app.screen, MessageSheet), "the question")
        await pilot.pause()
        assert shares.load(book.data) is not None
        await tap(pilot, "#message-yes")
        await until(pilot, lambda: "nothing of this reaches other devices" in shown(app), "the end of sharing")
        assert shares.load(book.data) is None


async def test_the_devices_of_the_site_are_listed_with_their_newest_entry(book, run_app):
    async with run_app(book, person="p02", lang="en") as (app, pilot):
        await open_records(app, pilot)
        await tap(pilot, "#records-devices")
        await until(pilot, lambda: isinstance(app.screen, ListSheet), "the list")
        await until(pilot, lambda: f"{book.device.tag}  this device" in shown(app), "this device")
        assert "newest entry 09:00" in shown(app)


async def test_a_clock_far_behind_the_others_is_told_on_this_devices_screen(book, run_app, clock):
    three_hours = stamp(round((clock.now() + timedelta(hours=3)).timestamp() * 1000), 0)
    async with run_app(book, person="p02", lang="zh") as (app, pilot):
        book.stamps.update({"aaaaaaaaaa-0001": three_hours, "bbbbbbbbbb-0001": three_hours})
        await until(pilot, lambda: app.screen.query_one("Notice").waits, "the banner")
        await pilot.press("escape")
        await open_records(app, pilot)
        assert "3" in text(app).splitlines()[0]
        assert text(app).startswith("!")
