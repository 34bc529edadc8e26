"""The charts open what is behind a bar, and a reading is seen over time with its range."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from textual.content import Content

from checkpoints.ledger.trends import Point
from checkpoints.site.checks import Answer
from checkpoints.work import findings
from checkpoints.work.findings import Draft
from tests.support.ground import at
from tests.support.taps import tap
from tests.tui.conftest import until
from tui.screens.board import BoardScreen
from tui.widgets.big import Big
from tui.widgets.curve import EDGE, FAR, IN, LIMIT, OUT, curve
from tui.widgets.notice import Notice
from tui.widgets.pages import Pages
from tui.widgets.words import Words

DRAFT = Draft(
    checkpoint="CP-01", words="地面积水未清理", severity="S3", department="cleaning", category="cleaning", due_h=72
)
PPM = Answer(type="number", ok_min=0, ok_max=30, crit_max=100)


def said(pages: Pages) -> str:
    return "\n".join(f"{tile.words()} {tile.said}" for tile in pages.tiles)


async def test_a_bar_opens_its_findings_on_the_board(book, run_app):
    other = replace(DRAFT, category="fire", words="水带箱没有锁好")
    for draft in (DRAFT, other):
        book.record("p02", lambda now, draft=draft: findings.raise_finding(book.ledger, draft, "p02", now))
    async with run_app(book, person="p01", lang="en", place="office", size=(160, 48)) as (app, pilot):
        app.go("charts")
        await until(pilot, lambda: app.screen.query("#bars-groups"), "the charts")
        bars = app.screen.query_one("#bars-groups", Pages)
        await until(pilot, lambda: len(bars.tiles) == 5, "five groups")
        assert all(app.screen.query_one(f"#chart-{name}").display for name in ("ages", "coverage", "timely"))
        assert " 1 (open 1)" in said(bars)
        drawn = [big.text.count("▒") for big in bars.query(".tile").results(Big)]
        assert (drawn[0], drawn[1]) == (drawn[2], 0)  # a and c alike, none in b
        assert drawn[0] > 4
        number = next(n for n, tile in enumerate(bars.tiles) if "open 1" in tile.said)
        bars.post_message(Pages.Chosen(bars, (number + 1) % 5))
        await until(pilot, lambda: "No finding" in app.screen.query_one(Notice).text, "that nothing is behind it")
        bars.post_message(Pages.Chosen(bars, number))
        await until(pilot, lambda: isinstance(app.screen, BoardScreen), "the board")
        await until(pilot, lambda: len(app.screen.asked.ids) == 1, "the finding behind the bar")


async def test_small_screens_show_one_chart_at_a_time_in_both_languages(book, run_app):
    async with run_app(book, person="p01", lang="zh", size=(100, 30)) as (app, pilot):
        app.go("charts")
        await until(pilot, lambda: app.screen.query("#bars-groups"), "the charts")
        await until(pilot, lambda: app.screen.query_one("#bars-groups", Pages).tiles, "the first chart")
        groups = app.screen.query_one("#bars-groups", Pages)
        await until(pilot, lambda: (groups.capacity, groups.count) == (6, 1), "all five bars on one page, for a glove")
        await tap(pilot, "#charts-to-coverage")
        await until(pilot, lambda: "点" in said(app.screen.query_one("#bars-coverage", Pages)), "coverage")
        assert not app.screen.query_one("#chart-groups").display
        app.go("trend")
        await until(pilot, lambda: app.screen.query("#trend-points .empty"), "the trend")
        assert "还没有读数" in app.screen.query_one("#trend-points .empty", Words).text


def test_the_curve_marks_what_is_out_of_range_and_never_hides_it():
    times = [at(9) + timedelta(hours=n) for n in range(4)]
    values = ((10, "ok"), (40, "fail"), (120, "critical"), (20, "ok"))
    points = [Point(t, v, o, "r") for t, (v, o) in zip(times, values, strict=True)]
    drawn = curve(points, PPM, 60, 12)
    assert isinstance(drawn, Content)
    lines = drawn.plain.split("\n")
    assert len(lines) == 12
    assert {len(line) for line in lines} == {60}
    assert (drawn.plain.count(IN), drawn.plain.count(OUT), drawn.plain.count(FAR)) == (2, 1, 1)
    assert lines[0].strip().startswith("120")
    assert [line.split()[0] for line in lines if LIMIT in line] == ["100"]
    assert [line.split()[0] for line in lines if EDGE in line] == ["30", "0"]
    near = [Point(times[2] + timedelta(seconds=1), 119.9, "ok", "r")] * 5
    crowded = curve([*points, *near], PPM, 60, 12)
    assert crowded.plain.count(FAR) == 1
