"""People and what their role lets them do. The table of permissions is here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["OURS", "PERMITTED", "Confirmed", "Person", "Right", "RoleId"]

RoleId = Literal["assistant", "supervisor", "manager", "dept_head", "desk", "staff", "engineer", "contractor"]
Right = Literal[
    "walk",
    "accept_short",
    "waive_participants",
    "load_site",
    "issue_labels",
    "add_people",
    "name_deputy",
    "raise",
    "propose",
    "assign",
    "answer_notice",
    "rectify",
    "verify",
    "close",
    "close_key",
    "extend",
    "extend_serious",
    "void",
    "reopen",
    "correct",
    "settle",
    "flag",
    "report",
    "promise",
    "oversee_promises",
    "see_contacts",
    "propose_account",
    "approve_account",
    "approve_money",
    "waive_duty",
    "leave_kiosk",
    "review",
]

_ALL: frozenset[RoleId] = frozenset(
    {"assistant", "supervisor", "manager", "dept_head", "desk", "staff", "engineer", "contractor"}
)
OURS: frozenset[RoleId] = _ALL - {"contractor"}
_LEADS: frozenset[RoleId] = frozenset({"supervisor", "manager"})
_MANAGER: frozenset[RoleId] = frozenset({"manager"})
_SERVICE: frozenset[RoleId] = frozenset({"assistant", "desk", "supervisor", "manager"})
_HEADS: frozenset[RoleId] = _SERVICE | frozenset[RoleId]({"dept_head"})
_FLAG: frozenset[RoleId] = _LEADS | frozenset[RoleId]({"assistant"})
_DESK: frozenset[RoleId] = _LEADS | frozenset[RoleId]({"desk"})
_BLAME: frozenset[RoleId] = _LEADS | frozenset[RoleId]({"dept_head"})

PERMITTED: dict[Right, frozenset[RoleId]] = {
    "walk": OURS,
    "accept_short": _LEADS,
    "waive_participants": _MANAGER,
    "load_site": _LEADS,
    "issue_labels": _LEADS,
    "add_people": _LEADS,
    "name_deputy": _LEADS,
    "raise": OURS,
    "propose": _HEADS,
    "assign": _LEADS,
    # A notice is answered and worked on by whoever it names, and by the department's head; see `findings.rules`.
    "answer_notice": _ALL,
    "rectify": _ALL,
    "verify": OURS,
    "close": _LEADS,
    "close_key": _MANAGER,
    "extend": _LEADS,
    "extend_serious": _MANAGER,
    "void": _LEADS,
    "reopen": _LEADS,
    "correct": _LEADS,
    "settle": _LEADS,
    "flag": _FLAG,
    "report": _HEADS,
    "promise": _HEADS,
    "oversee_promises": _LEADS,
    "see_contacts": _DESK,
    "propose_account": _BLAME,
    "approve_account": _LEADS,
    "approve_money": _MANAGER,
    "waive_duty": _MANAGER,
    "leave_kiosk": _LEADS,
    "review": _ALL,
}


@dataclass(slots=True)
class Person:
    """Somebody who may sign in or be named. `pin_hash` is Argon2id; empty means no PIN was set yet."""

    id: str
    zh: str
    en: str
    role: RoleId
    department: str
    pin_hash: str = ""
    active: bool = True

    def name(self, lang: str) -> str:
        """The name in the person's script or in Latin letters."""
        return (self.zh or self.en) if lang == "zh" else (self.en or self.zh)

    def may(self, right: Right) -> bool:
        """Whether the role carries the right."""
        return self.active and self.role in PERMITTED[right]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Proof that a person gave the right PIN just now. Only `store.pins` makes it."""

    person: str
