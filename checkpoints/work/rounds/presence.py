"""Presence at a point: by scan, in a picture, by typed letters, by a witness, or skipped with a reason (D3.2, D3.3).

A code that proves nothing is refused and the refusal is recorded: a retired label that turns up means that its
photo goes round. Nobody who sits at the far end of an SSH line stands at a checkpoint.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING

from checkpoints.fact import Moment, Refused
from checkpoints.site.people import Confirmed
from checkpoints.site.screen_codes import WINDOW
from checkpoints.work.labels import LabelFact, Reading, ReprintOrdered
from checkpoints.work.rounds.course import going, on_the_way, reason_given
from checkpoints.work.rounds.facts import Method, PointReached, PointSkipped, RoundFact, ScanRefused
from checkpoints.work.rounds.state import Round
from checkpoints.work.spoken import spoken

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "REFUSED_SCANS",
    "arrive",
    "arrive_by_picture",
    "arrive_on_paper",
    "arrive_typed",
    "arrive_witnessed",
    "refused_words",
    "skip",
]

FRESH = timedelta(minutes=10)
"""How old a picture file may be that shows where somebody is: long enough to walk back into the light with it."""

REFUSED_SCANS = {
    "retired": "This label was retired. Use the new one on the wall; the old scan was recorded.",
    "stale": "The code on this screen is not of this moment; the scan was recorded, nothing confirmed. Scan what the "
    "screen shows now. If it happens again, a clock is wrong: tell the office.",
    "replayed": "This code of the screen was used on this device already; the scan was recorded. A new one comes "
    "within half a minute.",
    "unknown": "This code is not registered on this device yet; the scan was recorded, nothing confirmed. "
    "Use: the code cannot be scanned.",
    "foreign": "This code belongs to another site; the scan was recorded. Use the label of this place.",
    "bad_tag": "This is not a genuine code; the scan was recorded. Use the label of this place and tell the "
    "supervisor.",
}
"""What to tell the person about a `ScanRefused`, by its `why` (gettext msgids)."""
NOT_IN_USE = {"message": "This point is not in use any more; the scan was recorded. Go to the next point shown."}
"""The same for a label that was retired with its point: there is no new one on the wall."""


def refused_words(ledger: Ledger, scan: ScanRefused) -> str:
    """What to tell the person about a refused scan (a gettext msgid)."""
    place = ledger.site.checkpoint_of.get(scan.checkpoint) if ledger.site else None
    if scan.why == "retired" and place is not None and place.retired:
        return NOT_IN_USE["message"]
    return REFUSED_SCANS[scan.why]


def _here(ledger: Ledger, round_id: str, checkpoint: str, by: str, now: Moment) -> Round:
    round_ = going(ledger, round_id, by)
    _not_remote(now)
    _planned(ledger, round_, checkpoint)
    return round_


def _not_remote(now: Moment) -> None:
    if now.remote:
        raise Refused("presence.remote", "Presence cannot be confirmed over SSH. Use the tablet at the checkpoint.")


def _planned(ledger: Ledger, round_: Round, checkpoint: str) -> None:
    if checkpoint not in round_.points:
        place = ledger.site.checkpoint_of.get(checkpoint) if ledger.site else None
        raise Refused(
            "presence.not_planned",
            "{checkpoint} is not on this round. Go to the next point shown.",
            checkpoint=place or checkpoint,
        )


def arrive(
    ledger: Ledger,
    round_id: str,
    reading: Reading,
    by: str,
    now: Moment,
    *,
    method: Method = "scan",
    gaps_ms: tuple[int, int] | None = None,
    photo: str = "",
) -> Sequence[RoundFact]:
    """Confirm presence by a scan. A worthless code becomes a `ScanRefused` fact instead.

    `photo` is the kept picture in which a camera read the code, by its hash.

    Raises:
        Refused: `presence.not_a_code`, `presence.remote`, `presence.not_planned`, what `going` raises.
    """
    if reading.status == "not_a_code":
        raise Refused(
            "presence.not_a_code",
            "That is not a checkpoint code; nothing was changed. Scan the label on the wall of the point.",
        )
    why = "replayed" if _used_before(ledger, reading, now) else reading.status
    if why != "active":
        going(ledger, round_id, by)
        _not_remote(now)
        return [
            ScanRefused(
                round=round_id,
                why=why,
                checkpoint=reading.checkpoint,
                issue=reading.issue,
                window=reading.window,
                code_hash=reading.code_hash,
            )
        ]
    round_ = _here(ledger, round_id, reading.checkpoint, by, now)
    if reading.window and method != "picture":  # a picture of the screen can be sent like any other
        method = "screen"
    return [
        *on_the_way(round_),
        PointReached(
            round=round_id,
            checkpoint=reading.checkpoint,
            method=method,
            issue=reading.issue,
            window=reading.window,
            gaps_ms=gaps_ms,
            photo=photo,
        ),
    ]


def arrive_by_picture(
    ledger: Ledger, round_id: str, reading: Reading, photo: str, taken: datetime, by: str, now: Moment
) -> Sequence[RoundFact]:
    """Confirm presence by a picture file with the code in it, which is kept. Proves less than a scan: it can be sent.

    `taken` is when the file was written, as far as the system knows.

    Raises:
        Refused: `presence.no_picture`, `presence.old_picture` (minutes), `presence.used_picture`, and what `arrive`
            raises.
    """
    if reading.status == "active":
        if not photo:
            raise Refused(
                "presence.no_picture", "The picture could not be kept, so it proves nothing. Scan the label instead."
            )
        age = now.at - taken
        if not -FRESH < age < FRESH:
            raise Refused(
                "presence.old_picture",
                "This picture is {minutes} minutes old. Take a new one of the label, here and now.",
                minutes=round(abs(age).total_seconds() / 60),
            )
        round_ = going(ledger, round_id, by)
        used = (arrival.fact.photo for point in round_.points for arrival in round_.visit(point).arrivals)
        if photo in used:
            raise Refused("presence.used_picture", "This picture was used on this round already. Take a new one.")
    return arrive(ledger, round_id, reading, by, now, method="picture", photo=photo)


def _used_before(ledger: Ledger, reading: Reading, now: Moment) -> bool:
    """Whether this device took the same code of the screen, or a later one, before: each counts once.

    Only visits since shortly before that half minute are looked at; nobody had the code sooner.
    """
    if reading.status != "active" or not reading.window:
        return False
    visits = ledger.rounds.reached.get(reading.checkpoint, [])
    since = now.at - timedelta(seconds=4 * WINDOW)
    return any(
        arrival.device == now.device and arrival.fact.issue == reading.issue and arrival.fact.window >= reading.window
        for _, round_ in visits[bisect.bisect_left(visits, since, key=itemgetter(0)) :]
        for arrival in ledger.rounds.all[round_].visit(reading.checkpoint).arrivals
    )


def arrive_typed(
    ledger: Ledger, round_id: str, reading: Reading, reason: str, by: str, now: Moment
) -> Sequence[RoundFact | LabelFact]:
    """Confirm presence by the 8 letters under a damaged code; orders a reprint. Lower proof than a scan.

    Raises:
        Refused: `presence.wrong_letters` when they are of no label here, and what `arrive` raises.
    """
    if reading.status in ("not_a_code", "unknown"):
        raise Refused("presence.wrong_letters", "These 8 letters are on no label of this site. Read them once more.")
    if reading.status != "active":
        return arrive(ledger, round_id, reading, by, now)
    round_ = _here(ledger, round_id, reading.checkpoint, by, now)
    why = reason_given(reason)
    return [
        *on_the_way(round_),
        PointReached(round=round_id, checkpoint=reading.checkpoint, method="typed", issue=reading.issue, reason=why),
        ReprintOrdered(checkpoint=reading.checkpoint, round=round_id, reason=why),
    ]


def arrive_witnessed(
    ledger: Ledger, round_id: str, checkpoint: str, reason: str, witness: Confirmed, by: str, now: Moment
) -> Sequence[RoundFact | LabelFact]:
    """Confirm presence at an unreadable code by a second person's PIN; orders a reprint.

    Raises:
        Refused: `presence.own_witness`, and what `arrive` raises.
    """
    round_ = _here(ledger, round_id, checkpoint, by, now)
    if witness.person == by:
        raise Refused("presence.own_witness", "Another person has to confirm with their own PIN.")
    why = reason_given(reason)
    return [
        *on_the_way(round_),
        PointReached(round=round_id, checkpoint=checkpoint, method="witnessed", reason=why, witness=witness.person),
        ReprintOrdered(checkpoint=checkpoint, round=round_id, reason=why),
    ]


def arrive_on_paper(ledger: Ledger, round_id: str, checkpoint: str, by: str) -> Sequence[RoundFact]:
    """Enter a point from paper; the office may do that, so no code and no place is asked for.

    Raises:
        Refused: `presence.not_paper` on any other round, `presence.not_planned`, and what `going` raises.
    """
    round_ = going(ledger, round_id, by)
    if round_.started is None or not round_.started.paper:
        raise Refused("presence.not_paper", "Only a round entered from paper takes points without a code.")
    _planned(ledger, round_, checkpoint)
    return [*on_the_way(round_), PointReached(round=round_id, checkpoint=checkpoint, method="paper")]


def skip(ledger: Ledger, round_id: str, checkpoint: str, reason: str, by: str, words: str = "") -> Sequence[RoundFact]:
    """Leave a point out with a reason: no silent skip (forms.md 1).

    Raises:
        Refused: `skip.done` when the point was finished already, `reason.short`, `presence.not_planned`.
    """
    round_ = going(ledger, round_id, by)
    _planned(ledger, round_, checkpoint)
    if round_.visit(checkpoint).state == "done":
        raise Refused("skip.done", "This point is done already.")
    return [
        *on_the_way(round_),
        PointSkipped(round=round_id, checkpoint=checkpoint, reason=reason_given(reason), words=spoken(words)),
    ]
