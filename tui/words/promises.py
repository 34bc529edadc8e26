"""Promises in words: what is owed to owners, the three clocks, who was asked first and who answers now.

Everything here is read at the moment of painting. Names and numbers of owners come through
`checkpoints.work.promises.contacts`, which masks them; nothing here reads them itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from checkpoints.work.promises.asked import Asked, passed_on_alerts, review
from checkpoints.work.promises.clocks import Clock, ClockName, Due, PromiseStatus, clock
from checkpoints.work.promises.contacts import Place, shown_contact, shown_phone
from checkpoints.work.promises.making import kinds
from checkpoints.work.promises.owing import offered, owed_by
from checkpoints.work.promises.state import Offer, Promise
from tui import when
from tui.i18n import N_, _, lang
from tui.widgets.pages import Tile
from tui.words.finding_text import person_name
from tui.words.rounds import local
from tui.words.start import crop
from tui.words.timeline_around import said_around
from tui.words.timeline_facts import Teller

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "Mine",
    "counts",
    "counts_line",
    "detail",
    "first_asked_tiles",
    "kind_name",
    "mine",
    "next_line",
    "next_of",
    "status_name",
    "tile",
    "timeline",
    "views",
]

SOON = timedelta(hours=2)
"""What runs out so soon is counted on home and on the board."""
_STATUS: dict[PromiseStatus, tuple[str, str]] = {
    "open": ("○", N_("to be answered")),
    "unreachable": ("?", N_("unreachable")),
    "outside": ("→", N_("outside our remit")),
    "answered": ("◇", N_("answered")),
    "satisfied": ("✓", N_("satisfied")),
}
_CLOCKS: dict[ClockName, str] = {
    "first": N_("First reply"),
    "final": N_("Final answer"),
    "visit": N_("Return visit"),
}


class Mine(NamedTuple):
    """What one person owes: how many promises, how many of them soon and late, and how many wait to be taken."""

    owed: int
    soon: int
    late: int
    offered: int


# counts


def counts(ledger: Ledger, now: datetime) -> tuple[int, int]:
    """How many limits of all promises run out within two hours, and how many are missed."""
    return _counted(ledger, ledger.promises.lively(), now)


def mine(ledger: Ledger, person: str, now: datetime) -> Mine:
    """What a person owes to owners."""
    own = owed_by(ledger, person)
    return Mine(len(own), *_counted(ledger, own, now), len(offered(ledger, person)))


def counts_line(ledger: Ledger, now: datetime) -> str:
    """Owner replies in one line, for home and for the board."""
    soon, late = counts(ledger, now)
    return _("Owner replies: {soon} due within 2 h · {late} late").format(
        soon=soon, late=("! " if late else "") + str(late)
    )


def _counted(ledger: Ledger, promises: list[Promise], now: datetime) -> tuple[int, int]:
    soon = late = 0
    for promise in promises:
        known = _clock(ledger, promise, now)
        if known is None or known.next is None:
            continue
        due = known.next[1]
        late += due.late
        soon += not due.late and due.due is not None and now <= due.due <= now + SOON
    return soon, late


def _clock(ledger: Ledger, promise: Promise, now: datetime) -> Clock | None:
    return clock(promise, now, ledger.site) if ledger.site and promise.made else None


# the list


def views(ledger: Ledger, person: str, now: datetime) -> dict[str, list[Promise]]:
    """What the list can show, by view; in each the next limit comes first."""
    timed = [(known, p) for p in ledger.promises.lively() if (known := _clock(ledger, p, now)) is not None]
    timed.sort(key=lambda pair: (_next_at(pair[0]), pair[1].id))
    passed = {promise.id for promise in passed_on_alerts(ledger)}
    return {
        "mine": [p for _, p in timed if p.follower == person],
        "offered": [p for _, p in timed if p.offer is not None and p.offer.to == person],
        "all": [p for _, p in timed],
        "late": [p for known, p in timed if known.late],
        "unreachable": [p for known, p in timed if known.status == "unreachable"],
        "passed": [p for _, p in timed if p.id in passed],
    }


def _next_at(known: Clock) -> float:
    return known.next[1].due.timestamp() if known.next and known.next[1].due else 0.0


def tile(ledger: Ledger, promise: Promise, person: str, now: datetime) -> Tile:
    """One promise on three lines: number, household and next limit; the matter; who answers, and what waits."""
    known = _clock(ledger, promise, now)
    made = promise.made
    if made is None or known is None:
        return Tile(promise.id, lambda: promise.id)

    def words() -> str:
        urgent = "‼ " if made.urgent else ""
        head = f"{ledger.promises.called(promise.id)}  {made.unit}  {next_line(ledger, known, now)}"
        return f"{head}\n{urgent}{crop(made.matter, 40)}"

    def under() -> str:
        stands = [] if known.status == "open" else [status_name(known.status)]  # the countdown says that it is owed
        said = [*stands, person_name(ledger, promise.follower)]
        if promise.offer is not None:
            to = _("you") if promise.offer.to == person else person_name(ledger, promise.offer.to)
            said.append(_("offered to {who}").format(who=to))
        return crop(" · ".join(said), 42)

    return Tile(promise.id, words, under, "error" if known.late else "default")


def next_of(ledger: Ledger, promise: Promise, now: datetime) -> str:
    """The household, and the next limit of a promise, in one line."""
    known = _clock(ledger, promise, now)
    unit = promise.made.unit if promise.made else ""
    return f"{unit}  {next_line(ledger, known, now)}" if known else unit


def next_line(ledger: Ledger, known: Clock, now: datetime) -> str:
    """The next limit with its countdown; what is missed says so by a sign and a word."""
    if known.next is None:
        return ""
    name, due = known.next
    return f"{_(_CLOCKS[name])}: {_countdown(ledger, due, now)}"


def _countdown(ledger: Ledger, due: Due, now: datetime) -> str:
    if due.due is None:
        return ""
    at = local(ledger, due.due)
    if due.late and now <= at:  # agreed anew, after it had been missed
        return "! " + _("was late, now {time}").format(time=when.countdown(at, now))
    if now > at and not due.late:
        return _("stopped")
    return ("! " if due.late else "") + when.countdown(at, now)


def status_name(status: PromiseStatus) -> str:
    """Where a promise stands: glyph and word."""
    glyph, word = _STATUS[status]
    return f"{glyph} {_(word)}"


def kind_name(ledger: Ledger, kind: str) -> str:
    """What kind of promise it is."""
    known = next((limit for limit in kinds(ledger.site) if limit.id == kind), None) if ledger.site else None
    return known.name(lang()) if known else kind


# one promise


def detail(ledger: Ledger, promise: Promise, person: str, place: Place, now: datetime) -> Content:
    """All that holds of one promise, as this person may see it here."""
    made, known = promise.made, _clock(ledger, promise, now)
    if made is None or known is None:
        return Content("")
    owner = " · ".join(
        part
        for part in (
            made.unit,
            shown_contact(ledger, promise, person, place, now.date()),
            shown_phone(ledger, promise, person, place, now.date()),
        )
        if part
    )
    head = [status_name(known.status), kind_name(ledger, made.kind_of), "‼ " + _("urgent") if made.urgent else ""]
    asked = _("{who}, at {time}").format(
        who=person_name(ledger, made.first_asked), time=_at(ledger, promise.made_at, now)
    )
    rows = [
        Content.styled("   ".join(part for part in head if part), "bold"),
        Content(made.matter),
        _row(_("Owner"), owner),
        *(_clock_row(ledger, name, due, now) for name, due in _dues(known)),
        _row(_("Asked first"), asked),
        _row(_("Answers the owner"), person_name(ledger, promise.follower)),
        *(_row("", _offer_line(ledger, offer, offer is promise.offer, now)) for offer in promise.offers),
    ]
    if promise.outside is not None:
        rows.append(_row(_("Handed to"), promise.outside[2].body))
    if made.finding and made.finding in ledger.findings.all:
        rows.append(_row(_("Finding"), ledger.findings.called(made.finding)))
    return Content("\n").join(rows)


def _dues(known: Clock) -> list[tuple[ClockName, Due]]:
    return [("first", known.first), ("final", known.final), ("visit", known.visit)]


def _row(name: str, said: str) -> Content:
    return Content.assemble((f"{name}: " if name else "  ", "bold"), said)


def _clock_row(ledger: Ledger, name: ClockName, due: Due, now: datetime) -> Content:
    if due.due is None:
        return _row(_(_CLOCKS[name]), _("after the final answer"))
    limit = _("by {time}").format(time=_at(ledger, due.due, now))
    if due.done_at is None:
        return _row(_(_CLOCKS[name]), f"{_countdown(ledger, due, now)} ({limit})")
    done = ("! " + _("late") if due.late else "✓ " + _("in time")) + f" {_at(ledger, due.done_at, now)}"
    return _row(_(_CLOCKS[name]), f"{done} ({limit})")


def _offer_line(ledger: Ledger, offer: Offer, waits: bool, now: datetime) -> str:
    way = f"{person_name(ledger, offer.giver)} → {person_name(ledger, offer.to)}"
    if offer.forced:
        told = _("given by the supervisor {time}").format(time=_at(ledger, offer.at, now))
    elif offer.taken_at is not None:
        told = "✓ " + _("taken {time}").format(time=_at(ledger, offer.taken_at, now))
    elif offer.declined_at is not None:
        told = "✗ " + _("declined: {reason}").format(reason=offer.declined)
    elif waits:
        told = "… " + _("waits since {time}").format(time=_at(ledger, offer.at, now))
    else:
        told = "✗ " + _("taken back")
    return f"{way}  {told}"


def timeline(ledger: Ledger, promise: Promise, now: datetime) -> Content:
    """Everything that was written about it, the oldest first."""
    teller = Teller(ledger, promise.made.finding if promise.made else "")
    rows = [Content.styled(_("What happened"), "bold")]
    for event in ledger.history("promise:" + promise.id):
        head = f"{_at(ledger, event.at, now)} {person_name(ledger, event.actor)}"
        rows.append(Content.assemble((head, "bold"), "  ", said_around(teller, event.body)))
    return Content("\n").join(rows)


def _at(ledger: Ledger, at: datetime | None, now: datetime) -> str:
    return when.day_and_clock(local(ledger, at), now) if at else ""


# who was asked first


def first_asked_tiles(ledger: Ledger, now: datetime) -> list[Tile]:
    """What became of what each person was asked first this month: answered, handed on, lost (rules.md 5)."""
    return [
        Tile(
            row.person,
            lambda row=row: f"{person_name(ledger, row.person)}  " + _("asked first: {n}").format(n=row.all),
            lambda row=row: _asked_line(row),
            "error" if row.lost else "default",
        )
        for row in review(ledger, now.date().replace(day=1), now.date(), now)
    ]


def _asked_line(row: Asked) -> str:
    told = _("self {answered} · handed on {handed} · lost {lost} · open {waiting}")
    return told.format(answered=row.answered, handed=row.handed, lost=row.lost, waiting=row.waiting)
