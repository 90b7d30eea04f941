"""Which files may go with a meeting, and under which names."""

import io
import zipfile

import pytest

from kapstok.meetings.material_rules import (
    MOST_BYTES,
    TYPES,
    BadLink,
    FileEmpty,
    FileNotAllowed,
    FileTooLarge,
    NotWhatItSays,
    accept,
    check_link,
    clean_name,
    recognise,
)

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)  # of no moment: the same bytes every time
    return packed.getvalue()


def office(*parts: str) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>"} | dict.fromkeys(parts, b"<x/>"))


def open_document(ending: str, *parts: str) -> bytes:
    return zipped({"mimetype": TYPES[ending].encode(), "content.xml": b"<x/>"} | dict.fromkeys(parts, b"<x/>"))


SOUND = {
    "pdf": PDF,
    "docx": office("word/document.xml"),
    "pptx": office("ppt/presentation.xml"),
    "xlsx": office("xl/workbook.xml"),
    "odt": open_document("odt"),
    "odp": open_document("odp"),
    "ods": open_document("ods"),
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "mp3": b"ID3\x04\x00\x00",
    "txt": "Één regel\nen nog één\n".encode(),
}


def test_every_kind_has_a_sample():
    assert SOUND.keys() == TYPES.keys()


@pytest.mark.parametrize("ending", SOUND)
def test_a_sound_file_is_what_it_is(ending):
    found = accept(f"Handreiking.{ending.upper()}", SOUND[ending])
    assert (found.file_name, found.content_type) == (f"Handreiking.{ending}", TYPES[ending])


@pytest.mark.parametrize("ending", SOUND)
@pytest.mark.parametrize("other", SOUND)
def test_a_file_under_another_ending_is_refused(ending, other):
    if ending != other:
        with pytest.raises(NotWhatItSays):
            accept(f"Handreiking.{other}", SOUND[ending])


@pytest.mark.parametrize(
    ("refused", "name", "content"),
    [
        (FileEmpty, "leeg.pdf", b""),
        (FileTooLarge, "groot.pdf", PDF.ljust(MOST_BYTES + 1, b" ")),
        (FileNotAllowed, "pagina.html", b"<!doctype html><script>"),
        (FileNotAllowed, "plaatje.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        (FileNotAllowed, "macro.docm", SOUND["docx"]),
        (FileNotAllowed, "zonder", PDF),
        (FileNotAllowed, "", PDF),
        (NotWhatItSays, "macro.docx", office("word/document.xml", "word/vbaProject.bin")),
        (NotWhatItSays, "macro.odt", open_document("odt", "Basic/Standard/Module1.xml")),
        (NotWhatItSays, "macro.ods", open_document("ods", "Scripts/python/module.py")),
        (NotWhatItSays, "kapot.odt", SOUND["odt"][:120]),
        (NotWhatItSays, "pakket.docx", zipped({"los": b"x"})),
        (NotWhatItSays, "kapot.docx", SOUND["docx"][:40]),
        (NotWhatItSays, "kapot.xlsx", b"PK\x03\x04" + bytes(60)),
        (NotWhatItSays, "programma.txt", b"MZ\x90\x00\x03"),
        (NotWhatItSays, "oud.txt", b"caf\xe9"),
        (NotWhatItSays, "later.pdf", b"<html>" + PDF),
    ],
)
def test_what_may_not_be_kept(refused, name, content):
    with pytest.raises(refused):
        accept(name, content)


def test_the_largest_file_there_can_be():
    assert len(accept("groot.pdf", PDF.ljust(MOST_BYTES, b" ")).content) == MOST_BYTES


@pytest.mark.parametrize("start", [b"\xff\xfb\x90\x64", b"\xff\xf3\x40", b"\xff\xfa\x10"])
def test_sound_without_a_label_is_known_by_its_first_frame(start):
    assert recognise(start + bytes(100)) == "mp3"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Agenda 3 maart.pdf", "Agenda 3 maart.pdf"),
        ("C:\\Users\\noor\\Agenda.pdf", "Agenda.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("Zoe\u0308.pdf", "Zoë.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("regel\r\nX-Kop: 1.pdf", "regelX-Kop 1.pdf"),
        ('wat "nu"?.pdf', "wat nu.pdf"),
        (".pdf", "bestand.pdf"),
        ("....pdf", "bestand.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_are_safe_to_show_and_to_save_under(name, kept):
    assert clean_name(name, "pdf") == kept


@pytest.mark.parametrize("url", ["https://example.org/folder", "http://example.org"])
def test_a_link_leads_somewhere_on_the_web(url):
    check_link(url)


@pytest.mark.parametrize("url", ["", "example.org", "javascript:alert(1)", "data:text/html,x", "https://", "https://["])
def test_other_links_are_refused(url):
    with pytest.raises(BadLink):
        check_link(url)
