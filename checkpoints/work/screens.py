"""Screens that show a changing code: the register of what a device needs to check one, and the reading of any code.

The office derives the secret of a screen from the signing key and carries it there by hand; what travels as facts is
one anchor a day, from which nobody can make a code (see `checkpoints.site.screen_codes`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.site import codes, screen_codes
from checkpoints.site.screen_codes import ScreenSecret
from checkpoints.work import labels
from checkpoints.work.labels import Reading

if TYPE_CHECKING:
    from checkpoints.ledger.events import Event
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "MOST_DAYS",
    "Screen",
    "ScreenFact",
    "ScreenIssued",
    "ScreenRetired",
    "apply",
    "issue",
    "place_of",
    "read",
    "retire",
    "secret_of",
]

MOST_DAYS = 400
EITHER_SIDE = 1
"""Windows by which the clocks of screen and tablet may differ."""


class _ScreenFact(Fact, frozen=True, kw_only=True):
    checkpoint: str
    issue: int

    @property
    def subject(self) -> str:
        """The screen of one checkpoint."""
        return "screen:" + self.checkpoint


class ScreenIssued(_ScreenFact, frozen=True, kw_only=True, tag="screen.issued"):
    """The screen of a checkpoint got a secret. `anchors` are one a day of UTC from `first_day` on, in hex."""

    first_day: int
    """Days since 1970."""
    anchors: tuple[str, ...]


class ScreenRetired(_ScreenFact, frozen=True, kw_only=True, tag="screen.retired"):
    """What was handed to a screen must not be believed any more."""

    why: str


ScreenFact = ScreenIssued | ScreenRetired


@dataclass(slots=True)
class Screen:
    """What is known of the screen of one checkpoint, by issue."""

    checkpoint: str
    issued: dict[int, ScreenIssued] = field(default_factory=dict[int, ScreenIssued])
    retired: dict[int, str] = field(default_factory=dict[int, str])

    @property
    def current(self) -> ScreenIssued | None:
        """The newest issue in force."""
        live = [number for number in self.issued if number not in self.retired]
        return self.issued[max(live)] if live else None

    def anchor(self, issue: int, day: int) -> str | None:
        """The anchor of a day; None for an issue that is not in force or does not cover the day."""
        known = self.issued.get(issue)
        if known is None or issue in self.retired or not 0 <= day - known.first_day < len(known.anchors):
            return None
        return known.anchors[day - known.first_day]


def apply(screen: Screen, event: Event) -> None:
    """Fold one fact into one screen."""
    match event.body:
        case ScreenIssued() as fact:
            screen.issued[fact.issue] = fact
        case ScreenRetired() as fact:
            screen.retired[fact.issue] = fact.why or "retired"
        case _:
            pass


def read(ledger: Ledger, text: str, now: datetime, key: codes.Key | None = None) -> Reading:
    """What any scan says: of a label by the register of labels, of a screen by its anchors.

    A screen's code is `stale` when it is genuine but not of this moment, or its issue is out of force; `bad_tag`
    when its issue is known and it is not of it; `unknown` while its issue has not come here yet.
    """
    shown = screen_codes.parse(text)
    if shown is None or ledger.site is None:
        return labels.read(ledger, text, key)
    hashed = codes.code_hash(codes.normalise(text))
    if shown.site != codes.site_number(ledger.site.site.id):
        return Reading("foreign", code_hash=hashed)
    place = next((c for c in ledger.site.checkpoints if c.number == shown.checkpoint), None)
    screen = ledger.screens.get(place.id) if place else None
    if place is None or screen is None or shown.issue not in screen.issued:
        return Reading("unknown", place.id if place else "", shown.issue, hashed)
    here = screen_codes.window_of(now)
    window = screen_codes.window_meant(shown, here)
    anchor = screen.anchor(shown.issue, window // screen_codes.WINDOWS_A_DAY)
    if place.retired or anchor is None:
        return Reading("stale", place.id, shown.issue, hashed, window)
    if not screen_codes.genuine(shown, window, anchor):
        return Reading("bad_tag", place.id, shown.issue, hashed)
    fresh = abs(window - here) <= EITHER_SIDE
    return Reading("active" if fresh else "stale", place.id, shown.issue, hashed, window)


def place_of(ledger: Ledger, text: str, now: datetime) -> str:
    """The place in use that a code names, for those who only say where something is; empty for any other.

    An old label names its place as well as the new one. A forged one does not, nor one of a place that is retired or
    not known here yet.
    """
    reading = read(ledger, text, now)
    place = ledger.site.checkpoint_of.get(reading.checkpoint) if ledger.site else None
    return place.id if place is not None and not place.retired and reading.status != "bad_tag" else ""


def issue(
    ledger: Ledger, checkpoint: str, key: codes.Key, now: Moment, days: int = MOST_DAYS
) -> Sequence[ScreenIssued | ScreenRetired]:
    """Give the screen of a checkpoint a new secret, good for so many days; the one before is out of force.

    Raises:
        Refused: `label.no_place` for an unknown or retired checkpoint; `screen.days` (most) outside 1 to 400;
            `screen.used_up` after 31 issues.
    """
    site = ledger.site
    place = site.checkpoint_of.get(checkpoint) if site else None
    if site is None or place is None or place.retired:
        raise Refused("label.no_place", "There is no checkpoint {checkpoint} in use.", checkpoint=checkpoint)
    if not 1 <= days <= MOST_DAYS:
        raise Refused("screen.days", "A screen's code is issued for 1 to {most} days.", most=MOST_DAYS)
    screen = ledger.screens.get(checkpoint) or Screen(checkpoint)
    number = max(screen.issued, default=0) + 1
    if number > screen_codes.MAX_ISSUE:
        raise Refused(
            "screen.used_up",
            "The screen of {checkpoint} has had {count} codes; give the place a new checkpoint.",
            checkpoint=checkpoint,
            count=screen_codes.MAX_ISSUE,
        )
    secret = screen_codes.secret_for(key, site.site.id, place.number, number)
    first = screen_codes.window_of(now.at) // screen_codes.WINDOWS_A_DAY
    return [
        *(
            ScreenRetired(checkpoint=checkpoint, issue=n, why="reissued")
            for n in screen.issued
            if n not in screen.retired
        ),
        ScreenIssued(
            checkpoint=checkpoint,
            issue=number,
            first_day=first,
            anchors=tuple(screen_codes.anchor(secret, day) for day in range(first, first + days)),
        ),
    ]


def retire(ledger: Ledger, checkpoint: str, why: str) -> Sequence[ScreenRetired]:
    """Take the screen's code out of force, because the device is gone or no longer trusted.

    Raises Refused `screen.none` when it has none.
    """
    screen = ledger.screens.get(checkpoint)
    if screen is None or screen.current is None:
        raise Refused("screen.none", "{checkpoint} has no screen with a code in force.", checkpoint=checkpoint)
    return [
        ScreenRetired(checkpoint=checkpoint, issue=number, why=why)
        for number in screen.issued
        if number not in screen.retired
    ]


def secret_of(ledger: Ledger, checkpoint: str, key: codes.Key) -> ScreenSecret:
    """The secret of the issue in force, to be carried to the screen; only the office's key makes it.

    Raises Refused: `screen.none`; `screen.other_key` when another office issued it.
    """
    screen, site = ledger.screens.get(checkpoint), ledger.site
    known = screen.current if screen else None
    if known is None or site is None:
        raise Refused("screen.none", "{checkpoint} has no screen with a code in force.", checkpoint=checkpoint)
    secret = screen_codes.secret_for(key, site.site.id, site.checkpoint_of[checkpoint].number, known.issue)
    if screen_codes.anchor(secret, known.first_day) != known.anchors[0]:
        raise Refused(
            "screen.other_key",
            "The screen's code was issued with another signing key. Issue a new one here, or fetch it where that was.",
        )
    return secret
