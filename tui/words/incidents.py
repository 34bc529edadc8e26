"""What is said of an incident: the line in every header, how it stands, whom to tell next, and what happened so far.

Without anybody signed in nothing but the time, the kind and the place is said: no name stands on a kiosk without a PIN.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.site.forms import Choice
from checkpoints.work.incidents.chain import Link, chain, next_link
from checkpoints.work.incidents.clocks import Owed, Report, most_urgent, next_owed
from checkpoints.work.incidents.known import FORM, moment, named, place, reached, running
from checkpoints.work.records.state import Entry, Record
from tui import when
from tui.i18n import N_, _, lang
from tui.words.rounds import joined, local
from tui.words.rounds import place as place_name

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["alarm", "called", "numbers", "option", "standing", "story", "told_at", "who"]

REPORTS: dict[Report, str] = {
    "told": N_("tell the manager"),
    "result": N_("result report"),
    "summary": N_("summary report"),
}


def called(ledger: Ledger, incident: str) -> str:
    """Its number."""
    return ledger.records.called(incident) if incident in ledger.records.all else ""


def alarm(ledger: Ledger, now: datetime) -> str:
    """The line in every header while an incident runs; the one whose report is due first, and how many others."""
    urgent = most_urgent(ledger, now)
    if urgent is None:
        return ""
    kind = named(ledger, urgent)
    what = kind.name(lang()) if kind else _("Incident")
    parts = [what, _owed(next_owed(ledger, urgent, now), now), _where(ledger, urgent), called(ledger, urgent.id)]
    others = len(running(ledger)) - 1
    return (f"▲{others + 1} " if others else "▲ ") + " · ".join(part for part in parts if part)


def _owed(owed: Owed | None, now: datetime) -> str:
    return f"{_(REPORTS[owed.step])}: {when.countdown(owed.by, now)}" if owed else _("being dealt with")


def _where(ledger: Ledger, incident: Record) -> str:
    return place_name(ledger.site, place(incident)) if place(incident) else ""


def option(ledger: Ledger, step: str, field: str, value: str) -> Choice | None:
    """An answer of the incident's form, as the site names it."""
    form = ledger.site.form_of.get(FORM) if ledger.site else None
    asked = form.step(step) if form else None
    known = asked.field(field) if asked else None
    return next((o for o in known.options if o.value == value), None) if known else None


def _option(ledger: Ledger, step: str, field: str, value: str) -> str:
    found = option(ledger, step, field, value)
    return found.name(lang()) if found else value


def who(ledger: Ledger, link: Link, *, names: bool) -> str:
    """One in the line: what they are, and their name where it may be shown."""
    what = _option(ledger, "told", "to", link.to)
    return f"{what} {ledger.people.name(link.person, lang())}" if link.person and names else what


def told_at(ledger: Ledger, incident: Record) -> str:
    """When the report came through, and to whom; '' while it has not."""
    entry = reached(incident)
    at = moment(entry)
    if entry is None or at is None:
        return ""
    return f"{when.clock(local(ledger, at))} {_option(ledger, 'told', 'to', str(entry.get('to')))}"


def standing(ledger: Ledger, incident: Record, now: datetime, *, names: bool) -> list[str]:
    """How it stands, in three lines: the stamp and the clock, what and where, and whom to tell."""
    assert incident.opened_at is not None
    begun = local(ledger, incident.opened_at)
    first = _("begun {time}, saved").format(time=f"{when.day_and_clock(begun, now)}:{begun:%S}")
    kind = named(ledger, incident)
    what = [
        _("Kind: {kind}").format(kind=kind.name(lang()) if kind else "–"),
        _("Place: {place}").format(place=_where(ledger, incident) or "–"),
    ]
    if names and incident.opened_by in ledger.people:
        what.append(_("opened by {person}").format(person=ledger.people.name(incident.opened_by, lang())))
    clocks = _ended(incident) or _owed(next_owed(ledger, incident, now), now)
    return [f"● {first} · {clocks}", "   ".join(what), _line(ledger, incident, now, names=names)]


def _ended(incident: Record) -> str:
    if incident.entry("false_alarm") is not None:
        return "– " + _("false alarm")
    return "✓ " + _("closed") if incident.ended_at is not None or incident.withdrawn is not None else ""


def _line(ledger: Ledger, incident: Record, now: datetime, *, names: bool) -> str:
    """Whom it was told, or whom to try next and who was tried."""
    came = told_at(ledger, incident)
    if came:
        return "✓ " + _("told: {who}").format(who=came)
    tried = [link for link in chain(ledger, incident, now.date()) if link.missed]
    link = next_link(ledger, incident, now.date())
    said = [_("Now tell: {who}").format(who=_with_phone(ledger, link, names=names))] if link else []
    if tried:
        missed = joined(f"{who(ledger, one, names=names)} × {one.missed}" for one in tried)
        said.append("✗ " + _("not reached: {who}").format(who=missed))
    return "   ".join(said)


def _with_phone(ledger: Ledger, link: Link, *, names: bool) -> str:
    return f"{who(ledger, link, names=names)} {link.phone}".strip()


def numbers(ledger: Ledger, first: str = "") -> str:
    """The phone numbers of the site, that of `first` before the others."""
    known = [call for call in (ledger.site.emergency if ledger.site else ()) if call.phone]
    known.sort(key=lambda call: call.id != first)
    return "☎ " + "   ".join(f"{call.name(lang())} {call.phone}" for call in known) if known else ""


def story(ledger: Ledger, incident: Record) -> list[str]:
    """What happened so far, the newest first."""
    told: list[tuple[float, str]] = []
    for entry in incident.entries:
        at = moment(entry) or entry.at
        said = _said(ledger, entry)
        if said:
            told.append((at.timestamp(), f"{when.clock(local(ledger, at))}  {said}"))
    return [line for _at, line in sorted(told, key=lambda one: one[0], reverse=True)]


def _said(ledger: Ledger, entry: Entry) -> str:
    by = ledger.people.name(str(entry.get("who") or entry.by), lang())
    match entry.step:
        case "timeline":
            return f"{by}  {entry.get('what', '')}"
        case "told":
            to = _option(ledger, "told", "to", str(entry.get("to")))
            mark = "✓" if entry.get("reached") == "yes" else "✗"
            return f"{mark} {to}: {_option(ledger, 'told', 'reached', str(entry.get('reached')))}"
        case "calls":
            return "☎ " + _option(ledger, "calls", "service", str(entry.get("service")))
        case "kind":
            return _("Kind: {kind}").format(kind=_option(ledger, "kind", "category", str(entry.get("category"))))
        case "place":
            return _("Place: {place}").format(place=place_name(ledger.site, str(entry.get("place"))))
        case _:
            form = ledger.site.form_of.get(FORM) if ledger.site else None
            step = form.step(entry.step) if form else None
            return f"✓ {step.name(lang())}  {by}" if step else ""
