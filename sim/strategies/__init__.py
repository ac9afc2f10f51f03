"""What an actor chooses inside the rules: one file per strategy, one explicit registry."""
