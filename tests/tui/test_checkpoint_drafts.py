"""Half-filled sheets: kept through a language switch, a sign-out and a crash, gone once they are saved."""

# ruff: noqa: F811  (fixtures are imported by name)
from __future__ import annotations

from store.drafts import Drafts
from tests.support.patrol import CORRIDOR, GATE, patrol, walking  # noqa: F401


def drafts(patrol):
    return Drafts(patrol.folder)._known


async def half_fill(walker):
    await walker.press("x")
    await walker.until_sheet("FindingSheet")
    await walker.tap("#finding-words")
    await walker.choose("Litter")
    await walker.tap("#finding-own")
    await walker.press(*"near door")  # the on-screen keyboard goes at a real key


async def test_a_language_switch_keeps_words_choice_and_page_and_says_phrases_in_the_other_language(walking, patrol):
    patrol.arrive(GATE)
    async with walking() as walker:
        await half_fill(walker)
        await walker.press("f2")
        assert walker.app.screen.query_one("#finding-own").value == "near door"
        assert "✓ 地面有垃圾杂物" in {b.text for b in walker.app.screen.query("Big")}
        await walker.tap("#finding-save")
        assert walker.app.screen.query_one("#finding-words").text.endswith("；地面有垃圾杂物；near door")


async def test_signing_out_and_in_again_leaves_the_sheet_as_it_was(walking, patrol):
    patrol.arrive(GATE)
    async with walking() as walker:
        await half_fill(walker)
        walker.app.sign_out("idle")
        await walker.until(lambda: walker.sheet == "SignInScreen", "signed out")
        walker.app.sign_in("p02")
        await walker.go()
        assert walker.sheet == "FindingSheet"
        assert walker.app.screen.query_one("#finding-own").value == "near door"


async def test_a_crash_loses_nothing_that_was_filled_in(walking, patrol):
    patrol.arrive(GATE)
    async with walking() as walker:
        await half_fill(walker)
        await walker.until(lambda: any("near door" in str(d) for d in drafts(patrol).values()), "the draft on disk")
    again = patrol.reopened()
    async with walking(of=again) as walker:
        await walker.press("x")
        await walker.until_sheet("FindingSheet")
        assert "had filled in before is back" in walker.notice
        assert walker.app.screen.query_one("#finding-words").text.endswith("Litter on the ground; near door")
        await walker.tap("#finding-save")
        await walker.until(lambda: again.ledger.findings.all, "the finding")
        await walker.until(lambda: not drafts(patrol), "the draft is gone")
    again.book.close()


async def test_an_entry_that_is_back_can_be_started_afresh(walking, patrol):
    patrol.arrive(GATE)
    async with walking() as walker:
        await half_fill(walker)
        await walker.press("escape", "escape")
        await walker.until(lambda: walker.sheet == "CheckpointScreen", "the sheet closes")
        await walker.press("x")
        await walker.until_sheet("FindingSheet")
        assert "near door" in walker.app.screen.query_one("#finding-words").text
        await walker.tap("#finding-afresh")
        assert "near door" not in walker.app.screen.query_one("#finding-words").text


async def test_a_half_typed_number_and_half_typed_words_are_back(walking, patrol):
    patrol.arrive(CORRIDOR)
    async with walking(CORRIDOR) as walker:
        for check, act, keys in (("COR-06", "number", "12"), ("COR-10", "text", "3, 9")):
            await walker.tap_row("check:" + check, act)
            await walker.until(lambda: walker.sheet != "CheckpointScreen", "the sheet")
            await walker.press(*keys)
            await walker.press("escape")
            await walker.until(lambda: walker.sheet == "CheckpointScreen", "closed")
        await walker.tap_row("check:COR-06", "number")
        await walker.until_sheet("NumberSheet")
        assert walker.app.screen.query_one("#number-pad").typed == "12"
        await walker.press("escape")
        await walker.tap_row("check:COR-10", "text")
        await walker.until_sheet("TextSheet")
        assert walker.app.screen.query_one("#text-field").value == "3, 9"


async def test_a_disk_that_takes_no_draft_disturbs_nobody(walking, patrol, monkeypatch):
    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    patrol.arrive(GATE)
    async with walking() as walker:
        monkeypatch.setattr("store.drafts.write_whole", full)
        await half_fill(walker)
        await walker.until(lambda: walker.screen.drafts.dirty, "kept in memory")
        monkeypatch.undo()
        await walker.tap("#finding-save")
        await walker.tap("#finding-save")
        await walker.until(lambda: patrol.ledger.findings.all, "the finding")


async def test_what_was_filled_in_a_moment_before_the_end_is_kept(walking, patrol):
    patrol.arrive(GATE)
    async with walking() as walker:
        await half_fill(walker)
    assert any("near door" in str(draft) for draft in drafts(patrol).values())
