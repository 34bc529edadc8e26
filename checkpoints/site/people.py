"""People and what their role lets them do. The table of permissions is here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["PERMITTED", "Confirmed", "Person", "Right", "RoleId"]

RoleId = Literal["assistant", "supervisor", "manager", "dept_head", "desk", "staff", "engineer"]
Right = Literal["walk", "accept_short", "waive_participants", "load_site", "issue_labels", "add_people"]

PERMITTED: dict[Right, frozenset[RoleId]] = {
    "walk": frozenset({"assistant", "supervisor", "manager", "dept_head", "desk", "staff", "engineer"}),
    "accept_short": frozenset({"supervisor", "manager"}),
    "waive_participants": frozenset({"manager"}),
    "load_site": frozenset({"supervisor", "manager"}),
    "issue_labels": frozenset({"supervisor", "manager"}),
    "add_people": frozenset({"supervisor", "manager"}),
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
