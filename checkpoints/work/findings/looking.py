"""Who may look whether it is really put right, and what counts as having looked (D3.12; rules.md 1 and 11.13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkpoints.fact import Refused
from checkpoints.site.checks import Outcome
from checkpoints.work.findings.asking import Asking
from checkpoints.work.findings.form import Form
from checkpoints.work.rounds.answers import outcome_of, value_of

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["evidence", "is_called", "not_own", "reading", "visited"]

_MEASURED = frozenset({"number", "choice"})


def is_called(ledger: Ledger, person: str, fixer: str) -> bool:
    """Whether `fixer`, an id or a name in words, is this person."""
    if person == fixer:
        return True
    entry = ledger.people[person]
    return bool(fixer) and fixer.casefold() in (entry.zh.casefold(), entry.en.casefold())


def not_own(ask: Asking) -> None:
    """Raise Refused unless somebody else's work is looked at.

    Raises:
        Refused: `verify.own` for who put it right, was named in the notice, or said that it is gone;
            `verify.department` for who leads the department (rules.md 11.13).
    """
    progress, people = ask.finding.progress, ask.ledger.people
    order = progress.order
    last = progress.attempts[-1] if progress.attempts else None
    did = {progress.fixer, order.fact.person if order else "", last.by if last and not last.fixer else ""}
    if any(is_called(ask.ledger, ask.by, one) for one in did if one):
        raise Refused("verify.own", "Whoever put it right does not verify it. Somebody else has to look.")
    leads = (people[p] for p in ask.stands_for)
    if any(p.role in ("supervisor", "dept_head") and p.department == progress.department for p in leads):
        raise Refused(
            "verify.department", "Nobody verifies for the department that they lead. Somebody else has to look."
        )


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
