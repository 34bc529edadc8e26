"""Handover at a post 交接班 (D2.6; forms.md 4): both sign, and the receiver takes each open item or says what is wrong.

Until the receiver has signed, the giver has the post. A dispute is for the supervisor; an area that is not clean cannot
be handed over as clear.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from checkpoints.fact import Refused
from checkpoints.work.promises.owing import owed_by
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import Values
from checkpoints.work.records.rows import by_row, row
from checkpoints.work.tasks import open_tasks

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.work.records.state import Record

__all__ = ["RULES", "accepted", "disputed", "waiting"]

SHIFT_ENDS = time(18)
"""By when a task of the day is due, where a handover asks for the hour."""


def waiting(ledger: Ledger, person: str = "") -> list[Record]:
    """Handovers that their receiver has not signed, of one receiver or of all."""
    known = [r for r in ledger.records.open_of("handover") if r.entry("given") and r.entry("taken") is None]
    return [r for r in known if not person or r.value("given", "to") == person]


def disputed(ledger: Ledger) -> list[Record]:
    """Handovers that wait for the supervisor's word."""
    known = ledger.records.open_of("handover")
    return [r for r in known if r.value("taken", "agreed") == "no" and r.entry("ruled") is None]


def accepted(ledger: Ledger, day: date) -> list[Record]:
    """The handovers of a local day that were taken as clear, or ruled on."""
    known = ledger.records.during("handover", day.isoformat())
    return [r for r in known if r.value("taken", "agreed") == "yes" or r.entry("ruled")]


# the form


def _items(ask: Ask) -> dict[str, str]:
    """The rows in which the receiver takes each item, numbered as the giver wrote them, and its words."""
    lines = enumerate(ask.earlier("given", "items", []), start=1)
    return {row("text", f"{n}. {line['what']}"): str(line["what"]) for n, line in lines}


def _draft(ask: Ask) -> Values:
    if ask.step.id == "given":
        return _given(ask)
    if ask.step.id == "taken":
        return {"arrived": ask.at.isoformat(), "items": [{"row": name} for name in _items(ask)]}
    return {}


def _given(ask: Ask) -> Values:
    """What the giver still has: tasks, and what was promised to owners."""
    tasks = [t for t in open_tasks(ask.ledger, ask.by) if t.due is not None]
    items = [
        {
            "what": task.what,
            "person": task.person,
            "next": ask.say("继续办理", "Go on with it"),
            "due": datetime.combine(task.due or ask.today, SHIFT_ENDS, ask.at.tzinfo).isoformat(),
        }
        for task in tasks
    ]
    lines = [_promised(ask, promise.id) for promise in owed_by(ask.ledger, ask.by)]
    return {"items": items, "promises": "\n".join(lines) or ask.say("无", "None")}


def _promised(ask: Ask, promise: str) -> str:
    known = ask.ledger.promises.all[promise]
    assert known.made is not None
    by = known.final_by.astimezone(ask.at.tzinfo) if known.final_by else None
    until = ask.say(f"（{by:%m-%d %H:%M} 前）", f" (by {by:%m-%d %H:%M})") if by else ""
    return f"{ask.ledger.promises.called(promise)} {known.made.unit} {known.made.matter[:80]}{until}"


def _beside(ask: Ask) -> dict[str, Beside]:
    if ask.step.id != "taken":
        return {}
    giver, count = ask.earlier("given", "from"), len(_items(ask))
    name = ask.ledger.people.called(str(giver)) if giver else ""
    return {"items": Beside("{count} items from {person}", {"count": count, "person": name})}


def _check(ask: Ask) -> None:
    """Raises Refused: `handover.self`, `handover.receiver`, `handover.items`, `handover.not_clear`."""
    values = ask.values
    if ask.step.id == "given" and values["to"] == values["from"]:
        raise Refused("handover.self", "Nobody hands over to themselves.")
    if ask.step.id != "taken":
        return
    to = str(ask.earlier("given", "to"))
    if values["to"] != to:
        raise Refused("handover.receiver", "{person} was to take it, and signs.", person=ask.ledger.people.called(to))
    rows = by_row(values.get("items"))
    for name, what in _items(ask).items():
        if name not in rows:
            raise Refused("handover.items", "Taken or disputed? {what}", what=what)
    disputes = any(r.get("state") == "disputed" for r in rows.values())
    if values.get("agreed") == "yes" and (disputes or values.get("clean") == "no"):
        raise Refused("handover.not_clear", "With an item disputed or the area not clean it is not clear. Say so.")


RULES = {"handover": Rule(draft=_draft, beside=_beside, check=_check)}
