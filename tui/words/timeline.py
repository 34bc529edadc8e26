"""The timeline of a finding: everything that was written about it, whether it came to hold or not.

Facts of the finding, of its promises and, for whoever may see them, of its accountability stand in one order: that of
the fold, which is the same on every device. What was not heard or belongs to a version that was not chosen says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from checkpoints.ledger.events import Event
from checkpoints.work.findings.end_facts import FindingSettled
from checkpoints.work.findings.entry import FindingChange
from checkpoints.work.findings.found_facts import FindingRaised
from checkpoints.work.findings.progress import Progress
from checkpoints.work.findings.state import Finding, moving
from store.device import tag_of
from tui import when
from tui.i18n import _
from tui.words.finding_text import person_name
from tui.words.roles import role_name
from tui.words.timeline_around import said_around
from tui.words.timeline_facts import Teller, said_of

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["Line", "content", "lines", "who"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was written: when on the site's clock, by whom, on which device, in words."""

    event: str
    at: datetime
    who: str
    device: str
    said: str
    left_out: bool = False
    """It belongs to a version that was not chosen."""
    unheard: bool = False
    """It came too late, or from somebody who may not: it is kept and moves nothing."""

    @property
    def in_force(self) -> bool:
        """Whether it holds."""
        return not (self.left_out or self.unheard)


def who(ledger: Ledger, person: str) -> str:
    """Name and role; the program itself where nobody acted."""
    if person not in ledger.people:
        return person_name(ledger, person) or _("the program")
    return f"{person_name(ledger, person)} ({role_name(ledger.people[person].role)})"


def lines(ledger: Ledger, finding: str, *, accounts: Sequence[str] = ()) -> list[Line]:
    """The timeline of a finding; `accounts` are the ids of the accountability records that the reader may see."""
    known = ledger.findings.all.get(finding)
    if known is None:
        return []
    teller, dropped = Teller(ledger, finding), _dropped(known)
    silent = _unheard(known, dropped)
    zone = ledger.site.zone_info if ledger.site else None
    made = list[Line]()
    for event in sorted(_events(ledger, finding, accounts), key=lambda e: e.order):
        about = event.subject.partition(":")[0]
        said = said_of(teller, event.body) if about == "finding" else said_around(teller, event.body)
        at = event.at.astimezone(zone) if zone else event.at
        made.append(
            Line(
                event.id,
                at,
                who(ledger, event.actor),
                tag_of(event.device),
                said,
                left_out=event.id in dropped,
                unheard=event.id in silent,
            )
        )
    return [line for line in made if line.said]


def content(told: Sequence[Line]) -> Content:
    """The timeline as it is read: a line for when, who and where, and one for what, with a blank line between days."""
    out, day = list[Content](), None
    for line in told:
        if line.at.date() != day:
            if day is not None:
                out.append(Content(""))
            day = line.at.date()
            out.append(Content.styled(when.day(day), "bold underline"))
        out.append(Content.styled(f"{when.clock(line.at)}  {line.who}  ·  {line.device}", "bold"))
        out.append(Content("       " + line.said))
        if not line.in_force:
            why = _("of the version that was not chosen") if line.left_out else _("did not fit where it stood")
            out.append(Content.styled("       ✗ " + _("not in force: {reason}").format(reason=why), "$warning"))
    return Content("\n").join(out)


def _events(ledger: Ledger, finding: str, accounts: Sequence[str]) -> Iterator[Event]:
    yield from ledger.history("finding:" + finding)
    for promise in ledger.promises.of_finding.get(finding, ()):
        yield from ledger.history("promise:" + promise)
    for account in accounts:
        yield from ledger.history("account:" + account)


def _dropped(finding: Finding) -> set[str]:
    """The changes of versions that were not chosen."""
    if not finding.settled:
        return set()
    return {
        c.id
        for c in finding.changes
        if moving(c) and c.id not in finding.holding and not isinstance(c.body, FindingRaised)
    }


def _unheard(finding: Finding, dropped: set[str]) -> set[str]:
    """The changes that the table had no path for when their turn came."""
    progress, silent = Progress(), set[str]()
    for event in finding.changes:
        fact = event.body
        if event.id in dropped or not isinstance(fact, FindingChange):
            continue
        if isinstance(fact, FindingSettled):
            progress.leading = event.id
        elif not progress.hear(event, fact):
            silent.add(event.id)
    return silent
