"""Evidence in findings: what was found is arranged, reported, ordered, looked at again, answered for (D3.9 to D3.15).

A finding has clocks and a ladder of its own. What is asked here is whether anything lies about that the supervisor has
to see to today; so nothing of it is missed for one day apart, and it stays owed until it is seen to.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from checkpoints.ledger.evidence.asking import Asked, Evidence, Found, Rule
from checkpoints.work.accounts.owing import undecided
from checkpoints.work.findings.brief import Brief
from checkpoints.work.findings.ladder import reached

__all__ = ["RULES"]

Kept = tuple[str, Brief]


def _live(asked: Asked) -> list[Kept]:
    known = asked.ledger.findings
    return asked.once("live findings", lambda: list(known.lines(known.live)))


def _lying(line: Brief) -> bool:
    """Whether nobody was told to do anything about it."""
    return line.state in ("found", "reopened") and not line.proposed


def _all_of(seen_to: Iterable[tuple[datetime | None, str]], left: Iterable[str]) -> Found:
    done, waiting = list(seen_to), tuple(f"finding:{f}" for f in sorted(left))
    times = [at for at, _ in done if at is not None]
    return Found(
        have=len(done),
        need=len(done) + len(waiting),
        at=max(times, default=None) if not waiting else None,
        closed_by=tuple(f"finding:{f}" for _, f in done),
        left=waiting,
    )


def _on_the_spot(asked: Asked) -> Found | None:
    """What today's rounds found is put right there, or its repair is arranged or proposed (D3.9)."""
    if asked.over:
        return None
    seen_to: dict[str, datetime | None] = {}
    left: set[str] = set()
    for round_ in asked.ledger.rounds.of_day(asked.begins.date()):
        for visit in round_.visits.values():
            for finding, how in visit.touched.items():
                if how not in ("raised", "fixed") or finding not in asked.ledger.findings.all:
                    continue
                line = asked.ledger.findings.brief(finding)
                if _lying(line):
                    left.add(finding)
                else:
                    seen_to[finding] = line.done_at or line.assigned_at
    return _all_of([(at, f) for f, at in seen_to.items()], left)


def _key_told(asked: Asked) -> Found | None:
    """Whatever the manager has to know was reported to the manager (D3.10)."""
    if asked.over:
        return None
    climbed = asked.once("ladder", lambda: reached(asked.ledger, asked.now))
    owed = {f: [s for s in found if s.who == "manager"] for f, found in climbed.items()}
    told = [(None, f) for f, found in owed.items() if found and all(s.sent for s in found)]
    return _all_of(told, (f for f, found in owed.items() if any(not s.sent for s in found)))


def _noticed(asked: Asked) -> Found | None:
    """Each has a notice with plan, person and finish time (D3.11)."""
    if asked.over:
        return None
    ordered = [(b.assigned_at, f) for f, b in _live(asked) if asked.within(b.assigned_at)]
    return _all_of(ordered, (f for f, b in _live(asked) if b.state in ("found", "reopened")))


def _verified(asked: Asked) -> Found | None:
    """What was put right before today is looked at by somebody else (D3.12)."""
    if asked.over:
        return None
    looked = [(b.moved_at, f) for f, b in _live(asked) if b.state == "verified" and asked.within(b.moved_at)]
    waits = (f for f, b in _live(asked) if b.done and b.done_at is not None and b.done_at < asked.begins)
    return _all_of(looked, waits)


def _accounted(asked: Asked) -> Found | None:
    """Who answers for what was serious, late or came again: a record, or "none, because" (D3.15)."""
    if asked.over:
        return None
    known = asked.ledger.accounts.all.values()
    decided = [(a.at, a.finding) for a in known if a.settles and asked.within(a.at)]
    return _all_of(decided, undecided(asked.ledger, asked.now))


RULES: dict[Evidence, Rule] = {
    "on_the_spot": _on_the_spot,
    "key_told": _key_told,
    "noticed": _noticed,
    "verified": _verified,
    "accounted": _accounted,
}
