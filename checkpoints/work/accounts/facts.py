"""What can happen to an accountability record 责任追究 (brief D3.15; rules.md 7)."""

from __future__ import annotations

from typing import Literal

from checkpoints.fact import Fact

__all__ = [
    "AccountAppealed",
    "AccountApproved",
    "AccountFact",
    "AccountProposed",
    "AccountRefused",
    "AccountRuled",
    "AccountStated",
    "AccountWaived",
    "Fault",
    "Measure",
    "Party",
]

Party = Literal["person", "department", "contractor"]
Fault = Literal["duty", "standard", "late", "false"]
"""职责缺失, 标准不达, 逾期, 弄虚作假."""
Measure = Literal["reminder", "training", "notice", "points", "money"]
"""提醒, 培训, 通报, 扣分, 扣款."""


class _AccountFact(Fact, frozen=True, kw_only=True):
    account: str

    @property
    def subject(self) -> str:
        """The record."""
        return "account:" + self.account


class AccountProposed(_AccountFact, frozen=True, kw_only=True, tag="account.proposed"):
    """Somebody is to answer for a finding."""

    finding: str
    party: Party
    who: str
    """A person id, a department id, or the contractor's name."""
    fault: Fault
    measure: Measure
    amount: float = 0
    """Points, or yuan."""
    words: str
    """What happened and what shows it."""


class AccountWaived(_AccountFact, frozen=True, kw_only=True, tag="account.waived"):
    """Nobody is held to account for a finding, because."""

    finding: str
    reason: str
    credit: bool = False
    """Found and put right by the same people within the limit: a credit (rules.md 7)."""


class AccountStated(_AccountFact, frozen=True, kw_only=True, tag="account.stated"):
    """The person's own statement, in their own words."""

    words: str


class AccountApproved(_AccountFact, frozen=True, kw_only=True, tag="account.approved"):
    """It stands; the manager approves what costs money or points."""

    words: str = ""


class AccountRefused(_AccountFact, frozen=True, kw_only=True, tag="account.refused"):
    """It does not stand."""

    reason: str


class AccountAppealed(_AccountFact, frozen=True, kw_only=True, tag="account.appealed"):
    """The person does not agree."""

    words: str


class AccountRuled(_AccountFact, frozen=True, kw_only=True, tag="account.ruled"):
    """What became of the appeal."""

    outcome: Literal["upheld", "eased", "lifted"]
    words: str
    measure: Measure | Literal[""] = ""
    amount: float = 0


AccountFact = (
    AccountProposed | AccountWaived | AccountStated | AccountApproved | AccountRefused | AccountAppealed | AccountRuled
)
