"""The review screen on a hundred thousand findings, five thousand of them open: what whoever reviews waits for.

The folder is written as devices write it, one event after the other with what each of them had seen, straight into
the journal: through the decisions it would take an hour. The program is the real one on a pty; a time
ends with the last byte that belongs to it.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from checkpoints.fact import Fact
from checkpoints.ledger.events import Event, encode_event
from checkpoints.site import catalogue
from checkpoints.site.site import Site
from checkpoints.work import people
from checkpoints.work.findings import facts as said
from store import pins, setup
from store.archive import JOURNAL
from store.journal.lines import commit_line
from store.logbook import Logbook
from tests.support.terminal import Terminal

__all__ = ["measure", "write_findings"]

NAME, PIN = "周敏", "2468"
STAFF = 40
DEVICES = 6
YEARS = timedelta(days=720)
OPEN_WITHIN = timedelta(days=20)
SEARCHES = ("积水", "cp-1", "工程 灯", "b-00", "东")


class _Writer:
    """Stamps facts as six devices would."""

    def __init__(self, site: Site) -> None:
        self.rng = random.Random(7)
        self.site = site
        self.checks = [
            (place, check)
            for place in site.active
            for check in site.checks_at(place.id, datetime.now(UTC).date())
            if check.on_fail is not None
        ]
        self._seq = [0] * DEVICES
        self._numbers = [0] * DEVICES

    def event(self, device: int, at: datetime, actor: str, fact: Fact, seen: str | None) -> Event:
        """One event, a moment after the one before it of that device."""
        self._seq[device] += 1
        ms = int(at.timestamp() * 1000)
        raw = (ms << 80) | (7 << 76) | (self.rng.getrandbits(12) << 64) | (2 << 62) | self.rng.getrandbits(62)
        return Event(
            id=str(UUID(int=raw)),
            device=f"bench{device}-1",
            seq=self._seq[device],
            hlc=f"{ms:012x}.{self._seq[device] & 0xFFFF:04x}",
            at=at,
            actor=actor,
            subject=fact.subject,
            seen=seen,
            body=fact,  # pyright: ignore[reportArgumentType]
        )

    def finding(self, found: datetime, *, ends: bool) -> Iterator[Event]:
        """The life of one finding: to its end, or to a state in which it waits."""
        rng = self.rng
        device = rng.randrange(DEVICES)
        self._numbers[device] += 1
        place, check = rng.choice(self.checks)
        fail = check.on_fail
        assert fail is not None
        finding = str(UUID(int=rng.getrandbits(128), version=4))
        worker, finder = f"w{rng.randrange(STAFF):02d}", f"w{rng.randrange(STAFF):02d}"
        due = found + timedelta(hours=max(2, fail.deadline_h))
        words = rng.choice(self.site.phrases).zh + rng.choice(("", "，需尽快处理", "，业主反映", "（夜间）"))
        raised = said.FindingRaised(
            finding=finding,
            number=f"B{device}-{self._numbers[device]:05d}",
            checkpoint=place.id,
            check=check.id,
            words=words,
            severity=fail.severity,
            department=fail.department,
            category=fail.category,
            due=due,
            unit=f"{rng.randrange(1, 9)}-{rng.randrange(1, 30)}0{rng.randrange(1, 5)}" if rng.random() < 0.2 else "",
        )
        order = said.FindingAssigned(
            finding=finding,
            notice=raised.number + "/1",
            department=fail.department,
            head="w00",
            plan="按标准整改",
            person=worker,
            due=due,
        )
        life: list[tuple[str, Fact]] = [
            (finder, raised),
            ("boss", order),
            (worker, said.FindingAccepted(finding=finding)),
            (worker, said.FindingRectified(finding=finding, result="已整改", fixer=worker)),
            ("boss", said.FindingVerified(finding=finding, passed=True)),
            ("boss", said.FindingClosed(finding=finding)),
        ]
        if ends and rng.random() < 0.5:
            fixed = said.FindingFixed(finding=finding, done="已清理", fixer=worker)
            life[1:4] = [(finder, fixed)]
        seen: str | None = None
        for nth, (actor, fact) in enumerate(life if ends else life[: rng.choice((1, 1, 2, 2, 3, 3, 3, 4))]):
            event = self.event(device, found + timedelta(hours=2 * nth), actor, fact, seen)
            seen = event.id
            yield event


def write_findings(folder: Path, findings: int, live: int) -> int:
    """A folder with a supervisor and so many findings, `live` of them not ended; returns how many events it has."""
    book = Logbook.open(folder)
    try:
        setup.load_site(book, "-", catalogue.default_site())
        boss = people.PersonAdded(person="boss", zh=NAME, en="Zhou Min", role="supervisor", department="service")
        book.record("-", lambda _now: [boss, people.PinSet(person="boss", pin_hash=pins.hash_pin(PIN))])
        site = book.ledger.site
        assert site is not None
        departments = [d.id for d in site.departments]
        staff = [
            people.PersonAdded(
                person=f"w{n:02d}", zh=f"员工{n:02d}", en=f"Staff {n}", role="staff", department=departments[n % 7]
            )
            for n in range(STAFF)
        ]
        book.record("boss", lambda _now: staff)
    finally:
        book.close()
    _append(folder / JOURNAL, _Writer(site), findings, live)
    book = Logbook.open(folder)  # leaves a snapshot, as every device of a site has one
    try:
        return book.saved
    finally:
        book.close()


def _append(journal: Path, writer: _Writer, findings: int, live: int) -> None:
    """One line an event, as people act one after the other."""
    now = datetime.now(UTC).astimezone(writer.site.zone_info)
    with journal.open("ab") as file:
        for nth in range(findings):
            ends = nth < findings - live
            back = YEARS * (1 - nth / findings) + timedelta(days=2) if ends else OPEN_WITHIN * writer.rng.random()
            for event in writer.finding(now - back, ends=ends):
                file.write(commit_line([("events", event.id, encode_event(event))]))


def measure(folder: Path, findings: int, live: int, say: Callable[[str], None]) -> dict[str, object]:
    """Write the folder and use the board in it; the result is plain JSON."""
    from tests.bench.ui import resident, settle, settle_quietly, spread  # they are one command

    say(f"writing {findings} findings, {live} of them live")
    begin = time.perf_counter()
    events = write_findings(folder, findings, live)
    written = time.perf_counter() - begin
    program = [sys.executable, "-m", "tui.cli", "--data", str(folder), "--lang", "zh", "--place", "office"]
    say("using the board")

    def timed(terminal: Terminal, keys: str) -> float:
        settle_quietly(terminal)
        start = time.perf_counter()
        terminal.send(keys)
        return settle(terminal, start)

    with Terminal(program, size=(160, 48)) as terminal:
        terminal.wait_for(NAME)
        settle_quietly(terminal)
        before = resident(terminal)
        terminal.tap(NAME)
        terminal.wait_for("请输入密码")
        settle_quietly(terminal)
        terminal.send_slowly(PIN)
        settle_quietly(terminal)
        start = time.perf_counter()
        terminal.send("\r")
        while "看板".encode() not in terminal.raw:
            terminal.pump_once(0.02)
        reached = time.perf_counter()
        first = reached - start + settle(terminal, reached)
        settle_quietly(terminal)
        fresh = resident(terminal)
        opens = []
        for _ in range(7):
            timed(terminal, "\x1b")  # home
            terminal.wait_for("巡区记录")
            opens.append(timed(terminal, "\x1b"))
            terminal.wait_for("看板")
        timed(terminal, "/")
        typed: list[float] = []
        for search in SEARCHES:
            typed += [timed(terminal, key) for key in search]
            typed += [timed(terminal, "\x7f") for _ in search]
        timed(terminal, "\r")
        pages = [timed(terminal, "\x1b[6~") for _ in range(10)]
        sorts = [timed(terminal, "s") for _ in range(8)] + [timed(terminal, "r") for _ in range(2)]
        steps = [timed(terminal, "\x1b[B") for _ in range(10)]
        return {
            "findings": findings,
            "live": live,
            "events": events,
            "writing_s": round(written, 1),
            "sign_in_to_board_ms": round(first * 1000),
            "open_board": spread(opens),
            "filter_keystroke": spread(typed),
            "page": spread(pages),
            "sort": spread(sorts),
            "row_down": spread(steps),
            "rss_before_mb": round(before, 1),
            "rss_board_mb": round(fresh, 1),
            "rss_after_mb": round(resident(terminal), 1),
        }
