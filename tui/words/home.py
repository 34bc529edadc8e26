"""What home says: a card for each half-day, titles with counts, and the tiles of its lists."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from checkpoints.ledger.queries import verdict
from checkpoints.work.records import Record
from checkpoints.work.rounds import Round
from checkpoints.work.rounds.day import HalfDayState, HalfDayStatus
from checkpoints.work.rounds.draw import overdue_points
from checkpoints.work.rounds.verdict import HalfDay
from tui.i18n import _, lang, n_
from tui.widgets.big import Look
from tui.widgets.pages import Tile
from tui.words.reasons import reason
from tui.words.round_text import unvisited
from tui.words.rounds import half, half_status, names, owed_until, place, title
from tui.words.start import crop
from tui.words.verdict import in_brief, remark

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "HALF_LOOKS",
    "go_on",
    "half_card",
    "offered",
    "shown",
    "stale_tiles",
    "stale_title",
]

HALF_LOOKS: dict[HalfDayStatus, Look] = {
    "done": "success",
    "walking": "default",
    "todo": "default",
    "missed": "error",
    "not_counting": "warning",
}


def half_card(
    ledger: Ledger, of_day: HalfDay, state: HalfDayState, mine: Round | None, room: int, *, may_start: bool
) -> Content:
    """The card of one half-day: its state, its numbers, and what a tap does; a line may fold into two of `room`."""
    head = Content.styled(f"{half(of_day)}  {half_status(state.state)}", "bold")
    lines = [crop(line, room * 2) for line in _card_lines(ledger, of_day, state, mine, may_start=may_start) if line]
    return Content("\n").join([head, *(Content.styled(line, "not bold") for line in lines)])


def offered(ledger: Ledger, record: Record) -> str:
    """That a post waits, and whose it is: before a round it is taken, or objected to."""
    giver = ledger.people.name(str(record.value("given", "from", "")), lang())
    return _("{person} hands a post over\nTake it ▶").format(person=giver)


def shown(state: HalfDayState) -> Round:
    """The round that a half-day's card is about: the one being walked, the counting one, else the last one walked."""
    if state.state == "done":
        return state.rounds[0]
    walked = [r for r in state.rounds if r.abandoned is None and not (r.started and r.started.paper)]
    still = [r for r in walked if r.open]
    return still[0] if still and state.state == "walking" else walked[-1]


def _card_lines(
    ledger: Ledger, of_day: HalfDay, state: HalfDayState, mine: Round | None, *, may_start: bool
) -> list[str]:
    match state.state:
        case "todo":
            return [owed_until(ledger.site, of_day), _("Tap to start") if may_start else ""]
        case "missed":
            told = reason(ledger.site, state.reason)
            return [_("Reason: {reason}").format(reason=told) if told else _("Tap: say why")]
        case _:
            round_ = shown(state)
            found = verdict(ledger, round_)
            lines = [in_brief(found), title(ledger.site, round_)]
            if state.state == "not_counting" and found.reasons:
                lines[1:] = [remark(ledger.site, found.reasons[0], few=True)]
            if state.state == "walking":
                lines.append(_("Tap to go on") if mine and mine.id == round_.id else names(ledger, round_.people))
            return lines


def go_on(ledger: Ledger, mine: Round) -> str:
    """The big button of a running round: where it goes on."""
    dealt = sum(mine.visit(c).state in ("done", "skipped") for c in mine.points)
    current = mine.current
    where = place(ledger.site, current) if current else _("all points done")
    return "\n".join((_("Go on with the round ▶") + f"  {dealt}/{len(mine.points)}", crop(where, 40)))


def stale_title(ledger: Ledger, count: int) -> str:
    """How many places were not visited within the window, and on a second line how long that is."""
    days = ledger.site.patrol_policy.cluster_rotation_days if ledger.site else 7
    told = n_("1 place not visited", "{count} places not visited", count) if count else _("All places visited")
    return told + "\n" + _("in {days} days").format(days=days)


def stale_tiles(ledger: Ledger, now: datetime) -> list[Tile]:
    """Places not visited within the window, those never visited first."""
    return [
        Tile(c, lambda c=c: crop(place(ledger.site, c), 52), lambda h=h: unvisited(h))
        for c, h in overdue_points(ledger, now)
    ]
