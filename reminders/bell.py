"""The bell hangs in `ui`, where every package can reach it."""

from ui.bell import ring

__all__ = ["ring"]
