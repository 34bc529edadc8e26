"""The week: exchange of the management team, talks with front-line staff, the weekly meeting, documents (W1, W2).

Talks are private: `life.visible` lets the supervisor and the manager read them, and nobody on the kiosk. What is
drafted for the meeting is worked out from the ledger and becomes the words of whoever seals it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from checkpoints.fact import Refused
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import RecordFact, Values
from checkpoints.work.records.making import tasks_of
from checkpoints.work.records.periods import before, kind_of, period_of
from checkpoints.work.records.rows import row
from checkpoints.work.records.state import Record
from checkpoints.work.sums import client_reports, evening_sum, evenings, findings_in, patrols_in

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["FIGURES", "RULES", "Talked", "held_within", "rotation", "staff_rows", "suggestions", "talked_to"]

FIGURES = ("fees", "complaints", "fit_outs", "move_ins", "visitors")
"""Those of the six (W2.2) that are sums of the evenings; client reports are counted from the ledger."""
FRONT_LINE = frozenset({"assistant", "desk", "staff", "engineer"})
LEAST_PEOPLE = 2


def held_within(ask: Ask, field: str = "at") -> None:
    """What a record is about happened in its period. Raises Refused `record.outside`."""
    at = ask.values.get(field)
    if isinstance(at, str) and ask.period:
        local = datetime.fromisoformat(at).astimezone(ask.at.tzinfo).date()
        if period_of(kind_of(ask.period), local) != ask.period:
            raise Refused("record.outside", "That time does not lie in the period of this record.")


def staff_rows(ledger: Ledger, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A row for each of the service's people, with the same values in each to begin with."""
    staff = [p.id for p in ledger.people.active() if p.department == "service"]
    return [{"row": row("person", person), **values} for person in staff]


# exchange


def _exchange_draft(ask: Ask) -> Values:
    return {"at": ask.at.isoformat(), "people": [ask.by]}


def _exchange_check(ask: Ask) -> None:
    """W1.1: a team is more than one. Raises Refused `exchange.alone`, `record.outside`."""
    held_within(ask)
    if len(ask.values.get("people", ())) < LEAST_PEOPLE:
        raise Refused("exchange.alone", "An exchange has at least two people.")


def _tasks(ask: Ask) -> list[RecordFact]:
    """What was agreed becomes tasks, each with one person and a day."""
    return tasks_of(ask, ask.values.get("tasks"), "meeting")


# talks


@dataclass(frozen=True, slots=True)
class Talked:
    """When somebody of the front line was talked to last; None where nobody ever did."""

    person: str
    last: date | None


def talked_to(ledger: Ledger, period: str) -> list[str]:
    """The different people who were talked to in a week, in order (W1.2)."""
    talks = ledger.records.during("staff_talk", period)
    said = [str(t.value("talk", "person", "")) for t in talks if t.entry("talk")]
    return list(dict.fromkeys(p for p in said if p))


def rotation(ledger: Ledger) -> list[Talked]:
    """The front line, whoever was not talked to for longest first (W1.2: a fair turn)."""
    last: dict[str, date] = {}
    for record, _ in ledger.records.lines("staff_talk"):
        entry = ledger.records.all[record].entry("talk")
        if entry is not None:
            person, on = str(entry.get("person", "")), datetime.fromisoformat(str(entry.get("at"))).date()
            last[person] = max(last.get(person, on), on)
    front = [p for p in ledger.people.active() if p.role in FRONT_LINE]
    turn = [Talked(p.id, last.get(p.id)) for p in front]
    return sorted(turn, key=lambda t: (t.last is not None, t.last or date.min, t.person))


def suggestions(ledger: Ledger) -> list[Record]:
    """Talks with a suggestion that nobody has answered (W1.4), the oldest first."""
    return [
        record
        for record in ledger.records.open_of("staff_talk")
        if record.value("talk", "has_suggestion") == "yes_one" and record.entry("answer") is None
    ]


def _talk_draft(ask: Ask) -> Values:
    return {"at": ask.at.isoformat()} if ask.step.id == "talk" else {"told_at": ask.at.isoformat()}


def _talk_beside(ask: Ask) -> dict[str, Beside]:
    if ask.step.id != "talk":
        return {}
    turn = [t for t in rotation(ask.ledger) if t.person != ask.by][:3]
    names = [ask.ledger.people.name(t.person, ask.lang) for t in turn]
    done = [ask.ledger.people.name(p, ask.lang) for p in talked_to(ask.ledger, ask.period)]
    if done:
        return {"person": Beside("This week: {done}. Next in turn: {names}", {"done": done, "names": names})}
    return {"person": Beside("Next in turn: {names}", {"names": names})}


def _talk_check(ask: Ask) -> None:
    """W1.2: with somebody else, and in the week. Raises Refused `talk.self`, `record.outside`."""
    if ask.step.id == "talk":
        held_within(ask)
        if ask.values.get("person") == ask.by:
            raise Refused("talk.self", "Nobody talks to themselves here.")


# weekly meeting


def _meeting_draft(ask: Ask) -> Values:
    if ask.step.id == "submitted":
        return {"at": ask.at.isoformat(), "papers": ["minutes", "summary", "plan"]}
    ledger, week = ask.ledger, ask.period
    drafted: Values = {
        "at": ask.at.isoformat(),
        "chair": ask.by,
        "roll": staff_rows(ledger, {"present": "here"}),
        "review": _review(ask),
        "last_tasks": [
            {"row": row("record", t.id), "state": "done" if t.entry("done") else "going"} for t in _last_tasks(ask)
        ],
        "reports": str(client_reports(ledger, week, ask.at)),
    }
    if evenings(ledger, week):
        for figure in FIGURES:
            total = evening_sum(ledger, figure, week)
            drafted[figure] = str(total) if figure == "fees" else str(int(total))
    return drafted


def _last_tasks(ask: Ask) -> list[Record]:
    """The tasks that last week's meeting set."""
    meetings = ask.ledger.records.during("weekly_meeting", before(ask.period))
    return [t for m in meetings for t in ask.ledger.records.from_("record:" + m.id) if t.withdrawn is None]


def _review(ask: Ask) -> str:
    """The week in numbers, to be gone on with (W2.1)."""
    patrols = patrols_in(ask.ledger, ask.period, ask.at)
    found = findings_in(ask.ledger, ask.period, ask.at)
    done = len(found.in_time) + len(found.late)
    return "\n".join(
        (
            ask.say(
                f"联合巡区应做 {patrols.owed} 次，有效 {patrols.done} 次，不计 {patrols.not_counting} 次，"
                f"缺 {patrols.missed} 次。",
                f"Joint rounds: {patrols.owed} owed, {patrols.done} count, {patrols.not_counting} do not count, "
                f"{patrols.missed} missed.",
            ),
            ask.say(
                f"新发现问题 {len(found.found)} 个，完成整改 {done} 个（按时 {len(found.in_time)} 个），"
                f"逾期未改 {len(found.overdue)} 个，复发 {len(found.repeats)} 个。",
                f"Findings: {len(found.found)} new, {done} put right ({len(found.in_time)} in time), "
                f"{len(found.overdue)} overdue, {len(found.repeats)} repeats.",
            ),
        )
    )


def _meeting_beside(ask: Ask) -> dict[str, Beside]:
    """W2.2: the six figures with those of the week before."""
    if ask.step.id != "meeting":
        return {}
    ledger, last = ask.ledger, before(ask.period)
    days = evenings(ledger, ask.period)
    said = {
        figure: Beside("Last week {last}; {days} evening meetings this week", {"last": total, "days": days})
        for figure in FIGURES
        for total in [f"{evening_sum(ledger, figure, last):g}"]
    }
    said["reports"] = Beside("Last week {last}", {"last": client_reports(ledger, last, ask.at)})
    return said


def _meeting_check(ask: Ask) -> None:
    """Minutes lie in their week. Raises Refused `record.outside`."""
    if ask.step.id == "meeting":
        held_within(ask)


def _meeting_after(ask: Ask) -> list[RecordFact]:
    return _tasks(ask) if ask.step.id == "meeting" else []


# documents


def _document_draft(ask: Ask) -> Values:
    if ask.step.id != "passed_on":
        return {}
    return {"people": [p.id for p in ask.ledger.people.active() if p.department == "service"]}


RULES: dict[str, Rule] = {
    "exchange": Rule(draft=_exchange_draft, check=_exchange_check, after=_tasks),
    "staff_talk": Rule(draft=_talk_draft, beside=_talk_beside, check=_talk_check),
    "weekly_meeting": Rule(draft=_meeting_draft, beside=_meeting_beside, check=_meeting_check, after=_meeting_after),
    "document": Rule(draft=_document_draft),
}
