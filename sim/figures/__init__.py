"""Figures in one style: each a function from records to a figure. Matplotlib is an extra."""
