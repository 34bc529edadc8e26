"""`roundsman join`, run in this process: what it prints in both languages, and which exit code it ends with."""

from __future__ import annotations

import json
import signal

import pytest

from store import joining
from store.sync import shared_file
from tests.support.devices import ids_in
from tests.support.offices import office
from tui import cli


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "ROUNDSMAN_LANG", "ROUNDSMAN_SHARE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "share" / "site.journal"
    office(tmp_path / "office", path, 400, line=50)
    return path


@pytest.fixture
def run(tmp_path, capsys):
    def run(*arguments, data=tmp_path / "new"):
        code = cli.run([*arguments, "--data", str(data)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_joining_says_what_is_here_and_what_to_do(run, file):
    code, out, err = run("join", "--share", str(file), "--lang", "en")
    assert (code, err) == (0, "")
    assert out == "Small is here: 410 entries.\nOpen roundsman and sign in with your PIN.\n"


def test_in_chinese_too(run, file):
    code, out, err = run("join", "--share", str(file), "--lang", "zh")
    assert (code, err) == (0, "")
    assert out == "已加入 小区：410 条记录都在本机了。\n请打开 roundsman，用自己的密码登录。\n"


def test_scripts_get_json(run, file):
    code, out, err = run("join", "--share", str(file), "--json")
    assert (code, err) == (0, "")
    photos = {"pulled": 0, "missing": 0}
    told = {"share": str(file), "trouble": None, "site": "small", "events": 410, "complete": True, "photos": photos}
    assert json.loads(out) == told


def test_status_and_sync_work_at_once(run, file):
    run("join", "--share", str(file))
    code, out, _ = run("status", "--json")
    assert code == 0
    assert json.loads(out)["site"] == "small"
    code, out, _ = run("sync", "--json")
    assert (code, json.loads(out)["pulled"], json.loads(out)["written"]) == (0, 0, 0)


def test_the_share_may_be_named_by_the_environment(run, file, monkeypatch):
    monkeypatch.setenv("ROUNDSMAN_SHARE", str(file))
    assert run("join")[0] == 0


@pytest.mark.parametrize(("lang", "says"), [("en", "Name the shared file"), ("zh", "请指定项目的共享文件")])
def test_without_a_share_it_asks_for_one(run, lang, says):
    code, _, err = run("join", "--lang", lang)
    assert code == 1
    assert says in err


@pytest.mark.parametrize(("lang", "says"), [("en", "There are records in"), ("zh", "里已经有记录")])
def test_a_folder_with_records_is_refused_with_what_to_do(run, file, tmp_path, lang, says):
    office(tmp_path / "mine", tmp_path / "other" / "site.journal")
    code, out, err = run("join", "--share", str(file), "--lang", lang, data=tmp_path / "mine")
    assert (code, out) == (1, "")
    assert says in err
    assert "roundsman sync --share" in err


def test_a_share_that_is_not_there_is_told_to_people_and_scripts(run, tmp_path):
    code, out, err = run("join", "--share", str(tmp_path / "nowhere" / "site.journal"), "--json")
    assert code == 1
    assert json.loads(out)["trouble"] == "share.gone"
    assert "nowhere" in err
    assert not (tmp_path / "new").exists()


@pytest.fixture
def small_steps(monkeypatch):
    monkeypatch.setattr(shared_file, "CHUNK", 10_000)
    monkeypatch.setattr(joining, "GROUND", 20_000)
    monkeypatch.setattr(joining, "GRACE", 0)


def test_with_begin_it_ends_when_people_can_sign_in(run, file, small_steps):
    code, out, err = run("join", "--share", str(file), "--begin", "--lang", "en")
    assert (code, err) == (0, "")
    assert "so far" in out
    assert "The rest comes in while the app runs" in out


def test_ctrl_c_keeps_what_came_in_and_the_same_command_goes_on(run, file, tmp_path, small_steps, monkeypatch):
    read = []

    def progress(far):
        read.append(far.done)
        if len(read) == 5:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("tui.cli.join.progress", progress)
    code, out, _ = run("join", "--share", str(file), "--lang", "en")
    assert code == 130
    assert "so far" in out
    assert 10 < len(ids_in(tmp_path / "new")) < 410
    assert run("join", "--share", str(file))[0] == 0
    assert len(ids_in(tmp_path / "new")) == 410


def test_ctrl_c_before_the_site_is_here_is_told(run, file, small_steps, monkeypatch):
    def join(*arguments, honest=joining.join, **options):
        signal.raise_signal(signal.SIGINT)
        return honest(*arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(joining, "join", join)
        code, out, err = run("join", "--share", str(file), "--lang", "en")
    assert (code, out) == (130, "")
    assert "Stopped before the site was here" in err
    assert run("join", "--share", str(file))[0] == 0
