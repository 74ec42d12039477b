"""What happens when somebody asks, by feature: authorise, act on the facts, say what came of it.

No platform is known here."""
