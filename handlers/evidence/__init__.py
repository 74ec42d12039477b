"""What a period shows of supervision, for whoever may see it."""
