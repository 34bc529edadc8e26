"""The board as people use it: chips, search, order, pages, saved views, many at once, and where it leads."""

from __future__ import annotations

from datetime import timedelta

import pytest

from checkpoints.ledger.board import Filter
from checkpoints.work.findings.facts import FindingAccepted, FindingAssigned, FindingFixed, FindingRaised
from checkpoints.work.people import PersonAdded
from store.views import Views
from tests.tui.conftest import MONDAY, until
from tui.widgets.notice import Notice
from tui.widgets.table import Table

PLACES = ("CP-01", "CP-02", "CP-10")
WORDS = ("地面有积水", "Loose tile in the lobby", "垃圾桶满溢")


def raised(n, **more):
    fields = {
        "finding": f"f{n:02d}",
        "number": f"T1-{n:04d}" if n else "T2-0001",
        "checkpoint": PLACES[n % 3],
        "words": WORDS[n % 3],
        "severity": "S2" if n % 3 else "S3",
        "department": "engineering" if n % 2 else "cleaning",
        "category": "cleaning",
        "due": MONDAY + timedelta(hours=n - 3),
    }
    return FindingRaised(**{**fields, **more})


def order(n, **more):
    fields = {"notice": "N/1", "department": "engineering", "head": "", "plan": "mend it", "person": "p03"}
    return FindingAssigned(finding=f"f{n:02d}", due=MONDAY + timedelta(hours=5), **{**fields, **more})


@pytest.fixture
def board(book, run_app):
    """`async with board(...)`: the office, as p01, the supervisor, in English, with twenty findings."""
    book.record("p02", lambda _now: [raised(n) for n in range(20)])
    book.record("p01", lambda _now: [order(18), order(19), FindingAccepted(finding="f19")])
    wanted = {"person": "p01", "lang": "en", "place": "office", "size": (100, 30)}
    return lambda **more: run_app(book, **{**wanted, **more})


def table(app) -> Table:
    return app.screen.query_one(Table)


def chip(app, view):
    return next(c for c in app.screen.query(".board-chip") if c.data == view)


async def tap(pilot, selector):
    pilot.app.screen.query_one(selector).press()
    await pilot.pause()


async def test_the_office_begins_at_the_board_and_home_is_one_step_away(board):
    async with board() as (app, pilot):
        assert app.current_mode == "board"
        assert app.focused is table(app)
        await pilot.press("escape")
        assert app.current_mode == "home"
        await pilot.press("escape")
        assert app.current_mode == "board"


async def test_a_tablet_begins_at_home(board):
    async with board(place="tablet") as (app, _pilot):
        assert app.current_mode == "home"


async def test_chips_count_and_filter_and_a_second_tap_shows_everything_again(board):
    async with board() as (app, pilot):
        assert [c.text for c in app.screen.query(".board-chip")] == [
            "✓ Live 20",
            "New 20",
            "Unsigned 1",
            "Overdue 3",
            "Re-check 0",
            "Assign 18",
            "Versions 0",
        ]
        assert chip(app, "to_verify").disabled
        chip(app, "overdue").press()
        await pilot.pause()
        assert table(app).keys == ["f00", "f01", "f02"]
        assert chip(app, "overdue").text == "✓ Overdue 3"
        assert "Overdue  3 findings" in app.screen.subheading()
        chip(app, "overdue").press()
        await pilot.pause()
        assert len(table(app).keys) == 20


async def test_the_board_filters_as_one_types_and_enter_goes_to_the_rows(board):
    async with board() as (app, pilot):
        await pilot.press("slash", *"til")
        assert len(table(app).keys) == 7
        await pilot.press(*"e 0001")
        assert table(app).keys == ["f01"]
        assert "T1-0001" in table(app).cell_text()
        assert "Loose tile" in table(app).cell_text()
        await pilot.press("enter")
        assert app.focused is table(app)
        await pilot.press("escape")
        assert len(table(app).keys) == 20
        assert app.screen.query_one("#board-search").value == ""


async def test_chinese_is_found_by_the_filter_sheet_without_typing_any(board):
    async with board(lang="zh") as (app, pilot):
        await pilot.press("f")
        await until(pilot, lambda: app.screen.query("#boardfilter-ok"))
        next(b for b in app.screen.query(".boardfilter-facet") if b.data == "place").press()
        await pilot.pause()
        await until(pilot, lambda: any("CP-10" in t.text for t in app.screen.query(".tile")))
        next(t for t in app.screen.query(".tile") if "CP-10" in t.text).press()
        await pilot.pause()
        await tap(pilot, "#boardfilter-ok")
        await until(pilot, lambda: app.current_mode == "board" and app.screen.query(Table))
        assert app.screen.asked == Filter(place="CP-10")
        assert {app.book.ledger.findings.brief(k).checkpoint for k in table(app).keys} == {"CP-10"}
        assert "中心" in app.screen.subheading() or "CP-10" in app.screen.subheading()


async def test_titles_and_keys_sort_and_a_second_time_turns_the_order_round(board):
    async with board() as (app, pilot):
        assert table(app).keys[0] == "f00"
        await pilot.click(Table, offset=(4, 0))
        assert (app.screen.sort, table(app).keys[0]) == ("number", "f01")
        await pilot.click(Table, offset=(4, 0))
        assert table(app).keys[:2] == ["f00", "f19"]
        assert "Number▼" in table(app).cell_text()
        await pilot.press("s", "s")
        assert app.screen.sort == "severity"


async def test_pages_turn_by_key_and_by_button_and_hold_no_more_rows_than_fit(board):
    async with board(size=(80, 24)) as (app, pilot):
        shown = table(app).shown
        assert 10 <= len(shown) < 20
        assert all(app.book.ledger.findings.called(k) in table(app).cell_text() for k in shown)
        await pilot.press("pagedown")
        assert table(app).page == 1
        assert app.screen.query_one("#board-next").disabled
        await tap(pilot, "#board-prev")
        assert table(app).page == 0


async def test_a_late_finding_carries_a_sign_and_the_countdown_runs_on(board, clock):
    async with board() as (app, pilot):
        assert "! 3 h overdue" in table(app).cell_text()
        clock.advance(minutes=24 * 60)
        app.screen.repaint()
        await pilot.pause()
        assert "! 27 h overdue" in table(app).cell_text()
        assert chip(app, "overdue").text == "Overdue 20"


async def test_what_others_write_is_on_the_board_at_once_and_the_current_row_stays(board):
    async with board() as (app, pilot):
        await pilot.press("down", "down")
        assert table(app).at == "f02"
        app.record(lambda _now: [raised(20, due=MONDAY - timedelta(hours=9))])
        await until(pilot, lambda: len(table(app).keys) == 21)
        assert table(app).keys[0] == "f20"
        assert table(app).at == "f02"


async def test_a_wide_screen_tells_the_current_finding_beside_the_table(board):
    async with board(size=(160, 48)) as (app, pilot):
        await pilot.press("end", "up")
        detail = app.screen.query_one("#board-detail")
        await until(pilot, lambda: table(app).at in ("f16", "f17"))
        assert app.book.ledger.findings.called(table(app).at) in detail.text
        app.go("board", Filter(ids=("f19",), title="Behind a bar"))
        await until(pilot, lambda: "T1-0019" in detail.text)
        assert "Person: Engineer Zhao" in detail.text
        assert "Behind a bar  1 finding" in app.screen.subheading()


async def test_a_view_is_saved_under_a_proposed_name_chosen_again_and_deleted(board):
    async with board() as (app, pilot):
        app.go("board", Filter("overdue", department="engineering"))
        await pilot.press("v")
        await until(pilot, lambda: app.screen.query("#boardviews-keep"))
        assert app.screen.query_one("#boardviews-name").value == "Overdue · Engineering · Dead.."
        await tap(pilot, "#boardviews-keep")
        (kept,) = Views(app.book.data).of("p01")
        assert kept.filter == Filter("overdue", department="engineering")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen.query(Table))
        app.go("board", Filter())
        assert len(table(app).keys) == 20
        await pilot.press("v")
        await until(pilot, lambda: app.screen.query(".tile"))
        app.screen.query(".tile").first().press()
        await until(pilot, lambda: not app.screen.query_one("#boardviews-ok").disabled)
        await tap(pilot, "#boardviews-ok")
        await until(pilot, lambda: app.screen.query(Table))
        assert table(app).keys == ["f01"]
        await pilot.press("v")
        await until(pilot, lambda: app.screen.query(".tile"))
        app.screen.query(".tile").first().press()
        await until(pilot, lambda: not app.screen.query_one("#boardviews-delete").disabled)
        await tap(pilot, "#boardviews-delete")
        assert Views(app.book.data).of("p01") == []


async def test_rows_are_picked_by_key_and_at_the_left_edge_and_put_back_together(board):
    async with board() as (app, pilot):
        await pilot.press("space", "down", "space")
        assert table(app).picked == {"f00", "f01"}
        assert app.screen.query_one("#board-picked").text == "2 picked"
        assert not app.screen.query_one("#board-tools").display
        await pilot.click(Table, offset=(1, 3))
        assert table(app).picked == {"f00", "f01", "f02"}
        await tap(pilot, "#board-all")
        assert len(table(app).picked) == 20
        await pilot.press("escape")
        assert table(app).picked == frozenset()
        assert app.screen.query_one("#board-tools").display


async def test_many_are_done_at_once_and_of_the_rest_it_is_said_why_not(board, book):
    book.record("p02", lambda _now: [FindingFixed(finding=f"f{n:02d}", done="swept", fixer="p02") for n in (6, 9)])
    async with board() as (app, pilot):
        app.screen.query_one(Table).pick({"f06", "f09", "f18"})
        await pilot.pause()
        next(b for b in app.screen.query(".board-act") if b.data == "pass").press()
        await until(pilot, lambda: app.screen.query("#act-save"))
        await pilot.pause()
        await tap(pilot, "#act-save")
        assert "0 findings done. 3 not: 2 × Show it" in app.screen.query_one(Notice).text
        app.screen.draft.values["photos"] = ["e" * 64]
        await tap(pilot, "#act-save")
        await until(pilot, lambda: app.screen.query(Table))
        assert [book.ledger.findings.brief(f).state for f in ("f06", "f09", "f18")] == [
            "verified",
            "verified",
            "assigned",
        ]
        assert table(app).picked == {"f18"}
        said = app.screen.query_one(Notice).text
        assert "2 findings done. 1 not: 1 × T1-0018 does not stand where this can be done" in said


async def test_a_department_head_sees_the_own_department_only(board, book):
    head = PersonAdded(person="p08", zh="孙主管", en="Head Sun", role="dept_head", department="cleaning")
    book.record("p01", lambda _now: [head])
    async with board(person="p08") as (app, _pilot):
        assert len(table(app).keys) == 9
        assert chip(app, "open").text == "✓ Live 9"


async def test_the_board_says_everything_in_the_language_of_the_moment(board):
    async with board() as (app, pilot):
        await pilot.press("f2")
        await pilot.pause()
        assert chip(app, "overdue").text == "逾期 3"
        assert "! 逾期 3 小时" in table(app).cell_text()
        assert "编号" in table(app).cell_text()


async def test_with_gloves_a_row_is_as_tall_as_a_button_and_tells_the_rest_below(board):
    async with board(place="tablet", lang="zh") as (app, pilot):
        app.go("board")
        await until(pilot, lambda: any(t.cell_text() for t in app.screen.query(Table)))
        assert table(app).tall == 5
        assert len(table(app).shown) >= 2
        assert "地面有积水" in table(app).cell_text()
        assert [big.outer_size.height for big in app.screen.query("#board-tools Big") if big.display] == [5] * 6
