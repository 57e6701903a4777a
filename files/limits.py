from dataclasses import dataclass

MOST_AT_ONCE = 10  # files in one form


@dataclass(frozen=True)
class Limits:
    """What the practice takes in; its settings say so. `room_bytes` is what is left of `gigabytes`, once counted."""

    megabytes: int = 20
    pages: int = 500
    megapixels: int = 50
    gigabytes: int = 20
    room_bytes: int | None = None

    @property
    def bytes(self) -> int:
        return self.megabytes * 1_000_000

    @property
    def pixels(self) -> int:
        return self.megapixels * 1_000_000
