"""`python -m sim.cli` is `qpq`."""

from sim.cli import main

main()
