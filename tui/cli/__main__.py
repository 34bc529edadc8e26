"""`python -m tui.cli`: the command line without the installed command."""

from tui.cli import main

main()
