"""The rules of the incident's steps: what is drafted, what must be there to close it, what follows (D7.2 to D7.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from checkpoints.fact import Fact, Refused
from checkpoints.work.deputies import may
from checkpoints.work.incidents.chain import next_link
from checkpoints.work.incidents.known import (
    FORM,
    category,
    households_needed,
    moment,
    named,
    place,
    reached,
)
from checkpoints.work.records.asking import Ask, Rule
from checkpoints.work.records.facts import RecordFact, RecordOpened, Values
from checkpoints.work.records.making import made, next_number
from checkpoints.work.records.state import Record

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["CALLS", "RULES", "calls_for"]

CALLS: dict[str, str] = {
    "fire": "fire",
    "lift": "lift",
    "gas": "gas",
    "injury": "ambulance",
    "falling": "ambulance",
    "security": "police",
}
"""Whom to call, by kind of incident: without a call, or a reason for none, such an incident is not closed."""


def calls_for(incident: Record) -> str:
    """Whom this kind of incident has to be called out to; '' for none."""
    return CALLS.get(category(incident), "")


# drafts


def _draft(ask: Ask) -> Values:
    if ask.state is None:
        return {}
    known = _DRAFTS.get(ask.step.id)
    return known(ask, ask.state) if known else {}


def _told(ask: Ask, incident: Record) -> Values:
    link = next_link(ask.ledger, incident, ask.today)
    who = {"to": link.to if link else "other", "person": link.person if link else ""}
    return {"at": ask.at.isoformat(), "how": "phone", **{name: value for name, value in who.items() if value}}


def _calls(ask: Ask, incident: Record) -> Values:
    service = calls_for(incident)
    return {"at": ask.at.isoformat(), "by": ask.by} | ({"service": service} if service else {})


def _timeline(ask: Ask, _incident: Record) -> Values:
    return {"at": ask.at.isoformat(), "who": ask.by}


def _details(ask: Ask, incident: Record) -> Values:
    """Times from the stamp; who reported it only where somebody was signed in."""
    assert incident.opened_at is not None
    stamped = incident.opened_at.isoformat(timespec="seconds")
    values: Values = {"occurred": stamped, "found": stamped, "what": _in_brief(ask, incident)}
    if incident.opened_by in ask.ledger.people:
        values |= {"finder": incident.opened_by, "reporter": incident.opened_by}
    return {name: value for name, value in values.items() if value}


def _in_brief(ask: Ask, incident: Record) -> str:
    site, kind = ask.ledger.site, named(ask.ledger, incident)
    where = site.checkpoint_of.get(place(incident)) if site else None
    return " ".join(known.name(ask.lang) for known in (where, kind) if known is not None)


def _at(ask: Ask, _incident: Record) -> Values:
    return {"at": ask.at.isoformat()}


def _result(ask: Ask, incident: Record) -> Values:
    return {"at": ask.at.isoformat(), "to": ["manager"], "measures": _story(ask, incident)}


def _story(ask: Ask, incident: Record) -> str:
    """The timeline as lines, by the times that were said."""
    zone = ask.at.tzinfo
    lines: list[tuple[float, str]] = []
    for entry in incident.of("timeline"):
        at, who = moment(entry), entry.get("who", "")
        if at is not None:
            by = ask.ledger.people.name(who, ask.lang) if who else ""
            said = " ".join(part for part in (f"{at.astimezone(zone):%H:%M}", by, entry.get("what", "")) if part)
            lines.append((at.timestamp(), said))
    return "\n".join(said for _, said in sorted(lines))


def _summary(ask: Ask, incident: Record) -> Values:
    parts = (
        (ask.say("经过", "What happened"), _story(ask, incident) or incident.value("details", "what", "")),
        (ask.say("结果", "Outcome"), incident.value("result", "outcome", "")),
        (
            ask.say("原因", "Cause"),
            incident.value("meeting", "cause", "") or incident.value("result", "cause", ""),
        ),
        (
            ask.say("防范措施", "Measures"),
            "; ".join(str(line["what"]) for line in incident.value("measures", "lines", [])),
        ),
    )
    told = "\n".join(name + ask.say("：", ": ") + said for name, said in parts if said)
    return {"at": ask.at.isoformat(), "to": ["manager", "company"], "summary": told[:3000]}


def _measures(_ask: Ask, _incident: Record) -> Values:
    return {"any": "yes"}


_DRAFTS: dict[str, Callable[[Ask, Record], Values]] = {
    "told": _told,
    "calls": _calls,
    "timeline": _timeline,
    "details": _details,
    "owners": _at,
    "result": _result,
    "summary": _summary,
    "measures": _measures,
}


# what must hold


def _check(ask: Ask) -> None:
    known = _CHECKS.get(ask.step.id)
    if known is not None and ask.state is not None:
        known(ask, ask.state)


def _check_details(ask: Ask, incident: Record) -> None:
    """Raises Refused: `incident.order`, `incident.households`."""
    if _said(ask, "occurred") > _said(ask, "found"):
        raise Refused("incident.order", "It cannot have been found before it happened.")
    _enough_households(ask.ledger, category(incident), ask.values.get("households"))


def _said(ask: Ask, name: str) -> datetime:
    return datetime.fromisoformat(ask.values[name])


def _enough_households(ledger: Ledger, kind: str, households: Any) -> None:
    needed = households_needed(ledger)
    if kind == "complaint" and (households is None or households < needed):
        raise Refused(
            "incident.households",
            "A group complaint is one of {count} households or more. Fewer are ordinary complaints.",
            count=needed,
        )


def _check_measures(ask: Ask, _incident: Record) -> None:
    """Raises Refused `incident.due`."""
    for line in ask.values.get("lines", ()):
        if date.fromisoformat(line["due"]) < ask.today:
            raise Refused("incident.due", "{what}: the day by which it has to be done is past.", what=line["what"])


def _check_closed(ask: Ask, incident: Record) -> None:
    """Raises Refused: `incident.not_told`, `incident.not_called`, `incident.households` (rules.md 10)."""
    if reached(incident) is None:
        raise Refused(
            "incident.not_told", "Nobody in the line was reached yet: the manager, the deputy or the company."
        )
    if calls_for(incident) and not incident.of("calls"):
        raise Refused("incident.not_called", "Record the alarm call first, or why nobody was called.")
    _enough_households(ask.ledger, category(incident), incident.value("details", "households"))


def _check_false(ask: Ask, incident: Record) -> None:
    """Raises Refused: `incident.real`, `incident.not_yours`."""
    if incident.entry("result") is not None:
        raise Refused("incident.real", "A result was reported: this was no false alarm. Close it instead.")
    if incident.opened_by not in (ask.by, "-") and not may(ask.ledger, ask.by, "correct", ask.today):
        raise Refused("incident.not_yours", "That is for whoever opened it, the supervisor or the manager.")


_CHECKS: dict[str, Callable[[Ask, Record], None]] = {
    "details": _check_details,
    "measures": _check_measures,
    "closed": _check_closed,
    "false_alarm": _check_false,
}


# what follows


def _after(ask: Ask) -> Sequence[Fact]:
    """A measure is a task of its person; an offer to the library is a case that is owed (D7.4)."""
    forms = ask.ledger.site.form_of if ask.ledger.site else {}
    origin = "record:" + ask.record
    facts: list[RecordFact] = []
    if ask.step.id == "measures" and "task" in forms:
        for n, line in enumerate(ask.values.get("lines", ())):
            given = {"what": line["what"], "person": line["person"], "due": line["due"], "source": "incident"}
            title = str(line["what"])[:80]
            facts += made(ask.ledger.records, "task", "given", given, ask.now, origin=origin, title=title, ahead=n)
    if ask.step.id == "offer" and ask.values.get("offered") == "yes" and "case" in forms:
        number = next_number(ask.ledger.records, ask.now)
        facts.append(RecordOpened(record=ask.now.new_id(), form="case", number=number, origin=origin))
    return facts


RULES = {FORM: Rule(draft=_draft, check=_check, after=_after, stays=True)}
