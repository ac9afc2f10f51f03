"""The page: the model in a reader's browser, from one file that asks nobody for anything."""
