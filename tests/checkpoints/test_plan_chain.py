"""The plan chain (D5.4, D1.2): every line ever planned is exactly one of open, assigned, dropped, and none is lost."""

from __future__ import annotations

import random
from collections import Counter

import hypothesis.strategies as st
import pytest
from hypothesis import given

from checkpoints.ledger.ledger import Ledger
from checkpoints.work.meetings.chain import chain, open_lines
from checkpoints.work.records import deciding
from tests.support.desk_work import fill, office
from tests.support.ground import PROPERTY, at, refusal
from tests.support.meetings import beside, drafted, evening, evening_values, morning, morning_values, next_day

DECISIONS = st.sampled_from(("assigned", "dropped", "carried"))
WORDS = st.sampled_from(("检查地库照明", "回访投诉业主", "更换电池", "检查地库照明 (2)"))
PLANS = st.lists(WORDS, min_size=1, max_size=4)
DAYS = st.lists(
    st.tuples(st.one_of(st.none(), st.lists(DECISIONS, max_size=9)), st.one_of(st.none(), PLANS)), max_size=6
)
"""Days: a morning that was missed or held, with what it decides, and an evening, with what it plans."""


@pytest.fixture
def desk():
    return office()


def whats(lines):
    return [line.what for line in lines]


def test_yesterday_s_lines_come_to_the_morning_D1_2(desk):
    evening(desk, "甲事", "乙事")
    next_day(desk)
    assert [r["row"] for r in drafted(desk, "morning_meeting")["plan"]] == [
        "text:2026-11-23 甲事",
        "text:2026-11-23 乙事",
    ]
    assert [r["person"] for r in drafted(desk, "morning_meeting")["plan"]] == ["li", "li"]
    assert beside(desk, "morning_meeting")["plan"] == "Lines to decide: 2"


def test_no_line_is_left_undecided_D1_2(desk):
    evening(desk, "甲事", "乙事")
    next_day(desk)
    values = morning_values(desk)
    gone = {**values, "plan": values["plan"][:1]}
    assert refusal(fill, desk, "morning_meeting", "meeting", gone) == "morning.undecided"
    unsaid = {**values, "plan": [{"row": r["row"], "person": "li"} for r in values["plan"]]}
    assert refusal(fill, desk, "morning_meeting", "meeting", unsaid) == "record.missing"
    twice = {**values, "plan": [*values["plan"], values["plan"][0]]}
    assert refusal(fill, desk, "morning_meeting", "meeting", twice) == "morning.twice"
    other = {**values, "plan": [*values["plan"], {**values["plan"][0], "row": "text:2026-11-23 别的事"}]}
    assert refusal(fill, desk, "morning_meeting", "meeting", other) == "morning.not_planned"


@pytest.mark.parametrize(
    ("decided", "left"),
    [
        ({"decision": "assigned", "person": "li", "due": "2026-11-24"}, []),
        ({"decision": "dropped", "reason": "已经完成"}, []),
        ({"decision": "carried"}, ["甲事"]),
    ],
)
def test_a_line_is_assigned_dropped_with_a_reason_or_carried_D1_2(desk, decided, left):
    evening(desk, "甲事")
    next_day(desk)
    values = morning_values(desk)
    values["plan"] = [{"row": values["plan"][0]["row"], **decided}]
    fill(desk, "morning_meeting", "meeting", values)
    next_day(desk)
    assert whats(open_lines(desk.ledger, desk.wall.date())) == left


@pytest.mark.parametrize("decided", [{"decision": "assigned", "person": "li"}, {"decision": "dropped"}])
def test_an_assigned_line_has_a_person_and_a_day_a_dropped_one_a_reason_D1_2(desk, decided):
    evening(desk, "甲事")
    next_day(desk)
    values = morning_values(desk)
    values["plan"] = [{"row": values["plan"][0]["row"], **decided}]
    assert refusal(fill, desk, "morning_meeting", "meeting", values) == "record.missing"


def test_missed_mornings_and_weekends_lose_nothing_D1_2(desk):
    desk.until(at(18, day=4))  # Friday
    evening(desk, "周五的事")
    next_day(desk, hour=18)
    evening(desk, "周六的事")
    next_day(desk, 2)
    assert whats(open_lines(desk.ledger, desk.wall.date())) == ["周五的事", "周六的事"]
    morning(desk, "carried", no_evening="周日未开晚会")
    next_day(desk, 3)
    assert whats(open_lines(desk.ledger, desk.wall.date())) == ["周五的事", "周六的事"]


def test_the_morning_says_that_there_was_no_evening_D1_2(desk):
    assert drafted(desk, "morning_meeting")["no_evening"] == "昨日无晚会记录"
    assert "no_evening" in beside(desk, "morning_meeting")
    silent = morning_values(desk, no_evening="")
    assert refusal(fill, desk, "morning_meeting", "meeting", silent) == "morning.no_evening"
    events = morning(desk)
    assert events[1].body.values["no_evening"] == "昨日无晚会记录"
    evening(desk)
    next_day(desk)
    assert "no_evening" not in drafted(desk, "morning_meeting")
    assert "no_evening" not in beside(desk, "morning_meeting")
    false = morning_values(desk, no_evening="昨日未开")
    assert refusal(fill, desk, "morning_meeting", "meeting", false) == "morning.evening_there"


def test_an_evening_that_arrives_late_comes_to_the_next_morning_D1_2():
    here, there = office(name="a1"), office(name="b1")
    evening(there, "另一台设备上的事")
    for device in (here, there):
        next_day(device)
    morning(here)
    here.hear(there.events)
    next_day(here)
    assert whats(open_lines(here.ledger, here.wall.date())) == ["另一台设备上的事"]


def test_two_devices_held_the_same_evening_and_morning_D1_2():
    """Both plans count; what one morning assigned and the other dropped has its task, and is assigned."""
    here, there = office(name="a1"), office(name="b1")
    evening(here, "甲事", "共同的事")
    evening(there, "乙事", "共同的事")
    here.hear(there.events)
    there.hear(here.events)
    for device in (here, there):
        next_day(device)
    assert sorted(whats(open_lines(here.ledger, here.wall.date()))) == sorted(["甲事", "乙事", "共同的事"])
    morning(here, "dropped")
    morning(there, "assigned")
    here.hear(there.events)
    there.hear(here.events)
    assert {fate for _, fate in chain(here.ledger)} == {"assigned"}
    assert chain(here.ledger) == chain(there.ledger)


def test_a_line_added_to_a_sealed_evening_is_open_D1_2(desk):
    evening(desk, "甲事")
    next_day(desk)
    morning(desk, "dropped")
    record = desk.ledger.records.during("evening_meeting", "2026-11-23")[0]
    plan = [*record.value("meeting", "plan"), {"what": "补记的事", "person": "wang"}]
    desk.record(
        "zhao",
        deciding.correct(desk.ledger, record.id, record.entries[0].id, {"plan": plan}, "漏记", "zhao", desk.now()),
    )
    next_day(desk)
    assert whats(open_lines(desk.ledger, desk.wall.date())) == ["补记的事"]


def live(desk, days):
    """Live through the days; returns what was planned and what was decided, as told by the meetings themselves."""
    written: Counter[str] = Counter()
    decided: dict[str, str] = {}
    for morning_of, plan in days:
        if morning_of is not None:
            values = morning_values(desk)
            for n, row in enumerate(values["plan"]):
                row["decision"] = morning_of[n] if n < len(morning_of) else "carried"
                decided[row["row"]] = row["decision"]
            fill(desk, "morning_meeting", "meeting", values)
        if plan is not None:
            desk.until(desk.wall.replace(hour=18))
            written.update(plan)
            fill(desk, "evening_meeting", "meeting", evening_values(desk, *plan))
        next_day(desk)
    return written, decided


@PROPERTY
@given(days=DAYS)
def test_every_line_ever_written_is_exactly_one_of_open_assigned_dropped_D1_2(days):
    desk = office()
    written, decided = live(desk, days)
    known = chain(desk.ledger)
    assert Counter(line.what for line, _ in known) == written
    assert len({line.row for line, _ in known}) == len(known)
    for line, fate in known:
        last = decided.get(line.row, "carried")
        assert fate == ("open" if last == "carried" else last)
    still = {line.row for line, fate in known if fate == "open"}
    assert {line.row for line in open_lines(desk.ledger, desk.wall.date())} == still
    assigned = sum(fate == "assigned" for _, fate in known)
    tasks = [r for r in desk.ledger.records.all.values() if r.form == "task"]
    assert len(tasks) == assigned + sum(m is not None for m, _ in days)


@PROPERTY
@given(days=DAYS, seed=st.integers(0, 1000))
def test_the_chain_does_not_ask_in_which_order_records_arrive_D1_2(days, seed):
    desk = office()
    live(desk, days)
    events = list(desk.ledger.events())
    dice = random.Random(seed)
    dice.shuffle(events)
    other = Ledger()
    other.apply(events)
    assert chain(other) == chain(desk.ledger)
