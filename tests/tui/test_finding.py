"""The detail of a finding: what it says, what can be done with it and why not, walked through as its people do."""

from __future__ import annotations

import pytest

from checkpoints.work import findings
from checkpoints.work.findings import Draft
from checkpoints.work.findings.acts import perform
from checkpoints.work.findings.form import Form
from checkpoints.work.people import PersonAdded
from tests.support.taps import tap
from tests.tui.conftest import until
from tui.screens.act_sheet import ActSheet
from tui.screens.finding import FindingScreen
from tui.widgets.notice import Notice
from tui.widgets.pages import Pages
from tui.widgets.reader import Reader

DRAFT = Draft(
    checkpoint="CP-01",
    words="地面积水未清理",
    severity="S3",
    department="engineering",
    category="equipment",
    due_h=72,
)


@pytest.fixture
def found(book):
    """A finding of the assistant, and a manager and a head of engineering beside the others."""
    book.record(
        "p01", lambda _now: [PersonAdded(person="p09", zh="周经理", en="Zhou", role="manager", department="management")]
    )
    book.record(
        "p01", lambda _now: [PersonAdded(person="p08", zh="孙工", en="Sun", role="dept_head", department="engineering")]
    )
    made = book.record("p02", lambda now: findings.raise_finding(book.ledger, DRAFT, "p02", now))
    return made[0].subject.partition(":")[2]


def act(book, finding, name, by, **form):
    book.record(by, lambda now: perform(book.ledger, finding, name, Form(**form), by, now))


def assigned(book, finding):
    due = book.ledger.findings.all[finding].due
    act(book, finding, "assign", "p01", department="engineering", person="p03", plan="抽水并查明来源", due=due)


def text_of(app) -> str:
    return "\n".join(reader.text for reader in app.screen.query(Reader))


def tile(app, pages, key):
    return next(t for t in app.screen.query_one(pages, Pages).tiles if t.key == key)


async def choose(app, pilot, pages, key):
    """Tap a tile of a list, whatever page it is on."""
    listed = app.screen.query_one(pages, Pages)
    listed.post_message(Pages.Chosen(listed, key))
    await pilot.pause()


async def test_it_tells_what_stands_and_what_happened(book, run_app, found):
    assigned(book, found)
    async with run_app(book, person="p01", lang="en", place="office", size=(160, 48)) as (app, pilot):
        app.go("finding", found)
        await until(pilot, lambda: "Person responsible" in text_of(app), "the detail")
        told = text_of(app)
        for said in (
            "notice sent",
            "Engineer Zhao",
            "抽水并查明来源",
            "nobody has signed for it yet",
            "Wang Min",
            "Sun",
        ):
            assert said in told
        app.action_switch_language()
        await until(pilot, lambda: "责任人" in text_of(app), "the detail in Chinese")
        assert "下发整改通知单" in text_of(app)
        await choose(app, pilot, "#finding-acts", "coaching")  # D4.5: raised from the finding
        await until(pilot, lambda: app.current_mode == "form", "the form")
        await until(pilot, lambda: app.screen.half.drafted.get("finding") == found, "what it is about")


async def test_every_act_is_there_and_says_why_it_cannot_be_done(book, run_app, found):
    async with run_app(book, person="p02", lang="en", place="office", size=(80, 24)) as (app, pilot):
        app.go("finding", found)
        await pilot.pause()
        await tap(pilot, "#finding-to-acts")
        await until(pilot, lambda: app.screen.query_one("#finding-acts", Pages).tiles, "the acts")
        assert tile(app, "#finding-acts", "close").look == "quiet"
        await choose(app, pilot, "#finding-acts", "close")
        assert "Close it" in app.screen.query_one(Notice).text
        assert book.ledger.findings.all[found].state == "found"


async def test_a_finding_goes_from_assigned_to_rectified_by_taps(book, run_app, found):
    async with run_app(book, person="p01", lang="en", place="office", size=(100, 30)) as (app, pilot):
        app.go("finding", found)
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, FindingScreen)
        await choose(app, pilot, "#finding-acts", "assign")
        await until(pilot, lambda: isinstance(app.screen, ActSheet), "the sheet")
        sheet = app.screen
        await tap(pilot, "#act-save")
        await until(pilot, lambda: "Still to come" in sheet.query_one(Notice).text, "what is missing")
        await choose(app, pilot, "#act-fields", "person")
        sheet.draft.values["person"] = "p03"
        sheet._go(None)
        sheet.draft.phrases["plan"] = [1]
        await tap(pilot, "#act-save")
        await until(pilot, lambda: app.screen is screen, "the sheet to close")
        assert book.ledger.findings.all[found].person == "p03"
        app.person = "p03"
        screen.repaint()
        await choose(app, pilot, "#finding-acts", "accept")
        assert book.ledger.findings.all[found].state == "accepted"
        await choose(app, pilot, "#finding-acts", "rectify")
        await until(pilot, lambda: isinstance(app.screen, ActSheet), "the sheet")
        app.screen.draft.values["result"] = "已抽水并更换密封圈"
        await tap(pilot, "#act-save")
        await until(pilot, lambda: app.screen is screen, "the sheet to close")
        assert book.ledger.findings.all[found].state == "rectified"


async def test_what_was_half_filled_in_is_there_again(book, run_app, found):
    assigned(book, found)
    async with run_app(book, person="p03", lang="en", place="tablet", size=(100, 30)) as (app, pilot):
        app.go("finding", found)
        await pilot.pause()
        await choose(app, pilot, "#finding-acts", "refuse")
        await until(pilot, lambda: isinstance(app.screen, ActSheet), "the sheet")
        app.screen.query_one("#act-own").value = "not our pipe"
        await pilot.pause()
        app.action_switch_language()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, FindingScreen), "the detail")
        await choose(app, pilot, "#finding-acts", "refuse")
        await until(pilot, lambda: isinstance(app.screen, ActSheet), "the sheet")
        assert app.screen.query_one("#act-own").value == "not our pipe"


async def test_the_notice_can_be_read_as_text(book, run_app, found):
    assigned(book, found)
    async with run_app(book, person="p01", lang="zh", place="office", size=(160, 48)) as (app, pilot):
        app.go("finding", found)
        await pilot.pause()
        await tap(pilot, "#finding-notice")
        await until(pilot, lambda: "整改方案" in text_of(app), "the notice")
        for field in ("编号", "责任部门", "责任人", "完成时限", "签收人", "整改后照片", "验证人", "本月复发次数"):
            assert field in text_of(app)
