"""The model: a scenario becomes arrays, the arrays go through the months of a run."""
