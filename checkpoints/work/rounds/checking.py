"""Answering the checks of a point (brief D3.4 to D3.9): one key for a pass, one step from a fail to its finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from checkpoints.fact import Moment, Refused
from checkpoints.site.checks import Check, Outcome
from checkpoints.site.words import Lang
from checkpoints.work import findings
from checkpoints.work.findings import Draft, FindingFact
from checkpoints.work.rounds.answers import UNREADABLE, outcome_of, passable, value_of, words_for
from checkpoints.work.rounds.course import going, on_the_way
from checkpoints.work.rounds.facts import CheckAnswered, FindingTouched, PointLeft, RoundFact, Touch
from checkpoints.work.rounds.state import Round, Visit

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "answer",
    "checks_here",
    "fix_here",
    "leave",
    "pass_rest",
    "photos_owed",
    "raise_here",
    "rest",
    "same_fault",
    "see",
    "unanswered",
    "unseen",
]

Facts = Sequence[RoundFact | FindingFact]


def checks_here(ledger: Ledger, round_: Round, checkpoint: str) -> tuple[Check, ...]:
    """The checks asked at a point on the day the round was started."""
    if ledger.site is None or round_.started_at is None or checkpoint not in ledger.site.checkpoint_of:
        return ()
    return ledger.site.checks_at(checkpoint, round_.started_at.date())


def unanswered(ledger: Ledger, round_: Round, checkpoint: str) -> list[Check]:
    """The checks of a point that have no answer yet."""
    given = round_.visit(checkpoint).answers
    return [c for c in checks_here(ledger, round_, checkpoint) if c.id not in given]


def _at(ledger: Ledger, round_id: str, checkpoint: str, by: str) -> tuple[Round, Visit]:
    round_ = going(ledger, round_id, by)
    visit = round_.visit(checkpoint)
    if not visit.arrivals:
        raise Refused("point.not_reached", "Scan the code at this point first.")
    return round_, visit


def answer(
    ledger: Ledger,
    round_id: str,
    checkpoint: str,
    check_id: str,
    raw: str | float,
    by: str,
    now: Moment,
    *,
    photos: tuple[str, ...] = (),
    no_photo: str = "",
    draft: Draft | None = None,
    lang: Lang = "zh",
) -> Facts:
    """Answer one check. A failed or out-of-range answer brings its finding in the same step.

    `draft` is the finding sheet as the person filled it in; without it the catalogue's values stand. A fault that
    is open already gets a sighting and what the sheet adds, instead of a second finding (see `same_fault`).

    Raises:
        Refused: `point.not_reached`, `answer.check` for a check not asked here, what `value_of`, `going` and
            `findings.raise_finding` raise.
    """
    round_, visit = _at(ledger, round_id, checkpoint, by)
    check = next((c for c in checks_here(ledger, round_, checkpoint) if c.id == check_id), None)
    if check is None:
        raise Refused("answer.check", "This check is not asked here.")
    value = value_of(check.answer, raw)
    if check.answer.type == "photo":
        photos = photos or (str(value),)
    outcome = outcome_of(check.answer, value)
    before = visit.answers.get(check_id)
    answered = CheckAnswered(
        round=round_id,
        checkpoint=checkpoint,
        check=check_id,
        value=value,
        outcome=outcome,
        photos=photos,
        no_photo=no_photo,
        corrects=before.event if before else "",
    )
    facts: list[RoundFact | FindingFact] = [*on_the_way(round_), answered]
    if outcome in ("fail", "critical"):
        facts += _finding_of(ledger, round_, visit, check, value, outcome, draft, lang, by, now)
    return facts


def _finding_of(
    ledger: Ledger,
    round_: Round,
    visit: Visit,
    check: Check,
    value: str | float,
    outcome: Outcome,
    draft: Draft | None,
    lang: Lang,
    by: str,
    now: Moment,
) -> Facts:
    same = same_fault(ledger, visit.checkpoint, check.id, value, outcome)
    if same is not None:
        return _still_there(ledger, round_, visit, same, draft, by)
    if draft is None:
        draft = findings.draft_for(
            ledger,
            visit.checkpoint,
            check,
            value,
            outcome,
            words=words_for(check, value, lang),
            round_id=round_.id,
        )
    draft = replace(draft, check=check.id, value=value, checkpoint=visit.checkpoint, round=round_.id)
    return _raised(ledger, draft, by, now)


def same_fault(
    ledger: Ledger, checkpoint: str, check: str, value: str | float, outcome: Outcome
) -> findings.Finding | None:
    """The open finding that a failed answer adds a sighting to, instead of raising a second one (rules.md 6).

    A critical reading is another matter than the ordinary fault that stands open: it raises its own S1. So is a
    reading out of range where the fault that stands open is that the meter was dead.
    """
    for found in ledger.findings.at(checkpoint):
        raised = found.raised
        if (
            raised is not None
            and raised.check == check
            and (raised.value == UNREADABLE) == (value == UNREADABLE)
            and (outcome != "critical" or raised.severity == "S1")
        ):
            return found
    return None


def _still_there(
    ledger: Ledger, round_: Round, visit: Visit, same: findings.Finding, draft: Draft | None, by: str
) -> Facts:
    """What a filled-in sheet says about a finding that is open already is added to it, not lost."""
    facts: list[RoundFact | FindingFact] = []
    how: Touch | None = None if same.id in visit.touched else "still"
    if draft is not None:
        added = findings.FindingNoted(
            finding=same.id, words=draft.words.strip(), photos=draft.photos, no_photo=draft.no_photo
        )
        facts += findings.note(ledger, same.id, added)
        if draft.fix is not None:
            facts += findings.fix(ledger, same.id, draft.fix, by, round_.id)
            how = "fixed"
    if how == "still":
        facts += findings.see_again(ledger, same.id, still=True, round_id=round_.id, by=by)
    if how is not None:
        facts.append(FindingTouched(round=round_.id, checkpoint=visit.checkpoint, finding=same.id, how=how))
    return facts


def _raised(ledger: Ledger, draft: Draft, by: str, now: Moment) -> Facts:
    raised = findings.raise_finding(ledger, draft, by, now)
    touch = FindingTouched(
        round=draft.round,
        checkpoint=draft.checkpoint,
        finding=raised[0].finding,
        how="fixed" if draft.fix else "raised",
    )
    return [*raised, touch]


def raise_here(ledger: Ledger, draft: Draft, by: str, now: Moment) -> Facts:
    """A free finding at a point of the round (D3.9). Raises what `findings.raise_finding` and `going` raise."""
    round_, _ = _at(ledger, draft.round, draft.checkpoint, by)
    return [*on_the_way(round_), *_raised(ledger, draft, by, now)]


def see(ledger: Ledger, round_id: str, finding: str, by: str, *, still: bool) -> Facts:
    """Say of an open finding of this point whether it is still there. Raises what `findings.see_again` raises."""
    known = ledger.findings.all.get(finding)
    checkpoint = known.raised.checkpoint if known and known.raised else ""
    round_, _ = _at(ledger, round_id, checkpoint, by)
    return [
        *on_the_way(round_),
        *findings.see_again(ledger, finding, still, round_id, by),
        FindingTouched(round=round_id, checkpoint=checkpoint, finding=finding, how="still" if still else "gone"),
    ]


def fix_here(ledger: Ledger, round_id: str, finding: str, done: findings.Fix, by: str) -> Facts:
    """Put an open finding of this point right on the spot (D3.9). Raises what `findings.fix` raises."""
    known = ledger.findings.all.get(finding)
    checkpoint = known.raised.checkpoint if known and known.raised else ""
    round_, _ = _at(ledger, round_id, checkpoint, by)
    return [
        *on_the_way(round_),
        *findings.fix(ledger, finding, done, by, round_id),
        FindingTouched(round=round_id, checkpoint=checkpoint, finding=finding, how="fixed"),
    ]


def rest(ledger: Ledger, round_: Round, checkpoint: str) -> list[Check]:
    """What "pass the rest" would answer. Not a check whose fault stands open here: that one wants a look of its own."""
    faulty = {f.raised.check for f in ledger.findings.at(checkpoint) if f.raised}
    return [c for c in unanswered(ledger, round_, checkpoint) if passable(c) and c.id not in faulty]


def pass_rest(ledger: Ledger, round_id: str, checkpoint: str, by: str) -> Facts:
    """Pass what is left and may be passed together; counted and shown on review (rules.md 8).

    Raises:
        Refused: `point.nothing_to_pass`, and what `answer` raises.
    """
    round_, _ = _at(ledger, round_id, checkpoint, by)
    left = rest(ledger, round_, checkpoint)
    if not left:
        raise Refused("point.nothing_to_pass", "Nothing is left that may be passed together.")
    return [
        *on_the_way(round_),
        *(
            CheckAnswered(
                round=round_id,
                checkpoint=checkpoint,
                check=c.id,
                value="pass" if c.answer.type == "pass_fail_na" else next(o.value for o in c.answer.options if o.ok),
                outcome="ok",
                with_rest=True,
            )
            for c in left
        ),
    ]


def photos_owed(ledger: Ledger, round_: Round, checkpoint: str) -> list[Check]:
    """Answered checks that always want a photo and have neither one nor a reason."""
    given = round_.visit(checkpoint).answers
    return [
        c
        for c in checks_here(ledger, round_, checkpoint)
        if c.photo == "always"
        and c.id in given
        and given[c.id].fact.outcome == "ok"
        and not given[c.id].fact.photos
        and not given[c.id].fact.no_photo
    ]


def unseen(ledger: Ledger, round_: Round, checkpoint: str) -> list[findings.Finding]:
    """Open findings of the place that were not looked at on this visit; a rectified one may be, and need not."""
    touched = round_.visit(checkpoint).touched
    return [f for f in ledger.findings.at(checkpoint) if f.open and f.id not in touched]


def leave(ledger: Ledger, round_id: str, checkpoint: str, by: str) -> Facts:
    """End the visit: everything answered, every open finding seen again, every photo there or excused.

    Raises:
        Refused: `point.unseen`, `point.unanswered`, `point.photo_owed`, `point.not_reached`, what `going` raises.
    """
    round_, visit = _at(ledger, round_id, checkpoint, by)
    behind = unseen(ledger, round_, checkpoint)
    if behind:
        raise Refused(
            "point.unseen",
            "{count} open findings of this place were not looked at: still there, or put right?",
            count=len(behind),
        )
    missing = unanswered(ledger, round_, checkpoint)
    if missing:
        raise Refused(
            "point.unanswered",
            "{count} checks are not answered yet. The first: {check}",
            count=len(missing),
            check=missing[0],
        )
    owed = len(photos_owed(ledger, round_, checkpoint)) + sum(
        f.photo_owed
        for f in (ledger.findings.all[i] for i in visit.touched if i in ledger.findings.all)
        if f.raised and f.raised.round == round_id
    )
    if owed:
        raise Refused(
            "point.photo_owed",
            "{count} photos are missing. Attach them or say why there is none.",
            count=owed,
        )
    return [*on_the_way(round_), PointLeft(round=round_id, checkpoint=checkpoint)]
