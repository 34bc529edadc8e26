"""What the steps of the escalation ladder are called, and what recurrence and the watch over rounds say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from checkpoints.work.findings.ladder import Step
from tui.i18n import N_, _

if TYPE_CHECKING:
    from checkpoints.work.findings.repeats import Hint

__all__ = ["STEPS", "hint_line", "step_line", "step_name"]

STEPS = {
    "S1": N_("Emergency: the manager at once"),
    "crit": N_("A check the manager hears of at once"),
    "S2": N_("Serious: the manager the same day"),
    "key": N_("Key or hard finding: the manager"),
    "repeat": N_("Came back too often: the manager"),
    "promise": N_("An owner waits past the limit: the manager"),
    "refused": N_("Refused and not ruled on: the manager"),
    "unaccepted": N_("The notice is not signed for"),
    "silent": N_("The contractor is silent: the manager"),
    "overdue": N_("Overdue: the supervisor"),
    "overdue_head": N_("Overdue: the head of the department"),
    "overdue24": N_("Overdue for long: the supervisor must ask after it"),
    "overdue48": N_("Overdue for very long: the manager"),
    "overdue168": N_("Overdue beyond all measure: the company"),
}
"""Steps as `checkpoints.work.findings.ladder` names them; the hours are the site's own and stand nowhere here."""


def step_name(key: str) -> str:
    """What a step is called; the key itself for one of a newer program."""
    return _(STEPS.get(key, key))


def step_line(step: Step) -> str:
    """A step with what was done about it: sent is not acknowledged."""
    if step.acknowledged:
        return "✓ " + _("{step} · acknowledged").format(step=step_name(step.key))
    if step.sent:
        return "◐ " + _("{step} · sent, not acknowledged").format(step=step_name(step.key))
    return "! " + _("{step} · not sent yet").format(step=step_name(step.key))


def hint_line(hint: Hint, call: Callable[[str], str]) -> str:
    """What to tell somebody who raises a finding here; `call` gives the number of a finding."""
    numbers = ", ".join(call(f) for f in (hint.open_ids or hint.closed_ids)[:2])
    if hint.open_ids:
        return "! " + _("Open here already: {numbers}. Add a sighting instead?").format(numbers=numbers)
    if hint.closed_ids and hint.nth > 1:
        told = _("With this one {nth} times in the period; closed lately: {numbers}. Reopen it, or raise a new one?")
        return "! " + told.format(nth=hint.nth, numbers=numbers)
    if hint.closed_ids:
        return "! " + _("Closed here lately: {numbers}. Reopen it, or raise a new one?").format(numbers=numbers)
    return "! " + _("With this one {nth} times in the period.").format(nth=hint.nth) if hint.nth > 1 else ""
