"""Coming to a point: the card, scans of every kind, damaged codes, skips, and what a scan does over a sheet."""

# ruff: noqa: F811  (fixtures are imported by name)
from __future__ import annotations

from checkpoints.work import labels
from tests.support.patrol import CORRIDOR, GATE, LOBBY, Walker, patrol, walking  # noqa: F401
from tui.scan import Scanned


async def test_before_the_arrival_the_card_asks_for_the_scan_and_nothing_can_be_answered(walking):
    async with walking() as walker:
        assert "Scan the code at this point" in walker.screen.query_one("#card-says").text
        assert "Not here yet" in walker.screen.subheading().plain
        assert "11 checks" in walker.screen.query_one("#locked").text
        assert not walker.screen.listed.display
        await walker.press("space", "x", "f5")
        assert not walker.patrol.visit(GATE).answers


async def test_the_right_code_confirms_presence_and_shows_the_checks(walking):
    async with walking() as walker:
        await walker.scan(GATE)
        arrival = walker.patrol.visit(GATE).arrivals[0]
        assert (arrival.fact.method, arrival.fact.gaps_ms, arrival.by) == ("scan", (5, 6), "p02")
        assert walker.screen.listed.display
        assert not walker.screen.query_one("#card").display
        assert "✓ Here" in walker.screen.subheading().plain


async def test_the_code_of_another_planned_point_leads_there(walking):
    async with walking() as walker:
        await walker.scan(LOBBY)
        assert walker.screen.checkpoint == LOBBY
        assert walker.patrol.visit(LOBBY).arrivals


async def test_a_retired_label_is_refused_recorded_and_explained(walking, patrol):
    key = patrol.book.keys.current
    patrol.book.record("p01", lambda _now: labels.issue(patrol.ledger, GATE, key))
    async with walking() as walker:
        await walker.scan(GATE)
        assert not patrol.visit(GATE).arrivals
        assert [fact.why for _at, fact in patrol.state.refused] == ["retired"]
        assert "This label was retired" in walker.notice


async def test_something_that_is_no_code_of_ours_changes_nothing(walking):
    async with walking(lang="zh") as walker:
        before = walker.patrol.book.saved
        await walker.scan("6901234567892")
        assert walker.patrol.book.saved == before
        assert walker.notice


async def test_the_typed_letters_confirm_presence_as_typed_and_order_a_label(walking, patrol):
    async with walking() as walker:
        await walker.tap("#card-damaged")
        await walker.until_sheet("DamagedSheet")
        assert walker.app.screen.query_one("#damaged-type").disabled
        await walker.choose("Label torn")
        await walker.tap("#damaged-type")
        await walker.press(*patrol.letters[GATE].lower(), "enter")
        await walker.until(lambda: walker.sheet == "CheckpointScreen", "the sheet closes")
        assert patrol.visit(GATE).arrivals[0].fact.method == "typed"
        assert patrol.ledger.labels.registers[GATE].reprint.reason == "Label torn"
        assert walker.screen.listed.display
        assert "new label is ordered" in walker.notice


async def test_wrong_letters_are_refused_and_the_pad_stays(walking, patrol):
    async with walking() as walker:
        await walker.tap("#card-damaged")
        await walker.until_sheet("DamagedSheet")
        await walker.choose("Label torn")
        await walker.tap("#damaged-type")
        await walker.press(*"00000000", "enter")
        assert walker.sheet == "DamagedSheet"
        assert "8 letters are on no label" in walker.notice
        assert not patrol.visit(GATE).arrivals


async def test_a_second_persons_pin_confirms_presence_as_witnessed(walking, patrol):
    async with walking() as walker:
        await walker.tap("#card-damaged")
        await walker.until_sheet("DamagedSheet")
        await walker.choose("Label missing")
        await walker.tap("#damaged-pin")
        await walker.until_sheet("PinSheet")
        await walker.choose("Li Qiang")
        await walker.press(*"2468", "enter")
        await walker.until(lambda: patrol.visit(GATE).arrivals, "presence")
        fact = patrol.visit(GATE).arrivals[0].fact
        assert (fact.method, fact.witness) == ("witnessed", "p01")


async def test_over_ssh_presence_is_refused_with_the_reason(walking, patrol):
    far = patrol.reopened(remote=True)
    async with walking(of=far, place="office") as walker:
        assert "over SSH" in walker.screen.query_one("#card-says").text
        assert walker.screen.query_one("#card-damaged").disabled
        await walker.scan(GATE)
        assert not far.visit(GATE).arrivals
        assert "over SSH" in walker.notice
    far.book.close()


async def test_skipping_needs_a_reason_and_goes_to_the_next_point(walking, patrol):
    async with walking() as walker:
        await walker.tap("#card-skip")
        await walker.until_sheet("SkipSheet")
        assert walker.app.screen.query_one("#skip-ok").disabled
        await walker.choose("Closed for construction")
        await walker.tap("#skip-own")
        await walker.press(*"fence")  # the on-screen keyboard goes at a real key
        await walker.tap("#skip-ok")
        await walker.until(lambda: walker.screen.checkpoint == "CP-02", "the next point")
        skipped = patrol.visit(GATE).skipped
        assert (skipped.reason, skipped.words) == ("Closed for construction", "fence")


async def test_a_scan_takes_a_skip_back(walking, patrol):
    async with walking() as walker:
        await walker.press("f7")
        await walker.until_sheet("SkipSheet")
        await walker.choose("Bad weather")
        await walker.tap("#skip-ok")
        await walker.go(GATE)
        assert "Bad weather" in walker.screen.query_one("#card-says").text
        await walker.scan(GATE)
        assert patrol.visit(GATE).state == "here"


async def test_a_scan_over_a_sheet_is_recorded_at_once_and_gone_to_when_the_sheet_closes(walking, patrol):
    patrol.arrive(CORRIDOR)
    async with walking(CORRIDOR) as walker:
        await walker.tap_row("check:COR-10", "text")
        await walker.until_sheet("TextSheet")
        await walker.press(*"3, 9")
        await walker.scan(LOBBY)
        assert patrol.visit(LOBBY).arrivals
        assert walker.sheet == "TextSheet"
        assert walker.app.screen.query_one("#text-field").value == "3, 9"
        assert "Scanned and recorded" in walker.notice
        await walker.tap("#text-save")
        await walker.until(lambda: walker.screen.checkpoint == LOBBY, "the scanned point")
        assert patrol.value(CORRIDOR, "COR-10") == "3, 9"
        assert walker.sheet == "CheckpointScreen"


async def test_a_real_burst_of_keys_over_a_sheet_types_and_presses_nothing(run_app, patrol):
    from textual import events

    patrol.arrive(CORRIDOR)
    async with run_app(patrol.book, person="p02", lang="en", tap=True) as (app, pilot):
        walker = Walker(app, pilot, patrol)
        await walker.go(CORRIDOR)
        await walker.tap_row("check:COR-06", "number")
        await walker.until_sheet("NumberSheet")
        for char in [*patrol.codes[LOBBY], "enter"]:
            app.post_message(events.Key(char, None if char == "enter" else char))
        await walker.until(lambda: patrol.visit(LOBBY).arrivals, "the arrival")
        assert app.screen.query_one("#number-pad").typed == ""
        assert patrol.value(CORRIDOR, "COR-06") is None
        assert walker.sheet == "NumberSheet"


async def test_a_scan_that_came_during_a_pause_resumes_and_arrives(walking, patrol):
    patrol.arrive(GATE)
    async with walking() as walker:
        await walker.press("f9")
        await walker.until_sheet("OfPoint")
        await walker.choose("Pause")
        await walker.until_sheet("PauseSheet")
        await walker.choose("Meeting")
        assert patrol.state.paused
        walker.app.screen.post_message(Scanned(patrol.codes[LOBBY]))
        await walker.until(lambda: patrol.visit(LOBBY).arrivals, "the arrival")
        assert not patrol.state.paused
        assert walker.screen.checkpoint == LOBBY
