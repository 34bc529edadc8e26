"""Who may see a record about somebody, and who speaks for its party (rules.md 7 and 11.19)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from checkpoints.work.accounts.state import Account
from checkpoints.work.deputies import may, stands_in_for

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["heads", "speaks_for", "visible"]


def heads(ledger: Ledger, person: str, on: date) -> set[str]:
    """The departments that a person leads on a local day, as a deputy too."""
    if person not in ledger.people or not ledger.people[person].active:
        return set()
    them = (ledger.people[who] for who in (person, *stands_in_for(ledger, person, on)))
    return {who.department for who in them if who.role == "dept_head"}


def speaks_for(ledger: Ledger, account: Account, person: str, on: date) -> bool:
    """Whether the record is about this person, the department they lead, or the firm they come from."""
    fact = account.proposed
    if fact is None or person not in ledger.people or not ledger.people[person].active:
        return False
    if fact.party == "person":
        return fact.who == person
    if fact.party == "department":
        return fact.who in heads(ledger, person, on)
    them = ledger.people[person]
    return them.role == "contractor" and fact.who in (them.id, them.zh, them.en)


def visible(ledger: Ledger, account: Account, person: str, place: str, today: date) -> bool:
    """Whether a person may see a record at a place: never on the kiosk.

    Leads see all, heads what concerns their department, anybody what is about themself or what they proposed.
    """
    if place == "kiosk" or person not in ledger.people or not ledger.people[person].active:
        return False
    if may(ledger, person, "approve_account", today):
        return True
    if account.by == person or speaks_for(ledger, account, person, today):
        return True
    return _department(ledger, account) in heads(ledger, person, today)


def _department(ledger: Ledger, account: Account) -> str:
    """Whose matter it is: the department of whoever answers, else that of the finding."""
    fact = account.proposed
    if fact is not None and fact.party == "department":
        return fact.who
    if fact is not None and fact.party == "person" and fact.who in ledger.people:
        return ledger.people[fact.who].department
    return ledger.findings.brief(account.finding).department if account.finding in ledger.findings.all else ""
