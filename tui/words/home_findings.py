"""What home says about findings and promises: whose they are, what is late, and what nobody has taken note of.

Counts and tiles are made from the findings' lines, so a long history is not thawed for them. Heads, engineers and
contractors see what they have to do before what they found; a contractor sees nothing of others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.ledger.board_views import eyes
from checkpoints.work.deputies import roles_of
from checkpoints.work.findings import Brief
from checkpoints.work.findings.ladder import Step, reached, unanswered
from checkpoints.work.promises.clocks import clock
from checkpoints.work.promises.owing import owed_by
from checkpoints.work.watch import Flag, watch
from tui import when
from tui.i18n import _, lang, n_
from tui.widgets.pages import Tile
from tui.words.ladder import step_name
from tui.words.promises import mine
from tui.words.rounds import local, place
from tui.words.start import crop

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "Alerts",
    "alert_tiles",
    "alerts",
    "alerts_title",
    "finding_tiles",
    "findings_title",
    "flag_tiles",
    "promises_title",
]

NEVER = 1e11
"""Seconds, later than any deadline."""


@dataclass(frozen=True, slots=True)
class Alerts:
    """Findings, the most pressing first, with the steps they have reached."""

    unseen: list[str] = field(default_factory=list[str])
    """A step of the ladder was reached, and whoever it is for has not taken note."""
    late: list[str] = field(default_factory=list[str])
    steps: dict[str, list[Step]] = field(default_factory=dict[str, list[Step]])


def _due(line: Brief) -> float:
    return line.due.timestamp() if line.due else NEVER


def _open_findings(ledger: Ledger, person: str, now: datetime, everybodys: bool) -> list[tuple[str, Brief]]:
    """Open findings that somebody found, or has to put right; or all that they may see. The next deadline first."""
    who = eyes(ledger, person, now.date())
    found: list[tuple[bool, float, str, Brief]] = []
    for finding, line in ledger.findings.lines(ledger.findings.live):
        if not line.open:
            continue
        theirs = who.mine(line)
        if who.see(line) if everybodys else theirs or line.found_by == person:
            found.append((not theirs and not everybodys, _due(line), finding, line))
    return [(finding, line) for _theirs, _at, finding, line in sorted(found, key=lambda one: one[:3])]


def findings_title(ledger: Ledger, person: str, now: datetime, *, everybodys: bool, between: str = " · ") -> str:
    """How many findings are open, and how many of them overdue; on one line or on two."""
    found = _open_findings(ledger, person, now, everybodys)
    late = sum(line.late(now) for _, line in found)
    told = _("Findings: {n} open") if everybodys else _("My findings: {n} open")
    return told.format(n=len(found)) + (between + _("! {n} overdue").format(n=late) if late else "")


def finding_tiles(ledger: Ledger, person: str, now: datetime, *, everybodys: bool) -> list[Tile]:
    """The tiles of the same findings."""
    return [_tile(ledger, finding, line, now) for finding, line in _open_findings(ledger, person, now, everybodys)]


def _tile(ledger: Ledger, finding: str, line: Brief, now: datetime, climbed: list[Step] | None = None) -> Tile:
    late = line.late(now)

    def words() -> str:
        due = ("! " if late else "") + when.countdown(local(ledger, line.due), now) if line.due and line.open else ""
        return f"{ledger.findings.called(finding)} {line.severity}" + (" · " + due if due else "")

    def under() -> str:  # the place before the words, which a small tile cuts off
        waiting = [step for step in climbed or () if not step.acknowledged]
        told = step_name(waiting[0].key) if waiting else line.words
        return crop(place(ledger.site, line.checkpoint), 30) + "\n" + crop(told, 48)

    return Tile(finding, words, under, "error" if late else "default")


# what nobody has taken note of


def alerts(ledger: Ledger, person: str, now: datetime) -> Alerts:
    """What is late and what nobody has acknowledged, of all that somebody may see."""
    who, climbed = eyes(ledger, person, now.date()), reached(ledger, now)
    known = [(line.severity, _due(line), f, line) for f, line in ledger.findings.lines(climbed) if who.see(line)]
    known.sort(key=lambda one: one[:3])
    return Alerts(
        [f for _s, _d, f, _line in known if unanswered(climbed[f])],
        [f for _s, _d, f, line in known if line.late(now)],
        {f: climbed[f] for _s, _d, f, _line in known},
    )


def alerts_title(known: Alerts, between: str = "\n") -> str:
    """Two counts, on home of every place; on one line or on two."""
    if not known.unseen and not known.late:
        return "✓ " + _("Nothing overdue")
    told = (_("Unseen {n}").format(n=len(known.unseen)), _("overdue {n}").format(n=len(known.late)))
    return "! " + between.join(told)


def alert_tiles(ledger: Ledger, known: Alerts, now: datetime) -> list[Tile]:
    """What the counts stand for, with the step that waits for somebody."""
    both = dict.fromkeys([*known.unseen, *known.late])
    return [_tile(ledger, f, ledger.findings.brief(f), now, known.steps[f]) for f in both]


def flag_tiles(ledger: Ledger, person: str, now: datetime) -> list[Tile]:
    """What the watch over rounds flags for the roles of somebody; the key is the last round it shows on."""
    roles = roles_of(ledger, person, now.date())
    return [_flag_tile(ledger, flag) for flag in watch(ledger, now) if flag.who in roles or "manager" in roles]


def _flag_tile(ledger: Ledger, flag: Flag) -> Tile:
    def words() -> str:
        if flag.kind == "skipped":
            return "! " + n_("Skipped once in a week", "Skipped {count} times in a week", flag.times)
        return "! " + n_("Not applicable once", "Not applicable {count} times running", flag.times)

    def under() -> str:
        check = ledger.site.check_at(flag.checkpoint, flag.check) if ledger.site else None
        told = check.name(lang()) if check else " · ".join(flag.reasons)
        return crop(place(ledger.site, flag.checkpoint), 30) + "\n" + crop(told, 48)

    return Tile(("round", flag.rounds[-1], flag.checkpoint, flag.check), words, under, "warning")


# promises


def promises_title(ledger: Ledger, person: str, now: datetime) -> str:
    """How many replies somebody owes, and what is next: what is late, what was offered, or the countdown."""
    own = mine(ledger, person, now)
    lines = [_("My promises: {n}").format(n=own.owed)]
    if own.late:
        lines.append("! " + _("{n} late").format(n=own.late))
    elif own.owed and ledger.site is not None:
        known = [clock(p, now, ledger.site).next for p in owed_by(ledger, person)]
        dues = [of[1].due for of in known if of is not None and of[1].due is not None]
        if dues:
            lines.append(when.countdown(local(ledger, min(dues)), now))
    if own.offered:
        lines.append("! " + _("{n} offered to you").format(n=own.offered))
    return "\n".join(lines)
