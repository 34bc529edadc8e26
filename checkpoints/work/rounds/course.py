"""The course of a round: started, joined, paused, finished, given up, accepted (brief D3.1 to D3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checkpoints.fact import Moment, Refused
from checkpoints.site.people import Confirmed
from checkpoints.site.places import Half
from checkpoints.site.site import PatrolPolicy
from checkpoints.work.rounds.draw import drawn, prepare
from checkpoints.work.rounds.facts import (
    Draw,
    Mode,
    ParticipantJoined,
    ParticipantsWaived,
    RoundAbandoned,
    RoundFact,
    RoundFinished,
    RoundPaused,
    RoundResumed,
    RoundRules,
    RoundStarted,
    ShortRoundAccepted,
)
from checkpoints.work.rounds.state import Round
from checkpoints.work.rounds.verdict import judge
from checkpoints.work.spoken import spoken

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "StartRequest",
    "abandon",
    "accept_short",
    "finish",
    "going",
    "join",
    "pause",
    "resume",
    "start",
    "waive",
]

MIN_REASON = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRequest:
    """What a round is to be: a route by id, or a sample of clusters with its size."""

    route: str = ""
    clusters: tuple[str, ...] = ()
    size: int = 0
    """Points of a sample; 0 takes the site's default."""
    paper: bool = False


def rules_of(policy: PatrolPolicy, one_in: int, *, keep_frames: bool = False) -> RoundRules:
    """The numbers of the site that a round is judged by, how often something is asked on it, and what is kept."""
    return RoundRules(
        min_minutes=policy.min_minutes,
        min_participants=policy.min_participants,
        pause_minutes=policy.pause_minutes,
        min_gap_seconds=policy.min_gap_seconds,
        max_dwell_share=policy.max_dwell_share,
        am_ends=policy.am_ends,
        pm_ends=policy.pm_ends,
        rescan_minutes=policy.rescan_minutes,
        challenge_one_in=one_in,
        keep_frames=keep_frames,
    )


def start(ledger: Ledger, request: StartRequest, by: str, now: Moment) -> Sequence[RoundFact]:
    """Begin a round.

    Raises:
        Refused: `round.not_allowed`; `round.already` (round) while the person walks another one; `handover.first` while
            a post waits for them; `round.route` for an unknown route or one without any point in use; what `prepare`
            raises for a sample.
    """
    site = ledger.site
    if site is None:
        raise Refused("site.none", "No site is loaded yet.")
    if by not in ledger.people or not ledger.people[by].may("walk"):
        raise Refused("round.not_allowed", "You are not allowed to walk a round.")
    running = ledger.rounds.open_for(by)
    if running is not None:
        raise Refused("round.already", "You are on a round already. Finish it or give it up first.", round=running.id)
    if not request.paper:
        _duty_first(ledger, by, now)
    mode: Mode
    draw: Draw | None = None
    half: Half = "any"
    if request.route:
        route = site.route_of.get(request.route)
        active = {c.id for c in site.active}
        points = tuple(dict.fromkeys(c for c in route.checkpoints if c in active)) if route else ()
        if route is None or not points:
            raise Refused("round.route", "That route does not exist or has no checkpoint in use.")
        mode, half = ("full" if route.type == "full" else "route"), route.half
    else:
        size = request.size or site.patrol_policy.sample_points
        draw = prepare(ledger, request.clusters, size, now.new_id(), now.at)
        mode, points = "sampled", drawn(draw)
    return [
        RoundStarted(
            round=now.new_id(),
            mode=mode,
            route=request.route,
            half=half,
            points=points,
            rules=rules_of(
                site.patrol_policy,
                0 if request.paper else site.presence_policy.challenge_one_in,
                keep_frames=site.presence_policy.keep_frames,
            ),
            clusters=request.clusters,
            draw=draw,
            paper=request.paper,
            seed="" if request.paper else now.new_id(),
        )
    ]


def _duty_first(ledger: Ledger, by: str, now: Moment) -> None:
    """Nobody walks off while a post waits for them. Raises Refused `handover.first`, `handover.none`."""
    from checkpoints.work.handover import must_take  # noqa: PLC0415  (handovers are records, and those ask this module)

    refused = must_take(ledger, by, now.at)
    if refused is not None:
        raise refused


def going(ledger: Ledger, round_id: str, by: str) -> Round:
    """The open round, which `by` must be walking.

    Raises:
        Refused: `round.unknown`, `round.over`, `round.not_yours`.
    """
    round_ = ledger.rounds.all.get(round_id)
    if round_ is None or round_.started is None:
        raise Refused("round.unknown", "That round is not known here.")
    if not round_.open:
        raise Refused("round.over", "This round is finished; nothing can be added to it.")
    if by not in round_.people:
        raise Refused("round.not_yours", "Only the people on this round can record on it. Join it with your PIN.")
    return round_


def on_the_way(round_: Round) -> list[RoundFact]:
    """What must come first when somebody acts on a paused round: it goes on by itself."""
    return [RoundResumed(round=round_.id)] if round_.paused else []


def reason_given(reason: str) -> str:
    """A cleaned reason. Raises Refused `reason.short`, `words.long`."""
    clean = spoken(reason)
    if len(clean) < MIN_REASON:
        raise Refused("reason.short", "Choose a reason or write one.")
    return clean


def join(ledger: Ledger, round_id: str, who: Confirmed, by: str) -> Sequence[RoundFact]:
    """A second person confirms with a PIN that they walk along (D3.1).

    Raises:
        Refused: `round.joined_already`, `round.elsewhere` while they walk another round, and what `going` raises.
    """
    round_ = going(ledger, round_id, by)
    if who.person in round_.people:
        raise Refused("round.joined_already", "{person} is on this round already.", person=who.person)
    if ledger.rounds.open_for(who.person) is not None:
        raise Refused("round.elsewhere", "{person} is walking another round.", person=who.person)
    if who.person not in ledger.people or not ledger.people[who.person].may("walk"):
        raise Refused("round.not_allowed", "You are not allowed to walk a round.")
    return [ParticipantJoined(round=round_id, person=who.person)]


def waive(ledger: Ledger, round_id: str, reason: str, by: str) -> Sequence[RoundFact]:
    """The manager lets a round count with fewer people. Raises Refused `round.waive_not_allowed`."""
    if by not in ledger.people or not ledger.people[by].may("waive_participants"):
        raise Refused("round.waive_not_allowed", "Only the project manager may let a round count with fewer people.")
    _known(ledger, round_id)
    return [ParticipantsWaived(round=round_id, reason=reason_given(reason))]


def pause(ledger: Ledger, round_id: str, reason: str, by: str) -> Sequence[RoundFact]:
    """Interrupt the round. Raises Refused: `round.paused_already`, `reason.short`, what `going` raises."""
    round_ = going(ledger, round_id, by)
    if round_.paused:
        raise Refused("round.paused_already", "The round is paused already.")
    return [RoundPaused(round=round_id, reason=reason_given(reason))]


def resume(ledger: Ledger, round_id: str, by: str) -> Sequence[RoundFact]:
    """Go on. Raises what `going` raises."""
    return on_the_way(going(ledger, round_id, by))


def finish(ledger: Ledger, round_id: str, by: str, words: str = "") -> Sequence[RoundFact]:
    """Close the round. It may be closed with points missing; then it does not count (rules.md 8)."""
    round_ = going(ledger, round_id, by)
    return [*on_the_way(round_), RoundFinished(round=round_id, words=" ".join(words.split()))]


def abandon(ledger: Ledger, round_id: str, reason: str, by: str) -> Sequence[RoundFact]:
    """Give the round up. Raises Refused: `reason.short`, what `going` raises."""
    going(ledger, round_id, by)
    return [RoundAbandoned(round=round_id, reason=reason_given(reason))]


def accept_short(ledger: Ledger, round_id: str, reason: str, by: str) -> Sequence[RoundFact]:
    """The supervisor lets a short round count, with a reason (D3.2).

    Raises:
        Refused: `round.accept_not_allowed`; `round.accept_own` for a round one walked oneself; `round.not_short`
            when the round was not finished or nothing is short about it.
    """
    if by not in ledger.people or not ledger.people[by].may("accept_short"):
        raise Refused("round.accept_not_allowed", "Only the supervisor or the manager may accept a short round.")
    round_ = _known(ledger, round_id)
    if by in round_.people:
        raise Refused("round.accept_own", "You walked this round yourself; somebody else has to accept it.")
    if round_.finished_at is None or not any(r.code == "short" for r in judge(round_).reasons):
        raise Refused("round.not_short", "Only a finished round under the minimum time can be accepted.")
    return [ShortRoundAccepted(round=round_id, reason=reason_given(reason))]


def _known(ledger: Ledger, round_id: str) -> Round:
    round_ = ledger.rounds.all.get(round_id)
    if round_ is None or round_.started is None:
        raise Refused("round.unknown", "That round is not known here.")
    return round_
