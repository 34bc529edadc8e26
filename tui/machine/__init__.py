"""The machine that the kiosk stands in: its terminal, its loop, and what `roundsman install-kiosk` writes."""
