"""Handover at a post 交接班 (D2.6; forms.md 4): counted, both sign, and the receiver takes each open item or objects.

Until the receiver has signed, the giver has the post. Every open item has an owner when the shift is over: what was
promised to an owner goes to whoever is named, from the moment it is taken. A dispute is for the supervisor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from checkpoints.fact import Fact, Refused
from checkpoints.work.handing_over import given, keys_out, post_of
from checkpoints.work.promises.facts import PromiseHanded, PromiseTaken
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import StepFilled, Values
from checkpoints.work.records.rows import by_row, row, subject_of

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger
    from checkpoints.work.records.state import Record

__all__ = ["RULES", "accepted", "disputed", "holder", "keys_out", "must_take", "on_duty", "waiting"]


def waiting(ledger: Ledger, person: str = "") -> list[Record]:
    """Handovers that their receiver has not signed, of one receiver or of all."""
    known = [r for r in ledger.records.open_of("handover") if r.entry("given") and r.entry("taken") is None]
    return [r for r in known if not person or r.value("given", "to") == person]


def disputed(ledger: Ledger) -> list[Record]:
    """Handovers that wait for the supervisor's word."""
    known = ledger.records.open_of("handover")
    return [r for r in known if r.value("taken", "agreed") == "no" and r.entry("ruled") is None]


def accepted(ledger: Ledger, day: date) -> list[Record]:
    """The handovers of a local day that were taken as clear, or ruled on."""
    known = ledger.records.during("handover", day.isoformat())
    return [r for r in known if r.value("taken", "agreed") == "yes" or r.entry("ruled")]


def holder(ledger: Ledger, post: str, now: datetime) -> str:
    """Who has a post: whoever took it last and was not relieved since; '' where nobody ever did (rules.md 11.20).

    A handover that was disputed relieves nobody until the supervisor has ruled.
    """
    last = ""
    for day in (now.date() - timedelta(days=n) for n in range(3, -1, -1)):
        for record in ledger.records.during("handover", day.isoformat()):
            if record.value("given", "post") != post:
                continue
            relieved = record.value("taken", "agreed") == "yes" or record.entry("ruled") is not None
            last = str(record.value("taken" if relieved else "given", "to" if relieved else "from", last))
    return last


def on_duty(ledger: Ledger, person: str, now: datetime) -> bool:
    """Whether somebody has a post now."""
    return any(holder(ledger, post.id, now) == person for post in (ledger.site.posts if ledger.site else ()))


def must_take(ledger: Ledger, person: str, now: datetime) -> Refused | None:
    """Why somebody may not set out on a round: a post was offered to them, or the site asks for duty first."""
    offered = waiting(ledger, person)
    if offered:
        giver = ledger.people.called(str(offered[0].value("given", "from", "")))
        return Refused("handover.first", "{person} hands a post over to you. Take it or object first.", person=giver)
    policy = ledger.site.patrol_policy if ledger.site else None
    if policy is not None and policy.duty_first == "today" and not on_duty(ledger, person, now):
        return Refused("handover.none", "On this site duty is taken over before a round starts.")
    return None


# the form


def _items(ask: Ask) -> dict[str, str]:
    """The rows in which the receiver takes each item, numbered as the giver wrote them, and its words."""
    lines = enumerate(ask.earlier("given", "items", []), start=1)
    return {row("text", f"{n}. {line['what']}"): str(line["what"]) for n, line in lines}


def _draft(ask: Ask) -> Values:
    if ask.form.id == "key_loan":
        if ask.step.id == "out":
            return {"at": ask.at.isoformat(), "back_by": ask.at.replace(hour=18, minute=0).isoformat(), "count": "1"}
        return {"at": ask.at.isoformat(), "whole": "whole"}
    if ask.step.id == "given":
        return given(ask)
    if ask.step.id == "taken":
        return {"arrived": ask.at.isoformat(), "items": [{"row": name} for name in _items(ask)]}
    return {}


def _beside(ask: Ask) -> dict[str, Beside]:
    if ask.form.id != "handover" or ask.step.id != "taken":
        return {}
    giver, count = ask.earlier("given", "from"), len(_items(ask))
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
    """Raises Refused: `handover.self`, `handover.counted`, `handover.count`, `handover.receiver`, `handover.items`,
    `handover.not_clear`.
    """
    if ask.form.id != "handover":
        return
    if ask.step.id == "given":
        _check_given(ask)
    elif ask.step.id == "taken":
        _check_taken(ask)


def _check_given(ask: Ask) -> None:
    values = ask.values
    if values["to"] == values["from"]:
        raise Refused("handover.self", "Nobody hands over to themselves.")
    post = post_of(ask, values.get("post"))
    rows = by_row(values.get("counted"))
    for stock in post.stock if post else ():
        counted = rows.get(row("stock", f"{post.id if post else ''}.{stock.id}"))
        if counted is None:
            raise Refused("handover.counted", "Not counted yet: {what}", what=stock)
        if counted.get("count") != stock.count and not counted.get("note"):
            raise Refused(
                "handover.count", "{what}: {count} are due. Say why there are not.", what=stock, count=stock.count
            )


def _check_taken(ask: Ask) -> None:
    values = ask.values
    to = str(ask.earlier("given", "to"))
    if values["to"] != to:
        raise Refused("handover.receiver", "{person} was to take it, and signs.", person=ask.ledger.people.called(to))
    rows = by_row(values.get("items"))
    for name, what in _items(ask).items():
        if name not in rows:
            raise Refused("handover.items", "Taken or disputed? {what}", what=what)
    disputes = any(r.get("state") == "disputed" for r in rows.values())
    if values.get("agreed") == "yes" and (disputes or values.get("clean") == "no"):
        raise Refused("handover.not_clear", "With an item disputed or the area not clean it is not clear. Say so.")


def _after(ask: Ask) -> Sequence[Fact]:
    """What is named for the receiver goes over: offered by the giver, and taken with the item (rules.md 5)."""
    if ask.form.id != "handover":
        return ()
    if ask.step.id == "given":
        to = str(ask.values["to"])
        return [
            PromiseHanded(promise=key, to=to, reason="交接班 / Handover")
            for kind, key, line in _named(ask.values.get("items"))
            if kind == "promise" and line["person"] == to and ask.ledger.promises.all[key].follower == ask.by
        ]
    return _taken(ask) if ask.step.id == "taken" else ()


def _taken(ask: Ask) -> list[Fact]:
    states = [r.get("state") for r in by_row(ask.values.get("items")).values()]
    facts: list[Fact] = []
    for n, (kind, key, line) in enumerate(_named(ask.earlier("given", "items"))):
        if line["person"] != ask.by or n >= len(states) or states[n] != "taken":
            continue
        if kind == "promise":
            offer = ask.ledger.promises.all[key].offer
            if offer is not None and offer.to == ask.by:
                facts.append(PromiseTaken(promise=key))
        elif kind == "record" and ask.ledger.records.line(key).form == "task" and key in ask.ledger.records.live:
            values = {"person": ask.by, "reason": ask.say("交接班", "Handover")}
            facts.append(StepFilled(record=key, step="moved", values=values))
    return facts


def _named(lines: object) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The lines with what each of them is about, in their order."""
    for line in cast("Sequence[Mapping[str, Any]]", lines or ()):
        kind, key = subject_of(str(line.get("row", "")))
        yield kind, key, line


_RULE = Rule(draft=_draft, beside=_beside, work_out=_work_out, check=_check, after=_after)
RULES = {"handover": _RULE, "key_loan": _RULE}
