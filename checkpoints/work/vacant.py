"""Vacant units 空置单元: keys out and in, the visit, meters that must stand still, ready to be taken over (D3.7).

A round that comes by answers the checks of the unit and proves that somebody was there: that is a visit. The record
adds what a round has no place for (who had the key, whose the unit is, the engineer's signature, what the supervisor
says) and takes the answers of a round of the same day as its draft.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from checkpoints.fact import Fact, Refused
from checkpoints.work import findings
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import StepFilled, Values
from checkpoints.work.records.state import Entry, Record
from checkpoints.work.rounds.state import Visit

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["FORM", "KIND", "RULES", "Key", "Unit", "last_record", "unit", "units"]

FORM = "vacant_unit"
KIND = "vacant_unit"
"""The kind of checkpoint that is such a unit."""
METERS = (("water", "water_valve"), ("power", "power_switch"), ("gas", "gas_valve"))
"""Each meter with what shuts it off."""
UNITS = {"water": "m³", "power": "kWh", "gas": "m³"}
FAULTS = {
    "locks": "fault",
    "water_valve": "open",
    "power_switch": "open",
    "gas_valve": "open",
    "leak": "found",
    "clean": "fault",
    "fittings": "fault",
    "intrusion": "found",
}
"""What is wrong, by field."""
PASSED: dict[str, tuple[str, str, str]] = {
    "VAC-01": ("locks", "ok", "fault"),
    "VAC-02": ("leak", "none", "found"),
    "VAC-05": ("gas_valve", "shut", "open"),
    "VAC-06": ("clean", "ok", "fault"),
    "VAC-07": ("intrusion", "none", "found"),
    "VAC-09": ("fittings", "ok", "fault"),
}
"""The checks of a round, with the field and what pass and fail mean there. A site with other checks has no draft."""
READ = {"VAC-03": "water", "VAC-04": "power"}


@dataclass(frozen=True, slots=True)
class Key:
    """A key that was taken and is not back."""

    record: str
    person: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Unit:
    """One vacant unit as it stands."""

    place: str
    visited_at: datetime | None = None
    """The last look, in a round or for a record."""
    evidence: str = ""
    """The subject of that look: `round:...` or `record:...`."""
    recorded_at: datetime | None = None
    """The last visit with a record: with the key signed out, and whose the unit is."""
    ready: str = ""
    """`ready`, `clean`, `repair`; '' where nobody said."""
    ready_at: datetime | None = None
    key: Key | None = None


def _records(ledger: Ledger, place: str) -> list[Record]:
    """The records of a unit, the newest first."""
    known = [r for r, line in ledger.records.lines(FORM) if line.about == place]
    return [ledger.records.all[r] for r in reversed(known)]


def last_record(ledger: Ledger, place: str, but: str = "") -> Record | None:
    """The newest record of a unit with a visit, leaving out one."""
    return next((r for r in _records(ledger, place) if r.id != but and r.entry("visit") is not None), None)


def unit(ledger: Ledger, place: str, now: datetime) -> Unit:
    """A vacant unit: when it was last looked at, whether its key is back, whether it can be handed over (D3.7)."""
    record = last_record(ledger, place)
    visit = record.entry("visit") if record else None
    walked = _walked(ledger, place, now)
    by_record = (_at(visit), f"record:{record.id}") if record and visit else (None, "")
    by_round = (walked[0], f"round:{walked[1]}") if walked else (None, "")
    looks = [look for look in (by_record, by_round) if look[0] is not None]
    last = max(looks, key=lambda look: look[0].timestamp() if look[0] else 0.0, default=(None, ""))
    said = [(by_record[0], str(visit.get("ready", "")))] if visit else []
    if walked and (answer := walked[2].answers.get("VAC-11")) is not None:
        said.append((answer.at, str(answer.fact.value)))
    ready_at, ready = max(said, key=lambda one: one[0].timestamp() if one[0] else 0.0, default=(None, ""))
    return Unit(place, last[0], last[1], by_record[0], ready, ready_at, _key(ledger, place))


def units(ledger: Ledger, now: datetime) -> list[Unit]:
    """Every vacant unit of the site, the one that waited longest first (D3.7)."""
    places = [p.id for p in ledger.site.active if p.kind == KIND] if ledger.site else []
    known = [unit(ledger, place, now) for place in places]
    return sorted(known, key=lambda u: (u.visited_at.timestamp() if u.visited_at else 0.0, u.place))


def _at(entry: Entry | None) -> datetime | None:
    return datetime.fromisoformat(entry.get("at")) if entry else None


def _key(ledger: Ledger, place: str) -> Key | None:
    for record in _records(ledger, place):
        out = record.entry("key_out")
        if out is not None and record.entry("key_in") is None:
            since = _at(out)
            assert since is not None
            return Key(record.id, str(out.get("person")), since)
    return None


def _walked(ledger: Ledger, place: str, now: datetime) -> tuple[datetime, str, Visit] | None:
    """The last time that a round came by."""
    last = ledger.rounds.last_visit(place, now)
    if last is None or last[1] not in ledger.rounds.all:
        return None
    return last[0], last[1], ledger.rounds.all[last[1]].visit(place)


def _draft(ask: Ask) -> Values:
    match ask.step.id:
        case "key_out":
            return {"at": ask.at.isoformat(), "person": ask.by}
        case "visit":
            return _visit(ask)
        case "key_in":
            return {"at": ask.at.isoformat(), "person": ask.by}
        case _:
            return {}


def _visit(ask: Ask) -> Values:
    """What stays the same from the last record, and what a round of today already answered."""
    values: Values = {"at": ask.at.isoformat(), "person": ask.earlier("key_out", "person", ask.by)}
    before = last_record(ask.ledger, ask.about, ask.record)
    if before is not None:
        kept = {name: before.value("visit", name) for name in ("owner", "reason", "reason_other", "since")}
        values |= {name: value for name, value in kept.items() if value is not None}
    walked = _walked(ask.ledger, ask.about, ask.at)
    if walked is not None and walked[0].astimezone(ask.at.tzinfo).date() == ask.today:
        values |= _answered(walked[2])
    return values


def _answered(visit: Visit) -> Values:
    values: Values = {}
    for check, given in visit.answers.items():
        fact = given.fact
        if check in PASSED and fact.outcome != "na":
            field, good, bad = PASSED[check]
            values[field] = good if fact.outcome == "ok" else bad
        elif check in READ and isinstance(fact.value, float | int):
            values[READ[check]] = fact.value
        elif check == "VAC-10" and isinstance(fact.value, float | int):
            values["aired"] = "yes" if fact.value > 0 else "no"
        elif check == "VAC-11":
            values["ready"] = fact.value
    return values


def _beside(ask: Ask) -> dict[str, Beside]:
    before = last_record(ask.ledger, ask.about, ask.record) if ask.step.id == "visit" else None
    if before is None:
        return {}
    day = before.value("visit", "at", "")[:10]
    return {
        meter: Beside("{value} on {day}", {"value": _number(value), "day": day})
        for meter, _ in METERS
        if (value := before.value("visit", meter)) is not None
    }


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _check(ask: Ask) -> None:
    """Raises Refused: `vacant.place`, `vacant.key_out`, `vacant.before`, `vacant.problem`, `vacant.not_ready`."""
    match ask.step.id:
        case "key_out":
            _may_take(ask)
        case "visit" | "key_in":
            _after_taking(ask)
        case _:
            pass
    if ask.step.id != "visit":
        return
    wrong = [name for name, fault in FAULTS.items() if ask.values.get(name) == fault]
    if wrong and not ask.values.get("problem"):
        raise Refused("vacant.problem", "{field}: say what is wrong and what was done.", field=ask.step.field(wrong[0]))
    if wrong and ask.values.get("ready") == "ready":
        raise Refused("vacant.not_ready", "{field}: it is not ready to be taken over.", field=ask.step.field(wrong[0]))


def _may_take(ask: Ask) -> None:
    site = ask.ledger.site
    if site is None or site.checkpoint_of[ask.about].kind != KIND:
        raise Refused("vacant.place", "That place is no vacant unit.")
    out = _key(ask.ledger, ask.about)
    if out is not None and out.record != ask.record:
        person = ask.ledger.people.name(out.person, ask.lang)
        raise Refused("vacant.key_out", "{person} has the key and has not brought it back.", person=person)


def _after_taking(ask: Ask) -> None:
    taken = _at(ask.state.entry("key_out")) if ask.state else None
    if taken is not None and datetime.fromisoformat(ask.values["at"]) < taken:
        raise Refused("vacant.before", "That was before the key was taken.")


def _changed(ask: Ask) -> Iterator[tuple[str, float, float]]:
    """The meters that moved although they were left shut: their name, then and now (forms.md 3)."""
    before = last_record(ask.ledger, ask.about, ask.record)
    if before is None:
        return
    for meter, valve in METERS:
        then, now = before.value("visit", meter), ask.values.get(meter)
        if before.value("visit", valve) == "shut" and then is not None and now is not None and _moved(then, now):
            yield meter, then, now


def _moved(then: float, now: float) -> bool:
    return abs(then - now) > 1e-6


def _after(ask: Ask) -> Sequence[Fact]:
    """A reading that changed while the valve was shut is an S2: somebody was in, or something leaks (forms.md 3)."""
    if ask.step.id != "visit" or not (changed := list(_changed(ask))):
        return ()
    names = {f.id: f.name(ask.lang) for f in ask.step.fields}
    told = [f"{names[meter]} {_number(then)} → {_number(now)} {UNITS[meter]}" for meter, then, now in changed]
    words = ask.say("关阀期间读数变动：", "Changed while shut: ") + "; ".join(told)
    base = findings.draft_for(ask.ledger, ask.about, None, words=words)
    raised = findings.raise_finding(ask.ledger, _serious(ask, base), ask.by, ask.now)
    named: dict[str, Any] = {"findings": [{"finding": raised[0].finding}]}
    return [*raised, StepFilled(record=ask.record, step="raised", values=named)]


def _serious(ask: Ask, base: findings.Draft) -> findings.Draft:
    site = ask.ledger.site
    assert site is not None
    category = "vacant" if "vacant" in site.category_of else base.category
    department = "engineering" if "engineering" in site.department_of else base.department
    return findings.Draft(
        checkpoint=base.checkpoint,
        words=base.words,
        severity="S2",
        department=department,
        category=category,
        due_h=site.severity_of["S2"].default_deadline_h,
        photos=tuple(ask.values.get("photos", ())),
    )


RULES = {FORM: Rule(draft=_draft, beside=_beside, check=_check, after=_after)}
