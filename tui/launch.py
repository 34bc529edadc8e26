"""From a command to a running app and back: what must be true before, which signals end it, what a crash leaves.

Textual draws on stderr and reads stdin, so both must be terminals. It also leaves three things to us, all kept
here: SIGTERM and SIGHUP kill it where it stands, with the terminal in raw mode; an app that crashed returns as
if it had ended well; and its traceback, local variables and all, is printed on a screen that stands in a lobby.

Exit codes are an agreement with whoever supervises (`Ending`, and tui/machine/lobby.sh).
"""

from __future__ import annotations

import asyncio
import faulthandler
import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from enum import IntEnum
from io import StringIO
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from store.errors import StoreError
from tui import i18n
from tui.abilities import colours
from tui.alive import beat
from tui.cli.options import Options, Place, app_lang, is_remote

if TYPE_CHECKING:
    from textual.app import App

__all__ = ["AppCrashed", "Ending", "open_log", "run_app", "show"]

_logger = logging.getLogger(__name__)


class Ending(IntEnum):
    """Exit codes of the app."""

    LEFT = 0
    """By whoever may, or at SIGTERM, SIGHUP or SIGINT where no loop starts it again; everything is saved."""
    CRASHED = 1
    """It could not start, or an error of its own ended it, or it hung. Start it again, a little later each time."""
    NO_TERMINAL = 2
    """Starting it again would not help."""
    RESTART = 75
    """It wants to start afresh, at once (tui.nightly)."""
    TOLD = 143
    """A kiosk ended at a signal, as `kill` sends it. Everything is saved; only a loop that was told too stays away."""


NO_TERMINAL = """\
巡区需要在终端里运行:请在终端窗口中输入 roundsman;经 SSH 时请用  ssh -t 主机 roundsman
Roundsman needs a terminal: run it in a terminal window; over SSH use  ssh -t HOST roundsman
"""
CRASHED = """\
巡区遇到错误,已退出。此前显示"已保存"的内容都在。详情见 {log}
Roundsman met an error and closed. Everything it called saved is kept. Details: {log}
"""
LOOP = "ROUNDSMAN_RESTART_AT"
"""Set in the environment where a loop starts the app again (tui/machine/lobby.sh)."""
ENDING_SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT")
HANG_UP_CHECK = 2.0
"""Seconds between looks at whether the terminal is still there."""
LAST_RESORT = 3.0
"""Seconds that the app has to end once it was told to, before the process ends without it."""


class AppCrashed(Exception):  # noqa: N818
    """The app ended by an error of its own; the log has it already."""


def run_app(options: Options) -> int:
    """Open the app full screen and return the exit code of the process (see the top of this module)."""
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stderr)):
        if sys.stderr is not None:
            sys.stderr.write(NO_TERMINAL)
        return Ending.NO_TERMINAL
    remote = is_remote()
    place = options.place or ("office" if remote else "tablet")
    language = app_lang(options)
    log = open_log(options.folder)
    try:
        return _open_and_show(options, place, language, log, remote=remote)
    except StoreError as error:
        i18n.use(language)
        sys.stderr.write(i18n.fill(i18n._(error.message), error.params) + "\n")
    except Exception as error:
        if not isinstance(error, AppCrashed):
            _logger.critical("Roundsman could not go on", exc_info=error)
        sys.stderr.write(CRASHED.format(log=log or "-"))
    return Ending.CRASHED


def _is_terminal(stream: TextIO | None) -> bool:
    """A stream that was closed before the start is None to Python."""
    return stream is not None and stream.isatty()


def _open_and_show(options: Options, place: Place, language: str, log: Path | None, *, remote: bool) -> int:
    # Every colour of ours is one of the 256 (tui.theme): said by number, a screen takes a quarter fewer bytes. Textual
    # reads this when it is loaded.
    os.environ.setdefault("TEXTUAL_COLOR_SYSTEM", "256" if colours(os.environ) == 256 else "standard")
    from store.logbook import Logbook  # noqa: PLC0415  (its failure to load belongs in the log)
    from tui.app import RoundsmanApp  # noqa: PLC0415

    book = Logbook.open(options.folder, remote=remote)
    try:
        app = RoundsmanApp(book, place, language, share=options.shared_file, camera=options.camera_asked)
        app.suit(os.environ)
        return show(app, log)
    finally:
        book.close()


def show(app: App[Any], log: Path | None = None) -> int:
    """Run an app until it ends and return its exit code; `log` gets the traces of one that hung.

    Raises:
        AppCrashed: something in the app raised; it is in the log, and the terminal is as it was before.
    """
    from tui.hearing import hear  # noqa: PLC0415  (as late as Textual)

    crashes = _log_crashes(app)
    hear(app)
    hold = getattr(signal, "pthread_sigmask", None)
    if hold is not None:
        # Textual installs a SIGTSTP handler that stops the app and shows the shell behind it. Blocking outlives it.
        hold(signal.SIG_BLOCK, {signal.SIGTSTP})
    asyncio.run(_live(app, log))
    if crashes:
        raise AppCrashed(crashes[0])
    return app.return_code or 0


async def _live(app: App[Any], log: Path | None) -> None:
    loop = asyncio.get_running_loop()
    told = asyncio.Event()
    for name in ENDING_SIGNALS:
        number = getattr(signal, name, None)
        if number is None:
            continue
        try:
            loop.add_signal_handler(number, told.set)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(told.set))
    watches = [asyncio.create_task(_end_when_told(app, told))]
    if LOOP in os.environ:
        watches.append(asyncio.create_task(beat(app, log)))
    try:
        await app.run_async()
    finally:
        for watch in watches:
            watch.cancel()


async def _end_when_told(app: App[Any], told: asyncio.Event) -> None:
    """End the app at a signal, or when its terminal went away without one; it would spin on an empty read."""
    await app._mounted_event.wait()  # noqa: SLF001  (told to exit before that, Textual fails on its half-made screen)
    while not told.is_set() and sys.__stdin__ is not None and sys.__stdin__.isatty():
        with suppress(TimeoutError):
            await asyncio.wait_for(told.wait(), HANG_UP_CHECK)
    # Textual's output thread can die of a terminal that went away, and its end then waits for it for ever.
    # Everything recorded is on the disk, so there is nothing to wait for.
    ending = Ending.TOLD if LOOP in os.environ else Ending.LEFT
    last_resort = threading.Timer(LAST_RESORT, os._exit, [ending])
    last_resort.daemon = True
    last_resort.start()
    app.exit(return_code=ending)


def _log_crashes(app: App[Any]) -> list[str]:
    """Send what Textual would print after a crash to the log instead; the list fills when the app crashes."""
    crashes: list[str] = []
    handle = app._handle_exception  # noqa: SLF001  (Textual has no public way to be told of a crash)

    def handle_exception(error: Exception) -> None:
        crashes.append(repr(error))
        # A worker's error comes wrapped and without its traceback; the one being handled has it.
        _logger.critical("the app crashed: %r", error, exc_info=sys.exception() or error)
        handle(error)

    def panic(*renderables: Any) -> None:
        from rich.console import Console  # noqa: PLC0415

        text = StringIO()
        Console(file=text, width=110).print(*renderables)
        crashes.append(text.getvalue())
        _logger.critical("the app gave up:\n%s", text.getvalue())
        app._close_messages_no_wait()  # noqa: SLF001

    app._handle_exception = handle_exception  # noqa: SLF001
    app._fatal_error = app._close_messages_no_wait  # noqa: SLF001
    app.panic = panic
    return crashes


def open_log(folder: Path) -> Path | None:
    """Send logging, warnings and faults to logs/roundsman.log in the data folder; None when it cannot be written.

    Nothing is ever logged to the terminal: it would be written across the screen.
    """
    path = folder / "logs" / "roundsman.log"
    logging.raiseExceptions = False
    logging.captureWarnings(True)
    threading.excepthook = _thread_crashed
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=4, encoding="utf-8")
        # A file of its own: the handler's descriptor goes to somebody else when the log is rotated.
        faulthandler.enable(path.open("ab"))
    except OSError:
        root.addHandler(logging.NullHandler())
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    return path


def _thread_crashed(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _logger.error("thread %s crashed", args.thread and args.thread.name, exc_info=args.exc_value)
