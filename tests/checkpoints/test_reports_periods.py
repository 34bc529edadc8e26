"""Documents that draw on more than one record: a day, a week, a month, an assessment, an incident (issue part 10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from checkpoints.reports.document import Chart, Document, Pairs, Said, Table
from checkpoints.reports.registry import Asked, of_record, report
from checkpoints.work.records.making import one_id
from store.export.text import text
from tests.support.cases import Case
from tests.support.desk_work import office
from tests.support.filled import opened, told
from tests.support.ground import Desk, at
from tui import i18n
from tui.words.papers import said

FIVE = {"fees": "1200.50", "complaints": 3, "move_ins": 1, "fit_outs": 2, "visitors": 0}


@pytest.fixture(autouse=True)
def _english():
    i18n.use("en")


@pytest.fixture
def desk() -> Desk:
    return office(at(17, day=2))


def record(
    desk: Desk, form: str, step: str, values: dict, *, period: str = "", about: str = "", by="zhao", **more
) -> str:
    """A record with one step; opened when it is not there yet."""
    made = one_id(form, period, about) if period else f"r-{form}"
    if made not in desk.ledger.records.all:
        desk.record("zhao", opened(form, made, period=period, about=about))
    desk.record(by, told(desk.ledger, form, made, step, values, **more))
    return made


def evening(desk: Desk, day: str, **figures) -> None:
    record(desk, "evening_meeting", "meeting", FIVE | figures, period=day)


def printed(desk: Desk, name: str, **more) -> Document:
    return report(desk.ledger, name, Asked(desk.wall, desk.wall.date(), **more))


def table(document: Document, *heads: str) -> list[list[str]]:
    """The table with these heads, row by row."""
    for block in document.blocks:
        if isinstance(block, Table) and [said(c.title) for c in block.columns][: len(heads)] == list(heads):
            return [[said(cell) for cell in row] for row in block.rows]
    raise AssertionError(f"no table {heads}")


def chart(document: Document, title: str) -> Chart:
    return next(b for b in document.blocks if isinstance(b, Chart) and said(b.title) == title)


# day


def test_the_evening_shows_its_figures_beside_yesterday_and_the_month_to_date_D5_1(desk):
    evening(desk, "2026-11-23", fees="100.00", complaints=1)
    evening(desk, "2026-11-24", fees="200.00", complaints=0)
    evening(desk, "2026-11-25", fees="50.00", complaints=2, fees_from="财务日报表")
    rows = table(printed(desk, "evening_meeting"), "Figure", "Today", "Yesterday", "Month to date")
    assert rows[0][1:] == ["CNY 50.00", "CNY 200.00", "CNY 350.00", "财务日报表"]
    assert rows[1][1:4] == ["2", "0", "3"]


def test_an_evening_that_was_not_held_is_a_dash_and_no_zero_D5_1(desk):
    evening(desk, "2026-11-25")
    rows = table(printed(desk, "evening_meeting"), "Figure", "Today", "Yesterday")
    assert {row[2] for row in rows} == {"–"}


def test_the_digest_has_its_counts_as_a_chart_and_who_holds_each_request_D2_8(desk):
    counts = [{"row": "repairs", "new": 2, "open": 5, "overdue": 1}, {"row": "fees", "new": 0, "open": 9, "overdue": 3}]
    words = dict.fromkeys(("repairs", "complaints", "fees", "plan", "problems"), "none")
    record(desk, "digest", "sent", {"counts": counts, **words}, period="2026-11-25")
    desk.record("zhao", opened("oa_request", "oa", number="T1-R0001"))
    asked = {"title": "a new pump", "leader": "Li", "at": at(9).isoformat(), "urgency": "urgent"}
    desk.record("zhao", told(desk.ledger, "oa_request", "oa", "submitted", asked, title="a new pump"))
    document = printed(desk, "digest")
    [bars] = [b for b in document.blocks if isinstance(b, Chart)]
    assert [series.values for series in bars.series] == [(2, 0), (5, 9), (1, 3)]
    assert table(document, "Request", "With whom") == [["a new pump", "Li", "2026-11-23 09:00", ""]]


def test_the_work_log_shows_its_findings_as_they_stand_now_and_its_checks_item_by_item_D4_4(desk):
    case = Case(desk, checkpoint="CP-01")
    items = [{"row": "tidy", "result": "fault", "note": "papers about"}]
    desk.record("zhao", opened("post_check", "check", number="T1-R0002", period="2026-11-25"))
    desk.record("zhao", told(desk.ledger, "post_check", "check", "check", {"own": items, "result": "fault"}))
    parts = {"scene": "a", "handling": "b", "rectification": "c"}
    lists = {"findings": [{"finding": case.id}], "checks": [{"check": "check"}]}
    record(desk, "work_log", "log", parts | lists, period="2026-11-25")
    assert table(printed(desk, "work_log"), "Number", "Place")[0][-1] == "new"
    case.to("closed")
    document = printed(desk, "work_log")
    assert table(document, "Number", "Place")[0][-1] == "closed"
    assert table(document, "Number", "Item") == [
        ["T1-R0002", "Post tidy, things in their set places", "Fault", "papers about"]
    ]


# week


def test_the_week_has_six_figures_beside_last_weeks_and_their_change_W2_2(desk):
    evening(desk, "2026-11-17", fees="100.00", complaints=4)
    evening(desk, "2026-11-23", fees="150.50", complaints=1)
    evening(desk, "2026-11-24", fees="50.00", complaints=0)
    rows = table(printed(desk, "weekly_summary"), "Figure", "This week", "Last week", "Change")
    assert len(rows) == 6
    assert rows[0][1:] == ["CNY 200.50", "CNY 100.00", "CNY 100.50"]
    assert rows[1][1:] == ["1", "4", "-3"]


def test_what_the_meeting_sealed_is_what_the_week_says_W2_2(desk):
    evening(desk, "2026-11-24", fees="50.00")
    assert "A draft" in text(printed(desk, "weekly_summary"), said)
    six = {"fees": "60.00", "complaints": 9, "reports": 8, "fit_outs": 7, "move_ins": 6, "visitors": 5}
    record(desk, "weekly_meeting", "meeting", six | {"problems": "the pump again"}, period="2026-W48")
    document = printed(desk, "weekly_summary")
    rows = table(document, "Figure", "This week")
    assert [row[1] for row in rows] == ["CNY 60.00", "9", "8", "7", "6", "5"]
    assert "A draft" not in text(document, said)
    assert "the pump again" in text(document, said)


def test_the_charts_of_the_week_count_what_was_found_and_put_right_in_it(desk):
    Case(desk, checkpoint="CP-01").to("closed")
    Case(desk, checkpoint="CP-02")
    document = printed(desk, "weekly_summary")
    assert [sum(series.values) for series in chart(document, "Findings by day").series] == [2, 1]
    assert [sum(series.values) for series in chart(document, "Findings by group").series] == [1, 1]
    wednesday = list(chart(document, "Findings by day").labels).index("11-25")
    assert chart(document, "Findings by day").series[0].values[wednesday] == 2


def test_a_day_without_an_evening_leaves_a_gap_in_the_line(desk):
    evening(desk, "2026-11-24", complaints=0)
    [complaints, _] = chart(printed(desk, "weekly_summary"), "Complaints and move-ins by day").series
    assert complaints.values == (None, 0.0, None, None, None, None, None)


def test_the_plan_is_what_the_meeting_set_W2_5(desk):
    assert "not recorded yet" in text(printed(desk, "weekly_plan"), said)
    tasks = [{"what": "clean the basement", "person": "wang", "due": "2026-12-02"}]
    record(desk, "weekly_meeting", "meeting", {"tasks": tasks}, period="2026-W48")
    assert table(printed(desk, "weekly_plan"), "Nr", "What") == [["1", "clean the basement", "wang", "Wed 2 Dec 2026"]]


# month


def test_the_month_has_seven_blocks_beside_the_month_before_M1_1(desk):
    blocks = {"receivable": "1000.00", "arrears": "50.00", "on_behalf": "0.00", "complaints": 4, "receptions": 1}
    more = {"fit_outs": 3, "patrols": 40, "complaints_said": "about noise", "received": "900.00"}
    record(desk, "monthly_meeting", "meeting", blocks | more, period="2026-11")
    record(desk, "monthly_meeting", "meeting", blocks | more | {"complaints": 9}, period="2026-10")
    document = printed(desk, "monthly_summary")
    rows = table(document, "Block", "This month", "Last month")
    assert len(rows) == 7
    assert rows[0][1] == "CNY 1,000.00"
    assert rows[3][1:] == ["4", "9", "about noise"]
    money = chart(document, "Fees")
    assert [series.values[:2] for series in money.series] == [(1000.0, 900.0), (1000.0, 900.0)]


def test_before_it_is_sealed_the_month_is_a_draft_and_afterwards_has_both_stamps_M1_5(desk):
    assert "A draft" in text(printed(desk, "monthly_summary"), said)
    made = record(desk, "monthly_summary", "summary", {"review": "all well", "signature": "zhao"}, period="2026-11")
    record(desk, "monthly_summary", "sent_up", {"to": "the company"}, period="2026-11")
    record(desk, "monthly_summary", "issued", {"people": ["wang", "li"]}, period="2026-11")
    record(desk, "monthly_summary", "read", {}, period="2026-11", by="wang")
    told_so = text(printed(desk, "monthly_summary"), said)
    assert "A draft" not in told_so
    for words in ("all well", "the company", "not yet"):
        assert words in told_so
    asked = Asked(desk.wall, desk.wall.date())
    assert of_record(desk.ledger, made, asked) == printed(desk, "monthly_summary")


def test_the_month_says_what_was_taken_off_each_contractor_M2_3(desk):
    scored = {"due": 9, "present": 9, "lines": [{"item": "cleaning-2", "points": 4}]}
    record(desk, "assessment", "score", scored, period="2026-11", about="clean-co", by="wang")
    rows = table(printed(desk, "monthly_summary"), "Outside firm", "Points off")
    assert rows[0][1:] == ["4", "96", "Excellent"]
    assert rows[1][1:] == ["not scored", "", ""]


# assessment


def line(item: str, points: float, **more) -> dict:
    return {"item": item, "points": points, "fact": "on Monday", "reason": "each place", **more}


def test_all_scorers_stand_in_one_table_with_weights_and_averages_M2_2(desk):
    case = Case(desk, checkpoint="CP-01", words="stairs not swept")
    first = {"due": 9, "present": 8, "lines": [line("cleaning-2", 4, evidence=case.id), line("cleaning-1", 20)]}
    second = {"due": 9, "present": 9, "lines": [line("cleaning-2", 1, photos=["a" * 64])]}
    where = {"period": "2026-11", "about": "clean-co"}
    record(desk, "assessment", "score", first, by="wang", **where)
    record(desk, "assessment", "score", second, by="li", **where)
    document = printed(desk, "assessment")
    rows = table(document, "Item", "Weight", "wang", "li", "Average")
    assert rows[0][1:] == ["15", "0", "15", "7.5"]  # never more than the weight
    assert rows[1][1:] == ["30", "26", "29", "27.5"]
    total = next(b for b in document.blocks if isinstance(b, Table)).foot[0]
    assert [said(cell) for cell in total] == ["Total", "100", "81", "99", "90"]
    lines = table(document, "Item", "Points off", "Standard", "Fact", "Evidence", "Scored by")
    assert len(lines) == 3
    assert "stairs not swept" in lines[0][4]
    assert lines[2][4:] == ["1 photos", "li"]


def test_statement_and_review_belong_to_the_assessment_and_the_grade_follows_the_review_M2_3(desk):
    where = {"period": "2026-11", "about": "clean-co"}
    record(desk, "assessment", "score", {"due": 9, "present": 9, "lines": [line("cleaning-2", 12)]}, by="wang", **where)
    record(desk, "assessment", "statement", {"answer": "objects", "words": "it rained"}, **where)
    fields = {
        said(label): said(value)
        for block in printed(desk, "assessment").blocks
        if isinstance(block, Pairs)
        for label, value in block.rows
    }
    assert (fields["Points left"], fields["Grade"], fields["Points off, reviewed"]) == ("88", "Sufficient", "")
    assert fields["Statement"] == "it rained"
    review = {"outcome": "changed", "points": 4, "reason": "the rain"}
    record(desk, "assessment", "review", review, by="chen", **where)
    told_so = text(printed(desk, "assessment"), said)
    assert "Points left: 96" in told_so
    assert "Grade: Excellent" in told_so
    assert "the rain" in told_so


def test_all_contractors_of_a_month_stand_in_one_document(desk):
    for firm in ("clean-co", "green-co"):
        scored = {"due": 1, "present": 1, "lines": []}
        record(desk, "assessment", "score", scored, by="wang", period="2026-11", about=firm)
    document = printed(desk, "assessment")
    assert [type(b).__name__ for b in document.blocks].count("PageBreak") == 1
    assert "Luzhou Greening" in text(document, said)


# incident


def test_everything_said_and_done_stands_in_one_timeline_by_its_own_time_D7_2(desk):
    opened_at = desk.wall
    made = record(desk, "incident", "kind", {"category": "flood"})

    def when(minutes: int) -> str:
        return (opened_at + timedelta(minutes=minutes)).isoformat()

    desk.wait(90)
    for step, values in (
        ("timeline", {"at": when(12), "who": "wang", "what": "water shut off"}),
        ("told", {"to": "manager", "how": "phone", "reached": "yes", "at": when(4), "words": "shut it off"}),
        ("calls", {"service": "utility", "at": when(8), "by": "li"}),
        ("owners", {"at": when(30), "how": "group", "whom": "all", "words": "no water till ten"}),
    ):
        desk.record("zhao", told(desk.ledger, "incident", made, step, values))
    document = printed(desk, "incident", record=made)
    rows = table(document, "At", "Event", "In words", "Who")
    assert [row[0][-5:] for row in rows] == ["17:00", "17:04", "17:08", "17:12", "17:30"]
    assert [row[3] for row in rows] == ["zhao", "zhao", "li", "wang", "zhao"]
    assert "water shut off" in rows[3][2]


def test_reports_stand_beside_their_limits_and_late_ones_say_so_D7_1_D7_3(desk):
    made = record(desk, "incident", "kind", {"category": "fire"})
    desk.wait(20)
    reached = {"to": "manager", "how": "phone", "reached": "yes", "at": desk.wall.isoformat()}
    desk.record("zhao", told(desk.ledger, "incident", made, "told", reached))
    rows = table(printed(desk, "incident", record=made), "What was owed", "Owed by", "Made at")
    assert rows[0] == ["The manager was told", "2026-11-25 17:10", "2026-11-25 17:20", "late"]
    assert rows[1][2:] == ["", ""]  # open: a line to be filled in


def test_heads_are_messages_and_names_never_bare_english(desk):
    """A head that is a plain text would stay English in a Chinese document."""
    evening(desk, "2026-11-25")
    for name in ("weekly_summary", "monthly_summary", "evening_meeting"):
        for block in printed(desk, name).blocks:
            if isinstance(block, Table):
                for column in block.columns:
                    assert column.title == "" or not isinstance(column.title, str)
            if isinstance(block, Chart):
                assert isinstance(block.title, Said)
