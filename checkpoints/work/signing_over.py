"""What both sides of a handover sign (D2.6; forms.md 4): counted, each open item with its owner, taken one by one.

What was promised to an owner, and the tasks, go to whoever is named, from the moment the item is taken; what is
disputed stays. Whoever signs is who is signed in, so that every fact is in the name of the one who gave the PIN.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, cast

from checkpoints.fact import Fact, Refused
from checkpoints.work.handing_over import given, item_rows, items, post_of
from checkpoints.work.handover import relieved, waiting
from checkpoints.work.promises.facts import PromiseHanded, PromiseTaken
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import StepFilled, Values
from checkpoints.work.records.rows import by_row, row, subject_of
from checkpoints.work.tasks import task_of

__all__ = ["RULES"]

OFFERED = timedelta(hours=24)
"""How long a post that nobody took is not offered again; then it is old, and stands in the way of nobody."""


def _given_rows(ask: Ask) -> dict[str, Mapping[str, Any]]:
    return item_rows(ask.earlier("given", "items"))


def _bars(ask: Ask) -> Refused | None:
    """Nobody takes a post for somebody else: what goes over goes over in the name of whoever is signed in."""
    to = str(ask.earlier("given", "to", ""))
    if ask.step.id != "taken" or ask.entry or not to or ask.by == to:
        return None
    return Refused("handover.receiver", "{person} takes it over, signed in here.", person=ask.ledger.people.called(to))


def _offer(ask: Ask) -> Mapping[str, Sequence[str]]:
    """Who signs is known; a post that takes money counts it."""
    if ask.step.id == "taken":
        return {"to": [ask.by]}
    post = post_of(ask, ask.values.get("post"))
    if ask.step.id != "given":
        return {}
    return {"from": [ask.by]} | ({"cash_post": ["yes"]} if post is not None and post.takes_money else {})


def _draft(ask: Ask) -> Values:
    if ask.step.id == "given":
        return given(ask)
    if ask.step.id == "taken":
        return {"arrived": ask.at.isoformat(), "items": [{"row": name} for name in _given_rows(ask)]}
    return {}


def _beside(ask: Ask) -> dict[str, Beside]:
    if ask.step.id != "taken":
        return {}
    giver, count = ask.earlier("given", "from"), len(_given_rows(ask))
    name = ask.ledger.people.called(str(giver)) if giver else ""
    return {"items": Beside("{count} items from {person}", {"count": count, "person": name})}


def _work_out(ask: Ask) -> Values:
    """How many of each there should be."""
    post = post_of(ask, ask.values.get("post"))
    if ask.step.id != "given" or post is None:
        return {}
    due = {row("stock", f"{post.id}.{s.id}"): s.count for s in post.stock}
    counted = cast("list[dict[str, Any]]", ask.values.get("counted", []))
    rows = [{**r, "due": due[r["row"]]} if r.get("row") in due else dict(r) for r in counted]
    return {"counted": rows} if rows else {}


def _check(ask: Ask) -> None:
    """Raises Refused: what `_check_given` and `_check_taken` raise."""
    if ask.step.id == "given":
        _check_given(ask)
    elif ask.step.id == "taken":
        _check_taken(ask)


def _check_given(ask: Ask) -> None:
    """Raises Refused: `handover.self`, `handover.giver`, `handover.offered`, `handover.cash`, `handover.left_out`,
    `handover.counted`, `handover.count`, and for a correction what `_unchanged` raises.
    """
    values = ask.values
    if values["to"] == values["from"]:
        raise Refused("handover.self", "Nobody hands over to themselves.")
    post = post_of(ask, values.get("post"))
    if ask.entry:
        _unchanged(ask, "post", "to", *(["items"] if ask.earlier("taken", "to") else []))
    else:
        if values["from"] != ask.by:
            raise Refused("handover.giver", "Whoever is signed in hands over, and signs.")
        _offered_once(ask)
        _nothing_left_out(ask)
    if post is not None and post.takes_money and values.get("cash_post") == "no":
        raise Refused(
            "handover.cash", "{post}: money is taken there. Count it.", post=post, field=_field(ask, "cash_post")
        )
    rows = by_row(values.get("counted"))
    for stock in post.stock if post else ():
        name = row("stock", f"{post.id if post else ''}.{stock.id}")
        counted = rows.get(name)
        if counted is None:
            raise Refused("handover.counted", "Not counted yet: {what}", what=stock, field=_field(ask, "counted"))
        if counted.get("count") != stock.count and not counted.get("note"):
            raise Refused(
                "handover.count",
                "{what}: {count} are due. Say why there are not.",
                what=stock,
                count=stock.count,
                field=_field(ask, "counted"),
                row=name,
            )


def _unchanged(ask: Ask, *names: str) -> None:
    """What both sides stand on is signed. Raises Refused `handover.signed`."""
    for name in names:
        if ask.values.get(name) != ask.earlier(ask.step.id, name):
            raise Refused(
                "handover.signed",
                "{field} was signed and stays. Where it is wrong, the handover is withdrawn and given again.",
                field=_field(ask, name),
            )


def _field(ask: Ask, name: str) -> object:
    """A field of the step, for a screen to lead there."""
    return ask.step.field(name) or name


def _offered_once(ask: Ask) -> None:
    """One handover of a post at a time. Raises Refused `handover.offered`."""
    for record in waiting(ask.ledger):
        at = record.done("given")
        if record.value("given", "post") == ask.values.get("post") and at is not None and ask.at - at < OFFERED:
            to = ask.ledger.people.called(str(record.value("given", "to", "")))
            raise Refused(
                "handover.offered",
                "This post waits for {person} to take it already. That handover is taken or withdrawn first.",
                person=to,
            )


def _nothing_left_out(ask: Ask) -> None:
    """Everything that is open goes over with its owner (rules.md 5). Raises Refused `handover.left_out`."""
    rows = by_row(ask.values.get("items"))
    for line in items(ask):
        if line["row"] not in rows:
            raise Refused(
                "handover.left_out",
                "Still open, and not among the items: {what}.",
                what=line["what"],
                field=_field(ask, "items"),
            )


def _check_taken(ask: Ask) -> None:
    """Raises Refused: `handover.receiver`, `handover.items`, `handover.over`, `handover.not_clear`."""
    values = ask.values
    to = str(ask.earlier("given", "to"))
    if values["to"] != to:
        raise Refused("handover.receiver", "{person} was to take it, and signs.", person=ask.ledger.people.called(to))
    if ask.entry:
        _unchanged(ask, "agreed", "items")
        return
    rows = by_row(values.get("items"))
    for name, line in _given_rows(ask).items():
        if name not in rows:
            raise Refused("handover.items", "Taken or disputed? {what}", what=line["what"], field=_field(ask, "items"))
    disputes = any(r.get("state") == "disputed" for r in rows.values())
    if values.get("agreed") == "yes":
        if disputes or values.get("clean") == "no":
            raise Refused(
                "handover.not_clear",
                "With an item disputed or the area not clean it is not clear. Say so.",
                field=_field(ask, "agreed"),
            )
        _not_taken_by_another(ask)


def _not_taken_by_another(ask: Ask) -> None:
    """Two devices offered one post unseen by each other. Raises Refused `handover.over` to whoever signs second."""
    assert ask.state is not None
    since, post = ask.state.order("given"), ask.earlier("given", "post")
    for other in ask.ledger.records.during("handover", ask.period):
        same = other.id != ask.record and other.value("given", "post") == post and relieved(other)
        if same and other.order("taken") > since:
            raise Refused(
                "handover.over",
                "{person} has taken this post over meanwhile, on another record. Object here; the supervisor decides.",
                person=ask.ledger.people.called(str(other.value("taken", "to", ""))),
                field=_field(ask, "agreed"),
            )


def _after(ask: Ask) -> Sequence[Fact]:
    """What is named for the receiver goes over: offered by the giver, and taken with the item (rules.md 5)."""
    if ask.step.id == "given":
        to, promises = str(ask.values["to"]), ask.ledger.promises.all
        return [
            PromiseHanded(promise=key, to=to, reason="交接班 / Handover")
            for kind, key, line in _named(ask.values.get("items"))
            if kind == "promise" and line["person"] == to and key in promises and promises[key].follower == ask.by
        ]
    return _taken(ask) if ask.step.id == "taken" else ()


def _taken(ask: Ask) -> list[Fact]:
    """Another device may have given what is not known here yet: that waits with the giver, and nothing breaks."""
    answers, facts = by_row(ask.values.get("items")), list[Fact]()
    taken = [line for name, line in _given_rows(ask).items() if answers.get(name, {}).get("state") == "taken"]
    for kind, key, line in _named(taken):
        if line["person"] != ask.by:
            continue
        if kind == "promise" and key in ask.ledger.promises.all:
            offer = ask.ledger.promises.all[key].offer
            if offer is not None and offer.to == ask.by:
                facts.append(PromiseTaken(promise=key))
        elif kind == "record" and _task_of_another(ask, key):
            values = {"person": ask.by, "reason": ask.say("交接班", "Handover")}
            facts.append(StepFilled(record=key, step="moved", values=values))
    return facts


def _task_of_another(ask: Ask, record: str) -> bool:
    known = ask.ledger.records
    if record not in known.live or known.line(record).form != "task":
        return False
    return task_of(ask.ledger, known.all[record]).person != ask.by


def _named(lines: object) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The lines with what each of them is about, in their order."""
    for line in cast("Sequence[Mapping[str, Any]]", lines or ()):
        kind, key = subject_of(str(line.get("row", "")))
        yield kind, key, line


RULES = {
    "handover": Rule(
        draft=_draft, beside=_beside, work_out=_work_out, check=_check, after=_after, offer=_offer, bars=_bars
    )
}
