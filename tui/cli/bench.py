"""`roundsman bench`: the measurements. They live with the tests, in the source and not in the installed program."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import typer

from checkpoints.fact import Refused
from tui.cli.common import group
from tui.i18n import N_

__all__ = ["build"]

SOURCE = Path(__file__).parents[2]


def build() -> typer.Typer:
    """The commands under `bench`: one line each, with the module that measures."""
    app = group(N_("Measure what people wait for; needs the source."))
    _add(app, "ui", "tests.bench.ui", N_("First paint, scan to checklist, tap to saved, bytes a key press."))
    _add(app, "store", "tests.bench.store", N_("Insert, open, share and join at a thousand to a million events."))
    _add(app, "soak", "tests.bench.soak", N_("The kiosk at twenty screen changes a second, and its memory."))
    _add(app, "labels", "tests.bench.labels", N_("How many labels are read from bad pictures, and how fast."), "cv2")
    _add(app, "forgery", "tests.bench.forgery", N_("A million codes that nobody issued; how many are taken."))
    _add(app, "presence", "tests.bench.presence", N_("How many honest and dishonest rounds are flagged, simulated."))
    return app


def _add(app: typer.Typer, name: str, module: str, about: str, needs: str = "typer") -> None:
    """`needs` is a library that the measurement compares with and the program itself does without."""

    def measure(ctx: typer.Context) -> None:
        if not (SOURCE / Path(*module.split("."))).with_suffix(".py").exists():
            raise Refused("bench.no_source", "The measurements come with the source: run this in a clone of it.")
        if find_spec(needs) is None:
            message = N_(
                "This measurement needs {library}, as the tests do. "
                "Run in the source:  bash -c '. tests/run; set_up_tests'"
            )
            raise Refused("bench.needs", message, library=needs)
        raise typer.Exit(subprocess.call([sys.executable, "-m", module, *ctx.args], cwd=SOURCE))  # noqa: S603

    passed_on = {"allow_extra_args": True, "ignore_unknown_options": True}
    app.command(name, help=about, context_settings=passed_on, add_help_option=False)(measure)
