"""Random draws that depend on what is drawn, never on the order of drawing.

Philox 4x32-10 [salmon2011] turns a counter and a key into four words of 32 bits. The key is the
seed; the counter says which replication, month, entity (by name) and decision the draw belongs
to. So two strategies under one seed meet the same shocks, and adding a table shifts no draw of
another.

All integers are Python's or signed 64-bit ones, whose behaviour here is the same.
"""

import zlib

from sim.rules.compiling import compiles
from sim.rules.numbers import normal_quantile

_LOW_32 = 0xFFFFFFFF
# Philox's factors less 2^32: so their products with a word fit into a signed 64-bit integer, which
# compiled code takes never to overflow. What is missing, 2^32 times the word, is its upper word.
_FIRST_FACTOR = 0xD2511F53 - 2**32
_SECOND_FACTOR = 0xCD9E8D57 - 2**32
_FIRST_STEP = 0x9E3779B9
_SECOND_STEP = 0xBB67AE85
_ROUNDS = 10
_WORD_PART = 67108864.0
_STEPS = 4503599627370496.0


def name_hash(name: str) -> int:
    """The 32-bit number that stands for an entity in its draws: the CRC-32 of its name in UTF-8.

    It is the same in every process and on every machine. Distinct names share a number with a
    chance of one in four billion for each pair.
    """
    return zlib.crc32(name.encode("utf-8"))


@compiles
def philox(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Four pseudorandom words from a counter of four words and a key of two.

    Only the lower 32 bits of each argument count.

    Args:
        c0: first word of the counter.
        c1: second word of it.
        c2: third word of it.
        c3: fourth word of it.
        k0: first word of the key.
        k1: second word of it.

    Returns:
        Words, in [0, 2^32).
    """
    c0 = int(c0) & _LOW_32
    c1 = int(c1) & _LOW_32
    c2 = int(c2) & _LOW_32
    c3 = int(c3) & _LOW_32
    k0 = int(k0) & _LOW_32
    k1 = int(k1) & _LOW_32
    for _ in range(_ROUNDS):
        product0 = _FIRST_FACTOR * c0
        product1 = _SECOND_FACTOR * c2
        upper0 = (product0 >> 32) + c0
        upper1 = (product1 >> 32) + c2
        c0 = upper1 ^ c1 ^ k0
        c1 = product1 & _LOW_32
        c2 = upper0 ^ c3 ^ k1
        c3 = product0 & _LOW_32
        k0 = (k0 + _FIRST_STEP) & _LOW_32
        k1 = (k1 + _SECOND_STEP) & _LOW_32
    return c0, c1, c2, c3


@compiles
def uniform(
    seed: int, replication: int, month: int, entity: int, decision: int, number: int
) -> float:
    """A draw from the open interval (0, 1).

    Draws are odd multiples of 2^-53: evenly spaced, symmetric about a half, never 0 or 1.

    Args:
        seed: any integer of 64 bits.
        replication: the run within an experiment, in [0, 2^32).
        month: the month of the draw; -1 for draws before month zero.
        entity: ``name_hash`` of the entity that the draw concerns.
        decision: what is decided, in [0, 2^16).
        number: which draw of this decision, in [0, 2^16).
    """
    seed = int(seed)
    a, b, _, _ = philox(
        replication,
        month,
        entity,
        int(decision) * 65536 + int(number),
        seed & _LOW_32,
        (seed >> 32) & _LOW_32,
    )
    return ((a >> 6) * _WORD_PART + (b >> 6) + 0.5) / _STEPS


@compiles
def normal(
    seed: int, replication: int, month: int, entity: int, decision: int, number: int
) -> float:
    """A standard normal draw: the quantile at ``uniform`` of the same arguments.

    It lies within 8.3 of 0. Do not take a uniform draw with the same arguments beside it.

    Args:
        seed: any integer of 64 bits.
        replication: the run within an experiment, in [0, 2^32).
        month: the month of the draw; -1 for draws before month zero.
        entity: ``name_hash`` of the entity that the draw concerns.
        decision: what is decided, in [0, 2^16).
        number: which draw of this decision, in [0, 2^16).
    """
    return normal_quantile(uniform(seed, replication, month, entity, decision, number))
