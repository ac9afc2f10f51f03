"""Cases: sheets of codes become scenarios, and scenarios are held against the record."""

from sim.coding.encoding import encode as encode

__all__ = ["encode"]
