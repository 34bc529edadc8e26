"""Verifying, closing and opening again (D3.12, D3.15; rules.md 1)."""

from __future__ import annotations

from collections.abc import Sequence

from checkpoints.fact import Fact, Refused
from checkpoints.work.accounts.owing import decided, needed
from checkpoints.work.findings.act import Act, fields
from checkpoints.work.findings.asking import Asking, words_of
from checkpoints.work.findings.chain import chain
from checkpoints.work.findings.facts import FindingClosed, FindingReopened, FindingVerified
from checkpoints.work.findings.form import Form
from checkpoints.work.findings.looking import evidence, not_own, reading
from checkpoints.work.findings.repeats import is_key, repeats
from checkpoints.work.promises.owing import owner_answered, promises_of

__all__ = ["CLOSE", "FAIL", "PASS", "REOPEN"]

OWNER = "owner"
"""Category of what concerns an owner; somebody has to follow it (D3.13)."""


def _may_verify(ask: Asking) -> None:
    ask.needs("verify")
    ask.at_a_state_for(FindingVerified)
    not_own(ask)


def _pass(ask: Asking, form: Form) -> Sequence[Fact]:
    value, round_id = evidence(ask, form)
    verified = FindingVerified(
        finding=ask.finding.id,
        passed=True,
        words=words_of(form.words, 0),
        photos=form.photos,
        value=value,
        round=round_id,
    )
    return chain(ask.ledger, ask.finding, [verified])


def _fail(ask: Asking, form: Form) -> Sequence[Fact]:
    failed = FindingVerified(
        finding=ask.finding.id,
        passed=False,
        words=words_of(form.reason),
        photos=form.photos,
        value=reading(ask, form.value)[0] if form.value != "" else "",
    )
    return chain(ask.ledger, ask.finding, [failed])


def _may_close(ask: Asking) -> None:
    ask.needs("close")
    ask.at_a_state_for(FindingClosed)
    finding, now = ask.finding.id, ask.now.at
    line = ask.line
    if (line.hard or is_key(ask.ledger, finding, now)) and not ask.may("close_key"):
        raise Refused("close.key", "An emergency, a key or a hard finding is closed by the manager.")
    if line.conflict:
        raise Refused(
            "close.conflict", "Two versions of {number} contradict each other. Settle that first.", number=ask.number
        )
    if line.category == OWNER and not promises_of(ask.ledger, finding):
        raise Refused("close.follower", "It concerns an owner: name first who answers them, and by when.")
    if not owner_answered(ask.ledger, finding):
        raise Refused("close.owner", "The owner has no final answer yet.")
    if needed(ask.ledger, finding, now) and not decided(ask.ledger, finding):
        raise Refused("close.account", "Decide first who answers for it, or why nobody does.")
    if repeats(ask.ledger, finding, now).key and not ask.finding.cause:
        raise Refused("close.cause", "It came back too often: write down the root cause first.")


def _close(ask: Asking, form: Form) -> Sequence[Fact]:
    return chain(ask.ledger, ask.finding, [FindingClosed(finding=ask.finding.id, words=words_of(form.words, 0))])


def _may_reopen(ask: Asking) -> None:
    ask.needs("reopen")
    ask.at_a_state_for(FindingReopened)


def _reopen(ask: Asking, form: Form) -> Sequence[Fact]:
    return chain(ask.ledger, ask.finding, [FindingReopened(finding=ask.finding.id, reason=words_of(form.reason))])


PASS = Act("pass", _may_verify, _pass, fields(), fields("photos", "value", "words"))
FAIL = Act("fail", _may_verify, _fail, fields("reason"), fields("photos", "value"))
CLOSE = Act("close", _may_close, _close, fields(), fields("words"))
REOPEN = Act("reopen", _may_reopen, _reopen, fields("reason"), fields())
