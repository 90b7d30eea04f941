"""A face out of an uploaded file: read with suspicion, made anew as a small square. Pure: bytes in, bytes out."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import TYPE_CHECKING

from kapstok.errors import N_, Refused

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 512  # pixels, both ways
HEAVIEST = 6 * 2**20  # bytes of an upload
# Pixels that may be decoded. A JPEG can be decoded at an eighth of its size, the others only whole.
MOST_PIXELS = {"JPEG": 50_000_000, "MPO": 50_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
LONGEST_SIDE = 10_000
_QUALITY = 85

# What makes a photo a web page, a document or a program for who opens it as one.
_HIDDEN = re.compile(rb"<(?:!doctype|html|script|svg|iframe|\?php)|%PDF-", re.IGNORECASE)


class NotAPhoto(Refused):
    """No JPEG, PNG or WebP, or one that breaks off half way."""

    sentence = N_("Dit bestand is geen foto die wij kunnen lezen. Kies een foto als JPEG, PNG of WebP.")


class PhotoTooHeavy(Refused):
    """More bytes than a portrait needs."""

    sentence = N_("Deze foto is groter dan 6 MB. Kies een kleinere foto, of snijd hem bij rond het gezicht.")


class PhotoTooLarge(Refused):
    """More pixels than can be decoded safely."""

    sentence = N_("Deze foto heeft te veel beeldpunten. Maak hem kleiner, of snijd hem bij rond het gezicht.")


class PhotoMoves(Refused):
    """An animation has no face to choose."""

    sentence = N_("Dit is een bewegend plaatje. Kies een gewone foto.")


class PhotoHoldsMore(Refused):
    """A photo that is something else as well: a web page, an archive."""

    sentence = N_(
        "In dit bestand zit meer dan een foto. Open de foto, bewaar hem opnieuw als JPEG en kies het nieuwe bestand."
    )


def portrait(data: bytes) -> bytes:
    """``data`` as a square JPEG of ``SIDE`` pixels, upright, cut out of the middle, without anything cameras add.

    Raises ``PhotoTooHeavy``, ``NotAPhoto``, ``PhotoTooLarge``, ``PhotoMoves`` or ``PhotoHoldsMore``.
    """
    if len(data) > HEAVIEST:
        raise PhotoTooHeavy()
    picture = _open(data)
    _check(picture)
    if _HIDDEN.search(data) or zipfile.is_zipfile(io.BytesIO(data)):
        raise PhotoHoldsMore()
    return _made_anew(picture)


def _open(data: bytes) -> Image:
    """Read the header; no pixel is decoded yet."""
    from PIL import Image

    try:
        return Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
    except Image.DecompressionBombError:
        raise PhotoTooLarge() from None
    except _BROKEN:
        raise NotAPhoto() from None


def _check(picture: Image) -> None:
    width, height = picture.size
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS[picture.format or ""]:
        raise PhotoTooLarge()
    # Phones put a second view of the same moment behind a JPEG (MPO): that does not move.
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        raise PhotoMoves()


def _made_anew(picture: Image) -> bytes:
    from PIL import Image, ImageOps

    try:
        picture.draft("RGB", (2 * SIDE, 2 * SIDE))
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        square = ImageOps.fit(_on_white(upright), (SIDE, SIDE), Image.Resampling.LANCZOS)
    except _BROKEN:
        raise NotAPhoto() from None
    fresh = Image.new("RGB", square.size)  # of the old picture only the pixels come along
    fresh.paste(square)
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def _on_white(picture: Image) -> Image:
    from PIL import Image

    if "transparency" not in picture.info and "A" not in picture.getbands():
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")


# What Pillow raises on files that lie, break off or hold nonsense.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, struct.error, OverflowError)
