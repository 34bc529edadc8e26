"""The ladder of escalation: which steps a finding has reached, and who should know of it by now (rules.md 3; D3.10).

Nothing is scheduled. The steps follow from the finding, the time and the site's policy, so that any device that opens
shows what has been reached, also after a week in a drawer. That a step was told (`sent`) and that whoever it is for
has taken note (`acknowledged`) are two things. A step changes neither who has to act nor any clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

import msgspec

from checkpoints.site.calendar import after
from checkpoints.site.people import RoleId
from checkpoints.site.policy import ReviewPolicy
from checkpoints.work.findings.brief import Brief
from checkpoints.work.findings.facts import FindingMerged
from checkpoints.work.findings.repeats import Recurrence
from checkpoints.work.promises.clocks import clock
from checkpoints.work.promises.owing import promises_of
from checkpoints.work.promises.state import Promise

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["CONTRACTOR", "KEYS", "Step", "reached", "steps", "unanswered"]

CONTRACTOR: Final = "contractor"
"""Id of the department of outside firms, and the role of their people."""
KEYS: Final = (
    "S1",
    "crit",
    "S2",
    "key",
    "repeat",
    "promise",
    "refused",
    "unaccepted",
    "silent",
    "overdue",
    "overdue_head",
    "overdue24",
    "overdue48",
    "overdue168",
)
"""Every step, the most pressing first. The numbers are those of the policy as delivered."""
_AFTER: tuple[tuple[str, RoleId], ...] = (
    ("overdue24", "supervisor"),
    ("overdue48", "manager"),
    ("overdue168", "manager"),
)
"""The steps of `ladder_h`. The company hears it from the manager, who acknowledges having told it."""


class Step(msgspec.Struct, frozen=True, gc=False):
    """One step that was reached: for whom, since when, and what was done about it."""

    key: str
    who: RoleId
    since: datetime
    sent: bool
    acknowledged: bool


def steps(ledger: Ledger, finding_id: str, now: datetime) -> list[Step]:
    """The steps that a finding has reached, in the order of `KEYS`; none once it has ended. Raises KeyError."""
    line = ledger.findings.brief(finding_id)
    if not line.live:
        return []
    owed = _late_reply(ledger, promises_of(ledger, finding_id), now)
    return _Ladder(ledger, now).of(finding_id, line, owed)


def reached(ledger: Ledger, now: datetime) -> dict[str, list[Step]]:
    """The steps of every live finding that has reached any, by its id."""
    ladder, owed = _Ladder(ledger, now), _owed(ledger, now)
    found: dict[str, list[Step]] = {}
    for finding, line in ledger.findings.lines(ledger.findings.live):
        climbed = ladder.of(finding, line, owed.get(finding))
        if climbed:
            found[finding] = climbed
    return found


def unanswered(climbed: Iterable[Step]) -> bool:
    """Whether a step was reached of which nobody has taken note."""
    return any(not step.acknowledged for step in climbed)


def _owed(ledger: Ledger, now: datetime) -> dict[str, datetime]:
    """By finding, since when an owner waits past a limit; what was merged counts for the one that goes on."""
    found: dict[str, datetime] = {}
    for promise in ledger.promises.lively():
        since = _late_reply(ledger, [promise], now)
        if since is None or promise.made is None or not promise.made.finding:
            continue
        finding = _goes_on_as(ledger, promise.made.finding)
        found[finding] = min(since, found.get(finding, since))
    return found


def _goes_on_as(ledger: Ledger, finding: str) -> str:
    seen: set[str] = set()
    while finding in ledger.findings.all and finding not in seen and ledger.findings.brief(finding).state == "merged":
        seen.add(finding)
        ended = ledger.findings.all[finding].progress.ended
        finding = ended.into if isinstance(ended, FindingMerged) else finding
    return finding


def _late_reply(ledger: Ledger, promises: Iterable[Promise], now: datetime) -> datetime | None:
    """Since when an owner has waited past the limit of a first reply or of the answer."""
    if ledger.site is None:
        return None
    limits = [due for p in promises for of in [clock(p, now, ledger.site)] for due in (of.first, of.final)]
    return min((due.due for due in limits if due.due is not None and due.runs and due.late), default=None)


class _Ladder:
    """The rules for one moment. Lists and not generators: five thousand findings are asked at once."""

    def __init__(self, ledger: Ledger, now: datetime) -> None:
        self._members = ledger.people.members
        self._now = now.astimezone(UTC)
        self._policy = policy = ledger.site.review_policy if ledger.site else ReviewPolicy()
        self._at_once = frozenset(policy.escalate_at_once)
        self._after: list[tuple[str, RoleId, timedelta]] = []
        for (key, who), hours in zip(_AFTER, policy.ladder_h, strict=True):
            self._after.append((key, who, timedelta(hours=hours)))
        self._again = Recurrence(ledger)

    def of(self, finding: str, line: Brief, owed: datetime | None) -> list[Step]:
        """The steps of one live finding; `owed`: since when its owner waits past a limit."""
        climbed: list[tuple[str, RoleId, datetime]] = []
        found = line.found_at or self._now
        if line.severity == "S1":
            climbed.append(("S1", "manager", line.graded_at or found))
        elif line.check in self._at_once:
            climbed.append(("crit", "manager", found))
        if line.severity == "S2":
            climbed.append(("S2", "manager", line.graded_at or found))
        if line.key or line.hard:
            climbed.append(("key", "manager", line.flagged_at or found))
        if self._again.many(finding, line):
            climbed.append(("repeat", "manager", found))
        if owed is not None:
            climbed.append(("promise", "manager", owed))
        if line.open:
            if line.refused_at is not None or line.assigned_at is not None:
                climbed += self._waiting(line)
            if line.due is not None and self._now > line.due:
                climbed += self._overdue(line, line.due)
        return [Step(key, who, since, key in line.told, _known(line, key, since)) for key, who, since in climbed]

    def _waiting(self, line: Brief) -> Iterator[tuple[str, RoleId, datetime]]:
        """Nobody has ruled after a refusal, nobody signed, or a contractor says nothing."""
        if line.refused_at is not None:
            yield from self._if_past("refused", "manager", line.refused_at, self._policy.ruling_h)
        if line.state == "assigned" and line.assigned_at is not None:
            serious = line.severity in ("S1", "S2")
            within = self._policy.accept_within(line.severity)
            yield from self._if_past("unaccepted", "manager" if serious else "supervisor", line.assigned_at, within)
        if line.state in ("assigned", "accepted") and line.moved_at is not None and self._outside(line):
            yield from self._if_past("silent", "manager", line.moved_at, self._policy.silent_h)

    def _if_past(self, key: str, who: RoleId, at: datetime, hours: float) -> Iterator[tuple[str, RoleId, datetime]]:
        if self._now - at >= timedelta(hours=hours):
            yield key, who, _later(at, timedelta(hours=hours))

    def _outside(self, line: Brief) -> bool:
        """Whether a contractor has to put it right. Once at work, the deadline says the rest."""
        named = self._members.get(line.person)
        return line.department == CONTRACTOR or (named is not None and named.person.role == CONTRACTOR)

    def _overdue(self, line: Brief, due: datetime) -> list[tuple[str, RoleId, datetime]]:
        climbed: list[tuple[str, RoleId, datetime]] = [("overdue", "supervisor", due)]
        if line.head:
            climbed.append(("overdue_head", "dept_head", due))
        late = self._now - due
        climbed.extend((key, who, _later(due, passed)) for key, who, passed in self._after if late >= passed)
        return climbed


def _later(at: datetime, passed: timedelta) -> datetime:
    """Time passes by the clock; only a zone with a summer time needs the longer way."""
    return at + passed if type(at.tzinfo) is timezone else after(at, passed.total_seconds() / 3600)


def _known(line: Brief, key: str, since: datetime) -> bool:
    """Whether somebody has taken note of a step; asking after it does for the one that asks for just that."""
    if key == "overdue24" and line.chased_at is not None and line.chased_at >= since:
        return True
    return key in line.acknowledged
