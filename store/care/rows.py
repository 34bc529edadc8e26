"""One line of a table of findings: what was looked at, how it is, what to do. Verify and doctor both make such rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from store.care.said import ADVICE, SAID, TITLES

__all__ = ["Row", "State", "not_ok", "ok", "to_know", "worst"]

State = Literal["ok", "look", "not_ok"]
_WEIGHT: dict[State, int] = {"ok": 0, "look": 1, "not_ok": 2}


@dataclass(frozen=True, slots=True)
class Row:
    """`code` is `<what>.<how>`, for tests and scripts; the texts are gettext msgids that `params` fill."""

    code: str
    state: State
    params: dict[str, object] = field(default_factory=dict[str, object])

    @property
    def title(self) -> str:
        """What was looked at."""
        return TITLES[self.code.partition(".")[0]]

    @property
    def said(self) -> str:
        """How it is."""
        return SAID[self.code]

    @property
    def advice(self) -> str:
        """What to do; '' when there is nothing to do."""
        return "" if self.state == "ok" else ADVICE.get(self.code, "")


def ok(code: str, **params: object) -> Row:
    """All is well."""
    return Row(code, "ok", params)


def to_know(code: str, **params: object) -> Row:
    """Something to know; nothing is lost."""
    return Row(code, "look", params)


def not_ok(code: str, **params: object) -> Row:
    """Damage, or something on which the promise does not hold."""
    return Row(code, "not_ok", params)


def worst(rows: Iterable[Row]) -> int:
    """The exit code of a table: 0 all good, 1 something to know, 2 damage."""
    return max((_WEIGHT[row.state] for row in rows), default=0)
