"""The case library: searched in Chinese, linked to its source, and nobody can be known from it (M6)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoints.fact import Refused
from checkpoints.ledger.search import Library, terms
from checkpoints.work import cases
from checkpoints.work.records import deciding
from checkpoints.work.records.deciding import Target
from tests.support.cases import Case
from tests.support.desk_work import fill, office, sealed
from tests.support.ground import PROPERTY, at

CASE = {
    "name": "地下车库水浸的处置",
    "kind": "incident",
    "keywords": "水浸 地下车库 排水",
    "when": "2026-07",
    "where": "东区地下车库",
    "course": "暴雨时集水坑水泵跳闸，车库入口积水约十厘米。",
    "handling": "先断电后抽水，疏导车辆，通知业主挪车。",
    "result": "两小时内排净，无车辆受损。",
    "cause": "水泵控制箱受潮，缺少备用泵。",
    "lessons": "汛期前应做联动试验。",
    "improvements": "增设备用泵，汛期每日试泵。",
    "training": "fit",
    "anonymous": "confirmed",
}


@pytest.fixture
def desk():
    return office(at(17))


def found(desk, asked):
    form = desk.ledger.site.form_of["case"]
    ids = [r for r, _ in desk.ledger.records.lines("case")]
    return Library(form).search(desk.ledger, asked, ids)


def test_a_case_has_all_its_parts_and_is_approved_M6(desk):
    for field in ("course", "handling", "result", "cause", "lessons", "improvements", "keywords"):
        with pytest.raises(Refused) as no:
            fill(desk, "case", "written", CASE | {field: ""})
        assert no.value.code == "record.missing"
    record = sealed(fill(desk, "case", "written", CASE))
    assert record in desk.ledger.records.live
    fill(desk, "case", "approved", {"remark": "同意入库"}, record=record)
    assert record not in desk.ledger.records.live


@pytest.mark.parametrize(
    "words",
    [
        "业主来电 13812345678 反映",
        "联系 138 1234 5678",
        "住在3-1-1502的一家",
        "5栋1203室报修",
        "1502室漏水",
        "业主张先生到前台",
        "住户李女士投诉",
    ],
)
def test_nobody_can_be_known_from_a_case_M6(desk, words):
    with pytest.raises(Refused) as no:
        fill(desk, "case", "written", CASE | {"course": words})
    assert no.value.code == "case.identified"
    assert no.value.params["field"].id == "course"


@pytest.mark.parametrize(
    "words",
    [
        "2026年7月12日 15:30 起",
        "共 1200 平方米",
        "处理 350 间房间",
        "380 伏",
        "扣 2-3 分",
        "3 号楼大堂",
        "业主不满意",
    ],
)
def test_what_names_nobody_is_not_taken_for_a_name_M6(desk, words):
    fill(desk, "case", "written", CASE | {"course": words})


def test_that_it_was_checked_is_confirmed_by_a_person_M6(desk):
    with pytest.raises(Refused) as no:
        fill(desk, "case", "written", CASE | {"anonymous": "unsure"})
    assert no.value.code == "case.not_checked"


def test_a_case_is_found_by_what_stands_anywhere_in_it_M6(desk):
    record = sealed(fill(desk, "case", "written", CASE))
    other = CASE | {"name": "电梯困人", "keywords": "电梯", "course": "电梯停在五层。", "where": "二号楼"}
    lift = sealed(fill(desk, "case", "written", other))
    assert [h.record for h in found(desk, "水泵跳闸")] == [record]
    assert [h.record for h in found(desk, "电梯")] == [lift]
    assert {h.record for h in found(desk, "备用泵")} == {record, lift}
    assert found(desk, "停车费") == []
    assert found(desk, "") == []


def test_a_word_in_the_title_comes_before_one_in_the_text_M6(desk):
    text = sealed(fill(desk, "case", "written", CASE | {"name": "汛期准备"}))
    title = sealed(fill(desk, "case", "written", CASE | {"name": "水浸之后"}))
    assert [h.record for h in found(desk, "水浸")] == [title, text]


def test_the_excerpt_shows_where_it_stands_M6(desk):
    fill(desk, "case", "written", CASE)
    (hit,) = found(desk, "疏导车辆")
    assert "疏导车辆" in hit.excerpt


def test_what_was_corrected_is_found_by_its_new_words_M6(desk):
    record = sealed(fill(desk, "case", "written", CASE))
    library = Library(desk.ledger.site.form_of["case"])
    assert library.search(desk.ledger, "蓄水池", [record]) == []
    entry = desk.ledger.records.all[record].entries[0].id
    desk.record(
        "zhao", deciding.correct(desk.ledger, record, entry, {"result": "排入蓄水池"}, "写漏了", "zhao", desk.now())
    )
    assert [h.record for h in library.search(desk.ledger, "蓄水池", [record])] == [record]


def test_a_case_keeps_the_link_to_where_it_came_from_M6(desk):
    place = desk.ledger.site.active[0].id
    finding = Case(desk, checkpoint=place, department="engineering", category="equipment", words="水泵房渗水").id
    origin = f"finding:{finding}"
    ask = deciding.ask_for(desk.ledger, Target("case", origin=origin), "written", "zhao", desk.now())
    drafted = deciding.draft(ask)
    assert drafted["course"] == "水泵房渗水"
    record = sealed(fill(desk, "case", "written", CASE, origin=origin))
    assert [r.id for r in desk.ledger.records.from_(origin)] == [record]


@PROPERTY
@given(text=st.text("水泵房渗漏电梯门岗", min_size=4, max_size=60), cut=st.integers(0, 50))
def test_every_piece_of_a_text_finds_that_text(text, cut):
    piece = text[cut % (len(text) - 1) :][:5]
    assert set(terms(piece)) <= set(terms(text)) or len(piece) == 1


def test_a_home_that_owners_gave_is_recognised_however_it_is_written(desk):
    assert cases.identifying(desk.ledger, "家住 12 栋 301 室") != []
    assert cases.identifying(desk.ledger, "消防泵房") == []
