"""Records filled in without asking anybody: for tests of what is read from them, not of what may be entered.

`told` writes the facts themselves. It asks the form only whether it knows the step and the fields, so that a name that
was changed in the catalogue is noticed here and not as an empty page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checkpoints.fact import Fact
from checkpoints.ledger.ledger import Ledger
from checkpoints.site.forms import Column, Field, Step
from checkpoints.work.records.facts import RecordOpened, StepCorrected, StepFilled

__all__ = ["anything", "corrected", "opened", "step_of", "told"]


def step_of(ledger: Ledger, form: str, step: str) -> Step:
    assert ledger.site is not None
    found = ledger.site.form_of[form].step(step)
    assert found is not None, f"{form} has no step {step}"
    return found


def opened(form: str, record: str, **where: str) -> list[Fact]:
    """A record of a form; `where`: period, about, number, origin."""
    return [RecordOpened(record=record, form=form, **where)]


def told(ledger: Ledger, form: str, record: str, step: str, values: Mapping[str, Any], **more: Any) -> list[Fact]:
    """A step as if it had been filled in; `more`: signed, title, ends."""
    known = {field.id: field for field in step_of(ledger, form, step).fields}
    assert set(values) <= set(known), f"{form}.{step} has no {set(values) - set(known)}"
    for name, rows in values.items():
        if known[name].type in ("lines", "table"):
            columns = {column.id for column in known[name].columns} | {"row"}
            assert all(set(row) <= columns for row in rows), f"{form}.{step}.{name} has no {rows}"
    return [StepFilled(record=record, step=step, values=dict(values), **more)]


def corrected(record: str, step: str, entry: str, values: Mapping[str, Any], reason: str) -> list[Fact]:
    return [StepCorrected(record=record, step=step, entry=entry, values=dict(values), reason=reason)]


def anything(ledger: Ledger, field: Column, words: str, n: int = 0) -> Any:
    """A value that fits a field; texts say `words`."""
    if isinstance(field, Field) and field.type in ("lines", "table"):
        rows = [{"row": row.value} for row in field.rows] or [{}, {}]
        cells = [c for c in field.columns if c.type not in ("lines", "table")]
        return [row | {c.id: anything(ledger, c, f"{words} {i}", i) for c in cells} for i, row in enumerate(rows)]
    people = sorted(ledger.people.members)
    assert ledger.site is not None
    fitting: dict[str, Any] = {
        "number": 7 + n,
        "money": f"{1234 + n}.50",
        "choice": field.options[n % len(field.options)].value if field.options else "",
        "several": [option.value for option in field.options[:2]],
        "mark": True,
        "person": people[n % len(people)],
        "signature": people[n % len(people)],
        "people": people[:2],
        "day": "2026-11-24",
        "moment": "2026-11-24T10:30:00+08:00",
        "place": ledger.site.active[n].id,
        "photos": ["c" * 64],
        "finding": next(iter(ledger.findings.all), ""),
        "record": next(iter(ledger.records.all), ""),
    }
    return fitting.get(field.type, words)
