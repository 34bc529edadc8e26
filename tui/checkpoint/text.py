"""What the checkpoint screen says around its list: presence, how far the round is, notes, the card to scan."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from checkpoints.work.rounds import Round
from tui import when
from tui.checkpoint.rows import Point
from tui.i18n import N_, _, lang
from tui.widgets.check_list import first_line
from tui.widgets.check_row import Row
from tui.words.reasons import reason
from tui.words.rounds import METHODS, title

__all__ = ["card", "locked", "notes", "skip_reason", "standing"]

BAR = 10
"""Cells of the bar that shows how much of the round is done."""
_STATES = {"done": N_("done"), "skipped": N_("skipped")}


def standing(point: Point) -> Content:
    """Presence, how far the round is, and which round it is: one line for the header."""
    return Content("   ").join([_presence(point), _progress(point.round, point.checkpoint), Content(_title(point))])


def _title(point: Point) -> str:
    return title(point.site, point.round)


def _presence(point: Point) -> Content:
    visit = point.visit
    if not visit.arrivals:
        return Content.styled("- " + _("Skipped") if visit.skipped else "! " + _("Not here yet"), "bold")
    last = visit.arrivals[-1]
    at = when.clock(when.local(last.at, point.site.zone_info))
    here = "✓ " + _("Here {clock} {how}").format(clock=at, how=_(METHODS[last.fact.method]))
    after = ", " + _(_STATES[visit.state]) if visit.state in _STATES else ""
    return Content.styled(here + after, "bold")


def _progress(round_: Round, checkpoint: str) -> Content:
    points = round_.points
    done = sum(round_.visit(c).state in ("done", "skipped") for c in points)
    number = points.index(checkpoint) + 1 if checkpoint in points else 0
    full = round(done / max(1, len(points)) * BAR)
    return Content(_("point {n}/{all}").format(n=number, all=len(points)) + " " + "▰" * full + "▱" * (BAR - full))


def notes(point: Point) -> str:
    """What to bring or mind: keys, an engineer, the site's own note (written in both languages)."""
    known = point.site.checkpoint_of[point.checkpoint]
    parts = [_("! Key needed")] if known.key_needed else []
    if known.escort_engineer:
        parts.append(_("! An engineer opens and comes along"))
    if known.note:
        both = known.note.split(" · ")
        parts.append(both[0 if lang() == "zh" else 1] if len(both) == 2 else known.note)
    return "   ".join(parts)


def card(point: Point, *, remote: bool) -> Content:
    """What to do before the arrival."""
    known = point.site.checkpoint_of[point.checkpoint]
    if point.on_paper:
        first = Content.styled(_("Does this point stand on the sheet of paper?"), "bold")
    elif remote:
        first = Content.styled("! " + _("Presence cannot be confirmed over SSH. Use the tablet there."), "$error bold")
    elif point.visit.skipped:
        first = Content(_("Skipped: {reason}. A scan takes it back.").format(reason=skip_reason(point)))
    else:
        first = Content.styled(_("Scan the code at this point"), "bold")
    lines = [first, Content(f"{point.checkpoint}  {known.name(lang())}")]
    if mind := notes(point):
        lines.append(Content.styled(mind, "$warning bold"))
    return Content("\n").join(lines)


def locked(point: Point, rows: Sequence[Row]) -> Content:
    """The checks that wait, as lines."""
    until = N_("Locked until you are here: {n} checks")
    if point.on_paper:
        until = N_("Locked until the point is entered: {n} checks")
    head = _(until).format(n=len(point.checks))
    return Content("\n").join([Content.styled(head, "bold"), *(first_line(row) for row in rows)])


def skip_reason(point: Point) -> str:
    """Why the point was skipped, in the reader's language."""
    skipped = point.visit.skipped
    if skipped is None:
        return ""
    return "  ".join(part for part in (reason(point.site, skipped.reason), skipped.words) if part)
