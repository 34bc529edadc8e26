"""Filling in a step: who asks for what, and what the program knows about a form beyond its fields.

A `Rule` belongs to a form by its id and has a few parts, each a function of an `Ask`. A form without one is filled in
as its site data says; a site may add such forms of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.site.forms import Form, Step
from checkpoints.site.words import Lang
from checkpoints.work.records.facts import Values

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.work.records.state import Record

__all__ = ["Ask", "Beside", "Rule"]


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody fills in a step, or would like to. `values` are clean when a rule checks them, as entered before."""

    ledger: Ledger
    form: Form
    step: Step
    record: str
    """Its id; of one that was not opened yet, the id that it will have."""
    state: Record | None
    """None before it was opened."""
    period: str
    about: str
    origin: str
    by: str
    now: Moment
    """Local to the site."""
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    entry: str = ""
    """Id of the entry that is being corrected; empty when the step is filled in anew."""
    lang: Lang = "zh"
    """In which language what is drafted as text is to be read."""

    @property
    def at(self) -> datetime:
        """When."""
        return self.now.at

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.at.date()

    def say(self, zh: str, en: str) -> str:
        """A drafted text in the language of whoever drafts it; from then on it is their own words."""
        return zh if self.lang == "zh" else en

    def earlier(self, step: str, name: str, default: Any = None) -> Any:
        """A field of an earlier step of the same record."""
        return self.state.value(step, name, default) if self.state else default


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a field while it is filled in, such as yesterday's figure: a gettext msgid with {fields}."""

    message: str
    params: dict[str, object] = field(default_factory=dict[str, object])


def _nothing(_ask: Ask) -> Values:
    return {}


def _silent(_ask: Ask) -> dict[str, Beside]:
    return {}


def _content(_ask: Ask) -> None:
    return None


def _anything(_ask: Ask) -> Mapping[str, Sequence[str]]:
    return {}


def _nobody(_ask: Ask) -> Refused | None:
    return None


def _no_more(_ask: Ask) -> Sequence[Fact]:
    return ()


@dataclass(frozen=True, slots=True)
class Rule:
    """What the program knows about a form. Each part looks at `ask.step` itself."""

    draft: Callable[[Ask], Values] = _nothing
    """Values worked out from the ledger, to begin with; whoever fills it in may change them."""
    beside: Callable[[Ask], dict[str, Beside]] = _silent
    """What is shown beside the fields, by field id."""
    work_out: Callable[[Ask], Values] = _nothing
    """The fields that follow from the cleaned values, such as a difference; they take the place of what was entered."""
    check: Callable[[Ask], None] = _content
    """Raises Refused when the cleaned values do not hold against the ledger."""
    after: Callable[[Ask], Sequence[Fact]] = _no_more
    """What else becomes a fact when the step is sealed: tasks, findings, another record's step."""
    offer: Callable[[Ask], Mapping[str, Sequence[str]]] = _anything
    """Which options of a choice can be taken here, by `field` or `field.column`, and who may give a signature; all of
    them where it says nothing."""
    bars: Callable[[Ask], Refused | None] = _nobody
    """Why this person cannot do the step, beyond what the form says; said before a word is typed."""
    stays: bool = False
    """Never withdrawn: whatever began it, its end says why."""
    ends: Callable[[Ask], bool] = field(default=lambda _ask: False)
    """Whether this step, filled in like this, ends the record although the form does not say so."""
