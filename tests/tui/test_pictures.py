"""Pictures of the main screens, compared with those that somebody has looked at.

A few, because each is a promise to look again: when one changes on purpose, look at `snapshot_report.html` and take
them anew with `pytest tests/tui/test_pictures.py --snapshot-update`. They hold for one minor of Textual: every minor
moves pixels.
"""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import textual

from checkpoints.site.catalogue import default_site
from checkpoints.work import findings
from checkpoints.work.people import PersonAdded, PinSet
from checkpoints.work.rounds import checking
from checkpoints.work.sites import SiteLoaded
from store import device
from store.clock import SetClock
from store.logbook import Logbook
from store.sync import Share, Standing, Trouble, standing
from store.sync import share as shares
from tests.support import walked
from tests.support.patrol import good
from tests.tui.conftest import until
from tui.app import RoundsmanApp
from tui.screens.finding_sheet import FindingSheet
from tui.screens.finish_sheet import FinishSheet
from tui.theme import NIGHT

TAKEN_WITH = "8.2"
CHINA = ZoneInfo("Asia/Shanghai")
FRIDAY = datetime(2026, 11, 20, 8, 40, tzinfo=CHINA)
MONDAY = datetime(2026, 11, 23, 8, 46, tzinfo=CHINA)
TEAM = (
    ("p01", "李强", "Li Qiang", "supervisor"),
    ("p02", "王敏", "Wang Min", "assistant"),
    ("p03", "陈静", "Chen Jing", "assistant"),
    ("p04", "赵工", "Engineer Zhao", "engineer"),
)
DEVICE = device.Device("p1ctvres00", "0000")
HERE = "CP-06"
"""Where the round of Monday stands: reached, two checks answered, a finding of Friday still open."""


class Story:
    """A few days on one device, told through the decisions."""

    def __init__(self, book):
        self.book = book
        self.clock = book.clock
        people = [PersonAdded(person=p, zh=zh, en=en, role=r, department="service") for p, zh, en, r in TEAM]
        pins = [PinSet(person=p, pin_hash="no PIN is asked for in a picture") for p, *_names in TEAM[:3]]
        book.record("p01", lambda _now: [SiteLoaded(site=default_site()), *people, *pins])

    def tell(self):
        """Friday and Sunday; then Monday, in the middle of a round. Returns the id of Monday's round."""
        friday = walked.start(self.book)
        self.walk(friday, self.book.ledger.rounds.all[friday].points, fails={HERE: 0})
        walked.finish(self.book, friday)
        self.clock.at = FRIDAY + timedelta(days=2, hours=6)
        short = walked.start(self.book, "R-PM-EQUIP", "p03", second="")
        walked.walk(self.book, short, minutes=41, by="p03", leave_out=("CP-29",))
        walked.finish(self.book, short, by="p03")
        self.clock.at = MONDAY
        today = walked.start(self.book)
        points = self.book.ledger.rounds.all[today].points
        self.walk(today, points[: points.index(HERE)])
        walked.arrive(self.book, today, HERE)
        self.clock.advance(minutes=1)
        for number in (1, 2):
            self.answer(today, HERE, number, "pass")
        return today

    def walk(self, round_id, points, fails=None):
        """Scan, answer and leave points, four minutes each; `fails` says which check of a point fails."""
        for point in points:
            walked.arrive(self.book, round_id, point)
            if point in (fails or {}):
                self.answer(round_id, point, fails[point], "fail")
            self.answer_all(round_id, point)
            self.clock.advance(minutes=4)
            self.book.record("p02", lambda _now, p=point: checking.leave(self.book.ledger, round_id, p, "p02"))

    def answer(self, round_id, point, number, value):
        round_ = self.book.ledger.rounds.all[round_id]
        check = checking.checks_here(self.book.ledger, round_, point)[number]
        self.give(round_id, point, check, value)
        said = findings.FindingNoted(finding="", no_photo="too dark")
        for found in [f for f in self.book.ledger.findings.open() if f.photo_owed]:
            self.book.record("p02", lambda _now, f=found: findings.note(self.book.ledger, f.id, said))

    def answer_all(self, round_id, point):
        for check in checking.unanswered(self.book.ledger, self.book.ledger.rounds.all[round_id], point):
            self.give(round_id, point, check, good(check))

    def give(self, round_id, point, check, value):
        excuse = "too dark" if check.photo == "always" else ""
        ledger = self.book.ledger
        self.book.record(
            "p02", lambda now: checking.answer(ledger, round_id, point, check.id, value, "p02", now, no_photo=excuse)
        )


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The folder with the story, and the id of the round that is under way."""
    folder = tmp_path_factory.mktemp("story")
    device.save(folder / "device.json", DEVICE)
    book = Logbook.open(folder, clock=SetClock(FRIDAY, seed=1))
    round_id = Story(book).tell()
    at = book.clock.at
    book.close()
    return folder, round_id, at


class Studio:
    """Takes one picture of the app over a copy of the story."""

    def __init__(self, told, folder, snap_compare):
        source, self.round, at = told
        shutil.copytree(source, folder)
        device.save(folder / "device.json", DEVICE)  # a copy would go on under a name of its own
        self.book = Logbook.open(folder, clock=SetClock(at, seed=2, up_from=FRIDAY - timedelta(hours=1)))
        self._compare = snap_compare

    def matches(self, size, lang, *, pose=None, person="p02", place="tablet", look=""):
        """Whether the app looks as it did, after somebody signed in and struck a pose: `pose(app, pilot)`."""
        app = RoundsmanApp(self.book, place, lang, camera="off")
        if look:
            app.theme = look

        async def before(pilot):
            if person:
                app.sign_in(person)
            if pose is not None:
                await pose(app, pilot)
            seen = ""
            while seen != (seen := app.export_screenshot()):  # until it stands still
                await pilot.pause(0.1)

        return self._compare(app, terminal_size=size, run_before=before)

    async def at_the_point(self, app, pilot):
        app.go("checkpoint", self.round)
        await until(pilot, lambda: app.current_mode == "checkpoint" and app.screen.listed.button, "the list")


@pytest.fixture
def studio(told, tmp_path, snap_compare):
    assert textual.__version__.startswith(TAKEN_WITH + "."), (
        f"the pictures were taken with Textual {TAKEN_WITH}, this is {textual.__version__}: look, then take them anew"
    )
    made = Studio(told, tmp_path / "data", snap_compare)
    yield made
    made.book.close()


def test_sign_in(studio):
    assert studio.matches((100, 30), "zh", person=None)


def test_home_in_the_middle_of_a_round(studio):
    assert studio.matches((100, 30), "zh")


def test_home_on_the_smallest_screen(studio):
    assert studio.matches((80, 24), "en")


def test_checkpoint_after_the_scan(studio):
    assert studio.matches((100, 30), "zh", pose=studio.at_the_point)


def test_checkpoint_on_the_smallest_screen(studio):
    assert studio.matches((80, 24), "en", pose=studio.at_the_point)


def test_checkpoint_at_night(studio):
    assert studio.matches((100, 30), "zh", pose=studio.at_the_point, look=NIGHT.name)


def test_a_failed_check_brings_its_finding(studio):
    async def pose(app, pilot):
        await studio.at_the_point(app, pilot)
        app.screen.select("check:" + app.screen.point().checks[3].id)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, FindingSheet), "the finding")

    assert studio.matches((100, 30), "en", pose=pose)


def test_verdict_of_a_round_that_counts(studio):
    counting = min(studio.book.ledger.rounds.all)

    async def pose(app, pilot):
        app.run_worker(app.ask(FinishSheet, counting))
        await until(pilot, lambda: isinstance(app.screen, FinishSheet), "the verdict")

    assert studio.matches((100, 30), "zh", pose=pose)


def test_history_in_the_office(studio):
    async def pose(app, pilot):
        app.go("history")
        await until(pilot, lambda: [t for t in app.screen.query(".tile") if t.region.area], "the rounds")

    assert studio.matches((160, 48), "en", pose=pose, person="p01", place="office")


def test_records_while_the_share_is_gone(studio, monkeypatch):
    """Drawn from a standing that is written by hand; nobody carries."""
    now, data = studio.book.clock.now(), studio.book.data
    device.save(data / "device.json", studio.book.device)
    monkeypatch.setattr("store.sync.courier.Courier.start", lambda _self: None)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=48_300_000_000))
    shares.save(data, Share("/mnt/office/site.journal"))
    message = (
        "The share is full. Everything is kept here and goes there as soon as there is room. Free some space on it."
    )
    stood = Standing(
        share="/mnt/office/site.journal",
        shared={DEVICE.id: 30},
        tried_at=now,
        synced_at=now - timedelta(minutes=50),
        audited_at=now - timedelta(hours=9),
        trouble=Trouble("share.full", message, {}, now - timedelta(minutes=40)),
        photos_waiting=3,
    )
    standing.write(data, stood)

    async def pose(app, pilot):
        app.action_records()
        await until(pilot, lambda: [w for w in app.screen.query("Header .saved") if "!" in w.text], "the trouble")

    assert studio.matches((100, 30), "zh", pose=pose)
