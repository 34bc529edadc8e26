"""Post checks 岗位品质检查: the supervisor looks at the department's own posts, apart from the rounds (D4.1).

What is looked at comes from two places: the group-e checks that the site asks at the post, and the department's own
items, which stand in the form. A fault leads somewhere: to a finding, to words about how it was put right at once, or
to a coaching that is then owed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from checkpoints.fact import Fact, Refused
from checkpoints.site.checks import Check
from checkpoints.site.places import Kind
from checkpoints.site.site import Site
from checkpoints.work import findings
from checkpoints.work.records.asking import Ask, Rule
from checkpoints.work.records.facts import RecordOpened, StepFilled, Values
from checkpoints.work.records.making import next_number
from checkpoints.work.records.rows import row, subject_of
from checkpoints.work.records.state import Record

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["CHECKS", "RULES", "asked_at", "checks_of", "owed"]

CHECKS = "post_check"
OWED = 2
"""Per day, where no duty of the site says otherwise: the brief's own number."""


def asked_at(site: Site, post: str, ask: Ask) -> list[Check]:
    """The group-e checks of a post; of a place that has none, those of the first kind of place that has."""
    here = [c for c in site.checks_at(post, ask.today) if c.group == "e"]
    kinds = ([c for c in kind.checks if c.group == "e" and not c.season] for kind in _posts_first(site))
    return here or next((checks for checks in kinds if checks), list[Check]())


def _posts_first(site: Site) -> list[Kind]:
    """The service's own counter says best what is asked of its people."""
    return sorted(site.kinds, key=lambda kind: kind.id != "service_centre")


def checks_of(ledger: Ledger, day: str) -> list[Record]:
    """The post checks of a day that were sealed, the oldest first; the day as YYYY-MM-DD (D4.1)."""
    return [r for r in ledger.records.during(CHECKS, day) if r.done("check") is not None]


def owed(ledger: Ledger) -> int:
    """How many are owed a day."""
    duties = ledger.site.duties if ledger.site else ()
    return next((d.times for d in duties if d.form == CHECKS), OWED)


def _draft(ask: Ask) -> Values:
    site = ask.ledger.site
    if ask.step.id != "check" or site is None:
        return {}
    posts = [p.id for p in sorted(site.active, key=lambda p: p.kind != "service_centre")]
    post = str(ask.values.get("post") or next(iter(posts), ""))
    if post not in site.checkpoint_of:
        return {"at": ask.at.isoformat()}
    items = [{"row": row("check", check.id)} for check in asked_at(site, post, ask)]
    return {"at": ask.at.isoformat(), "post": post, "items": items}


def _answers(values: Values) -> Iterator[tuple[str, str]]:
    """Every item with its answer: `check:...` of the site, or the value of an item of our own."""
    for table in ("items", "own"):
        yield from ((str(r.get("row", "")), str(r.get("result", ""))) for r in values.get(table, ()))


def _faults(ask: Ask) -> list[str]:
    return [name for name, result in _answers(dict(ask.values)) if result == "fault"]


def _called(ask: Ask, name: str) -> object:
    """How people call an item."""
    kind, key = subject_of(name)
    if kind == "check":
        return _site_check(ask, key) or key
    own = ask.step.field("own")
    return next((r for r in own.rows if r.value == name), name) if own else name


def _site_check(ask: Ask, check: str) -> Check | None:
    kinds = ask.ledger.site.kinds if ask.ledger.site else ()
    return next((c for kind in kinds for c in kind.checks if c.id == check), None)


def _check(ask: Ask) -> None:
    """Raises Refused: `check.own`, `check.left_out`, `check.nothing`, `check.result_ok`, `check.no_fault`."""
    if ask.step.id != "check":
        return
    if ask.values.get("person") == ask.by:
        raise Refused("check.own", "Nobody checks themselves. Choose who was on the post.")
    assert ask.ledger.site is not None
    given = {name for name, _ in _answers(dict(ask.values))}
    for asked in asked_at(ask.ledger.site, str(ask.values["post"]), ask):
        if row("check", asked.id) not in given:
            raise Refused("check.left_out", "Not answered yet: {check}. It belongs to this post.", check=asked)
    if all(result == "na" for _, result in _answers(dict(ask.values))):
        raise Refused("check.nothing", "Nothing was looked at: all items say that they do not apply.")
    faults = _faults(ask)
    if faults and ask.values.get("result") == "ok":
        raise Refused(
            "check.result_ok", "There is a fault: {check}. The result cannot be OK.", check=_called(ask, faults[0])
        )
    if not faults and ask.values.get("result") == "fault":
        raise Refused("check.no_fault", "Mark the item that has the fault.")


def _after(ask: Ask) -> Sequence[Fact]:
    if ask.step.id != "check":
        return ()
    match ask.values.get("follows"):
        case "finding":
            return _raise(ask)
        case "coaching" if ask.ledger.site is not None and "coaching" in ask.ledger.site.form_of:
            records = ask.ledger.records
            number = next_number(records, ask.now, 0 if ask.state else 1)
            origin = "record:" + ask.record
            return [RecordOpened(record=ask.now.new_id(), form="coaching", number=number, origin=origin)]
        case _:
            return ()


def _raise(ask: Ask) -> Sequence[Fact]:
    """The finding, by the worst of what is wrong, as the catalogue has it; the record names it."""
    known = [c for name in _faults(ask) if (c := _site_check(ask, subject_of(name)[1])) is not None and c.on_fail]
    worst = min(known, key=lambda c: c.on_fail.severity if c.on_fail else "S4", default=None)
    draft = findings.draft_for(ask.ledger, str(ask.values["post"]), worst, words=str(ask.values["problem"]))
    category = draft.category if worst else _staff(ask)
    assert ask.ledger.site is not None
    raised = findings.raise_finding(
        ask.ledger,
        findings.Draft(
            checkpoint=draft.checkpoint,
            words=draft.words,
            severity=draft.severity,
            department=draft.department if worst else ask.ledger.site.category_of[category].default_department,
            category=category,
            due_h=draft.due_h,
            check=draft.check,
            photos=tuple(ask.values.get("photos", ())),
            origin="supervision",
        ),
        ask.by,
        ask.now,
    )
    named = StepFilled(record=ask.record, step="raised", values={"finding": raised[0].finding}, ends=True)
    return [*raised, named]


def _staff(ask: Ask) -> str:
    """The category of faults of people, or the first there is."""
    assert ask.ledger.site is not None
    known = ask.ledger.site.category_of
    return "staff" if "staff" in known else next(iter(known))


RULES = {CHECKS: Rule(draft=_draft, check=_check, after=_after)}
