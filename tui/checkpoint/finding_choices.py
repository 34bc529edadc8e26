"""The pages of the finding sheet: which choices a field has, and what choosing one does to the form."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, cast

from checkpoints.site.checks import Severity
from checkpoints.site.site import Site
from tui import when
from tui.checkpoint.finding_form import FindingForm, phrases_for
from tui.i18n import N_, lang
from tui.widgets.pages import Tile

if TYPE_CHECKING:
    from tui.app import RoundsmanApp
    from tui.screens.finding_sheet import FindingRequest

__all__ = ["TITLES", "TYPED", "Page", "choices", "picked", "short_name"]

Page = Literal["main", "words", "severity", "department", "due", "category", "fix", "who"]
TYPED: dict[Page, str] = {"words": "typed", "fix": "fix_typed", "who": "fixer_typed"}
"""Pages with a line to write on, and the form's field for it."""
TITLES: dict[Page, str] = {
    "words": N_("What is wrong?"),
    "severity": N_("How serious is it?"),
    "department": N_("Which department puts it right?"),
    "due": N_("By when?"),
    "category": N_("What kind of finding is it?"),
    "fix": N_("What was done on the spot?"),
    "who": N_("Who put it right?"),
}
"""What a page asks, by page."""
HOURS = (1.0, 2.0, 4.0, 8.0, 24.0, 48.0, 72.0, 168.0)

Choices = tuple[list[Tile], Sequence[Hashable]]


def choices(page: Page, form: FindingForm, request: FindingRequest, site: Site, app: RoundsmanApp) -> Choices:
    """The tiles of a page, and which of them are chosen."""
    match page:
        case "words":
            return _phrases(site.phrases, request.kind, form.category, form.phrases)
        case "fix":
            return _phrases(site.fix_phrases, request.kind, form.category, form.fix_phrases)
        case "severity":
            return [Tile(s.id, lambda s=s: f"{s.id} {s.name(lang())}") for s in site.severities], [form.severity]
        case "department":
            return [Tile(d.id, d) for d in site.departments], [form.department]
        case "category":
            return [Tile(c.id, c) for c in site.finding_categories], [form.category]
        case "due":
            return _hours(form, request, app), [form.due_h]
        case "who":
            known = app.book.ledger.people
            tiles = [Tile(p, lambda p=p: known.name(p, lang())) for p in request.people]
            return tiles, [] if form.fixer_typed.strip() else [form.fixer]
        case "main":
            return [], []


def _phrases(phrases: Sequence[object], kind: str, category: str, chosen: Sequence[str]) -> Choices:
    fitting = phrases_for(phrases, kind, category)  # type: ignore[arg-type]
    return [Tile(p.id, p) for p in fitting], list(chosen)


def _hours(form: FindingForm, request: FindingRequest, app: RoundsmanApp) -> list[Tile]:
    now = app.now()
    offered = sorted({*HOURS, form.due_h, request.start.due_h})
    return [
        Tile(
            hours,
            lambda hours=hours: when.length(timedelta(hours=hours)),
            lambda hours=hours: when.day_and_clock(now + timedelta(hours=hours), now),
        )
        for hours in offered
    ]


def picked(page: Page, form: FindingForm, keys: Sequence[Hashable], request: FindingRequest, site: Site) -> bool:
    """Put a choice into the form; True when the page has one choice only and is done with."""
    match page:
        case "words":
            form.phrases = [str(key) for key in keys]
            return False
        case "fix":
            form.fix_phrases = [str(key) for key in keys]
            form.fixed = bool(form.done(site, lang()))
            return False
        case _ if not keys:
            return True
        case "severity":
            form.grade(cast("Severity", keys[0]), request.start, site)
        case "department":
            form.department = str(keys[0])
        case "category":
            form.sort(str(keys[0]), site)
        case "due":
            form.due_h = float(cast("float", keys[0]))
        case "who":
            form.fixer, form.fixer_typed = str(keys[0]), ""
        case "main":
            pass
    return True


def short_name(name: str) -> str:
    """The name of a severity or a department without its explanation: "Serious: safety hazard, ..." is Serious."""
    return re.split(r"[:;,：；，(（]", name, maxsplit=1)[0].strip()
