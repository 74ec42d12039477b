"""What would change, and what is written: in batches, with what follows from it."""
