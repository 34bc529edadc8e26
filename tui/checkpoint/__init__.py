"""What the checkpoint screen and its finding sheet show, worked out from the ledger: rows, bar, texts, forms."""
