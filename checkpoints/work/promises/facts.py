"""What can happen to a promise: a reply owed to an owner, and who was asked first (brief D3.13, D3.14, D3.16).

One record serves both: whoever was asked first stays in it for ever, and the working owner moves only by a hand-on
that the receiver takes (rules.md 4 and 5; forms.md 19).
"""

from __future__ import annotations

from datetime import datetime

from checkpoints.fact import Fact
from checkpoints.work.findings.facts import Channel

__all__ = [
    "PromiseDeclined",
    "PromiseExtended",
    "PromiseFact",
    "PromiseHanded",
    "PromiseLookedUp",
    "PromiseMade",
    "PromiseMoved",
    "PromiseNoticeLeft",
    "PromiseOutside",
    "PromiseReplied",
    "PromiseRevisited",
    "PromiseTaken",
    "PromiseTried",
]


class _PromiseFact(Fact, frozen=True, kw_only=True):
    promise: str

    @property
    def subject(self) -> str:
        """The promise."""
        return "promise:" + self.promise


class PromiseMade(_PromiseFact, frozen=True, kw_only=True, tag="promise.made"):
    """Somebody was asked, or a finding concerns an owner: a named follower and two clocks."""

    number: str
    matter: str
    unit: str
    contact: str
    phone: str = ""
    kind_of: str
    """Id of one of the site's response limits, such as `owner_finding` or `complaint`."""
    urgent: bool = False
    finding: str = ""
    """Id of the finding it belongs to; empty for what was asked at the desk."""
    first_asked: str
    """Stays in the record for ever (首问责任人)."""
    follower: str
    """Who answers the owner; until a hand-on is taken, the one who was asked first."""
    first_reply_by: datetime
    final_by: datetime


class PromiseReplied(_PromiseFact, frozen=True, kw_only=True, tag="promise.replied"):
    """The owner was told something. "Told the department" is not a reply."""

    channel: Channel
    words: str
    final: bool


class PromiseTried(_PromiseFact, frozen=True, kw_only=True, tag="promise.tried"):
    """The owner could not be reached."""

    channel: Channel
    words: str = ""


class PromiseNoticeLeft(_PromiseFact, frozen=True, kw_only=True, tag="promise.notice_left"):
    """After three tries a written notice was left; the clock shows "unreachable", not "answered"."""

    words: str


class PromiseExtended(_PromiseFact, frozen=True, kw_only=True, tag="promise.extended"):
    """The owner agreed to a later time; counts as a reply, not as solved."""

    final_by: datetime
    channel: Channel
    consent: str
    """Who agreed, in which words."""


class PromiseHanded(_PromiseFact, frozen=True, kw_only=True, tag="promise.handed"):
    """Offered to somebody else; until that person takes it, the giver still owns it."""

    to: str
    reason: str


class PromiseTaken(_PromiseFact, frozen=True, kw_only=True, tag="promise.taken"):
    """The receiver took it."""


class PromiseDeclined(_PromiseFact, frozen=True, kw_only=True, tag="promise.declined"):
    """The receiver did not take it: it stays with the giver."""

    reason: str


class PromiseMoved(_PromiseFact, frozen=True, kw_only=True, tag="promise.moved"):
    """The supervisor gave it to somebody: the giver leaves or went off duty, or a dispute was decided."""

    to: str
    reason: str


class PromiseOutside(_PromiseFact, frozen=True, kw_only=True, tag="promise.outside"):
    """Not ours to solve: which body it was handed to; the owner was told whom and when. By the supervisor."""

    body: str
    channel: Channel
    words: str
    """What the owner was told."""


class PromiseRevisited(_PromiseFact, frozen=True, kw_only=True, tag="promise.revisited"):
    """The return visit 回访 after the final answer; "not satisfied" opens it again."""

    satisfied: bool
    channel: Channel
    words: str
    final_by: datetime | None = None
    """The new limit, where it was opened again."""


class PromiseLookedUp(_PromiseFact, frozen=True, kw_only=True, tag="promise.looked_up"):
    """Somebody had the owner's phone number shown: an audit of who looked (rules.md 11.19)."""


PromiseFact = (
    PromiseMade
    | PromiseReplied
    | PromiseTried
    | PromiseNoticeLeft
    | PromiseExtended
    | PromiseHanded
    | PromiseTaken
    | PromiseDeclined
    | PromiseMoved
    | PromiseOutside
    | PromiseRevisited
    | PromiseLookedUp
)
