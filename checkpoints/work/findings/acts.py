"""Everything that can be done with a finding, in one table: who may, what it asks for, and the decision behind it.

A screen shows every act of the table; `why_not` says of each whether the person may take it now, and if not, why. The
screen asks for the fields that the act names and gives them to `perform`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.work.findings.act import Act, ActId
from checkpoints.work.findings.asking import asking
from checkpoints.work.findings.correcting import CORRECT
from checkpoints.work.findings.form import Form, missing
from checkpoints.work.findings.joining import MERGE, SETTLE, VOID
from checkpoints.work.findings.mending import FIX, MAKE_SAFE, RECTIFY
from checkpoints.work.findings.ordering import ACCEPT, ASSIGN, BEGIN, PROPOSE, REFUSE
from checkpoints.work.findings.telling import ACKNOWLEDGE, CAUSE, CHASE, FLAG, NOTE, REFER, REPORT
from checkpoints.work.findings.verdicts import CLOSE, FAIL, PASS, REOPEN
from checkpoints.work.findings.waiting import ASK_EXTENSION, BLOCK, GRANT_EXTENSION, REFUSE_EXTENSION, UNBLOCK

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["ACTS", "perform", "why_not"]

ACTS: dict[ActId, Act] = {
    act.id: act
    for act in (
        SETTLE,
        ASSIGN,
        PROPOSE,
        ACCEPT,
        REFUSE,
        BEGIN,
        RECTIFY,
        MAKE_SAFE,
        FIX,
        PASS,
        FAIL,
        CLOSE,
        ASK_EXTENSION,
        GRANT_EXTENSION,
        REFUSE_EXTENSION,
        BLOCK,
        UNBLOCK,
        REPORT,
        ACKNOWLEDGE,
        CHASE,
        FLAG,
        REFER,
        CAUSE,
        NOTE,
        CORRECT,
        MERGE,
        VOID,
        REOPEN,
    )
}
"""In the order in which a screen offers them."""


def why_not(ledger: Ledger, finding: str, act: ActId, by: str, now: Moment) -> Refused | None:
    """Why somebody cannot do this now; None when they can."""
    try:
        ACTS[act].check(asking(ledger, finding, by, now))
    except Refused as refused:
        return refused
    return None


def perform(ledger: Ledger, finding: str, act: ActId, form: Form, by: str, now: Moment) -> Sequence[Fact]:
    """Do it. Raises Refused: `form.missing` (field), and what the act's own check and decision raise."""
    ask = asking(ledger, finding, by, now)
    ACTS[act].check(ask)
    for need in ACTS[act].must(ask):
        if getattr(form, need) in ("", None, ()):
            raise missing(need)
    return ACTS[act].decide(ask, form)
