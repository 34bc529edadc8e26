"""Documents as they are handed out: decoded when somebody looks at them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

__all__ = ["TableView", "decode", "encode"]

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(dict[str, Any]).decode


class TableView(Mapping[str, dict[str, Any]]):
    """One table, read only; every look at a document decodes a fresh copy of it."""

    __slots__ = ("raws",)

    def __init__(self, raws: dict[str, bytes]) -> None:
        self.raws = raws

    def __getitem__(self, key: str) -> dict[str, Any]:
        return decode(self.raws[key])

    def __contains__(self, key: object) -> bool:
        return key in self.raws

    def __len__(self) -> int:
        return len(self.raws)

    def __iter__(self) -> Iterator[str]:
        # A list, because another thread may take in new lines while somebody walks through the table.
        return iter(list(self.raws))
