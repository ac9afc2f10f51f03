"""Does it deserve belief? Cases and patterns held against the record, in one report."""
