"""The store of a sweep: a folder written part by part, that a crash leaves whole and resumable."""
