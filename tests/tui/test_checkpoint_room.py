"""Everything at a point fits: on every size, in both languages, each button whole, big enough, its words unclipped."""

# ruff: noqa: F811  (fixtures are imported by name)
from __future__ import annotations

from datetime import datetime

import pytest
from rich.cells import cell_len
from textual.content import Content

from tests.support.patrol import CONTROL, CORRIDOR, GATE, LOBBY, POWER, patrol, walking  # noqa: F401
from tui.checkpoint.rows import Point, rows_of
from tui.i18n import use
from tui.widgets.big import Big
from tui.widgets.check_list import CheckList
from tui.widgets.check_row import CheckRow
from tui.widgets.header import Header

SIZES = [(80, 24), (100, 30), (160, 48)]
LANGS = ["zh", "en"]


def faults(screen, *, least=(16, 5)):
    """What does not fit: buttons off the screen, cut, under the glove's size, or with words that are cut."""
    found = []
    for big in screen.query(Big):
        region = big.region
        if not region.area or not big.visible or not all(a.visible for a in big.ancestors if hasattr(a, "visible")):
            continue
        name = big.text.replace("\n", " / ") or big.id
        shown = region.intersection(screen.region)
        for ancestor in big.ancestors_with_self:
            if getattr(ancestor, "region", None) is not None and ancestor is not screen and ancestor is not screen.app:
                shown = shown.intersection(ancestor.region)
        if shown != region:
            found.append(f"{name}: cut to {shown} of {region}")
        if any(isinstance(a, Header) for a in big.ancestors):
            continue
        if region.width < least[0] or region.height < least[1]:
            found.append(f"{name}: {region.width}x{region.height}")
        inner = region.width - 4
        lines = Content(big.text).wrap(inner)
        if len(lines) > region.height - 2 or max(cell_len(line.plain) for line in lines) > inner:
            found.append(f"{name}: {len(lines)} lines in {region.width}x{region.height}")
    for row in screen.query(CheckRow):
        if row.display and row.row is not None and row.region.area:
            text = row.query_one(".row-text")
            lines = sum(len(line.wrap(text.content_size.width)) for line in row.row.text.split("\n"))
            if lines > text.size.height:
                found.append(f"{row.row.key}: {lines} lines in {text.size}")
    return found


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("lang", LANGS)
async def test_every_page_of_a_point_fits(walking, patrol, lang, size):
    for point in (GATE, CONTROL):
        patrol.arrive(point)
    patrol.finding(GATE)
    async with walking(GATE, lang=lang, size=size) as walker:
        for point in (GATE, CONTROL):
            await walker.go(point)
            for page in range(walker.screen.listed.pages):
                assert faults(walker.app.screen) == [], f"{point} page {page}"
                await walker.press("pagedown")


@pytest.mark.parametrize("lang", LANGS)
def test_every_check_of_the_catalogue_fits_a_row(patrol, lang):
    use(lang)
    listed = CheckList()
    now = datetime.now(tz=patrol.ledger.site.zone_info)
    for width, height in SIZES:
        listed.fit(width, height - 11, compact=False)
        for checkpoint in patrol.state.points:
            point = Point(patrol.ledger, patrol.ledger.site, patrol.state, checkpoint, now, {}, listed.taps)
            listed.rows = rows_of(point)
            assert listed.needed <= 6, f"{checkpoint} at {width}x{height}"
            assert listed.capacity >= 2, f"{checkpoint} at {width}x{height}"


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("lang", LANGS)
async def test_the_card_before_the_arrival_fits(walking, patrol, lang, size):
    async with walking(POWER, lang=lang, size=size) as walker:
        assert faults(walker.app.screen) == []
        assert walker.screen.query_one("#card-says").size.height >= 3


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("lang", LANGS)
async def test_every_sheet_fits(walking, patrol, lang, size):
    for point in (CORRIDOR, CONTROL, GATE):
        patrol.arrive(point)
    patrol.picture("IMG_20231123_094211_HDR.jpg")
    async with walking(GATE, lang=lang, size=size) as walker:

        async def check(*keys):
            assert faults(walker.app.screen) == [], walker.sheet
            await walker.press(*(keys or ("escape",)))
            await walker.until(lambda: walker.sheet == "CheckpointScreen", "closed")

        await walker.press("x")
        await walker.until_sheet("FindingSheet")
        for page in ("words", "severity", "department", "due", "fix", "who"):
            walker.app.screen._go(page)
            await walker.pilot.pause()
            assert faults(walker.app.screen) == [], page
        walker.app.screen._go("main")
        await walker.pilot.pause()
        await check()
        await walker.press("f6")
        await walker.until_sheet("FindingSheet")
        walker.app.screen._go("main")
        await walker.pilot.pause()
        await check()
        await walker.press("f4")
        await walker.until(lambda: walker.sheet == "PhotoSheet" and walker.app.screen._found, "the picture")
        await walker.pilot.pause()
        await check()
        await walker.press("f7")
        await walker.until_sheet("SkipSheet")
        await check()
        await walker.press("f9")
        if walker.sheet == "OfPoint":
            await check()
        await walker.go(CORRIDOR)
        for key, act in (("COR-06", "number"), ("COR-10", "text")):
            await walker.tap_row("check:" + key, act)
            await walker.until(lambda: walker.sheet != "CheckpointScreen", "the sheet")
            await walker.pilot.pause()
            await check()
        await walker.go(LOBBY)
        await walker.tap("#card-damaged")
        await walker.until_sheet("DamagedSheet")
        assert faults(walker.app.screen) == []
        walker.app.screen._letters = True
        walker.app.screen.repaint()
        await walker.pilot.pause()
        assert faults(walker.app.screen, least=(15, 5)) == []


async def test_at_100_by_30_four_checks_are_on_a_page_and_at_80_by_24_two(walking, patrol):
    patrol.arrive(GATE)
    async with walking(GATE, size=(100, 30)) as walker:
        assert walker.screen.listed.capacity == 4
    async with walking(GATE, size=(80, 24)) as walker:
        assert walker.screen.listed.capacity == 2


async def test_in_the_office_smaller_rows_fit_more(walking, patrol):
    patrol.arrive(GATE)
    async with walking(GATE, size=(80, 24), place="office") as walker:
        assert walker.screen.listed.capacity >= 4
        assert faults(walker.app.screen, least=(8, 3)) == []
