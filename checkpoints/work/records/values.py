"""What was entered, made into what is kept: one cleaning for each type of field.

Kept values are plain JSON: text, number, `"12.50"` for money (decimal, never a float), an ISO day or moment, the id of
a person, place, finding or record, a list of ids or photo hashes, True for a mark, and a list of rows (by column id)
for lines and tables. A row of a table also holds `row`, which row it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar, cast

from checkpoints.fact import Refused
from checkpoints.site.forms import Column, Field, When
from checkpoints.work.deputies import roles_of
from checkpoints.work.rounds.answers import number_of
from checkpoints.work.spoken import LONGEST_NAME, paragraphs, spoken

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["EMPTY", "clean", "clean_all", "holds", "money_of"]

N = TypeVar("N", float, Decimal)


class _Empty:
    def __contains__(self, value: object) -> bool:
        return value is None or value is False or value in ("", [])


EMPTY = _Empty()
"""What counts as not filled in. Zero is filled in (rules.md 11.21), although it equals False."""
_MONEY = re.compile(r"-?(\d{1,3}(,\d{3})+|\d{1,12})(\.\d{1,2})?", re.ASCII)
_WIDE = {0xFEE0 + plain: chr(plain) for plain in map(ord, "0123456789,.-")} | {
    ord("\u3002"): ".",
    ord("\u2212"): "-",
    ord("\u00a5"): None,
    ord("\uffe5"): None,
}
MOST_NAMED = 200
"""Entries of a list of people or photos."""


def money_of(raw: object) -> Decimal:
    """An amount in yuan as it was entered: `1,234.5` and `￥1234.50` are the same. Raises Refused `answer.money`."""
    text = str(raw).strip().translate(_WIDE).replace(" ", "")
    if not _MONEY.fullmatch(text):
        raise Refused("answer.money", "Enter an amount in yuan, such as 1280 or 36.50.")
    return Decimal(text.replace(",", "")).quantize(Decimal("0.01"))


def empty(value: object) -> bool:
    """Whether nothing was filled in; 0 is a figure and was (rules.md 11.21)."""
    return value is None or value is False or value in ("", [])


def holds(when: When | None, values: Mapping[str, Any], field: str = "") -> bool:
    """Whether a condition is met by the values beside it; `field` names another key than the condition's own."""
    if when is None:
        return True
    value = values.get(field or when.field)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, list):
        held = {str(v) for v in cast("list[object]", value)}
        return bool(held & set(when.values)) if when.values else bool(held)
    if value in (None, ""):
        return "no" in when.values
    return not when.values or str(value) in when.values


def clean_all(ledger: Ledger, fields: Sequence[Column], entered: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Everything that was entered for some fields, as it is kept; what is not asked for is left out.

    Raises Refused: `record.missing` (field) for the first required field that is empty, and what `clean` raises, with
        the parameter `field` added.
    """
    kept: dict[str, Any] = {}
    for field in fields:
        if field.worked_out or not holds(field.when, kept):
            continue
        try:
            value = clean(ledger, field, entered.get(field.id), now)
        except Refused as no:
            raise Refused(no.code, no.message, **{"field": field, **no.params}) from None
        if value in (None, "", []):
            if field.required:
                raise Refused("record.missing", "Still to come: {field}.", field=field)
        else:
            kept[field.id] = value
    return kept


def clean(ledger: Ledger, field: Column, raw: Any, now: datetime) -> Any:
    """One value as it is kept; None where nothing was entered.

    Raises Refused: `words.long`, `answer.number`, `answer.money`, `answer.range`, `answer.whole`, `answer.choice`,
        `answer.person`, `answer.place`, `answer.day`, `answer.past`, `answer.photo`, `answer.finding`, `answer.record`,
        `answer.rows`, `record.lines` and what the columns of a row raise.
    """
    if isinstance(field, Field) and field.type in ("lines", "table"):
        return _rows(ledger, field, raw, now)
    if field.type == "mark":
        return _mark(raw)
    if raw is None or raw in ("", []):
        return None
    known = _CLEAN.get(field.type)
    return known(field, raw) if known else _timed_or_named(ledger, field, raw, now)


def _timed_or_named(ledger: Ledger, field: Column, raw: Any, now: datetime) -> Any:
    match field.type:
        case "person" | "signature":
            return _person(ledger, field, raw, now)
        case "people":
            return list(dict.fromkeys(_person(ledger, field, value, now) for value in _items(raw)))
        case "day":
            return _day(field, raw, now).isoformat()
        case "moment":
            return _moment(field, raw, now).isoformat()
        case _:
            return _named(ledger, field, raw)


def _text(raw: object) -> str:
    if not isinstance(raw, str | int | float | Decimal) or isinstance(raw, bool):
        raise Refused("answer.text", "Write an answer.")
    return str(raw)


def _items(raw: object) -> list[object]:
    if not isinstance(raw, list | tuple):
        raise Refused("answer.choice", "Choose one of the answers.")
    items = list(cast("Sequence[object]", raw))
    if len(items) > MOST_NAMED:
        raise Refused("record.lines", "At most {count} entries.", count=MOST_NAMED)
    if any(not isinstance(item, str) for item in items):
        raise Refused("answer.choice", "Choose one of the answers.")
    return items


def _mark(raw: object) -> bool | None:
    if raw in (None, "", False, "no"):
        return None
    if raw is True or raw == "yes":
        return True
    raise Refused("answer.choice", "Choose one of the answers.")


def _number(field: Column, raw: object) -> float | int:
    if not isinstance(raw, str | int | float) or isinstance(raw, bool):
        raise Refused("answer.number", "Enter a number, such as 12 or 0.4.")
    number = _bounded(field, number_of(raw))
    if field.whole:
        if number != int(number):
            raise Refused("answer.whole", "A whole number is needed.")
        return int(number)
    return number


def _bounded(field: Column, number: N) -> N:
    low, high = field.least, field.most
    if (low is not None and number < low) or (high is not None and number > high):
        if high is None:
            raise Refused("answer.range", "Not below {low}.", low=f"{low:g}")
        if low is None:
            raise Refused("answer.range", "Not above {high}.", high=f"{high:g}")
        raise Refused("answer.range", "Between {low} and {high}.", low=f"{low:g}", high=f"{high:g}")
    return number


def _one_of(field: Column, raw: object) -> str:
    if all(o.value != raw for o in field.options):
        raise Refused("answer.choice", "Choose one of the answers.")
    return str(raw)


def _person(ledger: Ledger, field: Column, raw: object, now: datetime) -> str:
    """Somebody who works here; whoever stands in for a role counts as one of it (rules.md 11.11)."""
    if not isinstance(raw, str):
        raise Refused("answer.person", "Choose a person.")
    if raw in ledger.people and ledger.people[raw].active:
        person = ledger.people[raw]
        wrong_role = field.roles and not roles_of(ledger, raw, now.date()) & set(field.roles)
        if wrong_role or (field.staff and person.department != "service"):
            raise Refused("answer.person", "Choose a person.")
        return raw
    if not field.outside or raw in ledger.people:
        raise Refused("answer.person", "Choose a person.")
    return spoken(raw, LONGEST_NAME)


def _photo(raw: object) -> str:
    if not isinstance(raw, str) or not re.fullmatch(r"[0-9a-f]{64}(\.\w{1,5})?", raw):
        raise Refused("answer.photo", "Attach a photo.")
    return raw


def _day(field: Column, raw: object, now: datetime) -> date:
    try:
        day = date.fromisoformat(raw) if isinstance(raw, str) and len(raw) == len("2026-11-23") else None
    except ValueError:
        day = None
    if day is None:
        raise Refused("answer.day", "Choose a day.")
    if field.past and day > now.date():
        raise Refused("answer.past", "That lies ahead; this has happened already.")
    return day


def _moment(field: Column, raw: object, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Refused("answer.moment", "Choose a day and a time.")
    if field.past and at > now:
        raise Refused("answer.past", "That lies ahead; this has happened already.")
    return at


def _named(ledger: Ledger, field: Column, raw: object) -> str:
    """A place, finding or record by id."""
    name = raw if isinstance(raw, str) else ""
    if field.type == "place":
        if ledger.site is None or name not in ledger.site.checkpoint_of:
            raise Refused("answer.place", "Choose a place.")
    elif field.type == "finding":
        if name not in ledger.findings.all:
            raise Refused("answer.finding", "Choose a finding.")
    elif name not in ledger.records.all or (field.forms and ledger.records.line(name).form not in field.forms):
        raise Refused("answer.record", "Choose a record.")
    return name


def _rows(ledger: Ledger, field: Field, raw: Any, now: datetime) -> list[dict[str, Any]] | None:
    """Lines or a table. An empty line is no line; of a table with fixed rows every row is there once."""
    rows: list[object] = list(raw) if isinstance(raw, list | tuple) else []  # pyright: ignore[reportUnknownArgumentType]
    if raw is not None and not isinstance(raw, list | tuple):
        raise Refused("answer.rows", "This is filled in line by line.")
    if len(rows) > field.most_lines:
        raise Refused("record.lines", "At most {count} entries.", count=field.most_lines)
    kept: list[dict[str, Any]] = []
    given: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        if not isinstance(row, Mapping):
            raise Refused("answer.rows", "This is filled in line by line.")
        entered = cast("Mapping[str, Any]", row)
        name = str(entered.get("row", ""))
        if field.rows:
            given[name] = entered
        elif any(entered.get(c.id) not in EMPTY for c in field.columns):
            cleaned = clean_all(ledger, field.columns, entered, now)
            kept.append({"row": spoken(name, 240), **cleaned} if name else cleaned)
    kept += [
        {"row": fixed.value, **clean_all(ledger, field.columns, given.get(fixed.value, {}), now)}
        for fixed in field.rows
    ]
    if len(kept) < field.least_lines:
        raise Refused("record.few", "At least {count} of them.", count=field.least_lines)
    return kept or None


_CLEAN: dict[str, Callable[[Column, Any], Any]] = {
    "text": lambda field, raw: spoken(unicodedata.normalize("NFC", _text(raw)), field.longest) or None,
    "paragraphs": lambda field, raw: paragraphs(unicodedata.normalize("NFC", _text(raw)), field.longest) or None,
    "number": _number,
    "money": lambda field, raw: str(_bounded(field, money_of(raw))),
    "choice": _one_of,
    "several": lambda field, raw: [_one_of(field, value) for value in dict.fromkeys(_items(raw))],
    "photos": lambda _field, raw: list(dict.fromkeys(_photo(value) for value in _items(raw))),
}
"""By type of field, for what can be judged without the ledger and the clock."""
