"""The fourteen phases of a month, one issue each, in the order that `sim.model.month` states."""
