"""Opens a council's file, and finds the tables in it: what stands over, beside or across the rows becomes columns."""
