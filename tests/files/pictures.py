"""Pictures, good and hostile."""

import io
import struct
import zlib

from PIL import Image, ImageCms, PngImagePlugin

from tests.files.swelling import packed

GPS, ORIENTATION, MADE_BY = 0x8825, 0x0112, 0x010F
CAMERA = "Telltale Camera"


def picture(kind="PNG", size=(40, 20), mode="RGB", **save):
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, kind, **save)
    return out.getvalue()


def with_place():
    """A photograph as a phone takes it: place, camera and profile inside, lying on its side."""
    exif = Image.Exif()
    exif[MADE_BY], exif[ORIENTATION] = CAMERA, 6
    exif.get_ifd(GPS).update({1: "N", 2: (51.0, 27.0, 0.0), 3: "W", 4: (2.0, 35.0, 0.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return picture("JPEG", exif=exif, icc_profile=profile, comment=b"<?php telltale ?>")


def with_text():
    exif, text = Image.Exif(), PngImagePlugin.PngInfo()
    exif[MADE_BY] = CAMERA
    text.add_text("Comment", "<script>telltale</script>")
    return picture("PNG", pnginfo=text, exif=exif)


def claiming(width, height):
    """A PNG of a kilobyte that says how large it is."""
    return png(
        chunk(b"IHDR", struct.pack("!2L5B", width, height, 8, 2, 0, 0, 0)), chunk(b"IDAT", zlib.compress(bytes(900)))
    )


def claiming_jpeg(width, height):
    made = bytearray(picture("JPEG"))
    start = made.index(b"\xff\xc0")
    made[start + 5 : start + 9] = struct.pack("!2H", height, width)
    return bytes(made)


def png(*chunks):
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + chunk(b"IEND", b"")


def chunk(kind, content):
    return struct.pack("!L", len(content)) + kind + content + struct.pack("!L", zlib.crc32(kind + content))


def moving(kind="PNG"):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


def text_bomb():
    """A comment of a few kilobytes that unpacks to hundreds of megabytes."""
    made = picture()
    at = made.index(b"IDAT") - 4
    return made[:at] + chunk(b"zTXt", b"Comment\0\0" + packed(bytes(1_000_000), 400)) + made[at:]


def wrong_sum():
    made = bytearray(picture())
    made[made.index(b"IHDR") + 18] ^= 0xFF
    return bytes(made)


def heic():
    return struct.pack("!L", 24) + b"ftypheic" + bytes(4) + b"mif1heic" + bytes(200)
