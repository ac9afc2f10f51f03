"""Tables and comparisons made from records alone; nothing here plays a run."""
