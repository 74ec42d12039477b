"""One module per intent: authorise, act on the facts, say what came of it. No platform is known here."""
