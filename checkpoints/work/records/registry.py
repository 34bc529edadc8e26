"""The rules of all forms, by form id. A new subject with a form of its own joins here."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from checkpoints.work.records.asking import Rule

__all__ = ["SUBJECTS", "rule_of"]

SUBJECTS: tuple[str, ...] = (
    "assessments",
    "cases",
    "coaching",
    "completeness",
    "digest",
    "finance",
    "follow_up",
    "incidents",
    "key_loans",
    "meetings",
    "monthly",
    "public_reports",
    "relations",
    "requests",
    "signing_over",
    "supervision",
    "tasks",
    "training",
    "vacant",
    "weekly",
    "work_log",
)
"""Modules of `checkpoints.work` with a table `RULES: dict[str, Rule]` by form id, imported when first asked for."""


@cache
def _rules() -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for name in SUBJECTS:
        found: dict[str, Rule] = import_module(f"checkpoints.work.{name}").RULES
        assert not rules.keys() & found.keys(), f"{name} has a form that another subject has"
        rules |= found
    return rules


def rule_of(form: str) -> Rule:
    """What the program knows about a form; nothing about one that a site made itself."""
    return _rules().get(form, Rule())
