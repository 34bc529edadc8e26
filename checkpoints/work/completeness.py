"""Are the records complete (D2.5)? What is missing in the forms of today and yesterday, computed and never ticked.

A gap is gone when what was missing is there; until then it is explained, one by one. Forms that somebody is typing on
another device are drafts, which no ledger knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

from checkpoints.fact import Refused
from checkpoints.site.duties import Duty
from checkpoints.site.forms import Form
from checkpoints.site.words import Named
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import Values
from checkpoints.work.records.life import owing
from checkpoints.work.records.periods import first_day
from checkpoints.work.records.rows import by_row, row
from checkpoints.work.records.state import Record
from checkpoints.work.rounds.day import half_day
from checkpoints.work.rounds.verdict import HalfDay
from checkpoints.work.sums import site_began
from checkpoints.work.waivers import key

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["RULES", "Gap", "gaps"]

SELF = "records_check"
GapKind = Literal["not_begun", "not_sealed", "unsigned", "unfinished", "not_accepted", "round", "notice", "photo"]
_MONTH_DAY = "%m-%d"
_HALVES: dict[HalfDay, tuple[str, str]] = {"am": ("上午", "morning"), "pm": ("下午", "afternoon")}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, in words; `subject` is what it is missing in."""

    kind: GapKind
    subject: str
    words: Named

    @property
    def rows(self) -> tuple[str, str]:
        """How a check's table may name it: in the language of whoever drafted it."""
        return row("text", self.words.zh), row("text", self.words.en)


def gaps(ledger: Ledger, day: date, now: datetime) -> list[Gap]:
    """What is missing in the forms of a local day and the day before, seen at a moment."""
    days = (day - timedelta(days=1), day)
    owed = [on for on in days if on >= (site_began(ledger) or on)]
    found = [gap for on in owed for gap in _not_begun(ledger, on, now)]
    found += [gap for on in owed for gap in _rounds(ledger, on, now)]
    found += _begun(ledger, days)
    found += _findings(ledger, days)
    return found


# forms


def _not_begun(ledger: Ledger, on: date, now: datetime) -> Iterator[Gap]:
    """Forms that a duty of the day asks for, once they are due."""
    site = ledger.site
    counted: set[str] = set()
    for duty in site.duties if site else ():
        form = site.form_of.get(duty.form) if site else None
        if form is None or form.id in counted or form.id == SELF or not _asks(ledger, duty, form, on, now):
            continue
        counted.add(form.id)
        there = sum(bool(r.entries) for r in ledger.records.during(form.id, on.isoformat()))
        if there < duty.times:
            left = duty.times - there
            yield Gap("not_begun", f"form:{form.id}|{on}", _words(form, on, f"还缺 {left} 份", f"{left} missing"))


def _asks(ledger: Ledger, duty: Duty, form: Form, on: date, now: datetime) -> bool:
    """Whether a duty asks for a record of this form on that day, and its time has come."""
    if duty.evidence != "records" or duty.per != "day" or form.period != "day":
        return False
    waiver = ledger.waivers.get(key(duty.id, on.isoformat()))
    if waiver is not None and waiver.waived:
        return False
    ends = time.max if duty.by == "24:00" else time.fromisoformat(duty.by)
    return now.date() > on or (now.date() == on and now.time() >= ends)


def _begun(ledger: Ledger, days: tuple[date, ...]) -> list[Gap]:
    """Records on which something is owed: nothing sealed yet, a signature, a step, or a receiver."""
    found: list[Gap] = []
    for record in sorted(ledger.records.live):
        line = ledger.records.line(record)
        form = ledger.site.form_of.get(line.form) if ledger.site else None
        if form is None or form.id == SELF or line.opened_at is None:
            continue
        zone = ledger.site.zone_info if ledger.site else None
        on = first_day(line.period) if form.period in ("day", "half_day") else line.opened_at.astimezone(zone).date()
        if on in days:
            gap = _owed(ledger, form, ledger.records.all[record], on, today=on == days[-1])
            found += [gap] if gap else []
    return found


def _owed(ledger: Ledger, form: Form, record: Record, on: date, *, today: bool) -> Gap | None:
    subject = "record:" + record.id
    number = record.opened.number if record.opened else ""
    called = " ".join(part for part in (number, record.title) if part)
    if not record.entries:
        return Gap("not_sealed", subject, _words(form, on, "已开始、未封存", "begun, not sealed", called))
    if form.id == "handover":
        return Gap("not_accepted", subject, _words(form, on, "接班未确认", "not accepted", called))
    if form.period not in ("day", "half_day"):
        return None  # what goes on for days, such as a task, is no gap while it goes on
    left = owing(ledger, form, record)
    unsigned = next((s.step for s in left if any(f.type == "signature" for f in s.step.fields)), None)
    if unsigned is not None:
        zh, en = f"未签名（{unsigned.zh}）", f"unsigned ({unsigned.en})"
        return Gap("unsigned", subject, _words(form, on, zh, en, called))
    if left and not today:
        step = left[0].step
        return Gap("unfinished", subject, _words(form, on, f"缺少“{step.zh}”", f"without: {step.en}", called))
    return None


def _words(form: Form, on: date, zh: str, en: str, called: str = "") -> Named:
    which = f" {called}" if called else ""
    day = on.strftime(_MONTH_DAY)
    return Named(zh=f"{day} {form.zh}{which}：{zh}"[:200], en=f"{day} {form.en}{which}: {en}"[:200])


# rounds and findings


def _rounds(ledger: Ledger, on: date, now: datetime) -> Iterator[Gap]:
    """A half-day without a round and without a reason; a round that was begun the day before and never ended."""
    day = on.strftime(_MONTH_DAY)
    for half, (zh, en) in _HALVES.items():
        state = half_day(ledger, on, half, now)
        if state.state == "missed" and not state.reason:
            words = Named(zh=f"{day} {zh}漏巡：未说明原因", en=f"{day} {en} round missed: no reason given")
            yield Gap("round", f"missed:{on}.{half}", words)
    for round_ in ledger.rounds.of_day(on):
        if round_.open and round_.started_at is not None and round_.started_at.date() == on < now.date():
            clock = f"{round_.started_at:%H:%M}"
            words = Named(zh=f"{day} {clock} 开始的巡区：未结束", en=f"{day} round of {clock}: not finished")
            yield Gap("round", "round:" + round_.id, words)


def _findings(ledger: Ledger, days: tuple[date, ...]) -> list[Gap]:
    """Notices that nobody signed for, and photos that a check asks for."""
    found: list[Gap] = []
    zone = ledger.site.zone_info if ledger.site else None
    for finding, line in sorted(ledger.findings.lines(ledger.findings.live)):
        number = ledger.findings.called(finding)
        sent = line.assigned_at
        if line.state == "assigned" and sent is not None and sent.astimezone(zone).date() in days:
            words = Named(zh=f"整改通知单 {number}：未签收", en=f"Notice {number}: not signed for")
            found.append(Gap("notice", "finding:" + finding, words))
        fresh = line.found_at is not None and line.found_at.astimezone(zone).date() in days
        if fresh and ledger.findings.all[finding].photo_owed:
            words = Named(zh=f"问题 {number}：缺照片", en=f"Finding {number}: photo missing")
            found.append(Gap("photo", "finding:" + finding, words))
    return found


# the check


def _draft(ask: Ask) -> Values:
    known = gaps(ask.ledger, first_day(ask.period), ask.at)
    return {"gaps": [{"row": row("text", gap.words.name(ask.lang))} for gap in known]}


def _beside(ask: Ask) -> dict[str, Beside]:
    known = gaps(ask.ledger, first_day(ask.period), ask.at)
    return {"gaps": Beside("Open now: {count}", {"count": len(known)}) if known else Beside("Nothing is missing.")}


def _check(ask: Ask) -> None:
    """Each gap is gone or explained. Raises Refused: `check.gap` for one that is not named, `check.still_there`."""
    if ask.state is not None and ask.state.of(ask.step.id):
        return  # a correction of the words; what was missing then is not missing in the same way now
    rows = by_row(ask.values.get("gaps"))
    for gap in gaps(ask.ledger, first_day(ask.period), ask.at):
        told = next((rows[name] for name in gap.rows if name in rows), None)
        if told is None:
            raise Refused("check.gap", "Neither cleared nor explained: {gap}", gap=gap.words)
        if told.get("state") != "explained":
            raise Refused("check.still_there", "Still there: {gap}. Clear it, or say why.", gap=gap.words)


RULES = {SELF: Rule(draft=_draft, beside=_beside, check=_check)}
