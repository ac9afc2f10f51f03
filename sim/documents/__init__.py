"""Documents as lists of blocks, and the writers that put them on a terminal or into a file."""
