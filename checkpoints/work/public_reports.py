"""Reports by visitors and residents at the lobby kiosk 大堂报事: word of a problem from somebody whom nobody knows.

It is a record and no finding yet: no clock runs, no department is told, nobody is named. Somebody of ours confirms it,
which raises the finding from that moment on, or declines it with a reason. The one decision here lets nobody (`-`) fill
in one step of one form, because whoever reports does not sign in; it takes no more than a few at a time, so that a
child at play does not bury the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.work import findings
from checkpoints.work.records.asking import Ask, Rule
from checkpoints.work.records.facts import StepFilled, Values
from checkpoints.work.records.life import form_of
from checkpoints.work.records.making import made
from checkpoints.work.records.values import clean_all

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["FORM", "MOST", "NOBODY", "RULES", "WITHIN", "Told", "report", "takes_photos", "to_confirm"]

FORM: Final = "public_report"
MOST, WITHIN = 5, timedelta(minutes=10)
"""So many that nobody has seen to yet are taken from one device in so long a time."""
FEWEST_DIGITS = 5
NOBODY: Final = "-"
"""The actor of what nobody signed for."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody tells: where, which kind of thing, in words; photos by hash and a phone number as they like."""

    place: str
    category: str
    words: str
    photos: tuple[str, ...] = ()
    phone: str = ""


def report(ledger: Ledger, told: Told, now: Moment) -> Sequence[Fact]:
    """Take a report in, from nobody who is known.

    Raises Refused: `record.no_form`; `public.many` while MOST wait; `public.phone`; what `values.clean_all` raises.
    """
    form = form_of(ledger, FORM)
    step = form.step("reported")
    assert step is not None  # site.forms.FIXED
    if _lately(ledger, now) >= MOST:
        raise Refused(
            "public.many",
            "Thank you! {count} reports are waiting here already and will be looked at. "
            "Please try again in some minutes, or tell somebody at the desk.",
            count=MOST,
        )
    if told.phone and sum(c.isdigit() for c in told.phone) < FEWEST_DIGITS:
        raise Refused("public.phone", "The phone number is too short. Complete it, or leave it out.")
    entered = {
        "place": told.place,
        "category": told.category,
        "words": told.words,
        "photos": list(told.photos),
        "contact": told.phone,
    }
    values = clean_all(ledger, step.fields, entered, now.at)
    return made(ledger.records, FORM, step.id, values, now, origin="", title=str(values["words"])[:80], ahead=0)


def takes_photos(ledger: Ledger) -> bool:
    """Whether the site's form has room for a photo; a site may have made the form its own, without any."""
    form = ledger.site.form_of.get(FORM) if ledger.site else None
    step = form.step("reported") if form else None
    field = step.field("photos") if step else None
    return field is not None and field.type == "photos"


def _lately(ledger: Ledger, now: Moment) -> int:
    """How many came in on this device a moment ago that nobody has seen to. A clock that was set back counts none."""
    own = now.tag + "-R"
    lines = (ledger.records.line(r) for r in to_confirm(ledger))
    return sum(
        line.opened_by == NOBODY
        and line.number.startswith(own)
        and line.opened_at is not None
        and timedelta() <= now.at - line.opened_at < WITHIN
        for line in lines
    )


def to_confirm(ledger: Ledger) -> list[str]:
    """The ids of the reports that nobody of ours has confirmed or declined."""
    known = ledger.records
    return sorted(r for r in known.live & known.of_form.get(FORM, set()) if known.line(r).at("reported") is not None)


# what becomes of it


def _draft(ask: Ask) -> Values:
    """The words as they were told; of which severity it is, whoever looked at it says."""
    if ask.step.id != "confirmed":
        return {}
    told = {name: ask.earlier("reported", name) for name in ("place", "category", "words", "photos")}
    return {name: value for name, value in told.items() if value} | {"severity": "S3"}


def _check(ask: Ask) -> None:
    """Raises Refused `public.settled`: confirmed on one device and declined on another would be two answers."""
    if ask.entry or ask.state is None or ask.step.id not in ("confirmed", "declined"):
        return
    if ask.state.entry("confirmed") or ask.state.entry("declined"):
        raise Refused("public.settled", "Somebody has seen to this report already.")


def _after(ask: Ask) -> Sequence[Fact]:
    """The finding, from the moment at which it was confirmed and by whoever confirmed it; the record names it."""
    if ask.step.id != "confirmed" or ask.ledger.site is None:
        return ()
    values = ask.values
    category = str(values["category"])
    known = ask.ledger.site.category_of
    category = category if category in known else next(iter(known))
    severity: Any = values["severity"]
    raised = findings.raise_finding(
        ask.ledger,
        findings.Draft(
            checkpoint=str(values["place"]),
            words=str(values["words"]),
            severity=severity,
            department=known[category].default_department,
            category=category,
            due_h=ask.ledger.site.severity_of[severity].default_deadline_h,
            photos=tuple(values.get("photos", ())),
            origin="complaint",
        ),
        ask.by,
        ask.now,
    )
    named = StepFilled(record=ask.record, step="raised", values={"finding": raised[0].finding}, ends=True)
    return [*raised, named]


RULES = {FORM: Rule(draft=_draft, check=_check, after=_after)}
