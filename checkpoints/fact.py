"""Facts, refusals and the moment of asking: the three things every decision is made of.

A fact is an immutable, past-tense record; state changes in no other way. Facts are msgspec structs and not
pydantic models because every start folds all of them: 100,000 decode in 0.25 s instead of 1.3 s and in half
the memory (docs/decisions.md, decision 1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec

__all__ = ["Fact", "Moment", "Refused"]


class Fact(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True, gc=False):
    """Base of all facts. A subclass names its `tag` (the field `kind` in the file) and its subject.

    `gc=False`: a fact holds values only and can be part of no cycle, and a year of facts need not be searched for one.
    """

    @property
    def subject(self) -> str:
        """What the fact is about, as `<family>:<id>`; facts of one subject are folded together."""
        raise NotImplementedError

    @classmethod
    def kind(cls) -> str:
        """The tag in the file, such as `round.started`."""
        return str(cls.__struct_config__.tag)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a decision is taken, and the ids it may hand out. Passed in, so that rules ask no clock."""

    at: datetime
    """Wall time, aware, in the site's time zone."""
    new_id: Callable[[], str]
    """Makes a UUIDv7 in its 36-character form."""
    device: str = ""
    """Id of the device that asks."""
    tag: str = "T1"
    """Short mark of the device, the first half of a finding's number."""
    remote: bool = False
    """Asked over SSH: nobody who sits there stands at a checkpoint."""
    boot: str = ""
    """Which run of the machine this is; '' where unknown."""
    up: int = 0
    """Milliseconds since that run began: the clock that no hand can set."""


class Refused(Exception):  # noqa: N818  (a refusal is an answer, not a fault)
    """A decision said no. `code` is for tests and scripts; `message` is a gettext msgid with {fields}.

    `params` may hold `checkpoints.site.words.Named` values; the screen resolves them in the person's language.
    """

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return f"{self.code}: {self.message.format(**self.params)}"
