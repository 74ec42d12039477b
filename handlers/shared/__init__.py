"""What several features use: who may, who and which day is meant, what a handler returns, how things are said."""
