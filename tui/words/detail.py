"""The detail of a finding in words: where it stands, who has to act by when, and what keeps it from being closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from checkpoints.work.accounts.owing import decided, needed
from checkpoints.work.findings.brief import Brief
from checkpoints.work.findings.ladder import steps
from checkpoints.work.findings.repeats import repeats
from checkpoints.work.findings.state import Finding
from tui import when
from tui.i18n import N_, _, lang
from tui.lines import pad
from tui.words.finding_text import (
    ORIGINS,
    REFERRALS,
    category_name,
    department_name,
    flags,
    person_name,
    severity_name,
    state_name,
)
from tui.words.ladder import step_line
from tui.words.promises import next_of
from tui.words.rounds import place

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["SECTIONS", "facts_of", "headline", "in_columns", "timed"]

Row = tuple[str, str | Content]


def timed(ledger: Ledger, at: datetime | None, now: datetime) -> str:
    """A moment on the site's clock; '' for none."""
    if at is None:
        return ""
    return when.day_and_clock(when.local(at, ledger.site.zone_info) if ledger.site else at, now)


def headline(ledger: Ledger, finding: str) -> str:
    """Number, severity and state."""
    line = ledger.findings.brief(finding)
    return f"{ledger.findings.called(finding)}  {line.severity}  {state_name(line.state)}"


def facts_of(ledger: Ledger, finding: Finding, now: datetime, *, accounts: bool) -> Content:
    """Everything about a finding that is no history; `accounts`: whether accountability may be shown here."""
    line = ledger.findings.brief(finding.id)
    rows = [
        *_what(ledger, finding, line),
        *_who(ledger, finding, line),
        *_clocks(ledger, finding, line, now),
        *_around(ledger, finding, line, now, accounts=accounts),
    ]
    head = [Content.styled(line.words, "bold"), Content("")]
    if line.conflict:
        head.insert(
            0,
            Content.styled("! " + _("Two versions contradict each other. The supervisor settles it."), "$error bold"),
        )
    return Content("\n").join([*head, *in_columns(rows)])


def in_columns(rows: Sequence[Row]) -> list[Content]:
    """The rows that say something, their names in one column."""
    told = [(name, said) for name, said in rows if said]
    width = max((cell_len(name) for name, _said in told), default=0) + 2
    return [
        Content.assemble((pad(name, width), "$quiet"), said if isinstance(said, Content) else Content(said))
        for name, said in told
    ]


def _what(ledger: Ledger, finding: Finding, line: Brief) -> Iterator[Row]:
    site = ledger.site
    yield _("State"), Content.styled(state_name(line.state), "bold")
    yield (
        _("Severity"),
        severity_name(site, line.severity) + (f"  {flags(line.key, line.hard)}" if line.key or line.hard else ""),
    )
    yield _("Place"), place(site, line.checkpoint) + (f"  {line.unit}" if line.unit else "")
    yield _("Category"), category_name(site, line.category)
    check = site.check_at(line.checkpoint, line.check) if site and line.check else None
    raised = finding.raised
    if check is not None:
        value = f" ({raised.value})" if raised and raised.value not in ("", "fail") else ""
        yield _("Check"), check.name(lang()) + value
    if line.origin != "patrol":
        yield _("Origin"), _(ORIGINS[line.origin])


def _who(ledger: Ledger, finding: Finding, line: Brief) -> Iterator[Row]:
    progress = finding.progress
    order = progress.order
    yield _("Department"), department_name(ledger.site, line.department, full=True)
    if order is not None:
        yield _("Notice"), order.fact.notice
        yield _("Plan"), order.fact.plan
        yield _("Person responsible"), person_name(ledger, order.fact.person)
        yield _("Head of department"), person_name(ledger, order.fact.head)
        yield _("Assisting"), ", ".join(department_name(ledger.site, d) for d in order.fact.assists)
        signed = person_name(ledger, order.accepted_by)
        yield _("Signed for"), signed or "! " + _("nobody has signed for it yet")
    elif finding.proposed is not None:
        proposed = finding.proposed[2]
        yield _("Proposed"), f"{person_name(ledger, proposed.person)} · {proposed.plan}"
    if progress.orders and progress.orders[-1].refused is not None and order is None:
        last = progress.orders[-1]
        assert last.refused is not None
        pointed = department_name(ledger.site, last.refused.department)
        yield (
            _("Refused"),
            " · ".join(part for part in (person_name(ledger, last.refused_by), last.refused.reason, pointed) if part),
        )


def _clocks(ledger: Ledger, finding: Finding, line: Brief, now: datetime) -> Iterator[Row]:
    yield _("Found"), f"{timed(ledger, line.found_at, now)}  {person_name(ledger, line.found_by)}"
    if line.due is not None:
        due = timed(ledger, line.due, now)
        late = line.late(now)
        left = when.countdown(line.due, now) if line.open else ""
        yield _("Deadline"), Content.styled(f"{'! ' if late else ''}{due}  {left}", "$error bold" if late else "")
    if line.counted is not None:
        yield _("By the hours alone"), timed(ledger, line.counted, now)
    if line.promised is not None and line.promised != line.due:
        yield _("First promised"), timed(ledger, line.promised, now)
    if line.asked_until is not None:
        yield _("More time asked for"), timed(ledger, line.asked_until, now)
    blocked = finding.progress.blocked
    if blocked is not None:
        yield _("Waits"), f"{blocked.reason} · {blocked.measure} · {_('look again')} {when.day(blocked.review_on)}"
    if line.safe_at is not None:
        yield _("Made safe"), timed(ledger, line.safe_at, now)
    if line.done_at is not None:
        late = " ! " + _("late") if line.finished_late else ""
        yield _("Put right"), f"{timed(ledger, line.done_at, now)}  {person_name(ledger, line.fixer)}{late}"
    if line.attempt > 1:
        yield _("Attempt"), str(line.attempt)


def _around(ledger: Ledger, finding: Finding, line: Brief, now: datetime, *, accounts: bool) -> Iterator[Row]:
    again = repeats(ledger, finding.id, now)
    if again.nth > 1:
        nth = _("number {n} of its kind in the month").format(n=again.nth)
        yield _("Repeats"), nth + ("  ★ " + _("key") if again.key else "")
    yield _("Root cause"), finding.cause
    for fact in (referral[2] for referral in finding.referrals):
        yield _("Referred"), f"{_(REFERRALS[fact.kind_of])} · {fact.to} · {when.day(fact.on)} · {fact.paper}"
    for promise in sorted(ledger.promises.of_finding.get(finding.id, ())):
        yield _("Owner"), next_of(ledger, ledger.promises.all[promise], now)
    for step in steps(ledger, finding.id, now):
        yield _("Ladder"), step_line(step)
    if accounts and needed(ledger, finding.id, now):
        done = decided(ledger, finding.id)
        yield _("Accountability"), ("✓ " + _("decided")) if done else ("! " + _("to be decided before it closes"))
    if line.seen:
        yield _("Seen again"), str(line.seen)


SECTIONS = {
    "facts": N_("Facts"),
    "timeline": N_("Timeline"),
    "photos": N_("Photos"),
    "acts": N_("Actions"),
}
"""The parts of the detail, as their buttons say them."""
