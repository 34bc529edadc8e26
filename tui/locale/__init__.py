"""The catalogues of the face. `python -m tui.locale` compiles them; `--missing` lists what has no Chinese yet."""
