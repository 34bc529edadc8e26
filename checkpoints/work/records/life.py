"""How far a record has come: which steps are done, which can be done now and by whom, and what is still owed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, cast

from checkpoints.fact import Moment, Refused
from checkpoints.site.forms import Form, Step
from checkpoints.site.people import OURS
from checkpoints.work.deputies import roles_of
from checkpoints.work.records.state import Entry, Record
from checkpoints.work.records.values import holds

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "Stage",
    "Standing",
    "audience",
    "complete",
    "form_of",
    "held",
    "may_open",
    "owing",
    "sees_private",
    "standing",
    "visible",
    "why_not",
]

Standing = Literal["done", "open", "waiting", "not_asked"]
LEADS: frozenset[str] = frozenset({"supervisor", "manager"})


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a record as it stands: `open` can be done now by whoever it is for, `waiting` waits for another."""

    step: Step
    standing: Standing
    entries: tuple[Entry, ...] = ()
    left: tuple[str, ...] = ()
    """Of a step that each has to do: who has not."""


def form_of(ledger: Ledger, form: str) -> Form:
    """A form of the site. Raises Refused `record.no_form`."""
    found = ledger.site.form_of.get(form) if ledger.site else None
    if found is None:
        raise Refused("record.no_form", "This site has no form {form}. Load the site again.", form=form)
    return found


def standing(ledger: Ledger, form: Form, record: Record | None) -> list[Stage]:
    """Every step of a record, or of one that was not opened yet, in the form's order."""
    return [_stage(ledger, form, record, step) for step in form.steps]


def _stage(ledger: Ledger, form: Form, record: Record | None, step: Step) -> Stage:
    entries = tuple(record.of(step.id)) if record else ()
    if not _asked(record, step):
        return Stage(step, "done" if entries else "not_asked", entries)
    left: tuple[str, ...] = ()
    done = bool(entries)
    if step.each:
        told = audience(ledger, record, step)
        left = tuple(p for p in told if all(e.by != p for e in entries))
        done = bool(told) and not left
    if done and not step.many:
        return Stage(step, "done", entries)
    waits = any(not _passed(ledger, form, record, before) for before in step.after)
    if waits:
        return Stage(step, "waiting", entries, left)
    return Stage(step, "done" if done else "open", entries, left)


def _asked(record: Record | None, step: Step) -> bool:
    """Whether the step applies with what earlier steps say."""
    if step.when is None:
        return True
    earlier, _, name = step.when.field.partition(".")
    entry = record.last(earlier) if record else None
    return entry is not None and holds(step.when, entry.values, name)


def _passed(ledger: Ledger, form: Form, record: Record | None, name: str) -> bool:
    """Whether a step that another one stands on is behind us: done, or not asked for here."""
    step = form.step(name)
    if step is None:
        return True
    if record is not None and record.of(name):
        return True
    return not _asked(record, step) and step.when is not None and _settled(ledger, form, record, step)


def _settled(ledger: Ledger, form: Form, record: Record | None, step: Step) -> bool:
    """Whether what decides about a step has been said."""
    assert step.when is not None
    return _passed(ledger, form, record, step.when.field.partition(".")[0])


def audience(ledger: Ledger, record: Record | None, step: Step) -> tuple[str, ...]:
    """Who has to do a step that each does: named in an earlier step, or all the service's staff of today."""
    if step.each == "staff":
        return tuple(p.id for p in ledger.people.active() if p.department == "service")
    earlier, _, name = step.each.partition(".")
    named: object = record.value(earlier, name) if record else None
    if isinstance(named, list):
        return tuple(str(person) for person in cast("list[object]", named))
    return (str(named),) if named else ()


def owing(ledger: Ledger, form: Form, record: Record | None) -> list[Stage]:
    """The needed steps that are not done."""
    return [s for s in standing(ledger, form, record) if s.step.needed and s.standing in ("open", "waiting")]


def complete(ledger: Ledger, form: Form, record: Record | None) -> bool:
    """Whether every needed step was done."""
    return record is not None and record.withdrawn is None and not owing(ledger, form, record)


def why_not(ledger: Ledger, form: Form, record: Record | None, step: Step, by: str, now: Moment) -> Refused | None:
    """Why somebody cannot do a step now; None when they can."""
    if not is_for(ledger, step, by, now.at.date()):
        return Refused("record.not_yours", "That is for: {roles}.", roles=_roles(ledger, step.who))
    if record is not None and record.withdrawn is not None:
        return Refused("record.withdrawn", "This record was withdrawn.")
    stage = _stage(ledger, form, record, step)
    if stage.standing == "not_asked":
        return Refused("record.not_asked", "That is not needed here.")
    if stage.standing == "waiting":
        missing = [s for b in step.after if not _passed(ledger, form, record, b) and (s := form.step(b)) is not None]
        return Refused("record.waits", "First comes: {steps}.", steps=missing)
    if stage.standing == "done" and not step.many:
        return Refused("record.done", "That is sealed. What is wrong in it can be corrected.")
    if record is not None and record.ended_at is not None and step.needed and not step.each and not step.many:
        return Refused("record.ended", "This record has ended.")
    if step.each and by not in stage.left:
        return Refused("record.not_each", "That is for those who were named, once each.")
    return None


def is_for(ledger: Ledger, of: Form | Step, by: str, on: date) -> bool:
    """Whether a form or a step is for one of the roles of somebody; where none is named, for all of ours."""
    return bool(roles_of(ledger, by, on) & (set(of.who) or OURS))


def may_open(ledger: Ledger, form: Form, by: str, on: date) -> Refused | None:
    """Why somebody cannot begin a record of a form; None when they can."""
    if form.kept_by:
        return Refused("record.kept", "This form is filled in by the work itself.")
    if not is_for(ledger, form, by, on):
        return Refused("record.not_yours", "That is for: {roles}.", roles=_roles(ledger, form.who))
    return None


def visible(ledger: Ledger, form: Form, record: Record | None, by: str, place: str, on: date) -> bool:
    """Whether somebody may read a record at a place; a private one never on the kiosk (W1.3, rules.md 11.19)."""
    if form.private and place == "kiosk":
        return False
    roles = roles_of(ledger, by, on)
    if roles & (set(form.see) or OURS):
        return True
    if record is None or form.private or by not in ledger.people:
        return False
    mine = any(e.by == by for e in record.entries) or record.opened_by == by
    return mine or any(by in audience(ledger, record, s) for s in form.steps if s.each)


def sees_private(ledger: Ledger, form: Form, entry: Entry, by: str, place: str, on: date) -> bool:
    """Whether somebody may read the private fields of an entry: its author, and who may read the form; on no kiosk.

    Where everybody may read the form, its private fields are for those who lead.
    """
    return place != "kiosk" and (entry.by == by or bool(roles_of(ledger, by, on) & (set(form.see) or LEADS)))


def held(record: Record) -> tuple[str, str]:
    """Who has it in hand, and the ISO day by which: the newest `person` and `due` that its steps name, or ''."""
    person = due = ""
    for entry in record.entries:
        person, due = str(entry.get("person") or person), str(entry.get("due") or due)
    return person, due


def _roles(ledger: Ledger, who: Sequence[str]) -> list[object]:
    """The names of roles, for a refusal."""
    named = {r.id: r for r in ledger.site.roles} if ledger.site else {}
    return [named.get(role, role) for role in who]  # pyright: ignore[reportArgumentType, reportCallIssue]
