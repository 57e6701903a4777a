"""Pictures are decoded and written anew, so that nothing comes along that is not picture: place, camera, thumbnails."""

import io
from typing import IO

from PIL import Image, ImageOps

from files.checks.facts import Facts
from files.kinds import Kind
from files.limits import Limits
from files.refusals import Reason, Refused

QUALITY = 90
PNG_MODES = {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}


def check(content: bytes, kind: Kind, limits: Limits, out: IO[bytes]) -> Facts:
    """The size is asked before anything is decoded. Of a JPEG with several pictures (some phones) the first is kept."""
    Image.MAX_IMAGE_PIXELS = None  # the practice's own limit holds, and says so in words
    with Image.open(io.BytesIO(content), formats=["JPEG" if kind == Kind.JPEG else "PNG"]) as picture:
        if picture.width * picture.height > limits.pixels:
            raise Refused(Reason.TOO_MANY_PIXELS)
        if kind == Kind.PNG and getattr(picture, "is_animated", False):
            raise Refused(Reason.MOVES)
        picture.load()
        ImageOps.exif_transpose(picture, in_place=True)
        if kind == Kind.JPEG:
            _write_jpeg(picture, out)
        else:
            _write_png(picture, out)
    return Facts(rewritten=True)


def _write_jpeg(picture: Image.Image, out: IO[bytes]) -> None:
    picture = picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
    picture.info = {}
    picture.save(out, "JPEG", quality=QUALITY)


def _write_png(picture: Image.Image, out: IO[bytes]) -> None:
    picture = picture if picture.mode in PNG_MODES else picture.convert("RGBA")
    picture.info = {name: value for name, value in picture.info.items() if name == "transparency"}
    picture.save(out, "PNG")
