"""The fields of the act sheet: what each can be chosen from, how it is shown, and the form that is made of them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

from checkpoints.site.words import Lang, Named
from checkpoints.work.findings.form import Form, Need
from tui import when
from tui.checkpoint.finding_form import phrases_for, put_together
from tui.i18n import N_, _, lang
from tui.screens.act_begin import (
    ANOTHER,
    DAYS,
    DAYS_AHEAD,
    EVENING,
    MARKS,
    MOST,
    NOON,
    OWN,
    PEOPLE,
    TEXT,
    TIMES,
    Begun,
    Draft,
    moment,
)
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

__all__ = ["Fields"]


class Fields(Begun):
    """The fields of one act, to be shown and filled in."""

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
        if need in PEOPLE:
            department = str(draft.values.get("department", "") or self.ask.line.department)
            return [self._person_tile(p) for p in self.people(need, department)]
        if need in TIMES:
            times = [Tile(at.isoformat(), lambda at=at: self._time_words(at)) for at in self._moments(draft, need)]
            return [*times, Tile(ANOTHER, N_("Another time ..."))]
        if need in DAYS:
            return [
                *(Tile(on.isoformat(), lambda on=on: when.day(on)) for on in self._days(draft, need)),
                Tile(ANOTHER, N_("Another day ...")),
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
                return [Tile(key, lambda key=key: step_name(key)) for key in self.steps()]
            case _:
                named: dict[Need, dict[str, str]] = {"channel": CHANNELS, "void_kind": VOIDS, "referral": REFERRALS}
                return [Tile(key, words) for key, words in named.get(need, {}).items()]

    def _departments(self) -> list[Tile]:
        return [Tile(d.id, d) for d in self.site.departments]

    def _person_tile(self, person: str) -> Tile:
        known = self.ledger.people[person]
        return Tile(
            person, lambda: person_name(self.ledger, person), lambda: department_name(self.site, known.department)
        )

    def _moments(self, draft: Draft, need: Need) -> list[datetime]:
        now = self.app.now()
        evenings = [datetime.combine(now.date() + timedelta(days=n), EVENING, now.tzinfo) for n in DAYS_AHEAD]
        noon = datetime.combine(now.date() + timedelta(days=1), NOON, now.tzinfo)
        hours = [(now + timedelta(hours=h)).replace(second=0, microsecond=0) for h in (1, 2, 4)]
        kept = moment(draft.values.get(need, ""))
        known = {*hours, *evenings, noon, *([kept] if kept else [])}
        return sorted(at for at in known if at > now)

    def _days(self, draft: Draft, need: Need) -> list[date]:
        today, kept = self.app.now().date(), draft.values.get(need, "")
        days = [today + timedelta(days=n) for n in OWN.get(need, DAYS_AHEAD[1:])]
        typed = date.fromisoformat(str(kept)) if kept else None
        return days if typed is None or typed in days else [typed, *days]

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
            for finding, line in known[:MOST]
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
        if need in MARKS:
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
        if need in PEOPLE:
            return person_name(self.ledger, value)
        if need in TIMES:
            at = moment(value)
            return when.day_and_clock(at, self.app.now()) if at else value
        if need in DAYS:
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
            elif need != "version" and need not in MARKS and not self._filled(need, draft):
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
            elif need in TIMES:
                filled[need] = moment(str(value or ""))
            elif need in DAYS:
                filled[need] = date.fromisoformat(value) if value else None
            elif need in ("photos", "assists"):
                filled[need] = tuple(value or ())
            elif need == "value":
                filled[need] = _number(str(value or ""))
            elif need not in ("witness", "version") and value is not None:
                filled[need] = value
        return Form(**filled)


def _number(text: str) -> str | float:
    """A reading: a number where it is one, the text as it stands otherwise."""
    try:
        return float(text)
    except ValueError:
        return text.strip()
