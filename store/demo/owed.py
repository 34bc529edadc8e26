"""What is owed beside the repair: an answer to the owner, and a decision about who answers for it; and who decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.work import deputies
from checkpoints.work.accounts import deciding
from checkpoints.work.accounts.facts import AccountProposed, AccountRuled
from checkpoints.work.accounts.owing import self_mended
from checkpoints.work.accounts.state import Account
from checkpoints.work.deputies import DeputyNamed
from checkpoints.work.promises import Promise, handing, making, replying, revisiting
from checkpoints.work.promises.case import Case, case_of
from checkpoints.work.promises.making import PromiseRequest
from store.demo.pen import Pen
from store.demo.sayings import (
    ACCOUNTED,
    APPEALED,
    AWAY,
    CONSENT,
    DECLINED,
    HEARD_BOTH,
    MATTERS,
    MET,
    NOBODY,
    NOT_PLEASED,
    NOTICE,
    PLEASED,
    SOLVED,
    STATED,
    UNREACHED,
)

__all__ = [
    "answer",
    "ask_for",
    "close_accounts",
    "decide_accounts",
    "hear_owners",
    "lead",
    "manager",
    "others",
    "stand_in",
]

OWNERS = (("3-1-1502", "徐女士"), ("5-2-0801", "郭先生"), ("2-1-2103", "马女士"), ("1-3-0604", "唐先生"))
ANSWERED, LATE, VISITED = 0.55, 0.08, 0.4
HEARD = 0.4
"""How often somebody comes to the desk in a half-day."""
BLAMED = 0.3
"""Share of the decisions that name somebody."""
OUT, SLOW, DISPLEASED = 0.14, 0.28, 0.42
"""Owners by lot: hard to reach, answered late, not satisfied at first; the others are served as they should be."""
TAKEN, DECLINING = 0.8, 0.08
APPROVED, APPEALING, RULED = 0.3, 0.2, 0.15


def _present(pen: Pen) -> list[str]:
    """Everybody who works here, and is not away."""
    today = pen.now.date()
    away = {p for p, known in pen.ledger.deputies.items() if any(s.start <= today <= s.end for s in known.stands)}
    return [p.id for p in pen.ledger.people.active() if p.id not in away]


def lead(pen: Pen) -> str:
    """The supervisor, or the deputy while the supervisor is away."""
    today = pen.now.date()
    able = [p for p in _present(pen) if deputies.may(pen.ledger, p, "assign", today)]
    return next((p for p in able if p != manager(pen)), manager(pen))


def manager(pen: Pen) -> str:
    """The manager; '' on a site without one."""
    return next((p.id for p in pen.ledger.people.active() if p.role == "manager"), "")


def others(pen: Pen, finding: str) -> list[str]:
    """Who could look whether it is put right: assistants first, in any order, but not whoever found it gone."""
    ranked = [p for p in _present(pen) if pen.ledger.people[p].role == "assistant"] or _present(pen)
    last = pen.ledger.findings.all[finding].progress.attempts
    did = (last[-1].by, last[-1].fixer) if last else ()
    return [p for p in pen.rng.sample(ranked, min(3, len(ranked))) if p not in did]


def stand_in(pen: Pen) -> None:
    """Some weekends the supervisor is away, and an assistant stands in (rules.md 11.11)."""
    today, chief = pen.now.date(), next((p.id for p in pen.ledger.people.active() if p.role == "supervisor"), "")
    able = [p.id for p in pen.ledger.people.active() if p.role == "assistant"]
    if today.weekday() != 4 or not chief or not able or not manager(pen) or pen.fate.lot("away", today) > 0.4:
        return
    named = DeputyNamed(
        person=chief,
        deputy=pen.rng.choice(able),
        start=today + timedelta(days=1),
        end=today + timedelta(days=2),
        reason=AWAY,
    )
    pen.record(chief, lambda now: deputies.name(pen.ledger, named, chief, now))


def hear_owners(pen: Pen) -> None:
    """Now and then somebody comes to the desk with a question, and is promised an answer (D3.16)."""
    desk = next((p.id for p in pen.ledger.people.active() if p.role == "desk"), "")
    if not desk or pen.rng.random() > HEARD:
        return
    unit, contact = pen.rng.choice(OWNERS)
    helper = pen.rng.choice([p for p in _present(pen) if pen.ledger.people[p].role in ("assistant", "desk")])
    request = PromiseRequest(
        matter=pen.rng.choice(MATTERS),
        unit=unit,
        contact=contact,
        phone=f"1380000{pen.rng.randint(1000, 9999)}",
        urgent=pen.rng.random() < 0.1,
        follower=helper,
    )
    _try(pen, desk, lambda now: making.make(pen.ledger, request, desk, now))


def ask_for(pen: Pen, finding: str) -> None:
    """An owner is concerned: whoever found it promises an answer (D3.13)."""
    line = pen.ledger.findings.brief(finding)
    if line.category != "owner" or not line.open or pen.ledger.promises.of_finding.get(finding):
        return
    unit, contact = pen.rng.choice(OWNERS)
    request = PromiseRequest(
        matter=line.words,
        unit=unit,
        contact=contact,
        phone=f"1380000{pen.rng.randint(1000, 9999)}",
        finding=finding,
        follower=line.found_by,
    )
    _try(pen, line.found_by, lambda now: making.make(pen.ledger, request, line.found_by, now))


def answer(pen: Pen, end: datetime) -> None:
    """What was handed on is taken; owners are answered and asked afterwards."""
    for promise in pen.ledger.promises.lively():
        if pen.now >= end:
            return
        if promise.offer is not None:
            _answer_offer(pen, promise, promise.offer.to)
        elif promise.answered_at is not None:
            _revisit(pen, promise)
        else:
            _speak(pen, promise)


def _owner(pen: Pen, promise: Promise) -> float:
    """The lot of an owner, the same in every telling."""
    return pen.fate.lot("owner", promise.made_at, promise.made.unit if promise.made else "")


def _say(pen: Pen, promise: Promise, by: str, decide: Callable[[Case], Sequence[Fact]]) -> bool:
    return _try(pen, by, lambda now: decide(case_of(pen.ledger, promise.id, by, now)))


def _answer_offer(pen: Pen, promise: Promise, to: str) -> None:
    lot = pen.rng.random()
    if lot < DECLINING:
        _say(pen, promise, to, lambda case: handing.decline(case, DECLINED))
    elif lot < TAKEN:
        _say(pen, promise, to, handing.take)


def _revisit(pen: Pen, promise: Promise) -> None:
    if pen.rng.random() > VISITED:
        return
    pleased = not (SLOW <= _owner(pen, promise) < DISPLEASED) or bool(promise.visits)
    words = PLEASED if pleased else pen.rng.choice(NOT_PLEASED)
    _say(pen, promise, promise.follower, lambda case: revisiting.revisit(case, "phone", words, satisfied=pleased))


def _speak(pen: Pen, promise: Promise) -> None:
    """A reply, a try that reaches nobody, a notice at the door, or a later time that was agreed."""
    by, lot, mended, made = promise.follower, _owner(pen, promise), _mended(pen, promise), promise.made
    if lot < OUT and len(promise.tries) < 3:
        _say(pen, promise, by, lambda case: replying.try_to_reach(case, "phone", UNREACHED))
    elif lot < OUT and promise.notice is None:
        _say(pen, promise, by, lambda case: replying.leave_notice(case, NOTICE))
    elif pen.rng.random() < (ANSWERED if lot >= SLOW else LATE):
        if mended or not promise.replies:
            words = pen.rng.choice(SOLVED if mended else MET)
            _say(pen, promise, by, lambda case: replying.reply(case, "phone", words, final=mended))
        elif made is not None and not promise.extensions and pen.now + timedelta(hours=8) > made.final_by:
            later = max(made.final_by, pen.now) + timedelta(days=3)
            _say(pen, promise, by, lambda case: replying.extend(case, later, "phone", CONSENT))


def _mended(pen: Pen, promise: Promise) -> bool:
    """Whether the final answer can be given; what was asked at the desk alone takes two talks."""
    finding = promise.made.finding if promise.made else ""
    if not finding:
        return bool(promise.replies)
    return not pen.ledger.findings.brief(finding).open


def close_accounts(pen: Pen, finding: str) -> None:
    """Who answers for it, or why nobody does (D3.15); before a serious or late finding is closed."""
    ledger = pen.ledger
    if (
        not deciding.needed(ledger, finding, pen.now)
        or deciding.decided(ledger, finding)
        or ledger.accounts.of(finding)
    ):
        return
    line, by = ledger.findings.brief(finding), lead(pen)
    if self_mended(ledger, finding) or pen.rng.random() > BLAMED or not manager(pen):
        credit = self_mended(ledger, finding)
        why = pen.rng.choice(NOBODY)
        for who in (by, manager(pen)):
            if _try(pen, who, lambda now, who=who: deciding.waive(ledger, finding, why, who, now, credit=credit)):
                return
        return
    mine = line.person in ledger.people
    proposed = AccountProposed(
        account="",
        finding=finding,
        party="person" if mine else "department",
        who=line.person if mine else line.department,
        fault="late" if line.finished_late else "duty",
        measure=pen.rng.choice(("reminder", "reminder", "training", "points")),
        amount=2,
        words=pen.rng.choice(ACCOUNTED),
    )
    if not _try(pen, by, lambda now: deciding.propose(ledger, proposed, by, now)):
        return
    record = ledger.accounts.of(finding)[-1].id
    if mine:
        _try(pen, line.person, lambda now: deciding.state(ledger, record, pen.rng.choice(STATED), line.person, now))
    if pen.rng.random() < APPROVED:
        _try(pen, manager(pen), lambda now: deciding.approve(ledger, record, manager(pen), now))


def decide_accounts(pen: Pen, end: datetime) -> None:
    """The manager decides about records that wait; now and then somebody does not agree, and is heard."""
    ledger, chief = pen.ledger, manager(pen)
    for account in sorted(ledger.accounts.all.values(), key=lambda a: a.at.timestamp() if a.at else 0.0):
        fact = account.proposed
        if fact is None or pen.now >= end:
            continue
        if account.state == "proposed" and pen.rng.random() < APPROVED:
            _try(pen, chief, lambda now, a=account.id: deciding.approve(ledger, a, chief, now))
        elif account.state == "approved" and fact.party == "person" and _disagrees(pen, account):
            _try(pen, fact.who, lambda now, a=account.id, by=fact.who: deciding.appeal(ledger, a, APPEALED, by, now))
        elif account.state == "appealed" and pen.rng.random() < RULED:
            outcome = "lifted" if pen.rng.random() < BLAMED else "upheld"
            ruled = AccountRuled(account=account.id, outcome=outcome, words=HEARD_BOTH)
            _try(pen, chief, lambda now, ruled=ruled: deciding.rule(ledger, ruled, chief, now))


def _disagrees(pen: Pen, account: Account) -> bool:
    """Within a day of the decision, or not at all."""
    if account.decided is None or pen.now - account.decided[0] > timedelta(hours=24):
        return False
    return pen.fate.lot("appeal", account.at, account.decided[0]) < APPEALING


def _try(pen: Pen, by: str, decide: Callable[[Moment], Sequence[Fact]]) -> bool:
    """Take a decision where it is allowed; whether it was."""
    if by not in pen.ledger.people:
        return False
    pen.wait(30, 120)
    try:
        return bool(pen.record(by, decide))
    except Refused:
        return False
