"""What the fields of the act sheet begin with: everything that is known already, so that Save is the next tap.

Values are texts, numbers, lists and truths, so that a half-filled sheet can be kept in a file: a time is ISO text. Of a
field in words, chosen phrases are kept by their place, so that they follow the language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal, cast

from checkpoints.fact import Moment
from checkpoints.site.calendar import deadline
from checkpoints.site.people import RoleId
from checkpoints.site.site import Site
from checkpoints.work.findings.act import ActId
from checkpoints.work.findings.acts import ACTS
from checkpoints.work.findings.asking import Asking, asking
from checkpoints.work.findings.form import Need
from checkpoints.work.findings.ladder import steps
from tui import when
from tui.i18n import lang
from tui.words.finding_text import person_name

if TYPE_CHECKING:
    from tui.app import RoundsmanApp

__all__ = ["ANOTHER", "DAYS", "TEXT", "TIMES", "Begun", "Draft", "moment"]

TEXT: frozenset[Need] = frozenset({"plan", "reason", "words", "measure", "result", "paper", "to"})
"""Fields in words: phrases to tap and a line to write on."""
PEOPLE: frozenset[Need] = frozenset({"person", "head", "fixer"})
MARKS: frozenset[Need] = frozenset({"key", "hard"})
TIMES: frozenset[Need] = frozenset({"due", "next_at"})
DAYS: frozenset[Need] = frozenset({"review_on", "on"})
Ask = Literal["choose", "words", "photo", "pin", "toggle", "number"]
DAYS_AHEAD = (0, 1, 2, 3, 5, 7, 10, 14, 21, 30)
EVENING, NOON = time(18), time(12)
OWN = {"on": tuple(-n for n in DAYS_AHEAD)}
ANOTHER = "another"
"""The tile that leads to the pad for a time of one's own."""
MOST = 60
"""Other findings that are offered; more than that nobody reads through."""


@dataclass(slots=True)
class Draft:
    """What was filled in, by field; of words the chosen phrases stand apart from what was typed."""

    values: dict[str, Any] = field(default_factory=dict[str, Any])
    phrases: dict[str, list[int]] = field(default_factory=dict[str, list[int]])

    def plain(self) -> dict[str, Any]:
        """For the file of drafts."""
        return {"values": dict(self.values), "phrases": dict(self.phrases)}

    @classmethod
    def restored(cls, kept: dict[str, Any]) -> Draft:
        """What was kept; anything of another shape is left out."""
        values, phrases = kept.get("values"), kept.get("phrases")
        known = {k: v for k, v in phrases.items() if isinstance(v, list)} if isinstance(phrases, dict) else {}
        return cls(dict(values) if isinstance(values, dict) else {}, known)


class Begun:
    """The fields of one act for one finding, or the first of many."""

    def __init__(self, app: RoundsmanApp, act: ActId, ids: Sequence[str]) -> None:
        self.app, self.act, self.ids = app, act, tuple(ids)
        self.ledger = app.book.ledger
        self.site = cast("Site", self.ledger.site)
        self.ask: Asking = asking(self.ledger, self.ids[0], app.person or "-", Moment(app.now(), lambda: ""))
        self.must = ACTS[act].must(self.ask)
        self.all: tuple[Need, ...] = (*self.must, *(n for n in ACTS[act].can(self.ask) if n not in self.must))

    @property
    def first(self) -> Need | None:
        """The field in words that stands on the first page."""
        return next((need for need in self.all if need in TEXT), None)

    @property
    def others(self) -> list[Need]:
        """The fields that have a tile."""
        return [need for need in self.all if need not in (self.first, "version")]

    def way(self, need: Need) -> Ask:
        """How a field is filled in."""
        if need in MARKS:
            return "toggle"
        ways: dict[Need, Ask] = {"photos": "photo", "witness": "pin", "value": "number"}
        return ways.get(need, "words" if need in TEXT else "choose")

    # what it begins with

    def begin(self) -> Draft:
        """Everything that is known already, so that Save is the next tap."""
        made = Draft()
        for need in self.all:
            value = self._known(need)
            if value not in (None, ""):
                made.values[need] = value
        if "plan" in self.all and "plan" not in made.values:
            made.phrases["plan"] = [0]
        return made

    def _known(self, need: Need) -> Any:
        finding, line, now = self.ask.finding, self.ask.line, self.app.now()
        order = finding.progress.orders[-1].fact if finding.progress.orders else None
        proposed = finding.proposed[2] if finding.proposed else None
        match need:
            case "department" if self.act != "refuse":
                return proposed.department if proposed and not order else line.department
            case "head":
                return self._only("dept_head")
            case "person":
                return self._person(order.person if order else proposed.person if proposed else "")
            case "plan":
                return (order.plan if order else proposed.plan if proposed else "") if len(self.ids) == 1 else ""
            case "due" | "next_at":
                return self._time(need, now)
            case "review_on":
                return (now.date() + timedelta(days=3)).isoformat()
            case "on":
                return now.date().isoformat()
            case "fixer":
                return self.app.person or ""
            case _:
                return self._plain(need)

    def _plain(self, need: Need) -> Any:
        line = self.ask.line
        known: dict[Need, Any] = {
            "severity": line.severity,
            "category": line.category,
            "channel": "phone",
            "referral": "warranty",
            "void_kind": "no_fault",
            "key": line.key,
            "hard": line.hard,
        }
        if need == "step":
            return next((key for key in self.steps()), "")
        if need == "to" and self.act == "report":
            return self._told()
        if need == "to" and self.act == "chase":
            return person_name(self.ledger, line.person or line.head)
        return known.get(need)

    def _person(self, named: str) -> str:
        here = [p.id for p in self.ledger.people.active() if p.id == named]
        if here or named:
            return named
        return self._only("engineer", "staff", "contractor", "assistant", "desk")

    def _only(self, *roles: RoleId) -> str:
        """The one person of the department with such a role; where there are several, nobody is named by guessing."""
        department = self.ask.line.department
        ours = [p.id for p in self.ledger.people.active() if p.department == department and p.role in roles]
        return ours[0] if len(ours) == 1 else ""

    def _time(self, need: Need, now: datetime) -> str:
        line = self.ask.line
        if need == "next_at":
            return datetime.combine(now.date() + timedelta(days=1), NOON, now.tzinfo).isoformat()
        if line.asked_until is not None and self.act == "grant_extension":
            return when.local(line.asked_until, self.site.zone_info).isoformat()
        if self.act == "ask_extension" and line.due is not None:
            base = max(when.local(line.due, self.site.zone_info), now)
            return datetime.combine(base.date() + timedelta(days=2), EVENING, now.tzinfo).isoformat()
        if line.due is not None and line.due > now:
            return when.local(line.due, self.site.zone_info).isoformat()
        hours = self.site.severity_of[line.severity].default_deadline_h
        return deadline(self.site.service_calendar, line.severity, now, hours).due.isoformat()

    def steps(self) -> list[str]:
        """Steps that were reached: to report those not told yet first, to take note of those that wait."""
        reached = steps(self.ledger, self.ids[0], self.app.now())
        if self.act == "acknowledge":
            return [s.key for s in reached if not s.acknowledged]
        return [s.key for s in sorted(reached, key=lambda s: s.sent)]

    def _told(self) -> str:
        """Who a step is for, by name where one person has that role."""
        reached = steps(self.ledger, self.ids[0], self.app.now())
        role = next((s.who for s in reached if s.key == self._plain("step")), "manager")
        named = [p for p in self.ledger.people.active() if p.role == role]
        return named[0].name(lang()) if named else ""

    def people(self, need: Need, department: str) -> list[str]:
        """People who work here, those of the department first."""
        known = self.ledger.people.active()
        if need == "head":
            known = [p for p in known if p.role in ("dept_head", "supervisor", "manager", "contractor")]
        known.sort(key=lambda p: (p.department != department, p.role == "manager", p.id))
        return [p.id for p in known]


def moment(text: object) -> datetime | None:
    """A time from its ISO text; None where it is none."""
    try:
        return datetime.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
