"""Do checks and their answers make sense? Types, units, bounds, options, and what a failed answer brings."""

from __future__ import annotations

from checkpoints.site.reading.look import BOUNDS, Look, falling, number, rows, some
from checkpoints.site.reading.marked import Fields, Items
from checkpoints.site.reading.problems import Mark

__all__ = ["check"]


def check(look: Look) -> None:
    """Add everything that is odd about checks, their answers, and what checkpoints override of them."""
    _checks(look)
    for row in rows(look.tree.get("checkpoints")):
        _overrides(look, row)
        _challenges(look, row)


def _checks(look: Look) -> None:
    """A check's id is its own across all kinds."""
    kinds = list(rows(look.tree.get("kinds")))
    look.unique((check for kind in kinds for check in rows(kind.get("checks"))), "id")
    for kind in kinds:
        for check in rows(kind.get("checks")):
            look.refers(check, "season", "seasons")
            look.refers(check, "group", "content_groups")
            look.refers_all(check, "source", "sources")
            fail = check.get("on_fail")
            if isinstance(fail, Fields):
                look.refers(fail, "department", "departments")
                look.refers(fail, "severity", "severities")
                look.refers(fail, "category", "finding_categories")
            if isinstance(answer := check.get("answer"), Fields):
                _answer(look, answer, check)


def _answer(look: Look, answer: Fields, check: Fields) -> None:
    kind, mark = answer.get("type"), check.marks["answer"]
    bounded = any(answer.get(name) is not None for name in BOUNDS)
    if kind == "number":
        if "unit" not in answer:
            look.wrong(Mark(mark.file, answer.mark.line, mark.field + ".unit"), "unit")
        look.ordered(answer, *BOUNDS)
    else:
        for name in ("unit", *BOUNDS):
            if answer.get(name) is not None:
                look.wrong(answer.marks[name], "number_only", name)
    options = answer.get("options")
    if kind == "choice":
        choices = list(rows(options))
        if len(choices) < 2:
            at = answer.marks.get("options") or Mark(mark.file, mark.line, mark.field + ".options")
            look.wrong(at, "more_items", str(len(choices)), least="2")
        elif not any(row.get("ok") is True for row in choices):
            look.wrong(answer.marks["options"], "one_ok")
        look.unique(choices, "value")
    elif isinstance(options, Items) and options:
        look.wrong(answer.marks["options"], "choice_only")
    if check.get("on_fail") is None and (kind in {"pass_fail_na", "choice"} or (kind == "number" and bounded)):
        at = check.mark
        look.wrong(Mark(at.file, at.line, f"{at.field}.on_fail"), "on_fail")


def _challenges(look: Look, row: Fields) -> None:
    """Questions of a place: told apart, with answers that can be judged."""
    asked = list(rows(row.get("challenges")))
    look.unique(asked, "id")
    for question in asked:
        options = list(rows(question.get("options")))
        look.unique(options, "value")
        look.ordered(question, "low", "high")
        expected, values = question.get("expected"), [str(o.get("value")) for o in options]
        if options and len(options) < 2:
            look.wrong(question.marks["options"], "more_items", str(len(options)), least="2")
        if options and question.get("rule") != "match":
            look.wrong(question.marks["rule"], "one_of", str(question.get("rule")), names="match")
        if options and expected is not None and expected not in values:
            look.wrong(question.marks["expected"], "one_of", str(expected), names=", ".join(values))
        elif not options and isinstance(expected, str):
            look.wrong(question.marks["expected"], "number", expected)
        if (
            question.get("rule") == "range"
            and number(question.get("low")) is None
            and number(question.get("high")) is None
        ):
            look.wrong(question.marks["rule"], "required", "range", name="low, high")


def _overrides(look: Look, row: Fields) -> None:
    own, kind = row.get("overrides"), look.ids["kinds"].get(str(row.get("kind")))
    if not isinstance(own, Fields) or kind is None:
        return
    checks = {str(check.get("id")): check for check in rows(kind.get("checks"))}
    for name, override in own.items():
        if name not in checks:
            look.wrong(own.marks[name], "check_of_kind", name, kind=str(row.get("kind")), names=some(checks))
        elif isinstance(override, Fields):
            _override(look, checks[name], override, own.marks[name])


def _override(look: Look, check: Fields, override: Fields, mark: Mark) -> None:
    """The bounds as they come out: the kind's, with this checkpoint's over them."""
    answer = check.get("answer")
    if not isinstance(answer, Fields):
        return
    given = [name for name in BOUNDS if override.get(name) is not None]
    if answer.get("type") != "number":
        for name in given:
            look.wrong(override.marks[name], "number_only", name)
        return
    if falling(answer, *BOUNDS):
        return
    both = Fields(mark)
    for name in BOUNDS:
        source = override if name in given else answer
        both.put(name, source.get(name), override.marks[name] if name in given else mark)
    look.ordered(both, *BOUNDS)
