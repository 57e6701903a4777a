"""Of a picture nothing stays but the picture."""

import io

import pytest
from PIL import Image

from files import place
from tests.files import pictures
from tests.files.ground import received


def kept(name, content):
    return place.path_of(received(name, content).stored_name).read_bytes()


@pytest.mark.asvs("14.2.8")
@pytest.mark.parametrize(
    ("name", "make"), [("a.jpg", pictures.with_place), ("a.png", pictures.with_text)], ids=["jpeg", "png"]
)
def test_place_camera_profile_and_comments_are_gone(name, make):
    before, after = make(), kept(name, make())

    assert pictures.CAMERA.encode() in before
    for mark in (pictures.CAMERA.encode(), b"telltale", b"Exif", b"eXIf", b"tEXt", b"ICC_PROFILE", b"<?php"):
        assert mark not in after
    with Image.open(io.BytesIO(after)) as picture:
        assert not picture.getexif()
        assert not {"exif", "icc_profile", "comment", "Comment"} & set(picture.info)


def test_a_picture_on_its_side_stands_upright():
    with Image.open(io.BytesIO(pictures.with_place())) as before:
        assert before.size == (40, 20)
    with Image.open(io.BytesIO(kept("a.jpg", pictures.with_place()))) as after:
        assert after.size == (20, 40)


def test_what_hung_behind_a_picture_is_gone():
    assert b"PK\x03\x04" not in kept("a.png", pictures.picture() + b"PK\x03\x04" + bytes(100))


def test_of_two_pictures_in_one_the_first_is_kept():
    with Image.open(io.BytesIO(kept("a.jpg", pictures.moving("MPO")))) as after:
        assert getattr(after, "n_frames", 1) == 1
        assert after.getpixel((10, 10))[0] > 200


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_png_of_each_kind_stays_what_it_is(mode):
    before = pictures.picture("PNG", mode="L" if mode == "I;16" else mode)
    if mode == "I;16":
        out = io.BytesIO()
        Image.new("I;16", (10, 10), 40_000).save(out, "PNG")
        before = out.getvalue()
    with Image.open(io.BytesIO(before)) as first, Image.open(io.BytesIO(kept("a.png", before))) as second:
        assert first.mode == second.mode
        assert first.tobytes() == second.tobytes()


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_jpeg_of_each_kind_is_taken(mode):
    with Image.open(io.BytesIO(kept("a.jpeg", pictures.picture("JPEG", mode=mode)))) as after:
        assert after.mode == ("L" if mode == "L" else "RGB")
