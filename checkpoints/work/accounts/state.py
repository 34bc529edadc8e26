"""What is known of one accountability record, and how each fact changes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from checkpoints.work.accounts.facts import (
    AccountAppealed,
    AccountApproved,
    AccountProposed,
    AccountRefused,
    AccountRuled,
    AccountStated,
    AccountWaived,
    Measure,
)

if TYPE_CHECKING:
    from checkpoints.ledger.events import Event

__all__ = ["Account", "AccountState", "Accounts", "apply", "index"]

AccountState = Literal["none", "proposed", "waived", "approved", "refused", "appealed", "upheld", "eased", "lifted"]
_DECIDED: frozenset[AccountState] = frozenset({"waived", "approved", "appealed", "upheld", "eased", "lifted"})


@dataclass(slots=True)
class Account:
    """What is known of one record."""

    id: str
    proposed: AccountProposed | None = None
    waived: AccountWaived | None = None
    at: datetime | None = None
    by: str = ""
    state: AccountState = "none"
    measure: Measure | Literal[""] = ""
    """In force, after an appeal."""
    amount: float = 0
    statements: list[tuple[datetime, str, AccountStated]] = field(
        default_factory=list[tuple[datetime, str, AccountStated]]
    )
    decided: tuple[datetime, str, AccountApproved | AccountRefused] | None = None
    appeal: tuple[datetime, str, AccountAppealed] | None = None
    ruling: tuple[datetime, str, AccountRuled] | None = None

    @property
    def finding(self) -> str:
        """Id of the finding it is about."""
        fact = self.proposed or self.waived
        return fact.finding if fact else ""

    @property
    def settles(self) -> bool:
        """Whether it is the decision that a serious finding needs: a record that stands, or "none, because"."""
        return self.state in _DECIDED


@dataclass(slots=True)
class Accounts:
    """All records, by id and by finding."""

    all: dict[str, Account] = field(default_factory=dict[str, Account])
    of_finding: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    waiting: set[str] = field(default_factory=set[str])
    """Proposed or appealed: somebody has to decide."""

    def of(self, finding: str) -> list[Account]:
        """The records about a finding, oldest first."""
        found = [self.all[a] for a in self.of_finding.get(finding, ())]
        return sorted(found, key=lambda a: (a.at.timestamp() if a.at else 0.0, a.id))


def apply(account: Account, event: Event) -> None:
    """Fold one fact into one record. What does not fit its state is kept in the history and changes nothing."""
    said = (event.at, event.actor)
    match event.body:
        case AccountProposed() as fact if account.state == "none":
            account.proposed, account.at, account.by = fact, *said
            account.state, account.measure, account.amount = "proposed", fact.measure, fact.amount
        case AccountWaived() as fact if account.state == "none":
            account.waived, account.at, account.by = fact, *said
            account.state = "waived"
        case AccountStated() as fact:
            account.statements.append((*said, fact))
        case AccountApproved() as fact if account.state == "proposed":
            account.decided, account.state = (*said, fact), "approved"
        case AccountRefused() as fact if account.state == "proposed":
            account.decided, account.state = (*said, fact), "refused"
        case AccountAppealed() as fact if account.state == "approved":
            account.appeal, account.state = (*said, fact), "appealed"
        case AccountRuled() as fact if account.state == "appealed":
            account.ruling, account.state = (*said, fact), fact.outcome
            if fact.outcome != "upheld":
                account.measure, account.amount = fact.measure, fact.amount
        case _:
            pass


def index(accounts: Accounts, event: Event, account: Account) -> None:  # noqa: ARG001  (as every index)
    """Keep the indexes; called after every change of a record, in any order of delivery."""
    if account.finding:
        accounts.of_finding.setdefault(account.finding, set()).add(account.id)
    (accounts.waiting.add if account.state in ("proposed", "appealed") else accounts.waiting.discard)(account.id)
