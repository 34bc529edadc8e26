"""The fields of the sheet for a new promise: what is kept of them, how each is shown, and what can be chosen.

Chosen phrases are kept by their place in the list and put into words when they are needed, so that a half-filled
sheet follows the language.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, cast

from checkpoints.site.site import ResponseLimit, Site
from checkpoints.site.words import Lang, Named
from checkpoints.work.findings.facts import Channel
from checkpoints.work.promises.making import FROM_A_FINDING, PromiseRequest, kinds, solve_hours
from tui import when
from tui.checkpoint.finding_form import put_together
from tui.i18n import N_, _, lang
from tui.widgets.pages import Tile
from tui.words.finding_text import CHANNELS, person_name
from tui.words.promise_acts import ANSWERED, CONTACTS, MATTERS
from tui.words.promises import kind_name
from tui.words.start import crop

if TYPE_CHECKING:
    from tui.app import RoundsmanApp

__all__ = ["PADS", "TITLES", "TYPED", "Page", "PromiseForm", "choices", "field_words", "pick"]

Page = Literal["main", "matter", "unit", "contact", "phone", "kind", "follower", "first", "due", "answered"]
TITLES: dict[Page, str] = {
    "matter": N_("What does the owner want?"),
    "unit": N_("Which household?"),
    "contact": N_("Whom do we answer?"),
    "phone": N_("Phone number"),
    "kind": N_("What kind of matter is it?"),
    "follower": N_("Who answers the owner?"),
    "first": N_("Who was asked first?"),
    "due": N_("Solved by when?"),
    "answered": N_("What was the owner told at once?"),
}
TYPED: dict[Page, str] = {"matter": "typed", "contact": "contact", "answered": "told_typed"}
"""Pages with a line to write on, and the form's field for it."""
PADS: tuple[Page, ...] = ("unit", "phone")
HOURS = (0, 2, 4, 8, 24, 48, 72, 168)
"""Hours until it is solved; 0 leaves it to the kind and the finding."""
ENQUIRY = "enquiry"
ROOM = 26
"""Cells of a tile's second line."""


@dataclass(slots=True)
class PromiseForm:
    """What was filled in."""

    kind: str = FROM_A_FINDING
    follower: str = ""
    first: str = ""
    unit: str = ""
    contact: str = ""
    phone: str = ""
    urgent: bool = False
    due: int = 0
    phrases: list[int] = field(default_factory=list[int])
    typed: str = ""
    told: list[int] = field(default_factory=list[int])
    told_typed: str = ""
    channel: str = "face"

    @classmethod
    def of(cls, site: Site, by: str, *, finding: bool) -> PromiseForm:
        """A fresh one: whoever fills it in was asked, and answers."""
        known = [limit.id for limit in kinds(site)]
        own = ENQUIRY if ENQUIRY in known and not finding else FROM_A_FINDING
        return cls(kind=own, follower=by, first=by)

    @classmethod
    def restored(cls, kept: dict[str, Any], fresh: PromiseForm) -> PromiseForm:
        """What was kept, over a fresh form; fields of the wrong kind are left as they are there."""
        known = {f.name: getattr(fresh, f.name) for f in fields(cls)}
        return cls(**known | {n: v for n, v in kept.items() if n in known and isinstance(v, type(known[n]))})

    def matter(self, language: Lang) -> str:
        """What the owner wants, in words."""
        return put_together([*_names(MATTERS, self.phrases, language), self.typed], language)

    def answered(self, language: Lang) -> str:
        """What the owner was told at once; empty when it is still owed."""
        return put_together([*_names(ANSWERED, self.told, language), self.told_typed], language)

    def request(self, finding: str, now: datetime, language: Lang) -> PromiseRequest:
        """The form as the decision takes it."""
        return PromiseRequest(
            matter=self.matter(language),
            unit=self.unit,
            contact=self.contact,
            phone=self.phone,
            kind_of=self.kind,
            urgent=self.urgent,
            finding=finding,
            first_asked=self.first,
            follower=self.follower,
            final_by=now + timedelta(hours=self.due) if self.due else None,
            answered_now=self.answered(language),
            channel=cast("Channel", self.channel),
        )


def _names(phrases: Sequence[Named], chosen: Sequence[int], language: Lang) -> list[str]:
    return [phrases[index].name(language) for index in sorted(chosen) if 0 <= index < len(phrases)]


def field_words(name: str, form: PromiseForm, app: RoundsmanApp) -> str:
    """What the tile of a field says: its name, and what stands in it."""
    ledger = app.book.ledger
    missing = "! " + _("still to come")
    match name:
        case "matter":
            return form.matter(lang()) or "! " + _("The matter: tap to choose or type")
        case "unit":
            said = _("Household"), form.unit or missing
        case "contact":
            said = _("Name"), form.contact or ("–" if form.phone else missing)
        case "phone":
            said = _("Phone"), form.phone or "–"
        case "kind":
            said = _("Kind"), kind_name(ledger, form.kind)
        case "urgent":
            said = _("Urgent"), ("‼ " + _("yes")) if form.urgent else _("no")
        case "follower":
            said = _("Answers the owner"), person_name(ledger, form.follower) or missing
        case "first":
            said = _("Asked first"), person_name(ledger, form.first) or missing
        case "due":
            said = _("Solved by"), _due_words(form.due, app)
        case _:
            told = form.answered(lang())
            said = _("Answered at once"), ("✓ " + told) if told else _("no")
    return f"{said[0]}\n{crop(said[1], ROOM)}"


def _due_words(hours: int, app: RoundsmanApp) -> str:
    return when.day_and_clock(app.now() + timedelta(hours=hours), app.now()) if hours else _("as usual")


Choices = tuple[list[Tile], Sequence[Hashable]]


def choices(page: Page, form: PromiseForm, app: RoundsmanApp) -> Choices:
    """The tiles of a page, and which of them are chosen."""
    ledger = app.book.ledger
    match page:
        case "matter":
            return _tiles(MATTERS), form.phrases
        case "contact":
            return _tiles(CONTACTS), [i for i, name in enumerate(CONTACTS) if name.name(lang()) == form.contact]
        case "kind":
            site = cast("Site", ledger.site)
            return [Tile(limit.id, limit, lambda k=limit: _limits(site, k)) for limit in kinds(site)], [form.kind]
        case "follower" | "first":
            tiles = [Tile(p, lambda p=p: person_name(ledger, p)) for p in _ours(app)]
            return tiles, [form.follower if page == "follower" else form.first]
        case "due":
            return [Tile(hours, lambda h=hours: _hours_words(h, app)) for hours in HOURS], [form.due]
        case "answered":
            ways = [Tile(channel, CHANNELS[channel]) for channel in ("face", "phone", "wechat")]
            return [*ways, *_tiles(ANSWERED)], [form.channel, *form.told]
        case _:
            return [], []


def _tiles(names: Sequence[Named]) -> list[Tile]:
    return [Tile(index, name) for index, name in enumerate(names)]


def _limits(site: Site, limit: ResponseLimit) -> str:
    first, solved = timedelta(hours=limit.value), timedelta(hours=solve_hours(site, limit.id))
    return _("reply {first}, solved {final}").format(first=when.length(first), final=when.length(solved))


def _hours_words(hours: int, app: RoundsmanApp) -> str:
    after = "\n" + when.length(timedelta(hours=hours)) if hours else ""
    return _due_words(hours, app) + after


def _ours(app: RoundsmanApp) -> list[str]:
    """Our own people, whoever fills it in first."""
    members = app.book.ledger.people.members
    ours = [p for p, m in members.items() if m.person.active and m.person.role != "contractor"]
    return sorted(ours, key=lambda p: (p != app.person, members[p].person.en or p))


def pick(page: Page, form: PromiseForm, keys: Sequence[Hashable]) -> bool:
    """Put a choice into the form; True when the page has one choice only and is done with."""
    match page:
        case "matter":
            form.phrases = [int(str(key)) for key in keys]
            return False
        case "answered":
            form.told = [key for key in keys if isinstance(key, int)]
            ways = [str(key) for key in keys if isinstance(key, str)]
            form.channel = next((way for way in ways if way != form.channel), form.channel)
            return False
        case _ if not keys:
            return True
        case "contact":
            form.contact = CONTACTS[int(str(keys[0]))].name(lang())
        case "kind":
            form.kind = str(keys[0])
        case "follower":
            form.follower = str(keys[0])
        case "first":
            form.first = str(keys[0])
        case "due":
            form.due = int(str(keys[0]))
        case _:
            pass
    return True
