"""What people do. One module (or package) per subject, each with its facts, state, fold and decisions."""
