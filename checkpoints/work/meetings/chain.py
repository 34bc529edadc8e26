"""The plan chain: what an evening plans (D5.4), a morning assigns to somebody, drops with a reason, or carries (D1.2).

Where a line stands is worked out from all evenings and mornings there are, never kept. So it does not matter how many
mornings were missed, in which order records arrive, or that two devices held one meeting: a line is open until a
morning assigned or dropped it, and of two mornings that do not know of each other the one that assigned it wins,
because its task is there.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from checkpoints.work.records.periods import first_day
from checkpoints.work.records.rows import row

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.work.records.state import Record

__all__ = ["Fate", "PlanLine", "chain", "fates", "held", "no_evening", "open_lines", "planned"]

Fate = Literal["open", "assigned", "dropped"]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of an evening's plan."""

    row: str
    """How a morning's table names it: the evening's day and its words, with a count where they stand there twice."""
    evening: str
    """The evening's day, `2026-11-23`."""
    what: str
    person: str
    """Whom the evening had in mind."""


def planned(ledger: Ledger, before: str = "") -> list[PlanLine]:
    """Every line ever planned, or those of evenings before a day, in order."""
    records = ledger.records
    lines: list[PlanLine] = []
    for record in records.of_form.get("evening_meeting", ()):
        lines += [line for line in records.read(record, _lines) if not before or line.evening < before]
    return sorted(lines, key=attrgetter("evening"))


def _lines(evening: Record) -> tuple[PlanLine, ...]:
    """The plan of one evening. Two devices that held it both count; the same words on both are one line."""
    lines: dict[str, PlanLine] = {}
    for entry in evening.of("meeting") if evening.withdrawn is None else ():
        seen: Counter[str] = Counter()
        for line in entry.get("plan", ()):
            what = str(line.get("what", ""))
            seen[what] += 1
            nth = f".{seen[what]}" if seen[what] > 1 else ""
            name = row("text", f"{evening.period}{nth} {what}")
            lines.setdefault(name, PlanLine(name, evening.period, what, str(line.get("person", ""))))
    return tuple(lines.values())


def fates(ledger: Ledger) -> dict[str, Fate]:
    """What became of the lines that some morning assigned or dropped, by their row."""
    records = ledger.records
    found: dict[str, Fate] = {}
    for record in records.of_form.get("morning_meeting", ()):
        for name, fate in records.read(record, _decided):
            if fate == "assigned" or name not in found:
                found[name] = fate
    return found


def _decided(morning: Record) -> tuple[tuple[str, Fate], ...]:
    """What one morning settled; a line that it carried it did not settle."""
    rows = [r for e in morning.of("meeting") for r in e.get("plan", ())] if morning.withdrawn is None else []
    fates: dict[object, Fate] = {"assigned": "assigned", "dropped": "dropped"}
    return tuple((str(r.get("row", "")), fates[r["decision"]]) for r in rows if r.get("decision") in fates)


def chain(ledger: Ledger) -> list[tuple[PlanLine, Fate]]:
    """Every line ever planned and where it stands: exactly one of open, assigned, dropped."""
    known = fates(ledger)
    return [(line, known.get(line.row, "open")) for line in planned(ledger)]


def open_lines(ledger: Ledger, day: date) -> list[PlanLine]:
    """What the morning of a day has to decide: of all evenings before it, the oldest first."""
    known = fates(ledger)
    return [line for line in planned(ledger, day.isoformat()) if line.row not in known]


def held(ledger: Ledger, form: str, day: date) -> bool:
    """Whether a meeting of a day is on record and sealed."""
    return any(record.entry("meeting") is not None for record in ledger.records.during(form, day.isoformat()))


def no_evening(ledger: Ledger, period: str) -> bool:
    """Whether the evening before a morning is not on record, so that its plan is not known (D1.2)."""
    return not held(ledger, "evening_meeting", first_day(period) - timedelta(days=1))
