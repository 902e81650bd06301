"""The synthetic desk: made-up people and PAs, and colleagues who act through the same verbs."""
