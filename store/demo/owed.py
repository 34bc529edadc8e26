"""What is owed beside the repair: an answer to the owner, and a decision about who answers for it; and who decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.work import deputies
from checkpoints.work.accounts import deciding
from checkpoints.work.accounts.facts import AccountProposed
from checkpoints.work.accounts.owing import self_mended
from checkpoints.work.deputies import DeputyNamed
from checkpoints.work.promises import Promise, handing, making, replying, revisiting
from checkpoints.work.promises.case import case_of
from checkpoints.work.promises.making import PromiseRequest
from store.demo.pen import Pen
from store.demo.sayings import ACCOUNTED, AWAY, MATTERS, MET, NOBODY, PLEASED, SOLVED, STATED

__all__ = ["answer", "ask_for", "close_accounts", "hear_owners", "lead", "manager", "others", "stand_in"]

OWNERS = (("3-1-1502", "徐女士"), ("5-2-0801", "郭先生"), ("2-1-2103", "马女士"), ("1-3-0604", "唐先生"))
ANSWERED, VISITED = 0.7, 0.6
HEARD = 0.3
"""How often somebody comes to the desk in a half-day."""
BLAMED = 0.3
"""Share of the decisions that name somebody."""


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
    if not _try(pen, desk, lambda now: making.make(pen.ledger, request, desk, now)) or helper == desk:
        return
    offered = [p for p in pen.ledger.promises.lively() if p.offer is not None and p.offer.to == helper]
    for promise in offered:
        _try(pen, helper, lambda now, p=promise.id: handing.take(case_of(pen.ledger, p, helper, now)))


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
    """Owners are answered and asked afterwards."""
    for promise in pen.ledger.promises.lively():
        if pen.now >= end:
            return
        by, mended = promise.follower, _mended(pen, promise)
        if promise.answered_at is not None:
            if pen.rng.random() < VISITED:
                _try(
                    pen,
                    by,
                    lambda now, p=promise.id, by=by: revisiting.revisit(
                        case_of(pen.ledger, p, by, now), "phone", PLEASED, satisfied=True
                    ),
                )
        elif pen.rng.random() < ANSWERED and (mended or not promise.replies):
            words = pen.rng.choice(SOLVED if mended else MET)
            _try(
                pen,
                by,
                lambda now, p=promise.id, by=by, words=words, mended=mended: replying.reply(
                    case_of(pen.ledger, p, by, now), "phone", words, final=mended
                ),
            )


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
    _try(pen, manager(pen), lambda now: deciding.approve(ledger, record, manager(pen), now))


def _try(pen: Pen, by: str, decide: Callable[[Moment], Sequence[Fact]]) -> bool:
    """Take a decision where it is allowed; whether it was."""
    if by not in pen.ledger.people:
        return False
    pen.wait(30, 120)
    try:
        return bool(pen.record(by, decide))
    except Refused:
        return False
