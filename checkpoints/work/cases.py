"""The case library (M6): what was learned, so that nobody who reads it knows whom it happened to.

The brief breaks off at 「案例库建立 整理项目」; the fields are common usage. A case comes from a finding, a promise or
an incident and keeps the link. Names of owners, phone numbers and homes are looked for before it is sealed: those that
the ledger knows, and whatever looks like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from checkpoints.fact import Refused
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import Values
from checkpoints.work.records.state import Record

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["RULES", "candidates", "identifying"]

_PHONE = re.compile(r"(?<!\d)(1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{7,8})(?!\d)")
_HOME = re.compile(
    r"(?<![\d\w])\d{1,3}\s?[-－—栋幢座#]\s?(\d{1,2}\s?[-－—单元]{1,2}\s?)?\d{3,4}\s?[室房号]?(?!\d|年|月|日|时|分)"
    r"|(?<!\d)\d{3,4}\s?[室房](?!间)"
)
_NAMED = re.compile(r"(?:业主|住户|租户|客户)[\u4e00-\u9fff]{1,2}(?:先生|女士|小姐|老师|阿姨|大爷|叔叔)")
_TEXTS = (
    *("name", "keywords", "when", "where", "course", "handling", "result"),
    *("cause", "lessons", "improvements", "law", "comment"),
)
SHORTEST_NAME = 2
"""A contact of one character, such as 张, would be found everywhere."""


def identifying(ledger: Ledger, text: str) -> list[str]:
    """What in a text tells whom it is about: phone numbers, homes, names of owners that the ledger knows."""
    found = [m.group().strip() for pattern in (_PHONE, _HOME, _NAMED) for m in pattern.finditer(text)]
    plain = text.replace(" ", "")
    for promise in ledger.promises.all.values():
        if promise.made is None:
            continue
        for known in (promise.made.contact, promise.made.phone, promise.made.unit):
            said = known.replace(" ", "")
            if len(said) >= SHORTEST_NAME and not said.isdigit() and said in plain:
                found.append(known)
    return list(dict.fromkeys(found))


def candidates(ledger: Ledger) -> Iterator[Record]:
    """Incidents that were offered to the library and of which there is no case yet, the oldest first."""
    for record, line in ledger.records.lines("incident"):
        if line.at("offer") is not None:
            known = ledger.records.all[record]
            if known.value("offer", "offered") == "yes" and not _has_case(ledger, "record:" + record):
                yield known


def _has_case(ledger: Ledger, origin: str) -> bool:
    return any(r.form == "case" and r.withdrawn is None for r in ledger.records.from_(origin))


def _draft(ask: Ask) -> Values:
    if ask.step.id != "written":
        return {}
    kind, _, key = ask.origin.partition(":")
    if kind == "record" and key in ask.ledger.records.all:
        return _from_incident(ask.ledger.records.all[key])
    if kind == "finding" and key in ask.ledger.findings.all:
        return _from_finding(ask, key)
    if kind == "promise" and key in ask.ledger.promises.all:
        made = ask.ledger.promises.all[key].made
        return {
            "kind": "complaint",
            "course": made.matter if made else "",
            "when": _month(made and made.first_reply_by),
        }
    return {}


def _month(at: Any) -> str:
    return f"{at:%Y-%m}" if at else ""


def _from_incident(record: Record) -> Values:
    """An incident's own words, to be freed of whoever it was about."""
    lines = [str(e.get("what", "")) for e in record.of("timeline")]
    measures: list[dict[str, Any]] = record.value("measures", "lines", [])
    return {
        "kind": "incident",
        "name": record.title,
        "when": _month(record.opened_at),
        "course": "\n".join(part for part in (str(record.value("details", "what", "")), *lines) if part),
        "result": str(record.value("result", "outcome", "")),
        "cause": str(record.value("meeting", "cause", "")),
        "improvements": "\n".join(str(m.get("what", "")) for m in measures),
    }


def _from_finding(ask: Ask, finding: str) -> Values:
    line = ask.ledger.findings.brief(finding)
    site = ask.ledger.site
    place = site.checkpoint_of.get(line.checkpoint) if site else None
    known = ask.ledger.findings.all[finding]
    kinds = {"cleaning": "environment", "greening": "environment", "order": "order", "fitout": "fit_out", "fee": "fees"}
    return {
        "kind": kinds.get(line.category, "equipment" if line.department == "engineering" else "service"),
        "name": line.words,
        "when": _month(line.found_at),
        "where": place.name(ask.lang) if place else "",
        "course": line.words,
        "handling": known.progress.order.fact.plan if known.progress.order else "",
        "cause": known.cause,
    }


def _beside(ask: Ask) -> dict[str, Beside]:
    """What would be refused stands beside the field while it is written."""
    said: dict[str, Beside] = {}
    for name in _TEXTS:
        found = identifying(ask.ledger, str(ask.values.get(name, "")))
        if found:
            said[name] = Beside("Take out: {found}", {"found": found})
    return said


def _check(ask: Ask) -> None:
    """Nobody can be known from a case (rules.md 11.19).

    Raises Refused: `case.identified` (found, field), `case.not_checked` while nobody has confirmed it.
    """
    if ask.step.id != "written":
        return
    for field in ask.step.fields:
        found = identifying(ask.ledger, str(ask.values.get(field.id, ""))) if field.id in _TEXTS else []
        if found:
            raise Refused(
                "case.identified",
                "{field}: take out what tells whom it is about: {found}",
                field=field,
                found=found,
            )
    if ask.values.get("anonymous") != "confirmed":
        raise Refused("case.not_checked", "Read it once more: no owner's name, no phone, no home. Then confirm.")


RULES: dict[str, Rule] = {"case": Rule(draft=_draft, beside=_beside, check=_check)}
