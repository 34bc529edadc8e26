"""What is known of one record, its line, and the indexes across all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from checkpoints.work.records.facts import RecordOpened, RecordWithdrawn, StepCorrected, StepFilled, Values

if TYPE_CHECKING:
    from checkpoints.ledger.events import Event

T = TypeVar("T")

__all__ = ["Correction", "Done", "Entry", "Line", "Record", "Records", "apply", "index", "line_of"]


NEVER: tuple[str, str, int, str] = ("", "", 0, "")
"""Before every fact."""


@dataclass(slots=True)
class Correction:
    """One correction of an entry: what the fields said from then on."""

    at: datetime
    by: str
    reason: str
    values: Values


@dataclass(slots=True)
class Entry:
    """A step as it was filled in once. `values` is what holds now, corrections included; `first` what was sealed."""

    id: str
    step: str
    at: datetime
    by: str
    first: Values
    signed: tuple[str, ...] = ()
    order: tuple[str, str, int, str] = NEVER
    """Where it stands among all facts; the clock that `at` comes from may have been moved."""
    corrections: list[Correction] = field(default_factory=list[Correction])

    @property
    def values(self) -> Values:
        """What holds now."""
        now = dict(self.first)
        for correction in self.corrections:
            now |= correction.values
        return {name: value for name, value in now.items() if value is not None}

    def get(self, name: str, default: Any = None) -> Any:
        """One field as it holds now."""
        return self.values.get(name, default)


@dataclass(slots=True)
class Record:
    """What is known of one record; `opened` is None only while its first fact is still on the way."""

    id: str
    opened: RecordOpened | None = None
    opened_at: datetime | None = None
    opened_by: str = ""
    title: str = ""
    entries: list[Entry] = field(default_factory=list[Entry])
    """In fold order. Two of a step that is filled in once: two devices did it unseen by each other; both are kept."""
    ended_at: datetime | None = None
    withdrawn: tuple[datetime, str, str] | None = None
    """When, by whom, why."""

    @property
    def form(self) -> str:
        """Id of its form."""
        return self.opened.form if self.opened else ""

    @property
    def period(self) -> str:
        """What it is for."""
        return self.opened.period if self.opened else ""

    @property
    def about(self) -> str:
        """Id of what it is about."""
        return self.opened.about if self.opened else ""

    @property
    def open(self) -> bool:
        """Whether something is still owed on it."""
        return self.opened is not None and self.ended_at is None and self.withdrawn is None

    def of(self, step: str) -> list[Entry]:
        """The entries of a step, in fold order."""
        return [e for e in self.entries if e.step == step]

    def entry(self, step: str) -> Entry | None:
        """The first entry of a step: the one that holds where there should be one."""
        return next((e for e in self.entries if e.step == step), None)

    def last(self, step: str) -> Entry | None:
        """The newest entry of a step that may be filled in many times."""
        return next((e for e in reversed(self.entries) if e.step == step), None)

    def value(self, step: str, name: str, default: Any = None) -> Any:
        """A field of a step as it holds now."""
        entry = self.entry(step)
        return default if entry is None else entry.get(name, default)

    def done(self, step: str) -> datetime | None:
        """When a step was done; None while it was not."""
        entry = self.entry(step)
        return entry.at if entry else None

    def order(self, step: str) -> tuple[str, str, int, str]:
        """Where a step stands among all facts, for what came first; before everything while it was not done."""
        entry = self.entry(step)
        return entry.order if entry else NEVER


class Done(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One step that was filled in."""

    step: str
    at: datetime
    by: str


class Line(msgspec.Struct, frozen=True, array_like=True):
    """What lists and duties ask of a record without looking at what it says; a snapshot keeps this of every one."""

    form: str
    period: str
    about: str
    number: str
    title: str
    opened_at: datetime | None
    opened_by: str
    done: tuple[Done, ...]
    ended_at: datetime | None
    withdrawn: bool
    origin: str = ""

    @property
    def open(self) -> bool:
        """Whether something is still owed on it."""
        return bool(self.form) and self.ended_at is None and not self.withdrawn

    def at(self, step: str) -> datetime | None:
        """When a step was first done."""
        return next((d.at for d in self.done if d.step == step), None)


def line_of(record: Record) -> Line:
    """The line of a record."""
    return Line(
        form=record.form,
        period=record.period,
        about=record.about,
        number=record.opened.number if record.opened else "",
        title=record.title,
        opened_at=record.opened_at,
        opened_by=record.opened_by,
        done=tuple(Done(e.step, e.at, e.by) for e in record.entries),
        ended_at=record.ended_at,
        withdrawn=record.withdrawn is not None,
        origin=record.opened.origin if record.opened else "",
    )


@dataclass(slots=True)
class Records:
    """All records, with the indexes that screens and duties ask for."""

    all: dict[str, Record] = field(default_factory=dict[str, Record])
    of_form: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    of_period: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """By `form|period`."""
    of_origin: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """By the subject that they came from."""
    live: set[str] = field(default_factory=set[str])
    """Opened, and neither ended nor withdrawn."""
    opened_by: dict[str, int] = field(default_factory=dict[str, int])
    """The highest number given out, by device tag."""
    given: dict[str, int] = field(default_factory=dict[str, int])
    tags: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    told: dict[str, dict[object, Any]] = field(default_factory=dict[str, dict[object, Any]], compare=False)
    """What was read out of a record, by who read it; made when asked for, dropped when the record moves."""

    def read(self, record: str, reading: Callable[[Record], T]) -> T:
        """What a function reads out of one record. For whoever asks all records of a form again and again.

        Raises KeyError.
        """
        known = self.told.setdefault(record, {})
        if reading not in known:
            known[reading] = reading(self.all[record])
        return known[reading]

    def line(self, record: str) -> Line:
        """The line of one record; a cold one is not thawed for it. Raises KeyError."""
        cold: dict[str, Line] = getattr(self.all, "cold", {})
        return cold.get(record) or line_of(self.all[record])

    def lines(self, form: str) -> Iterator[tuple[str, Line]]:
        """The lines of all records of a form that were not withdrawn, in the order in which they were opened."""
        known = [(r, self.line(r)) for r in self.of_form.get(form, ())]
        known.sort(key=lambda one: (one[1].opened_at.timestamp() if one[1].opened_at else 0.0, one[0]))
        yield from ((r, line) for r, line in known if not line.withdrawn)

    def during(self, form: str, period: str) -> list[Record]:
        """The records of a form for a period that were not withdrawn, the oldest first."""
        found = [self.all[r] for r in self.of_period.get(f"{form}|{period}", ())]
        found.sort(key=lambda r: (r.opened_at.timestamp() if r.opened_at else 0.0, r.id))
        return [r for r in found if r.withdrawn is None]

    def open_of(self, form: str) -> list[Record]:
        """The records of a form on which something is owed, the oldest first."""
        found = [self.all[r] for r in sorted(self.live & self.of_form.get(form, set()))]
        return sorted(found, key=lambda r: (r.opened_at.timestamp() if r.opened_at else 0.0, r.id))

    def from_(self, origin: str) -> list[Record]:
        """The records that came from a subject."""
        return [self.all[r] for r in sorted(self.of_origin.get(origin, ()))]

    def called(self, record: str) -> str:
        """The number by which people call a record: never that of another one. Raises KeyError."""
        number = self.line(record).number
        tag = number.rpartition("-R")[0]
        if number and self.given.get(tag, 0) > self.opened_by.get(tag, 0):
            return f"{number}.{record[-4:].upper()}"
        return number


def apply(record: Record, event: Event) -> None:
    """Fold one fact into one record. What does not fit is kept in the history and changes nothing."""
    match event.body:
        case RecordOpened() as fact if record.opened is None or record.withdrawn is not None:
            # The one record of a day is begun again after somebody took it back: it is the same record.
            record.opened, record.opened_at, record.opened_by = fact, event.at, event.actor
            record.withdrawn = None
        case StepFilled() as fact:
            entry = Entry(event.id, fact.step, event.at, event.actor, fact.values, fact.signed, event.order)
            record.entries.append(entry)
            record.title = fact.title or record.title
            if fact.ends and record.ended_at is None:
                record.ended_at = event.at
        case StepCorrected() as fact:
            for entry in record.entries:
                if entry.id == fact.entry:
                    entry.corrections.append(Correction(event.at, event.actor, fact.reason, fact.values))
        case RecordWithdrawn() as fact if record.withdrawn is None:
            record.withdrawn = (event.at, event.actor, fact.reason)
        case _:
            pass


def index(records: Records, event: Event, record: Record) -> None:
    """Keep the indexes; called after every change of a record, in any order of delivery."""
    records.told.pop(record.id, None)
    fact = event.body
    if isinstance(fact, RecordOpened):
        records.of_form.setdefault(fact.form, set()).add(record.id)
        records.of_period.setdefault(f"{fact.form}|{fact.period}", set()).add(record.id)
        if fact.origin:
            records.of_origin.setdefault(fact.origin, set()).add(record.id)
        tag, _, count = fact.number.rpartition("-R")
        if tag:
            given = int(count) if count.isdecimal() and len(count) < 10 else 0
            records.opened_by[tag] = max(records.opened_by.get(tag, 0), given)
            records.given[tag] = records.given.get(tag, 0) + 1
            records.tags.setdefault(tag, set()).add(event.device.partition("-")[0])
    (records.live.add if record.open else records.live.discard)(record.id)
