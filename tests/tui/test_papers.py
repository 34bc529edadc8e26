"""Documents at the command line and on the screen: listed, printed in both languages, saved where it says."""

from __future__ import annotations

import pytest

from checkpoints.work import findings
from tests.support.filled import opened, told
from tests.support.taps import tap
from tests.support.walked import finish, start, walk
from tests.tui.conftest import until
from tests.tui.test_cli import Roundsman
from tests.tui.test_finding import DRAFT, assigned
from tui.screens.list_sheet import ListSheet
from tui.screens.message import MessageSheet
from tui.screens.paper_sheet import PaperSheet
from tui.screens.pin_sheet import PinSheet
from tui.widgets.notice import Notice
from tui.widgets.pages import Pages
from tui.widgets.reader import Reader


@pytest.fixture
def found(book):
    made = book.record("p02", lambda now: findings.raise_finding(book.ledger, DRAFT, "p02", now))
    assigned(book, made[0].subject.partition(":")[2])
    return made[0].subject.partition(":")[2], made[0].body.number


@pytest.fixture
def roundsman(book, tmp_path, capsys, monkeypatch):
    return Roundsman(tmp_path / "data", capsys, monkeypatch)


def test_without_a_name_the_reports_are_listed(roundsman):
    code, out, _err = roundsman("report", "--lang", "zh")
    assert code == 0
    assert "notice" in out
    assert "整改通知单" in out


def test_a_document_is_printed_in_the_language_asked_for(roundsman, found):
    _id, number = found
    zh = roundsman("report", "notice", "--record", number, "--lang", "zh")[1]
    en = roundsman("report", "notice", "--record", number, "--lang", "en")[1]
    assert "完成时限" in zh
    assert "Finish by" in en
    assert "抽水并查明来源" in zh
    assert "抽水并查明来源" in en


def test_a_document_is_written_to_a_file(roundsman, found, tmp_path):
    target = tmp_path / "notice.html"
    code, out, _err = roundsman(
        "report", "notice", "--record", found[1], "--format", "html", "--out", str(target), "--lang", "zh"
    )
    assert (code, str(target) in out) == (0, True)
    assert '<html lang="zh-CN">' in target.read_text("utf-8")
    code, _out, err = roundsman("report", "notice", "--record", found[1], "--out", str(tmp_path / "no" / "x.html"))
    assert (code, "另一个文件" in err or "another file" in err) == (1, True)


def test_the_rounds_of_a_day_are_printed_by_date(book, roundsman):
    round_id = start(book)
    walk(book, round_id)
    finish(book, round_id)
    out = roundsman("report", "round", "--date", "2026-11-23", "--lang", "zh")[1]
    assert "品质巡检记录表" in out
    assert "本次巡检有效" in out
    assert "当日无巡检记录" in roundsman("report", "round", "--date", "2026-11", "--lang", "zh")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nonsense",), "There is no report"),
        (("notice",), "Which one?"),
        (("notice", "--record", "X-1"), "not known"),
        (("round", "--date", "yesterday"), "yesterday is no day"),
    ],
)
def test_what_cannot_be_printed_says_why(roundsman, arguments, said):
    code, _out, err = roundsman("report", *arguments, "--lang", "en")
    assert code == 1
    assert said in err


@pytest.fixture
def talk(book):
    """A staff talk of this week: private."""
    facts = [
        *opened("staff_talk", "talk", period="2026-W48", number="TK-R0001"),
        *told(book.ledger, "staff_talk", "talk", "talk", {"person": "p02", "thoughts": "would like fewer nights"}),
    ]
    book.record("p01", lambda _now: facts)
    return "talk"


@pytest.mark.parametrize(
    ("arguments", "pins", "said"),
    [
        ((), "", "asked for by name"),
        (("--private", "--by", "p02"), "1357", "Only those who may read"),
        (("--private", "--by", "p01"), "9999", "PIN is not right"),
        (("--private",), "2468", "which supervisor or manager"),
    ],
)
def test_a_private_record_is_not_printed_without_its_name_a_right_and_a_PIN_W1_3(
    roundsman, talk, arguments, pins, said
):
    code, out, err = roundsman(
        "report", "staff_talk", "--record", talk, *arguments, "--pin-stdin", "--lang", "en", stdin=pins + "\n"
    )
    assert (code, "fewer nights" in out + err) == (1, False)
    assert said in err


def test_the_supervisor_prints_a_talk_with_a_PIN_W1_3(roundsman, talk):
    arguments = ("--record", talk, "--private", "--by", "p01", "--pin-stdin", "--lang", "en")
    code, out, _err = roundsman("report", "staff_talk", *arguments, stdin="2468\n")
    assert code == 0
    assert "fewer nights" in out
    assert "Private: not to be passed on" in out


def paper(app) -> str:
    """What is read on the sheet of a document; '' until there is one."""
    texts = app.screen.query("#paper-text .first")
    return app.screen.query_one(Reader).text if isinstance(app.screen, PaperSheet) and texts else ""


async def test_a_private_record_is_printed_from_its_screen_by_PIN_and_gone_with_the_person_W1_3(book, run_app, talk):
    async with run_app(book, person="p01", lang="en", place="office", size=(100, 30)) as (app, pilot):
        app.go("record", talk)
        await until(pilot, lambda: app.screen.query("#record-print"), "the record")
        await pilot.pause()
        await tap(pilot, "#record-print")
        await until(pilot, lambda: isinstance(app.screen, MessageSheet), "the question")
        await tap(pilot, "#message-yes")
        await until(pilot, lambda: isinstance(app.screen, PinSheet), "the PIN")
        await pilot.press(*"2468", "enter")
        await until(pilot, lambda: "fewer nights" in paper(app), "the document")
        sheet = app.screen
        app.person = "p02"
        sheet.repaint()
        assert "fewer nights" not in sheet.query_one(Reader).text
        assert "Only those who may read" in sheet.query_one(Reader).text
        assert not sheet.query_one("#paper-html").display


async def test_a_document_on_the_screen_is_saved_where_it_says(book, run_app, found):
    async with run_app(book, person="p01", lang="en", place="tablet", size=(100, 30)) as (app, pilot):
        app.go("finding", found[0])
        await pilot.pause()
        await tap(pilot, "#finding-notice")
        await until(pilot, lambda: "抽水并查明来源" in paper(app), "the document")
        sheet = app.screen
        await tap(pilot, "#paper-html")
        await until(pilot, lambda: "Saved" in sheet.query_one(Notice).text, "where it is")
        app.action_switch_language()
        await tap(pilot, "#paper-plain")
        await until(pilot, lambda: ".zh.txt" in sheet.query_one(Notice).text, "where the text is")
        names = sorted(p.name for p in (book.data / "reports").iterdir())
        assert names == [f"notice-{found[1]}-1.en.html", f"notice-{found[1]}-1.zh.txt"]
        for path in (book.data / "reports").iterdir():
            path.unlink()
        (book.data / "reports").rmdir()
        (book.data / "reports").write_text("in the way")
        await tap(pilot, "#paper-html")
        await until(pilot, lambda: "✗" in sheet.query_one(Notice).text, "the trouble")


async def test_rounds_and_the_papers_of_a_week_are_printed_from_their_screens_W2_6(book, run_app):
    round_id = start(book)
    walk(book, round_id)
    finish(book, round_id)
    tasks = [{"what": "clean the basement", "person": "p02", "due": "2026-12-02"}]
    facts = [
        *opened("weekly_meeting", "week", period="2026-W48"),
        *told(book.ledger, "weekly_meeting", "week", "meeting", {"problems": "the pump", "tasks": tasks}),
    ]
    book.record("p01", lambda _now: facts)
    async with run_app(book, person="p01", lang="en", place="office", size=(100, 30)) as (app, pilot):
        app.go("round_detail", round_id)
        await until(pilot, lambda: app.screen.query("#detail-print"), "the round")
        await pilot.pause()
        await tap(pilot, "#detail-print")
        await until(pilot, lambda: "Every answer" in paper(app), "the patrol record")
        await pilot.press("escape")
        app.go("record", "week")
        await until(pilot, lambda: app.screen.query("#record-print"), "the minutes")
        await pilot.pause()
        await tap(pilot, "#record-print")
        await until(pilot, lambda: app.screen.query("#list-tiles"), "the choice")
        assert isinstance(app.screen, ListSheet)
        listed = app.screen.query_one("#list-tiles", Pages)
        await until(pilot, lambda: listed.tiles, "the papers")
        assert [tile.key for tile in listed.tiles] == ["weekly_meeting", "weekly_summary", "weekly_plan"]
        listed.post_message(Pages.Chosen(listed, "weekly_plan"))
        await until(pilot, lambda: "clean the basement" in paper(app), "the plan")
