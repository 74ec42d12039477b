"""When a case is next due and why; longer and shorter intervals, judgements, events and decisions."""
