"""Answering at a point: one tap or key for a pass, pads and lists for the rest, and the way to the next point."""

# ruff: noqa: F811  (fixtures are imported by name)
from __future__ import annotations

import re

import pytest

from checkpoints.work.rounds import checking
from tests.support.patrol import CONTROL, CORRIDOR, GATE, LOBBY, POWER, patrol, walking  # noqa: F401


async def test_space_passes_and_goes_to_the_next_check(walking, patrol):
    patrol.arrive(GATE)
    async with walking() as walker:
        await walker.press("space", "space", "space")
        assert [a.fact.value for a in patrol.visit(GATE).answers.values()] == ["pass"] * 3
        assert walker.selected == "check:GATE-04"
        assert "✓ pass" in walker.row("check:GATE-01")


async def test_enter_presses_the_button_that_has_the_focus(walking, patrol):
    patrol.arrive(GATE)
    async with walking() as walker:
        await walker.press("enter")
        assert patrol.value(GATE, "GATE-01") == "pass"
        await walker.press("right", "right", "enter")
        assert patrol.value(GATE, "GATE-02") == "na"


async def test_every_answer_is_one_tap(walking, patrol):
    patrol.arrive(GATE)
    async with walking(lang="zh", size=(80, 24)) as walker:
        await walker.tap_row("check:GATE-01", "answer:pass")
        await walker.tap_row("check:GATE-02", "answer:na")
        assert (patrol.value(GATE, "GATE-01"), patrol.value(GATE, "GATE-02")) == ("pass", "na")
        assert "✓ 合格" in walker.row("check:GATE-01")
        assert "- 不适用" in walker.row("check:GATE-02")


async def test_the_same_answer_again_records_nothing_and_another_corrects_it(walking, patrol):
    patrol.arrive(GATE)
    async with walking() as walker:
        await walker.tap_row("check:GATE-01", "answer:pass")
        before = patrol.book.saved
        await walker.tap_row("check:GATE-01", "answer:pass")
        assert patrol.book.saved == before
        await walker.tap_row("check:GATE-01", "answer:na")
        assert patrol.value(GATE, "GATE-01") == "na"
        assert [a.fact.value for a in patrol.visit(GATE).corrected] == ["pass"]


async def test_the_page_turns_by_itself_to_the_next_open_check(walking, patrol):
    patrol.arrive(GATE)
    async with walking(size=(80, 24)) as walker:
        assert walker.screen.listed.page == 0
        await walker.press("space", "space")
        assert walker.screen.listed.page == 1
        await walker.press("pageup")
        assert walker.selected == "check:GATE-01"
        await walker.press("down", "down")
        assert (walker.selected, walker.screen.listed.page) == ("check:GATE-03", 1)


async def test_page_buttons_turn_pages_without_swiping(walking, patrol):
    patrol.arrive(GATE)
    async with walking(size=(80, 24)) as walker:
        await walker.tap("#act-forward")
        assert walker.screen.listed.page == 1
        await walker.tap("#act-back")
        assert walker.screen.listed.page == 0


async def test_digits_and_letters_of_a_slow_scanner_answer_nothing(walking, patrol):
    patrol.arrive(GATE)
    async with walking() as walker:
        before = patrol.book.saved
        await walker.press(*"7312093845", *"abcfnp")
        assert patrol.book.saved == before
        assert walker.sheet == "CheckpointScreen"


async def test_nothing_is_shown_as_answered_that_the_disk_refused(walking, patrol, monkeypatch):
    from store.errors import StoreError

    def refuse(*_args):
        raise StoreError(
            "store.full",
            "The disk is full. This was not saved; everything before it is. Free some space and try again.",
        )

    patrol.arrive(GATE)
    async with walking() as walker:
        monkeypatch.setattr(patrol.book, "record", refuse)
        await walker.press("space")
        assert "disk is full" in walker.notice
        assert walker.selected == "check:GATE-01"
        assert "pass" not in walker.row("check:GATE-01")


async def test_a_number_shows_unit_range_and_last_reading_and_is_saved_by_ok(walking, patrol):
    patrol.arrive(POWER)
    patrol.answer(POWER, "PWR-01", 19.5)
    patrol.finish()
    patrol.start()
    patrol.arrive(POWER)
    async with walking(POWER) as walker:
        said = walker.row("check:PWR-01")
        assert "normal" in said
        assert "last 19.5" in said
        await walker.tap_row("check:PWR-01", "number")
        await walker.until_sheet("NumberSheet")
        assert "last 19.5" in walker.app.screen.query_one("#number-pad .shown").text
        await walker.choose("2")
        await walker.choose("1")
        await walker.press(".", "5", "enter")
        await walker.until(lambda: walker.sheet == "CheckpointScreen", "the pad closes")
        assert patrol.value(POWER, "PWR-01") == 21.5
        assert walker.selected == "check:PWR-02"


async def test_ok_without_a_number_asks_for_one(walking, patrol):
    patrol.arrive(CORRIDOR)
    async with walking(CORRIDOR) as walker:
        await walker.tap_row("check:COR-06", "number")
        await walker.until_sheet("NumberSheet")
        await walker.press("enter")
        assert walker.sheet == "NumberSheet"
        assert "Type the number first" in walker.notice
        await walker.choose("Back")
        await walker.until(lambda: walker.sheet == "CheckpointScreen", "the pad closes")
        assert patrol.value(CORRIDOR, "COR-06") is None


async def test_options_stand_as_buttons_where_they_fit(walking, patrol):
    patrol.arrive(CORRIDOR)
    async with walking(CORRIDOR, size=(100, 30)) as walker:
        await walker.tap_row("check:COR-05", "answer:green")
        assert patrol.value(CORRIDOR, "COR-05") == "green"


async def test_where_options_do_not_fit_the_good_one_is_a_tap_and_the_others_are_in_a_list(walking, patrol):
    patrol.arrive(CORRIDOR)
    async with walking(CORRIDOR, size=(80, 24)) as walker:
        await walker.tap_row("check:COR-05", "choose")
        await walker.until_sheet("OfPoint")
        await walker.choose("green")
        await walker.until(lambda: patrol.value(CORRIDOR, "COR-05") == "green", "the answer")


async def test_words_can_be_put_together_without_a_keyboard(walking, patrol):
    patrol.arrive(CORRIDOR)
    async with walking(CORRIDOR) as walker:
        await walker.tap_row("check:COR-10", "text")
        await walker.until_sheet("TextSheet")
        await walker.tap("#text-turn")
        for char in ("1", "2", "3"):
            await walker.choose(char)
        await walker.tap("#text-delete")
        await walker.tap("#text-save")
        await walker.until(lambda: patrol.value(CORRIDOR, "COR-10") == "12", "the words")


async def test_the_rest_is_passed_but_no_number_and_no_emergency(walking, patrol):
    patrol.arrive(LOBBY)
    async with walking(LOBBY) as walker:
        await walker.press("f5")
        visit = patrol.visit(LOBBY)
        left = checking.unanswered(patrol.ledger, patrol.state, LOBBY)
        assert visit.with_rest == len(visit.answers) > 0
        assert (
            {c.answer.type for c in left}
            | {c.photo for c in left}
            | {c.on_fail.severity for c in left if c.on_fail} & {"number", "always", "S1"}
        )
        assert walker.selected == "check:" + left[0].id


async def test_next_refuses_says_what_is_missing_and_jumps_there(walking, patrol):
    patrol.arrive(GATE)
    patrol.answer_all(GATE, but=("GATE-E2",))
    async with walking() as walker:
        await walker.press("pageup", "pageup", "pageup", "f8")
        assert "1 checks are not answered" in walker.notice
        assert walker.selected == "check:GATE-E2"
        assert walker.screen.checkpoint == GATE


async def test_next_ends_the_visit_and_shows_the_next_point(walking, patrol):
    patrol.arrive(GATE)
    patrol.answer_all(GATE)
    async with walking(lang="zh") as walker:
        assert "CP-02" in walker.screen.query_one("#act-next").text
        await walker.tap("#act-next")
        assert patrol.visit(GATE).state == "done"
        assert walker.screen.checkpoint == "CP-02"


async def test_after_the_last_point_the_finish_sheet_comes_up(walking, patrol):
    patrol.finish()
    patrol.start("R-PM-VACANT")
    *before, last = patrol.state.points
    for point in patrol.state.points:
        patrol.arrive(point)
        patrol.answer_all(point)
    async with walking(before[0]) as walker:
        for _point in patrol.state.points:
            await walker.press("f8")
        await walker.until_sheet("FinishSheet")
        assert patrol.visit(last).state == "done"


async def test_one_screen_serves_all_points_without_new_widgets(walking, patrol):
    points = patrol.state.points[:12]
    for point in points:
        patrol.arrive(point)
    async with walking(CONTROL) as walker:
        screen = walker.screen
        for point in points:
            await walker.go(point)
        first = len(list(screen.query("*")))
        for point in points:
            await walker.go(point)
        assert walker.screen is screen
        assert len(list(screen.query("*"))) == first


async def test_rows_that_say_the_same_are_not_painted_again(walking, patrol, monkeypatch):
    from tui.widgets.words import Words

    patrol.arrive(GATE)
    async with walking() as walker:
        painted = []
        monkeypatch.setattr(Words, "update", lambda self, *_a, **_k: painted.append(self.text))
        walker.screen.repaint()
        assert painted == []
        await walker.press("space")
        rows = [text for text in painted if re.match(r"\d+\. ", text)]
        assert len(rows) == 1


async def test_two_columns_of_rows_where_there_is_room(walking, patrol):
    patrol.arrive(CONTROL)
    async with walking(CONTROL, size=(160, 48)) as walker:
        assert walker.screen.listed.columns == 2
        assert walker.screen.listed.pages <= 2


async def test_the_points_of_the_round_are_listed_with_their_state(walking, patrol):
    patrol.arrive(GATE)
    async with walking(size=(160, 48)) as walker:
        await walker.choose("All points")
        await walker.until_sheet("OfPoint")
        await walker.choose(LOBBY)
        await walker.until(lambda: walker.screen.checkpoint == LOBBY, "the point")


@pytest.mark.parametrize("key", ["f4", "f5", "f6"])
async def test_acts_of_a_point_wait_for_the_arrival(walking, key):
    async with walking() as walker:
        await walker.press(key)
        assert walker.sheet == "CheckpointScreen"
        assert "Scan the code at this point first" in walker.notice
