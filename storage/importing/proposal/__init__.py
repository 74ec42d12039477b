"""The mapping that is proposed for a council's own file, for an officer to read and correct."""
