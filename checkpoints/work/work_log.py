"""The work log 工作日志: scene, handling and rectification apart, drafted from the findings of the day (D4.4).

The draft says what the ledger knows and nothing else; whoever signs makes it their own words. A day without a finding
says so, because an empty part would look like one that was forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from checkpoints.fact import Refused
from checkpoints.work.findings.brief import Brief
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import Values
from checkpoints.work.records.periods import begins, ends, first_day
from checkpoints.work.supervision import checks_of, owed

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["FORM", "RULES", "of_day"]

FORM = "work_log"
MOST = 20
"""Lines of a part in the draft; how many more there are is said."""
LONGEST = 2800
Kept = tuple[str, Brief]


def of_day(ledger: Ledger, day: date) -> list[Kept]:
    """Findings that were found, moved or finished on a local day, or are open then, the oldest first.

    The line of every finding is looked at, so moments are compared as they are, and none is put on the site's clock.
    """
    start, after = _span(ledger, day)

    def on(at: datetime | None) -> bool:
        return at is not None and start <= at < after

    known = [
        (line.found_at, finding, line)
        for finding, line in ledger.findings.lines()
        if line.found_at is not None
        and line.found_at < after
        and (line.live or on(line.moved_at) or on(line.found_at))
        and line.state not in ("void", "merged")
    ]
    known.sort(key=lambda one: one[:2])
    return [(finding, line) for _, finding, line in known]


def _span(ledger: Ledger, day: date) -> tuple[datetime, datetime]:
    """The first moment of a local day and the moment after it."""
    period, zone = day.isoformat(), ledger.site.zone_info if ledger.site else UTC
    return begins(period, zone), ends(period, zone)


class _Day:
    """What is told of one day, in the language of whoever drafts it."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.day = first_day(ask.period)
        self.begins, self.ends = _span(ask.ledger, self.day)
        self.zone = ask.ledger.site.zone_info if ask.ledger.site else None
        self.known = of_day(ask.ledger, self.day)
        self.checks = checks_of(ask.ledger, ask.period)

    def on(self, at: datetime | None) -> bool:
        return at is not None and self.begins <= at < self.ends

    @property
    def found(self) -> list[Kept]:
        """Found on this day."""
        return [(f, b) for f, b in self.known if self.on(b.found_at)]

    @property
    def moved(self) -> list[Kept]:
        """On which something was done on this day."""
        return [(f, b) for f, b in self.known if self.on(b.moved_at) or self.on(b.found_at)]

    def clock(self, at: datetime | None) -> str:
        return f"{at.astimezone(self.zone):%H:%M}" if at else ""

    def until(self, at: datetime | None) -> str:
        return f"{at.astimezone(self.zone):%m-%d %H:%M}" if at else ""

    def place(self, checkpoint: str) -> str:
        site = self.ask.ledger.site
        known = site.checkpoint_of.get(checkpoint) if site else None
        return known.name(self.ask.lang) if known else checkpoint

    def department(self, department: str) -> str:
        site = self.ask.ledger.site
        known = site.department_of.get(department) if site else None
        return known.name(self.ask.lang) if known else department

    def person(self, person: str) -> str:
        return self.ask.ledger.people.name(person, self.ask.lang)

    def number(self, finding: str) -> str:
        return self.ask.ledger.findings.called(finding)

    # the three parts

    def scene(self) -> str:
        """What was found, and what the post checks gave."""
        say, colon = self.ask.say, self.ask.say("：", ": ")
        lines = [
            f"{self.clock(b.found_at)} {self.place(b.checkpoint)}{colon}{b.words} ({self.number(f)}, {b.severity})"
            for f, b in self.found
        ]
        for check in self.checks:
            at = datetime.fromisoformat(check.value("check", "at"))
            said = check.value("check", "problem") or say("合格", "OK")
            post = self.place(check.value("check", "post"))
            lines.append(f"{self.clock(at)} {post}{say('岗位检查：', ', post check: ')}{said}")
        return self._told(sorted(lines), say("今日现场巡检、督导未发现问题。", "Nothing was found on site today."))

    def handling(self) -> str:
        """Put right on the spot, arranged, chased; what a post check corrected."""
        lines = [f"{self.number(f)} {told}" for f, b in self.moved if (told := self._handled(f, b))]
        lines += [
            self.place(check.value("check", "post")) + self.ask.say("：", ": ") + corrected
            for check in self.checks
            if (corrected := check.value("check", "corrected"))
        ]
        return self._told(lines, self.ask.say("今日无需安排处理的问题。", "Nothing had to be arranged today."))

    def _handled(self, finding: str, line: Brief) -> str:
        say = self.ask.say
        fixed = self.ask.ledger.findings.all[finding].fixed if self.on(line.done_at) else None
        if fixed is not None:
            return say("当场整改：", "put right on the spot: ") + fixed.done
        if self.on(line.assigned_at):
            named = (self.department(line.department), self.person(line.person) if line.person else "")
            who = " ".join(part for part in named if part)
            return say("已下发整改通知单：", "notice sent: ") + who + say("，限 ", ", by ") + self.until(line.due)
        if line.proposed and self.on(line.found_at):
            return say("已提出整改建议，待主管安排", "repair proposed, to be arranged")
        return say("已催办", "chased") if self.on(line.chased_at) else ""

    def rectification(self) -> str:
        """Put right, looked at again, and what is open until when."""
        say = self.ask.say
        words = {
            "fixed_on_spot": say("已整改，待复查", "put right, to be looked at again"),
            "gone": say("已整改，待复查", "put right, to be looked at again"),
            "rectified": say("已整改，待复查", "put right, to be looked at again"),
            "verified": say("已复查合格", "looked at again, good"),
            "closed": say("已关闭", "closed"),
        }
        ended = [f"{self.number(f)} {words[b.state]}" for f, b in self.moved if b.state in words]
        still = [(f, b) for f, b in self.known if b.open]
        still.sort(key=lambda one: one[1].due.timestamp() if one[1].due else 0.0)
        late = say("（已逾期）", " (late)")
        lines = [
            f"{self.number(f)} {say('未完成，期限 ', 'still open, by ')}{self.until(b.due)}"
            + (late if b.late(self.ask.at) else "")
            for f, b in still
        ]
        return self._told([*ended, *lines], say("无未完成的整改事项。", "No rectification is open."))

    def _told(self, lines: Sequence[str], none: str) -> str:
        """So many lines as fit; how many more there are."""
        kept: list[str] = []
        for line in lines[:MOST]:
            if sum(map(len, kept)) + len(line) > LONGEST:
                break
            kept.append(line)
        more = len(lines) - len(kept)
        if more:
            kept.append(self.ask.say(f"另有 {more} 项，见问题清单。", f"{more} more, see the list of findings."))
        return "\n".join(kept) or none


def _draft(ask: Ask) -> Values:
    if ask.step.id != "log":
        return {}
    day = _Day(ask)
    sent = [at for r in ask.ledger.records.during("digest", ask.period) if (at := r.done("sent")) is not None]
    values: Values = {
        "scene": day.scene(),
        "handling": day.handling(),
        "rectification": day.rectification(),
        "findings": [{"finding": f} for f, _ in day.found],
        "checks": [
            {"check": r.id, **{name: r.value("check", name) for name in ("at", "post", "result")}} for r in day.checks
        ],
    }
    return values | ({"reported": sent[0].isoformat()} if sent else {})


def _beside(ask: Ask) -> dict[str, Beside]:
    have = len(checks_of(ask.ledger, ask.period))
    return {"checks": Beside("{have} of {need} post checks", {"have": have, "need": owed(ask.ledger)})}


def _check(ask: Ask) -> None:
    """Raises Refused: `log.other_day` for a check that is not of the day, `log.few` when the day has too few."""
    if ask.step.id != "log":
        return
    of_today = {r.id for r in checks_of(ask.ledger, ask.period)}
    for line in _lines(ask.values.get("checks")):
        if line not in of_today:
            raise Refused("log.other_day", "One of the post checks is not of this day.")
    if len(of_today) < owed(ask.ledger) and not ask.values.get("few"):
        raise Refused(
            "log.few", "{have} of {need} post checks were done. Say why.", have=len(of_today), need=owed(ask.ledger)
        )


def _lines(rows: Iterable[Values] | None) -> list[str]:
    return [str(line["check"]) for line in rows or ()]


RULES = {FORM: Rule(draft=_draft, beside=_beside, check=_check)}
