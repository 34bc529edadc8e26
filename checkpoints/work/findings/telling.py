"""What is said about a finding on the way: flags, referrals, reports, chases, causes, notes (D3.10; rules.md 3, 6, 11).

None of these moves it. A report is sent; only whoever a step is for acknowledges it.
"""

from __future__ import annotations

from collections.abc import Sequence

from checkpoints.fact import Fact, Refused
from checkpoints.work.findings.act import Act, fields
from checkpoints.work.findings.asking import Asking, words_of
from checkpoints.work.findings.chain import chain
from checkpoints.work.findings.facts import (
    FindingAcknowledged,
    FindingCauseFound,
    FindingChased,
    FindingFlagged,
    FindingNoted,
    FindingReferred,
    FindingReported,
)
from checkpoints.work.findings.form import Form, missing
from checkpoints.work.findings.ladder import Step, steps
from checkpoints.work.findings.raising import note
from checkpoints.work.findings.table import DONE, OPEN, State
from checkpoints.work.spoken import LONGEST_NAME, spoken

__all__ = ["ACKNOWLEDGE", "CAUSE", "CHASE", "FLAG", "NOTE", "REFER", "REPORT"]

_LIVE: frozenset[State] = OPEN | DONE | frozenset[State]({"verified"})
_LEAST_CAUSE = 10


def _may_flag(ask: Asking) -> None:
    ask.needs("flag")
    ask.at(_LIVE)


def _flag(ask: Asking, form: Form) -> Sequence[Fact]:
    line = ask.line
    if (form.key, form.hard) == (line.key, line.hard):
        raise Refused("flag.nothing", "It is marked so already.")
    if ((line.key and not form.key) or (line.hard and not form.hard)) and not ask.may("close_key"):
        raise Refused("flag.manager", "Only the manager takes such a mark away.")
    flagged = FindingFlagged(finding=ask.finding.id, key=form.key, hard=form.hard, reason=words_of(form.reason))
    return chain(ask.ledger, ask.finding, [flagged])


def _may_refer(ask: Asking) -> None:
    ask.needs("report")
    ask.at(_LIVE)


def _refer(ask: Asking, form: Form) -> Sequence[Fact]:
    if form.referral == "" or form.on is None:
        raise missing("on" if form.referral else "referral")
    if form.on > ask.today:
        raise Refused("refer.date", "The day of the paper lies in the future.")
    referred = FindingReferred(
        finding=ask.finding.id,
        kind_of=form.referral,
        to=words_of(spoken(form.to, LONGEST_NAME), 2),
        on=form.on,
        paper=words_of(form.paper, 2),
    )
    return chain(ask.ledger, ask.finding, [referred])


def _steps(ask: Asking) -> list[Step]:
    return steps(ask.ledger, ask.finding.id, ask.now.at)


def _may_report(ask: Asking) -> None:
    ask.needs("report")
    if not _steps(ask):
        raise Refused("report.none", "No step of the ladder has been reached.")


def _report(ask: Asking, form: Form) -> Sequence[Fact]:
    if form.channel == "":
        raise missing("channel")
    if form.step not in {step.key for step in _steps(ask)}:
        raise Refused("report.step", "That step has not been reached.")
    reported = FindingReported(
        finding=ask.finding.id,
        step=form.step,
        to=words_of(spoken(form.to, LONGEST_NAME), 1),
        channel=form.channel,
        words=words_of(form.words, 0),
    )
    return chain(ask.ledger, ask.finding, [reported])


def _is_for(ask: Asking, step: Step) -> bool:
    """Whether a step is for whoever asks; what is for a head, is for the one of that department."""
    if step.who != "dept_head":
        return step.who in ask.roles
    line, people = ask.line, ask.ledger.people
    theirs = (people[p] for p in ask.stands_for)
    return line.head in ask.stands_for or any(p.role == "dept_head" and p.department == line.department for p in theirs)


def _open_for(ask: Asking) -> set[str]:
    """The steps of which whoever asks has to take note, by key.

    Raises Refused: `acknowledge.not_yours` when none is for them, `acknowledge.already` when they did.
    """
    theirs = [step for step in _steps(ask) if _is_for(ask, step)]
    if not theirs:
        raise Refused("acknowledge.not_yours", "No step of the ladder is for you.")
    waiting = {step.key for step in theirs if not step.acknowledged}
    if not waiting:
        raise Refused("acknowledge.already", "You have taken note of it already.")
    return waiting


def _may_acknowledge(ask: Asking) -> None:
    _open_for(ask)


def _acknowledge(ask: Asking, form: Form) -> Sequence[Fact]:
    if form.step not in _open_for(ask):
        raise Refused("acknowledge.step", "That step does not wait for you.")
    return chain(ask.ledger, ask.finding, [FindingAcknowledged(finding=ask.finding.id, step=form.step)])


def _may_chase(ask: Asking) -> None:
    ask.needs("assign")
    ask.at(_LIVE)


def _chase(ask: Asking, form: Form) -> Sequence[Fact]:
    if form.next_at is not None and form.next_at <= ask.now.at:
        raise Refused("chase.next", "The next time to ask lies in the past.")
    chased = FindingChased(
        finding=ask.finding.id,
        whom=words_of(spoken(form.to, LONGEST_NAME), 1),
        answer=words_of(form.words, 2),
        next_at=form.next_at,
    )
    return chain(ask.ledger, ask.finding, [chased])


def _may_tell(ask: Asking) -> None:
    """Whoever reports, and whoever has to put it right."""
    if not ask.is_responsible:
        ask.needs("report")


def _may_name_the_cause(ask: Asking) -> None:
    _may_tell(ask)
    ask.at(_LIVE)


def _cause(ask: Asking, form: Form) -> Sequence[Fact]:
    found = FindingCauseFound(finding=ask.finding.id, cause=words_of(form.words, _LEAST_CAUSE))
    return chain(ask.ledger, ask.finding, [found])


def _may_note(ask: Asking) -> None:
    if not ask.is_responsible:
        ask.needs("raise")


def _note(ask: Asking, form: Form) -> Sequence[Fact]:
    added = FindingNoted(finding=ask.finding.id, words=form.words, photos=form.photos, no_photo=form.reason)
    return note(ask.ledger, ask.finding.id, added)


FLAG = Act("flag", _may_flag, _flag, fields("reason"), fields("key", "hard"))
REFER = Act("refer", _may_refer, _refer, fields("referral", "to", "on", "paper"), fields())
REPORT = Act("report", _may_report, _report, fields("step", "to", "channel"), fields("words"))
ACKNOWLEDGE = Act("acknowledge", _may_acknowledge, _acknowledge, fields("step"), fields())
CHASE = Act("chase", _may_chase, _chase, fields("to", "words"), fields("next_at"))
CAUSE = Act("cause", _may_name_the_cause, _cause, fields("words"), fields())
NOTE = Act("note", _may_note, _note, fields(), fields("words", "photos", "reason"))
