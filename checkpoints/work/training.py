"""Training: all of the staff once a month, make-up for those who were away, and what the year has covered (M3).

An all-hands training is complete when every active person was there or has made it up (M3.1). Contents are counted over
the year, because four of them do not fit into one afternoon (M3.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from checkpoints.fact import Refused
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import Values
from checkpoints.work.records.rows import by_row, row, subject_of
from checkpoints.work.records.state import Entry
from checkpoints.work.weekly import held_within, staff_rows

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["CONTENTS", "RULES", "Attendance", "attendance", "coverage", "owed_make_up"]

CONTENTS: tuple[str, ...] = ("law", "knowledge", "service", "standards")
"""The four contents of the brief (M3.2)."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """The all-hands training of a month: who had to come, who came or made it up, who still has to (M3.1)."""

    records: tuple[str, ...]
    there: tuple[str, ...]
    made_up: tuple[str, ...]
    owing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether there was one, and nobody is left."""
        return bool(self.records) and not self.owing


def _rows(entry: Entry) -> dict[str, Mapping[str, Any]]:
    """The roll of a training by person."""
    rolled = by_row(cast("list[Mapping[str, Any]]", entry.get("roll", [])))
    return {subject_of(name)[1]: values for name, values in rolled.items()}


def _present(entry: Entry) -> set[str]:
    return {person for person, values in _rows(entry).items() if values.get("present") == "here"}


def attendance(ledger: Ledger, period: str) -> Attendance:
    """How far the all-hands training of a month has reached; a make-up counts whenever it was held."""
    held = [r for r in ledger.records.during("training", period) if r.value("held", "kind") == "all_hands"]
    there: set[str] = set()
    for record in held:
        for entry in record.of("held"):
            there |= _present(entry)
    ids = {r.id for r in held}
    made_up: set[str] = set()
    for record, _ in ledger.records.lines("training"):
        entry = ledger.records.all[record].entry("held")
        if entry is not None and entry.get("kind") == "make_up" and entry.get("of") in ids:
            made_up |= _present(entry)
    named = {person for r in held for e in r.of("held") for person in _rows(e)}
    must = {p.id for p in ledger.people.active() if p.department == "service"} & named
    new = {p.id for p in ledger.people.active() if p.department == "service"} - named
    still = sorted((must | _here_then(ledger, new, held)) - there - made_up)
    return Attendance(tuple(sorted(ids)), tuple(sorted(there)), tuple(sorted(made_up - there)), tuple(still))


def _here_then(ledger: Ledger, people: set[str], held: list[Any]) -> set[str]:
    """Those left off the roll although they were on the staff when it was held; who came later owes nothing."""
    if not held:
        return set()
    at = max(r.opened_at for r in held)
    found: set[str] = set()
    for person in people:
        first = next(iter(ledger.history("person:" + person)), None)
        if first is not None and first.at <= at:
            found.add(person)
    return found


def owed_make_up(ledger: Ledger, period: str) -> tuple[str, ...]:
    """Who still has to make up the training of a month."""
    return attendance(ledger, period).owing


def coverage(ledger: Ledger, year: int) -> dict[str, int]:
    """How many trainings of a year had each of the four contents."""
    count: dict[str, int] = dict.fromkeys(CONTENTS, 0)
    for record, line in ledger.records.lines("training"):
        if line.period.startswith(str(year)):
            entry = ledger.records.all[record].entry("held")
            for content in cast("list[str]", entry.get("contents", [])) if entry else ():
                if content in count:
                    count[content] += 1
    return count


def _draft(ask: Ask) -> Values:
    drafted: Values = {"at": ask.at.isoformat(), "trainer": ask.by}
    of = ask.values.get("of")
    kind = ask.values.get("kind")
    if kind == "make_up" and isinstance(of, str) and of in ask.ledger.records.all:
        owing = owed_make_up(ask.ledger, ask.ledger.records.line(of).period)
        entry = ask.ledger.records.all[of].entry("held")
        topic = str(entry.get("topic", "")) if entry else ""
        contents: list[str] = list(entry.get("contents", [])) if entry else []
        rows = [{"row": row("person", person), "present": "here"} for person in owing]
        return drafted | {"roll": rows, "topic": topic, "contents": contents}
    return drafted | {"roll": staff_rows(ask.ledger, {"present": "here"})}


def _beside(ask: Ask) -> dict[str, Beside]:
    covered = coverage(ask.ledger, ask.today.year)
    form = ask.step.field("contents")
    options = {o.value: o for o in form.options} if form else {}
    missing = [options[c] for c in CONTENTS if not covered[c] and c in options]
    said: dict[str, Beside] = {}
    if missing:
        said["contents"] = Beside("Not covered this year: {contents}", {"contents": missing})
    return said


def _check(ask: Ask) -> None:
    """M3.1: the roll of an all-hands training names everybody of the staff.

    Raises Refused: `training.roll` (people), `training.of`, `training.nobody`, `record.outside`.
    """
    held_within(ask)
    rolled = {
        subject_of(name)[1]: values
        for name, values in by_row(cast("list[Mapping[str, Any]]", ask.values.get("roll", []))).items()
    }
    kind = ask.values.get("kind")
    if kind == "all_hands":
        left_out = [p for p in ask.ledger.people.active() if p.department == "service" and p.id not in rolled]
        if left_out:
            names = [p.name(ask.lang) for p in left_out]
            raise Refused("training.roll", "All of the staff belong on the roll. Missing: {people}", people=names)
    if kind == "make_up":
        of = ask.ledger.records.all[str(ask.values["of"])].entry("held")
        if of is None or of.get("kind") != "all_hands":
            raise Refused("training.of", "A make-up is of an all-hands training.")
    if not any(values.get("present") == "here" for values in rolled.values()):
        raise Refused("training.nobody", "Nobody was there.")
    at = datetime.fromisoformat(str(ask.values["at"])).date().isoformat()
    for values in rolled.values():
        if str(values.get("make_up_on", at)) < at:
            raise Refused("training.make_up", "A make-up comes after the training.")


RULES: dict[str, Rule] = {"training": Rule(draft=_draft, beside=_beside, check=_check)}
