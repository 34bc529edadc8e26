"""The fields of the act sheet: what each begins with, what it can be chosen from, how it is shown, and the form of it.

Values are texts, numbers, lists and truths, so that a half-filled sheet can be kept in a file: a time is ISO text. Of a
field in words, chosen phrases are kept by their place, so that they follow the language.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal, cast

from checkpoints.fact import Moment
from checkpoints.site.calendar import deadline
from checkpoints.site.site import Site
from checkpoints.site.words import Lang, Named
from checkpoints.work.findings.act import ActId
from checkpoints.work.findings.acts import ACTS
from checkpoints.work.findings.asking import Asking, asking
from checkpoints.work.findings.form import Form, Need
from checkpoints.work.findings.ladder import steps
from tui import when
from tui.checkpoint.finding_form import phrases_for, put_together
from tui.i18n import _, lang
from tui.widgets.pages import Tile
from tui.words.acts import READY
from tui.words.finding_text import (
    CHANNELS,
    REFERRALS,
    VOIDS,
    category_name,
    department_name,
    need_name,
    person_name,
    severity_full,
)
from tui.words.ladder import step_name
from tui.words.rounds import place
from tui.words.start import crop

if TYPE_CHECKING:
    from tui.app import RoundsmanApp

__all__ = ["TEXT", "Draft", "Fields"]

TEXT: frozenset[Need] = frozenset({"plan", "reason", "words", "measure", "result", "paper", "to"})
"""Fields in words: phrases to tap and a line to write on."""
_PEOPLE: frozenset[Need] = frozenset({"person", "head", "fixer"})
_MARKS: frozenset[Need] = frozenset({"key", "hard"})
_TIMES: frozenset[Need] = frozenset({"due", "next_at"})
_DAYS: frozenset[Need] = frozenset({"review_on", "on"})
Ask = Literal["choose", "words", "photo", "pin", "toggle", "number"]
DAYS_AHEAD = (0, 1, 2, 3, 5, 7, 10, 14, 21, 30)
_EVENING, _NOON = time(18), time(12)
_OWN = {"on": tuple(-n for n in DAYS_AHEAD)}
_MOST = 60
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


class Fields:
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
        if need in _MARKS:
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
        return made

    def _known(self, need: Need) -> Any:
        finding, line, now = self.ask.finding, self.ask.line, self.app.now()
        order = finding.progress.orders[-1].fact if finding.progress.orders else None
        proposed = finding.proposed[2] if finding.proposed else None
        match need:
            case "department" if self.act != "refuse":
                return proposed.department if proposed and not order else line.department
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
            return next((key for key in self._steps()), "")
        if need == "to" and self.act == "report":
            return self._told()
        if need == "to" and self.act == "chase":
            return person_name(self.ledger, line.person or line.head)
        return known.get(need)

    def _person(self, named: str) -> str:
        here = [p.id for p in self.ledger.people.active() if p.id == named]
        if here or named:
            return named
        people = self._people("person", self.ask.line.department)
        ours = [p for p in people if self.ledger.people[p].department == self.ask.line.department]
        return ours[0] if len(ours) == 1 else ""

    def _time(self, need: Need, now: datetime) -> str:
        line = self.ask.line
        if need == "next_at":
            return datetime.combine(now.date() + timedelta(days=1), _NOON, now.tzinfo).isoformat()
        if line.asked_until is not None and self.act == "grant_extension":
            return when.local(line.asked_until, self.site.zone_info).isoformat()
        if self.act == "ask_extension" and line.due is not None:
            base = max(when.local(line.due, self.site.zone_info), now)
            return datetime.combine(base.date() + timedelta(days=2), _EVENING, now.tzinfo).isoformat()
        if line.due is not None and line.due > now:
            return when.local(line.due, self.site.zone_info).isoformat()
        hours = self.site.severity_of[line.severity].default_deadline_h
        return deadline(self.site.service_calendar, line.severity, now, hours).due.isoformat()

    def _steps(self) -> list[str]:
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

    # what it can be chosen from

    def choices(self, need: Need, draft: Draft) -> tuple[list[Tile], list[Hashable]]:
        """The tiles of a field and which are chosen."""
        value = draft.values.get(need, "")
        if need in TEXT:
            return [Tile(n, words) for n, words in enumerate(self.phrases(need))], list(draft.phrases.get(need, []))
        if need == "assists":
            lead = draft.values.get("department", "")
            tiles = [t for t in self._departments() if t.key != lead]
            return tiles, list(value or [])
        return self._offered(need, draft), [value]

    def _offered(self, need: Need, draft: Draft) -> list[Tile]:
        if need in _PEOPLE:
            department = str(draft.values.get("department", "") or self.ask.line.department)
            return [self._person_tile(p) for p in self._people(need, department)]
        if need in _TIMES:
            return [Tile(at.isoformat(), lambda at=at: self._time_words(at)) for at in self._moments(draft, need)]
        if need in _DAYS:
            days = _OWN.get(need, DAYS_AHEAD[1:])
            today = self.app.now().date()
            return [
                Tile(on.isoformat(), lambda on=on: when.day(on)) for on in (today + timedelta(days=n) for n in days)
            ]
        site = self.site
        match need:
            case "department":
                return self._departments()
            case "severity":
                return [Tile(s.id, lambda s=s: severity_full(site, s.id)) for s in site.severities]
            case "category":
                return [Tile(c.id, c) for c in site.finding_categories]
            case "other":
                return self._others()
            case "step":
                return [Tile(key, lambda key=key: step_name(key)) for key in self._steps()]
            case _:
                named: dict[Need, dict[str, str]] = {"channel": CHANNELS, "void_kind": VOIDS, "referral": REFERRALS}
                return [Tile(key, words) for key, words in named.get(need, {}).items()]

    def _departments(self) -> list[Tile]:
        return [Tile(d.id, d) for d in self.site.departments]

    def _people(self, need: Need, department: str) -> list[str]:
        """People who work here, those of the department first."""
        known = self.ledger.people.active()
        if need == "head":
            known = [p for p in known if p.role in ("dept_head", "supervisor", "manager", "contractor")]
        known.sort(key=lambda p: (p.department != department, p.role == "manager", p.id))
        return [p.id for p in known]

    def _person_tile(self, person: str) -> Tile:
        known = self.ledger.people[person]
        return Tile(
            person, lambda: person_name(self.ledger, person), lambda: department_name(self.site, known.department)
        )

    def _moments(self, draft: Draft, need: Need) -> list[datetime]:
        now = self.app.now()
        evenings = [datetime.combine(now.date() + timedelta(days=n), _EVENING, now.tzinfo) for n in DAYS_AHEAD]
        noon = datetime.combine(now.date() + timedelta(days=1), _NOON, now.tzinfo)
        hours = [(now + timedelta(hours=h)).replace(second=0, microsecond=0) for h in (1, 2, 4)]
        kept = _moment(draft.values.get(need, ""))
        known = {*hours, *evenings, noon, *([kept] if kept else [])}
        return sorted(at for at in known if at > now)

    def _time_words(self, at: datetime) -> str:
        return when.day_and_clock(at, self.app.now()) + "\n" + when.countdown(at, self.app.now())

    def _others(self) -> list[Tile]:
        """Open findings, those of this place first."""
        findings, here = self.ledger.findings, self.ask.raised.checkpoint
        known = [(f, b) for f, b in findings.lines(findings.live) if f != self.ids[0]]
        known.sort(key=lambda one: (one[1].checkpoint != here, one[1].number))
        return [
            Tile(
                finding,
                lambda f=finding: findings.called(f),
                lambda b=line: crop(place(self.site, b.checkpoint), 24) + "\n" + crop(b.words, 30),
            )
            for finding, line in known[:_MOST]
        ]

    def phrases(self, need: Need) -> Sequence[Named]:
        """Ready words: those of the act, then the site's own that fit the finding."""
        line = self.ask.line
        kind = self.site.checkpoint_of[line.checkpoint].kind if line.checkpoint in self.site.checkpoint_of else ""
        own: Sequence[Named] = ()
        if need == "result":
            own = phrases_for(self.site.fix_phrases, kind, line.category)
        elif need == "words" and self.act in ("note", "correct"):
            own = phrases_for(self.site.phrases, kind, line.category)
        return [*READY.get((self.act, need), ()), *own]

    # what was filled in

    def words(self, need: Need, draft: Draft, language: Lang) -> str:
        """A field in words: chosen phrases, then what was typed."""
        known = self.phrases(need)
        chosen = [known[n].name(language) for n in sorted(draft.phrases.get(need, [])) if 0 <= n < len(known)]
        return put_together([*chosen, str(draft.values.get(need, ""))], language)

    def shown(self, need: Need, draft: Draft, *, witness: bool = False) -> str:
        """What the tile of a field says: its name, and what stands in it."""
        value = draft.values.get(need)
        if need in _MARKS:
            said = ("★ " + _("yes")) if value else _("no")
        elif need == "photos":
            said = _("{n} attached").format(n=len(value or [])) if value else ""
        elif need == "witness":
            said = "✓" if witness else ""
        elif need == "assists":
            said = ", ".join(department_name(self.site, d) for d in value or [])
        elif need in TEXT:
            said = self.words(need, draft, lang())
        else:
            said = self._said(need, str(value or ""))
        open_ = "! " + _("still to come") if need in self.must else "–"
        return f"{need_name(need)}\n{crop(said, 20) or open_}"

    def _said(self, need: Need, value: str) -> str:
        if not value:
            return ""
        if need in _PEOPLE:
            return person_name(self.ledger, value)
        if need in _TIMES:
            at = _moment(value)
            return when.day_and_clock(at, self.app.now()) if at else value
        if need in _DAYS:
            return when.day(date.fromisoformat(value))
        site = self.site
        match need:
            case "department":
                return department_name(site, value)
            case "severity":
                return severity_full(site, cast("Any", value))
            case "category":
                return category_name(site, value)
            case "other":
                return self.ledger.findings.called(value) if value in self.ledger.findings.all else value
            case "step":
                return step_name(value)
            case "channel" | "void_kind" | "referral":
                return _({**CHANNELS, **VOIDS, **REFERRALS}.get(value, value))
            case _:
                return value

    def missing(self, draft: Draft, *, witness: bool) -> Need | None:
        """The first field that has to be filled in and is not."""
        for need in self.must:
            if need == "witness":
                if not witness:
                    return need
            elif need != "version" and need not in _MARKS and not self._filled(need, draft):
                return need
        return None

    def _filled(self, need: Need, draft: Draft) -> bool:
        return bool(self.words(need, draft, lang()) if need in TEXT else draft.values.get(need))

    def form(self, draft: Draft, version: str = "") -> Form:
        """The form as the decision takes it, without a witness."""
        filled: dict[str, Any] = {"version": version}
        for need in self.all:
            value = draft.values.get(need)
            if need in TEXT:
                filled[need] = self.words(need, draft, lang())
            elif need in _TIMES:
                filled[need] = _moment(str(value or ""))
            elif need in _DAYS:
                filled[need] = date.fromisoformat(value) if value else None
            elif need in ("photos", "assists"):
                filled[need] = tuple(value or ())
            elif need == "value":
                filled[need] = _number(str(value or ""))
            elif need not in ("witness", "version") and value is not None:
                filled[need] = value
        return Form(**filled)


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def _number(text: str) -> str | float:
    """A reading: a number where it is one, the text as it stands otherwise."""
    try:
        return float(text)
    except ValueError:
        return text.strip()
