"""A finding sheet as it is being filled in: what was chosen and what was typed, kept apart.

Chosen phrases are kept as ids and put into words when they are needed, so a half-filled sheet follows the language;
typed words stay as they were typed. The form goes to the draft file and comes back as plain JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from checkpoints.site.checks import Severity
from checkpoints.site.people import Confirmed
from checkpoints.site.site import Phrase, Site
from checkpoints.site.words import Lang
from checkpoints.work.findings import Draft, Fix

__all__ = ["FindingForm", "phrases_for", "put_together"]


def put_together(parts: Sequence[str], lang: Lang) -> str:
    """Phrases and typed words as one line."""
    return ("；" if lang == "zh" else "; ").join(part.strip() for part in parts if part.strip())


def phrases_for(phrases: Sequence[Phrase], kind: str, category: str) -> list[Phrase]:
    """Those that fit, those for every category last."""
    fitting = [p for p in phrases if p.fits(kind, category)]
    return sorted(fitting, key=lambda p: not p.categories)


@dataclass(slots=True)
class FindingForm:
    """The fields of the sheet. `fixer` is a person id; a typed name is in `fixer_typed`."""

    severity: Severity = "S3"
    department: str = ""
    category: str = ""
    due_h: float = 72.0
    phrases: list[str] = field(default_factory=list[str])
    typed: str = ""
    photos: list[str] = field(default_factory=list[str])
    no_photo: str = ""
    fixed: bool = False
    fix_phrases: list[str] = field(default_factory=list[str])
    fix_typed: str = ""
    fixer: str = ""
    fixer_typed: str = ""

    @classmethod
    def of(cls, draft: Draft, by: str) -> FindingForm:
        """A fresh sheet from the catalogue's draft; `by` is who would have put it right."""
        return cls(
            severity=draft.severity,
            department=draft.department,
            category=draft.category,
            due_h=draft.due_h,
            photos=list(draft.photos),
            no_photo=draft.no_photo,
            fixer=by,
        )

    @classmethod
    def restored(cls, kept: dict[str, Any], fresh: FindingForm) -> FindingForm:
        """What was kept, over a fresh form; fields of the wrong kind are left as they are there."""
        known = {f.name: getattr(fresh, f.name) for f in fields(cls)}
        for name, value in kept.items():
            if name in known and isinstance(
                value, type(known[name]) if not isinstance(known[name], float) else (int, float)
            ):
                known[name] = value
        return cls(**known)

    def plain(self) -> dict[str, Any]:
        """For the draft file."""
        return asdict(self)

    def own_words(self, site: Site, lang: Lang) -> str:
        """What was chosen and typed, without the line the sheet began with."""
        return put_together([*_names(site.phrases, self.phrases, lang), self.typed], lang)

    def words(self, site: Site, base: str, lang: Lang) -> str:
        """The finding in words: the line the sheet began with, then what was chosen and typed."""
        return put_together([base, self.own_words(site, lang)], lang)

    def done(self, site: Site, lang: Lang) -> str:
        """What was done on the spot."""
        return put_together([*_names(site.fix_phrases, self.fix_phrases, lang), self.fix_typed], lang)

    def fix(self, site: Site, lang: Lang, witness: Confirmed | None = None) -> Fix | None:
        """The fix, when it was put right on the spot."""
        if not self.fixed:
            return None
        return Fix(done=self.done(site, lang), fixer=self.fixer_typed.strip() or self.fixer, witness=witness)

    def draft(self, start: Draft, site: Site, base: str, lang: Lang, witness: Confirmed | None = None) -> Draft:
        """The sheet as the decision takes it."""
        return replace(
            start,
            words=self.words(site, base, lang),
            severity=self.severity,
            department=self.department,
            category=self.category,
            due_h=self.due_h,
            photos=tuple(self.photos),
            no_photo=self.no_photo,
            fix=self.fix(site, lang, witness),
        )

    def grade(self, severity: Severity, start: Draft, site: Site) -> None:
        """Choose a severity; its deadline comes with it, the catalogue's own for the severity it proposed."""
        self.severity = severity
        own = severity == start.severity
        self.due_h = start.due_h if own else site.severity_of[severity].default_deadline_h

    def sort(self, category: str, site: Site) -> None:
        """Choose a category; its department comes with it, and phrases that no longer fit go."""
        self.category = category
        self.department = site.category_of[category].default_department


def _names(phrases: Sequence[Phrase], chosen: Sequence[str], lang: Lang) -> list[str]:
    by_id = {p.id: p for p in phrases}
    return [by_id[c].name(lang) for c in chosen if c in by_id]
