"""The board's questions: which findings a view shows, in which order, and how many each view would show.

Everything is asked of the findings' lines, so nothing cold is thawed. Counting is one pass over what is live. `Sieve`
remembers the order between two keystrokes, because sorting a hundred thousand lines takes longer than searching them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, get_args

import msgspec

from checkpoints.ledger.board_terms import among, plain, words
from checkpoints.ledger.board_views import OF_ALL, VIEWS, Eyes, View, eyes, test_of
from checkpoints.work.findings.brief import Brief
from checkpoints.work.findings.table import STATES
from checkpoints.work.promises.clocks import clock

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "SORTS",
    "VIEWS",
    "Counts",
    "Filter",
    "Row",
    "Sieve",
    "Sort",
    "View",
    "conflicts",
    "counts",
    "row",
    "select",
    "sort_named",
]

Sort = Literal["due", "number", "found", "severity", "place", "department", "person", "state"]
SORTS: tuple[Sort, ...] = get_args(Sort)
_LATER = 1e11
"""Seconds, more than any date has."""
_NOBODY = "\uffff"
"""Sorts behind every name."""
_SOON = timedelta(hours=2)


class Filter(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is asked of the board; empty fields let everything pass, all others have to fit."""

    view: str = "open"
    text: str = ""
    department: str = ""
    person: str = ""
    group: str = ""
    """One of the brief's content groups a to e, by the check that failed."""
    ids: tuple[str, ...] = ()
    """Just these, whatever the view: the findings behind a bar of a chart."""
    title: str = ""
    """What `ids` are, in the words of whoever asks."""
    place: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One finding on the board."""

    id: str
    line: Brief
    called: str
    """The number by which people call it."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings each chip would show to this person, and what is promised to owners."""

    live: int
    new: int
    unaccepted: int
    overdue: int
    to_verify: int
    to_assign: int
    conflict: int
    extension: int
    blocked: int
    promises_soon: int
    """Owed to owners within two hours."""
    promises_late: int


def sort_named(name: str, otherwise: Sort = "due") -> Sort:
    """An order by its name, as it stands in a file; another one where that is none."""
    named: dict[str, Sort] = {sort: sort for sort in SORTS}
    return named.get(name, otherwise)


def row(ledger: Ledger, finding: str) -> Row:
    """One finding for the table. Raises KeyError."""
    return Row(finding, ledger.findings.brief(finding), ledger.findings.called(finding))


def lines(ledger: Ledger, findings: Iterable[str] | None = None) -> Iterator[tuple[str, Brief]]:
    """The lines of these findings, or of all. Cold ones are read where they lie: that is most of a long history."""
    known = ledger.findings
    cold: dict[str, Brief] = getattr(known.all, "cold", {})
    if findings is None:
        yield from list(cold.items())
        findings = [f for f in known.all if f not in cold]
    for finding in findings:
        line = cold.get(finding) or known.brief(finding)
        if line.state != "none":
            yield finding, line


def conflicts(ledger: Ledger) -> set[str]:
    """Findings of which two versions wait for somebody to choose; ended ones too."""
    return {finding for finding, line in lines(ledger) if line.conflict}


def counts(ledger: Ledger, person: str, now: datetime, waiting: Iterable[str] | None = None) -> Counts:
    """Count for the chips. `waiting` are the `conflicts` where somebody has looked already; `now` is local."""
    who = eyes(ledger, person, now.date())
    names = ("new", "unaccepted", "overdue", "to_verify", "to_assign", "extension", "blocked")
    tests = [test_of(name, ledger, who, now) for name in names]
    found = [0] * len(tests)
    live = 0
    for finding, line in lines(ledger, ledger.findings.live):
        if who.see(line):
            live += 1
            for at, fits in enumerate(tests):
                found[at] += fits(finding, line)
    settled = conflicts(ledger) if waiting is None else waiting
    conflict = sum(who.see(line) for _, line in lines(ledger, settled))
    soon, late = _promises(ledger, who, now)
    return Counts(
        live=live, conflict=conflict, promises_soon=soon, promises_late=late, **dict(zip(names, found, strict=True))
    )


def _promises(ledger: Ledger, who: Eyes, now: datetime) -> tuple[int, int]:
    """What owners wait for, by the limit that is owed next: due within two hours, and overdue."""
    soon = late = 0
    if ledger.site is not None:
        for promise in ledger.promises.lively():
            owed = clock(promise, now, ledger.site).next
            if owed is None or owed[1].due is None or not (who.everything or promise.follower == who.person):
                continue
            late += owed[1].late
            soon += not owed[1].late and now <= owed[1].due <= now + _SOON
    return soon, late


def select(
    ledger: Ledger,
    asked: Filter,
    sort: Sort,
    reverse: bool,
    now: datetime,
    person: str,
) -> list[str]:
    """Ids of what a filter lets pass, in order. `now` is local to the site."""
    return Sieve().select(ledger, asked, sort, now, person, reverse=reverse)


class Sieve:
    """What a filter lets pass, remembered until the ledger, the order or the minute is another."""

    def __init__(self) -> None:
        self._ledger: Ledger | None = None
        self._asked: tuple[object, ...] = ()
        self._base: list[tuple[str, Brief]] = []
        self._text = ""
        self._passed: list[tuple[str, Brief]] = []
        self._cold: dict[str, Brief] = {}
        self._settle: set[str] = set()

    def select(
        self, ledger: Ledger, asked: Filter, sort: Sort, now: datetime, person: str, *, reverse: bool = False
    ) -> list[str]:
        """As the function `select`; another text alone costs one pass over what was let pass before."""
        self._ledger = ledger  # held, so that no other ledger ever has its id
        base = msgspec.structs.replace(asked, text="")
        minute = (now.date(), now.hour, now.minute)
        key = (id(ledger), ledger.count, base, sort, reverse, minute, person)
        if key != self._asked:
            self._base = _in_order(ledger, _of(ledger, base, now, person), sort, reverse=reverse)
            self._asked, self._text, self._passed = key, "", self._base
        text = plain(asked.text)
        if text != self._text:
            # Whatever has more of the same words in it was let pass before.
            passed = self._passed if text.startswith(self._text) else self._base
            for word in words(text):
                passed = among(ledger, word, passed)
            self._text, self._passed = text, passed
        return [finding for finding, _ in self._passed]

    def counts(self, ledger: Ledger, person: str, now: datetime) -> Counts:
        """As the function `counts`. A cold finding is not looked at twice: whoever changes it thaws it."""
        cold: dict[str, Brief] = getattr(ledger.findings.all, "cold", {})
        if cold is not self._cold:
            self._cold = cold
            self._settle = {finding for finding, line in cold.items() if line.conflict}
        thawed = getattr(ledger.findings.all, "warm", ledger.findings.all.items)
        warm: list[str] = [f for f, _ in thawed() if f not in cold]
        settle = {f for f, line in lines(ledger, warm) if line.conflict}
        return counts(ledger, person, now, settle | {f for f in self._settle if f in cold})


def _of(ledger: Ledger, asked: Filter, now: datetime, person: str) -> list[tuple[str, Brief]]:
    """What a filter without words lets pass, in no order."""
    who = eyes(ledger, person, now.date())
    if asked.ids:
        ids = [f for f in asked.ids if f in ledger.findings.all]
        return [(f, line) for f, line in lines(ledger, ids) if who.see(line)]
    fits = test_of(asked.view, ledger, who, now)
    looked_at = None if asked.view in OF_ALL else ledger.findings.live
    found = [pair for pair in lines(ledger, looked_at) if fits(*pair)]
    if not who.everything:
        found = [pair for pair in found if who.see(pair[1])]
    for field in ("department", "category"):
        wanted = getattr(asked, field)
        if wanted:
            found = [pair for pair in found if getattr(pair[1], field) == wanted]
    if asked.place:
        found = [pair for pair in found if pair[1].checkpoint == asked.place]
    if asked.person:
        found = [pair for pair in found if asked.person in (pair[1].person, pair[1].head)]
    if asked.group:
        checks = _checks_of(ledger, asked.group)
        found = [pair for pair in found if pair[1].check in checks]
    return found


def _checks_of(ledger: Ledger, group: str) -> set[str]:
    kinds = ledger.site.kinds if ledger.site else ()
    return {check.id for kind in kinds for check in kind.checks if check.group == group}


def _in_order(ledger: Ledger, found: list[tuple[str, Brief]], sort: Sort, *, reverse: bool) -> list[tuple[str, Brief]]:
    """In the order asked for; among equals the sooner deadline first. One plain value a line sorts fastest."""
    dues = [_due(line) for _, line in found]
    ordered = [found[at] for at in sorted(range(len(found)), key=dues.__getitem__)]
    if sort != "due":
        key = _keys(ledger)[sort]
        ordered.sort(key=lambda pair: key(pair[1]))
    return ordered[::-1] if reverse else ordered


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at is not None else 0.0


def _due(line: Brief) -> float:
    """What is open by its deadline, the most overdue first; then what waits for a look, the longest wait first.

    The ended come last, the newest of them first.
    """
    if line.open:
        return _seconds(line.due)
    if line.live:
        return _LATER + _seconds(line.done_at)
    return 3 * _LATER - _seconds(line.ended_at)


def _keys(ledger: Ledger) -> dict[Sort, Callable[[Brief], str | float]]:
    site, people = ledger.site, ledger.people
    places = {c.id: n for n, c in enumerate(site.checkpoints)} if site else {}
    departments = {d.id: n for n, d in enumerate(site.departments)} if site else {}
    states = {state: n for n, state in enumerate(STATES)}
    names = {p: people[p].zh or people[p].en for p in people.members}
    return {
        "due": _due,
        "number": lambda line: line.number,
        "found": lambda line: _seconds(line.found_at),
        "severity": lambda line: line.severity,
        "place": lambda line: places.get(line.checkpoint, len(places)),
        "department": lambda line: departments.get(line.department, len(departments)),
        "person": lambda line: names.get(line.person, line.person) or _NOBODY,
        "state": lambda line: states.get(line.state, len(states)),
    }
