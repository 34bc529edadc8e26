"""Any record of any form on paper: nothing that was filled in is missing, nothing private is there (issue part 10)."""

from __future__ import annotations

import itertools
import re

import pytest

from checkpoints.reports.document import Document, Paragraph, Points, Said, Signatures, Table
from checkpoints.reports.registry import Asked, of_record, report, reports
from checkpoints.site.catalogue import default_site
from checkpoints.site.forms import Column, Form
from checkpoints.work.records.facts import RecordWithdrawn
from store.export.html import html
from store.export.text import text
from tests.support.cases import Case
from tests.support.desk_work import office
from tests.support.filled import anything, corrected, opened, step_of, told
from tests.support.ground import Desk, at, refusal
from tests.support.papers import HOSTILE
from tui import i18n
from tui.words.papers import said

FORMS = [form.id for form in default_site().forms if not form.kept_by]
PERIODS = {"day": "2026-11-24", "half_day": "2026-11-24.am", "week": "2026-W48", "month": "2026-11", "none": ""}


@pytest.fixture(autouse=True)
def _english():
    i18n.use("en")


@pytest.fixture
def desk() -> Desk:
    made = office(at(17, day=1))
    made.record("zhao", opened("task", "task-1", number="T1-R0009"))
    made.record(
        "zhao", told(made.ledger, "task", "task-1", "given", {"what": "look at the pump"}, title="look at pump")
    )
    Case(made, checkpoint="CP-01", words="water under the pump")
    return made


def asked(desk: Desk, record: str = "", **more) -> Asked:
    return Asked(desk.wall, desk.wall.date(), record, **more)


def form_of(desk: Desk, form: str) -> Form:
    assert desk.ledger.site is not None
    return desk.ledger.site.form_of[form]


def filled(desk: Desk, form: str, words: str = "mark") -> str:
    """A record of a form with every step filled in and every field said; texts are told apart by their field."""
    known = form_of(desk, form)
    where = {"period": PERIODS[known.period]}
    if known.about:
        assert desk.ledger.site is not None
        about = desk.ledger.site.contractors if known.about == "contractor" else desk.ledger.site.active
        where["about"] = about[0].id
    desk.record("zhao", opened(form, f"r-{form}", number="T1-R0042", **where))
    for step in known.steps:
        for n in range(2 if step.many else 1):
            values = {f.id: anything(desk.ledger, f, f"{words} {step.id}.{f.id}{n}", n) for f in step.fields}
            signed = tuple(f.id for f in step.fields if f.type == "signature")
            desk.record("zhao", told(desk.ledger, form, f"r-{form}", step.id, values, signed=signed))
    return f"r-{form}"


def texts(desk: Desk, form: str, *, private: bool | None, words: str = "mark") -> list[str]:
    """The texts that `filled` put into a form: the private ones, the others, or (None) all."""
    found: list[str] = []
    for step in form_of(desk, form).steps:
        for n, field in itertools.product(range(2 if step.many else 1), step.fields):
            said_so = f"{words} {step.id}.{field.id}{n}"
            cells: list[Column] = list(field.columns) or [field]
            for cell in cells:
                if cell.type in ("text", "paragraphs") and private in (None, field.private or cell.private):
                    found.append(f"{said_so} 0" if field.columns else said_so)
    return found


def page(desk: Desk, record: str, **more) -> str:
    return text(of_record(desk.ledger, record, asked(desk, **more)), said, 400)


# every form


@pytest.mark.parametrize("form", FORMS)
def test_all_that_was_filled_in_stands_on_the_paper(desk, form):
    record = filled(desk, form)
    may = {"private": True, "by": "zhao"} if form_of(desk, form).private else {}
    printed = page(desk, record, **may)
    wanted = texts(desk, form, private=None if may else False)
    for words in wanted:
        assert words in printed
    for step in form_of(desk, form).steps:
        if any(f.type == "money" for f in step.fields):
            assert "CNY 1,234.50" in printed
    i18n.use("zh")
    document = of_record(desk.ledger, record, asked(desk, **may))
    for line in wanted:
        assert line in html(document, said, "zh")
    assert said(document.title) in text(document, said)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_private_is_left_out_unless_it_is_asked_for_by_name(desk, form):
    secrets = texts(desk, form, private=True)
    if not secrets:
        return
    record = filled(desk, form)
    if not form_of(desk, form).private:
        printed = page(desk, record)
        assert [words for words in secrets if words in printed] == []
        assert "Without what is kept from others" in printed
    whole = of_record(desk.ledger, record, asked(desk, private=True, by="zhao"))
    printed = text(whole, said, 400)
    assert whole.private
    assert [words for words in secrets if words not in printed] == []


# privacy (W1.3)


@pytest.mark.parametrize(
    ("by", "place", "private", "code"),
    [
        ("", "office", False, "report.private"),
        ("zhao", "office", False, "report.private"),
        ("", "office", True, "report.not_yours"),
        ("-", "office", True, "report.not_yours"),
        ("wang", "office", True, "report.not_yours"),
        ("sun", "office", True, "report.not_yours"),
        ("zhao", "kiosk", True, "report.not_yours"),
    ],
)
def test_a_talk_is_printed_only_by_name_and_by_whoever_may_read_it_W1_3(desk, by, place, private, code):
    record = filled(desk, "staff_talk")
    assert refusal(of_record, desk.ledger, record, asked(desk, by=by, place=place, private=private)) == code


@pytest.mark.parametrize("by", ["zhao", "chen"])
def test_supervisor_and_manager_can_print_a_talk_and_it_says_that_it_is_private_W1_3(desk, by):
    document = of_record(desk.ledger, filled(desk, "staff_talk"), asked(desk, by=by, private=True))
    assert document.private
    assert "Private: not to be passed on" in text(document, said)


def test_talks_of_a_week_are_as_private_as_each_of_them_W1_3(desk):
    filled(desk, "staff_talk")
    assert refusal(report, desk.ledger, "staff_talk", asked(desk)) == "report.private"
    assert "mark talk.thoughts0" in text(report(desk.ledger, "staff_talk", asked(desk, by="chen", private=True)), said)


def test_no_report_of_the_period_tells_what_was_said_in_a_talk_W1_3(desk):
    filled(desk, "staff_talk", "secret")
    for name, kind in reports(desk.ledger).items():
        if kind.picks in ("now", "week", "month") and name in (
            "weekly_summary", "weekly_plan", "monthly_summary", "findings",
        ):  # fmt: skip
            assert "secret" not in text(report(desk.ledger, name, asked(desk)), said)


def test_a_record_that_is_not_for_everybody_is_not_printed_by_everybody(desk):
    record = filled(desk, "client_talk")
    assert refusal(of_record, desk.ledger, record, asked(desk, by="wu")) == "report.not_yours"
    assert of_record(desk.ledger, record, asked(desk, by="chen")).blocks


# layout


def test_a_correction_is_shown_as_one(desk):
    record = filled(desk, "exchange")
    entry = desk.ledger.records.all[record].entries[0].id
    changes = {"topics": "what was really said"}
    desk.record("chen", corrected(record, "held", entry, changes, "heard wrongly"))
    document = of_record(desk.ledger, record, asked(desk))
    table = next(b for b in document.blocks if isinstance(b, Table) and b.caption)
    [row] = [[said(cell) for cell in row] for row in table.rows]
    assert row[:4] == ["Topics", "mark held.topics0", "what was really said", "heard wrongly"]
    assert row[4].startswith("chen 2026-11-24")
    assert "what was really said" in page(desk, record)


def test_what_is_still_owed_is_named_and_a_finished_record_owes_nothing(desk):
    desk.record("zhao", opened("client_talk", "half", period="2026-11"))
    desk.record("zhao", told(desk.ledger, "client_talk", "half", "talk", {"whom": "the committee"}))
    owed = [b for b in of_record(desk.ledger, "half", asked(desk)).blocks if isinstance(b, Points)]
    assert [said(item) for item in owed[0].items][-2:] == [
        said(step_of(desk.ledger, "client_talk", name)) for name in ("to_manager", "to_department")
    ]
    assert not [
        b for b in of_record(desk.ledger, filled(desk, "client_talk"), asked(desk)).blocks if isinstance(b, Points)
    ]


def test_a_withdrawn_record_says_that_it_counts_for_nothing(desk):
    record = filled(desk, "exchange")
    desk.record("chen", [RecordWithdrawn(record=record, reason="entered twice")])
    first = of_record(desk.ledger, record, asked(desk)).blocks[0]
    assert isinstance(first, Paragraph)
    assert "entered twice" in said(first.text)


def test_a_signature_by_PIN_has_its_time_and_one_without_has_room_for_a_pen(desk):
    desk.record("zhao", opened("work_log", "log", period="2026-11-24"))
    parts = {"scene": "a", "handling": "b", "rectification": "c", "signature": "zhao"}
    desk.record("zhao", told(desk.ledger, "work_log", "log", "log", parts, signed=("signature",)))
    [signatures] = [b for b in of_record(desk.ledger, "log", asked(desk)).blocks if isinstance(b, Signatures)]
    assert signatures.lines[0].at == desk.wall.astimezone(desk.ledger.site.zone_info)
    desk.record("zhao", opened("work_log", "other", period="2026-11-25"))
    desk.record("zhao", told(desk.ledger, "work_log", "other", "log", parts))
    [signatures] = [b for b in of_record(desk.ledger, "other", asked(desk)).blocks if isinstance(b, Signatures)]
    assert (said(signatures.lines[0].who), signatures.lines[0].at) == ("zhao", None)


def test_who_has_read_something_and_who_has_not_stands_there_M1_5(desk):
    desk.record("zhao", opened("document", "doc"))
    words = {"name": "notice 12", "people": ["wang", "li"]}
    desk.record("zhao", told(desk.ledger, "document", "doc", "passed_on", words))
    desk.record("wang", told(desk.ledger, "document", "doc", "read", {}))
    printed = page(desk, "doc")
    assert re.search(r"wang\s+2026-11-24 17:00", printed)
    assert re.search(r"li\s+not yet", printed)


def test_ready_words_are_printed_in_the_language_of_the_reader(desk):
    desk.record("zhao", opened("digest", "digest", period="2026-11-24"))
    desk.record("chen", told(desk.ledger, "digest", "digest", "acknowledged", {"answer": "已阅"}))
    assert "Answer: Read" in page(desk, "digest")
    i18n.use("zh")
    assert "批示: 已阅" in page(desk, "digest")


def test_a_field_that_the_site_left_out_and_a_value_that_fits_no_more_break_nothing(desk):
    desk.record("zhao", opened("work_log", "log", period="2026-11-24"))
    from checkpoints.work.records.facts import StepFilled

    odd = {"scene": ["a", "list"], "checks": "no list", "reported": "yesterday", "gone": 1, "findings": [{}]}
    desk.record("zhao", [StepFilled(record="log", step="log", values=odd), StepFilled(record="log", step="lost")])
    printed = page(desk, "log")
    assert "yesterday" in printed
    assert "any more: log.gone, lost" in printed


def test_hostile_words_are_only_words_in_every_form(desk):
    for n, words in enumerate(HOSTILE):
        form = FORMS[n % len(FORMS)]
        if form_of(desk, form).private or f"r-{form}" in desk.ledger.records.all:
            continue
        record = filled(desk, form, words)
        assert "<script" not in html(of_record(desk.ledger, record, asked(desk)), said, "en").lower()


# which one


def test_every_form_is_a_report_and_so_is_what_draws_on_several(desk):
    known = reports(desk.ledger)
    assert set(FORMS) <= set(known)
    assert {"round", "notice", "findings", "weekly_summary", "weekly_plan", "monthly_summary"} <= set(known)


def test_records_of_a_day_stand_together_each_on_pages_of_its_own(desk):
    for number in ("1", "2"):
        desk.record("zhao", opened("post_check", f"p{number}", number=f"T1-R000{number}", period="2026-11-24"))
        desk.record("zhao", told(desk.ledger, "post_check", f"p{number}", "check", {"problem": f"dust {number}"}))
    together = report(desk.ledger, "post_check", asked(desk))
    assert [type(b).__name__ for b in together.blocks].count("PageBreak") == 1
    printed = text(together, said)
    assert "dust 1" in printed
    assert "dust 2" in printed
    assert "dust 1" not in text(report(desk.ledger, "post_check", asked(desk, "T1-R0002")), said)


def test_a_day_without_a_record_says_so_and_a_record_that_is_not_there_too(desk):
    assert refusal(report, desk.ledger, "work_log", asked(desk)) == "report.none"
    assert refusal(report, desk.ledger, "work_log", asked(desk, "T9-R0001")) == "record.unknown"
    assert refusal(of_record, desk.ledger, "nonsense", asked(desk)) == "record.unknown"


def test_forms_without_a_period_have_a_register_of_the_month(desk):
    listed: Document = report(desk.ledger, "task", asked(desk))
    table = next(b for b in listed.blocks if isinstance(b, Table))
    assert [[said(cell) for cell in row][:2] for row in table.rows] == [["T1-R0009", "look at pump"]]
    assert isinstance(table.columns[0].title, Said)
