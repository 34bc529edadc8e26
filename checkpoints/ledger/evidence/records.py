"""Evidence in records: forms that were filled in for a period, and open ones that must be looked at or ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from checkpoints.ledger.evidence.asking import Asked, Evidence, Found, Rule
from checkpoints.work.cases import candidates
from checkpoints.work.records import Line, periods
from checkpoints.work.records.values import holds
from checkpoints.work.requests import to_chase
from checkpoints.work.tasks import open_tasks, unpinned
from checkpoints.work.training import Attendance, attendance

__all__ = ["RULES"]

Kept = tuple[str, Line]


_LOOK_BACK = {"day": 10, "half_day": 10, "week": 40, "month": 130}
"""Days after which what has ended can matter to none of the periods that are looked at."""


def lines(asked: Asked) -> list[Kept]:
    """The records of the duty's form that are open, or ended not long before; asked for many days, and read once."""
    form, per = asked.duty.form, asked.duty.per
    since = min(asked.begins, asked.now - timedelta(days=_LOOK_BACK[per]))

    def recent() -> list[Kept]:
        kept = asked.ledger.records.lines(form)
        return [(r, line) for r, line in kept if line.ended_at is None or line.ended_at >= since]

    return recent() if since == asked.begins else asked.once(f"lines {form} {per}", recent)


def of_period(asked: Asked) -> list[Kept]:
    """The records of the duty's form for its period that were not withdrawn and say what the duty asks for.

    Records of a form with a period of its own count for that one, whenever they were filled in; others count when they
    were closed, and while they are open when they were begun.
    """
    return [kept for kept in _of_form(asked) if _fits(asked, kept[0])]


def _of_form(asked: Asked) -> Iterator[Kept]:
    form = asked.site.form_of.get(asked.duty.form)
    if form is None:
        return
    known = asked.ledger.records
    if form.period == "none":
        for record, line in lines(asked):
            if asked.within(closed(asked, line) or line.opened_at):
                yield record, line
        return
    for period in _periods(form.period, asked):
        for record in sorted(known.of_period.get(f"{form.id}|{period}", ())):
            line = known.line(record)
            if not line.withdrawn:
                yield record, line


def _periods(kind: periods.Period, asked: Asked) -> list[str]:
    """The periods of a form that make up the duty's own; a duty of a half-day asks for the form's day."""
    if kind == asked.duty.per:
        return [asked.period]
    halves = ("am", "pm") if kind == "half_day" else ("",)
    of_days = (periods.period_of(kind, day, half) for day in periods.days_of(asked.period) for half in halves)
    return list(dict.fromkeys(of_days))


def closed(asked: Asked, line: Line) -> datetime | None:
    """When a record was enough for the duty: its closing step was done, or all that is needed."""
    return line.at(asked.duty.step) if asked.duty.step else line.ended_at


def _fits(asked: Asked, record: str) -> bool:
    where = asked.duty.where
    if where is None:
        return True
    step, _, name = where.field.partition(".")
    entry = asked.ledger.records.all[record].entry(step)
    return entry is not None and holds(where, entry.values, name)


def _records(asked: Asked) -> Found:
    """So many records of the form, each closed; by different people where the duty says so (W1.2)."""
    kept = of_period(asked)
    done = sorted(((at, r) for r, line in kept if (at := closed(asked, line)) is not None), key=lambda one: one[0])
    counted = _different(asked, done) if asked.duty.distinct else done
    closing = {record for _, record in counted}
    return Found(
        have=min(len(counted), asked.duty.times),
        need=asked.duty.times,
        at=counted[asked.duty.times - 1][0] if len(counted) >= asked.duty.times else None,
        closed_by=tuple(f"record:{r}" for _, r in counted),
        left=tuple(f"record:{r}" for r, _ in kept if r not in closing),
        begun=len(kept) > len(counted),
    )


def _different(asked: Asked, done: Sequence[tuple[datetime, str]]) -> list[tuple[datetime, str]]:
    """Those that bring a value that no earlier one had."""
    step, _, name = asked.duty.distinct.partition(".")
    seen: set[str] = set()
    counted: list[tuple[datetime, str]] = []
    for at, record in done:
        value = asked.ledger.records.all[record].value(step, name, "")
        if value and str(value) not in seen:
            seen.add(str(value))
            counted.append((at, record))
    return counted


def _looked_at(asked: Asked) -> Found:
    """Every record that is open is looked at in the period by its step (D2.1, D2.2, D2.4).

    What came in that day was looked at when it was written down, and what ended had somebody at it.
    """
    looked: list[tuple[datetime, str]] = []
    left: list[str] = []
    for record, line in lines(asked):
        opened, ended = line.opened_at, line.ended_at
        if opened is None or opened >= asked.begins or (ended is not None and ended < asked.begins):
            continue
        if not _fits(asked, record):
            continue
        looks = [d.at for d in line.done if d.step == asked.duty.step and asked.within(d.at)]
        if looks or asked.within(ended):
            looked.append((min([*looks, *([ended] if asked.within(ended) and ended else [])]), record))
        else:
            left.append(record)
    return _all_of(looked, left)


def _chased(asked: Asked) -> Found | None:
    """Urgent requests that have lain with one leader too long were chased today, or it was said why not (D2.2)."""
    if asked.over:
        return None
    left = [request.id for request in to_chase(asked.ledger, asked.now)]
    chased = [
        (at, record.id)
        for record in asked.ledger.records.open_of(asked.duty.form)
        for at in [entry.at for entry in record.of(asked.duty.step) if asked.within(entry.at)][:1]
        if record.id not in left
    ]
    return _all_of(chased, left)


def _settled(asked: Asked) -> Found | None:
    """No record of the form is left open: an incident, a document that somebody has not read (D7, W2.4).

    Such a matter is owed until it is settled, however long; it is never missed for one day apart.
    """
    if asked.over:
        return None
    known = asked.ledger.records
    left = [r.id for r in known.open_of(asked.duty.form) if _fits(asked, r.id)]
    ended = [
        (line.ended_at, record)
        for record, line in lines(asked)
        if line.ended_at is not None and asked.within(line.ended_at) and _fits(asked, record)
    ]
    return _all_of(ended, left)


def _all_of(done: list[tuple[datetime, str]], left: Sequence[str]) -> Found:
    done.sort(key=lambda one: one[0])
    return Found(
        have=len(done),
        need=len(done) + len(left),
        at=done[-1][0] if done and not left else None,
        closed_by=tuple(f"record:{r}" for _, r in done),
        left=tuple(f"record:{r}" for r in left),
    )


def _contractors(asked: Asked) -> Found:
    """One record for each firm that works here (M2.1)."""
    done: dict[str, tuple[datetime, str]] = {}
    begun: dict[str, str] = {}
    for record, line in of_period(asked):
        at = closed(asked, line)
        if at is None:
            begun[line.about] = record
        elif line.about not in done or at < done[line.about][0]:
            done[line.about] = (at, record)
    firms = [c.id for c in asked.site.contractors]
    have = [done[firm] for firm in firms if firm in done]
    left = [f"record:{begun[f]}" if f in begun else f"contractor:{f}" for f in firms if f not in done]
    return Found(
        have=len(have),
        need=len(firms),
        at=max((at for at, _ in have), default=None) if not left else None,
        closed_by=tuple(f"record:{record}" for _, record in have),
        left=tuple(left),
        begun=bool(begun),
    )


def _pinned(asked: Asked) -> Found | None:
    """What is given has its person and its day by the form; of what is open the person still works here (D2.3)."""
    if asked.over:
        return None
    given = [
        (line.opened_at, record)
        for record, line in lines(asked)
        if line.opened_at is not None and asked.within(line.opened_at)
    ]
    here = {person.id for person in asked.ledger.people.active()}
    nobodys = [task.id for task in open_tasks(asked.ledger) if task.person not in here] + unpinned(asked.ledger)
    return _all_of([one for one in given if one[1] not in nobodys], nobodys)


def _all_staff(asked: Asked) -> Found:
    """A training of all staff in the month, and everybody came or made up for it, whenever that was (M3.1)."""
    of = attendance(asked.ledger, asked.period)
    if not of.records:
        return Found(0, 1)
    came = len(of.there) + len(of.made_up)
    known = [asked.ledger.records.line(r).opened_at for r in _held(asked, of)]
    return Found(
        have=came,
        need=came + len(of.owing),
        at=max((at for at in known if at is not None), default=None) if of.complete else None,
        closed_by=tuple(f"record:{r}" for r in of.records),
        left=tuple(f"person:{p}" for p in of.owing),
        begun=True,
    )


def _held(asked: Asked, of: Attendance) -> Iterator[str]:
    """The trainings themselves, and the last make-ups."""
    yield from of.records
    if of.made_up:
        for record, _ in asked.ledger.records.lines(asked.duty.form):
            if asked.ledger.records.all[record].value("held", "of") in of.records:
                yield record


def _cases(asked: Asked) -> Found | None:
    """What was offered to the case library is written up, and what was written is approved (M6)."""
    found = _settled(asked)
    if found is None:
        return None
    offered = tuple(f"record:{r.id}" for r in candidates(asked.ledger))
    return replace(found, need=found.need + len(offered), left=found.left + offered, at=None if offered else found.at)


RULES: dict[Evidence, Rule] = {
    "records": _records,
    "looked_at": _looked_at,
    "chased": _chased,
    "settled": _settled,
    "contractors": _contractors,
    "all_staff": _all_staff,
    "cases": _cases,
    "tasks_pinned": _pinned,
}
