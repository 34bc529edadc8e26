"""What becomes of findings after the patrol: notices, repairs, looks, closings, by the people whose work it is.

Twice a day, after each half-day's round, everybody does what is theirs. Each act goes through the table of acts, as at
a screen; what nobody may do just then waits for the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.site.checks import Severity
from checkpoints.work.findings import Brief, Finding
from checkpoints.work.findings.act import ActId
from checkpoints.work.findings.acts import perform, why_not
from checkpoints.work.findings.form import Form
from checkpoints.work.findings.ladder import steps
from checkpoints.work.findings.repeats import repeats
from checkpoints.work.findings.table import State
from store.demo.calendar import HalfDayPlan
from store.demo.character import HABITS
from store.demo.owed import answer, ask_for, close_accounts, decide_accounts, hear_owners, lead, manager, others
from store.demo.pen import Pen
from store.demo.sayings import (
    ASKED,
    BLOCKED,
    CAUSES,
    CHASED,
    DONE,
    FAILED,
    GRANTED,
    NOT_GRANTED,
    NOT_OURS,
    OTHERWISE,
    PLANS,
    REFUSED,
    RESULTS,
    TOLD,
)

__all__ = ["follow_up"]

AFTER, UNTIL = timedelta(minutes=10), timedelta(minutes=95)
"""When people sit down after a half-day's end, and when the day goes on."""
EVENING = 18
SLOW = 0.24
"""Share of findings of which nobody is in a hurry: these come late."""
ASSIGNED: dict[Severity, float] = {"S1": 1.0, "S2": 1.0, "S3": 0.6, "S4": 0.4}
MENDED: dict[Severity, float] = {"S1": 0.9, "S2": 0.55, "S3": 0.3, "S4": 0.2}
UNSIGNED = 0.1
"""Share of notices that lie about: nobody signs for them until they were chased for days."""


def follow_up(pen: Pen, plan: HalfDayPlan) -> None:
    """Everybody does what waits for them, from ten minutes after a half-day on."""
    start = max(pen.now, plan.ends + AFTER)
    if start >= pen.latest:
        return
    pen.begin(start, f"after {plan.name}")
    end = min(plan.ends + UNTIL, pen.latest)
    known = pen.ledger.findings
    waiting = sorted((known.all[f] for f in known.live), key=_place_in_line)
    for finding in waiting:
        if pen.now < end:
            _go_on(pen, finding.id, end)
    hear_owners(pen)
    answer(pen, end)
    decide_accounts(pen, end)


def key_of(finding: Finding) -> str:
    """What tells a finding from others in every telling of the story; ids and numbers differ from folder to folder."""
    raised = finding.raised
    return f"{raised.checkpoint}|{raised.check}|{raised.words}|{finding.found_at}" if raised else ""


def _place_in_line(finding: Finding) -> tuple[float, str]:
    return (finding.found_at.timestamp() if finding.found_at else 0.0, key_of(finding))


def _go_on(pen: Pen, finding: str, end: datetime) -> None:
    """One finding, for as long as one thing leads to the next in this sitting."""
    ask_for(pen, finding)
    slow = pen.fate.lot("slow", key_of(pen.ledger.findings.all[finding])) < SLOW
    for _ in range(4):
        before = pen.ledger.findings.all[finding].state
        if pen.now >= end or (slow and pen.rng.random() < 0.85):
            return
        _tell(pen, finding)
        if before in _NEXT:
            _NEXT[before](pen, finding)
        if pen.ledger.findings.all[finding].state == before:
            return


def _do(pen: Pen, finding: str, act: ActId, by: str, **filled: Any) -> bool:
    """Do it where this person may now; whether it was done."""

    def decide(now: Moment) -> Sequence[Fact]:
        if why_not(pen.ledger, finding, act, by, now) is not None:
            return ()
        return perform(pen.ledger, finding, act, Form(**filled), by, now)

    if not by:
        return False
    pen.wait(20, 110)
    try:
        return bool(pen.record(by, decide))
    except Refused:
        return False  # such as a request for more time that has to wait: it is tried again another day


def _lot(pen: Pen, share: float) -> bool:
    return pen.rng.random() < share


def _of(pen: Pen, finding: str) -> Brief:
    return pen.ledger.findings.brief(finding)


def _words(pen: Pen, said: dict[str, tuple[str, ...]], department: str, otherwise: tuple[str, ...]) -> str:
    return pen.rng.choice(said.get(department, otherwise))


# by state


def _found(pen: Pen, finding: str) -> None:
    """The supervisor sends the notice, or says that it is none of ours."""
    line, by = _of(pen, finding), lead(pen)
    if line.severity in ("S3", "S4") and _lot(pen, 0.03):
        _do(pen, finding, "void", by, void_kind="no_fault", reason=pen.rng.choice(NOT_OURS))
        return
    if not _lot(pen, ASSIGNED[line.severity]):
        return
    department = line.department
    hours = pen.site.severity_of[line.severity].default_deadline_h
    due = line.due if line.due is not None and line.due > pen.now else pen.now + timedelta(hours=hours / 2)
    _do(
        pen,
        finding,
        "assign",
        by,
        department=department,
        person=_worker(pen, department),
        plan=_words(pen, PLANS, department, OTHERWISE),
        due=due.replace(second=0, microsecond=0) + timedelta(minutes=1),
    )


def _worker(pen: Pen, department: str) -> str:
    """Somebody of the department; the firm by name where nobody of it signs in."""
    theirs = [p for p in pen.ledger.people.active() if p.department == department]
    ranked = [p.id for p in theirs if p.role in ("engineer", "contractor", "staff")] or [p.id for p in theirs]
    if ranked:
        return pen.rng.choice(ranked)
    return "外包单位值班员" if pen.site.department_of[department].may_be_outsourced else lead(pen)


def _responsible(pen: Pen, finding: str) -> str:
    """Who answers for the department: the person named, its head, else the supervisor in their stead."""
    line = _of(pen, finding)
    return next((p for p in (line.person, line.head) if p in pen.ledger.people), lead(pen))


def _assigned(pen: Pen, finding: str) -> None:
    by = _responsible(pen, finding)
    if _lot(pen, 0.04):
        _do(pen, finding, "refuse", by, reason=REFUSED)
    elif pen.fate.lot("unsigned", key_of(pen.ledger.findings.all[finding])) < UNSIGNED:
        _chase(pen, finding, by)
    elif _lot(pen, 0.85):
        _do(pen, finding, "accept", by)


def _chase(pen: Pen, finding: str, by: str) -> None:
    """Nobody signs; the supervisor asks after it, and at last somebody does."""
    if _lot(pen, 0.1):
        _do(pen, finding, "accept", by)
    elif pen.now.hour >= EVENING:
        again = pen.now + timedelta(hours=24)
        _do(pen, finding, "chase", lead(pen), to=by, words=pen.rng.choice(CHASED), next_at=again)


def _accepted(pen: Pen, finding: str) -> None:
    by = _responsible(pen, finding)
    line = _of(pen, finding)
    if line.asked_until is not None:
        _answer_request(pen, finding)
    elif _lot(pen, 0.05):
        reason, measure = pen.rng.choice(BLOCKED)
        again = (pen.now + timedelta(days=pen.rng.randint(2, 6))).date()
        _do(pen, finding, "block", by, reason=reason, measure=measure, review_on=again)
    elif line.due is not None and _lot(pen, 0.07):
        later = max(line.due, pen.now) + timedelta(days=2)
        _do(pen, finding, "ask_extension", by, reason=pen.rng.choice(ASKED), due=later)
    elif _lot(pen, 0.3):
        _do(pen, finding, "begin", by)
    else:
        _mend(pen, finding)


def _answer_request(pen: Pen, finding: str) -> None:
    by = manager(pen) if _of(pen, finding).severity in ("S1", "S2") else lead(pen)
    if _lot(pen, 0.75):
        _do(pen, finding, "grant_extension", by, words=GRANTED)
    else:
        _do(pen, finding, "refuse_extension", by, reason=NOT_GRANTED)


def _in_work(pen: Pen, finding: str) -> None:
    line = _of(pen, finding)
    if line.asked_until is not None:
        _answer_request(pen, finding)
    elif line.blocked_until is None:
        _mend(pen, finding)
    elif line.blocked_until <= pen.now.date():
        _do(pen, finding, "unblock", _responsible(pen, finding))


def _mend(pen: Pen, finding: str) -> None:
    """Put right, unless what is wrong goes on by itself: a reading that drifts, a fault that the weather brings."""
    line = _of(pen, finding)
    raised = pen.ledger.findings.all[finding].raised
    habit = HABITS.get((line.checkpoint, line.check))
    if raised is None or isinstance(raised.value, float | int) or (habit and habit.shows(pen.fate, pen.now.date())):
        return
    if _lot(pen, MENDED[line.severity]):
        result = _words(pen, RESULTS, line.department, DONE)
        _do(pen, finding, "rectify", _responsible(pen, finding), result=result, photos=(pen.picture,))


def _done(pen: Pen, finding: str) -> None:
    """Somebody else looks, seldom in vain."""
    if not _lot(pen, 0.8):
        return
    failed = _of(pen, finding).state == "rectified" and _lot(pen, 0.08)
    for by in others(pen, finding):
        if failed and _do(pen, finding, "fail", by, reason=pen.rng.choice(FAILED)):
            return
        if not failed and _do(pen, finding, "pass", by, photos=(pen.picture,)):
            return


def _verified(pen: Pen, finding: str) -> None:
    close_accounts(pen, finding)
    if repeats(pen.ledger, finding, pen.now).key:
        _do(pen, finding, "cause", lead(pen), words=pen.rng.choice(CAUSES))
    if _lot(pen, 0.92) and not _do(pen, finding, "close", lead(pen)):
        _do(pen, finding, "close", manager(pen))


def _tell(pen: Pen, finding: str) -> None:
    """What the ladder reached is told to whoever it is for, who takes note."""
    for step in steps(pen.ledger, finding, pen.now):
        if step.sent and step.acknowledged:
            continue
        to = {"manager": manager(pen), "supervisor": lead(pen)}.get(step.who, _responsible(pen, finding))
        if not step.sent and _lot(pen, 0.8):
            _do(pen, finding, "report", lead(pen), step=step.key, to=to, channel="phone", words=pen.rng.choice(TOLD))
        if not step.acknowledged and _lot(pen, 0.7):
            _do(pen, finding, "acknowledge", to, step=step.key)


_NEXT: dict[State, Callable[[Pen, str], None]] = {
    "found": _found,
    "reopened": _found,
    "assigned": _assigned,
    "accepted": _accepted,
    "in_work": _in_work,
    "rectified": _done,
    "fixed_on_spot": _done,
    "gone": _done,
    "verified": _verified,
}
