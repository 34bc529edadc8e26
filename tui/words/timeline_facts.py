"""What each fact about a finding says in its timeline, in the language of the moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from checkpoints.work.findings import facts as f
from checkpoints.work.findings.end_facts import FindingSettled
from tui import when
from tui.i18n import _, n_
from tui.words import finding_text as text
from tui.words.ladder import step_name
from tui.words.reasons import reason

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.site.site import Site

__all__ = ["Teller", "said_of"]


@dataclass(frozen=True, slots=True)
class Teller:
    """What the words of a fact need to know."""

    ledger: Ledger
    finding: str

    @property
    def site(self) -> Site | None:
        """The site in force."""
        return self.ledger.site

    def who(self, person: str) -> str:
        """A person by name."""
        return text.person_name(self.ledger, person)

    def at(self, moment: datetime) -> str:
        """Day and clock on the site's clock."""
        zone = self.site.zone_info if self.site else None
        local = moment.astimezone(zone) if zone else moment
        return f"{when.day(local)} {when.clock(local)}"

    def number(self, finding: str) -> str:
        """How people call another finding."""
        return self.ledger.findings.called(finding) if finding in self.ledger.findings.all else finding

    def department(self, department: str) -> str:
        """A department by name."""
        return text.department_name(self.site, department)


def parts(*said: str) -> str:
    """The parts of a line that say something, in one."""
    return " · ".join(part for part in said if part)


def photos(count: int) -> str:
    """How many photos; empty for none."""
    return n_("1 photo", "{count} photos", count) if count else ""


def reading(value: str | float) -> str:
    """A value that was read; empty for none. What is a hash is a photo and not a reading."""
    if value == "" or (isinstance(value, str) and len(value) == 64):
        return ""
    return _("reading {value}").format(value=f"{value:g}" if isinstance(value, float | int) else value)


def _raised(t: Teller, fact: f.FindingRaised) -> str:
    due = _("by {time}").format(time=t.at(fact.due))
    head = _("Found: {words}").format(words=fact.words)
    severity = text.severity_name(t.site, fact.severity)
    return parts(head, severity, t.department(fact.department), due, reading(fact.value), photos(len(fact.photos)))


def _noted(t: Teller, fact: f.FindingNoted) -> str:
    none = _("no photo: {reason}").format(reason=reason(t.site, fact.no_photo)) if fact.no_photo else ""
    return _("Added: {words}").format(words=parts(fact.words, photos(len(fact.photos)), none))


def _fixed(t: Teller, fact: f.FindingFixed) -> str:
    by = _("Fixed on the spot by {who}: {words}").format(who=t.who(fact.fixer), words=fact.done)
    seen = _("witness {who}").format(who=t.who(fact.witness)) if fact.witness else ""
    return parts(by, seen, photos(len(fact.photos)))


def _seen(_t: Teller, fact: f.FindingSeen) -> str:
    head = _("Looked at again: still there") if fact.still else _("Looked at again: gone")
    return parts(head, fact.words)


def _took_in(t: Teller, fact: f.FindingTookIn) -> str:
    return _("{number} was the same fault and is merged in").format(number=t.number(fact.other))


def _merged(t: Teller, fact: f.FindingMerged) -> str:
    return _("The same fault as {number}, merged into it").format(number=t.number(fact.into))


def _corrected(t: Teller, fact: f.FindingCorrected) -> str:
    head = _("Corrected, because: {reason}").format(reason=fact.why)
    severity = text.severity_name(t.site, fact.severity) if fact.severity else ""
    category = text.category_name(t.site, fact.category) if fact.category else ""
    due = _("by {time}").format(time=t.at(fact.due)) if fact.due else ""
    return parts(head, fact.words, severity, category, due)


def _proposed(t: Teller, fact: f.FindingProposed) -> str:
    due = _("by {time}").format(time=t.at(fact.due))
    head = _("Proposed: {words}").format(words=fact.plan)
    return parts(head, t.department(fact.department), t.who(fact.person), due)


def _assigned(t: Teller, fact: f.FindingAssigned) -> str:
    head = _("Notice {number} sent: {words}").format(number=fact.notice, words=fact.plan)
    due = _("by {time}").format(time=t.at(fact.due))
    lead = _("head {who}").format(who=t.who(fact.head)) if fact.head else ""
    helped = ", ".join(t.department(d) for d in fact.assists)
    helped = _("helped by {who}").format(who=helped) if helped else ""
    return parts(head, t.department(fact.department), lead, t.who(fact.person), due, helped)


def _refused(t: Teller, fact: f.FindingRefused) -> str:
    theirs = _("belongs to {who}").format(who=t.department(fact.department)) if fact.department else ""
    return parts(_("Refused: {reason}").format(reason=fact.reason), theirs)


def _blocked(_t: Teller, fact: f.FindingBlocked) -> str:
    again = _("look again on {day}").format(day=when.day(fact.review_on))
    meanwhile = _("meanwhile: {words}").format(words=fact.measure)
    return parts(_("Has to wait: {reason}").format(reason=fact.reason), meanwhile, again)


def _asked(t: Teller, fact: f.FindingExtensionAsked) -> str:
    until = _("More time asked for, until {time}").format(time=t.at(fact.due))
    return parts(until, fact.reason)


def _answered(t: Teller, fact: f.FindingExtensionAnswered) -> str:
    if fact.granted:
        return parts(_("More time granted, until {time}").format(time=t.at(fact.due)), fact.words)
    return parts(_("More time refused"), fact.words)


def _safe(t: Teller, fact: f.FindingMadeSafe) -> str:
    head = _("Made safe: {words}").format(words=fact.measure)
    due = _("real repair by {time}").format(time=t.at(fact.due))
    return parts(head, due, photos(len(fact.photos)))


def _referred(_t: Teller, fact: f.FindingReferred) -> str:
    head = _("Referred to {who}").format(who=fact.to)
    return parts(head, _(text.REFERRALS[fact.kind_of]), when.day(fact.on), fact.paper)


def _rectified(t: Teller, fact: f.FindingRectified) -> str:
    head = _("Put right by {who}: {words}").format(who=t.who(fact.fixer), words=fact.result)
    return parts(head, reading(fact.value), photos(len(fact.photos)))


def _verified(_t: Teller, fact: f.FindingVerified) -> str:
    head = _("Re-check passed") if fact.passed else _("Re-check failed")
    return parts(head, fact.words, reading(fact.value), photos(len(fact.photos)))


def _voided(_t: Teller, fact: f.FindingVoided) -> str:
    return parts(_("Made void: {reason}").format(reason=_(text.VOIDS[fact.why])), fact.reason)


def _settled(t: Teller, fact: FindingSettled) -> str:
    finding = t.ledger.findings.all.get(t.finding)
    chosen = next((c for c in finding.changes if c.id == fact.chosen), None) if finding else None
    by = t.who(chosen.actor) if chosen else ""
    return parts(_("Settled: the version of {who} holds").format(who=by or "?"), fact.words)


def _flagged(_t: Teller, fact: f.FindingFlagged) -> str:
    marked = text.flags(fact.key, fact.hard)
    head = _("Marked {flags}").format(flags=marked) if marked else _("No longer key or hard")
    return parts(head, fact.reason)


def _reported(t: Teller, fact: f.FindingReported) -> str:
    head = _("Reported to {who} ({channel}): {step}")
    told = head.format(who=t.who(fact.to), channel=_(text.CHANNELS[fact.channel]), step=step_name(fact.step))
    return parts(told, fact.words)


def _acknowledged(_t: Teller, fact: f.FindingAcknowledged) -> str:
    return _("Took note of the report: {step}").format(step=step_name(fact.step))


def _chased(t: Teller, fact: f.FindingChased) -> str:
    again = _("asks again {time}").format(time=t.at(fact.next_at)) if fact.next_at else ""
    return parts(_("Chased {who}: {words}").format(who=t.who(fact.whom), words=fact.answer), again)


_SAID: dict[type[Any], Callable[[Teller, Any], str]] = {
    f.FindingRaised: _raised,
    f.FindingNoted: _noted,
    f.FindingFixed: _fixed,
    f.FindingSeen: _seen,
    f.FindingTookIn: _took_in,
    f.FindingMerged: _merged,
    f.FindingCorrected: _corrected,
    f.FindingProposed: _proposed,
    f.FindingAssigned: _assigned,
    f.FindingAccepted: lambda _t, _fact: _("Signed for the notice"),
    f.FindingRefused: _refused,
    f.FindingBegun: lambda _t, _fact: _("Work began"),
    f.FindingBlocked: _blocked,
    f.FindingUnblocked: lambda _t, _fact: _("Work goes on"),
    f.FindingExtensionAsked: _asked,
    f.FindingExtensionAnswered: _answered,
    f.FindingMadeSafe: _safe,
    f.FindingReferred: _referred,
    f.FindingRectified: _rectified,
    f.FindingVerified: _verified,
    f.FindingClosed: lambda _t, fact: parts(_("Closed"), fact.words),
    f.FindingReopened: lambda _t, fact: _("Reopened: {reason}").format(reason=fact.reason),
    f.FindingVoided: _voided,
    FindingSettled: _settled,
    f.FindingFlagged: _flagged,
    f.FindingReported: _reported,
    f.FindingAcknowledged: _acknowledged,
    f.FindingChased: _chased,
    f.FindingCauseFound: lambda _t, fact: _("Root cause: {words}").format(words=fact.cause),
}


def said_of(teller: Teller, fact: object) -> str:
    """A fact about a finding in words; of one that only a newer version knows, that it is there."""
    tell = _SAID.get(type(fact))
    return tell(teller, fact) if tell else _("Written by a newer version of the program")
