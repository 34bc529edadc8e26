"""The question at a place: asked at about one arrival in five, unforeseeable to whoever walks, answered as a fact.

Which arrivals are asked, and what, follows from a secret that is drawn when the round starts and from the place, by a
keyed hash: nobody can tell before, anybody can check afterwards. It judges the answer and never holds up the round.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checkpoints.fact import Moment, Refused
from checkpoints.site.challenges import Challenge
from checkpoints.site.checks import Answer
from checkpoints.site.site import Site
from checkpoints.work.rounds.answers import value_of
from checkpoints.work.rounds.course import going, on_the_way, reason_given
from checkpoints.work.rounds.facts import ChallengeAnswered, Judged, RoundFact
from checkpoints.work.rounds.known import Said
from checkpoints.work.rounds.state import Round

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["Due", "answer", "asked", "cannot_tell", "due", "judged", "skip"]

LAST = 5
"""So many answers say together what a place looks like, where the site does not."""
STUBBORN = 3
"""After so many wrong readings in a row the meter is another one than we think."""
NUMBER = Answer(type="number")


@dataclass(frozen=True, slots=True)
class Due:
    """A question that is to be answered at a place, and at which arrival it came up (1 is the first)."""

    challenge: Challenge
    arrival: int


def asked(site: Site, round_: Round, checkpoint: str) -> list[Due]:
    """All questions of a visit so far, answered or not."""
    start, place = round_.started, site.checkpoint_of.get(checkpoint)
    if start is None or not start.seed or not start.rules.challenge_one_in or place is None or not place.challenges:
        return []
    found: list[Due] = []
    for arrival in range(1, len(round_.visit(checkpoint).arrivals) + 1):
        lot = _lot(start.seed, checkpoint, arrival)
        if lot % start.rules.challenge_one_in == 0:
            which = lot // start.rules.challenge_one_in % len(place.challenges)
            found.append(Due(place.challenges[which], arrival))
    return found


def _lot(seed: str, checkpoint: str, arrival: int) -> int:
    key = hashlib.blake2s(seed.encode()).digest()
    about = f"{checkpoint}|{arrival}".encode()
    return int.from_bytes(hashlib.blake2s(about, key=key, digest_size=8, person=b"rm-ask").digest(), "big")


def due(ledger: Ledger, round_: Round, checkpoint: str) -> Due | None:
    """The question that waits for an answer at a place; None when there is none."""
    if ledger.site is None or not round_.open or round_.visit(checkpoint).state != "here":
        return None
    answered = round_.visit(checkpoint).challenged
    return next((d for d in asked(ledger.site, round_, checkpoint) if d.arrival not in answered), None)


def _due(ledger: Ledger, round_id: str, checkpoint: str, by: str, now: Moment) -> tuple[Round, Due]:
    round_ = going(ledger, round_id, by)
    if now.remote:
        raise Refused("presence.remote", "Presence cannot be confirmed over SSH. Use the tablet at the checkpoint.")
    found = due(ledger, round_, checkpoint)
    if found is None:
        raise Refused("challenge.none", "Nothing is asked here now.")
    return round_, found


def answer(
    ledger: Ledger, round_id: str, checkpoint: str, raw: str | float, by: str, now: Moment
) -> Sequence[RoundFact]:
    """Answer what is asked. It is judged and kept; whoever answers is not told how it was judged.

    Raises:
        Refused: `challenge.none`, `challenge.choice`, `presence.remote`, what `value_of` and `going` raise.
    """
    round_, found = _due(ledger, round_id, checkpoint, by, now)
    question = found.challenge
    if question.options:
        value: str | float = str(raw)
        if value not in {option.value for option in question.options}:
            raise Refused("challenge.choice", "Choose one of the answers.")
    else:
        value = value_of(NUMBER, raw)
    before = ledger.rounds.said.get((checkpoint, question.id), [])
    outcome, compared = judged(question, value, before, now)
    fact = ChallengeAnswered(
        round=round_id,
        checkpoint=checkpoint,
        challenge=question.id,
        arrival=found.arrival,
        value=value,
        outcome=outcome,
        compared=compared,
    )
    return [*on_the_way(round_), fact]


def cannot_tell(
    ledger: Ledger, round_id: str, checkpoint: str, reason: str, by: str, now: Moment
) -> Sequence[RoundFact]:
    """Say why it cannot be answered. Raises Refused `challenge.none`, `reason.short`, and what `answer` raises."""
    round_, found = _due(ledger, round_id, checkpoint, by, now)
    return [*on_the_way(round_), _without(found, round_id, checkpoint, "cannot_tell", reason_given(reason))]


def skip(ledger: Ledger, round_id: str, checkpoint: str, by: str, now: Moment) -> Sequence[RoundFact]:
    """Leave it unanswered; that is recorded. Raises as `answer` does."""
    round_, found = _due(ledger, round_id, checkpoint, by, now)
    return [*on_the_way(round_), _without(found, round_id, checkpoint, "skipped", "")]


def _without(found: Due, round_id: str, checkpoint: str, how: Judged, reason: str) -> ChallengeAnswered:
    return ChallengeAnswered(
        round=round_id,
        checkpoint=checkpoint,
        challenge=found.challenge.id,
        arrival=found.arrival,
        outcome=how,
        reason=reason,
    )


def judged(
    question: Challenge, value: str | float, before: Sequence[Said], now: Moment
) -> tuple[Judged, str | float | None]:
    """What an answer is, and what it was compared with; `noted` where there is nothing to compare it with."""
    match question.rule:
        case "match":
            expected = question.expected if question.expected is not None else _agreed(before)
            if expected is None:
                return "noted", None
            same = _number(value) == _number(expected) if not question.options else value == expected
            return ("right" if same else "wrong"), expected
        case "range":
            number = _number(value)
            if number is None or (question.low is None and question.high is None):
                return "noted", None
            low = question.low is not None and number < question.low
            high = question.high is not None and number > question.high
            return ("wrong", question.low) if low else ("wrong", question.high) if high else ("right", None)
        case "rising":
            return _risen(question, value, before, now)


def _agreed(before: Sequence[Said]) -> str | float | None:
    """What at least two of the last answers say, and most of them."""
    counted = Counter(said.value for said in before[-LAST:]).most_common(1)
    return counted[0][0] if counted and counted[0][1] > 1 else None


def _risen(
    question: Challenge, value: str | float, before: Sequence[Said], now: Moment
) -> tuple[Judged, str | float | None]:
    """A meter: not below what it showed, and not above what a day can bring."""
    number, last = _number(value), _last_believed(before)
    if number is None or last is None or (shown := _number(last.value)) is None:
        return "noted", None
    days = max(1.0, (now.at - last.at).total_seconds() / 86_400)
    leapt = question.most_per_day is not None and number > shown + question.most_per_day * days
    return ("wrong" if number < shown or leapt else "right"), shown


def _last_believed(before: Sequence[Said]) -> Said | None:
    """The newest reading that was not wrong; the newest of all when several in a row were."""
    if len(before) >= STUBBORN and all(said.outcome == "wrong" for said in before[-STUBBORN:]):
        return before[-1]
    return next((said for said in reversed(before) if said.outcome != "wrong"), None)


def _number(value: str | float) -> float | None:
    """A number as one; None for words, and for a meter that cannot be read."""
    try:
        return float(value)
    except ValueError:
        return None
