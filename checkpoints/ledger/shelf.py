"""A dictionary of which most entries are not in memory: they are thawed when somebody looks at them.

A ledger that was folded from all events has plain dictionaries; one that was thawed from a snapshot has shelves in
their place. They compare equal when their entries do. What a cold entry tells without being thawed is in `cold`.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Any, Generic, TypeVar, overload

__all__ = ["Shelf", "told"]

K = TypeVar("K")
V = TypeVar("V")
D = TypeVar("D")
T = TypeVar("T")


class Shelf(dict[K, V], Generic[K, V]):
    """A dict with cold entries.

    Args:
        cold: what stands for each entry that is not in memory.
        thaw: makes the entry of a key and what stood for it.
    """

    __slots__ = ("_thaw", "cold")

    def __init__(self, cold: dict[K, Any], thaw: Callable[[K, Any], V]) -> None:
        super().__init__()
        self.cold = cold
        self._thaw = thaw

    def __missing__(self, key: K) -> V:
        value = self._thaw(key, self.cold[key])
        self[key] = value
        return value

    def __setitem__(self, key: K, value: V) -> None:
        self.cold.pop(key, None)
        super().__setitem__(key, value)

    def __delitem__(self, key: K) -> None:
        if self.cold.pop(key, self) is self:
            super().__delitem__(key)

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or key in self.cold

    def __iter__(self) -> Iterator[K]:
        yield from list(self.cold)
        yield from [key for key in super().__iter__() if key not in self.cold]

    def __len__(self) -> int:
        return super().__len__() + len(self.cold)

    def __bool__(self) -> bool:
        return len(self) > 0

    @overload
    def get(self, key: K, default: None = None, /) -> V | None: ...
    @overload
    def get(self, key: K, default: V, /) -> V: ...
    @overload
    def get(self, key: K, default: D, /) -> V | D: ...
    def get(self, key: K, default: Any = None, /) -> Any:
        """The entry, thawed if need be."""
        if super().__contains__(key) or key in self.cold:
            return self[key]
        return default

    def setdefault(self, key: K, default: Any = None, /) -> Any:
        """The entry, or the default put in its place."""
        if key not in self:
            self[key] = default
        return self[key]

    def pop(self, key: K, *default: Any) -> Any:
        """Take an entry away."""
        if key in self.cold:
            self[key]  # thawed, so that it can be handed out
        return super().pop(key, *default)

    def keys(self) -> KeysView[K]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """All keys; nothing is thawed."""
        return KeysView(self)

    def values(self) -> ValuesView[V]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """All entries; each is thawed as it is reached."""
        return ValuesView(self)

    def items(self) -> ItemsView[K, V]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """All keys and entries; each is thawed as it is reached."""
        return ItemsView(self)

    def warm(self) -> ItemsView[K, V]:
        """The entries that are in memory."""
        return super().items()

    def copy(self) -> dict[K, V]:
        """A plain dict with everything thawed."""
        return dict(self.items())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, dict):
            return NotImplemented
        theirs: dict[object, object] = other  # pyright: ignore[reportUnknownVariableType]
        return len(self) == len(theirs) and all(key in theirs and self[key] == theirs[key] for key in self)

    __hash__ = None  # pyright: ignore[reportAssignmentType]

    def __repr__(self) -> str:
        return f"Shelf({dict(self.warm())!r}, cold={len(self.cold)})"


def told(entries: Mapping[K, V], tell: Callable[[V], T]) -> Iterator[tuple[K, T]]:
    """What `tell` says of each entry; of a cold one it was asked before, when the shelf was filled."""
    if isinstance(entries, Shelf):
        yield from list(entries.cold.items())
        yield from [(key, tell(value)) for key, value in entries.warm()]
    else:
        yield from [(key, tell(value)) for key, value in entries.items()]
