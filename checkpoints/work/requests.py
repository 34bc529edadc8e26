"""Requests in the OA 请示(报告) (D2.1, D2.2; forms.md 18): who holds each now, looked up every day, chased in time.

The app does not speak to the OA: a person looks there and says what it shows. A request is to be chased when it has
been with one leader for the site's hours (`petition`, urgent: `petition_urgent`); whoever chased, or said why that is
not needed, has as many hours again, or until the time that was agreed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from checkpoints.fact import Refused
from checkpoints.site.calendar import after
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import Values

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.work.records.state import Record

__all__ = ["RULES", "Request", "late", "open_requests", "request_of", "to_chase", "unchecked"]

CHASE_H: Final = 24.0
CHASE_URGENT_H: Final = 4.0
"""Hours where the site's limits `petition` and `petition_urgent` say nothing."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it stands. Times are aware."""

    id: str
    title: str
    urgent: bool
    leader: str
    """Who holds it now."""
    since: datetime | None
    looked: date | None
    """The local day on which it was last looked up; that it was submitted counts as a look."""
    chases: int
    chase_by: datetime | None
    """When somebody has to chase, or say again why not."""
    done: bool

    def late(self, now: datetime) -> bool:
        """Whether it is open and nobody chased in time."""
        return not self.done and self.chase_by is not None and now > self.chase_by


def request_of(ledger: Ledger, record: Record) -> Request:
    """A record of the form `oa_request` as a request."""
    said = record.entry("submitted")
    urgent = record.value("submitted", "urgency") == "urgent"
    leader, since = str(record.value("submitted", "leader", "")), record.value("submitted", "at")
    looked = said.at if said else None
    for look in record.of("at"):
        leader, since, looked = str(look.get("leader", leader)), look.get("since", since), look.at
    zone = ledger.site.zone_info if ledger.site else None
    at_leader = datetime.fromisoformat(since) if since else None
    return Request(
        id=record.id,
        title=str(record.value("submitted", "title", "")),
        urgent=urgent,
        leader=leader,
        since=at_leader,
        looked=looked.astimezone(zone).date() if looked else None,
        chases=sum(chase.get("chased") == "yes" for chase in record.of("chase")),
        chase_by=_chase_by(ledger, record, at_leader, urgent=urgent) if at_leader else None,
        done=record.ended_at is not None,
    )


def _chase_by(ledger: Ledger, record: Record, since: datetime, *, urgent: bool) -> datetime:
    """From its coming to this leader, or from the last chase if that came later."""
    last = record.last("chase")
    if last is not None and last.at > since:
        agreed = last.get("again")
        if agreed:
            return datetime.fromisoformat(agreed)
        since = last.at
    return after(since, _hours(ledger, urgent=urgent))


def _hours(ledger: Ledger, *, urgent: bool) -> float:
    wanted = "petition_urgent" if urgent else "petition"
    limits = ledger.site.response_limits if ledger.site else ()
    known = next((limit.value for limit in limits if limit.id == wanted), 0.0)
    return known or (CHASE_URGENT_H if urgent else CHASE_H)


def open_requests(ledger: Ledger) -> list[Request]:
    """What has no answer yet, the oldest first."""
    return [request_of(ledger, r) for r in ledger.records.open_of("oa_request") if r.entry("submitted")]


def unchecked(ledger: Ledger, day: date) -> list[Request]:
    """Open requests of which nobody looked up on a local day who holds them (D2.1)."""
    return [request for request in open_requests(ledger) if request.looked != day]


def to_chase(ledger: Ledger, now: datetime) -> list[Request]:
    """Urgent ones that nobody chased in time (D2.2)."""
    return [request for request in open_requests(ledger) if request.urgent and request.late(now)]


def late(ledger: Ledger, now: datetime) -> list[Request]:
    """All that nobody chased in time, urgent or not, the longest first."""
    found = [request for request in open_requests(ledger) if request.late(now)]
    return sorted(found, key=lambda r: (r.chase_by.timestamp() if r.chase_by else 0.0, r.id))


# the form


def _draft(ask: Ask) -> Values:
    now = ask.at.isoformat()
    if ask.step.id == "submitted" or ask.state is None:
        return {"at": now}
    known = request_of(ask.ledger, ask.state)
    if ask.step.id == "at":
        return {"leader": known.leader, "since": known.since.isoformat() if known.since else ""}
    return {"at": now, "whom": known.leader}


def _beside(ask: Ask) -> dict[str, Beside]:
    if ask.state is None:
        return {}
    known = request_of(ask.ledger, ask.state)
    if ask.step.id == "at" and known.since is not None:
        words = Beside("With {leader} since {day}", {"leader": known.leader, "day": known.since.date()})
        return {"leader": words}
    if ask.step.id == "chase" and known.chase_by is not None:
        hours = int(_hours(ask.ledger, urgent=known.urgent))
        words = Beside("Chased {count} times; {hours} h are the limit", {"count": known.chases, "hours": hours})
        return {"chased": words}
    return {}


def _check(ask: Ask) -> None:
    """Raises Refused: `request.before` for what cannot have come before it was submitted, `request.again`."""
    begun = ask.earlier("submitted", "at")
    for name in ("since", "at"):
        said = ask.values.get(name)
        if ask.step.id != "submitted" and said and begun and _at(said) < _at(begun):
            raise Refused("request.before", "That is before it was submitted.")
    again, chased = ask.values.get("again"), ask.values.get("at")
    if again and chased and _at(again) <= _at(chased):
        raise Refused("request.again", "The next chase comes after this one.")


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


RULES = {"oa_request": Rule(draft=_draft, beside=_beside, check=_check)}
