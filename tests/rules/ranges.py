"""Ranges over which rules are tried."""

from hypothesis import strategies as st

SHARE = st.floats(0.0, 1.0)
OPEN_SHARE = st.floats(0.01, 0.99)
LEVEL = st.floats(-1.0, 1.0)
COST = st.floats(0.0, 10.0)
POSITIVE = st.floats(0.01, 10.0)
UTILITY = st.floats(-10.0, 10.0)
WEIGHT = st.floats(-20.0, 20.0)
