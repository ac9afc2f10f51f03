"""A run played step by step or with a person at the table, sliders, and what notebooks show."""
