"""The fourteen phases of a month, one file each, in the order that `sim.model.month` states."""
