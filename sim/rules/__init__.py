"""The rules that bind everyone: small pure functions, numbers in and numbers out.

Every rule is written once, in the part of Python that Numba compiles, and is called by both
drivers. ``compiles`` leaves a function as it is for Python and lets compiled code call it too.
Keys in square brackets, such as [nash1950], stand in the bibliography ``scenarios/sources.bib``.
"""
