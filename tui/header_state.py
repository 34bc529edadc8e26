"""What the header shows, worked out from the ledger: the running round's clock, its people, the counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.work.rounds.state import Mark, Round
from checkpoints.work.rounds.verdict import net_until
from tui import when
from tui.i18n import _, lang
from tui.words.incidents import alarm

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["HeaderState", "header_state", "running"]


@dataclass(frozen=True, slots=True)
class HeaderState:
    """Texts and counts; empty where there is nothing to say."""

    clock: str = ""
    people: str = ""
    saved: int = 0
    waiting: int = 0
    unshared_since: str = ""
    """Since when nothing could be shared; empty while all is well."""
    alarm: str = ""
    """The incident that is running, and what is owed on it next (D7.1)."""


def running(ledger: Ledger, person: str | None) -> Round | None:
    """The round that the signed-in person is walking."""
    return ledger.rounds.open_for(person) if person else None


def header_state(
    ledger: Ledger, person: str | None, now: Mark, saved: int, waiting: int, unshared_since: datetime | None = None
) -> HeaderState:
    """The header for a person at a moment; the clock counts whole minutes, so that it repaints once a minute."""
    walked = running(ledger, person)
    names = walked.people if walked else [person] if person else []
    shown = " + ".join(ledger.people.name(name, lang()) for name in names)
    since = when.short(unshared_since, now.at) if unshared_since else ""
    clock = _clock(walked, now) if walked else ""
    return HeaderState(clock, shown, saved, waiting, since, alarm(ledger, now.at))


def _clock(round_: Round, now: Mark) -> str:
    rules = round_.started.rules if round_.started else None
    done = int(net_until(round_, now).total_seconds()) // 60
    text = _("{done}/{least} min").format(done=done, least=rules.min_minutes if rules else 0)
    return "‖ " + _("paused") + " " + text if round_.paused else text


def minute(at: datetime) -> tuple[int, int]:
    """What the header's clock can tell apart."""
    return at.hour, at.minute
