"""Waiting: for parts, a vote or a firm, and for a later finish time (rules.md 2 and 11.4).

Neither stops the clock. A blocked finding cannot be finished; more time is granted twice at most, never by whoever
asked for it, and the first promised date stays visible.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from checkpoints.fact import Fact, Refused
from checkpoints.work.findings.act import Act, fields
from checkpoints.work.findings.asking import Asking, words_of
from checkpoints.work.findings.chain import chain
from checkpoints.work.findings.facts import (
    FindingBlocked,
    FindingExtensionAnswered,
    FindingExtensionAsked,
    FindingUnblocked,
)
from checkpoints.work.findings.form import Form
from checkpoints.work.findings.progress import Extension

__all__ = ["ASK_EXTENSION", "BLOCK", "GRANT_EXTENSION", "REFUSE_EXTENSION", "UNBLOCK", "not_blocked"]


def not_blocked(ask: Asking) -> None:
    """Raise Refused `finding.blocked` while it waits for something."""
    if ask.finding.progress.blocked is not None:
        raise Refused("finding.blocked", "{number} is blocked. Say first that it is not any more.", number=ask.number)


def _may_block(ask: Asking) -> None:
    ask.needs("rectify")
    ask.at_a_state_for(FindingBlocked)
    ask.responsible()


def _block(ask: Asking, form: Form) -> Sequence[Fact]:
    if form.review_on is None or form.review_on <= ask.today:
        raise Refused("block.date", "The day to look again has to come after today.")
    reason, measure = words_of(form.reason), words_of(form.measure)
    blocked = FindingBlocked(finding=ask.finding.id, reason=reason, measure=measure, review_on=form.review_on)
    return chain(ask.ledger, ask.finding, [blocked])


def _may_unblock(ask: Asking) -> None:
    ask.needs("rectify")
    ask.at_a_state_for(FindingUnblocked)
    ask.responsible()
    if ask.finding.progress.blocked is None:
        raise Refused("finding.not_blocked", "{number} is not blocked.", number=ask.number)


def _unblock(ask: Asking, _form: Form) -> Sequence[Fact]:
    return chain(ask.ledger, ask.finding, [FindingUnblocked(finding=ask.finding.id)])


def _room_for_another(ask: Asking) -> None:
    most = ask.site.review_policy.max_extensions
    if ask.line.extensions >= most:
        raise Refused("extension.most", "The finish time was moved {count} times already.", count=most)


def _may_ask(ask: Asking) -> None:
    ask.needs("answer_notice")
    ask.at_a_state_for(FindingExtensionAsked)
    ask.responsible()
    if ask.finding.progress.extension is not None:
        raise Refused("extension.waits", "A request for more time waits for its answer.")
    _room_for_another(ask)


def _later(ask: Asking, due: datetime | None) -> datetime:
    """A date that is later than the deadline in force, and than now."""
    held = ask.finding.due
    if due is None or due <= ask.now.at or (held is not None and due <= held):
        raise Refused("extension.date", "The new finish time has to come after the one in force.")
    return due


def _ask(ask: Asking, form: Form) -> Sequence[Fact]:
    asked = FindingExtensionAsked(finding=ask.finding.id, reason=words_of(form.reason), due=_later(ask, form.due))
    return chain(ask.ledger, ask.finding, [asked])


def _waiting(ask: Asking) -> Extension:
    extension = ask.finding.progress.extension
    if extension is None:
        raise Refused("extension.none", "Nobody asked for more time.")
    return extension


def _may_answer(ask: Asking) -> None:
    ask.needs("extend_serious" if ask.serious else "extend")
    ask.at_a_state_for(FindingExtensionAnswered)
    if _waiting(ask).by == ask.by:
        raise Refused("extension.own", "Nobody grants their own request.")


def _may_grant(ask: Asking) -> None:
    _may_answer(ask)
    _room_for_another(ask)


def _grant(ask: Asking, form: Form) -> Sequence[Fact]:
    due = _later(ask, form.due or _waiting(ask).fact.due)
    words = words_of(form.words, 0)
    answer = FindingExtensionAnswered(finding=ask.finding.id, granted=True, due=due, words=words)
    return chain(ask.ledger, ask.finding, [answer])


def _refuse(ask: Asking, form: Form) -> Sequence[Fact]:
    asked = _waiting(ask).fact.due
    answer = FindingExtensionAnswered(finding=ask.finding.id, granted=False, due=asked, words=words_of(form.reason))
    return chain(ask.ledger, ask.finding, [answer])


BLOCK = Act("block", _may_block, _block, fields("reason", "measure", "review_on"), fields())
UNBLOCK = Act("unblock", _may_unblock, _unblock, fields(), fields())
ASK_EXTENSION = Act("ask_extension", _may_ask, _ask, fields("due", "reason"), fields())
GRANT_EXTENSION = Act("grant_extension", _may_grant, _grant, fields(), fields("due", "words"))
REFUSE_EXTENSION = Act("refuse_extension", _may_answer, _refuse, fields("reason"), fields())
