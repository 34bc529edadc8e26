"""Posts: where somebody is on duty, and what is counted there when the shift changes (forms.md 4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge

from checkpoints.site.words import Id, Named

__all__ = ["Post", "Stock", "StockKind"]

StockKind = Literal["key", "radio", "tool", "seal", "receipt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock(Named):
    """Something that is counted at every handover. A key can also be signed out and in between."""

    id: Id
    kind: StockKind
    count: Annotated[int, Ge(0)] = 1
    """How many there should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Named):
    """A place of duty."""

    id: Id
    takes_money: bool = False
    stock: tuple[Stock, ...] = ()

    def item(self, name: str) -> Stock | None:
        """One thing of the stock."""
        return next((s for s in self.stock if s.id == name), None)
