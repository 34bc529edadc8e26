"""What the manager is told of findings beside the counts: problems at the posts (D4.2), key matters, notices, looks.

Key and hard matters (D3.10) are named while they are open; of notices (D3.11) and looks afterwards (D3.12) it is told
what came of them since the last digest.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from checkpoints.work.digest.counting import since_last
from checkpoints.work.findings.repeats import Recurrence
from checkpoints.work.records.asking import Ask
from checkpoints.work.records.periods import first_day
from checkpoints.work.supervision import checks_of

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["NAMED", "finding_words", "follow_through", "in_brackets", "problems", "until"]

NAMED: Final = 8
"""So many things of a kind are named."""


def finding_words(ask: Ask, finding: str) -> str:
    """A finding in a line: number, place, words, who has it and until when."""
    line = ask.ledger.findings.brief(finding)
    site = ask.ledger.site
    place = site.checkpoint_of.get(line.checkpoint) if site else None
    where = f"{place.name(ask.lang)} " if place else ""
    who = ask.ledger.people.name(line.person, ask.lang) if line.person else ask.say("未指派", "nobody yet")
    return (
        f"{ask.ledger.findings.called(finding)} {where}{line.words[:80]}{in_brackets(ask, who + until(ask, line.due))}"
    )


def in_brackets(ask: Ask, words: str) -> str:
    """Words that stand behind others, in the brackets of the language."""
    return ask.say(f"（{words}）", f" ({words})")


def until(ask: Ask, due: datetime | None) -> str:
    """A deadline, to stand behind a name; '' for none."""
    if due is None:
        return ""
    local = due.astimezone(ask.at.tzinfo)
    return ask.say(f"，期限 {local:%m-%d %H:%M}", f", due {local:%m-%d %H:%M}")


def problems(ask: Ask) -> str:
    """D4.2: what the checks of our own posts found since the last digest, and what supervision raised."""
    since = since_last(ask.ledger, first_day(ask.period), ask.at)
    lines = [*_post_checks(ask, ask.ledger, since), *_supervised(ask, since)]
    return "\n".join(lines) or ask.say("无。", "None.")


def _post_checks(ask: Ask, ledger: Ledger, since: datetime) -> list[str]:
    found: list[str] = []
    day = since.astimezone(ask.at.tzinfo).date()
    while day <= ask.today:
        for record in checks_of(ledger, day.isoformat()):
            entry = record.entry("check")
            if entry is None or entry.at <= since or entry.get("result") != "fault":
                continue
            place = ledger.site.checkpoint_of.get(str(entry.get("post", ""))) if ledger.site else None
            post, who = (
                place.name(ask.lang) if place else "",
                ledger.people.name(str(entry.get("person", "")), ask.lang),
            )
            found.append(f"{post} {who}{ask.say('：', ': ')}{entry.get('problem', '')}".strip())
        day += timedelta(days=1)
    return found


def _supervised(ask: Ask, since: datetime) -> list[str]:
    known = ask.ledger.findings
    raised = [
        f
        for f, line in known.lines(known.live)
        if line.origin == "supervision" and line.found_at and line.found_at > since
    ]
    return [finding_words(ask, f) for f in sorted(raised, key=lambda f: known.brief(f).number)[:NAMED]]


def follow_through(ask: Ask) -> str:
    """Key and hard matters, notices and looks afterwards; '' where there is nothing of it."""
    since = since_last(ask.ledger, first_day(ask.period), ask.at)
    return "\n".join([*_key(ask), *_notices(ask, since), *_looks(ask, since)])


def _key(ask: Ask) -> list[str]:
    rule, known = Recurrence(ask.ledger), ask.ledger.findings
    key = [
        (line.number, f)
        for f, line in known.lines(known.live)
        if line.key or line.hard or line.severity == "S1" or rule.many(f, line)
    ]
    lines = [ask.say("重点难点：", "Key: ") + finding_words(ask, f) for _, f in sorted(key)[:NAMED]]
    if len(key) > NAMED:
        lines.append(ask.say("重点难点共 {n} 项。", "{n} key matters in all.").format(n=len(key)))
    return lines


def _notices(ask: Ask, since: datetime) -> list[str]:
    known = ask.ledger.findings
    lines = [line for _, line in known.lines(known.live)]
    sent = sum(line.assigned_at is not None and line.assigned_at > since for line in lines)
    unsigned = sum(line.state == "assigned" for line in lines)
    if not (sent or unsigned):
        return []
    text = ask.say(
        "整改通知单：下达 {sent} 份，未签收 {unsigned} 份。", "Notices: {sent} sent, {unsigned} not signed for."
    )
    return [text.format(sent=sent, unsigned=unsigned)]


def _looks(ask: Ask, since: datetime) -> list[str]:
    known = ask.ledger.findings
    done = [line for _, line in known.lines() if line.moved_at is not None and line.moved_at > since]
    passed, waiting = sum(line.state in ("verified", "closed") for line in done), sum(line.done for line in done)
    if not (passed or waiting):
        return []
    text = ask.say(
        "整改复查：通过 {passed} 项，待复查 {waiting} 项。", "Looked at again: {passed} passed, {waiting} waiting."
    )
    return [text.format(passed=passed, waiting=waiting)]
