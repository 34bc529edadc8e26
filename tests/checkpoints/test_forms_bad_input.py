"""Five hundred bad form entries: refused in words of both languages, or kept clean; never a crash, nothing by halves.

Each entry starts from what a person could have filled in and spoils one to three fields: wrong types, missing ones,
huge texts, control characters, markup, signs that turn the writing direction, emoji, numbers that are none.
"""

from __future__ import annotations

import random
import unicodedata

import msgspec
import pytest

from checkpoints.fact import Refused
from checkpoints.ledger.events import decode_event, encode_event
from checkpoints.site.people import Confirmed
from checkpoints.work.records import deciding
from checkpoints.work.records.deciding import Target
from checkpoints.work.records.values import clean_all
from tests.support.desk_work import office
from tests.support.ground import at
from tui import i18n

ENTRIES = 500
BLOCKS = 10
HUGE = "长" * 120_000
BAD = (
    None,
    "",
    "   ",
    0,
    -1,
    10**30,
    1.5,
    float("nan"),
    float("inf"),
    True,
    [],
    {},
    [[]],
    [{"row": "person:nobody"}],
    [{"what": None}] * 3,
    [{"what": "x", "person": "ghost", "due": "2026-13-45"}],
    ["a"] * 300,
    {"row": 1},
    "2026-02-30",
    "2026-11-23T25:99",
    "not a number",
    "１２３４",
    "1,2,3",
    "1e400",
    "[bold red]markup[/bold red]",
    "[@click=app.bell]press[/]",
    "\x1b[31mred\x1b[0m",
    "a\x00b\x07c",
    "\u202egnp.exe\u202c",
    "\u200b\u200b\u200b",
    "👩‍👩‍👧‍👦🏗️🚒",
    "e\u0301" * 40,
    "行一\n行二\r\n行三\u2028行四",
    HUGE,
    "'; DROP TABLE events; --",
    "../../etc/passwd",
    "{field} {0} %s %(x)d",
    b"bytes",
)
FORBIDDEN = {"Cc", "Cs"}
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plausible(dice, ledger, column):
    """Something that the field could hold."""
    people = [p.id for p in ledger.people.active()]
    match column.type:
        case "choice":
            return dice.choice(column.options).value
        case "several":
            return [o.value for o in column.options[:2]]
        case "number" | "money":
            return str(int(column.least or 0))
        case "mark":
            return "yes"
        case "person" | "signature":
            return dice.choice(people)
        case "people":
            return people[:2]
        case "day":
            return "2026-11-23"
        case "moment":
            return at(9).isoformat()
        case "place":
            return ledger.site.active[0].id
        case "photos":
            return ["a" * 64]
        case "finding" | "record":
            return "unknown"
        case "lines":
            return [{c.id: plausible(dice, ledger, c) for c in column.columns}]
        case "table":
            rows = [r.value for r in column.rows] or ["text:one"]
            return [{"row": r} | {c.id: plausible(dice, ledger, c) for c in column.columns} for r in rows]
        case _:
            return "按计划进行"


def spoiled(dice, ledger, step):
    values = {f.id: plausible(dice, ledger, f) for f in step.fields}
    for field in dice.sample(step.fields, min(len(step.fields), dice.randint(1, 3))):
        way = dice.random()
        if way < 0.15:
            values.pop(field.id, None)
        elif way < 0.35 and field.type in ("lines", "table") and isinstance(values.get(field.id), list):
            row = dice.choice(values[field.id])
            row[dice.choice(field.columns).id] = dice.choice(BAD)
        else:
            values[field.id] = dice.choice(BAD)
    if dice.random() < 0.1:
        values["no_such_field"] = dice.choice(BAD)
    return values


def clean(value):
    """Whether a kept value holds nothing that could steer a terminal or hide what it says."""
    if isinstance(value, str):
        return all(unicodedata.category(c) not in FORBIDDEN or c == "\n" for c in value) and not TURNING & set(value)
    if isinstance(value, list):
        return all(clean(v) for v in value)
    if isinstance(value, dict):
        return all(clean(v) for v in value.values())
    return value is None or isinstance(value, bool | int | float)


def said(refused):
    """The refusal as each language says it."""
    spoken, before = {}, i18n.lang()
    for language in ("zh", "en"):
        i18n.use(language)
        spoken[language] = i18n.tell(refused)
    i18n.use(before)
    return spoken


@pytest.fixture(scope="module")
def steps():
    site = office(at(17)).ledger.site
    return [(form, step) for form in site.forms if not form.kept_by for step in form.steps if step.fields]


def outcome(decide):
    """What was decided, or the refusal; anything else that is raised fails the test."""
    try:
        return decide(), None
    except Refused as refused:
        return [], refused


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_bad_entry_is_refused_in_words_or_kept_clean_and_nothing_is_half_written(steps, block):
    dice = random.Random(f"bad entries {block}")
    desk = office(at(17))
    refusals = 0
    for _ in range(ENTRIES // BLOCKS):
        form, step = dice.choice(steps)
        about = {"contractor": "clean-co", "place": desk.ledger.site.active[0].id}.get(form.about, "")
        target = Target(form.id, about=about)
        values = spoiled(dice, desk.ledger, step)
        signed = {f.id: Confirmed("zhao") for f in step.fields if f.type == "signature" and dice.random() < 0.8}
        before = desk.ledger.count
        # The fields by themselves, because a step that waits for another one is refused before they are looked at.
        kept, no = outcome(lambda step=step, v=values: clean_all(desk.ledger, step.fields, v, desk.wall))
        assert clean(kept or {}), (form.id, step.id)
        facts, refused = outcome(
            lambda t=target, s=step, v=values, w=signed: deciding.fill(desk.ledger, t, s.id, v, "zhao", desk.now(), w)
        )
        for one in filter(None, (no, refused)):
            refusals += 1
            assert all(0 < len(words) < 600 for words in said(one).values()), one.code
        assert desk.ledger.count == before
        for fact in facts:
            assert clean(getattr(fact, "values", {})), (form.id, step.id)
        for event in desk.record("zhao", facts):
            assert msgspec.json.encode(decode_event(encode_event(event))) == msgspec.json.encode(event)
    assert refusals > ENTRIES // BLOCKS // 2


def test_every_refusal_of_a_bad_entry_has_chinese(steps):
    """What is told in English has another text in Chinese, so nobody at the kiosk reads a msgid."""
    dice = random.Random("words")
    desk = office(at(17))
    told = {}
    for form, step in steps:
        for _ in range(3):
            values = spoiled(dice, desk.ledger, step)
            about = {"contractor": "clean-co", "place": desk.ledger.site.active[0].id}.get(form.about, "")
            _, refused = outcome(
                lambda form=form, step=step, v=values, a=about: deciding.fill(
                    desk.ledger, Target(form.id, about=a), step.id, v, "zhao", desk.now()
                )
            )
            _, no = outcome(lambda step=step, v=values: clean_all(desk.ledger, step.fields, v, desk.wall))
            told |= {one.code: said(one) for one in (refused, no) if one is not None}
    assert len(told) > 8
    assert all(words["zh"] != words["en"] for words in told.values()), told


def test_what_a_condition_hides_is_not_kept(steps):
    """A field that is not asked for keeps nothing of what was typed there before."""
    desk = office(at(17))
    talk = {
        "person": "wang",
        "at": at(10).isoformat(),
        "thoughts": "好",
        "work": "好",
        "has_suggestion": "none",
        "suggestion": "typed before",
    }
    facts = deciding.fill(desk.ledger, Target("staff_talk"), "talk", talk, "zhao", desk.now())
    assert "suggestion" not in facts[1].values
