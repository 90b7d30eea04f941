"""Whatever is uploaded as a photo: a clean square face comes out, or a sentence."""

import io
import struct
import time
import zipfile
import zlib

import pytest
from PIL import Image

from kapstok.register.portrait import (
    HEAVIEST,
    SIDE,
    NotAPhoto,
    PhotoHoldsMore,
    PhotoMoves,
    PhotoTooHeavy,
    PhotoTooLarge,
    portrait,
)

RED, BLUE = (200, 30, 30), (30, 30, 200)
ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


def picture(kind: str = "JPEG", size: tuple[int, int] = (80, 60), mode: str = "RGB", colour=RED, **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def two_halves(size: tuple[int, int], **options) -> bytes:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95, **options)
    return out.getvalue()


def made(data: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(portrait(data)))
    assert (found.format, found.size, found.mode) == ("JPEG", (SIDE, SIDE), "RGB")
    return found


def near(pixel: tuple[int, ...], colour: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 25 for one, other in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(80, 60), (60, 80), (1, 1), (4000, 3000), (10_000, 300)])
def test_any_photo_becomes_a_square(kind, size):
    assert near(made(picture(kind, size)).getpixel((256, 256)), RED)


@pytest.mark.parametrize(
    ("kind", "mode", "colour"),
    [("PNG", "L", 128), ("PNG", "1", 1), ("PNG", "P", 0), ("PNG", "I;16", 0), ("JPEG", "CMYK", (0, 0, 0, 0))],
)
def test_any_way_to_write_colours_is_read(kind, mode, colour):
    made(picture(kind, mode=mode, colour=colour))


def test_what_is_transparent_becomes_white():
    assert near(made(picture("PNG", mode="RGBA", colour=(0, 0, 0, 0))).getpixel((256, 256)), (255, 255, 255))


def test_the_middle_is_cut_out():
    wide = two_halves((300, 100))
    left, right = (made(wide).getpixel((column, 256)) for column in (100, 411))
    assert near(left, RED) and near(right, BLUE)


def test_a_photo_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # turn a quarter clockwise to see it: what was left comes on top
    found = made(two_halves((100, 100), exif=exif))
    assert near(found.getpixel((256, 50)), RED) and near(found.getpixel((256, 460)), BLUE)


def test_nothing_that_cameras_add_comes_along():
    exif = Image.Exif()
    exif[MAKER], exif[GPS] = "Kanarie", {1: "N", 2: (52.0, 46.0, 0.0)}
    found = made(two_halves((100, 100), exif=exif, comment=b"Kanarie", icc_profile=b"Kanarie" * 20))
    assert (dict(found.getexif()), "comment" in found.info, "icc_profile" in found.info) == ({}, False, False)
    assert b"Kanarie" not in portrait(two_halves((100, 100), exif=exif, comment=b"Kanarie"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"geen foto",
        b"<svg xmlns='http://www.w3.org/2000/svg'><rect/></svg>",
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
        picture()[:400],
        picture("PNG", (500, 500))[:200],
        picture("WEBP", (500, 500))[:60],
        b"\xff\xd8\xff\xe0" + b"\0" * 500,
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 10, 10, 8, 2, 0, 0, 0) + b"\0" * 90,
    ],
)
def test_what_is_no_photo(data):
    with pytest.raises(NotAPhoto):
        portrait(data)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_moves(kind):
    first, second = (Image.new("RGB", (20, 20), colour) for colour in (RED, BLUE))
    out = io.BytesIO()
    first.save(out, kind, save_all=True, append_images=[second], duration=100)
    with pytest.raises(PhotoMoves):
        portrait(out.getvalue())


def test_a_phone_that_keeps_two_views_of_one_moment():
    first, second = (Image.new("RGB", (200, 200), colour) for colour in (RED, BLUE))
    out = io.BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[second])
    assert near(made(out.getvalue()).getpixel((256, 256)), RED)


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("index.html", "x")
    return out.getvalue()


@pytest.mark.parametrize(
    "hidden", [b"<script>alert(1)</script>", b"<HTML>", b"<!DOCTYPE html>", b"<?php", b"%PDF-1.7", archive()]
)
def test_a_photo_that_is_something_else_as_well(hidden):
    for data in (picture() + hidden, picture(comment=hidden)):
        with pytest.raises(PhotoHoldsMore):
            portrait(data)


def test_too_heavy():
    with pytest.raises(PhotoTooHeavy):
        portrait(picture() + b"\0" * HEAVIEST)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    ("width", "height"), [(10_001, 10), (10, 10_001), (6000, 6000), (10_000, 10_000), (65_000, 65_000), (2**31 - 1, 1)]
)
def test_too_many_pixels_are_refused_before_any_is_decoded(width, height):
    """A header that promises them is enough, so nothing may be made of what comes behind it."""
    header = struct.pack(">4sIIBBBBB", b"IHDR", width, height, 8, 2, 0, 0, 0)
    started = time.monotonic()
    with pytest.raises(PhotoTooLarge):
        portrait(b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + _crc(header) + _end())
    assert time.monotonic() - started < 1


def _crc(chunk: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(chunk))


def _end() -> bytes:
    return struct.pack(">I", 0) + b"IDAT" + _crc(b"IDAT") + struct.pack(">I", 0) + b"IEND" + _crc(b"IEND")
