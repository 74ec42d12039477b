"""Away, claimed away, covered and back."""
