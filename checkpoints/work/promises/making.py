"""Making a promise: somebody was asked, or a finding concerns an owner (brief D2.1, D3.13, D3.14; forms.md 19).

Whoever was asked first is written down for ever. The clocks run from the time of asking, for a finding from its
discovery; how often a household complains is nobody's business here and changes no clock (rules.md 11.23).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from checkpoints.fact import Moment, Refused
from checkpoints.site.calendar import after
from checkpoints.site.site import ResponseLimit, Site
from checkpoints.work.deputies import may
from checkpoints.work.findings.facts import Channel
from checkpoints.work.promises.case import owner_channel, somebody_of_ours, words_of
from checkpoints.work.promises.facts import PromiseFact, PromiseMade, PromiseReplied
from checkpoints.work.spoken import LONGEST_NAME, spoken

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["FROM_A_FINDING", "PromiseRequest", "kinds", "limit_of", "make", "solve_hours"]

FROM_A_FINDING = "owner_finding"
"""The kind of what a round found at an owner's; every site has it, whether its file lists it or not."""
LONGEST_PHONE = 20
_PHONE = frozenset("0123456789+- ")


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRequest:
    """What somebody was asked, and who answers the owner.

    `first_asked` empty is whoever writes it down. `final_by` None takes the deadline of the finding, or of the kind.
    `answered_now`: what the owner was told at once; then nothing more is owed but the return visit.
    """

    matter: str
    unit: str
    contact: str = ""
    phone: str = ""
    kind_of: str = FROM_A_FINDING
    urgent: bool = False
    finding: str = ""
    first_asked: str = ""
    follower: str = ""
    final_by: datetime | None = None
    answered_now: str = ""
    channel: Channel = "face"


def kinds(site: Site) -> list[ResponseLimit]:
    """What an owner can be promised: the site's limits for a reply, what comes from findings first."""
    found = [limit for limit in site.response_limits if limit.metric == "reply_h"]
    if all(limit.id != FROM_A_FINDING for limit in found):
        hours = site.review_policy.first_reply_h
        zh, en = "巡检中业主相关问题", "Owner-related finding on patrol"
        found.append(ResponseLimit(id=FROM_A_FINDING, zh=zh, en=en, metric="reply_h", value=hours, solve_h=72))
    return sorted(found, key=lambda limit: limit.id != FROM_A_FINDING)


def limit_of(site: Site, kind: str) -> ResponseLimit:
    """One of them. Raises Refused `promise.kind`."""
    for limit in kinds(site):
        if limit.id == kind:
            return limit
    raise Refused("promise.kind", "That kind of promise is not known on this site.")


def solve_hours(site: Site, kind: str) -> float:
    """Hours for the final answer where no finding sets its deadline: the kind's own, else that of an S3 finding."""
    own = next((limit.solve_h for limit in kinds(site) if limit.id == kind), 0.0)
    severities = {rule.id: rule.default_deadline_h for rule in site.severities}
    return own or severities.get("S3", 72.0)


def make(ledger: Ledger, request: PromiseRequest, by: str, now: Moment) -> Sequence[PromiseFact]:
    """Promise an owner a reply.

    Raises Refused: `promise.not_allowed`, `site.none`, `promise.kind`, `promise.finding`, `promise.no_unit`,
    `promise.no_contact`, `promise.phone`, `promise.no_follower`, `promise.nobody`, `promise.contractor`,
    `promise.past`, `promise.again`, `promise.channel`, `words.short`, `words.long`.
    """
    if not may(ledger, by, "promise", now.at.date()):
        raise Refused("promise.not_allowed", "Your role may not do this.")
    if ledger.site is None:
        raise Refused("site.none", "No site is loaded yet.")
    asked_at, finding_due = _discovery(ledger, request.finding, now)
    first_asked = somebody_of_ours(ledger, request.first_asked or by)
    first_by, final_by = _limits(ledger.site, request, asked_at, finding_due, now)
    made = PromiseMade(
        promise=now.new_id(),
        number=_number(ledger, now),
        matter=words_of(request.matter),
        unit=_unit(request.unit),
        contact=spoken(request.contact, LONGEST_NAME),
        phone=_phone(request.phone),
        kind_of=request.kind_of,
        urgent=request.urgent,
        finding=request.finding,
        first_asked=first_asked,
        follower=_follower(ledger, request, first_asked),
        first_reply_by=first_by,
        final_by=final_by,
    )
    if not (made.contact or made.phone or request.answered_now):
        raise Refused("promise.no_contact", "Whom should we answer? Give a name or a phone number.")
    _not_twice(ledger, made)
    if not request.answered_now:
        return [made]
    told, channel = words_of(request.answered_now), owner_channel(request.channel)
    return [made, PromiseReplied(promise=made.promise, channel=channel, words=told, final=True)]


def _discovery(ledger: Ledger, finding: str, now: Moment) -> tuple[datetime, datetime | None]:
    """From when the clocks run, and the deadline of the finding."""
    if not finding:
        return now.at, None
    if finding not in ledger.findings.all or not ledger.findings.brief(finding).live:
        raise Refused("promise.finding", "That finding is closed, or not known here.")
    line = ledger.findings.brief(finding)
    return line.found_at or now.at, line.due


def _limits(
    site: Site, request: PromiseRequest, asked_at: datetime, finding_due: datetime | None, now: Moment
) -> tuple[datetime, datetime]:
    """By when the owner hears something, and by when it is solved; the first is never after the second."""
    limit = limit_of(site, request.kind_of)
    if request.final_by is not None and request.final_by <= now.at:
        raise Refused("promise.past", "That time is over already.")
    hours = min(limit.value, site.review_policy.first_reply_urgent_h) if request.urgent else limit.value
    final_by = request.final_by or finding_due or after(asked_at, solve_hours(site, request.kind_of))
    return min(after(asked_at, hours), final_by), final_by


def _follower(ledger: Ledger, request: PromiseRequest, first_asked: str) -> str:
    if request.answered_now:
        return first_asked
    if not request.follower:
        raise Refused("promise.no_follower", "Name the person who answers the owner.")
    return somebody_of_ours(ledger, request.follower)


def _not_twice(ledger: Ledger, made: PromiseMade) -> None:
    """One finding owes one household one answer."""
    promises = ledger.promises
    for known in promises.of_finding.get(made.finding, ()) if made.finding else ():
        other = promises.all[known]
        if other.open and other.made is not None and other.made.unit == made.unit:
            raise Refused(
                "promise.again", "{number} promises this household an answer already.", number=other.made.number
            )


def _number(ledger: Ledger, now: Moment) -> str:
    """The next number of the device that asks; one that shares its three letters with another device takes more."""
    base = now.device.partition("-")[0]
    tags = [now.tag + base[:more].upper() for more in range(len(base) + 1)]
    free = (t for t in tags if (ledger.promises.tags.get(t, set()) | ledger.findings.tags.get(t, set())) <= {base})
    tag = next(free, now.tag)
    return f"{tag}-P{ledger.promises.made_by.get(tag, 0) + 1:04d}"


def _unit(text: str) -> str:
    unit = spoken(unicodedata.normalize("NFKC", text), LONGEST_NAME).upper().replace(" ", "")
    if not unit:
        raise Refused("promise.no_unit", "Which household? Give the unit.")
    return unit


def _phone(text: str) -> str:
    phone = spoken(unicodedata.normalize("NFKC", text), LONGEST_PHONE)
    if not set(phone) <= _PHONE:
        raise Refused("promise.phone", "A phone number has digits only.")
    return phone
