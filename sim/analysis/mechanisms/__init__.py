"""Mechanisms of migration diplomacy, each with the experiment or the test that shows it."""
