"""Who may look whether it is really put right, and what counts as having looked (D3.12; rules.md 1 and 11.13)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from checkpoints.fact import Refused
from checkpoints.site.checks import Outcome
from checkpoints.work.findings.asking import Asking
from checkpoints.work.findings.facts import FindingSeen
from checkpoints.work.findings.form import Form
from checkpoints.work.findings.state import Finding
from checkpoints.work.rounds.answers import outcome_of, value_of

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["evidence", "is_called", "not_own", "own_work", "reading", "visited"]

_MEASURED = frozenset({"number", "choice"})


def is_called(ledger: Ledger, person: str, fixer: str) -> bool:
    """Whether `fixer`, an id or a name in words, is this person."""
    if person == fixer:
        return True
    if person not in ledger.people:
        return False
    entry = ledger.people[person]
    return bool(fixer) and fixer.casefold() in (entry.zh.casefold(), entry.en.casefold())


def own_work(ledger: Ledger, finding: Finding, by: str, stands_for: Iterable[str]) -> Refused | None:
    """Why somebody does not look at this one: it would be their own work; None when it is somebody else's.

    `verify.own` for who put it right, was named in the notice, or said that it is gone; `verify.department` for who
    leads the department, also as a deputy (rules.md 11.13).
    """
    progress = finding.progress
    last = progress.attempts[-1] if progress.attempts else None
    did = {progress.fixer, progress.order.fact.person if progress.order else ""}
    if last is not None and isinstance(last.done, FindingSeen):
        did.add(last.by)
    if any(is_called(ledger, by, one) for one in did if one):
        return Refused("verify.own", "Whoever put it right does not verify it. Somebody else has to look.")
    leads = (ledger.people[p] for p in stands_for if p in ledger.people)
    if any(p.role in ("supervisor", "dept_head") and p.department == progress.department for p in leads):
        return Refused(
            "verify.department", "Nobody verifies for the department that they lead. Somebody else has to look."
        )
    return None


def not_own(ask: Asking) -> None:
    """Raise Refused unless somebody else's work is looked at; see `own_work`."""
    own = own_work(ask.ledger, ask.finding, ask.by, ask.stands_for)
    if own is not None:
        raise own


def reading(ask: Asking, value: str | float) -> tuple[str | float, Outcome]:
    """A reading as it is kept, and what it means at this place.

    Raises Refused: `verify.no_reading` where the finding is about nothing that is measured; `answer.number`,
        `answer.choice`.
    """
    check = ask.site.check_at(ask.raised.checkpoint, ask.raised.check) if ask.raised.check else None
    if check is None or check.answer.type not in _MEASURED:
        raise Refused("verify.no_reading", "Nothing is measured here. Take a photo, or look at the place on a round.")
    clean = value_of(check.answer, value)
    return clean, outcome_of(check.answer, clean)


def visited(ask: Asking) -> str:
    """The round on which whoever asks was at the place since it was said to be put right; '' for none.

    Nobody knows when a visit from paper was.
    """
    attempts, rounds = ask.finding.progress.attempts, ask.ledger.rounds
    since = attempts[-1].at if attempts else ask.now.at
    for at, round_id in reversed(rounds.reached.get(ask.raised.checkpoint, [])):
        if at < since:
            break
        if at <= ask.now.at and ask.by in rounds.all[round_id].people:
            return round_id
    return ""


def evidence(ask: Asking, form: Form) -> tuple[str | float, str]:
    """The reading and the round that show it is put right; a photo does too, and so does the paper of an authority.

    Raises Refused: `verify.range` when a reading is still out of its range, `verify.evidence` when nothing shows it.
    """
    value: str | float = ""
    if form.value != "":
        value, outcome = reading(ask, form.value)
        if outcome != "ok":
            raise Refused("verify.range", "The reading is still out of its range.")
    round_id = visited(ask)
    # What staff may only report is done when it was reported: nobody here may force it (rules.md 11.3, 11.8).
    reported = any(fact.kind_of in ("authority", "warranty") for _, _, fact in ask.finding.referrals)
    if value == "" and not (form.photos or round_id or reported):
        raise Refused("verify.evidence", "Show it: a photo, a reading back in range, or a visit to the place.")
    return value, round_id
