"""A council's supervision policy as data, and what it asks for. Pure: no clock, database or network."""
