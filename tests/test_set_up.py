"""kiosk.sh: what it makes on first use, when it does so again, and what it says when something is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.clone import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_first_start_installs_what_is_pinned_and_runs_the_app(machine: Machine):
    done = machine.start("status", "--json")
    assert (done.returncode, done.stdout) == (0, "C.UTF-8||status --json\n")
    assert "-c constraints.txt --no-build-isolation -e ." in machine.calls.read_text()
    assert "Setting up" in done.stderr


def test_the_second_start_installs_nothing_and_says_nothing(machine: Machine):
    machine.start()
    done = machine.start()
    assert (done.returncode, done.stderr, machine.installs()) == (0, "", 1)


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_change_of_what_is_wanted_installs_again(machine: Machine, name: str):
    machine.start()
    with (machine.clone / name).open("a") as file:
        file.write("# changed\n")
    machine.start()
    assert machine.installs() == 2


def test_a_folder_that_was_moved_is_installed_again(machine: Machine):
    machine.start()
    machine.clone = machine.clone.rename(machine.clone.with_name("moved"))
    assert machine.start().returncode == 0
    assert machine.installs() == 2


def test_an_installation_cut_short_is_done_again(machine: Machine):
    done = machine.start(NO_NETWORK="1")
    assert done.returncode == 3
    assert "网络" in done.stderr
    assert "network" in done.stderr
    assert machine.start().returncode == 0
    assert machine.start().stderr == ""


def test_an_update_cut_short_is_done_again_even_when_the_change_is_taken_back(machine: Machine):
    machine.start()
    before = (machine.clone / "constraints.txt").read_text()
    (machine.clone / "constraints.txt").write_text(before + "# changed\n")
    machine.start(NO_NETWORK="1")
    (machine.clone / "constraints.txt").write_text(before)
    assert "Setting up" in machine.start().stderr


def test_an_extra_is_asked_for_once_and_kept_by_every_upgrade(machine: Machine):
    machine.start()
    done = machine.start("--with", "camera", "status", "--json")
    assert (done.returncode, done.stdout) == (0, "C.UTF-8||status --json\n")
    for start in (machine.start(), machine.start("--with=camera")):
        assert (start.returncode, start.stderr, machine.installs()) == (0, "", 2)
    (machine.clone / "constraints.txt").open("a").write("# upgraded\n")
    machine.start(NO_NETWORK="1")
    machine.start()
    machine.start("--with", "tables")
    asked = [line.rpartition(" ")[2] for line in machine.calls.read_text().splitlines() if " -e ." in line]
    assert asked == [".", ".[camera]", ".[camera]", ".[camera,tables]"]


def test_an_extra_that_cannot_be_fetched_keeps_back_nothing(machine: Machine):
    machine.start()
    done = machine.start("--with", "camera", NO_NETWORK="1")
    assert (done.returncode, done.stdout) == (3, "")
    assert "as before" in done.stderr
    done = machine.start(NO_NETWORK="1")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("given", [("--with",), ("--with", "camera,tables"), ("--with=fax",)])
def test_an_extra_that_there_is_not_is_told_with_those_there_are(machine: Machine, given: tuple[str, ...]):
    done = machine.start(*given)
    assert (done.returncode, done.stderr) == (3, "--with: pictures, camera, tables, dev\n")
    assert not machine.calls.exists()


def test_it_may_be_called_through_a_link_from_anywhere(machine: Machine, tmp_path: Path):
    link = tmp_path / "roundsman"
    link.symlink_to(machine.clone / "kiosk.sh")
    assert machine.start("--version", script=link).returncode == 0
    assert (machine.clone / ".venv").is_dir()


def test_the_environment_may_be_elsewhere(machine: Machine, tmp_path: Path):
    assert machine.start(ROUNDSMAN_VENV=str(tmp_path / "elsewhere")).returncode == 0
    assert not (machine.clone / ".venv").exists()


def test_a_folder_that_holds_something_else_is_left_alone(machine: Machine, tmp_path: Path):
    precious = tmp_path / "home" / "letters"
    precious.parent.mkdir()
    precious.write_text("dear")
    assert machine.start(ROUNDSMAN_VENV=str(precious.parent)).returncode == 3
    assert precious.read_text() == "dear"


def test_variables_that_bend_textual_do_not_reach_the_app(machine: Machine):
    assert machine.start(TEXTUAL_DRIVER="x").stdout == "C.UTF-8||\n"


@pytest.mark.parametrize(
    ("env", "lang"),
    [({"LANG": "zh_CN.UTF-8"}, "zh_CN.UTF-8"), ({"LANG": "en_GB.utf8"}, "en_GB.utf8"), ({"LANG": "C"}, "C.UTF-8"),
     ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "C.UTF-8")],
)  # fmt: skip
def test_a_locale_that_can_write_chinese_is_left_alone(machine: Machine, env: dict[str, str], lang: str):
    assert machine.start(**env).stdout == f"{lang}||\n"


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"NO_VENV": "1"}, "sudo apt install python3-venv"),
        ({"TOO_OLD": "1"}, "sudo apt install python3 python3-venv"),
    ],
)
def test_what_is_missing_is_named_with_its_apt_line_in_both_languages(machine: Machine, env: dict[str, str], said: str):
    done = machine.start(**env)
    assert done.returncode == 3
    assert done.stderr.count(said) == 2
    assert not done.stdout


def test_without_python_at_all_the_line_is_named_too(machine: Machine):
    (machine.bin / "python3").unlink()
    done = machine.start()
    assert done.returncode == 3
    assert done.stderr.count("sudo apt install python3 python3-venv") == 2


def test_a_second_python_will_do_when_the_first_cannot_make_environments(machine: Machine):
    (machine.bin / "python3").write_text("#!/bin/sh\n[ \"$2\" = '' ] || exit 1\n")
    machine.add_python("python3.12")
    assert machine.start().returncode == 0
