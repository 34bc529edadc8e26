"""A month in the life: 31 days of the demo site through the ordinary decisions, counted again from the raw events.

October 2026, written by one seed. What the board, the digests and the month's seven blocks say is held against an
oracle that reads the journal's lines and shares no rule with the program (tests/support/raw_month.py).
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from checkpoints.ledger.duties import standing
from checkpoints.ledger.events import encode_event
from checkpoints.work import assessments, training
from store.clock import SetClock
from store.demo import write
from store.logbook import Logbook
from tests.support.raw_month import RawMonth

SHANGHAI = timezone(timedelta(hours=8))
EVENING = datetime(2026, 10, 31, 20, 45, tzinfo=SHANGHAI)
DAYS = [date(2026, 10, n) for n in range(1, 32)]
MONTH = "2026-10"
SEED = 10


@pytest.fixture(scope="module")
def ledger_and_raw(tmp_path_factory):
    book = Logbook.open(tmp_path_factory.mktemp("month") / "data", clock=SetClock(EVENING))
    write(book, len(DAYS), seed=SEED)
    yield book.ledger, RawMonth(encode_event(e) for e in book.events())
    book.close()


@pytest.fixture
def ledger(ledger_and_raw):
    return ledger_and_raw[0]


@pytest.fixture
def raw(ledger_and_raw):
    return ledger_and_raw[1]


def state(ledger, duty, period, now=EVENING):
    found = standing(ledger, ledger.site.duty_of[duty], period, now.astimezone(ledger.site.zone_info))
    return found.state if found else None


def by(day, clock):
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def test_the_month_was_not_an_empty_one(raw):
    counts = Counter(opened["form"] for opened in raw.opened.values())
    for form in ("morning_meeting", "evening_meeting", "post_check", "finance_daily", "digest", "work_log"):
        assert counts[form] >= 25, form
    for form in ("exchange", "staff_talk", "weekly_meeting", "training", "client_talk", "assessment", "task"):
        assert counts[form] >= 1, form


@pytest.mark.parametrize("half", ["am", "pm"])
def test_two_joint_rounds_of_an_hour_a_day_D3_1_D3_2(ledger, raw, half):
    counting = raw.counting_half_days()
    for day in DAYS:
        done = state(ledger, "round", f"{day}.{half}") in ("done", "late")
        assert done == (f"{day}.{half}" in counting), (day, half)
    assert len(counting) > 50


@pytest.mark.parametrize(
    ("duty", "form", "step", "times", "clock"),
    [
        ("morning_meeting", "morning_meeting", "meeting", 1, "09:30"),
        ("post_checks", "post_check", "check", 2, "18:00"),
        ("digest", "digest", "sent", 1, "18:30"),
        ("evening_meeting", "evening_meeting", "meeting", 1, "20:00"),
        ("records_check", "records_check", "check", 1, "23:59"),
    ],
)
def test_the_board_says_of_every_day_what_the_raw_events_say(ledger, raw, duty, form, step, times, clock):
    sealed = raw.sealed(form, step)
    told = Counter()
    for day in DAYS:
        at = sorted(when for when, _, _ in sealed.get(day.isoformat(), ()))
        if len(at) < times:
            expected = "missed" if day < DAYS[-1] else ("part" if at else "todo")
        else:
            expected = "done" if at[times - 1] <= by(day, clock) else "late"
        assert state(ledger, duty, day.isoformat()) == expected, (day, at)
        told[expected] += 1
    assert told["done"] > 20


def test_the_fixed_numbers_of_the_week_W1_2_W2(ledger, raw):
    talks, meetings = raw.sealed("staff_talk", "talk"), raw.sealed("weekly_meeting", "meeting")
    for week in ("2026-W41", "2026-W42", "2026-W43"):
        people = {values["person"] for _, values, _ in talks.get(week, ())}
        assert (state(ledger, "staff_talks", week) in ("done", "late")) == (len(people) >= 2), week
        assert (state(ledger, "weekly_meeting", week) in ("done", "late")) == bool(meetings.get(week)), week


def test_no_line_of_an_evening_s_plan_is_lost_D1_2(raw):
    evenings, mornings = raw.sealed("evening_meeting", "meeting"), raw.sealed("morning_meeting", "meeting")
    waiting = Counter()
    for day in DAYS:
        for _, values, _ in mornings.get(day.isoformat(), ()):
            rows = values.get("plan", [])
            assert len(rows) == sum(waiting.values()), day
            carried = sum(row["decision"] == "carried" for row in rows)
            assigned = sum(row["decision"] == "assigned" for row in rows)
            assert all(row.get("reason") for row in rows if row["decision"] == "dropped")
            assert all(row.get("person") for row in rows if row["decision"] == "assigned")
            waiting = Counter(carried=carried)
            assert assigned + carried <= len(rows)
        for _, values, _ in evenings.get(day.isoformat(), ()):
            waiting["planned"] += len(values["plan"])


def test_assigned_lines_are_tasks_with_one_person_and_a_day_D2_3(raw):
    mornings = raw.sealed("morning_meeting", "meeting")
    owed = sum(
        sum(row["decision"] == "assigned" for row in values.get("plan", [])) + len(values.get("tasks", []))
        for some in mornings.values()
        for _, values, _ in some
    )
    from_mornings = [
        body
        for event, body in raw.filled
        if raw.opened[body["record"]]["form"] == "task"
        and body["step"] == "given"
        and raw.opened[body["record"]].get("origin", "").startswith("record:morning_meeting")
    ]
    assert len(from_mornings) == owed
    assert all(isinstance(b["values"]["person"], str) and b["values"]["due"] for b in from_mornings)


def test_the_digests_count_what_was_raised_since_the_one_before_D2_8(raw):
    repairs = {"equipment", "fire", "lift", "water", "power"}
    void = {e["subject"] for e in raw.events if e["body"]["kind"] in ("finding.voided", "finding.merged")}
    moved = {e["subject"] for e in raw.events if e["body"]["kind"] == "finding.corrected"}
    before = None
    compared = 0
    for day in DAYS:
        for at, values, _ in raw.sealed("digest", "sent").get(day.isoformat(), ()):
            row = next(r for r in values["counts"] if r["row"] == "repairs")
            since = before or datetime(2026, 9, 1, tzinfo=SHANGHAI)
            new = {
                e["subject"]
                for e in raw.events
                if e["body"]["kind"] == "finding.raised"
                and e["body"]["category"] in repairs
                and since <= datetime.fromisoformat(e["at"]) < at
            }
            if before is not None and before.date() == day - timedelta(days=1) and not new & (void | moved):
                assert row["new"] == len(new), day
                compared += 1
            before = at
    assert compared > 15


def test_the_seven_blocks_of_the_month_are_the_sums_of_its_days_M1_1(ledger, raw):
    ((_, block, _),) = raw.sealed("monthly_meeting", "meeting")[MONTH]
    evenings = raw.sealed("evening_meeting", "meeting")
    until = [day for day in DAYS if day < DAYS[-1]]

    def summed(figure):
        return sum((Decimal(str(evenings[d.isoformat()][0][1][figure])) for d in until if d.isoformat() in evenings), 0)

    assert Decimal(block["received"]) == summed("fees")
    assert block["complaints"] == summed("complaints")
    assert block["fit_outs"] == summed("fit_outs")
    assert block["patrols"] == len(raw.counting_half_days())


def test_the_rates_of_the_summary_are_those_of_the_raw_events_M1_4(raw):
    ((_, summary, _),) = raw.sealed("monthly_summary", "summary")[MONTH]
    counting = len(raw.counting_half_days())
    assert summary["patrol_rate"] == pytest.approx(round(100 * counting / (2 * len(DAYS)), 1))


def test_every_contractor_was_scored_and_frozen_M2(ledger, raw):
    scores = raw.sealed("assessment", "score").get(MONTH, ())
    reviewed = raw.sealed("assessment", "review").get(MONTH, ())
    assert len(reviewed) == len(ledger.site.contractors)
    for contractor in ledger.site.contractors:
        mine = [v for _, v, record in scores if record.endswith(contractor.id)]
        weights = {i.value: i.weight for i in ledger.site.scheme_of[contractor.scheme].items}
        left = []
        for values in mine:
            off = Counter()
            for line in values.get("lines", ()):
                off[line["item"]] += line["points"]
            left.append(sum(min(points, weights[item]) for item, points in off.items()))
        assert assessments.deductions_of(ledger, contractor.id, MONTH) == pytest.approx(
            round(sum(left) / len(left), 1), abs=0.06
        )


def test_all_of_the_staff_were_trained_or_made_it_up_M3_1(ledger, raw):
    held = raw.sealed("training", "held")[MONTH]
    there = {
        row["row"].removeprefix("person:")
        for _, values, _ in held
        for row in values["roll"]
        if row["present"] == "here"
    }
    staff = {p.id for p in ledger.people.active() if p.department == "service"}
    assert training.attendance(ledger, MONTH).complete == (staff <= there)
