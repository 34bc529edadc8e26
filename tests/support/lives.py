"""What random people do with findings, promises and accounts: whatever is allowed, with forms filled in plausibly.

Everything hangs on one `random.Random`, so that hypothesis can repeat and shorten a story.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, cast

from checkpoints.fact import Fact, Refused
from checkpoints.site.people import Confirmed
from checkpoints.work import deputies, findings
from checkpoints.work.accounts import deciding
from checkpoints.work.accounts.facts import AccountProposed, AccountRuled
from checkpoints.work.deputies import DeputyNamed
from checkpoints.work.findings import Draft
from checkpoints.work.findings.act import ActId
from checkpoints.work.findings.acts import ACTS, perform, why_not
from checkpoints.work.findings.asking import Asking, asking
from checkpoints.work.findings.form import Form, Need
from checkpoints.work.findings.ladder import steps
from checkpoints.work.promises import acts as promise_acts
from checkpoints.work.promises import contacts, handing, making, replying, revisiting
from checkpoints.work.promises.case import Case, case_of
from checkpoints.work.promises.making import PromiseRequest
from tests.support.ground import TEAM, Desk

OFTEN: dict[ActId, int] = {
    "assign": 6,
    "accept": 9,
    "void": 1,
    "refuse": 4,
    "begin": 6,
    "block": 10,
    "unblock": 25,
    "ask_extension": 6,
    "grant_extension": 9,
    "refuse_extension": 6,
    "rectify": 9,
    "pass": 5,
    "fail": 3,
    "close": 40,
    "reopen": 20,
    "settle": 2,
}
"""What brings a finding on is tried more often, or nothing would ever be closed."""
AT = ("CP-01", "CP-06", "CP-07")
PHOTO = ("a" * 64,)
Chance = random.Random


def somebody(chance: Chance) -> str:
    return chance.choice(list(TEAM))


def _due(ask: Asking, chance: Chance) -> object:
    later = max(ask.now.at, ask.finding.due or ask.now.at)
    return later + timedelta(hours=chance.choice((-30, -2, 1, 24, 72)))


def _other(ask: Asking, chance: Chance) -> str:
    return chance.choice(sorted(ask.ledger.findings.all))


def _step(ask: Asking, chance: Chance) -> str:
    climbed = [step.key for step in steps(ask.ledger, ask.finding.id, ask.now.at)]
    return chance.choice(climbed or ["overdue"])


FILL: dict[Need, Callable[[Asking, Chance], object]] = {
    "department": lambda ask, c: c.choice([d.id for d in ask.site.departments]),
    "head": lambda _, c: c.choice(("", "", "sun", "zhou")),
    "person": lambda _, c: c.choice(("qian", "sun", "zhou", "wu", somebody(c))),
    "plan": lambda _, c: c.choice(("seal the joint", "换新的闭门器")),
    "due": _due,
    "assists": lambda _, c: c.choice(((), (), ("service",))),
    "reason": lambda _, c: f"because of {c.randint(1, 9)}",
    "words": lambda _, c: f"there is more to it: {c.randint(1, 9)}",
    "measure": lambda *_: "fenced off and watched",
    "review_on": lambda ask, c: ask.today + timedelta(days=c.randint(-1, 9)),
    "result": lambda *_: "sealed and dry",
    "fixer": lambda _, c: c.choice(("", "", somebody(c), "老马")),
    "photos": lambda _, c: c.choice((PHOTO, PHOTO, ())),
    "value": lambda _, c: c.choice(("", "", 5, 200)),
    "witness": lambda _, c: Confirmed(somebody(c)),
    "void_kind": lambda _, c: c.choice(("duplicate", "not_ours", "no_fault")),
    "other": _other,
    "severity": lambda _, c: c.choice(("", "S1", "S2", "S3", "S4")),
    "category": lambda _, c: c.choice(("", "cleaning", "other")),
    "referral": lambda _, c: c.choice(("warranty", "authority", "owner")),
    "to": lambda _, c: somebody(c),
    "paper": lambda *_: "letter 12",
    "on": lambda ask, _: ask.today,
    "key": lambda _, c: c.random() < 0.5,
    "hard": lambda _, c: c.random() < 0.5,
    "step": _step,
    "channel": lambda _, c: c.choice(("phone", "face", "radio")),
    "next_at": lambda ask, c: ask.now.at + timedelta(hours=c.randint(-2, 40)),
    "version": lambda ask, c: c.choice([tip.id for tip in ask.finding.tips] or [""]),
}


def filled(ask: Asking, act: ActId, chance: Chance) -> Form:
    """A form with all that must be there and some of what may."""
    must, can = ACTS[act].must(ask), ACTS[act].can(ask)
    asked = [*must, *(need for need in can if chance.random() < 0.4)]
    if act == "settle":
        asked = ["version"]
    return Form(**cast("Any", {need: FILL[need](ask, chance) for need in asked}))


def one_of(desk: Desk, what: str, chance: Chance) -> str:
    """A finding to do something with: as a rule on somebody's list; for accounts rather one that is to be closed."""
    known = desk.ledger.findings
    verified = sorted(f for f in known.live if known.brief(f).state == "verified")
    if what == "account" and verified and chance.random() < 0.7:
        return chance.choice(verified)
    every = chance.random() < 0.2
    return chance.choice(sorted(known.all if every or not known.live else known.live))


def raise_one(desk: Desk, by: str, chance: Chance) -> Sequence[Fact]:
    check = chance.choice(("", "PMP-1"))
    draft = Draft(
        checkpoint="CP-06" if check else chance.choice(AT),
        words="water under the pump",
        severity=chance.choice(("S1", "S2", "S3", "S4")),
        department=chance.choice(("engineering", "cleaning", "contractor", "service")),
        category=chance.choice(("cleaning", "other")),
        due_h=chance.choice((1, 24, 72)),
        check=check,
        value=50 if check else "",
        origin=chance.choice(("patrol", "patrol", "superior")),
    )
    return findings.raise_finding(desk.ledger, draft, by, desk.now())


def act_on(desk: Desk, finding: str, chance: Chance) -> tuple[str, ActId, Sequence[Fact]]:
    """Somebody does one of the things that a screen would offer. Raises Refused when nobody may, or the form is bad."""
    for act in chance.choices(list(ACTS), [OFTEN.get(act, 2) for act in ACTS], k=6):
        for by in chance.sample(list(TEAM), len(TEAM)):
            if why_not(desk.ledger, finding, act, by, desk.now()) is None:
                form = filled(asking(desk.ledger, finding, by, desk.now()), act, chance)
                return by, act, perform(desk.ledger, finding, act, form, by, desk.now())
    raise Refused("nobody", "Nobody may do anything.")


def look(desk: Desk, finding: str, chance: Chance) -> tuple[str, Sequence[Fact]]:
    """On a round somebody sees whether it is still there."""
    by = chance.choice([person for person in TEAM if desk.ledger.people[person].may("walk")])
    return by, findings.see_again(desk.ledger, finding, chance.random() < 0.4, "a round", by)


def promise(desk: Desk, finding: str, chance: Chance) -> tuple[str, str, Sequence[Fact]]:
    """Somebody promises an owner an answer, or does what is to be done about a promise."""
    by, known = somebody(chance), sorted(desk.ledger.promises.all)
    if not known or chance.random() < 0.2:
        request = PromiseRequest(
            matter="when will it be dry",
            unit="3-1-1502",
            contact="Ms Xu",
            phone="13800000000",
            finding=finding,
            follower=somebody(chance),
        )
        return by, "make", making.make(desk.ledger, request, by, desk.now())
    one = chance.choice(known)
    by = chance.choice((desk.ledger.promises.all[one].follower, by))
    may = [
        act
        for act in promise_acts.PROMISE_ACTS
        if promise_acts.why_not(desk.ledger, one, act, by, desk.now(), "office") is None
    ]
    if not may:
        raise Refused("nobody", "Nobody may do anything.")
    act = "try" if "try" in may and chance.random() < 0.2 else chance.choice(may)
    return by, act, _PROMISE[act](case_of(desk.ledger, one, by, desk.now()), chance)


_PROMISE: dict[str, Callable[[Case, Chance], Sequence[Fact]]] = {
    "take": lambda case, _: handing.take(case),
    "decline": lambda case, _: handing.decline(case, "not my house"),
    "reply": lambda case, _: replying.reply(case, "phone", "it takes until Friday", final=False),
    "solve": lambda case, _: replying.reply(case, "face", "it is dry again", final=True),
    "try": lambda case, c: replying.try_to_reach(case, c.choice(("phone", "wechat", "visit"))),
    "notice": lambda case, _: replying.leave_notice(case, "please call us"),
    "extend": lambda case, _: replying.extend(case, case.now.at + timedelta(days=9), "phone", "Ms Xu agrees"),
    "revisit": lambda case, c: revisiting.revisit(case, "phone", "asked how it is", satisfied=c.random() < 0.7),
    "hand_on": lambda case, c: handing.hand_on(case, somebody(c), "my shift is over"),
    "outside": lambda case, _: replying.outside(case, "the waterworks", "phone", "they come on Friday"),
    "move": lambda case, c: handing.move(case, somebody(c), "on leave from today"),
    "look_up": lambda case, _: contacts.look_up(case, "office"),
}


def account(desk: Desk, finding: str, chance: Chance) -> tuple[str, str, Sequence[Fact]]:
    """Somebody decides who answers for a finding, or says something to a record."""
    ledger, by, now = desk.ledger, chance.choice(("zhao", "chen", "chen", somebody(chance))), desk.now()
    records = ledger.accounts.of(finding)
    if not records or chance.random() < 0.2:
        if chance.random() < 0.5:
            return by, "waive", deciding.waive(ledger, finding, "worn out by age", by, now)
        party = chance.choice(("person", "department"))
        who = somebody(chance) if party == "person" else "engineering"
        measure = chance.choice(("reminder", "points"))
        proposed = AccountProposed(
            account="",
            finding=finding,
            party=party,
            who=who,
            fault="duty",
            measure=measure,
            amount=5,
            words="left open",
        )
        return by, "propose", deciding.propose(ledger, proposed, by, now)
    one = chance.choice(records).id
    act = chance.choice(("state", "approve", "approve", "refuse", "appeal", "rule"))
    match act:
        case "rule":
            outcome = chance.choice(("upheld", "lifted"))
            return (
                by,
                act,
                deciding.rule(ledger, AccountRuled(account=one, outcome=outcome, words="heard both"), by, now),
            )
        case "approve":
            return by, act, deciding.approve(ledger, one, by, now)
        case "refuse":
            return by, act, deciding.refuse(ledger, one, "nobody saw it", by, now)
        case "state":
            return by, act, deciding.state(ledger, one, "I was not there", somebody(chance), now)
        case _:
            who = somebody(chance)
            return who, act, deciding.appeal(ledger, one, "that was not me", who, now)


def deputy(desk: Desk, chance: Chance) -> tuple[str, Sequence[Fact]]:
    """Somebody is away from today on, and somebody else stands in."""
    away, stands, today = somebody(chance), somebody(chance), desk.wall.date()
    named = DeputyNamed(person=away, deputy=stands, start=today, end=today + timedelta(days=chance.randint(0, 2)))
    return "chen", deputies.name(desk.ledger, named, "chen", desk.now())
