"""Decisions about who answers for a finding (brief D3.15; rules.md 7).

Proposed by a lead or a head, answered by the person in their own words, approved by a lead (points and money: by the
manager), appealed, ruled. Nobody decides about themself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from checkpoints.fact import Moment, Refused
from checkpoints.site.people import Right
from checkpoints.work.accounts.facts import (
    AccountAppealed,
    AccountApproved,
    AccountFact,
    AccountProposed,
    AccountRefused,
    AccountRuled,
    AccountStated,
    AccountWaived,
    Measure,
)
from checkpoints.work.accounts.owing import credited, decided, needed, self_mended
from checkpoints.work.accounts.seeing import heads, speaks_for
from checkpoints.work.accounts.state import Account
from checkpoints.work.deputies import may
from checkpoints.work.spoken import LONGEST_NAME, spoken

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "COSTS",
    "MEASURES",
    "appeal",
    "approve",
    "decided",
    "needed",
    "propose",
    "refuse",
    "rule",
    "state",
    "waive",
]

MEASURES: tuple[Measure, ...] = ("reminder", "training", "notice", "points", "money")
"""From the mildest to the hardest."""
COSTS: frozenset[str] = frozenset({"points", "money"})
"""Only the manager approves these."""
_SPOKEN_IN = frozenset({"proposed", "approved", "appealed"})


def propose(ledger: Ledger, fact: AccountProposed, by: str, now: Moment) -> Sequence[AccountFact]:
    """Propose that somebody answers for a finding; the id in `fact` is not read.

    Raises Refused: `finding.unknown`, `account.not_allowed`, `account.not_yours`, `account.void`, `account.who`,
        `account.amount`, `account.credit`, `account.twice`, `words.short`, `words.long`.
    """
    department = _known(ledger, fact.finding, by, "propose_account", now)
    who = _who(ledger, fact)
    own = who if fact.party == "department" else ledger.people[who].department if fact.party == "person" else ""
    mine = heads(ledger, by, now.at.date())
    if not may(ledger, by, "approve_account", now.at.date()) and not mine & {department, own}:
        raise Refused("account.not_yours", "A head decides for their own department only.")
    amount = _amount(fact.measure, fact.amount)
    if fact.measure in COSTS and credited(ledger, fact.finding, fact.party, who):
        raise Refused(
            "account.credit",
            "They found it and put it right in time: that is a credit, and nothing is deducted.",
        )
    for account in ledger.accounts.of(fact.finding):
        other = account.proposed
        if other and (other.party, other.who) == (fact.party, who) and account.state not in ("refused", "lifted"):
            raise Refused("account.twice", "There is a record about them for this finding already.")
    return [
        AccountProposed(
            account=now.new_id(),
            finding=fact.finding,
            party=fact.party,
            who=who,
            fault=fact.fault,
            measure=fact.measure,
            amount=amount,
            words=_words(fact.words),
        )
    ]


def waive(
    ledger: Ledger, finding: str, reason: str, by: str, now: Moment, *, credit: bool = False
) -> Sequence[AccountFact]:
    """Nobody is held to account, because; `credit` for what was found and mended by the same people in time.

    Raises Refused: `finding.unknown`, `account.not_allowed`, `account.void`, `account.own`, `account.waits`,
        `account.decided`, `account.no_credit`, `words.short`, `words.long`.
    """
    _known(ledger, finding, by, "approve_account", now)
    line = ledger.findings.brief(finding)
    if by == line.person or (line.late(now.at) and by == line.head):
        raise Refused("account.own", "Nobody decides about themself.")
    if any(account.id in ledger.accounts.waiting for account in ledger.accounts.of(finding)):
        raise Refused("account.waits", "A record about it waits for a decision already.")
    if decided(ledger, finding):
        raise Refused("account.decided", "That was decided already.")
    if credit and not self_mended(ledger, finding):
        raise Refused("account.no_credit", "It was not found and put right in time by the same people.")
    return [AccountWaived(account=now.new_id(), finding=finding, reason=_words(reason), credit=credit)]


def state(ledger: Ledger, account: str, words: str, by: str, now: Moment) -> Sequence[AccountFact]:
    """Write down what the party says, in their own words; by them, or by a lead for them.

    Raises Refused: `account.unknown`, `account.state`, `account.not_yours`, `words.short`, `words.long`.
    """
    known = _account(ledger, account)
    today = now.at.date()
    if known.state not in _SPOKEN_IN:
        raise _closed()
    if not (speaks_for(ledger, known, by, today) or may(ledger, by, "approve_account", today)):
        raise Refused("account.not_yours", "This is for the person concerned, or a lead who writes it down for them.")
    return [AccountStated(account=account, words=_words(words))]


def approve(ledger: Ledger, account: str, by: str, now: Moment, words: str = "") -> Sequence[AccountFact]:
    """Let a record stand; points and money by the manager.

    Raises Refused: `account.unknown`, `account.state`, `account.not_allowed`, `account.money`, `account.own`.
    """
    _judge(ledger, account, by, now)
    return [AccountApproved(account=account, words=spoken(words))]


def refuse(ledger: Ledger, account: str, reason: str, by: str, now: Moment) -> Sequence[AccountFact]:
    """Let a record fall; the finding then needs another decision. Raises Refused as `approve`, and `words.short`."""
    _judge(ledger, account, by, now)
    return [AccountRefused(account=account, reason=_words(reason))]


def appeal(ledger: Ledger, account: str, words: str, by: str, now: Moment) -> Sequence[AccountFact]:
    """Disagree with a record that stands; once. A contractor who cannot sign in is written down by a lead.

    Raises Refused: `account.unknown`, `account.state`, `account.not_yours`, `words.short`, `words.long`.
    """
    known = _account(ledger, account)
    today = now.at.date()
    if known.state != "approved" or known.proposed is None:
        raise _closed()
    for_them = known.proposed.party == "contractor" and may(ledger, by, "approve_account", today)
    if not (for_them or speaks_for(ledger, known, by, today)):
        raise Refused("account.not_yours", "This is for the person concerned.")
    return [AccountAppealed(account=account, words=_words(words))]


def rule(ledger: Ledger, fact: AccountRuled, by: str, now: Moment) -> Sequence[AccountFact]:
    """Decide an appeal: upheld, eased to something milder, or lifted. By the manager.

    Raises Refused: `account.unknown`, `account.state`, `account.money`, `account.own`, `account.eased`,
        `account.amount`, `words.short`, `words.long`.
    """
    known = _account(ledger, fact.account)
    if known.state != "appealed" or known.measure == "":
        raise _closed()
    _manager(ledger, known, by, now)
    words = _words(fact.words)
    if fact.outcome != "eased":
        return [AccountRuled(account=fact.account, outcome=fact.outcome, words=words)]
    if fact.measure == "":
        raise Refused("account.eased", "Say what it is eased to: something milder than before.")
    amount = _amount(fact.measure, fact.amount)
    if (MEASURES.index(fact.measure), amount) >= (MEASURES.index(known.measure), known.amount):
        raise Refused("account.eased", "Say what it is eased to: something milder than before.")
    return [
        AccountRuled(account=fact.account, outcome="eased", words=words, measure=fact.measure, amount=amount),
    ]


def why_not(ledger: Ledger, account: str, act: str, by: str, now: Moment) -> Refused | None:
    """Why somebody cannot `state`, `approve`, `refuse`, `appeal` or `rule` on a record now; None when they can."""
    tried = "--------"
    try:
        if act == "rule":
            rule(ledger, AccountRuled(account=account, outcome="upheld", words=tried), by, now)
        elif act == "approve":
            approve(ledger, account, by, now)
        else:
            {"state": state, "refuse": refuse, "appeal": appeal}[act](ledger, account, tried, by, now)
    except Refused as no:
        return no
    return None


def _closed() -> Refused:
    return Refused("account.state", "The record does not stand where this can be done.")


def _account(ledger: Ledger, account: str) -> Account:
    known = ledger.accounts.all.get(account)
    if known is None or known.state == "none":
        raise Refused("account.unknown", "That record is not known here.")
    return known


def _known(ledger: Ledger, finding: str, by: str, right: Right, now: Moment) -> str:
    """The department of the finding, once it is known and somebody with the right asks."""
    if finding not in ledger.findings.all or ledger.findings.brief(finding).state == "none":
        raise Refused("finding.unknown", "That finding is not known here.")
    if not may(ledger, by, right, now.at.date()):
        raise Refused("account.not_allowed", "Your role may not decide who answers for it.")
    line = ledger.findings.brief(finding)
    if line.state in ("void", "merged"):
        raise Refused("account.void", "That finding does not count; nobody answers for it.")
    return line.department


def _who(ledger: Ledger, fact: AccountProposed) -> str:
    """Whoever is to answer, as they are known here."""
    who = spoken(fact.who, LONGEST_NAME)
    known = {
        "person": who in ledger.people,
        "department": ledger.site is not None and who in ledger.site.department_of,
        "contractor": bool(who),
    }
    if not known[fact.party]:
        raise Refused("account.who", "Say who answers for it.")
    return who


def _amount(measure: str, amount: float) -> float:
    """How much; nothing for what costs nothing."""
    if measure not in COSTS:
        return 0
    if not 0 < amount < float("inf"):
        raise Refused("account.amount", "Say how much, more than 0.")
    return amount


def _words(text: str) -> str:
    clean = spoken(text)
    if len(clean) < 4:
        raise Refused("words.short", "Say it in at least {count} characters.", count=4)
    return clean


def _judge(ledger: Ledger, account: str, by: str, now: Moment) -> None:
    """Somebody may decide about a record that was proposed."""
    known = _account(ledger, account)
    if known.state != "proposed":
        raise _closed()
    if not may(ledger, by, "approve_account", now.at.date()):
        raise Refused("account.not_allowed", "Your role may not decide who answers for it.")
    if known.measure in COSTS:
        _manager(ledger, known, by, now)
    _not_own(ledger, known, by, now.at.date())


def _manager(ledger: Ledger, account: Account, by: str, now: Moment) -> None:
    today = now.at.date()
    if not may(ledger, by, "approve_money", today):
        raise Refused("account.money", "Points, money and appeals are the manager's to decide.")
    _not_own(ledger, account, by, today)


def _not_own(ledger: Ledger, account: Account, by: str, today: date) -> None:
    if speaks_for(ledger, account, by, today):
        raise Refused("account.own", "Nobody decides about themself.")
