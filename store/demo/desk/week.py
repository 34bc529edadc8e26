"""A week at the desk: a document passed on, two talks, the exchange, the meeting on Friday (W1, W2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from store.demo.desk.filling import PLAIN, do
from store.demo.desk.sayings import DOCUMENTS, EXCHANGES, PLANS, TALKS
from store.demo.pen import Pen

__all__ = ["evening", "morning"]

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
FRONT_LINE = ("assistant", "desk", "engineer")


def morning(pen: Pen, by: str, day: date) -> None:
    """A document on Monday, the exchange on Wednesday, a talk on Tuesday and on Thursday; answers to suggestions."""
    week = day.isocalendar().week
    if day.weekday() == MONDAY:
        _document(pen, by, week)
    if day.weekday() == WEDNESDAY:
        people = [by, *(p.id for p in pen.ledger.people.active() if p.role == "dept_head")]
        do(pen, "exchange", "held", by, {"people": people, "topics": EXCHANGES[week % len(EXCHANGES)]})
    if day.weekday() in (TUESDAY, THURSDAY):
        _talk(pen, by, day)
    for record in pen.ledger.records.open_of("staff_talk"):
        if record.opened_at is not None and (pen.now - record.opened_at).days >= 1:
            do(pen, "staff_talk", "answer", by, {"outcome": "adopted", "why": "下月排班起执行"}, record=record.id)
    for record in pen.ledger.records.open_of("document"):
        _read(pen, record.id, day)


def _document(pen: Pen, by: str, week: int) -> None:
    number, name, words = DOCUMENTS[week % len(DOCUMENTS)]
    own = {"kind": "company", "number": number, "name": name, "words": words}
    record = do(pen, "document", "passed_on", by, own)
    if record:
        _read(pen, record, pen.now.date())


def _read(pen: Pen, record: str, day: date) -> None:
    """Most read it at once, the others on one of the next days."""
    known = pen.ledger.records.all[record]
    read = {e.by for e in known.of("read")}
    for person in known.value("passed_on", "people", []):
        if person not in read and pen.fate.lot("reads", person, day) < 0.7:
            do(pen, "document", "read", person, record=record)


def _talk(pen: Pen, by: str, day: date) -> None:
    front = [p.id for p in pen.ledger.people.active() if p.role in FRONT_LINE and p.id != by]
    if not front:
        return
    turn = day.isocalendar().week * 2 + (day.weekday() == THURSDAY)
    thoughts, work, suggestion = TALKS[turn % len(TALKS)]
    own: dict[str, Any] = {"person": front[turn % len(front)], "thoughts": thoughts, "work": work}
    said = {"has_suggestion": "yes_one", "suggestion": suggestion} if suggestion else {"has_suggestion": "none"}
    do(pen, "staff_talk", "talk", by, own | said)


def evening(pen: Pen, by: str, day: date) -> None:
    """The meeting on Friday, submitted at once (W2)."""
    if day.weekday() != FRIDAY:
        return
    team = [p.id for p in pen.ledger.people.active() if p.role == "assistant"] or [by]
    names = ("fees", "service", "training", "patrols", "key_work")
    sections = [{"row": name, "speaker": team[n % len(team)], "said": PLAIN} for n, name in enumerate(names)]
    tasks = [{"what": what, "person": pen.rng.choice(team)} for what in pen.rng.sample(PLANS, 2)]
    own = {
        "sections": sections,
        "problems": "装修垃圾清运不及时，约定每日九点前清走。",
        "tasks": tasks,
        "recorder": team[0],
    }
    if do(pen, "weekly_meeting", "meeting", by, own):
        pen.wait(300, 900)
        do(pen, "weekly_meeting", "submitted", by, {"to": "项目经理"})
