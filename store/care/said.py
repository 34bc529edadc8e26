"""What verify and doctor say: msgids by code."""

TITLES = {"a": "b c"}
SAID = {"a.b": "b c"}
ADVICE = {"a.b": "b c"}
