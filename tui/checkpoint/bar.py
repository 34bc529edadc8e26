"""Which acts stand in the bar of a checkpoint, and what they say: as many as fit, the rest behind "More"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checkpoints.work.rounds import checking
from tui.i18n import _

if TYPE_CHECKING:
    from tui.checkpoint.rows import Point
    from tui.widgets.check_list import CheckList

__all__ = ["ACTS", "Act", "acts_of", "bar_of"]

ACTS = ("back", "forward", "rest", "finding", "photo", "camera", "skip", "points", "pause", "finish", "more", "next")
"""In the order in which they stand."""
_FIRST = ("next", "more", "forward", "back", "rest", "finding", "photo", "camera", "skip", "pause", "points", "finish")
"""In the order in which they get a place."""
_FIRST_OWED = ("next", "more", "photo", *(name for name in _FIRST if name not in ("next", "more", "photo")))


@dataclass(frozen=True, slots=True)
class Act:
    """What a button says, and whether it can be pressed."""

    words: str
    disabled: bool = False


def acts_of(point: Point, listed: CheckList) -> dict[str, Act]:
    """Everything that can be done at the point now."""
    visit, round_ = point.visit, point.round
    over = not round_.open
    following = round_.next_point(point.checkpoint)
    ahead = following if following != point.checkpoint else None
    acts = {
        "next": Act(_("Next ▶ {place}").format(place=ahead) if ahead else _("Finish round") + " ▶", over),
        "pause": Act("‖ " + (_("Paused: go on") if round_.paused else _("Pause")), over),
        "points": Act(_("All points")),
        "finish": Act(_("Finish round"), over),
    }
    if visit.arrivals:
        rest = checking.rest(point.ledger, round_, point.checkpoint)
        acts |= {
            "rest": Act(_("Pass rest") + f" ({len(rest)})", over or not rest),
            "finding": Act(_("Other finding"), over),
            "photo": Act(_("Photo"), over or not listed.at),
            "skip": Act(_("Skip this point"), over or visit.state == "done"),
        }
        if listed.pages > 1:
            acts |= {
                "back": Act("◀ " + _("Page"), listed.page == 0),
                "forward": Act(_("Page") + f" {listed.page + 1}/{listed.pages} ▶", listed.page >= listed.pages - 1),
            }
        if point.camera:
            acts["camera"] = Act(_("Scan with the camera"), over)
    if not ahead:
        del acts["finish"]
    return acts


def bar_of(point: Point, listed: CheckList, room: int) -> dict[str, Act]:
    """The acts that get one of `room` places; with "more" when some are left out."""
    acts = acts_of(point, listed)
    if len(acts) <= room:
        return acts
    acts["more"] = Act(_("More ..."))
    owed = listed.at in {"check:" + c.id for c in checking.photos_owed(point.ledger, point.round, point.checkpoint)}
    first = [name for name in (_FIRST_OWED if owed else _FIRST) if name in acts]
    return {name: acts[name] for name in first[:room]}
