"""When something falls due: by the clock, or when departments work (rules.md 2 and 11.24)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from checkpoints.site import catalogue
from checkpoints.site.calendar import deadline, works_at, works_on
from checkpoints.site.catalogue import SiteProblems, default_site
from checkpoints.site.policy import ServiceCalendar
from tests.support.site_mistakes import Mistake

USUAL = default_site().service_calendar
SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def due(severity: str, at: str, hours: float, calendar: ServiceCalendar = USUAL) -> str:
    return deadline(calendar, severity, local(at), hours).due.strftime("%m-%d %H:%M")  # pyright: ignore


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-23", True),  # a Monday
        ("2026-11-28", True),  # a Saturday
        ("2026-11-29", False),  # a Sunday
        ("2026-10-01", False),  # National Day, a Thursday
        ("2026-09-20", True),  # a Sunday on which people make up for a holiday
        ("2026-02-14", True),  # a Saturday, named once more
        ("2026-02-15", False),
        ("2026-02-23", False),
        ("2026-02-24", True),
    ],
)
def test_the_packaged_calendar_knows_weekends_holidays_and_make_up_days(day, works):
    assert works_on(USUAL, date.fromisoformat(day)) is works


def test_a_make_up_day_wins_over_a_holiday():
    calendar = ServiceCalendar(holidays=USUAL.holidays, workdays=("2026-10-03",))
    assert works_on(calendar, date(2026, 10, 3))
    assert not works_on(calendar, date(2026, 10, 4))


@pytest.mark.parametrize("severity", ["S1", "S2"])
def test_rules_11_24_what_is_serious_runs_at_night_and_on_holidays(severity):
    found = deadline(USUAL, severity, local("2026-10-01 22:00"), 2)
    assert (found.due, found.counted) == (local("2026-10-02 00:00"), None)


@pytest.mark.parametrize(
    ("at", "hours", "expected"),
    [
        ("2026-11-23 09:00", 8, "11-23 17:00"),  # while people work nothing moves
        ("2026-11-23 10:00", 8, "11-23 18:00"),  # the last minute counts
        ("2026-11-23 14:00", 8, "11-24 10:00"),  # 22:00 becomes the next morning
        ("2026-11-23 20:00", 8, "11-24 10:00"),  # 04:00 the same morning
        ("2026-11-23 16:00", 16, "11-24 10:00"),  # 08:00 is before they open
        ("2026-11-28 14:00", 8, "11-30 10:00"),  # Saturday night becomes Monday
        ("2026-09-26 09:00", 144, "10-08 10:00"),  # into the golden week
        ("2026-02-14 12:00", 72, "02-24 10:00"),  # over Spring Festival
        ("2026-09-19 12:00", 24, "09-20 12:00"),  # a Sunday on which people work
    ],
)
def test_rules_11_24_what_may_wait_falls_due_on_the_next_working_morning(at, hours, expected):
    assert due("S3", at, hours) == expected


def test_rules_11_24_the_original_deadline_is_kept():
    found = deadline(USUAL, "S4", local("2026-11-28 14:00"), 8)
    assert (found.due, found.counted) == (local("2026-11-30 10:00"), local("2026-11-28 22:00"))
    assert deadline(USUAL, "S4", local("2026-11-23 09:00"), 8).counted is None


def test_a_site_may_count_working_hours_only():
    calendar = ServiceCalendar(days=("mon", "tue", "wed", "thu", "fri"), count="working", resume_at="10:00")
    assert due("S3", "2026-11-27 12:00", 24, calendar) == "11-30 12:00"  # Friday noon to Monday noon
    assert due("S3", "2026-11-27 12:00", 72, calendar) == "12-02 12:00"
    assert due("S3", "2026-11-29 12:00", 8, calendar) == "11-30 08:00"  # begun on a Sunday
    assert due("S2", "2026-11-27 12:00", 24, calendar) == "11-28 12:00"


def test_without_a_calendar_of_its_own_a_site_is_always_open():
    assert due("S3", "2026-10-03 23:00", 24, ServiceCalendar()) == "10-04 23:00"


def test_a_calendar_on_which_nobody_ever_works_does_not_hang():
    never = ServiceCalendar(days=("mon",), holidays=(catalogue_holiday("2026-01-01", "2027-12-31"),))
    assert due("S3", "2026-11-23 09:00", 24, never) == "11-24 09:00"


def catalogue_holiday(start, end):
    from checkpoints.site.policy import Holiday

    return Holiday(start=start, end=end, zh="停", en="Closed")


def test_hours_are_hours_also_where_summer_time_ends():
    berlin = ZoneInfo("Europe/Berlin")
    at = datetime(2026, 10, 24, 12, tzinfo=berlin)
    found = deadline(ServiceCalendar(), "S3", at, 24).due
    assert found - at.astimezone(UTC) == timedelta(hours=24)
    assert found.hour == 11


def test_the_hours_of_a_day_include_both_ends():
    assert works_at(USUAL, local("2026-11-23 08:30"))
    assert works_at(USUAL, local("2026-11-23 18:00"))
    assert not works_at(USUAL, local("2026-11-23 18:01"))
    assert not works_at(USUAL, local("2026-11-23 08:29"))


CATEGORIES = "finding_categories:\n"


def section(text, field, code, at):
    return Mistake(CATEGORIES, text + CATEGORIES, field, code, at=at)


def policy(line, field, code):
    return section(f"review_policy:\n  {line}\n", "review_policy." + field, code, line)


def hours(line, field, code):
    return section(f"service_calendar:\n  {line}\n", "service_calendar." + field, code, line)


@pytest.mark.parametrize(
    "mistake",
    [
        policy("ladder_h: [24, 24, 168]", "ladder_h[1]", "rising"),
        policy("ladder_h: [24, 48]", "ladder_h", "more_items"),
        policy("ladder_h: [24, 48, 72, 96]", "ladder_h", "fewer_items"),
        policy("ladder_h: [0, 48, 72]", "ladder_h[0]", "more_than"),
        policy("accept_h: {S1: 0}", "accept_h.S1", "more_than"),
        policy("accept_h: {S5: 1}", "accept_h.S5", "one_of"),
        policy("escalate_at_once: [P-1, P-99]", "escalate_at_once[1]", "known_id"),
        policy("escalate_at_once: [P-1, P-1]", "escalate_at_once[1]", "unique"),
        policy("repeat_window: week", "repeat_window", "one_of"),
        policy("repeat_key: 1", "repeat_key", "at_least"),
        policy("ladder: [24]", "ladder", "known"),
        hours("days: [mon, monday]", "days[1]", "one_of"),
        hours("days: []", "days", "more_items"),
        hours("days: [mon, mon]", "days[1]", "unique"),
        hours('opens: "8:30"', "opens", "time"),
        hours('opens: "24:00"', "opens", "time"),
        hours('closes: "25:00"', "closes", "time"),
        hours('{opens: "18:00", closes: "08:30"}', "closes", "later"),
        hours('{opens: "08:00", closes: "09:00"}', "opens", "within"),
        hours('resume_at: "7:00"', "resume_at", "time"),
        hours("severities: [S9]", "severities[0]", "one_of"),
        hours("count: days", "count", "one_of"),
        hours('holidays: [{start: "2026-02-30", end: "2026-03-01", zh: 春, en: S}]', "holidays[0].start", "date"),
        hours('holidays: [{start: "2026-03-02", end: "2026-03-01", zh: 春, en: S}]', "holidays[0].end", "not_before"),
        hours('holidays: [{start: "2026-03-02", zh: 春, en: S}]', "holidays[0].end", "required"),
        hours('workdays: ["10-10"]', "workdays[0]", "date"),
    ],
    ids=lambda m: m.at,
)
def test_a_mistake_in_the_follow_up_is_named_with_file_line_field_and_expectation(mistake):
    with pytest.raises(SiteProblems) as caught:
        catalogue.read_texts({"site.yaml": mistake.text().encode()})
    said = [(p.field, p.code, p.line) for p in caught.value.problems]
    assert (mistake.field, mistake.code, mistake.line()) in said, [p.say("en") for p in caught.value.problems]
    for problem in caught.value.problems:
        assert problem.say("zh") != problem.say("en")


def test_a_site_that_stands_on_the_packaged_one_names_its_own_holidays():
    own = """\
schema_version: 1
extends: default
site: {id: mine, name_zh: 我, name_en: Mine, timezone: Asia/Shanghai}
review_policy: {repeat_key: 4}
service_calendar:
  holidays:
    - {start: 2027-02-06, end: 2027-02-12, zh: 春节, en: Spring Festival}
"""
    site = catalogue.read_texts({"site.yaml": own.encode()})
    assert (site.review_policy.repeat_key, site.review_policy.ruling_h) == (4, 4)
    assert [h.start for h in site.service_calendar.holidays] == ["2027-02-06"]
    assert site.service_calendar.opens == "08:30"
