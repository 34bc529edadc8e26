"""A message of a document. It stands alone so that the face can share its words without loading documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["Said"]


class Said:
    """A gettext msgid in English with {fields}, and what fills them: any text of `checkpoints.reports.document`."""

    __slots__ = ("msgid", "params")

    def __init__(self, msgid: str, **params: Any) -> None:
        self.msgid = msgid
        self.params: Mapping[str, Any] = params

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Said) and (self.msgid, self.params) == (other.msgid, other.params)

    def __hash__(self) -> int:
        return hash(self.msgid)

    def __repr__(self) -> str:
        return f"Said({self.msgid!r}, {dict(self.params)!r})"
