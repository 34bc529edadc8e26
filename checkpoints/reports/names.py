"""What things are called in a document: people, places, departments and states as values, on the site's clock.

A name that the site does not know any more is written as its id; nobody is an empty text, and so is "-", which stands
for the office in the events.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, cast

from checkpoints.reports.document import Joined, Said, Text
from checkpoints.reports.words import ORIGIN_WORDS, short
from checkpoints.site.checks import Severity
from checkpoints.site.site import GroupName, Site
from checkpoints.site.words import Named
from checkpoints.work.rounds.rhythm import Remark

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "NONE",
    "category",
    "cluster",
    "department",
    "flags",
    "group",
    "local",
    "minutes",
    "origin",
    "people",
    "person",
    "place",
    "reason",
    "remark",
    "severity",
    "signed",
    "site_name",
]

NONE: Final = "–"
"""There is none, as against a field that is still open."""


def local(ledger: Ledger, at: datetime | None) -> datetime | None:
    """A moment on the site's clock."""
    return at.astimezone(ledger.site.zone_info) if at is not None and ledger.site else at


def site_name(ledger: Ledger) -> Text:
    """The estate."""
    return Named(zh=ledger.site.site.name_zh, en=ledger.site.site.name_en) if ledger.site else ""


def person(ledger: Ledger, who: str) -> Text:
    """A person by name; what is no id of anybody is a name already."""
    if who in ("", "-"):
        return ""
    if who not in ledger.people:
        return who
    known = ledger.people[who]
    return Named(zh=known.zh, en=known.en)


def minutes(took: timedelta, *, up: bool = False) -> Text:
    """A length in whole minutes: rounded down, for 59:59 is not 60; what is still missing is rounded up."""
    seconds = max(0, int(took.total_seconds()))
    return Said("{n} min", n=-(-seconds // 60) if up else seconds // 60)


def origin(known_as: str) -> Text:
    """Where a finding came from."""
    return ORIGIN_WORDS.get(known_as, known_as)


def people(ledger: Ledger, who: Iterable[str]) -> Text:
    """Several people in one line."""
    return Joined(tuple(person(ledger, one) for one in who))


def place(ledger: Ledger, checkpoint: str, unit: str = "") -> Text:
    """A checkpoint with its id and name, and the household where there is one."""
    known = ledger.site.checkpoint_of.get(checkpoint) if ledger.site else None
    return Joined(tuple(part for part in (checkpoint, known or "", unit) if part), "space")


def department(site: Site | None, known_as: str, *, full: bool = False) -> Text:
    """A department without what stands in brackets behind its name; `full`: with it."""
    known = site.department_of.get(known_as) if site else None
    if known is None or full:
        return known or known_as
    return Named(zh=short(known.zh), en=short(known.en))


def category(site: Site | None, known_as: str) -> Text:
    """What kind of finding it is."""
    return (site.category_of.get(known_as) if site else None) or known_as


def cluster(site: Site | None, name: str) -> Text:
    """A cluster by its zones, for the site file gives it no name of its own."""
    zones = tuple(zone for zone in site.zones if zone.cluster == name) if site else ()
    return Joined(zones) if zones else name


def group(site: Site | None, letter: str) -> Text:
    """One of the brief's content groups with its letter."""
    names: dict[str, GroupName] = {str(key): name for key, name in site.content_groups.items()} if site else {}
    return Joined((letter, names[letter]), "space") if letter in names else letter


def severity(site: Site | None, grade: Severity) -> Text:
    """A severity with all that its name says of it."""
    known = site.severity_of.get(grade) if site else None
    return Joined((grade, known), "space") if known else grade


def reason(site: Site | None, text: str) -> Text:
    """A stored reason in both languages where it was chosen from a list of the site; else as it was written."""
    lists = (site.skip_reasons, site.pause_reasons, site.label_reasons, site.photo_reasons) if site else ()
    return next((one for names in lists for one in names if text and text in (one.zh, one.en, one.id)), text)


def remark(ledger: Ledger, found: Remark) -> Text:
    """What a verdict says of a round, with the names of places and whole minutes."""
    values: dict[str, Text] = {}
    for name, value in found.params.items():
        match value:
            case timedelta():
                values[name] = minutes(value, up=name == "short")
            case str() if name == "checkpoint":
                values[name] = place(ledger, value)
            case str() if name == "reason":
                values[name] = reason(ledger.site, value)
            case tuple():
                values[name] = Joined(tuple(place(ledger, one) for one in cast("tuple[str, ...]", value)), "dot")
            case _:
                values[name] = value if isinstance(value, int) else str(value)
    return Said(found.message, **values)


def flags(*, key: bool, hard: bool) -> Text:
    """Key and hard; a dash where neither is so."""
    said = [*([Said("key")] if key else []), *([Said("hard")] if hard else [])]
    return Joined(tuple(said)) if said else NONE


def signed(ledger: Ledger, who: str, at: datetime | None) -> Text:
    """By whom and when; open while nobody has."""
    if at is None:
        return None
    return Joined(tuple(part for part in (person(ledger, who), local(ledger, at)) if part), "space")
