"""Looks for the test virus in whatever passes by, also where two blocks meet."""

from files.refusals import Reason, Refused

# The EICAR test string, in two halves: whole, it would set off the scanner of whoever has this source on their disk.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Watch:
    def __init__(self) -> None:
        self._end = b""

    def over(self, block: bytes) -> None:
        if EICAR in self._end + block:
            raise Refused(Reason.VIRUS)
        self._end = (self._end + block)[-len(EICAR) :]


def look_through(content: bytes) -> None:
    if EICAR in content:
        raise Refused(Reason.VIRUS)
