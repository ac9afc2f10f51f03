"""Cases by one rule: sheets of codes, as coders fill them in, become scenarios."""
