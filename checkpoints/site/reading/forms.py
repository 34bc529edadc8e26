"""Do forms and duties make sense? Steps in order, fields that exist, conditions that can be met."""

from __future__ import annotations

from collections.abc import Iterable

from checkpoints.site.forms import FIXED
from checkpoints.site.reading.follow_up import MIDNIGHT
from checkpoints.site.reading.look import Look, number, rows, some, words
from checkpoints.site.reading.marked import Fields
from checkpoints.site.reading.problems import Mark
from checkpoints.site.reading.references import parsed

__all__ = ["check"]

CHOSEN = ("choice", "several")
ROWED = ("lines", "table")
MARK = ("yes", "no")
WHOLE = 100
"""Points of an assessment."""
OF_FORMS = ("records", "looked_at", "chased", "settled", "contractors", "all_staff", "cases", "tasks_pinned")
"""Evidence that is a form's records."""


def check(look: Look) -> None:
    """Add everything in which the forms, duties and contractors contradict themselves or what they name."""
    for form in rows(look.tree.get("forms")):
        look.refers_all(form, "source", "sources")
        _steps(look, form)
        _fixed(look, form)
    for duty in rows(look.tree.get("duties")):
        _duty(look, duty)
    for row in rows(look.tree.get("contractors")):
        look.refers(row, "department", "departments")
        look.refers(row, "scheme", "schemes")
    _schemes(look)
    for post in rows(look.tree.get("posts")):
        look.unique(rows(post.get("stock")), "id")


def _fields(step: Fields) -> dict[str, Fields]:
    return {str(f.get("id")): f for f in rows(step.get("fields"))}


def _steps(look: Look, form: Fields) -> None:
    """Every step stands on earlier ones only, so that no record can wait for itself."""
    look.unique(rows(form.get("steps")), "id")
    earlier: dict[str, Fields] = {}
    for step in rows(form.get("steps")):
        look.unique(rows(step.get("fields")), "id")
        for value, mark in words(step.get("after")):
            if value not in earlier:
                look.wrong(mark, "step_before", value, names=some(earlier))
        if isinstance(when := step.get("when"), Fields):
            _earlier(look, when, "field", earlier)
        if step.get("each") not in (None, "", "staff"):
            _earlier(look, step, "each", earlier)
        _columns(look, rows(step.get("fields")), nested=False)
        earlier[str(step.get("id"))] = step
    title = form.get("title")
    named = [name for step in earlier.values() for name in _fields(step)]
    if isinstance(title, str) and title and title not in named:
        look.wrong(form.marks["title"], "field_here", title, names=some(named))


def _earlier(look: Look, row: Fields, field: str, steps: dict[str, Fields]) -> None:
    """`step.field` of a step that stands before this one."""
    value = row.get(field)
    if not isinstance(value, str):
        return
    step, _, name = value.partition(".")
    found = _fields(steps[step]).get(name) if step in steps else None
    if found is None:
        known = [f"{s}.{f}" for s, of in steps.items() for f in _fields(of)]
        look.wrong(row.marks[field], "step_field", value, names=some(known))
    else:
        _values(look, row, found)


def _values(look: Look, when: Fields, field: Fields) -> None:
    """The values of a condition are ones that the field can have."""
    kind = field.get("type")
    if kind in CHOSEN:
        offered = [str(o.get("value")) for o in rows(field.get("options"))]
    elif kind == "mark":
        offered = list(MARK)
    else:
        return
    for value, mark in words(when.get("values")):
        if value not in offered:
            look.wrong(mark, "value_of", value, names=some(offered))


def _columns(look: Look, fields: Iterable[Fields], *, nested: bool) -> None:
    """The fields of a step, or the columns of one of them."""
    before: dict[str, Fields] = {}
    for field in fields:
        kind = field.get("type")
        _options(look, field, str(kind))
        if kind not in ("number", "money"):
            for bound in ("least", "most"):
                if field.get(bound) is not None:
                    look.wrong(field.marks[bound], "number_field", str(kind))
        else:
            look.ordered(field, "least", "most")
        name = str(field.get("id"))
        if kind == "photos" and name != "photos" and not name.startswith("photos_"):
            look.wrong(field.marks.get("id") or field.mark, "photos_id", name)
        if nested and kind in ROWED:
            look.wrong(field.marks["type"], "plain_column", str(kind))
        if isinstance(when := field.get("when"), Fields):
            _beside(look, when, before)
        if not nested:
            _rows(look, field, str(kind))
        before[name] = field


def _beside(look: Look, when: Fields, before: dict[str, Fields]) -> None:
    """A condition on a field that is asked before, in the same step or line."""
    value = when.get("field")
    if isinstance(value, str):
        if value in before:
            _values(look, when, before[value])
        else:
            look.wrong(when.marks["field"], "field_here", value, names=some(before))


def _options(look: Look, field: Fields, kind: str) -> None:
    options = list(rows(field.get("options")))
    look.unique(options, "value")
    if kind in CHOSEN and len(options) < 2:
        at = field.marks.get("options") or field.mark
        look.wrong(Mark(at.file, at.line, at.field), "more_items", str(len(options)), least="2")
    elif kind not in CHOSEN and options:
        look.wrong(field.marks["options"], "choices_only", kind)


def _rows(look: Look, field: Fields, kind: str) -> None:
    columns = list(rows(field.get("columns")))
    look.unique(columns, "id")
    look.unique(rows(field.get("rows")), "value")
    if kind in ROWED and not columns:
        look.wrong(field.mark, "columns")
    elif kind not in ROWED and columns:
        look.wrong(field.marks["columns"], "columns_only", kind)
    _columns(look, columns, nested=True)


def _fixed(look: Look, form: Fields) -> None:
    """What the rules stand on may be said otherwise, but is there."""
    steps = {str(s.get("id")): s for s in rows(form.get("steps"))}
    for step, fields in FIXED.get(str(form.get("id")), {}).items():
        if step not in steps:
            look.wrong(form.marks.get("steps") or form.mark, "fixed", name=step)
            continue
        known = _fields(steps[step])
        for name in fields:
            if name not in known:
                at = steps[step].marks.get("fields") or steps[step].mark
                look.wrong(at, "fixed", name=f"{step}.{name}")


def _schemes(look: Look) -> None:
    """The items of a scheme make a hundred points; grades fall."""
    for scheme in rows(look.tree.get("schemes")):
        look.unique(rows(scheme.get("items")), "value")
        weights = [number(item.get("weight")) for item in rows(scheme.get("items"))]
        total = sum(w for w in weights if w is not None)
        if weights and total != WHOLE:
            look.wrong(scheme.marks["items"], "hundred", f"{total:g}")
    before: float | None = None
    for grade in rows(look.tree.get("grades")):
        least = number(grade.get("least"))
        if least is not None and before is not None and least >= before:
            look.wrong(grade.marks["least"], "falling", f"{least:g}", than=f"{before:g}")
        before = least if least is not None else before


def _duty(look: Look, duty: Fields) -> None:
    by = duty.get("by")
    if isinstance(by, str) and by != MIDNIGHT and parsed(by, "%H:%M", r"\d\d:\d\d") is None:
        look.wrong(duty.marks["by"], "time", by)
    form = duty.get("form")
    if not isinstance(form, str) or not form or not look.known("forms", form, duty.marks["form"]):
        if duty.get("evidence") in OF_FORMS and not form:
            look.wrong(duty.mark, "duty_form", str(duty.get("evidence")))
        return
    found = look.ids["forms"][form]
    steps = {str(s.get("id")): s for s in rows(found.get("steps"))} if found is not None else {}
    step = duty.get("step")
    if isinstance(step, str) and step and step not in steps:
        look.wrong(duty.marks["step"], "step_of_form", step, names=some(steps))
    if duty.get("distinct"):
        _earlier(look, duty, "distinct", steps)
    if isinstance(where := duty.get("where"), Fields):
        _earlier(look, where, "field", steps)
