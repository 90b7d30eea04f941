"""What may go with a meeting: which files, under which names, and where links may lead. Pure."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from urllib.parse import urlsplit

from kapstok.errors import N_, Refused

MOST_MATERIALS = 10  # of one meeting
MOST_MEGABYTES = 10
MOST_BYTES = MOST_MEGABYTES * 1024 * 1024
LONGEST_NAME = 120  # characters of a file's name

# By ending. Nothing that a browser runs or draws as a page (html, svg), and no office files with macros.
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "jpg": "image/jpeg",
    "png": "image/png",
    "mp3": "audio/mpeg",
    "txt": "text/plain",
}
_SAME_ENDING = {"jpeg": "jpg"}
_STARTS = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"ID3", "mp3"))
_OOXML = {"word/document.xml": "docx", "ppt/presentation.xml": "pptx", "xl/workbook.xml": "xlsx"}
_ODF_MACROS = ("Basic/", "Scripts/")  # folders that only a document with macros has
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')  # systems refuse these in a name


class FileEmpty(Refused):
    sentence = N_("Dit bestand is leeg. Kies een ander bestand.")


class FileTooLarge(Refused):
    sentence = N_("Dit bestand is groter dan %(most)s MB. Maak het kleiner, of voeg een link toe naar waar het staat.")


class FileNotAllowed(Refused):
    sentence = N_(
        "Dit soort bestand kan hier niet. Wat wel kan: PDF, Word (docx), PowerPoint (pptx), Excel (xlsx), "
        "OpenDocument (odt, odp, ods), foto (jpg, png), geluid (mp3) en platte tekst (txt)."
    )


class NotWhatItSays(Refused):
    """The content is of another kind than the name says."""

    sentence = N_(
        "De naam eindigt op .%(ending)s, maar dat is dit bestand niet. Open het en bewaar het opnieuw als %(ending)s."
    )


class TooManyMaterials(Refused):
    sentence = N_("Bij een bijeenkomst passen %(most)s materialen. Haal er eerst een weg.")


class BadLink(Refused):
    sentence = N_("Een link begint met https://.")


class NoTitle(Refused):
    sentence = N_("Geef het materiaal een titel.")


@dataclass(frozen=True)
class Upload:
    """A file that may be kept: a name that is safe to show and to save under, and what it is."""

    file_name: str
    content_type: str
    content: bytes


def accept(name: str, content: bytes) -> Upload:
    """The file that somebody chose, when it may be kept.

    Raises ``FileEmpty``, ``FileTooLarge``, ``FileNotAllowed`` and ``NotWhatItSays``.
    """
    if not content:
        raise FileEmpty()
    if len(content) > MOST_BYTES:
        raise FileTooLarge(most=MOST_MEGABYTES)
    _, _, said = name.rpartition(".")
    ending = _SAME_ENDING.get(said.lower(), said.lower())
    if ending not in TYPES:
        raise FileNotAllowed()
    if recognise(content) != ending:
        raise NotWhatItSays(ending=ending)
    return Upload(clean_name(name, ending), TYPES[ending], content)


def clean_name(name: str, ending: str) -> str:
    """``name`` without folders, signs that systems refuse and signs that cannot be seen; it ends on ``ending``."""
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem = "".join(sign for sign in bare.rpartition(".")[0] if unicodedata.category(sign)[0] != "C")
    stem = " ".join(_NOT_IN_NAMES.sub(" ", stem).split()).strip(". ")
    return f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip() or 'bestand'}.{ending}"


def recognise(content: bytes) -> str | None:
    """The ending that fits ``content``, of those in ``TYPES``; None when it is something else."""
    for start, ending in _STARTS:
        if content.startswith(start):
            return ending
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    if content[:1] == b"\xff" and content[1:2] and content[1] & 0xE6 == 0xE2:  # an MPEG frame of layer III
        return "mp3"
    return "txt" if _is_text(content) else None


def check_link(url: str) -> None:
    """Raise ``BadLink`` for what is no address on the web."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise BadLink() from None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadLink()


def _office(content: bytes) -> str | None:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return None
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(_ODF_MACROS) for name in names):
        return None
    # An OpenDocument file begins with its type, unpacked: the specification put it there for whoever has to recognise.
    for ending in ("odt", "odp", "ods"):
        if content.startswith(b"mimetype" + TYPES[ending].encode() + b"PK", 30):
            return ending
    if "[Content_Types].xml" not in names:
        return None
    return next((ending for part, ending in _OOXML.items() if part in names), None)


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return all(sign in "\t\r\n\f" or unicodedata.category(sign) != "Cc" for sign in text)
