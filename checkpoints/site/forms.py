"""Forms: what a record asks for, in which steps, of whom (domain/forms.md). Site data, like the checks.

A form is a list of steps. A step is filled in once (a meeting, a review), or many times (a timeline, a chase), or once
by each of several people (a read list); a step without fields is a stamp: that it was done, by whom and when. The steps
that must come before it, and who may fill it in, stand beside it. What is worked out from the ledger (drafts, what must
agree with what, what follows) is no site data: it stands in `checkpoints.work`, by the id of the form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le, MinLen

from checkpoints.site.people import RoleId
from checkpoints.site.words import Checked, Id, Named

__all__ = [
    "FIXED",
    "Choice",
    "Column",
    "Contractor",
    "Deductions",
    "Field",
    "FieldType",
    "Form",
    "Grade",
    "Period",
    "Scheme",
    "Step",
    "Weighted",
    "When",
]

FieldType = Literal[
    "text",
    "paragraphs",
    "number",
    "money",
    "choice",
    "several",
    "mark",
    "person",
    "people",
    "day",
    "moment",
    "place",
    "photos",
    "signature",
    "finding",
    "record",
    "lines",
    "table",
]
"""How a field is filled in; the values they give stand in `checkpoints.work.records.values`."""
Period = Literal["none", "day", "half_day", "week", "month"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Named):
    """One answer of a `choice` or `several` field, or one row of a table whose rows never change."""

    value: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class When(Checked):
    """A field or step that is asked for only where another field holds one of these values.

    Inside a step `field` is one of the same step (or of the same line); of a step it is `step.field`. A mark holds
    `yes` or `no`. Without `values` any value will do.
    """

    field: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Named):
    """A field that holds one value; also a column of `lines` and `table`."""

    id: Id
    type: FieldType
    required: bool = False
    when: When | None = None
    unit: Named | None = None
    """Of a number."""
    least: float | None = None
    most: float | None = None
    whole: bool = False
    """A number that counts: no fractions."""
    longest: Annotated[int, Ge(1), Le(5000)] = 500
    """Characters of a text."""
    options: tuple[Choice, ...] = ()
    ready: tuple[Named, ...] = ()
    """Ready words, so that a glove types nothing."""
    roles: tuple[RoleId, ...] = ()
    """Who can be named or may sign; empty for anybody who works here."""
    staff: bool = False
    """Only people of the site's own service department can be named."""
    outside: bool = False
    """Somebody who does not sign in may be named by their name."""
    forms: tuple[Id, ...] = ()
    """Of what forms a record can be named."""
    past: bool = False
    """A day or moment that cannot lie ahead."""
    hint: Named | None = None
    """What right looks like, or why it is asked."""
    worked_out: bool = False
    """Follows from the others; nobody fills it in, the form's rule does."""
    private: bool = False
    """Not on paper, not in lists, only for those who may see the form's private part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Column):
    """One thing that a step asks for; `lines` and `table` have columns."""

    columns: tuple[Column, ...] = ()
    rows: tuple[Choice, ...] = ()
    """The rows of a table that is the same every time; a table without them gets its rows from its draft."""
    least_lines: Annotated[int, Ge(0)] = 0
    """Lines that must be there at least."""
    most_lines: Annotated[int, Ge(1), Le(500)] = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Named):
    """One step in the life of a record. Without fields it is a stamp."""

    id: Id
    fields: tuple[Field, ...] = ()
    who: tuple[RoleId, ...] = ()
    """Who may do it, deputies included; empty for everybody of our own."""
    after: tuple[Id, ...] = ()
    """The steps that must have been done before."""
    many: bool = False
    """Any number of times, until the record ends."""
    each: str = ""
    """Once by each of the people in a field of an earlier step (`step.field`), or by all of the `staff`."""
    needed: bool = True
    """Whether the record is unfinished without it."""
    when: When | None = None
    """Needed, and possible, only then; the field is `step.field`."""
    ends: bool = False
    """Whether it ends the record, whatever else is open."""
    told: RoleId | Literal["", "owner", "functional", "company", "staff"] = ""
    """To whom this step reports (项目经理, 上级职能部门, 公司)."""
    hint: Named | None = None

    @property
    def stamp(self) -> bool:
        """Whether doing it is all there is to say."""
        return not self.fields

    def field(self, name: str) -> Field | None:
        """One field by id."""
        return next((f for f in self.fields if f.id == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Named):
    """What one kind of record consists of."""

    id: Id
    number: Annotated[int, Ge(0)] = 0
    """Its number in domain/forms.md; 0 where it has none."""
    covers: tuple[str, ...] = ()
    """Requirements of the brief that its records close, such as D5.1."""
    period: Period = "none"
    """What a record is for: a day, a week; `none` for what happens when it happens."""
    many: bool = True
    """Several records for one period. Otherwise there is one, whoever begins it and on whatever device."""
    about: Literal["", "contractor", "place"] = ""
    """What each record is about; with `many: false` there is one for each in a period."""
    who: tuple[RoleId, ...] = ()
    """Who may begin one; empty for everybody of our own."""
    see: tuple[RoleId, ...] = ()
    """Who may read it; empty for everybody of our own, and whoever has a part in it."""
    private: bool = False
    """Never on the kiosk, and on no paper and in no export unless it is asked for by name (W1.3)."""
    kept_by: Literal["", "rounds", "findings", "promises"] = ""
    """The part of the program that fills this form in; such a form is read and printed and not filled in by hand."""
    title: str = ""
    """The field whose words name a record in lists."""
    steps: Annotated[tuple[Step, ...], MinLen(1)]
    source: tuple[str, ...] = ()

    def step(self, name: str) -> Step | None:
        """One step by id."""
        return next((s for s in self.steps if s.id == name), None)

    def fields(self) -> Iterator[tuple[Step, Field]]:
        """Every field with its step, in order."""
        for step in self.steps:
            for field in step.fields:
                yield step, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Contractor(Named):
    """A firm that works on the site and is assessed every month (M2)."""

    id: Id
    department: str
    """The department whose findings are evidence."""
    scheme: str
    """Which items and weights of the assessment apply (forms.md 11)."""
    contract: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighted(Choice):
    """One item of an assessment; no more than its weight can be taken off for it."""

    weight: Annotated[float, Gt(0), Le(100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme(Named):
    """The items of an assessment; together a hundred points."""

    id: Id
    items: Annotated[tuple[Weighted, ...], MinLen(1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deductions(Checked):
    """Points that are proposed for what a finding shows (forms.md 11)."""

    place: Annotated[float, Ge(0)] = 1
    """For each place that failed."""
    repeat: Annotated[float, Ge(0)] = 3
    """Instead, from the third of a kind in the month on (rules.md 6)."""
    overdue: Annotated[float, Ge(0)] = 2
    """On top, when it was not put right in time."""
    dress: Annotated[float, Ge(0)] = 1
    complaint: Annotated[float, Ge(0)] = 3
    veto_score: Annotated[float, Ge(0), Le(100)] = 0
    """What is left of the hundred after a safety accident; the manager decides that it was one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade(Named):
    """A grade from so many points on."""

    least: Annotated[float, Ge(0), Le(100)]


FIXED: dict[str, dict[str, tuple[str, ...]]] = {
    "task": {"given": ("what", "person", "due"), "done": (), "dropped": ("reason",)},
    "morning_meeting": {"meeting": ("roll", "no_evening", "plan", "tasks", "points")},
    "evening_meeting": {
        "meeting": ("fees", "complaints", "move_ins", "fit_outs", "visitors", "departments", "summary", "plan")
    },
    "oa_request": {"submitted": ("title", "urgency", "leader"), "at": ("leader",), "chase": ("chased",), "result": ()},
    "records_check": {"check": ("gaps",)},
    "follow_up_check": {"check": ("findings", "visits")},
    "digest": {"sent": ("counts", "repairs", "complaints", "fees", "plan", "problems"), "acknowledged": ()},
    "handover": {"given": ("post", "to", "items", "counted", "from"), "taken": ("items", "agreed", "to"), "ruled": ()},
    "key_loan": {"out": ("key", "count", "to", "back_by"), "back": ()},
    "public_report": {
        "reported": ("place", "category", "words"),
        "confirmed": ("place", "category", "severity", "words"),
        "declined": ("reason",),
        "raised": ("finding",),
    },
    "post_check": {
        "check": ("at", "post", "person", "items", "own", "result", "problem", "follows"),
        "raised": ("finding",),
    },
    "work_log": {"log": ("scene", "handling", "rectification", "findings", "checks", "few", "reported", "signature")},
    "coaching": {"session": ("people", "topic", "content", "at", "trainer")},
    "vacant_unit": {
        "key_out": ("at", "person"),
        "visit": ("at", "person", "water_valve", "water", "power_switch", "power", "gas_valve", "gas", "ready"),
        "raised": ("findings",),
        "key_in": ("at", "person"),
    },
    "finance_daily": {
        "sums": ("methods", "receivable", "cashier"),
        "chasing": ("arrears", "plan", "changes"),
        "verified": ("signature",),
    },
    "incident": {
        "kind": ("category",),
        "place": ("place",),
        "told": ("to", "how", "reached", "at"),
        "calls": ("service", "at"),
        "timeline": ("at", "what"),
        "details": ("what", "occurred", "found", "finder", "reporter"),
        "result": ("outcome", "at"),
        "meeting": ("held",),
        "measures": ("any", "lines"),
        "summary": ("at",),
        "offer": ("offered",),
        "closed": (),
        "false_alarm": ("reason",),
    },
}
"""Steps and fields that the rules stand on: a site may change their words and add others, but not leave these out."""
