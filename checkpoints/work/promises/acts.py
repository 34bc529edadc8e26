"""What can be done with a promise, and why somebody cannot do it now. A screen shows all of it and asks `why_not`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from checkpoints.fact import Moment, Refused
from checkpoints.work.promises.case import case_of
from checkpoints.work.promises.contacts import Place, can_look_up
from checkpoints.work.promises.handing import can_answer_offer, can_hand_on, can_move
from checkpoints.work.promises.replying import can_answer, can_call_outside, can_leave_notice
from checkpoints.work.promises.revisiting import can_revisit

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["PROMISE_ACTS", "PromiseAct", "why_not"]

PromiseAct = Literal[
    "take", "decline", "reply", "solve", "try", "notice", "extend", "revisit", "hand_on", "outside", "move", "look_up"
]
_CHECKS = {
    "take": can_answer_offer,
    "decline": can_answer_offer,
    "reply": can_answer,
    "solve": can_answer,
    "try": can_answer,
    "notice": can_leave_notice,
    "extend": can_answer,
    "revisit": can_revisit,
    "hand_on": can_hand_on,
    "outside": can_call_outside,
    "move": can_move,
}
PROMISE_ACTS: tuple[PromiseAct, ...] = (
    "take",
    "decline",
    "reply",
    "solve",
    "try",
    "notice",
    "extend",
    "revisit",
    "hand_on",
    "outside",
    "move",
    "look_up",
)
"""In the order in which a screen offers them; `solve` is the final reply."""


def why_not(ledger: Ledger, promise: str, act: PromiseAct, by: str, now: Moment, place: Place) -> Refused | None:
    """Why somebody cannot do this now; None when they can."""
    try:
        case = case_of(ledger, promise, by, now)
        if act == "look_up":
            can_look_up(case, place)
        else:
            _CHECKS[act](case)
    except Refused as refused:
        return refused
    return None
