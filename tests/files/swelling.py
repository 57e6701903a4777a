"""A little that unpacks to a lot, made in no time."""

import zlib


def packed(block, times, head=b""):
    """What zlib makes of the head and so many times the block: the block is packed once and then repeated."""
    packer = zlib.compressobj(9)
    start = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    once = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)  # means the same wherever it stands
    first, second = zlib.adler32(head) & 0xFFFF, zlib.adler32(head) >> 16
    grows, adds = (zlib.adler32(block) & 0xFFFF) - 1, (zlib.adler32(block) >> 16) - len(block)
    for _ in range(times):
        first, second = (first + grows) % 65521, (second + first * len(block) + adds) % 65521
    return start + once * times + b"\x03\x00" + (second << 16 | first).to_bytes(4, "big")
