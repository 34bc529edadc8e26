"""Documents made from the ledger: the notice, the patrol record, the list of findings (D3, D4.2; forms.md 1 and 2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from checkpoints.reports.document import Chart, Document, Joined, Pairs, Photos, Said, Signatures, Table, Text
from checkpoints.reports.registry import REPORTS, Asked, report
from checkpoints.site.words import Named
from checkpoints.work.promises.facts import PromiseMade, PromiseReplied
from store.export.text import text
from tests.support.cases import Case
from tests.support.ground import SIX, Desk, Walk, at, refusal
from tests.support.papers import HOSTILE
from tui.words.papers import said


def asked(desk: Desk, record: str = "", day: date | None = None) -> Asked:
    return Asked(desk.wall, day or desk.wall.date(), record)


def built(desk: Desk, name: str, record: str = "") -> Document:
    return report(desk.ledger, name, asked(desk, record))


def pairs(document: Document) -> dict[str, Text]:
    """Every field of a document by its msgid."""
    rows = [row for block in document.blocks if isinstance(block, Pairs) for row in block.rows]
    return {label.msgid: value for label, value in rows if isinstance(label, Said)}


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def plain(value: Text) -> str:
    return said(value)


@pytest.fixture
def desk() -> Desk:
    return Desk().open()


# notice (D3.11, D4.3)

FORM = (
    "Number of the finding", "Found at", "Found by", "Origin", "Severity", "Key / hard", "Place", "Problem", "Photos",
    "Responsible department", "Head of department", "Person responsible", "Finish by", "Plan", "Signed for by, at",
    "Result", "Photos afterwards", "Put right at, by", "Result of the re-check", "Verified by", "Verified at",
    "Repeats in the month", "Accountability", "Closed by, at", "State",
)  # fmt: skip
"""Forms.md 2, in our words."""


@pytest.mark.parametrize("state", ["found", "assigned", "accepted", "rectified", "verified", "closed", "fixed_on_spot"])
def test_a_notice_has_every_field_of_the_form_filled_in_or_open(desk, state):
    case = Case(desk).to(state)
    fields = pairs(built(desk, "notice", case.line.number))
    assert [name for name in FORM if name not in fields] == []
    assert (fields["Plan"] is None) == (state in ("found", "fixed_on_spot"))
    assert (fields["Signed for by, at"] is None) == (state in ("found", "assigned", "fixed_on_spot"))
    assert (fields["Result"] is None) == (state in ("found", "assigned", "accepted"))
    assert (fields["Verified at"] is None) == (state not in ("verified", "closed"))
    assert (fields["Closed by, at"] is None) == (state != "closed")


def test_a_notice_says_what_was_ordered_and_by_when(desk):
    case = Case(desk).to("accepted")
    document = built(desk, "notice", case.line.number)
    fields = pairs(document)
    assert document.number == f"{case.line.number}/1"
    assert document.file_name == f"notice-{case.line.number}-1"
    assert (fields["Plan"], plain(fields["Person responsible"])) == ("seal the joint", "qian")
    assert fields["Finish by"] == case.line.due
    assert plain(fields["Signed for by, at"]) == "qian 2026-11-23 09:00"


def test_a_notice_shows_the_photos_and_who_signed(desk):
    document = built(desk, "notice", Case(desk, photos=("b" * 64,)).to("verified").line.number)
    shas = [block.shas for block in document.blocks if isinstance(block, Photos)]
    assert shas == [("b" * 64,), ("a" * 64,)]
    [signatures] = [block.lines for block in document.blocks if isinstance(block, Signatures)]
    assert [plain(line.who) for line in signatures] == ["zhao", "qian", "li"]


def test_a_notice_shows_an_extension_with_its_answer(desk):
    case = Case(desk).to("accepted").act("ask_extension", "qian").act("refuse_extension", "zhao")
    assert "the part comes late · refused zhao" in plain(pairs(built(desk, "notice", case.line.number))["More time"])


def test_what_was_gone_when_somebody_came_by_says_so_as_its_result(desk):
    case = Case(desk)
    walk = Walk(desk)
    walk.scan("CP-06")
    from checkpoints.work.rounds import checking

    desk.record("wang", checking.see(desk.ledger, walk.id, case.id, "wang", still=False))
    assert plain(pairs(built(desk, "notice", case.line.number))["Result"]).startswith("gone")


def test_a_notice_is_asked_for_by_the_number_people_say_or_by_the_id(desk):
    case = Case(desk)
    assert built(desk, "notice", case.id) == built(desk, "notice", case.line.number)
    assert refusal(built, desk, "notice", "T9-0001") == "finding.unknown"
    assert refusal(built, desk, "notice") == "report.which"


# patrol record (D3.1 to D3.9)


def test_a_patrol_record_says_who_when_how_long_and_whether_it_counts(desk):
    walk = Walk(desk).hour().finish()
    fields = pairs(built(desk, "round", walk.id))
    assert plain(fields["Took part"]) == "wang, li"
    assert (plain(fields["Net time"]), fields["Points reached"]) == ("60 min", "6/6")
    assert plain(fields["Half-day"]) == "Morning"
    assert (fields["First point at"], fields["Last point at"]) == (at(9), at(10))


def test_every_point_stands_there_with_its_time_and_its_proof(desk):
    walk = Walk(desk)
    walk.scan("CP-01").skip("CP-02")
    walk.scan("CP-03", after=5)
    points = tables(built(desk, "round", walk.id))[0]
    assert [(row[0], plain(row[1]).split()[0], plain(row[2]), plain(row[3])) for row in points.rows][:3] == [
        (1, "CP-01", "09:00", "scanned"),
        (2, "CP-02", "–", "–"),
        (3, "CP-03", "09:05", "scanned"),
    ]


def test_no_point_is_left_out_in_silence(desk):
    walk = Walk(desk)
    walk.scan("CP-01").skip("CP-02", "locked, no key")
    walk.finish()
    left = tables(built(desk, "round", walk.id))[2]
    assert {plain(row[0]).split()[0] for row in left.rows} == set(SIX) - {"CP-01"}
    assert plain(left.rows[0][1]) == "locked, no key"
    assert plain(left.rows[1][1]) == "not reached"


def test_every_answer_is_there_with_its_standard_and_what_failed_is_a_problem(desk):
    walk = Walk(desk)
    walk.scan("CP-01")
    walk.answer_all("CP-01")
    ledger = desk.ledger
    checks = ledger.site.checks_at("CP-01", desk.wall.date())
    ranged = [c for c in checks if c.answer.type in ("number", "choice")]
    document = built(desk, "round", walk.id)
    answers = tables(document)[3]
    assert len(answers.rows) == len(walk.round.visit("CP-01").answers)
    assert [bool(plain(row[2])) for row in answers.rows].count(True) == len(ranged)
    walk.answer("CP-01", "LOB-1", "fail")
    document = built(desk, "round", walk.id)
    problems, answers = tables(document)[1], tables(document)[3]
    assert len(problems.rows) == 1
    assert "Fail · corrected" in [plain(row[3]) for row in answers.rows]


def test_the_rounds_of_a_day_stand_in_one_document_each_on_pages_of_its_own(desk):
    Walk(desk).hour().finish()
    desk.until(at(14))
    Walk(desk).hour().finish()
    document = built(desk, "round")
    assert [type(block).__name__ for block in document.blocks].count("PageBreak") == 1
    assert [type(block).__name__ for block in document.blocks].count("Signatures") == 2
    empty = report(desk.ledger, "round", asked(desk, day=date(2026, 11, 1)))
    assert plain(empty.blocks[0].text) == "No round was walked on this day."  # pyright: ignore


def test_a_round_that_is_not_known_is_refused(desk):
    assert refusal(built, desk, "round", "nonsense") == "round.unknown"


# list of findings


def test_the_list_has_what_is_not_closed_and_says_what_is_overdue(desk):
    Case(desk).to("closed")
    late = Case(desk, words="late one")
    desk.wait(80 * 60)
    fresh = Case(desk, checkpoint="CP-05", words="fresh one")
    listed = tables(built(desk, "findings"))[0]
    assert [plain(row[2]) for row in listed.rows] == [late.line.words, fresh.line.words]
    assert ["overdue" in plain(row[5]) for row in listed.rows] == [True, False]


def test_the_charts_of_the_list_have_the_numbers_of_the_review_screen(desk):
    Case(desk)
    Case(desk, checkpoint="CP-05").to("closed")
    groups = next(b for b in built(desk, "findings").blocks if isinstance(b, Chart))
    assert [sum(series.values) for series in groups.series] == [1, 1]


# all of them


def test_an_unknown_name_is_refused_with_the_names_there_are(desk):
    assert refusal(built, desk, "nonsense") == "report.unknown"


def test_hostile_words_stay_values_in_every_document(desk):
    for words in HOSTILE[:-4]:  # of the others nothing is left to be written down
        case = Case(desk, words=words)
        assert pairs(built(desk, "notice", case.line.number))["Problem"] == case.line.words


def test_a_ledger_without_a_site_can_be_printed():
    desk = Desk()
    for name, kind in REPORTS.items():
        if kind.picks in ("now", "day"):
            assert report(desk.ledger, name, asked(desk)).blocks


def test_names_are_chosen_when_they_are_drawn_not_when_the_document_is_made(desk):
    document = built(desk, "notice", Case(desk).line.number)
    place = pairs(document)["Place"]
    assert isinstance(place, Joined)
    assert isinstance(place.parts[1], Named)
    assert document.made_at == desk.wall.astimezone(desk.ledger.site.zone_info)
    assert desk.wall - document.made_at == timedelta()


# first-ask register (D3.13 to D3.16)


def test_the_first_ask_register_has_limits_and_replies_and_nothing_that_names_the_owner(desk):
    asked_at = desk.wall
    made = PromiseMade(
        promise="p1", number="T1-P0001", matter="the tap drips", unit="3-1-1502", contact="王女士", phone="13812345678",
        kind_of="complaint", first_asked="wang", follower="wang",
        first_reply_by=asked_at + timedelta(hours=2), final_by=asked_at + timedelta(hours=24),
    )  # fmt: skip
    desk.record("wang", [made])
    [register] = tables(built(desk, "first_ask"))
    row = [plain(cell) for cell in register.rows[0]]
    assert row[2:7] == ["3-1-1502", "the tap drips", "wang", "owed by 2026-11-23 11:00", "owed by 2026-11-24 09:00"]
    desk.wait(180)
    desk.record("wang", [PromiseReplied(promise="p1", channel="phone", words="tomorrow", final=False)])
    document = built(desk, "first_ask")
    row = [plain(cell) for cell in tables(document)[0].rows[0]]
    assert row[5] == "2026-11-23 12:00\nlate"
    told_so = text(document, said)
    assert "王女士" not in told_so
    assert "138" not in told_so
