"""What each duty asks of the facts about one kind of subject: which starts it, and which meets it."""
