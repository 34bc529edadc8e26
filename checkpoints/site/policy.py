"""What the site sets about time, follow-up and presence: its calendar, and the numbers of findings, promises, rounds.

The brief gives none of these numbers (限时回复 stands there without one); each default comes from rules.md, and a site
changes what it likes in its own file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le, MaxLen, MinLen

from checkpoints.site.checks import Severity
from checkpoints.site.words import Checked, Named

__all__ = ["Day", "Holiday", "PresencePolicy", "ReviewPolicy", "ServiceCalendar", "SignCosts"]

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
IsoDate = str
"""`YYYY-MM-DD`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday(Named):
    """Days off, both ends included."""

    start: IsoDate
    end: IsoDate


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCalendar(Checked):
    """When departments work. Without a calendar of its own a site is always open and no deadline moves."""

    days: Annotated[tuple[Day, ...], MinLen(1)] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    opens: str = "00:00"
    closes: str = "24:00"
    resume_at: str = "10:00"
    """A deadline out of hours moves to this time of the next working day (rules.md 11.24)."""
    severities: tuple[Severity, ...] = ("S3", "S4")
    """Whose deadlines move; the others run by the clock alone."""
    count: Literal["clock", "working"] = "clock"
    """`working`: hours of days off are not counted at all."""
    holidays: tuple[Holiday, ...] = ()
    workdays: tuple[IsoDate, ...] = ()
    """Days on which people work although the week or a holiday says otherwise (调休)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPolicy(Checked):
    """Numbers of rules.md 1 to 7; hours unless the name says otherwise."""

    accept_h: dict[Severity, Annotated[float, Gt(0)]] | None = None
    """By when a notice must be signed for; default 0.25, 4, 24 and 48."""
    ladder_h: Annotated[tuple[Annotated[float, Gt(0)], ...], MinLen(3), MaxLen(3)] = (24, 48, 168)
    """Overdue by so much: the supervisor must act, the manager, the company (rules.md 3)."""
    escalate_at_once: tuple[str, ...] = ()
    """Checks whose failing the manager hears of at once, whatever its severity (rules.md 3)."""
    ruling_h: Annotated[float, Gt(0)] = 4
    """For the supervisor to rule whose it is (rules.md 11.2)."""
    silent_h: Annotated[float, Gt(0)] = 24
    """Nothing heard of a contractor."""
    max_extensions: Annotated[int, Ge(0)] = 2
    reopen_days: Annotated[int, Ge(0)] = 30
    repeat_window: Literal["month", "days"] = "month"
    """Calendar month, as contractors are scored by it, or rolling days (rules.md 6)."""
    repeat_days: Annotated[int, Ge(1)] = 30
    repeat_key: Annotated[int, Ge(2)] = 3
    """From which one in the window on a repeat is key 重点."""
    month_end_h: Annotated[float, Ge(0)] = 24
    """Closings so close to the end of a month are listed when they lack a photo (rules.md 11.16)."""
    first_reply_h: Annotated[float, Gt(0)] = 24
    first_reply_urgent_h: Annotated[float, Gt(0)] = 2
    return_visit_h: Annotated[float, Gt(0)] = 24
    unreachable_tries: Annotated[int, Ge(1)] = 3
    handed_on_alert: Annotated[int, Ge(1)] = 2
    """Passed on so often, the supervisor is told (rules.md 5)."""
    lost_h: Annotated[float, Gt(0)] = 24
    """Handed on and not taken for so long counts as lost."""
    follow_up_h: Annotated[float, Gt(0)] = 24
    """A live finding to which nothing was added for so long is not followed up (brief D2.7)."""

    def accept_within(self, severity: Severity) -> float:
        """Hours in which a notice of this severity must be signed for."""
        return (self.accept_h or {}).get(severity, {"S1": 0.25, "S2": 4.0, "S3": 24.0, "S4": 48.0}[severity])


Points = Annotated[int, Ge(0), Le(100)]
Share = Annotated[float, Gt(0), Le(1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignCosts(Checked):
    """What each sign takes off the 100 points of a round at full strength; 0 switches it off."""

    impossible: Points = 60
    fast: Points = 55
    short_stays: Points = 55
    passing: Points = 55
    at_once: Points = 55
    regular: Points = 45
    same_second: Points = 45
    order: Points = 15
    two_places: Points = 60
    side_by_side: Points = 60
    retired: Points = 40
    forged: Points = 40
    replayed: Points = 15
    late_code: Points = 10
    rest: Points = 15
    pasted: Points = 45
    weak_proof: Points = 45
    wrong_answer: Points = 25
    no_answer: Points = 30
    clock: Points = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class PresencePolicy(Checked):
    """From when on a round is worth a look, and how often a walker is asked what only the place can tell.

    Nobody gives these numbers; each is our default, weighed on simulated walkers (docs/presence.md).
    """

    look_below: Points = 70
    """A round with fewer points is worth a look."""
    review_days: Annotated[int, Ge(1), Le(366)] = 30
    learn_rounds: Annotated[int, Ge(10), Le(1000)] = 120
    """From so many rounds that counted, the newest before the one looked at, the usual times are learned."""
    min_samples: Annotated[int, Ge(3)] = 5
    """Fewer say nothing about what is usual."""
    fast_share: Share = 0.4
    """A way in less than this share of its usual time is fast."""
    impossible_share: Share = 0.5
    """From one scan to the next in less than this share of the usual way alone: nobody walks that."""
    near_seconds: Annotated[float, Ge(0)] = 20
    """Places with a shorter way between them are too near to each other to judge."""
    short_stay_share: Share = 0.3
    planned_stay_share: Share = 0.15
    """Where no stay is usual yet: less than this share of the minutes planned for the place is short."""
    passing_share: Share = 0.33
    """Likewise: the way there and the stay together in less than this share of the minutes planned for the stay."""
    at_once_seconds: Annotated[float, Ge(0)] = 10
    """Where no way is usual yet: nobody is at another place sooner, again and again."""
    check_seconds: Annotated[float, Ge(0)] = 1.0
    """A stay of less than this for each check is short, whatever is usual."""
    regular_spread: Share = 0.1
    """Times between scans that differ from each other by less than this share (standard deviation) are too even."""
    same_second_share: Share = 0.5
    together_seconds: Annotated[float, Ge(0)] = 60
    """Two tablets at one place within this time were there together."""
    backward_share: Share = 0.4
    rest_share: Share = 0.85
    weak_share: Share = 0.25
    """Typed or witnessed arrivals from this share on are many."""
    challenge_one_in: Annotated[int, Ge(1), Le(100)] = 5
    """About one arrival in so many is asked something, where a place has questions; 1 is every time."""
    keep_frames: bool = False
    """Keep the frame in which a camera read a code, for the supervisor to look at; some 40 kB an arrival."""
    costs: SignCosts = field(default_factory=SignCosts)
