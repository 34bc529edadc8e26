"""A wrong site file names the file, the line, the field and what was expected, in both languages."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoints.site import catalogue
from checkpoints.site.catalogue import Problem, SiteProblems
from checkpoints.site.reading.problems import EXPECTED
from tests.support.site_mistakes import MISTAKES, Mistake
from tests.support.site_text import SITE_TEXT


def problems_of(text: str | bytes, name: str = "site.yaml") -> tuple[Problem, ...]:
    raw = text.encode() if isinstance(text, str) else text
    with pytest.raises(SiteProblems) as caught:
        catalogue.read_texts({name: raw})
    return caught.value.problems


def test_the_small_site_itself_is_right():
    assert catalogue.read_texts({"site.yaml": SITE_TEXT.encode()}).site.id == "small"


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_named_with_file_line_field_and_expectation(mistake: Mistake):
    found = problems_of(mistake.text())
    hits = [p for p in found if (p.field, p.code) == (mistake.field, mistake.code)]
    assert hits, [p.say("en") for p in found]
    problem = hits[0]
    assert (problem.file, problem.line) == ("site.yaml", mistake.line())
    zh, en = (said.format(**problem.params) for said in EXPECTED[mistake.code])
    where = f" {mistake.field}" if mistake.field else ""
    assert problem.say("zh").startswith(f"site.yaml 第 {mistake.line()} 行{where}：要求{zh}")
    where = f", {mistake.field}" if mistake.field else ""
    assert problem.say("en").startswith(f"site.yaml line {mistake.line()}{where}: expected {en}")


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        (
            "a zone that does not exist",
            "site.yaml 第 79 行 checkpoints[0].zone：要求填已有的区域编号：Z1；现在是“Z99”",
            'site.yaml line 79, checkpoints[0].zone: expected the id of a zone that exists: Z1; found "Z99"',
        ),
        (
            "words where a number goes",
            "site.yaml 第 79 行 checkpoints[0].number：要求是整数；现在是“one”",
            'site.yaml line 79, checkpoints[0].number: expected a whole number; found "one"',
        ),
        (
            "a field is missing",
            "site.yaml 第 79 行 checkpoints[0].zone：要求写上 zone",
            "site.yaml line 79, checkpoints[0].zone: expected the field zone here",
        ),
        (
            "a severity that is none",
            "site.yaml 第 55 行 kinds[0].checks[1].on_fail.severity：要求只能是 S1, S2, S3, S4；现在是“S9”",
            'site.yaml line 55, kinds[0].checks[1].on_fail.severity: expected one of S1, S2, S3, S4; found "S9"',
        ),
        (
            "a field written twice",
            "site.yaml 第 6 行 site.name_en：要求每个字段只写一次（第 5 行已有）；现在是“name_en”",
            'site.yaml line 6, site.name_en: expected each field once (it stands on line 5 already); found "name_en"',
        ),
        (
            "a tab",
            "site.yaml 第 5 行：要求用空格缩进，不用制表符（Tab）；现在是“name_en: Small Garden”",
            'site.yaml line 5: expected spaces for indentation, no tab; found "name_en: Small Garden"',
        ),
        (
            "a route longer than its half-day",
            "site.yaml 第 88 行 routes[0].est_minutes：要求不超过这半天的 360 分钟；现在是“400”",
            'site.yaml line 88, routes[0].est_minutes: expected at most the 360 minutes of this half-day; found "400"',
        ),
    ],
)
def test_the_words_are_these(name: str, zh: str, en: str):
    problem = problems_of(MISTAKES[name].text())[0]
    assert (problem.say("zh"), problem.say("en")) == (zh, en)


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_one_mistake_makes_few_problems(mistake: Mistake):
    """What follows from a mistake is not listed as ten more."""
    assert len(problems_of(mistake.text())) <= 6


def test_all_problems_are_named_at_once_in_order_of_lines():
    text = SITE_TEXT
    for old, new in (("number: 1,", "number: one,"), ("zone: Z1, kind", "zone: Z9, kind"), ("04-15", "13-15")):
        text = text.replace(old, new, 1)
    text = text.replace("name_en: Small Garden", "name_en: Small Garden\n  name_en: Twice")
    found = problems_of(text)
    assert [p.field for p in found] == [
        "site.name_en",
        "seasons[0].start",
        "checkpoints[0].number",
        "checkpoints[0].zone",
    ]
    assert [p.line for p in found] == sorted(p.line for p in found)
    with pytest.raises(SiteProblems) as caught:
        catalogue.read_texts({"site.yaml": text.encode()})
    assert len(str(caught.value).splitlines()) == 2 * len(found)


@pytest.mark.parametrize(
    ("raw", "code", "line"),
    [
        (b"", "not_empty", 1),
        (b"# only a comment\n", "not_empty", 1),
        (b"   \n\n", "not_empty", 1),
        (b"- a\n- b\n", "fields", 1),
        (b"just words\n", "fields", 1),
        ("site:\n  name_zh: 花园\n".encode("gb18030"), "utf8", 2),
        ("site: x\n".encode("utf-16"), "utf8", 1),
        (b"site:\n  id: a\x00b\n", "printable", 2),
        (b"\x7fELF\x02\x01\x01", "printable", 1),
        (b"\x89PNG\r\n\x1a\n", "utf8", 1),
        (b"a: " + b"[" * 100_000, "shallower", 1),
        (b"a: " + b"x" * 2_000_001, "smaller", 1),
        (b"? [a, b]\n: 1\n", "yaml", 1),
        (b"a: b: c\n", "yaml", 1),
    ],
)
def test_a_file_that_is_no_site_at_all_is_a_problem_and_not_a_crash(raw: bytes, code: str, line: int):
    (problem,) = problems_of(raw)
    assert (problem.code, problem.line, problem.file) == (code, line, "site.yaml")


def test_many_references_do_not_blow_up():
    bomb = "a: &a [x, x, x]\n" + "".join(
        f"{c}: &{c} [*{p}, *{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert {p.code for p in problems_of(bomb)} == {"no_alias"}


def test_windows_line_ends_and_a_byte_order_mark_are_no_mistake():
    raw = b"\xef\xbb\xbf" + SITE_TEXT.replace("\n", "\r\n").encode()
    assert catalogue.read_texts({"site.yaml": raw}).site.id == "small"
    wrong = SITE_TEXT.replace("zone: Z1, kind", "zone: Z9, kind", 1)
    assert problems_of(wrong.replace("\n", "\r\n"))[0].line == problems_of(wrong)[0].line


def test_what_a_file_holds_cannot_steer_the_terminal():
    (problem, *_) = problems_of(SITE_TEXT.replace("  id: small", '  "\\e[2Jid": small'))
    for problem in problems_of(SITE_TEXT.replace("  id: small", '  "\\e[2Jid": small')):
        assert "\x1b" not in problem.say("zh") + problem.say("en")


def test_a_problem_in_one_of_several_files_names_that_file():
    head, tail = SITE_TEXT.split("checkpoints:\n", 1)
    found_in = {"a.yaml": head, "b/places.yaml": "checkpoints:\n" + tail.replace("zone: Z1", "zone: Z9", 1)}
    with pytest.raises(SiteProblems) as caught:
        catalogue.read_texts({name: text.encode() for name, text in found_in.items()})
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.field) == ("b/places.yaml", 2, "checkpoints[0].zone")


def test_the_same_section_in_two_files_is_named_with_both():
    with pytest.raises(SiteProblems) as caught:
        catalogue.read_texts({"a.yaml": SITE_TEXT.encode(), "b.yaml": b"schema_version: 1\n"})
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.code) == ("b.yaml", 1, "one_file")
    assert "a.yaml line 1" in problem.say("en")


def test_a_broken_file_among_several_is_not_followed_by_false_alarms():
    with pytest.raises(SiteProblems) as caught:
        catalogue.read_texts({"a.yaml": SITE_TEXT.encode(), "b.yaml": b"zones: [\n"})
    assert [(p.file, p.code) for p in caught.value.problems] == [("b.yaml", "yaml")]


def test_paths_that_cannot_be_read_are_problems(tmp_path: Path):
    (tmp_path / "empty").mkdir()
    for path, code in (
        (tmp_path / "none.yaml", "readable"),
        (tmp_path / "empty", "yaml_files"),
        (Path("/dev/zero"), "readable"),
    ):
        with pytest.raises(SiteProblems) as caught:
            catalogue.read_site(path)
        assert [p.code for p in caught.value.problems] == [code]


def test_machines_without_libyaml_say_the_same(monkeypatch: pytest.MonkeyPatch):
    with_it = {name: problems_of(mistake.text()) for name, mistake in MISTAKES.items()}
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert {name: problems_of(mistake.text()) for name, mistake in MISTAKES.items()} == with_it


SLIPS = (
    "\t",
    "：",
    "{",
    "}",
    "[",
    "]",
    "- ",
    ": ",
    '"',
    "\n",
    "  ",
    "null",
    "1e999",
    "!!int",
    "&a",
    "*a",
    "|",
    "%",
    "?",
    "# ",
)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SITE_TEXT)), st.integers(0, 30), st.sampled_from(SLIPS))
def test_no_slip_of_the_fingers_is_a_crash(at: int, lost: int, slip: str):
    text = SITE_TEXT[:at] + slip + SITE_TEXT[at + lost :]
    try:
        catalogue.read_texts({"site.yaml": text.encode()})
        lines = [1]
    except SiteProblems as wrong:
        lines = [problem.line for problem in wrong.problems]
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)
    assert lines


def test_every_expectation_is_said_in_both_languages():
    for zh, en in EXPECTED.values():
        assert any("\u4e00" <= c <= "\u9fff" for c in zh) or zh.startswith("{low}")
        assert not any("\u4e00" <= c <= "\u9fff" for c in en)
