"""The office of a supervisor's day: the packaged site and its team, and an evening before with a plan and a request.

The site's clock says eight in the morning whenever the test runs, so that nothing is late and no midnight comes.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from checkpoints.fact import Moment
from checkpoints.ledger.ledger import Ledger
from checkpoints.site.catalogue import default_site
from checkpoints.site.people import RoleId
from checkpoints.work.people import PersonAdded, PinSet
from checkpoints.work.records import Record, deciding
from checkpoints.work.records.deciding import Target
from checkpoints.work.records.making import one_id
from store.clock import SetClock
from store.drafts import Drafts, Kept
from store.logbook import Logbook
from store.pins import hash_pin
from store.setup import list_codes, load_site
from tests.support.terminal import Terminal
from tests.support.xterm import XTerminal, missing_packages

__all__ = ["MEMBERS", "OPENS", "PIN", "PLANNED", "Office", "furnish", "half_filled"]

PIN = "2468"
OPENS = 8
"""The hour on the site's clock."""
MEMBERS: dict[str, tuple[str, str, RoleId, str]] = {
    "p-zhao": ("赵敏", "Zhao Min", "supervisor", "service"),
    "p-wang": ("王芳", "Wang Fang", "assistant", "service"),
    "p-li": ("李强", "Li Qiang", "assistant", "service"),
    "p-zheng": ("郑洁", "Zheng Jie", "desk", "service"),
    "p-chen": ("陈伟", "Chen Wei", "manager", "management"),
}
PLANNED = ("检查地库照明", "清理三栋楼道杂物")
EARLIEST = datetime.min.replace(tzinfo=UTC)
FIVE = {"fees": "12800.50", "complaints": "2", "move_ins": "0", "fit_outs": "1", "visitors": "35"}


def furnish(folder: Path) -> None:
    """The site, the team with one PIN, and yesterday evening: a meeting with two lines of plan, and a request."""
    now = datetime.now(UTC)
    east = (OPENS - now.hour + 12) % 24 - 12
    site = default_site()
    site = replace(site, site=replace(site.site, timezone=f"Etc/GMT{-east:+d}"))
    evening = (now + timedelta(hours=east)).replace(hour=19, minute=0, second=0, microsecond=0) - timedelta(
        days=1, hours=east
    )
    hashed = hash_pin(PIN)
    with closing(Logbook.open(folder, clock=SetClock(evening))) as book:
        load_site(book, "-", site)
        facts = [
            fact
            for person, (zh, en, role, where) in MEMBERS.items()
            for fact in (
                PersonAdded(person=person, zh=zh, en=en, role=role, department=where),
                PinSet(person=person, pin_hash=hashed),
            )
        ]
        book.record("p-zhao", lambda _: facts)
        _hold_evening(book)
        _fill(
            book,
            "oa_request",
            "submitted",
            {"title": "更换东门道闸", "kind": "purchase", "at": _local(book), "urgency": "normal", "leader": "周总"},
        )


def _local(book: Logbook) -> str:
    assert book.ledger.site is not None
    return book.clock.now().astimezone(book.ledger.site.zone_info).isoformat(timespec="seconds")


def _hold_evening(book: Logbook) -> None:
    def drafted(now: Moment) -> dict[str, Any]:
        ask = deciding.ask_for(book.ledger, Target("evening_meeting"), "meeting", "p-zhao", now)
        return dict(deciding.draft(ask))

    def decide(now: Moment) -> Any:
        values = drafted(now) | FIVE | {"analysis": "地库照明报修集中，明日专项检查。"}
        for row in values["departments"]:
            row["state"] = "done"
        values["plan"] = [{"what": what, "person": who} for what, who in zip(PLANNED, ("p-li", "p-wang"), strict=True)]
        return deciding.fill(book.ledger, Target("evening_meeting"), "meeting", values, "p-zhao", now)

    book.record("p-zhao", decide)


def _fill(book: Logbook, form: str, step: str, values: dict[str, Any]) -> None:
    book.record("p-zhao", lambda now: deciding.fill(book.ledger, Target(form), step, values, "p-zhao", now))


def half_filled(folder: Path, ledger: Ledger, form: str, step: str, values: dict[str, Any], record: str = "") -> None:
    """A step as somebody left it half filled in: what the app keeps of it, for when it comes up again."""
    assert ledger.site is not None
    asked = ledger.site.form_of[form].step(step)
    assert asked is not None
    assert set(values) <= {field.id for field in asked.fields}, f"{form}.{step} has no {values}"
    now = datetime.now(ledger.site.zone_info)
    record = record or one_id(form, now.date().isoformat())
    drafts = Drafts(folder)
    Kept(drafts, "form", form, record, step).put({"values": values, "by": "p-zhao", "at": now.isoformat()})
    assert drafts.flush()


class Office:
    """The terminal in the office: an xterm with pictures where the machine has one, else a terminal that is only read.

    `terminal` is another one after a power cut. The logbook of the same folder is opened beside it, as a second
    program would: what it shows was acknowledged by the disk.
    """

    SIZE = (160, 48)

    def __init__(self, folder: Path, artefacts: Path, scratch: Path) -> None:
        self.folder, self.artefacts, self.scratch = folder, artefacts, scratch
        self.book = Logbook.open(folder)
        self.codes = {c.checkpoint: c.digits or "" for c in list_codes(self.book)}
        self.pictures: list[Path] = []
        artefacts.mkdir(parents=True, exist_ok=True)
        self.terminal = self.started()

    def started(self) -> Terminal:
        """The program in a terminal; a worker of the test run has COLUMNS and LINES of its own, so they are said."""
        env = {"COLUMNS": str(self.SIZE[0]), "LINES": str(self.SIZE[1])}
        if missing_packages():
            return Terminal(self.program, env=env, size=self.SIZE)
        return XTerminal(self.program, folder=self.scratch, env=env, size=self.SIZE)

    @property
    def program(self) -> list[str]:
        """What is started."""
        where = ["--data", str(self.folder), "--place", "office", "--lang", "zh"]
        return [sys.executable, "-m", "tui.cli", *where]

    def cli(self, *words: str) -> str:
        """What a command says that is run beside the app."""
        done = subprocess.run(
            [sys.executable, "-m", "tui.cli", *words, "--data", str(self.folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def close(self) -> None:
        """Everything ends."""
        self.terminal.close()
        self.book.close()

    def at(self, terminal: Terminal) -> Office:
        """The same office, at another terminal."""
        other = copy(self)
        other.terminal = terminal
        return other

    def power_cut(self) -> None:
        """The program is gone from one moment to the next."""
        self.terminal.kill()
        self.terminal.close()

    def picture(self, name: str) -> None:
        """Keep what a person sees, where the terminal can."""
        if isinstance(self.terminal, XTerminal):
            self.pictures.append(self.terminal.picture(self.artefacts / f"{len(self.pictures) + 1:02d}-{name}.png"))

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for something on the disk."""

        def holds() -> object:
            self.book.follow()
            return condition()

        self.terminal.wait(holds, what)

    def record(self, form: str) -> Record:
        """The newest record of a form, as the disk has it."""
        self.book.follow()
        records = self.book.ledger.records
        return max((records.all[r] for r in records.of_form[form]), key=lambda record: record.opened_at or EARLIEST)

    # what a person does

    def sees(self, *patterns: str) -> None:
        """Wait until all of it is on the screen."""
        for pattern in patterns:
            self.terminal.wait_for(pattern)

    def tap(self, *labels: str, nth: int = 0) -> None:
        """Tap one label after the other, each as soon as it is there."""
        for label in labels:
            self.terminal.tap(label, nth)

    def scan(self, place: str) -> None:
        """Scan the label of a place, once the form is there that asks for one."""
        self.sees("被检查人")
        self.terminal.settle(0.3)
        self.terminal.scan(self.codes[place])
        self.sees("已选")

    def answer(self, table: str, rows: int, answer: str) -> None:
        """Answer rows of a table alike, so many or as many as are left: each leads on to the next."""
        self.tap(table)
        self.sees(f"▸ {table}")
        self.terminal.wait(self._to_come, "a row with something to come")
        answered = 0
        while answered < rows and self._begin_row(table):
            while answered < rows and f"▸ {table}" not in self.terminal.text:
                self.hush()
                row = self.terminal.lines[1]
                self.tap(f"  {answer}  ")
                self.terminal.wait(lambda row=row: self.terminal.lines[1] != row, "the next row")
                self.terminal.settle()
                answered += 1

    def _begin_row(self, table: str) -> bool:
        """Open the first row with something to come; False where none is left."""
        self.terminal.settle()
        waiting = self._to_come()
        if waiting:
            self.terminal.click(*waiting[0])
            self.terminal.wait_gone(f"▸ {table}")
        return bool(waiting)

    def _to_come(self) -> list[tuple[int, int]]:
        """Where rows stand with something to come, beside the list of fields."""
        return [at for at in self.terminal.find_all("! 待补") if at[0] > self.SIZE[0] // 2]

    def pin(self) -> None:
        """Type the PIN that is asked for."""
        self.terminal.wait_for("请输入密码")
        self.terminal.settle()
        self.terminal.send(PIN + "\r")
        self.terminal.wait_gone("请输入密码|正在核对")

    def sign(self, person: str) -> None:
        """Sign what was filled in, by the name on the sheet."""
        self.terminal.wait_gone("封存 ✓")
        self.tap(MEMBERS[person][0], nth=-1)
        self.pin()

    def enter(self, person: str) -> None:
        """Tap the name, give the PIN."""
        self.tap(MEMBERS[person][0])
        self.pin()

    def duty(self, name: str) -> None:
        """Open a duty from the board of duties, by its line."""
        self.sees("漏做")
        self.tap(name)
        self.terminal.wait_gone("漏做")

    @property
    def asked(self) -> str:
        """The field of a form that is being filled in, by the mark in the list of them."""
        found = self.terminal.search(r"▸ *([^\s│▌]+)")
        return found[1] if found else ""

    def seal(self) -> None:
        """Seal what is filled in, and be told so."""
        self.tap("封存 ✓")
        self.sees("已封存")

    def hush(self) -> None:
        """Close what was told over the screen."""
        self.terminal.settle()
        if "点此关闭" in self.terminal.text:
            self.tap("点此关闭")

    def back(self) -> None:
        """One screen back."""
        self.terminal.settle()
        self.terminal.key("Escape")

    @property
    def zone(self) -> ZoneInfo:
        """The site's clock."""
        assert self.book.ledger.site is not None
        return self.book.ledger.site.zone_info
