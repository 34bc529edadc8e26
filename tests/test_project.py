"""The house itself: what each floor loads, and what the tests promise about skips."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EVERY_MODULE = """
import importlib, pkgutil, sys
for floor in {floors!r}:
    package = importlib.import_module(floor)
    for module in pkgutil.walk_packages(package.__path__, floor + "."):
        importlib.import_module(module.name)
print(*sorted({{name.partition(".")[0] for name in sys.modules}}))
"""


def loaded_by(code: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_ground_and_the_memory_load_no_screen():
    loaded = loaded_by(EVERY_MODULE.format(floors=("checkpoints", "store")))
    assert "tinydb" in loaded
    assert not loaded & {"textual", "rich", "typer", "tui"}


def test_the_ground_loads_no_database():
    loaded = loaded_by(EVERY_MODULE.format(floors=("checkpoints",)))
    assert not loaded & {"tinydb", "argon2", "store", "tui", "textual", "filelock"}


def test_a_normal_start_loads_neither_pydantic_nor_yaml_nor_typer_nor_what_makes_labels():
    loaded = loaded_by("import sys, tui.cli, tui.launch, tui.app, store.logbook\nprint(*sys.modules)")
    assert not loaded & {"pydantic", "yaml", "typer"}
    assert not loaded & {"fpdf", "fontTools", "qrcode", "PIL", "zxingcpp"}


def test_every_direct_dependency_has_its_exact_version_in_the_constraints():
    made = tomllib.loads((ROOT / "pyproject.toml").read_text())
    project = made["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"], *made["build-system"]["requires"]]
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in lines if "==" in line}
    missing = {name for line in wanted if (name := re.split(r"[\[<>=~! ]", line)[0].lower()) not in pinned}
    assert not missing


@pytest.mark.parametrize(
    ("ci", "outcome"), [("true", "1 failed"), ("false", "1 skipped"), ("", "1 skipped")], ids=["ci", "false", "unset"]
)
def test_a_skipped_end_to_end_test_fails_in_ci_only(tmp_path: Path, ci: str, outcome: str):
    test = tmp_path / "test_it.py"
    test.write_text("import pytest\n@pytest.mark.e2e\ndef test_it(): pytest.skip('no xterm')\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", "-c", "pyproject.toml",
         "--rootdir", str(ROOT), "-q", str(test)],
        cwd=ROOT, env=os.environ | {"CI": ci}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert outcome in done.stdout
    assert "no xterm" in done.stdout
