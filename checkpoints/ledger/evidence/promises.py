"""Evidence in promises: each has somebody who follows it, and every limit is kept (D3.13, D3.14, D3.16)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from checkpoints.ledger.evidence.asking import Asked, Evidence, Found, Rule
from checkpoints.work.promises.clocks import Due, clock
from checkpoints.work.promises.state import Promise

__all__ = ["RULES"]


def _all_of(done: Sequence[tuple[datetime | None, str]], left: Sequence[str], *, late: bool = False) -> Found:
    times = [at for at, _ in done if at is not None]
    return Found(
        have=len(done),
        need=len(done) + len(left),
        at=max(times, default=None) if not left else None,
        closed_by=tuple(f"promise:{p}" for _, p in done),
        left=tuple(f"promise:{p}" for p in left),
        late=late,
    )


def _lively(asked: Asked) -> list[Promise]:
    return asked.once("lively promises", asked.ledger.promises.lively)


def _owners(asked: Asked) -> Found | None:
    """What concerns an owner has a named follower, who took it (D3.13)."""
    if asked.over:
        return None
    mine = _lively(asked)
    waits = [p.id for p in mine if p.offer is not None]
    followed = [(p.made_at, p.id) for p in mine if p.offer is None and asked.within(p.made_at)]
    return _all_of(followed, waits)


def _replied(asked: Asked) -> Found:
    """Every limit that ran out in the period was kept; today also those that ran out before (D3.14)."""
    done: list[tuple[datetime | None, str]] = []
    left: list[str] = []
    late = False
    for promise, limit in _limits(asked):
        assert limit.due is not None
        local = limit.due.astimezone(asked.site.zone_info)
        kept = limit.done_at
        from_before = not asked.over and kept is None and local < asked.begins
        if not (asked.within(local) or from_before):
            continue
        if kept is None:
            left.append(promise.id)
        else:
            done.append((kept, promise.id))
            late = late or limit.late
    return _all_of(done, left, late=late)


def _limits(asked: Asked) -> Iterator[tuple[Promise, Due]]:
    """The limits of promises that are owed, or were still owed when the period began."""
    clocks = asked.once("clocks", lambda: _clocks(asked))
    yield from ((promise, limit) for promise, limits in clocks for limit in limits if limit.due is not None)


def _clocks(asked: Asked) -> list[tuple[Promise, tuple[Due, Due, Due]]]:
    """Of whatever was not closed long before: what is older is out of sight for the missed days too."""
    since = asked.now - timedelta(days=60)
    found: list[tuple[Promise, tuple[Due, Due, Due]]] = []
    for promise in asked.ledger.promises.all.values():
        if promise.made is None or (promise.visited_at is not None and promise.closed and promise.visited_at < since):
            continue
        times = clock(promise, asked.now, asked.site)
        found.append((promise, (times.first, times.final, times.visit)))
    return found


def _first_asked(asked: Asked) -> Found | None:
    """Nothing lies between two people: what was handed on was taken in time, and whoever has it works here (D3.16)."""
    if asked.over:
        return None
    lost = timedelta(hours=asked.site.review_policy.lost_h)
    people = asked.ledger.people
    between = [
        p.id
        for p in _lively(asked)
        if (p.offer is not None and asked.now - p.offer.at > lost)
        or p.follower not in people
        or not people[p.follower].active
    ]
    return _all_of([(None, p.id) for p in _lively(asked) if p.id not in between], between)


RULES: dict[Evidence, Rule] = {"owners": _owners, "replied": _replied, "first_asked": _first_asked}
