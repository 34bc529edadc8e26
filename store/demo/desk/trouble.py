"""Trouble: about once a fortnight something happens, is stamped, told, dealt with and learned from (D7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from checkpoints.fact import Fact, Moment
from checkpoints.work.records import deciding
from checkpoints.work.records.deciding import Target
from store.demo.desk.filling import do
from store.demo.owed import lead, manager
from store.demo.pen import Pen

__all__ = ["perhaps"]

OFTEN = 0.07
STORIES: tuple[dict[str, Any], ...] = (
    {
        "category": "flood",
        "what": "地下车库排污泵跳闸，入口积水约五厘米",
        "lines": ("断开积水区域电源", "启用移动泵抽水", "疏导车辆绕行西侧出口"),
        "measures": "切断电源，移动泵抽排，清理集水坑",
        "outcome": "四十分钟排净，无车辆受损",
        "cause": "水泵控制箱受潮",
        "do": "为控制箱加装防潮加热器",
        "lessons": "汛期前应做联动试验，备用泵要随时可用。",
    },
    {
        "category": "lift",
        "what": "二号梯停于五层与六层之间，一人被困",
        "lines": ("通过对讲安抚乘客", "通知维保单位到场", "维保人员盘车放人"),
        "measures": "安抚乘客，维保解困，停梯检查",
        "outcome": "二十二分钟解困，乘客无不适",
        "cause": "门锁触点接触不良",
        "do": "维保单位逐台检查门锁触点",
        "lessons": "解困电话应贴在轿厢和值班台两处。",
    },
)


def perhaps(pen: Pen, day: date) -> None:
    """On some days something happens before noon."""
    if "incident" not in pen.site.form_of or pen.fate.lot("trouble", day) >= OFTEN:
        return
    story = STORIES[int(pen.fate.lot("which", day) * len(STORIES))]
    by = lead(pen)

    def opened(now: Moment) -> Sequence[Fact]:
        return deciding.open_record(pen.ledger, Target("incident"), by, now)

    record = pen.record(by, opened)[0].subject.partition(":")[2]
    _first_minutes(pen, by, record, story)
    _afterwards(pen, by, record, story)


def _first_minutes(pen: Pen, by: str, record: str, story: dict[str, Any]) -> None:
    do(pen, "incident", "kind", by, {"category": story["category"]}, record=record)
    do(pen, "incident", "place", by, record=record)
    do(pen, "incident", "told", by, {"to": "manager", "person": manager(pen)}, record=record)
    do(pen, "incident", "calls", by, record=record)
    for what in story["lines"]:
        do(pen, "incident", "timeline", by, {"what": what}, record=record)
        pen.wait(20, 60)


def _afterwards(pen: Pen, by: str, record: str, story: dict[str, Any]) -> None:
    people = [by, manager(pen)]
    began = pen.ledger.records.all[record].opened_at
    first = began.isoformat() if began else ""
    details = {"what": story["what"], "occurred": first, "found": first, "finder": by, "reporter": by}
    do(pen, "incident", "details", by, details, record=record)
    do(pen, "incident", "owners", by, {"whom": "相关楼栋业主", "words": "已处置完毕，请放心使用。"}, record=record)
    result = {"measures": story["measures"], "outcome": story["outcome"], "cause": story["cause"]}
    do(pen, "incident", "result", by, result, record=record)
    do(pen, "incident", "meeting", by, {"held": "yes", "people": people, "cause": story["cause"]}, record=record)
    lines = [{"what": story["do"], "person": by}]
    do(pen, "incident", "measures", by, {"any": "yes", "lines": lines}, record=record)
    do(pen, "incident", "summary", by, {"summary": story["outcome"] + "，" + story["lessons"]}, record=record)
    do(pen, "incident", "offer", by, {"offered": "yes"}, record=record)
    do(pen, "incident", "closed", by, {"words": "处置完毕, 同意关闭"}, record=record)
    case = {
        "name": story["what"],
        "kind": "incident",
        "keywords": story["cause"],
        "where": "小区公共区域",
        "course": story["what"] + "。",
        "handling": "；".join(story["lines"]),
        "lessons": story["lessons"],
        "improvements": story["do"],
        "result": story["outcome"],
        "cause": story["cause"],
    }
    begun = next((r.id for r in pen.ledger.records.from_("record:" + record) if r.form == "case"), "")
    written = do(pen, "case", "written", by, case, record=begun, origin="record:" + record)
    do(pen, "case", "approved", manager(pen), record=written)
