import os
import time
import uuid

TICKS_IN_A_MILLISECOND = 1_000_000


def uuid7() -> uuid.UUID:
    """A time-ordered UUID (RFC 9562, version 7): 48 bits of milliseconds, 12 of their fraction, 62 random bits.

    The fraction (the RFC's method 3) orders ids of one process to about a quarter of a microsecond.
    """
    milliseconds, rest = divmod(time.time_ns(), TICKS_IN_A_MILLISECOND)
    fraction = rest * 4096 // TICKS_IN_A_MILLISECOND
    random = int.from_bytes(os.urandom(8)) & (1 << 62) - 1
    return uuid.UUID(int=(milliseconds & (1 << 48) - 1) << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | random)
