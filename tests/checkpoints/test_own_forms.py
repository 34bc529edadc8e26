"""A form of a site's own: the example in docs/records.md is read, filled in and sealed like any other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checkpoints.fact import Refused
from checkpoints.site.catalogue import read_texts
from checkpoints.site.reading.problems import SiteProblems
from checkpoints.work import sites
from tests.support.desk_work import fill, office, sealed
from tests.support.ground import at

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "records.md"
HEAD = "extends: default\nschema_version: 1\n"


def example():
    found = re.search(r"```yaml\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    assert found
    return found.group(1)


def test_the_example_of_the_document_is_a_form_like_any_other():
    site = read_texts({"pool.yaml": (HEAD + example()).encode()})
    desk = office(at(9))
    desk.record("zhao", sites.load(desk.ledger, site))
    with pytest.raises(Refused) as no:
        fill(desk, "pool_water", "measured", {"chlorine": "0.6", "clear": "cloudy"}, "wang")
    assert no.value.params["field"].id == "why"
    record = sealed(fill(desk, "pool_water", "measured", {"chlorine": "0.6", "clear": "clear"}, "wang"))
    assert record == "pool_water.2026-11-23"
    fill(desk, "pool_water", "seen", {}, "zhao")
    assert record not in desk.ledger.records.live


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("after: [measured]", "after: [nothing]", "step_before"),
        ("{field: clear, values: [cloudy]}", "{field: clear, values: [muddy]}", "value_of"),
        ("{field: clear, values: [cloudy]}", "{field: colour}", "field_here"),
        ("type: number, unit: mg/L", "type: text", "number_field"),
        ("{value: clear, zh: 清澈, en: Clear}, ", "", "more_items"),
        ("who: [supervisor]\n        after", "who: [boss]\n        after", "one_of"),
        ("- {id: why, ", "- {id: evidence, zh: 照片, en: Photos, type: photos}\n          - {id: why, ", "photos_id"),
    ],
)
def test_a_mistake_in_a_form_is_named_with_its_line(old, new, code):
    text = HEAD + example()
    assert old in text
    with pytest.raises(SiteProblems) as found:
        read_texts({"pool.yaml": text.replace(old, new).encode()})
    problems = {p.code: p for p in found.value.problems}
    assert code in problems, problems
    assert problems[code].line > 1
    assert problems[code].say("zh")


def test_what_the_rules_stand_on_cannot_be_left_out():
    text = HEAD + (
        "forms:\n  - id: task\n    zh: 任务\n    en: Task\n    steps:\n"
        "      - {id: given, zh: 布置, en: Given, fields: [{id: what, zh: 事项, en: What, type: text}]}\n"
    )
    site = read_texts({"own.yaml": text.encode()})
    assert {f.id for f in site.form_of["task"].step("given").fields} > {"what", "person", "due"}
