"""The library's front door. What is public stands in `sim` itself and is found there."""
