"""What a giver hands over, drafted from all that is open (forms.md 4): so that nothing depends on what comes to mind.

Tasks, promises, serious findings, incidents and keys that are out become items, each with an owner; what has none yet
is left without one, and the form is not sealed before somebody is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, cast

from checkpoints.site.posts import Post, Stock
from checkpoints.work.findings.brief import Brief
from checkpoints.work.incidents import running
from checkpoints.work.key_loans import keys_out, out_of
from checkpoints.work.promises.owing import owed_by
from checkpoints.work.records.asking import Ask
from checkpoints.work.records.facts import Values
from checkpoints.work.records.rows import row
from checkpoints.work.tasks import open_tasks

__all__ = ["given", "item_rows", "items", "post_of"]

SHIFT_ENDS = time(18)
"""By when a task of the day is due, where a handover asks for the hour."""
MOST = 40
"""Items in a draft; a finding more is on the board anyway, so findings come last."""
MACHINES = frozenset({"equipment", "power", "water", "lift", "fire"})
LATELY = timedelta(hours=24)


def post_of(ask: Ask, post: object) -> Post | None:
    """A post of the site by what was entered."""
    return ask.ledger.site.post_of.get(str(post)) if ask.ledger.site else None


def given(ask: Ask) -> Values:
    """What the giver still has, and what whoever comes next has to know (forms.md 4)."""
    post = post_of(ask, ask.values.get("post"))
    drafted: Values = {
        "items": items(ask),
        "promises": "\n".join(_promised(ask, p.id) for p in owed_by(ask.ledger, ask.by)) or ask.say("无", "None"),
        "equipment": _equipment(ask),
        "orders": _orders(ask),
    }
    if post is not None:
        drafted["counted"] = [_stock(ask, post, stock) for stock in post.stock]
        drafted["cash_post"] = "yes" if post.takes_money else "no"
    return drafted


def items(ask: Ask) -> list[dict[str, Any]]:
    """What is open: each names its owner, or leaves the giver to say who it is."""
    return [*_incidents(ask), *_promises(ask), *_tasks(ask), *_keys(ask), *_findings(ask)][:MOST]


def item_rows(items: object) -> dict[str, Mapping[str, Any]]:
    """What was given, by the row in which the receiver takes it: numbered as the giver wrote it."""
    lines = enumerate(cast("Sequence[Mapping[str, Any]]", items or ()), start=1)
    return {row("text", f"{n}. {line['what']}"): line for n, line in lines}


def _stock(ask: Ask, post: Post, stock: Stock) -> dict[str, Any]:
    """A row to be counted: what is there is for a person to say, never drafted; what is signed out is known."""
    counted: dict[str, Any] = {"row": row("stock", f"{post.id}.{stock.id}"), "due": stock.count}
    out = out_of(ask.ledger, stock) if stock.kind == "key" else 0
    if out:
        counted["note"] = ask.say(f"已借出 {out} 把，见钥匙登记", f"{out} signed out, see the register")
    return counted


def _tasks(ask: Ask) -> Iterator[dict[str, Any]]:
    for task in open_tasks(ask.ledger, ask.by):
        due = datetime.combine(task.due or ask.today, SHIFT_ENDS, ask.at.tzinfo)
        yield {
            "row": row("record", task.id),
            "what": task.what,
            "person": task.person,
            "next": ask.say("继续办理", "Go on with it"),
            "due": due.isoformat(),
        }


def _promises(ask: Ask) -> Iterator[dict[str, Any]]:
    """What was promised to owners; named for the receiver it goes over to them once they take it (rules.md 5)."""
    for promise in owed_by(ask.ledger, ask.by):
        yield {
            "row": row("promise", promise.id),
            "what": _promised(ask, promise.id)[:200],
            "person": ask.by,
            "next": ask.say("答复业主", "Answer the owner"),
            "due": (promise.final_by or ask.at + LATELY).isoformat(),
        }


def _findings(ask: Ask) -> Iterator[dict[str, Any]]:
    """Serious findings that nobody has finished, and those that the giver answers for; without a person, one is due."""
    site = ask.ledger.site
    open_ = [
        (f, b)
        for f, b in ask.ledger.findings.lines(ask.ledger.findings.live)
        if b.open and (b.person == ask.by or b.severity in ("S1", "S2"))
    ]
    open_.sort(key=lambda one: (one[1].severity, one[1].due.timestamp() if one[1].due else 0.0))
    for finding, line in open_:
        place = site.checkpoint_of.get(line.checkpoint) if site else None
        where = f"{place.name(ask.lang)} " if place else ""
        yield {
            "row": row("finding", finding),
            "what": f"{ask.ledger.findings.called(finding)} {where}{line.words}"[:200],
            "person": line.person if line.person in ask.ledger.people else "",
            "next": ask.say("跟进整改", "See that it is put right"),
            "due": (line.due or ask.at + LATELY).isoformat(),
        }


def _incidents(ask: Ask) -> Iterator[dict[str, Any]]:
    for record in running(ask.ledger):
        yield {
            "row": row("record", record.id),
            "what": ask.say("突发事件：", "Incident: ") + (record.title or ask.ledger.records.called(record.id)),
            "person": "",
            "next": ask.say("按预案处置并上报", "Go on by the plan, report"),
            "due": (ask.at + timedelta(hours=2)).isoformat(),
        }


def _keys(ask: Ask) -> Iterator[dict[str, Any]]:
    for record in keys_out(ask.ledger):
        to = ask.ledger.people.called(str(record.value("out", "to", "")))
        key, count = record.value("out", "key", ""), record.value("out", "count", 1)
        yield {
            "row": row("record", record.id),
            "what": ask.say(f"{key} {count} 把在 {to} 处", f"{key} ({count}) with {to}"),
            "person": ask.by,
            "next": ask.say("催还并登记", "Get it back, sign it in"),
            "due": str(record.value("out", "back_by", ask.at.isoformat())),
        }


def _equipment(ask: Ask) -> str:
    """Machines that do not work, the most serious first."""
    lines: list[Brief] = [
        b for _, b in ask.ledger.findings.lines(ask.ledger.findings.live) if b.open and b.category in MACHINES
    ]
    lines.sort(key=lambda b: (b.severity, b.found_at.timestamp() if b.found_at else 0.0))
    site = ask.ledger.site
    places = site.checkpoint_of if site else {}
    said = [f"{places[b.checkpoint].name(ask.lang) if b.checkpoint in places else ''} {b.words}" for b in lines[:5]]
    return "；".join(said)[:500] or ask.say("无", "None")


def _orders(ask: Ask) -> str:
    """What was passed on since yesterday."""
    since = ask.at - LATELY
    new = [line.title for _, line in ask.ledger.records.lines("document") if line.opened_at and line.opened_at >= since]
    return "；".join(new)[:500] or ask.say("无", "None")


def _promised(ask: Ask, promise: str) -> str:
    known = ask.ledger.promises.all[promise]
    assert known.made is not None
    by = known.final_by.astimezone(ask.at.tzinfo) if known.final_by else None
    until = ask.say(f"（{by:%m-%d %H:%M} 前）", f" (by {by:%m-%d %H:%M})") if by else ""
    return f"{ask.ledger.promises.called(promise)} {known.made.unit} {known.made.matter[:80]}{until}"
