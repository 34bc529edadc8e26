"""Evidence in rounds: that they were walked, and that what was asked at their points was answered (D3.1 to D3.8)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from checkpoints.ledger.coverage import coverage
from checkpoints.ledger.evidence.asking import Asked, Evidence, Found, Rule
from checkpoints.work.records import periods
from checkpoints.work.rounds import Round
from checkpoints.work.rounds.checking import checks_here
from checkpoints.work.rounds.day import half_day

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["OF_A_DAY", "RULES", "VACANT", "seen_of"]

VACANT = "vacant_unit"
"""The kind of the checkpoints that are vacant units, and the form of the visits to them."""


OF_A_DAY: frozenset[Evidence] = frozenset({"round", "groups", "readings"})
"""Evidence that follows from the rounds of one day alone; to judge a round is not cheap, and an old one stays."""


def seen_of(ledger: Ledger, day: date) -> tuple[int, ...]:
    """What is known of a day's rounds, as a mark: another event of one of them changes it."""
    streams = (ledger.streams[f"round:{r}"] for r in sorted(ledger.rounds.by_day.get(day, ())))
    return tuple(stream.cold + len(stream.events) for stream in streams)


def _round(asked: Asked) -> Found:
    """One joint round in the half-day, of an hour, that counts (D3.1, D3.2)."""
    day, _, half = asked.period.partition(".")
    state = half_day(asked.ledger, periods.first_day(day), "am" if half == "am" else "pm", asked.now)
    rounds = tuple(f"round:{r.id}" for r in state.rounds)
    if state.state == "done":
        return Found(1, 1, state.rounds[0].finished_at, rounds[:1])
    return Found(0, 1, left=rounds, begun=state.state in ("walking", "not_counting"))


def _walked(asked: Asked) -> list[Round]:
    """The rounds of the day with a point that was reached; those entered from paper too: somebody has looked."""
    found = asked.ledger.rounds.of_day(asked.begins.date())
    return [r for r in found if r.abandoned is None and any(v.arrivals for v in r.visits.values())]


def _answered(asked: Asked, *, numbers: bool) -> Found | None:
    """Every check of the groups is answered at every point that was reached."""
    walked = asked.once(f"walked {asked.period}", lambda: _walked(asked))
    if not walked:
        return None if asked.over else Found(0, 1)
    groups = asked.duty.groups
    given: list[datetime] = []
    need = 0
    short: list[str] = []
    for round_ in walked:
        before = need - len(given)
        for checkpoint, visit in round_.visits.items():
            if not visit.arrivals:
                continue
            for check in checks_here(asked.ledger, round_, checkpoint):
                if (groups and check.group not in groups) or (numbers and check.answer.type != "number"):
                    continue
                need += 1
                if check.id in visit.answers:
                    given.append(visit.answers[check.id].at)
        if need - len(given) > before:
            short.append(f"round:{round_.id}")
    return Found(
        have=len(given),
        need=need,
        at=max(given, default=None) if len(given) >= need else None,
        closed_by=tuple(f"round:{r.id}" for r in walked),
        left=tuple(short),
        begun=True,
    )


def _groups(asked: Asked) -> Found | None:
    """The brief's content groups (D3.4 to D3.8)."""
    return _answered(asked, numbers=False)


def _readings(asked: Asked) -> Found | None:
    """Numbers, not ticks (D3.6)."""
    return _answered(asked, numbers=True)


def _units(asked: Asked) -> Found:
    """Every vacant unit was visited in the period, on a round or on a visit of its own (D3.7)."""
    units = [c.id for c in asked.site.active if c.kind == VACANT]
    seen: dict[str, datetime] = {}
    for unit in units:
        visits = [at for at, _ in asked.ledger.rounds.reached.get(unit, ()) if asked.within(at)]
        if visits:
            seen[unit] = visits[0]
    for _, line in asked.ledger.records.lines(VACANT):
        at = line.at("visit")
        if line.about in units and at is not None and asked.within(at):
            seen[line.about] = min(at, seen.get(line.about, at))
    left = [unit for unit in units if unit not in seen]
    return Found(
        have=len(seen),
        need=len(units),
        at=max(seen.values(), default=None) if not left else None,
        closed_by=tuple(f"place:{unit}" for unit in seen),
        left=tuple(f"place:{unit}" for unit in left),
    )


def _coverage(asked: Asked) -> Found:
    """No cluster was forgotten within the rotation (D3.3)."""
    until = min(asked.now, asked.ends - timedelta(microseconds=1))
    covered = coverage(asked.ledger, until)
    left = [place.checkpoint for cluster in covered if not cluster.visited for place in cluster.places[:1]]
    return Found(
        have=len(covered) - len(left),
        need=len(covered),
        left=tuple(f"place:{place}" for place in left),
    )


RULES: dict[Evidence, Rule] = {
    "round": _round,
    "groups": _groups,
    "readings": _readings,
    "units": _units,
    "coverage": _coverage,
}
