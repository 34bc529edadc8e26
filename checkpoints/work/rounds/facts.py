"""What can happen on a round (brief D3.1 to D3.8)."""

from __future__ import annotations

from sys import intern
from typing import Literal

import msgspec
from msgspec.structs import force_setattr

from checkpoints.fact import Fact
from checkpoints.site.checks import Outcome
from checkpoints.site.places import Half

__all__ = [
    "ChallengeAnswered",
    "CheckAnswered",
    "Draw",
    "FindingTouched",
    "Judged",
    "Method",
    "Mode",
    "ParticipantJoined",
    "ParticipantsWaived",
    "PointLeft",
    "PointReached",
    "PointSkipped",
    "RoundAbandoned",
    "RoundFact",
    "RoundFinished",
    "RoundPaused",
    "RoundResumed",
    "RoundRules",
    "RoundStarted",
    "ScanRefused",
    "ShortRoundAccepted",
    "Touch",
]

Mode = Literal["full", "route", "sampled"]
Method = Literal["screen", "scan", "camera", "picture", "pasted", "typed", "witnessed", "paper"]
Judged = Literal["right", "wrong", "noted", "cannot_tell", "skipped"]
"""What became of a question; `noted` is an answer that there was nothing to compare with."""
Touch = Literal["raised", "still", "gone", "fixed"]


class Draw(msgspec.Struct, frozen=True, kw_only=True):
    """How a sample was drawn, with everything needed to draw it again and get the same (D3.3)."""

    seed: str
    pool: tuple[str, ...]
    unvisited_min: tuple[int, ...]
    """Whole minutes since the last visit, in the order of `pool`; -1 was never visited. Minutes, because places of a
    morning and an afternoon round that lie close together must not look equally old."""
    size: int
    window_h: int
    rounds_in_window: int

    @property
    def unvisited_h(self) -> tuple[int, ...]:
        """The same in whole hours, for people to read."""
        return tuple(minutes // 60 if minutes >= 0 else minutes for minutes in self.unvisited_min)


class RoundRules(msgspec.Struct, frozen=True, kw_only=True):
    """The site's numbers at the start, so that a later change of policy judges no old round."""

    min_minutes: int
    min_participants: int
    pause_minutes: int
    min_gap_seconds: int
    max_dwell_share: float
    am_ends: str
    pm_ends: str
    rescan_minutes: int = 5
    challenge_one_in: int = 0
    """About one arrival in so many is asked something; 0 is none."""
    keep_frames: bool = False
    """Whether the frame in which a camera read a code is kept with the arrival."""


class _RoundFact(Fact, frozen=True, kw_only=True):
    round: str

    def __post_init__(self) -> None:
        force_setattr(self, "round", intern(self.round))  # in every fact of a round, so shared like `Event.subject`

    @property
    def subject(self) -> str:
        """The round."""
        return "round:" + self.round


class RoundStarted(_RoundFact, frozen=True, kw_only=True, tag="round.started"):
    """A round was begun, with its points in walking order."""

    mode: Mode
    route: str = ""
    half: Half = "any"
    """The half-day the route is meant for."""
    points: tuple[str, ...]
    rules: RoundRules
    clusters: tuple[str, ...] = ()
    draw: Draw | None = None
    paper: bool = False
    """Entered later from paper; never counts as on time (rules.md 8)."""
    seed: str = ""
    """The secret from which it follows where something is asked; it matters until the round is over."""


class ParticipantJoined(_RoundFact, frozen=True, kw_only=True, tag="round.joined"):
    """A second person confirmed with a PIN that they walk along (D3.1: joint)."""

    person: str


class ParticipantsWaived(_RoundFact, frozen=True, kw_only=True, tag="round.participants_waived"):
    """The manager lets this round count with fewer people."""

    reason: str


class PointReached(_RoundFact, frozen=True, kw_only=True, tag="round.reached"):
    """Somebody stood at a checkpoint, with the proof there is."""

    checkpoint: str
    method: Method
    issue: int = 0
    """Which label was read, or which issue of a screen's code."""
    window: int = 0
    """The half minute whose code a screen showed, counted from 1970."""
    reason: str = ""
    """Why the code could not be scanned, for `typed` and `witnessed`."""
    witness: str = ""
    gaps_ms: tuple[int, int] | None = None
    """Shortest and longest gap between the characters of the scan."""
    photo: str = ""
    """The picture in which the code was read, by its hash: always for `picture`, for `camera` if the rules ask."""


class ScanRefused(_RoundFact, frozen=True, kw_only=True, tag="round.scan_refused"):
    """A code was shown that proves nothing; kept, because a retired one means that its photo goes round."""

    why: Literal["retired", "stale", "replayed", "unknown", "foreign", "bad_tag"]
    checkpoint: str = ""
    issue: int = 0
    window: int = 0
    """Of a screen's code, as in `PointReached`."""
    code_hash: str = ""


class CheckAnswered(_RoundFact, frozen=True, kw_only=True, tag="round.answered"):
    """A check was answered; a later answer of the same check corrects it and names it."""

    checkpoint: str
    check: str
    value: str | float
    outcome: Outcome
    photos: tuple[str, ...] = ()
    no_photo: str = ""
    with_rest: bool = False
    """Passed together with the rest in one tap; counted and shown on review."""
    corrects: str = ""
    """Id of the answer's event that this one replaces."""

    def __post_init__(self) -> None:
        # Four of five events are answers, and nearly all say the same few words.
        force_setattr(self, "round", intern(self.round))
        force_setattr(self, "checkpoint", intern(self.checkpoint))
        force_setattr(self, "check", intern(self.check))
        if isinstance(self.value, str):
            force_setattr(self, "value", intern(self.value))


class FindingTouched(_RoundFact, frozen=True, kw_only=True, tag="round.finding"):
    """A finding was raised, fixed or seen again during the visit."""

    checkpoint: str
    finding: str
    how: Touch


class ChallengeAnswered(_RoundFact, frozen=True, kw_only=True, tag="round.challenged"):
    """A question at a point was answered, or not, with the reason if one was given."""

    checkpoint: str
    challenge: str
    arrival: int
    """At which arrival it came up; 1 is the first."""
    value: str | float = ""
    outcome: Judged
    compared: str | float | None = None
    """What the answer was judged by."""
    reason: str = ""


class PointLeft(_RoundFact, frozen=True, kw_only=True, tag="round.left"):
    """Everything at the point was done."""

    checkpoint: str


class PointSkipped(_RoundFact, frozen=True, kw_only=True, tag="round.skipped"):
    """A point was left out, with the reason: no silent skip."""

    checkpoint: str
    reason: str
    words: str = ""


class RoundPaused(_RoundFact, frozen=True, kw_only=True, tag="round.paused"):
    """The round was interrupted on purpose."""

    reason: str


class RoundResumed(_RoundFact, frozen=True, kw_only=True, tag="round.resumed"):
    """The round goes on."""


class RoundFinished(_RoundFact, frozen=True, kw_only=True, tag="round.finished"):
    """The round was closed; whether it counts follows from its facts."""

    words: str = ""


class RoundAbandoned(_RoundFact, frozen=True, kw_only=True, tag="round.abandoned"):
    """The round was given up; it counts for nothing."""

    reason: str


class ShortRoundAccepted(_RoundFact, frozen=True, kw_only=True, tag="round.short_accepted"):
    """The supervisor accepts a round under the minimum time, with a reason (D3.2)."""

    reason: str


RoundFact = (
    RoundStarted
    | ParticipantJoined
    | ParticipantsWaived
    | PointReached
    | ScanRefused
    | CheckAnswered
    | ChallengeAnswered
    | FindingTouched
    | PointLeft
    | PointSkipped
    | RoundPaused
    | RoundResumed
    | RoundFinished
    | RoundAbandoned
    | ShortRoundAccepted
)
