"""Do the parts of a site file agree? Ids, references, dates, and halves of the day."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import get_args
from zoneinfo import ZoneInfo

from checkpoints.site.checks import Severity
from checkpoints.site.reading.look import PHRASES, WITH_ID, Look, number, rows, words
from checkpoints.site.reading.marked import Fields, Items, Value

__all__ = ["check", "parsed"]

_ID = re.compile(r"[\w.\-]{1,40}")
FINDING_WORDS = 4
"""Characters that the words of a finding need (rules.md 1)."""


def _blanks(look: Look, value: Value) -> None:
    """Names and ids everywhere: not blank, and ids without blanks inside."""
    if isinstance(value, Fields):
        for name, inner in value.items():
            if name in {"zh", "en", "name_zh", "name_en", "title"} and isinstance(inner, str):
                if inner and not inner.strip():
                    look.wrong(value.marks[name], "not_blank")
            elif name in {"id", "value"} and isinstance(inner, str) and inner and not _id(inner):
                look.wrong(value.marks[name], "id", inner)
            else:
                _blanks(look, inner)
    elif isinstance(value, Items):
        for item in value:
            _blanks(look, item)


def _id(text: str) -> bool:
    """Ids are compared with what people type, which is brought to NFKC first; full-width ones would never match."""
    return bool(_ID.fullmatch(text)) and unicodedata.normalize("NFKC", text) == text


def _lists(look: Look) -> None:
    """Ids, once each; the references of the short lists."""
    tree = look.tree
    _blanks(look, tree)
    for name in WITH_ID:
        look.unique(rows(tree.get(name)), "id")
    look.unique(rows(tree.get("checkpoints")), "number")
    for name in ("frequencies", "response_limits", "seasons"):
        for row in rows(tree.get(name)):
            look.refers_all(row, "source", "sources")
    for row in rows(tree.get("finding_categories")):
        look.refers(row, "default_department", "departments")
    for row in rows(tree.get("severities")):
        look.ordered(row, "respond_h", "default_deadline_h")
    if isinstance(tree.get("severities"), Items) and not set(get_args(Severity)) <= look.ids["severities"].keys():
        look.wrong(tree.marks["severities"], "all_severities", ", ".join(look.ids["severities"]))
    for name in PHRASES:
        for row in rows(tree.get(name)):
            look.refers_all(row, "kinds", "kinds")
            look.refers_all(row, "categories", "finding_categories")
            _long_enough(look, row, name)


def _long_enough(look: Look, row: Fields, name: str) -> None:
    if name not in {"phrases", "fix_phrases"}:
        return
    for lang in ("zh", "en"):
        said = row.get(lang)
        if isinstance(said, str) and 0 < len(said.strip()) < FINDING_WORDS:
            look.wrong(row.marks[lang], "longer", said, least=str(FINDING_WORDS))


def _moments(look: Look) -> None:
    """Time zone, dates of seasons, ends of the half-days."""
    site, policy = look.tree.get("site"), look.tree.get("patrol_policy")
    if isinstance(site, Fields) and isinstance(zone := site.get("timezone"), str) and not _zone(zone):
        look.wrong(site.marks["timezone"], "timezone", zone)
    for row in rows(look.tree.get("seasons")):
        for field in ("start", "end"):
            value = row.get(field)
            if isinstance(value, str) and parsed("2000-" + value, "%Y-%m-%d", r"2000-\d\d-\d\d") is None:
                look.wrong(row.marks[field], "month_day", value)
    if not isinstance(policy, Fields):
        return
    ends: list[int] = []
    for field, default in (("am_ends", "12:00"), ("pm_ends", "18:00")):
        value = policy.get(field, default)
        if isinstance(value, str):
            moment = parsed(value, "%H:%M", r"\d\d:\d\d")
            if moment is None:
                look.wrong(policy.marks[field], "time", value)
            else:
                ends.append(moment.hour * 60 + moment.minute)
    if len(ends) == 2 and ends[0] >= ends[1]:
        mark = policy.marks.get("pm_ends") or policy.marks["am_ends"]
        look.wrong(mark, "later", str(policy.get("pm_ends", "18:00")), than=str(policy.get("am_ends", "12:00")))
    elif len(ends) == 2:
        _routes_fit(look, {"am": ends[0], "pm": ends[1] - ends[0]})


def _routes_fit(look: Look, minutes: dict[str, int]) -> None:
    for row in rows(look.tree.get("routes")):
        half, takes = row.get("half"), number(row.get("est_minutes"))
        if isinstance(half, str) and half in minutes and takes is not None and takes > minutes[half]:
            look.wrong(row.marks["est_minutes"], "fits_half", f"{takes:g}", most=str(minutes[half]))


def parsed(text: str, form: str, pattern: str) -> datetime | None:
    """A time or date in just this form; None for anything else."""
    if not re.fullmatch(pattern, text, re.ASCII):
        return None
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007  (a date of every year, a time of every day)
    except ValueError:
        return None


def _zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):
        return False


def _places(look: Look) -> None:
    """Checkpoints and routes."""
    for row in rows(look.tree.get("checkpoints")):
        look.refers(row, "zone", "zones")
        look.refers(row, "kind", "kinds")
    for row in rows(look.tree.get("routes")):
        days = [day for day, _ in words(row.get("days"))]
        if "on_demand" in days and len(days) > 1:
            look.wrong(row.marks["days"], "alone", ", ".join(days))
        look.refers_all(row, "groups_covered", "content_groups")
        look.once_each(row, "days")
        look.once_each(row, "checkpoints")
        for value, mark in words(row.get("checkpoints")):
            if look.known("checkpoints", value, mark):
                place = look.ids["checkpoints"][value]
                if place is not None and place.get("retired") is True:
                    look.wrong(mark, "in_use", value, id=value)


def check(look: Look) -> None:
    """Add everything in which the lists of the tree do not agree."""
    _lists(look)
    _moments(look)
    _places(look)
