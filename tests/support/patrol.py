"""A round that is being walked on the default site, on a real disk: for tests of the checkpoint screen.

The folder with site, people and labels is made once and copied; making it takes longer than most tests.
"""

from __future__ import annotations

import shutil
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from checkpoints.site.catalogue import default_site
from checkpoints.site.people import Confirmed
from checkpoints.work import findings, labels
from checkpoints.work.people import PersonAdded, PinSet
from checkpoints.work.rounds import checking, course, presence
from store.logbook import Logbook
from store.pins import hash_pin
from store.setup import list_codes, load_site
from tests.support.ground import unasked
from tests.support.taps import after_the_scan, tap
from tui.scan import Scanned
from tui.screens.checkpoint import Visiting
from tui.widgets.big import Big
from tui.widgets.check_row import CheckRow

TEAM = [
    ("p01", "李强", "Li Qiang", "supervisor", "2468"),
    ("p02", "王敏", "Wang Min", "assistant", "1357"),
    ("p03", "赵工", "Engineer Zhao", "engineer", ""),
]
LOBBY, GATE, CONTROL, POWER, CORRIDOR = "CP-05", "CP-01", "CP-35", "CP-31", "CP-06"
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 64 + b"\xff\xd9"


@cache
def _template() -> Path:
    folder = Path(mkdtemp(prefix="roundsman-patrol-"))
    book = Logbook.open(folder)
    facts = []
    for person, zh, en, role, pin in TEAM:
        facts.append(PersonAdded(person=person, zh=zh, en=en, role=role, department="service"))
        if pin:
            facts.append(PinSet(person=person, pin_hash=hash_pin(pin)))
    book.record("p01", lambda _now: facts)
    load_site(book, "p01", unasked(default_site()))
    book.close()
    return folder


@dataclass
class Patrol:
    """An open logbook with a round of p02 and p01 on it, and hands to do things without the screen."""

    folder: Path
    book: Logbook
    round: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)

    @property
    def ledger(self):
        return self.book.ledger

    @property
    def state(self):
        return self.ledger.rounds.all[self.round]

    def visit(self, point):
        return self.state.visit(point)

    def value(self, point, check):
        given = self.visit(point).answers.get(check)
        return given.fact.value if given else None

    def start(self, route="R-FULL"):
        started = self.book.record(
            "p02", lambda now: course.start(self.ledger, course.StartRequest(route=route), "p02", now)
        )
        self.round = started[0].body.round
        self.book.record("p02", lambda _now: course.join(self.ledger, self.round, Confirmed("p01"), "p02"))

    def arrive(self, point):
        reading = labels.read(self.ledger, self.codes[point])
        self.book.record("p02", lambda now: presence.arrive(self.ledger, self.round, reading, "p02", now))

    def answer(self, point, check, value, **more):
        self.book.record(
            "p02", lambda now: checking.answer(self.ledger, self.round, point, check, value, "p02", now, **more)
        )

    def answer_all(self, point, but=()):
        """Every check of a point answered well, photos excused."""
        for check in checking.checks_here(self.ledger, self.state, point):
            if check.id not in (*but, *self.visit(point).answers):
                self.answer(point, check.id, good(check), no_photo="too dark" if check.photo == "always" else "")

    def finding(self, point, words="地面有积水 standing water", check=None, due_h=None):
        """A finding of this round at a point; returns its id.

        With a deadline of its own it is an S2: those run by the clock, also on the Sunday on which a test may run.
        """
        draft = findings.draft_for(self.ledger, point, check, words=words, round_id=self.round)
        if due_h is not None:
            draft = findings.Draft(
                **{f: getattr(draft, f) for f in draft.__slots__} | {"due_h": due_h, "severity": "S2"}
            )
        raised = self.book.record("p02", lambda now: checking.raise_here(self.ledger, draft, "p02", now))
        return raised[0].body.finding

    def finish(self):
        self.book.record("p02", lambda _now: course.finish(self.ledger, self.round, "p02"))

    def reopened(self, *, remote=False):
        """The same folder after a crash: nothing was closed."""
        return Patrol(self.folder, Logbook.open(self.folder, remote=remote), self.round, self.codes, self.letters)

    def picture(self, name="IMG_1.jpg", content=JPEG):
        inbox = self.folder / "inbox"
        inbox.mkdir(exist_ok=True)
        (inbox / name).write_bytes(content)


def good(check):
    """An answer that raises nothing."""
    match check.answer.type:
        case "pass_fail_na":
            return "pass"
        case "choice":
            return next(o.value for o in check.answer.options if o.ok)
        case "number":
            low, high = check.answer.ok_min, check.answer.ok_max
            return low if low is not None else high if high is not None else 1.0
        case _:
            return "3, 9, 14"


@pytest.fixture
def patrol(tmp_path):
    """A full round of p02 and p01 that has just begun."""
    folder = tmp_path / "data"
    shutil.copytree(_template(), folder)
    made = Patrol(folder, Logbook.open(folder))
    for code in list_codes(made.book):
        made.codes[code.checkpoint], made.letters[code.checkpoint] = code.digits, code.typed
    made.start()
    yield made
    made.book.close()


class Walker:
    """What a person does at the checkpoint screen, and what they see."""

    def __init__(self, app, pilot, patrol):
        self.app, self.pilot, self.patrol = app, pilot, patrol

    async def go(self, point=""):
        self.app.go("checkpoint", Visiting(self.patrol.round, point))
        await self.pilot.pause()

    async def scan(self, point_or_text):
        text = self.patrol.codes.get(point_or_text, point_or_text)
        self.app.screen.post_message(Scanned(text, "wedge", (5, 6, 5)))
        await self.pilot.pause()

    async def press(self, *keys):
        await after_the_scan(self.pilot)
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def tap(self, selector):
        """One tap; a second one on the same button waits until the button takes it (it is deaf for a moment)."""
        widget = self.app.screen.query_one(selector) if isinstance(selector, str) else selector
        await self.until(lambda: not widget.has_class("-active"), "the button can be pressed again")
        await tap(self.pilot, widget)
        await self.pilot.pause()

    async def tap_row(self, key, act):
        """Tap a button of a row, after turning to its page as a person would."""
        self.screen.select(key)
        await self.pilot.pause()
        row = next(r for r in self.app.screen.query(CheckRow) if r.display and r.row and r.row.key == key)
        big = next(b for b in row.query(Big) if b.display and b.data == act)
        await self.tap(big)

    async def choose(self, words):
        """Tap the button that says this, turning pages to find it."""
        for _page in range(12):
            big = next((b for b in self.app.screen.query(Big) if b.region.area and words in b.text), None)
            if big is not None:
                await self.tap(big)
                return
            turn = next((b for b in self.app.screen.query(".-turn-next").results(Big) if b.region.area), None)
            if turn is None:  # the tiles were just put anew and have no place yet
                await self.pilot.pause()
                continue
            assert not turn.disabled, f"nothing says {words}"
            await self.tap(turn)

    async def until(self, condition, what="the condition"):
        deadline = time.monotonic() + 30  # for a machine that has much else to do
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"never: {what}")
            await self.pilot.pause(0.02)

    async def until_sheet(self, name):
        await self.until(
            lambda: type(self.app.screen).__name__ == name, f"{name} (is {type(self.app.screen).__name__})"
        )
        await self.pilot.pause()

    @property
    def screen(self):
        return self.app.screen_of("checkpoint")

    @property
    def sheet(self):
        return type(self.app.screen).__name__

    @property
    def selected(self):
        return self.screen.listed.at

    @property
    def notice(self):
        said = self.app.screen.query_one("Notice")
        return said.text if said.display else ""

    def row(self, key):
        return next(r.text.plain for r in self.screen.listed.rows if r.key == key)


@pytest.fixture
def walking(run_app, patrol):
    """`async with walking(point, lang=..., size=...) as walker`: p02 signed in, at a point of the round."""

    @asynccontextmanager
    async def start(point=GATE, of=patrol, **how):
        async with run_app(of.book, **({"lang": "en", "person": "p02"} | how)) as (app, pilot):
            walker = Walker(app, pilot, of)
            await walker.go(point)
            yield walker

    return start
