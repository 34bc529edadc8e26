"""The command line, run in this process: what it prints, what it records, which exit code it ends with."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from checkpoints.site.codes import LENGTH
from checkpoints.work.findings.table import STATES
from tui import cli
from tui.cli.options import Options, app_lang, cli_lang, is_remote, take

STATUS_KEYS = ["site", "rounds", "visits", "skips", "answers", "findings", "events", "devices", "saved", "waiting"]
STATUS_KEYS += ["problems", "set_aside"]


class Roundsman:
    """Runs commands on one data folder."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.data, self._capsys, self._monkeypatch = data, capsys, monkeypatch

    def __call__(self, *arguments: str, stdin: str = "") -> tuple[int, str, str]:
        self._monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = cli.run([*arguments, "--data", str(self.data)])
        out, err = self._capsys.readouterr()
        return code, out, err

    def told(self, *arguments: str) -> object:
        code, out, err = self(*arguments)
        assert (code, err) == (0, "")
        return json.loads(out)


@pytest.fixture
def roundsman(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Roundsman:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "ROUNDSMAN_LANG"):
        monkeypatch.delenv(name, raising=False)
    return Roundsman(tmp_path / "data", capsys, monkeypatch)


@pytest.fixture
def with_site(roundsman: Roundsman) -> Roundsman:
    assert roundsman("site", "load", "--packaged")[0] == 0
    return roundsman


@pytest.fixture
def department(with_site: Roundsman) -> str:
    from checkpoints.site.catalogue import default_site

    return default_site().departments[0].id


def add(roundsman: Roundsman, person: str, department: str, *more: str, stdin: str = "") -> tuple[int, str, str]:
    names = ("--zh", "王敏", "--en", "Wang Min", "--department", department)
    role = () if "--role" in more else ("--role", "supervisor")
    return roundsman("people", "add", person, *names, *role, *more, stdin=stdin)


class TestOptions:
    @pytest.mark.parametrize(
        "arguments",
        [
            ["--data", "/d", "status", "--json"],
            ["status", "--data", "/d", "--json"],
            ["status", "--json", "--data=/d"],
        ],
    )
    def test_stand_before_or_after_the_command(self, arguments: list[str]):
        assert take(arguments) == (Options(data=Path("/d")), ["status", "--json"])

    def test_behind_a_double_dash_belong_to_somebody_else(self):
        assert take(["x", "--", "--data", "/d"]) == (Options(), ["x", "--", "--data", "/d"])

    @pytest.mark.parametrize("arguments", [["--place", "roof"], ["--lang", "de"], ["--data"], ["--data="]])
    def test_that_cannot_be_understood_end_with_2_and_what_may_stand_there(
        self, arguments: list[str], capsys: pytest.CaptureFixture[str]
    ):
        assert cli.run(arguments) == 2
        assert arguments[0].rstrip("=") in capsys.readouterr().err

    def test_the_folder_is_the_one_given_then_that_of_the_environment(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("ROUNDSMAN_DATA", "/from-environment")
        assert Options().folder == Path("/from-environment")
        assert Options(data=Path("/given")).folder == Path("/given")
        monkeypatch.delenv("ROUNDSMAN_DATA")
        assert Options().folder.name == "roundsman"

    @pytest.mark.parametrize(
        ("environ", "lang"),
        [
            ({}, "en"),
            ({"LANG": "C.UTF-8"}, "en"),
            ({"LANG": "en_GB.UTF-8"}, "en"),
            ({"LANG": "zh_CN.UTF-8"}, "zh"),
            ({"LANG": "de_DE.UTF-8"}, "zh"),
            ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
            ({"LANG": "zh_CN.UTF-8", "ROUNDSMAN_LANG": "en"}, "en"),
        ],
    )
    def test_commands_speak_the_language_of_the_locale(self, environ: dict[str, str], lang: str):
        assert cli_lang(Options(), environ) == lang

    def test_the_app_speaks_chinese_unless_told_or_unable_to_draw_it(self):
        assert app_lang(Options(), {"LANG": "C.UTF-8"}) == "zh"
        assert app_lang(Options(lang="en"), {}) == "en"
        assert app_lang(Options(), {"TERM": "linux"}) == "en"

    def test_ssh_is_seen(self):
        assert is_remote({"SSH_TTY": "/dev/pts/1"})
        assert not is_remote({})


class TestStatusAndEvents:
    def test_an_empty_folder_counts_nothing(self, roundsman: Roundsman):
        told = roundsman.told("status", "--json")
        assert isinstance(told, dict)
        assert list(told) == STATUS_KEYS
        assert told["site"] is None
        assert list(told["rounds"]) == ["open", "valid", "not_counting", "abandoned"]
        assert list(told["findings"]) == list(STATES)
        assert told["events"] == told["saved"] == told["waiting"] == 0

    def test_events_come_one_a_line_in_fold_order(self, with_site: Roundsman):
        code, out, _err = with_site("events", "--json")
        events = [json.loads(line) for line in out.splitlines()]
        order = [(e["hlc"], e["device"], e["seq"], e["id"]) for e in events]
        assert code == 0
        assert order == sorted(order)
        assert events[0]["body"]["kind"] == "site.loaded"
        assert len(events) == with_site.told("status", "--json")["events"]  # type: ignore[index]

    def test_for_people_there_is_a_table_in_their_language(self, with_site: Roundsman):
        assert "Demo Garden" in with_site("status", "--lang", "en")[1]
        assert "示范花园" in with_site("status", "--lang", "zh")[1]

    def test_events_for_people_name_the_kind(self, with_site: Roundsman):
        assert "site.loaded" in with_site("events")[1].splitlines()[0]


class TestSite:
    def test_a_wrong_file_is_explained_in_both_languages_and_nothing_is_loaded(
        self, roundsman: Roundsman, tmp_path: Path
    ):
        file = tmp_path / "site.yaml"
        file.write_text("extends: default\nsite:\n  id: ''\n  colour: red\n", encoding="utf-8")
        for command in ("check", "load"):
            code, out, err = roundsman("site", command, str(file))
            assert code == 1
            assert not out
            assert "site.yaml line" in err
            assert "site.yaml 第" in err
            assert "nothing was loaded" in err
        assert roundsman.told("status", "--json")["site"] is None  # type: ignore[index]

    def test_a_file_that_is_not_there_is_explained_too(self, roundsman: Roundsman):
        code, _out, err = roundsman("site", "check", "/nowhere/site.yaml")
        assert code == 1
        assert "Traceback" not in err

    def test_loading_issues_a_label_for_every_place_and_loading_again_none(self, with_site: Roundsman):
        before = with_site.told("status", "--json")
        assert with_site("site", "load", "--packaged")[0] == 0
        assert with_site.told("status", "--json") == before
        rows = with_site.told("codes", "list", "--json")
        assert isinstance(rows, list)
        assert len(rows) == 46
        assert all(len(row["code"]) == LENGTH and len(row["typed"]) == 8 for row in rows)

    def test_without_a_file_it_is_wrong_usage(self, roundsman: Roundsman):
        assert roundsman("site", "load")[0] == 2


class TestCodes:
    def test_a_new_label_retires_the_old_one(self, with_site: Roundsman):
        assert with_site("codes", "issue", "CP-09")[0] == 0
        rows = with_site.told("codes", "list", "--all", "--json")
        ours = [r for r in rows if r["checkpoint"] == "CP-09"]  # type: ignore[union-attr]
        assert [(r["issue"], r["retired"]) for r in ours] == [(1, "reissued"), (2, "")]
        assert ours[0]["code"] != ours[1]["code"]

    def test_without_the_key_no_digits_are_told_and_none_are_issued(self, with_site: Roundsman):
        (with_site.data / "keys" / "labels.json").unlink()
        rows = with_site.told("codes", "list", "--json")
        assert all(row["code"] is None and row["issue"] == 1 for row in rows)  # type: ignore[union-attr]
        code, _out, err = with_site("codes", "issue", "CP-09")
        assert code == 1
        assert len(err.splitlines()) == 1

    def test_an_unknown_place_is_refused_in_one_line(self, with_site: Roundsman):
        code, _out, err = with_site("codes", "issue", "CP-99", "--lang", "zh")
        assert code == 1
        assert "CP-99" in err
        assert len(err.splitlines()) == 1


class TestPeople:
    def test_the_first_may_be_added_by_anybody_and_then_the_pin_of_one_who_may_is_asked(
        self, with_site: Roundsman, department: str
    ):
        assert add(with_site, "wang", department)[0] == 0
        assert with_site("people", "pin", "wang", "--pin-stdin", stdin="2580\n")[0] == 0
        code, _out, err = add(with_site, "li", department, "--role", "assistant")
        assert code == 1
        assert "--by" in err
        by = ("--role", "assistant", "--by", "wang", "--pin-stdin")
        assert add(with_site, "li", department, *by, stdin="1111\n")[0] == 1
        assert add(with_site, "li", department, *by, stdin="2580\n")[0] == 0
        people = with_site.told("people", "list", "--json")
        assert [(p["id"], p["pin"]) for p in people] == [("li", False), ("wang", True)]  # type: ignore[union-attr]

    def test_rules_11_11_and_11_12_a_deputy_is_named_and_somebody_leaves(self, with_site: Roundsman, department: str):
        for person, role in (("wang", "supervisor"), ("li", "contractor"), ("zhao", "assistant")):
            assert add(with_site, person, department, "--role", role, "--by", "wang")[0] == 0
        days = ("--from", "2026-11-24", "--to", "2099-11-30")
        assert with_site("people", "deputy", "wang", "zhao", *days)[0] == 1
        assert with_site("people", "deputy", "wang", "zhao", *days, "--by", "wang")[0] == 0
        assert with_site("people", "leave", "li", "--give-to", "zhao", "--by", "wang")[0] == 1  # there is nothing
        assert with_site("people", "leave", "li", "--by", "wang")[0] == 0
        people = with_site.told("people", "list", "--json")
        assert [p["id"] for p in people] == ["wang", "zhao"]  # type: ignore[union-attr]

    def test_one_who_may_not_add_people_is_refused(self, with_site: Roundsman, department: str):
        add(with_site, "wang", department)
        add(with_site, "li", department, "--role", "assistant", "--by", "wang")
        with_site("people", "pin", "li", "--pin-stdin", stdin="1357\n")
        code, _out, _err = add(with_site, "zhao", department, "--by", "li", "--pin-stdin", stdin="1357\n")
        assert code == 1

    def test_changing_a_pin_asks_for_the_old_one(self, with_site: Roundsman, department: str):
        add(with_site, "wang", department)
        with_site("people", "pin", "wang", "--pin-stdin", stdin="2580\n")
        assert with_site("people", "pin", "wang", "--pin-stdin", stdin="0000\n1470\n")[0] == 1
        assert with_site("people", "pin", "wang", "--pin-stdin", stdin="2580\n1470\n")[0] == 0
        assert with_site("people", "pin", "wang", "--pin-stdin", stdin="1470\n2580\n")[0] == 0

    def test_wrong_pins_make_the_next_try_wait_even_with_the_right_one(self, with_site: Roundsman, department: str):
        add(with_site, "wang", department)
        with_site("people", "pin", "wang", "--pin-stdin", stdin="2580\n")
        for _ in range(3):
            assert with_site("people", "pin", "wang", "--pin-stdin", stdin="0001\n1470\n")[0] == 1
        assert with_site("people", "pin", "wang", "--pin-stdin", stdin="2580\n1470\n")[0] == 1

    @pytest.mark.parametrize("pin", ["12", "1111", "abcd", "123456789", ""])
    def test_a_weak_pin_is_refused(self, with_site: Roundsman, department: str, pin: str):
        add(with_site, "wang", department)
        assert with_site("people", "pin", "wang", "--pin-stdin", stdin=pin + "\n")[0] == 1

    def test_full_width_digits_are_the_same_pin(self, with_site: Roundsman, department: str):
        add(with_site, "wang", department)
        assert with_site("people", "pin", "wang", "--pin-stdin", stdin="２５８０\n")[0] == 0
        assert with_site("people", "pin", "wang", "--pin-stdin", stdin="2580\n1470\n")[0] == 0

    def test_a_name_cannot_steer_the_terminal(self, with_site: Roundsman, department: str):
        names = ("--zh", "\x1b[2J王", "--role", "supervisor", "--department", department)
        with_site("people", "add", "wang", *names)
        assert "\x1b" not in with_site("people", "list")[1]


class TestDemo:
    def test_it_writes_history_and_names_the_people_and_their_pins(self, roundsman: Roundsman):
        code, out, _err = roundsman("demo", "--days", "3", "--seed", "7", "--no-open")
        assert code == 0
        person, *_names, pin = out.splitlines()[2].split()
        assert roundsman("people", "pin", person, "--pin-stdin", stdin=f"{pin}\n{pin}\n")[0] == 0
        told = roundsman.told("status", "--json")
        assert told["site"] == "demo-garden"  # type: ignore[index]
        assert told["rounds"]["valid"] > 0  # type: ignore[index]

    def test_without_a_terminal_it_opens_no_app(self, roundsman: Roundsman):
        assert roundsman("demo", "--days", "1")[0] == 0

    def test_no_days_are_wrong_usage(self, roundsman: Roundsman):
        assert roundsman("demo", "--days", "0", "--no-open")[0] == 2


@pytest.mark.parametrize(
    ("typed", "zh", "en"),
    [
        (("walk",), "没有命令 walk。", "There is no command walk."),
        (("status", "--fast"), "没有选项 --fast。", "There is no option --fast."),
        (("status", "a", "b"), "多余的内容：a b", "This is too much: a b"),
        (("notice",), "缺少 NUMBER。", "NUMBER is missing."),
        (("labels",), "缺少 --out。", "--out is missing."),
        (("labels", "--out"), "--out 后面要有值。", "--out needs a value."),
        (("report", "findings", "--format", "pdf"), "可选：text, html", "one of: text, html"),
        (("demo", "--days", "x", "--no-open"), "--days 的值不对（写多少天的历史）", "--days cannot be that"),
    ],
)
def test_wrong_usage_is_told_in_the_language_spoken_and_ends_with_2(roundsman: Roundsman, typed, zh, en):
    for lang, words in (("zh", zh), ("en", en)):
        code, out, err = roundsman(*typed, "--lang", lang)
        assert (code, out) == (2, "")
        assert words in err.splitlines()[0]


def test_a_folder_that_cannot_be_made_is_one_line(roundsman: Roundsman, tmp_path: Path):
    (tmp_path / "file").write_text("")
    roundsman.data = tmp_path / "file" / "data"
    code, _out, err = roundsman("status")
    assert code == 1
    assert len(err.splitlines()) == 1


def test_every_command_and_option_is_explained_in_both_languages(roundsman: Roundsman):
    for command in ("site", "codes", "people", "status", "events", "demo"):
        texts = [roundsman(command, "--help", "--lang", lang)[1] for lang in ("zh", "en")]
        assert any("一" <= c <= "鿿" for c in texts[0])
        assert texts[0] != texts[1]


def test_the_version_is_that_of_the_project(capsys: pytest.CaptureFixture[str]):
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("roundsman 0.")
