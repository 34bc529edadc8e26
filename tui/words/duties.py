"""What the board of duties says: state as glyph and word, how many of how many, by when or since when, and whose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from checkpoints.ledger.duties import Docket, Holder, Standing, State, holders
from checkpoints.site.duties import Cadence
from checkpoints.work.deputies import stands_in_for
from checkpoints.work.records import periods
from tui import when
from tui.i18n import N_, _, lang, n_
from tui.widgets.pages import Tile
from tui.widgets.table import Column, Line
from tui.words.finding_text import person_name
from tui.words.reasons import reason
from tui.words.rounds import half, joined, local
from tui.words.start import crop

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "GLYPHS",
    "STATES",
    "VIEWS",
    "columns",
    "day_of",
    "detail",
    "due_said",
    "in_order",
    "line",
    "name",
    "of_view",
    "period_said",
    "plain_line",
    "progress",
    "standing_in",
    "state_said",
    "tile",
    "time_said",
    "view_title",
    "waive_under",
    "whose",
]

GLYPHS: dict[State, str] = {"todo": "○", "part": "◐", "done": "✓", "late": "✓", "waived": "–", "missed": "✗"}
STATES: dict[State, str] = {
    "todo": N_("to do"),
    "part": N_("begun"),
    "done": N_("done"),
    "late": N_("done late"),
    "waived": N_("waived"),
    "missed": N_("not done"),
}
VIEWS: dict[str, str] = {
    "day": N_("Today"),
    "week": N_("This week"),
    "month": N_("This month"),
    "missed": N_("Missed duties"),
}
_NONE: dict[Cadence, str] = {
    "day": N_("none today"),
    "half_day": N_("none today"),
    "week": N_("none this week"),
    "month": N_("none this month"),
}
_A_MOMENT = timedelta(microseconds=1)
WIDE, NORMAL = 110, 84
"""Cells of the table from which on all columns, or all but whose it is, have room."""
ROOM = 28
"""Cells of a line on a tile."""


def of_view(docket: Docket, ledger: Ledger, view: str, now: datetime) -> list[Standing]:
    """What a view shows, in its order."""
    if view == "missed":
        return docket.missed(ledger, now)
    return in_order(docket.of(ledger, "week" if view == "week" else "month" if view == "month" else "day", now))


def in_order(known: Sequence[Standing]) -> list[Standing]:
    """What is owed by the hour first, then what is settled; what there was nothing to do for comes last."""
    return sorted(known, key=lambda s: (s.settled, s.settled and s.found.idle, 0.0 if s.settled else s.due.timestamp()))


def name(standing: Standing) -> str:
    """A duty; of a half-day, which."""
    called = standing.duty.name(lang())
    _day, _sep, of_day = standing.period.partition(".")
    if not of_day:
        return called
    return f"{half(of_day)}{called}" if lang() == "zh" else f"{called}, {half(of_day).lower()}"


def state_said(standing: Standing) -> str:
    """Glyph and word."""
    return f"{GLYPHS[standing.state]} {_(STATES[standing.state])}"


def day_of(standing: Standing) -> date:
    """The last day of its period."""
    return periods.last_day(standing.period.partition(".")[0])


def progress(standing: Standing) -> str:
    """How many of how many; what there was nothing to do for says so."""
    found = standing.found
    if found.idle:
        return _(_NONE[standing.duty.per])
    return f"{found.have}/{found.need}" if found.need > 1 else ""


def time_said(ledger: Ledger, standing: Standing, now: datetime) -> str:
    """Since when it is done, how long it is overdue, or by when it is due."""
    if standing.settled:
        since = standing.since
        return when.short(local(ledger, since), now) if since is not None else ""
    if standing.stood_at is not None:
        return n_("1 waited then", "{count} waited then", len(standing.found.left))
    if standing.overdue(now):
        return "! " + when.countdown(standing.due, now)
    if standing.state == "missed":
        return ""
    return _("by {time}").format(time=due_said(standing.due, now))


def due_said(due: datetime, now: datetime) -> str:
    """The clock of today, else the day; midnight belongs to the day before it."""
    last = due - _A_MOMENT
    midnight = last.date() != due.date()
    if last.date() == now.date():
        return "24:00" if midnight else when.clock(due)
    return when.short(last, now)


def whose(ledger: Ledger, standing: Standing, on: date) -> str:
    """Who owes it; a deputy with whoever is away."""
    found = holders(ledger, standing.duty.who, on)
    if not found:
        roles = {r.id: r for r in ledger.site.roles} if ledger.site else {}
        role = roles.get(standing.duty.who)
        return role.name(lang()) if role else standing.duty.who
    return joined(_holder(ledger, holder) for holder in found)


def _holder(ledger: Ledger, holder: Holder) -> str:
    who = person_name(ledger, holder.person)
    if not holder.stands_for:
        return who
    return _("{who} for {away}").format(who=who, away=person_name(ledger, holder.stands_for))


def period_said(period: str) -> str:
    """For when it is, or was: a day, a week by its days, a month."""
    first, last = periods.first_day(period.partition(".")[0]), periods.last_day(period.partition(".")[0])
    match periods.kind_of(period):
        case "week":
            return f"{when.day(first)} – {when.day(last)}"
        case "month":
            return when.month(first)
        case _:
            return when.day(first)


# the table


def columns(room: int, view: str) -> list[Column]:
    """The columns there is room for."""
    zh = lang() == "zh"
    state, what = Column("state", N_("State"), 10 if zh else 11), Column("what", N_("Duty"))
    period = Column("period", N_("Period"), 25 if zh else 23)
    often = Column("progress", N_("How far"), 8 if zh else 15)
    time, who = Column("time", N_("Time"), 16 if zh else 18), Column("whose", N_("Whose"), 20)
    last = period if view == "missed" else time
    if room < NORMAL:
        return [state, what, often, last]
    if room < WIDE or view == "missed":
        return [state, what, often, last, who]
    return [state, Column("what", N_("Duty"), 34), often, last, who, Column("note", N_("Note"))]


def line(ledger: Ledger, standing: Standing, now: datetime, shown: Sequence[Column]) -> Line:
    """A duty in the cells of these columns; what is overdue or missed carries a sign, not only a colour."""
    texts = {
        "state": state_said(standing),
        "what": name(standing) + _before(standing, now),
        "progress": progress(standing),
        "time": time_said(ledger, standing, now),
        "period": period_said(standing.period),
        "whose": whose(ledger, standing, now.date()),
        "note": _note(ledger, standing) or _hint(standing),
    }
    return Line([texts[column.key] for column in shown], bad=_bad(standing, now))


def plain_line(text: str, shown: Sequence[Column]) -> Line:
    """A line among the duties that is none."""
    return Line([text if column.key == "what" else "" for column in shown], bad=True)


def tile(ledger: Ledger, standing: Standing, now: datetime) -> Tile:
    """A duty for a glove: what it is, how far it is, whose."""

    def words() -> str:
        return crop(name(standing), ROOM)

    def under() -> str:
        last = period_said(standing.period) if standing.state == "missed" else time_said(ledger, standing, now)
        parts = [state_said(standing), progress(standing), last]
        note = _note(ledger, standing) or whose(ledger, standing, now.date())
        return crop("  ".join(part for part in parts if part), ROOM) + "\n" + crop(note, ROOM)

    look = "error" if _bad(standing, now) else "success" if standing.state in ("done", "late") else "default"
    return Tile(standing.key, words, under, look)


def _bad(standing: Standing, now: datetime) -> bool:
    return standing.state == "missed" or standing.overdue(now)


def _before(standing: Standing, now: datetime) -> str:
    """What is left of a period before this one names it."""
    ended = standing.state != "missed" and day_of(standing) < now.date()
    return f" ({period_said(standing.period)})" if ended else ""


def _hint(standing: Standing) -> str:
    return standing.duty.hint.name(lang()) if standing.duty.hint else ""


def _note(ledger: Ledger, standing: Standing) -> str:
    """Who let it go, and why."""
    if not standing.waived_by:
        return ""
    told = _("Waived by {who}: {reason}")
    return told.format(who=person_name(ledger, standing.waived_by), reason=reason(ledger.site, standing.reason))


def detail(ledger: Ledger, standing: Standing, now: datetime) -> str:
    """A duty in two lines: what it is and whose; what is asked, or who let it go and why."""
    covers = _("brief {rows}").format(rows=" ".join(standing.duty.covers)) if standing.duty.covers else ""
    parts = [name(standing), period_said(standing.period), progress(standing), time_said(ledger, standing, now)]
    first = " · ".join(part for part in (*parts, whose(ledger, standing, now.date())) if part)
    second = " · ".join(part for part in (_note(ledger, standing) or _hint(standing), covers) if part)
    return f"{state_said(standing)}  {first}\n{second}"


def standing_in(ledger: Ledger, person: str, on: date) -> str:
    """For whom somebody stands in on a day, whose duties are therefore theirs; empty for nobody."""
    away = [person_name(ledger, one) for one in stands_in_for(ledger, person, on)]
    return _("Stands in for {who}: all their duties are yours").format(who=joined(away)) if away else ""


def waive_under(standing: Standing) -> str:
    """What is waived says so, where one is chosen."""
    return f"{state_said(standing)} · {period_said(standing.period)}"


def view_title(view: str, known: Sequence[Standing], now: datetime, *, on: bool) -> str:
    """A view and how far it is: settled of all, and what is overdue."""
    mark = "✓ " if on else ""
    if view == "missed":
        return f"{mark}{_(VIEWS[view])}\n" + ("✗ " if known else "") + str(len(known))
    late = sum(s.overdue(now) or s.state == "missed" for s in known)
    told = f"{sum(s.settled for s in known)}/{len(known)}" + (f" · ! {late}" if late else "")
    return f"{mark}{_(VIEWS[view])}\n{told}"
