"""What the screens say about rounds, homes and verdicts, in the language spoken: pure text from the ledger."""
