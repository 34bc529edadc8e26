"""What a field can be chosen from: options, people, days, places, findings, records, each as tiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from checkpoints.site.forms import Column
from checkpoints.site.people import Person
from checkpoints.work.deputies import roles_of
from tui.i18n import N_, lang, say
from tui.widgets.pages import Tile
from tui.words.fields import items_of, said
from tui.words.finding_text import department_name
from tui.words.records import line_state, record_name
from tui.words.rounds import place
from tui.words.start import crop

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "ANOTHER",
    "PHOTO",
    "ZONES",
    "Kind",
    "can_be",
    "is_short",
    "kind_of",
    "phrases_in",
    "searchable",
    "tiles_of",
    "toggled",
]

Kind = Literal["words", "page", "pad", "choose", "many", "mark", "photos", "sign", "rows"]
"""How a field is filled in."""
_KINDS: dict[str, Kind] = {
    "text": "words",
    "paragraphs": "page",
    "number": "pad",
    "money": "pad",
    "several": "many",
    "people": "many",
    "mark": "mark",
    "photos": "photos",
    "signature": "sign",
    "lines": "rows",
    "table": "rows",
}
ANOTHER, PHOTO, ZONES = "*another*", "*photo*", "*zones*"
"""Keys of tiles that lead on instead of answering; no id holds a star."""
MOST = 60
"""Tiles that are offered of what there is without end; the search leads to the others."""
SEARCHED = 12
"""More than so many are searched."""
SHORT = 4
"""Options that stand beside each other."""
DAYS = (-3, -2, -1, 0, 1, 2, 3, 5, 7, 10, 14)
AHEAD, BEHIND = (1, 2, 4), (0, 10, 30, 60, 120)
"""Hours from now, and minutes back, that are offered for a moment."""
CLOCKS = (9, 12, 18)


def kind_of(column: Column) -> Kind:
    """How a field is filled in."""
    return _KINDS.get(column.type, "choose")


def is_short(column: Column) -> bool:
    """Whether a question is answered by so few options that they stand beside each other."""
    return column.type == "choice" and 0 < len(column.options) <= SHORT


def phrases_in(text: str, column: Column) -> list[int]:
    """Which of the ready phrases stand in a text, in either language."""
    parts = _parts(text)
    return [n for n, phrase in enumerate(column.ready) if phrase.zh in parts or phrase.en in parts]


def toggled(text: str, column: Column, chosen: Sequence[int]) -> str:
    """The text with these ready phrases in it and no other; what else stands there stays."""
    had = phrases_in(text, column)
    gone = [column.ready[n] for n in had if n not in chosen]
    left = [p for p in _parts(text) if all(p not in (g.zh, g.en) for g in gone)]
    left += [column.ready[n].name(lang()) for n in chosen if n not in had]
    return _joint().join(left)


def _joint() -> str:
    return "；" if lang() == "zh" else "; "


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace("；", ";").split(";") if part.strip()]


def tiles_of(ledger: Ledger, column: Column, value: Any, now: datetime, search: str = "", zone: str = "") -> list[Tile]:
    """What can be chosen; `search` leaves what holds it, `zone` is the part of the estate that is looked at."""
    found = list(_offered(ledger, column, value, now, zone if not search else "*"))
    if search:
        wanted = search.casefold()
        found = [t for t in found if wanted in f"{_plain(t)} {t.key}".casefold()]
        if column.outside and search.strip():
            found.insert(0, Tile(search.strip(), lambda: f"“{search.strip()}”", N_("somebody from outside")))
    return found[:MOST]


def _plain(tile: Tile) -> str:
    return f"{say(tile.words)} {say(tile.under)}"


def searchable(column: Column, tiles: Sequence[Tile]) -> bool:
    """Whether a line to search or to type a name belongs below the tiles."""
    return column.outside or column.type in ("finding", "record", "place") or len(tiles) > SEARCHED


def _offered(ledger: Ledger, column: Column, value: Any, now: datetime, zone: str) -> Iterator[Tile]:
    match column.type:
        case "choice" | "several":
            yield from (Tile(o.value, o) for o in column.options)
        case "mark":
            yield from (Tile("yes", N_("yes")), Tile("no", N_("no")))
        case "person" | "people":
            yield from _people(ledger, column, value, now)
        case "day":
            yield from _days(ledger, column, value, now)
        case "moment":
            yield from _moments(ledger, column, value, now)
        case "place":
            yield from _places(ledger, zone)
        case "finding":
            yield from _findings(ledger)
        case "record":
            yield from _records(ledger, column)
        case _:
            return


def can_be(ledger: Ledger, column: Column, person: Person, on: date) -> bool:
    """Whether somebody can be named in a field; whoever stands in for a role counts as one of it."""
    return (
        person.active
        and (not column.roles or bool(roles_of(ledger, person.id, on) & set(column.roles)))
        and (not column.staff or person.department == "service")
    )


def _people(ledger: Ledger, column: Column, value: Any, now: datetime) -> Iterator[Tile]:
    known = [p for p in ledger.people.active() if can_be(ledger, column, p, now.date())]
    known.sort(key=lambda p: (p.department != "service", p.department, p.id))
    for p in known:
        yield Tile(p.id, lambda p=p: p.name(lang()), lambda p=p: department_name(ledger.site, p.department))
    for name in items_of(value) if isinstance(value, list) else [value]:
        if name and name not in ledger.people:
            yield Tile(name, lambda name=name: f"“{name}”", N_("somebody from outside"))


def _days(ledger: Ledger, column: Column, value: Any, now: datetime) -> Iterator[Tile]:
    today = now.date()
    behind = [today + timedelta(days=n) for n in sorted(DAYS, reverse=True) if n <= 0]
    ahead = [today + timedelta(days=n) for n in DAYS if n > 0]
    offered = behind if column.past else [today, *ahead, *behind[1:]]
    keys = [d.isoformat() for d in offered]
    if value and value not in keys:
        keys.insert(0, str(value))
    names = {0: N_("today"), 1: N_("tomorrow"), -1: N_("yesterday")}
    by = {d.isoformat(): names.get((d - today).days, "") for d in offered}
    for key in keys:
        yield Tile(key, lambda key=key: said(ledger, column, key, now), by.get(key, ""))
    yield Tile(ANOTHER, N_("Another day ..."))


def _moments(ledger: Ledger, column: Column, value: Any, now: datetime) -> Iterator[Tile]:
    whole = now.replace(second=0, microsecond=0)
    behind = [whole - timedelta(minutes=m) for m in BEHIND]
    hours = [whole + timedelta(hours=h) for h in AHEAD]
    days = (whole + timedelta(days=d) for d in (0, 1, 2))
    clocks = [day.replace(hour=h, minute=0) for day in days for h in CLOCKS]
    ahead = [] if column.past else sorted({at for at in (*hours, *clocks) if at > now})
    keys = [at.isoformat() for at in (*behind, *ahead)]
    if value and value not in keys:
        keys.insert(0, str(value))
    for key in keys:
        here = N_("now") if key == whole.isoformat() else ""
        yield Tile(key, lambda key=key: said(ledger, column, key, now), here)
    yield Tile(ANOTHER, N_("Another time ..."))


def _places(ledger: Ledger, zone: str) -> Iterator[Tile]:
    site = ledger.site
    if site is None:
        return
    if not zone:
        used = {c.zone for c in site.active}
        yield from (Tile(("zone", z.id), z) for z in site.zones if z.id in used)
        return
    if zone != "*":
        yield Tile(ZONES, N_("◀ All areas"))
    for point in site.active:
        if zone in ("*", point.zone):
            yield Tile(point.id, lambda p=point: p.name(lang()), point.id)


def _findings(ledger: Ledger) -> Iterator[Tile]:
    findings = ledger.findings
    known = sorted(findings.lines(findings.live), key=lambda one: one[1].number, reverse=True)
    for finding, line in known:
        yield Tile(
            finding,
            lambda f=finding, b=line: f"{findings.called(f)} {crop(place(ledger.site, b.checkpoint), 24)}",
            lambda b=line: crop(b.words, 40),
        )


def _records(ledger: Ledger, column: Column) -> Iterator[Tile]:
    forms = column.forms or tuple(f.id for f in (ledger.site.forms if ledger.site else ()))
    known = [(r, line) for form in forms for r, line in ledger.records.lines(form)]
    for record, line in reversed(known):
        yield Tile(
            record,
            lambda r=record: record_name(ledger, r),
            lambda b=line: crop(b.title, 30) + "\n" + line_state(b),
        )
